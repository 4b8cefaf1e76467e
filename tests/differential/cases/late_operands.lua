--- a local is read by operators after the call on their right
local a = 1
local function f() a = a + 1 return 2 end
out(a == f(), a)
a = 1 out(a + f(), a)
a = 1 out(a - f(), a * f(), a / f(), a // f(), a % f(), a ^ f())
a = 1 out(a < f(), a <= f(), a > f(), a >= f(), a ~= f())
a = 1 out(a .. f(), a)
a = 1 out(-a + f(), a * 10 + f(), a + (f() + a))
a = 1 out(a & f(), a | f(), a << f())
--- conditions read it late too
local n = 5
local function dec() n = n - 1 return 1 end
if n > dec() + 3 then out("gt") else out("le") end
while n ~= dec() and n > 0 do out(n) end
repeat out("once") until n == dec() or n < -5
out(n > dec() and "a" or "b", not (n == dec()))
--- arguments, lists and results are copied in their turn
local a = 1
local function f() a = a + 1 return 2 end
local function g(p, q) return p, q end
out(a, f())
out(g(a, f()))
local t = {a, f(), k = a, a}
out(t[1], t[2], t.k, t[3])
local x, y = a, f()
out(x, y)
local function h() return a, f() end
out(h())
--- sums of what a function adds to itself
local total, calls = 0, 0
local function visit(k)
  if k == 0 then return 0 end
  total = total + k
  calls = calls + 1
  return k + visit(k - 1)
end
total = total + visit(3)
out(total, calls)
total = total - visit(2) * 2
out(total, calls)
local text = ""
local function add(s) text = text .. s return #text end
text = text .. add("q")
out(text)
--- stores find their table and key after the value
local t, i = {10, 20, 30, 40}, 1
local function nx() i = i + 1 return 99 end
t[i] = nx()
out(t[1], t[2], t[3])
t[i + 1] = nx()
out(t[3], t[4])
local u = {}
local v = u
local function swap() v = {new = true} return "value" end
v.x = swap()
out(u.x, v.x, v.new)
v = u
v[swap()] = 5
out(u.value, v.value)
--- stores in functions: upvalues are keys in their turn, tables late
local buf, pos = {}, 1
local function nxt() pos = pos + 1 return pos * 10 end
local function fill() buf[pos] = nxt() buf[pos] = nxt() end
fill()
out(buf[1], buf[2], buf[3])
local cur = {}
local root = cur
local function parse() cur = {new = true} return 1 end
local function go() cur.child = parse() end
go()
out(root.child, cur.child, cur.new)
local function mine() local z = 1 local function inz() z = z + 1 return z end buf[z] = inz() return z + inz() end
out(mine(), buf[1], buf[2])
--- reads find their table after the key
local q = {10, 20, 30}
local function sw() q = {7, 8, 9} return 2 end
out(q[sw()])
local function inside() q = {1, 2, 3} return q[sw()] end
out(inside())
local rows, r = {{}, {}}, 1
local function nr() r = r + 1 return "v" end
rows[r][1] = nr()
out(rows[1][1], rows[2][1])
--- fresh variables of loops
for j = 1, 2 do
  local c = j
  local function inc() c = c + 1 return c end
  out(c + inc(), c * inc(), c == inc(), c < inc())
end
--- a closure that only reads changes nothing
local sum = 0
local function shown() return "sum " .. sum end
local function twice(x) return x * 2 end
for j = 1, 3 do sum = sum + twice(j) end
out(shown(), sum)
--- objects with operators
local V = {}
V.__index = V
V.__add = function(x, y) return "add" .. x.n .. y.n end
V.__lt = function(x, y) return x.n < y.n end
V.__eq = function(x, y) return x.n == y.n end
local function new(n) return setmetatable({n = n}, V) end
local o = new(1)
local function change() o = new(5) return new(3) end
out(o + change())
o = new(1)
out(o < change(), o == change())
--- metamethods of the right operand assign the left one
local a = 1
local b = setmetatable({}, {
  __concat = function() a = a + 10 return "7" end,
  __mul = function() a = a + 100 return 5 end,
  __index = function() a = a + 1000 return 3 end,
})
out(a + (b .. "x"))
out(a + b * 2)
out(a + b.field)
out(a .. b.field)
out(a < b.field, a)
