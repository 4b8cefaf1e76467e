--- a matrix: fields, and rows by index
local Matrix = {}
Matrix.__index = Matrix
function Matrix.new(rows, columns, fill)
  local m = setmetatable({ rows = rows, columns = columns }, Matrix)
  for i = 1, rows do
    local row = {}
    for j = 1, columns do row[j] = fill and fill(i, j) or 0 end
    m[i] = row
  end
  return m
end
function Matrix:multiply(other)
  local result = Matrix.new(self.rows, other.columns)
  for i = 1, self.rows do
    for j = 1, other.columns do
      local sum = 0
      for k = 1, self.columns do sum = sum + self[i][k] * other[k][j] end
      result[i][j] = sum
    end
  end
  return result
end
local a = Matrix.new(3, 3, function(i, j) return i * 10 + j end)
local b = a:multiply(a)
out(b[1][1], b[3][3], b[2][3], #b, b.rows, b[4], b[0], a.missing)
out(pcall(function() return b[4][1] end) == false, getmetatable(b) == Matrix)
--- a stack whose elements are its own
local Stack = {}
Stack.__index = Stack
function Stack.new() return setmetatable({ size = 0 }, Stack) end
function Stack:push(...)
  for i = 1, select("#", ...) do
    self.size = self.size + 1
    self[self.size] = (select(i, ...))
  end
  return self
end
function Stack:pop()
  local value = self[self.size]
  self[self.size] = nil
  self.size = self.size - 1
  return value
end
function Stack:sum()
  local total = 0
  for i = 1, self.size do total = total + (self[i] or 0) end
  return total
end
local s = Stack.new()
for i = 1, 30 do s:push(i, i * 2) end
out(s:sum(), s.size, #s)
for _ = 1, 55 do s:pop() end
out(s:sum(), s.size, #s, s[6], s[5])
s:push(nil, 3)
out(s.size, s[6], s[7], s:sum())
for _ = 1, 7 do s:pop() end
out(#s, s[1], next(s) ~= nil)
--- a class with elements of its own: they are inherited
local Defaults = { "one", "two", "three" }
Defaults.__index = Defaults
local d = setmetatable({ name = "d" }, Defaults)
for i = 1, 4 do out(d[i], rawget(d, i)) end
for i = 2, 3 do d[i] = i end
for i = 1, 4 do out(d[i], rawget(d, i)) end
d[2] = nil
for i = 1, 3 do out(d[i]) end
--- elements that the class gets later
local Late = {}
Late.__index = Late
local l = setmetatable({}, Late)
local function read(t, i) return t[i] end
for i = 1, 3 do l[i] = i * i end
for i = 1, 5 do out(read(l, i)) end
Late[5] = "late"
rawset(Late, 4, "raw")
for i = 1, 6 do out(read(l, i)) end
--- elements behind a class of the class
local Base = {}
Base.__index = Base
local Derived = setmetatable({}, Base)
Derived.__index = Derived
local x = setmetatable({}, Derived)
for i = 1, 3 do x[i] = i end
for i = 1, 4 do out(x[i]) end
local computed = 4
Base[computed] = "base"
for i = 1, 5 do out(x[i]) end
--- a metatable that becomes more than a class
local Plain = {}
Plain.__index = Plain
local p = setmetatable({}, Plain)
for i = 1, 3 do p[i] = i end
Plain.__index = function(t, k) return k * 100 end
for i = 2, 5 do out(p[i]) end
p[3] = nil
out(p[3], rawget(p, 3))
Plain.__newindex = function(t, k, v) rawset(t, k, v .. "!") end
for i = 3, 5 do p[i] = "v" .. i end
for i = 1, 5 do out(p[i]) end
--- another metatable
local One, Two = { __index = { kind = "one" } }, { __index = { kind = "two", [7] = "seven" } }
local t = setmetatable({}, One)
for i = 1, 4 do t[i] = -i end
out(t.kind, t[4], t[7], #t)
setmetatable(t, Two)
for i = 3, 7 do out(t[i]) end
out(t.kind)
setmetatable(t, nil)
out(t.kind, t[7], t[1], getmetatable(t))
--- a metatable given when there are elements
local Class = { __index = {} }
function Class.__index.last(self) return self[#self] end
local function make(n)
  local self = {}
  for i = 1, n do self[i] = i * 3 end
  self[2] = nil
  self[2] = 7
  return setmetatable(self, Class)
end
local m = make(5)
out(m:last(), #m, m[2], m[6])
for i = 5, 3, -1 do m[i] = nil end
out(m:last(), #m)
--- metamethods other than fields
local V = {}
V.__index = V
V.__len = function(v) return 99 end
V.__eq = function(a, b) return a[1] == b[1] end
V.__add = function(a, b)
  local sum = setmetatable({}, V)
  for i = 1, 3 do sum[i] = a[i] + b[i] end
  return sum
end
V.__lt = function(a, b) return a[1] < b[1] end
V.__call = function(v, i) return v[i] end
V.__concat = function(a, b) return a[1] .. "&" .. b[1] end
V.__tostring = function(v) return "V" .. v[1] end
V.__unm = function(v)
  local r = setmetatable({}, V)
  for i = 1, 3 do r[i] = -v[i] end
  return r
end
local function vec(a, b, c)
  local v = setmetatable({}, V)
  local given = { a, b, c }
  for i = 1, 3 do v[i] = given[i] end
  return v
end
local v, w = vec(1, 2, 3), vec(4, 5, 6)
local sum = v + w
out(sum[1], sum[2], sum[3], #sum, v == vec(1, 0, 0), v ~= w, v < w, sum(2), v .. w, tostring(w), (-v)[3])
--- loops, and functions of table
local List = {}
List.__index = List
function List.new() return setmetatable({ n = 0 }, List) end
function List:add(v)
  self.n = self.n + 1
  self[self.n] = v
end
local list = List.new()
for i = 1, 8 do list:add((i * 5) % 8) end
for i = 1, 8 do list[i] = list[i] + 1 end
for i, v in ipairs(list) do out(i, v) end
local keys = 0
for k, v in pairs(list) do keys = keys + 1 end
out(keys, table.concat(list, ","))
table.sort(list)
out(table.concat(list, ","))
table.insert(list, 1, 77)
table.insert(list, 88)
out(table.remove(list, 2), table.remove(list), #list, list[1], list.n)
out(table.unpack(list, 1, 3))
--- keys that are no elements
local K = {}
K.__index = K
local k = setmetatable({}, K)
for i = -2, 3 do k[i] = i end
for i = -2, 4 do out(i, k[i], k[i + 0.0]) end
k[2.0] = "two"
k[2^40] = "far"
out(k[2], k[1099511627776], #k)
local function at(t, key) return t[key] end
out(at(k, true), at(k, "x"), at(k, 1), at(k, 1.5))
k[true] = "yes"
out(at(k, true), k[1])
--- nil that is stored natively would hide what is inherited
local Filled = { __index = { [3] = "inherited" } }
local f, source = setmetatable({}, Filled), {}
for i = 1, 4 do source[i] = i ~= 3 and i or nil end
for i = 1, 4 do f[i] = source[i] end
for i = 1, 4 do out(f[i]) end
--- two classes in one variable
local A, B = { __index = { tag = "A" } }, { __index = { tag = "B", "first" } }
local function build(class, n)
  local t = setmetatable({ size = n }, class)
  for i = 2, n do t[i] = i end
  return t
end
for _, t in ipairs({ build(A, 4), build(B, 4) }) do
  for i = 1, 5 do out(t.tag, t[i]) end
end
--- an object with elements that is the metatable of another
local Outer = {}
Outer.__index = Outer
local o = setmetatable({}, Outer)
for i = 1, 3 do o[i] = i end
o.__index = o
local inner = setmetatable({}, o)
for i = 1, 4 do out(inner[i], rawget(inner, i)) end
inner[2] = "own"
out(inner[2], o[2], rawget(inner, 1))
--- __newindex that comes and goes
local Guarded = {}
Guarded.__index = Guarded
local g = setmetatable({}, Guarded)
local seen = {}
local function guard(on)
  rawset(Guarded, "__newindex", on and function(t, k, v) seen[#seen + 1] = k rawset(t, k, v) end or nil)
end
for round = 1, 3 do
  guard(round == 2)
  for i = round * 2, round * 2 + 1 do g[i] = round end
end
out(#seen, seen[1], seen[2], g[2], g[4], g[7])
