--- xpcall of a function that suspends
local function step(a)
  local b = coroutine.yield(a + 1)
  if b == "stop" then error({code = b}) end
  return b, "end"
end
local function handle(e) return type(e) == "table" and e.code or "text" end
local function run() return xpcall(function() return step(1) end, handle) end
local function main()
  local co = coroutine.wrap(run)
  out(co())
  out(co("go"))
  local failing = coroutine.create(run)
  out(coroutine.resume(failing))
  out(coroutine.resume(failing, "stop"))
  out(coroutine.status(failing))
  out(xpcall(function(...) return select("#", ...), ... end, handle))
  out(xpcall(function() local nothing return nothing.x end, handle))
end
--- an iterator suspends in xpcall
local function each(n)
  return coroutine.wrap(function()
    xpcall(function() for i = 1, n do coroutine.yield(i) end end, function(e) return e end)
    coroutine.yield("last")
  end)
end
local function main()
  for v in each(2) do out(v) end
end
