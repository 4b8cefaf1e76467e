--- create, resume, yield, status
local co = coroutine.create(function(a, b)
  local c = coroutine.yield(a + b)
  local d, e = coroutine.yield(c * 2)
  return d, e, "end"
end)
out(coroutine.status(co))
out(coroutine.resume(co, 1, 2))
out(coroutine.status(co))
out(coroutine.resume(co, 10))
out(coroutine.resume(co, "x", "y"))
out(coroutine.status(co))
check(coroutine.resume, co)
--- yield without values and with many
local co = coroutine.create(function(...)
  local a = select("#", coroutine.yield())
  local b = select("#", coroutine.yield(nil, nil))
  return a, b, ...
end)
out(coroutine.resume(co, "p", nil))
out(coroutine.resume(co))
out(coroutine.resume(co, 1, 2, 3))
--- wrap as a generator in for
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local sum = 0
for i in range(5) do sum = sum + i end
out(sum)
for i in range(0) do out("never") end
--- generator with two values
local function pairs_of(t)
  return coroutine.wrap(function() for i, v in ipairs(t) do coroutine.yield(i, v) end end)
end
for i, v in pairs_of({"a", "b"}) do out(i, v) end
--- recursive generator: tree walk
local function walk(t) if t then walk(t.l) coroutine.yield(t.v) walk(t.r) end end
local tree = {v = 2, l = {v = 1}, r = {v = 4, l = {v = 3}}}
local seen = {}
for v in coroutine.wrap(function() walk(tree) end) do seen[#seen + 1] = v end
out(table.concat(seen, " "))
--- permutations
local function permgen(a, n)
  n = n or #a
  if n <= 1 then coroutine.yield(table.concat(a)) else
    for i = 1, n do
      a[n], a[i] = a[i], a[n]
      permgen(a, n - 1)
      a[n], a[i] = a[i], a[n]
    end
  end
end
local n = 0
for p in coroutine.wrap(function() permgen({"a", "b", "c"}) end) do n = n + 1 out(p) end
out(n)
--- producer and consumer
local function producer() return coroutine.create(function() for _, v in ipairs({"x", "y"}) do coroutine.yield(v) end return nil end) end
local function filter(p) return coroutine.create(function()
  while true do
    local _, v = coroutine.resume(p)
    if not v then return nil end
    coroutine.yield(v .. v)
  end
end) end
local c = filter(producer())
while true do
  local ok, v = coroutine.resume(c)
  if not v then break end
  out(ok, v)
end
--- errors inside
local co = coroutine.create(function() coroutine.yield(1) error({code = 7}) end)
out(coroutine.resume(co))
local ok, e = coroutine.resume(co)
out(ok, e.code, coroutine.status(co))
check(coroutine.resume, co)
local w = coroutine.wrap(function() error("w", 0) end)
out(pcall(w))
check(w)
--- pcall around yield
local co = coroutine.create(function()
  local ok, v = pcall(function() local x = coroutine.yield("in pcall") error("e" .. x, 0) end)
  out("after", ok, v)
  local ok2, v2 = pcall(coroutine.yield, "second")
  return ok2, v2
end)
out(coroutine.resume(co))
out(coroutine.resume(co, "1"))
out(coroutine.resume(co, "val"))
--- yield across calls and methods
local obj = {n = 0}
function obj:step() self.n = self.n + 1 return coroutine.yield(self.n) end
local co = coroutine.wrap(function() while true do if obj:step() == "stop" then return "stopped" end end end)
out(co())
out(co())
out(co("stop"))
--- yield in metamethods
local t = setmetatable({}, {__index = function(_, k) return coroutine.yield(k) end, __add = function(a, b) return coroutine.yield("add") end, __call = function(self, x) return coroutine.yield("call" .. x) end})
local co = coroutine.wrap(function() local a = t.foo local b = t + 1 local c = t(5) return a, b, c end)
out(co())
out(co(1))
out(co(2))
out(co(3))
--- yield in an iterator
local co = coroutine.wrap(function()
  local s = 0
  for v in function() return coroutine.yield("next") end do s = s + v end
  return s
end)
out(co())
out(co(3))
out(co(4))
out(co(nil))
--- yield in table constructor and arguments
local co = coroutine.wrap(function()
  local t = {coroutine.yield(1), coroutine.yield(2), x = coroutine.yield(3)}
  return #t, t[1], t[2], t.x
end)
out(co())
out(co("a"))
out(co("b", "cut"))
out(co("c"))
--- yield in conditions and loops
local co = coroutine.wrap(function()
  local n = 0
  while coroutine.yield(n) do n = n + 1 end
  repeat n = n + 10 until coroutine.yield(n)
  if coroutine.yield("if") then return "yes" end
  return "no"
end)
out(co())
out(co(true))
out(co(false))
out(co(false))
out(co(true))
out(co(nil))
--- nested coroutines
local outer = coroutine.wrap(function()
  local inner = coroutine.wrap(function() coroutine.yield("i1") coroutine.yield("i2") end)
  coroutine.yield("o1")
  coroutine.yield(inner())
  coroutine.yield(inner())
  return "done"
end)
out(outer()) out(outer()) out(outer()) out(outer())
--- status from inside
local co
co = coroutine.create(function()
  out(coroutine.status(co))
  local inner = coroutine.create(function() out(coroutine.status(co)) end)
  coroutine.resume(inner)
  check(coroutine.resume, co)
end)
coroutine.resume(co)
out(coroutine.status(co))
--- isyieldable and running
local co = coroutine.create(function() return coroutine.running() ~= nil, type(coroutine.running()) end)
out(coroutine.resume(co))
--- closures shared with the body
local n = 0
local co = coroutine.wrap(function() while true do n = n + 1 coroutine.yield() end end)
co() co() co()
out(n)
--- many coroutines at once
local list = {}
for i = 1, 5 do list[i] = coroutine.wrap(function() for j = 1, 3 do coroutine.yield(i * j) end end) end
local s = 0
for j = 1, 3 do for i = 1, 5 do s = s + list[i]() end end
out(s)
--- wrap with arguments through select
local gen = coroutine.wrap(function(...)
  local args = {...}
  while true do args = {coroutine.yield(#args)} end
end)
out(gen(1, 2), gen(), gen(1), gen(nil))
--- a body that never yields
out(coroutine.resume(coroutine.create(function(...) return ... end), 1, nil, 3))
out(coroutine.wrap(function() end)())
--- bad arguments
check(coroutine.create, 5)
check(coroutine.resume, 5)
check(coroutine.wrap)
--- yield as last statement and tail
local co = coroutine.wrap(function() return coroutine.yield(1, 2) end)
out(co())
out(co(3, 4))
--- sort comparator inside a coroutine
local co = coroutine.wrap(function() local t = {3, 1, 2} table.sort(t, function(a, b) return a < b end) coroutine.yield(t[1]) return t[3] end)
out(co(), co())
--- goto and closures in a coroutine
local co = coroutine.wrap(function()
  local fs = {}
  for i = 1, 3 do
    if i == 2 then goto continue end
    fs[#fs + 1] = function() return i end
    coroutine.yield(i)
    ::continue::
  end
  return fs[1]() + fs[2]()
end)
out(co(), co(), co())
--- type and tostring
local co = coroutine.create(function() end)
out(type(co), tostring(co):match("^thread") ~= nil, co == co)
--- functions found in the table of the module
local function module() return coroutine end
local step = module().wrap(function(a) local b = coroutine.yield(a) return b end)
out(step(1), step(2))
local thread = (true and coroutine).create(function(a) return (coroutine.yield(a)) end)
out(coroutine.resume(thread, 3))
out(module().resume(thread, 4))
out(module().status(thread), coroutine.resume(thread))
local key = "res" .. "ume"
out(module()[key](coroutine.create(function(...) return select("#", ...) end), 1, nil))
for value in module().wrap(function() for i = 1, 2 do module().yield(i) end end) do out(value) end
