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
--- only __sub suspends: a - b
local Kind = { __sub = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a - b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __mul suspends: a * b
local Kind = { __mul = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a * b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __div suspends: a / b
local Kind = { __div = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a / b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __mod suspends: a % b
local Kind = { __mod = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a % b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __pow suspends: a ^ b
local Kind = { __pow = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a ^ b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __add suspends: a + b
local Kind = { __add = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a + b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __eq suspends: a == b
local Kind = { __eq = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a == b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __eq suspends: a ~= b
local Kind = { __eq = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a ~= b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __lt suspends: a < b
local Kind = { __lt = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a < b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __lt suspends: a > b
local Kind = { __lt = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a > b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __le suspends: a <= b
local Kind = { __le = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a <= b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- only __le suspends: a >= b
local Kind = { __le = function() return coroutine.yield("asked") == 1 end }
local function apply(a, b) return a >= b end
local thread = coroutine.create(function(a, b) return apply(a, b), "after" end)
local one, other = setmetatable({}, Kind), setmetatable({}, Kind)
out(coroutine.resume(thread, one, other))
out(coroutine.resume(thread, 1))
out(coroutine.status(thread))
--- functions of which some suspend
local function waits(a) return coroutine.yield(a), "waited" end
local function plain(a) return a, "plain" end
local function run(flag, a)
  local f = plain
  if flag then f = waits end
  return f(a)
end
local thread = coroutine.create(function(a) run(false, a) return run(true, a) end)
out(coroutine.resume(thread, 1))
out(coroutine.resume(thread, 2))
local function late(flag)
  local f
  if flag == 1 then f = plain elseif flag == 2 then f = waits end
  return f(flag)
end
out(pcall(late, 1))
out(there(late))
