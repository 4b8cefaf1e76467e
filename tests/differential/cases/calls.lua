--- arity: fewer and more arguments
local function f(a, b, c) return a, b, c end
out(f())
out(f(1))
out(f(1, 2, 3, 4, 5))
--- surplus arguments are evaluated
local n = 0
local function bump() n = n + 1 return n end
local function f(a) return a end
out(f(bump(), bump(), bump()), n)
local function g() return "none" end
out(g(bump(), bump()), n)
--- results in the middle and at the end
local function two() return 1, 2 end
local function all(...) return select("#", ...), ... end
out(all(two()))
out(all(two(), two()))
out(all((two())))
out(all(two(), 3))
out(all(0, two()))
--- no results
local function none() end
local function also_none() return end
local function all(...) return select("#", ...), ... end
out(all(none()))
out(all(none(), none()))
out(all((none())))
out(all(also_none(), 1))
out(all(1, also_none()))
out(none() == nil, (none()), type((none())))
--- results passed through several functions
local function three() return 1, 2, 3 end
local function pass() return three() end
local function again() return pass() end
local function cut() return (again()) end
local function more() return 0, again() end
out(again())
out(cut())
out(more())
out((more()))
--- mixed number of results
local function f(n)
  if n == 0 then return end
  if n == 1 then return 1 end
  if n == 2 then return 1, 2 end
  return 1, 2, 3
end
for n = 0, 3 do
  out(n, select("#", f(n)), f(n))
  local a, b = f(n)
  out(a, b, (f(n)))
end
--- mixed results through a table field
local M = {}
function M.f(n) if n > 0 then return n, "x" end end
function M.g(n) return M.f(n) end
out(select("#", M.f(0)), select("#", M.f(1)), select("#", M.g(0)), select("#", M.g(1)))
--- recursion with several results
local function split(n, acc)
  if n == 0 then return acc, "end", n end
  return split(n - 1, acc .. n)
end
out(split(4, ""))
--- mutual recursion
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
out(even(10), odd(10), even(7))
--- function values in tables
local ops = {add = function(a, b) return a + b end, sub = function(a, b) return a - b end}
out(ops.add(5, 3), ops["sub"](5, 3))
for _, name in ipairs({"add", "sub"}) do out(name, ops[name](9, 4)) end
--- immediately invoked
out((function(a, b) return b, a end)(1, 2))
out((function(...) return select("#", ...) end)(nil, nil))
--- call with a table or a string
local function kind(x) return type(x) end
out(kind{1, 2}, kind"s", kind[[long]], kind{})
out(#{kind{}}, ("x"):rep(3))
--- chained calls
local function make(x) return function(y) return function(z) return x + y + z end end end
out(make(1)(2)(3))
local obj = {f = function() return {g = function() return "deep" end} end}
out(obj.f().g())
--- calling what is no function
check(function() local x = nil x() end)
check(function() local x = 5 x() end)
check(function() local t = {} t.f() end)
check(function() local t = {} t:f() end)
check(function() local s = "x" s.nope() end)
check(function() return ("x"):nope() end)
check(function() undefined_function() end)
--- assert
out(assert(1, 2, 3))
check(assert, false)
check(assert, nil, "text")
check(assert, false, 42)
out(select("#", assert(true)))
--- select
out(select("#"))
out(select("#", nil, nil))
out(select(2, "a", "b", "c"))
out(select(-2, "a", "b", "c"))
out((select(2, "a", "b", "c")))
out(select("2", "a", "b"))
check(select, 0)
check(select, -5, 1)
out(select(4, 1, 2))
--- unpack
out(unpack({1, 2, 3}))
out(unpack({1, 2, 3}, 2))
out(unpack({1, 2, 3}, 2, 3))
out(unpack({1, 2}, 1, 4))
out((unpack({1, 2, 3})))
out(select("#", unpack({}, 1, 3)))
out(select("#", unpack({})))
--- varargs everywhere
local function count(...) return select("#", ...) end
local function f(...)
  local t = {...}
  local u = {..., "end"}
  local v = {"start", ...}
  return #t, #u, #v, count(...), count(..., 1), count((...)), (...)
end
out(f())
out(f(1))
out(f(1, 2, 3))
--- varargs with parameters
local function f(a, b, ...) return a, b, select("#", ...), ... end
out(f())
out(f(1))
out(f(1, 2))
out(f(1, 2, 3, 4))
out(f(1, 2, nil))
--- vararg in a closure needs its own copy
local function f(...)
  local args = {...}
  return function() return unpack(args) end
end
out(f(1, 2)())
--- names of functions called before they are defined
local function first() return second_global() end
function second_global() return "second" end
out(first())
--- tail call results
local function id(...) return ... end
local function f(...) return id(...) end
out(select("#", f(nil, nil, nil)), f(1, 2))
--- method definitions
local C = {n = 1}
function C:get(extra) return self.n, extra end
function C.static(x) return x end
out(C:get(5))
out(C.get({n = 9}, 6))
out(C.static(C.n))
--- deep method chains
local C = {}
function C:push(x) self[#self + 1] = x return self end
local c = setmetatable({}, {__index = C})
out(#c:push(1):push(2):push(3), c[2])
--- method on a call result and on literals
local function make() return {v = 3, get = function(self) return self.v end} end
out(make():get(), ("abc"):upper(), ("%d"):format(7), #("abc"):rep(2))
--- method receiver is evaluated once
local n = 0
local obj = {m = function(self, x) return x end}
local function get() n = n + 1 return obj end
out(get():m(n), n)
--- methods with any number of results
local obj = {}
function obj:none() end
function obj:two() return 1, 2 end
local function all(...) return select("#", ...), ... end
out(all(obj:none()))
out(all(obj:two()))
out(all(obj:two(), obj:two()))
local a, b, c = obj:two()
out(a, b, c)
--- function stored in a parameter
local function apply(f, ...) return f(...) end
out(apply(function(a, b) return b, a end, 1, 2))
out(apply(math.max, 3, 9, 2))
out(apply(string.rep, "ab", 2))
out(select("#", apply(function() end)))
--- library functions as values
local up, ins = string.upper, table.insert
local t = {}
ins(t, up("a"))
ins(t, 1, up("b"))
out(t[1], t[2])
local list = {math.floor, math.abs, tostring, type}
for i, f in ipairs(list) do out(i, f(-1.5)) end
--- library call with results of a call
local function args() return "x", 3 end
out(string.rep(args()))
out(math.max(unpack({4, 9, 2})))
out(tostring(args()), type(args()))
local function none() end
out((type((none()))), (tostring((none()))))
--- a function with ... whose arguments come from a call
local function oneless(a, ...) return ... end
local function f(...) return oneless(oneless(oneless(...))) end
out(f(1), f(1,2,3,4), f())
local function g(a, b, ...) return a, b, select("#", ...), ... end
out(g()) out(g(1)) out(g(1,2)) out(g(1,2,3))
local function two() return 1, 2 end
local function none() end
local function many() return 1, 2, 3, 4 end
out(g(two())) out(g(none())) out(g(many())) out(g(0, many())) out(g(0, none())) out(g(none(), none()))
out(g((none()))) out(g(nil, nil, none())) out(g(1, 2, none()))
local function h(...) return g(...) end
out(h()) out(h(5)) out(h(5, 6, 7))
out(g(table.unpack({1}))) out(g(table.unpack({})))
local function w(x, ...) local a, b = ... return x, a, b end
out(w(g())) out(w(h(1))) out((w(none())))
--- results of a call without results between others
local function v(f, ...) return f() ~= 1 and ... end
local function none() end
local function c(a, b) return b end
out(c("x", v(none) ~= nil), (v(none)), select("#", none() and none()), select("#", (none())))
local function test() local x = 1 return v(function() return x end) end
out(test())
--- what rawset as a value hands back is changed
local stores = {set = rawset}
local t = {n = 1}
local u = stores.set(t, "m", 2)
out(t.n == 1, t.n + 1)
u.n = true
out(t.n == 1, t.n)
--- what setmetatable as a value hands back is changed
local stores = {meta = setmetatable}
local t = {n = 1}
local u = stores.meta(t, {})
out(t.n == 1, t.n + 1)
u.n = true
out(t.n == 1, t.n)
--- what select as a value hands back is changed
local picks = {pick = select}
local t = {n = 1}
local u = picks.pick(2, nil, t)
out(t.n == 1, t.n + 1)
u.n = true
out(t.n == 1, t.n)
--- what table.remove as a value hands back is changed
local removals = {take = table.remove}
local t = {n = 1}
local u = removals.take({t})
out(t.n == 1, t.n + 1)
u.n = true
out(t.n == 1, t.n)
--- single values of the arguments
local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do
    total = total + (select(i, ...))
  end
  return total
end
local function assigned(...)
  local parts = {}
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    parts[#parts + 1] = tostring(v)
  end
  return table.concat(parts, ",")
end
local function changed(...)
  local r = {}
  for i = 1, select("#", ...) do
    i = i + 1
    r[#r + 1] = tostring((select(i, ...)))
  end
  return table.concat(r, ",")
end
local function nested(...)
  local r = {}
  for i = 1, select("#", ...) do
    local f = function(...) return (select(i, ...)) end
    r[#r + 1] = tostring(f("x", ...))
  end
  return table.concat(r, ",")
end
local function any(i, ...) return (select(i, ...)) end
local function down(...)
  local r = {}
  for i = select("#", ...), 1, -1 do r[#r + 1] = (select(i, ...)) end
  return table.concat(r, ",")
end
local function from2(...)
  local r = 0
  for i = 2, select("#", ...) do r = r + select(i, ...) end
  return r
end
local function zero(...)
  for i = 0, select("#", ...) do local v = select(i, ...) end
end
out(sum(1, 2, 3, 4), sum(), sum(5))
out(assigned(1, nil, "x", nil), assigned())
out(changed(1, 2, 3))
out(nested(1, 2, 3))
out(any(1, 5, 6), any(2, 5, 6), any(3, 5, 6), any(-1, 5, 6), any(-2, 5, 6), any(9))
out(pcall(any, 0, 1) == false, pcall(any, -5, 1) == false, pcall(any, "x", 1) == false, any("2", 7, 8), any(2.0, 7, 8))
out(down(1, 2, 3), from2(1, 2, 3), pcall(zero, 1) == false)
local function first(...) local a = select(1, ...) local b = select(2, ...) return a, b end
out(first(), first(1), first(1, 2, 3))
local function counted(...)
  local n = select("#", ...)
  local r = {}
  for i = 1, n do r[i] = tostring(select(i, ...)) .. (select(n, ...) and "+" or "-") end
  return table.concat(r, ",")
end
local function recount(...)
  local n = select("#", ...)
  n = n + 1
  local r = {}
  for i = 1, n do r[i] = tostring((select(i, ...))) end
  return table.concat(r, ",")
end
local function late(...)
  local fs = {}
  for i = 1, select("#", ...) do fs[i] = function(...) return (select(i, ...)) end end
  local vs = {...}
  for i = 1, #fs do vs[i] = fs[i](...) end
  return table.concat(vs, ",")
end
local function again(k, ...)
  if k == 0 then
    local t = 0
    for i = 1, select("#", ...) do t = t * 10 + select(i, ...) end
    return t
  end
  return again(k - 1, k, ...)
end
out(counted(1, nil, 3), recount(1, 2), late(4, 5, 6), again(4), counted())
