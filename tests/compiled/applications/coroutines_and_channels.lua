--@ workflow flow
local function producer(n)
  return coroutine.create(function(first)
    local got = first
    for i = 1, n do got = coroutine.yield(i + (got or 0)) end
    return "end"
  end)
end
local function tree(t) if t then tree(t.l) coroutine.yield(t.v) tree(t.r) end end
local function walk(t) return coroutine.wrap(function() tree(t) end) end
local function batch(gen, size)
  return function()
    local out = {}
    for i = 1, size do local v = gen() if v == nil then break end out[i] = v if v == 4 then break end end
    if #out > 0 then return out end
  end
end
local function main()
  local co = producer(3)
  local ch = channel.new(10)
  local seen = {}
  local arg = nil
  while true do
    local ok, v = coroutine.resume(co, arg)
    if coroutine.status(co) == "dead" then seen[#seen + 1] = v break end
    arg = (funcs.call("app:double", v))
    ch:send(arg)
    seen[#seen + 1] = v
  end
  ch:close()
  local drained = 0
  while true do local v, ok = ch:receive() if not ok then break end drained = drained + v end
  local t = { v = 2, l = { v = 1 }, r = { v = 4, l = { v = 3 } } }
  local order = {}
  for v in walk(t) do order[#order + 1] = v if v == 2 then time.sleep("1ms") end end
  local b = {}
  for list in batch(walk(t), 3) do b[#b + 1] = #list time.sleep("1ms") if #b == 2 then break end end
  local g = coroutine.wrap(function(...) local n = select("#", ...) while true do local ok, x = pcall(coroutine.yield, n) if not ok then return "err" end n = n + x end end)
  local sums = { g(1, 2), g(10), g(5) }
  local cow = coroutine.wrap(function() local ok, e = pcall(function() coroutine.yield("a") error("in", 0) end) coroutine.yield(e) return "z" end)
  local w = { cow(), cow(), cow() }
  local okd, ed = pcall(cow)
  return { seen = seen, drained = drained, order = order, b = b, sums = sums, w = w, okd = okd, ed = ed }
end
return { main = main }
--@ expect {"seen":[1,4,11,"end"],"drained":32,"order":[1,2,3,4],"b":[3,1],"sums":[2,12,17],"w":["a","in","z"],"okd":false,"ed":"cannot resume dead coroutine"}
