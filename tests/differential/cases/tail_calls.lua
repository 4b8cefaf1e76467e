--- accumulator
local function loop(n, acc) if n == 0 then return acc end return loop(n - 1, acc + n) end
out(loop(1000, 0))
--- swapped and missing arguments
local function f(a, b, c, n)
  out(a, b, c, n)
  if n == 0 then return "end" end
  if n == 1 then return f(c, a) or "nil n" end
  return f(b, a, c, n - 1)
end
check(f, 1, 2, 3, 2)
local function g(a, b, n) if n > 2 then return a, b end return g(b, n, n + 1) end
out(g("x", "y", 0))
local function h(a, b) if a == nil then return b end return h() end
out(h(1, 2))
--- surplus arguments are evaluated
local n = 0
local function bump() n = n + 1 return n end
local function f(a) if a > 3 then return a end return f(bump() + a, bump(), bump()) end
out(f(0), n)
--- from inside loops
local function find(list, i)
  for j = i, #list do
    for k = 1, 2 do
      if list[j] == "again" then list[j] = "done" return find(list, 1) end
    end
    while list[j] == "skip" do return find(list, j + 1) end
  end
  return list[1], i
end
out(find({"again", "skip", "again", "x"}, 1))
--- several results, and none
local function f(n) if n == 0 then return 1, 2, 3 end if n < 0 then return end return f(n - 1) end
out(f(3))
out(select("#", f(-1)))
local function g(n) if n > 0 then return g(n - 1) end end
out(select("#", g(2)), (g(2)))
--- locals start as nil in every call
local function f(n)
  local seen
  if n == 0 then return seen end
  seen = n
  return f(n - 1)
end
out(f(3))
--- closures keep the variables of their own call
local fs = {}
local function f(n)
  fs[n] = function() n = n + 100 return n end
  if n == 1 then return "made" end
  return f(n - 1)
end
out(f(3), fs[1](), fs[3](), fs[3]())
--- changed parameters
local function f(a, b)
  a = a * 2
  if a > 50 then return a, b end
  return f(a, b + 1)
end
out(f(1, 0))
--- methods and fields
local M = {}
function M.count(n, to) if n >= to then return n end return M.count(n + 1, to) end
function M:walk(n) if n == 0 then return self == M end return self:walk(n - 1) end
out(M.count(1, 500), M:walk(10))
--- parentheses and arithmetic are no tail calls
local function f(n) if n == 0 then return 1, 2 end return (f(n - 1)) end
out(f(3))
local function g(n) if n == 0 then return 0 end return 1 + g(n - 1) end
out(g(50))
--- a function passed to itself
local function f(g, n) if n == 0 then return "ok" end return g(g, n - 1) end
out(f(f, 5))
--- goto in a function that repeats
local function f(n, acc)
  ::top::
  if n % 2 == 1 then n = n - 1 acc = acc .. "o" goto top end
  if n <= 0 then return acc end
  return f(n - 1, acc .. "e")
end
out(f(7, ""))
--- direct function without a result on some paths
local function f(x) if x then return 1, 2 end end
local a, b = f(false)
out(a, b)
a, b = f(true)
out(a, b)
local function one(x) if x then return 5 end end
out((one(false)), (one(true)))
local c = one()
out(c)
--- coroutine body that calls itself last
local function gen(n) if n == 0 then return "end" end coroutine.yield(n) return gen(n - 1) end
local co = coroutine.wrap(gen)
out(co(2)) out(co()) out(co())
