--@ library emitter
local Emitter = {}
Emitter.__index = Emitter
function Emitter.new() return setmetatable({ handlers = {} }, Emitter) end
function Emitter:on(name, fn)
  local list = self.handlers[name]
  if not list then list = {}; self.handlers[name] = list end
  list[#list + 1] = fn
  return function()
    for i, h in ipairs(list) do if h == fn then table.remove(list, i) return true end end
    return false
  end
end
function Emitter:emit(name, ...)
  local n = 0
  for _, h in ipairs(self.handlers[name] or {}) do
    h(...)
    n = n + 1
  end
  return n
end
function Emitter:once(name, fn)
  local off
  off = self:on(name, function(...)
    off()
    return fn(...)
  end)
  return off
end
return Emitter
--@ workflow flow; funcs, time; imports: {emitter: app:emitter}
local emitter = require("emitter")
local function main()
  local e = emitter.new()
  local log = {}
  local off = e:on("order", function(o) log[#log + 1] = "charge " .. (funcs.call("app:double", o.amount)) end)
  e:on("order", function(o, extra) time.sleep("1ms") log[#log + 1] = "mail " .. o.id .. tostring(extra) end)
  e:once("done", function() log[#log + 1] = "finished" end)
  local a = e:emit("order", { id = "a", amount = 2 }, true)
  off()
  local b = e:emit("order", { id = "b", amount = 3 })
  e:emit("done")
  local c = e:emit("done")
  return { log = log, a = a, b = b, c = c }
end
return { main = main }
--@ expect {"log":["charge 4","mail atrue","mail bnil","finished"],"a":2,"b":1,"c":0}
