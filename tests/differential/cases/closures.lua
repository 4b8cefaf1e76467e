--- numeric for captures a fresh variable
local fs = {}
for i = 1, 3 do fs[i] = function() return i end end
out(fs[1](), fs[2](), fs[3]())
--- loop variable changed in the body
local fs = {}
for i = 1, 3 do
  fs[i] = function() i = i + 10 return i end
  i = i * 2
end
out(fs[1](), fs[1](), fs[2]())
--- generic for captures
local fs = {}
for k, v in ipairs({"a", "b"}) do fs[k] = function(x) if x then v = x end return k, v end end
out(fs[1]("z"))
out(fs[1]())
out(fs[2]())
--- while body local
local fs, n = {}, 0
while n < 3 do
  n = n + 1
  local x = n * 2
  fs[n] = function() x = x + 1 return x, n end
end
out(fs[1]())
out(fs[1]())
out(fs[3]())
--- repeat body local seen by until
local fs, n = {}, 0
repeat
  local x = n
  n = n + 1
  fs[n] = function() return x end
until x == 2
out(#fs, fs[1](), fs[3]())
--- two closures share a variable
local function pair()
  local v = 0
  return function() v = v + 1 return v end, function() return v end
end
local inc, get = pair()
inc()
inc()
out(get())
local inc2, get2 = pair()
inc2()
out(get(), get2())
--- closures in the same iteration share
local acts = {}
for i = 1, 2 do
  local v = i
  acts[i] = {set = function(x) v = x end, get = function() return v end}
end
acts[1].set(50)
out(acts[1].get(), acts[2].get())
--- block local captured twice
local fs = {}
do local x = 1 fs[1] = function() x = x + 1 return x end end
do local x = 10 fs[2] = function() x = x + 1 return x end end
out(fs[1](), fs[2](), fs[1](), fs[2]())
--- captured then changed after
local x = 1
local function get() return x end
x = 2
out(get())
x = x + 1
out(get())
--- parameter captured and changed
local function f(a) local function set() a = a + 1 end set() set() return a end
out(f(5))
--- capture of a capture
local function outer()
  local v = 1
  local function middle()
    local function inner() v = v * 2 return v end
    return inner
  end
  return middle()
end
local f = outer()
out(f(), f(), f())
--- nested loops capture both variables
local fs = {}
for i = 1, 2 do for j = 1, 2 do fs[#fs + 1] = function() return i .. j end end end
out(fs[1](), fs[2](), fs[3](), fs[4]())
--- recursive local function in a loop
local sums = {}
for i = 1, 3 do
  local function sum(n) if n == 0 then return 0 end return n + sum(n - 1) end
  sums[i] = sum
end
out(sums[1](3), sums[3](4))
--- closures that capture a function of the same iteration
local out_list = {}
for i = 1, 3 do
  local f = function() return i end
  local g = function() return f() + 100 end
  out_list[i] = g
end
out(out_list[1](), out_list[3]())
--- variable declared without a value in a loop
local seen = {}
for i = 1, 3 do
  local x
  seen[i] = x
  x = i
  local f = function() return x end
  x = x + 1
  seen[#seen + 1] = f()
end
out(seen[1], seen[2], seen[3], seen[4])
--- local nil again in every round
for i = 1, 2 do
  local a, b
  out(a, b)
  a, b = i, i
end
local n = 0
repeat local z out(z) z = 5 n = n + 1 until n == 2
while n < 4 do local y out(y) y = n n = n + 1 end
--- counter factory
local function counter(start, step)
  local value = start
  return function() local now = value value = value + (step or 1) return now end
end
local a, b = counter(1), counter(10, 5)
out(a(), a(), b(), b(), a())
--- upvalue of an upvalue assigned by a sibling
local log = {}
local state = "idle"
local function enter(s) state = s end
local function run() log[#log + 1] = state enter("busy") log[#log + 1] = state end
run()
run()
out(table.concat(log, ","))
--- vararg of the outer function is not seen inside
local function f(...)
  local a = ...
  return function(...) return a, ... end
end
out(f(1, 2)(3))
--- shadowed capture
local x = "outer"
local function a() return x end
local x = "inner"
local function b() return x end
x = x .. "!"
out(a(), b())
--- capture in nested function defined before assignment
local f
local x = 1
f = function() return x end
do local x = 2 out(x, f()) end
x = 3
out(f())
--- captured for variable after loop break
local f
for i = 1, 5 do
  if i == 3 then f = function() return i end break end
end
out(f())
--- goto continue with captured local
local fs = {}
for i = 1, 4 do
  local x = i
  if i % 2 == 0 then goto continue end
  fs[#fs + 1] = function() x = x + 1 return x end
  ::continue::
end
out(fs[1](), fs[1](), fs[2]())
--- backward goto makes fresh locals
local fs, n = {}, 0
do
  ::again::
  local x = n
  fs[#fs + 1] = function() x = x + 1 return x end
  n = n + 1
  if n < 3 then goto again end
end
out(fs[1](), fs[1](), fs[2](), fs[3]())
--- closures compared
local function make() return function() end end
local f, g = make(), function() return f end
out(f == f, f == g, f ~= g)
local t = {[f] = 1}
out(t[f], t[g])
--- capture in table constructor in a loop
local objs = {}
for i = 1, 2 do
  objs[i] = {name = function() return "o" .. i end, n = i}
end
out(objs[1].name(), objs[2].name())
--- loop in closure modifies outer
local total = 0
local function add_all(list) for _, v in ipairs(list) do total = total + v end end
add_all({1, 2, 3})
add_all({4})
out(total)
--- self reference through a local function in a table
local M = {}
local function helper(n) return n > 0 and M.run(n - 1) or "bottom" end
function M.run(n) return helper(n) end
out(M.run(3))
--- conditional closures
local fs = {}
for i = 1, 3 do
  local f = i == 2 and function() return "two" end or function() return i end
  fs[i] = f
end
out(fs[1](), fs[2](), fs[3]())
--- closure in loop condition
local n = 0
while (function() n = n + 1 return n < 4 end)() do out(n) end
--- closure in repeat condition sees the local
local n = 0
repeat
  local x = n
  n = n + 1
until (function() return x >= 2 end)()
out(n)
--- captured variable in nested loop reset
for i = 1, 2 do
  local acc = 0
  local function add(x) acc = acc + x return acc end
  for j = 1, 3 do add(j) end
  out(acc)
end
--- inner function assigns loop variable of outer loop
for i = 1, 3 do
  local function set() i = i * 10 end
  set()
  out(i)
end
