--@ workflow flow
local Promise = {}
Promise.__index = Promise
function Promise.new(executor)
  local self = setmetatable({ state = "pending", ch = channel.new(1), callbacks = {} }, Promise)
  local function resolve(v)
    if self.state ~= "pending" then return end
    self.state, self.value = "fulfilled", v
    for _, cb in ipairs(self.callbacks) do cb(v) end
    self.ch:send(true)
  end
  local function reject(e)
    if self.state ~= "pending" then return end
    self.state, self.reason = "rejected", e
    self.ch:send(true)
  end
  coroutine.spawn(function()
    local ok, err = pcall(executor, resolve, reject)
    if not ok then reject(err) end
  end)
  return self
end
function Promise:await()
  if self.state == "pending" then self.ch:receive() end
  if self.state == "fulfilled" then return self.value end
  error(self.reason, 0)
end
function Promise:next(fn)
  return Promise.new(function(resolve, reject)
    local ok, v = pcall(self.await, self)
    if ok then resolve(fn(v)) else reject(v) end
  end)
end
function Promise.all(list)
  return Promise.new(function(resolve)
    local out = {}
    for i, p in ipairs(list) do out[i] = p:await() end
    resolve(out)
  end)
end
local function main()
  local one = Promise.new(function(resolve) time.sleep("5ms") resolve(1) end)
  local two = Promise.new(function(resolve) resolve((funcs.call("app:double", 10))) end)
  local three = Promise.new(function(_, reject) time.sleep("1ms") reject("no") end)
  local plus = one:next(function(v) return v + 1 end):next(function(v) return (funcs.call("app:double", v)) end)
  local ok, err = pcall(function() return three:await() end)
  local all = Promise.all({ two, plus }):await()
  local ok2, err2 = pcall(three.await, three)
  return { ok = ok, err = err, all = all, ok2 = ok2, err2 = err2, one = one.value }
end
return { main = main }
--@ expect {"ok":false,"err":"no","all":[20,4],"ok2":false,"err2":"no","one":1}
