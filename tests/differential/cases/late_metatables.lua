--- the idiom: fields, then the metatable, then the object
local Account = {}
Account.__index = Account
function Account.new(owner, balance)
  local self = { owner = owner, balance = balance or 0 }
  setmetatable(self, Account)
  return self
end
function Account:deposit(amount)
  self.balance = self.balance + amount
  return self
end
function Account:show() return self.owner .. ":" .. self.balance end
local a, b = Account.new("ann", 5), Account.new("bob")
out(a:deposit(3):show(), b:show(), a.deposit == b.deposit, getmetatable(a) == Account)
--- the metatable in the return statement, after a loop
local Set = {}
Set.__index = Set
function Set.new(n)
  local set = { parent = {}, count = n }
  for i = 1, n do set.parent[i] = i end
  return setmetatable(set, Set)
end
function Set:find(x)
  while self.parent[x] ~= x do x = self.parent[x] end
  return x
end
function Set:union(x, y)
  local p, q = self:find(x), self:find(y)
  if p == q then return false end
  self.parent[p] = q
  self.count = self.count - 1
  return true
end
local s = Set.new(8)
for i = 1, 7, 2 do out(s:union(i, i + 1), s:union(i, i + 1)) end
out(s.count, s:find(1), s:find(8))
--- a method called before there is a metatable
local C = {}
C.__index = C
function C:init() self.ready = true end
function C.new(early)
  local self = { ready = false }
  if early then self:init() end
  setmetatable(self, C)
  self:init()
  return self
end
out(C.new(false).ready, (pcall(C.new, true)))
--- an inherited field read before
local D = { kind = "D" }
D.__index = D
function D.new()
  local self = {}
  local before = self.kind
  setmetatable(self, D)
  return self, before, self.kind
end
function D:name() return self.kind .. "!" end
local d, before, after = D.new()
out(before, after, d:name())
--- only under a condition
local E = {}
E.__index = E
function E:name() return "E" end
function E.new(with)
  local self = { with = with }
  if with then setmetatable(self, E) end
  return self
end
out(E.new(true):name(), (pcall(function() return E.new(false):name() end)), getmetatable(E.new(false)))
--- one of two classes
local F, G = {}, {}
F.__index, G.__index = F, G
function F:name() return "F" .. self.v end
function G:name() return "G" .. self.v end
local function either(which, v)
  local self = { v = v }
  if which then setmetatable(self, F) else setmetatable(self, G) end
  return self
end
out(either(true, 1):name(), either(false, 2):name())
--- an object that leaves without a metatable
local H = {}
H.__index = H
function H:name() return "H" end
function H.new(n)
  local self = { n = n }
  if n == 0 then return self end
  setmetatable(self, H)
  return self
end
out(H.new(1):name(), (pcall(function() return H.new(0):name() end)))
--- registered before it has one
local registry = {}
local K = {}
K.__index = K
function K:name() return "K" .. self.id end
local function last() return registry[#registry]:name() end
function K.new(id, ask)
  local self = { id = id }
  registry[#registry + 1] = self
  local found = not ask or pcall(last)
  setmetatable(self, K)
  return self, found
end
local k, found = K.new(1, true)
out(k:name(), found, last())
out(select(2, K.new(2, false)), last())
--- captured by a closure that runs before
local L = {}
L.__index = L
function L:name() return "L" .. self.id end
function L.new(id)
  local self = { id = id }
  local function name() return self:name() end
  local early = pcall(name)
  setmetatable(self, L)
  return self, early, name
end
local l, early, name = L.new(7)
out(l:name(), early, name())
--- an error before, and the object is kept
local kept
local M = {}
M.__index = M
function M:name() return "M" end
function M.new(fail)
  local self = { fail = fail }
  kept = self
  if fail then error("no") end
  setmetatable(self, M)
  return self
end
out((pcall(M.new, true)), (pcall(function() return kept:name() end)))
out(M.new(false):name(), kept:name())
--- a coroutine that waits before
local N = {}
N.__index = N
function N:name() return "N" .. self.id end
local shared
local maker = coroutine.wrap(function()
  for id = 1, 2 do
    local self = { id = id }
    shared = self
    coroutine.yield(id)
    setmetatable(self, N)
    coroutine.yield(self:name())
  end
end)
for _ = 1, 2 do
  local id = maker()
  local ok = pcall(function() return shared:name() end)
  out(id, ok, maker(), shared:name())
end
--- in a loop that may run no round
local P = {}
P.__index = P
function P:name() return "P" end
local function make(rounds)
  local self = { rounds = rounds }
  for _ = 1, rounds do setmetatable(self, P) end
  return self
end
out(make(1):name(), (pcall(function() return make(0):name() end)))
--- removed or replaced afterwards
local Q, R = {}, {}
Q.__index, R.__index = Q, R
function Q:name() return "Q" end
function R:name() return "R" end
function Q.new()
  local self = { v = 1 }
  setmetatable(self, Q)
  return self
end
local q = Q.new()
out(q:name())
setmetatable(q, R)
out(q:name())
setmetatable(q, nil)
out((pcall(function() return q:name() end)), Q.new():name())
--- methods that change
local T = {}
T.__index = T
function T:name() return "old" end
function T.new()
  local self = {}
  self.v = 1
  return setmetatable(self, T)
end
local t = T.new()
local first = t:name()
function T:name() return "new" end
out(first, t:name(), T.new():name())
t.name = function() return "own" end
out(t:name(), T.new():name())
--- a class of a class
local Base = {}
Base.__index = Base
function Base.new(v)
  local self = { v = v }
  setmetatable(self, Base)
  return self
end
function Base:value() return self.v end
function Base:twice() return self:value() * 2 end
local Derived = {}
Derived.__index = Derived
setmetatable(Derived, { __index = Base })
function Derived.new(v)
  local self = Base.new(v)
  setmetatable(self, Derived)
  return self
end
function Derived:value() return self.v + 100 end
out(Base.new(1):twice(), Derived.new(1):twice(), Derived.new(2).new == Derived.new)
--- operators
local V = {}
V.__index = V
local function vec(x, y)
  local v = { x = x, y = y }
  setmetatable(v, V)
  return v
end
V.__add = function(a, b) return vec(a.x + b.x, a.y + b.y) end
V.__eq = function(a, b) return a.x == b.x and a.y == b.y end
V.__lt = function(a, b) return a.x < b.x end
V.__unm = function(a) return vec(-a.x, -a.y) end
local sum = vec(1, 2) + vec(3, 4)
out(sum.x, sum.y, sum == vec(4, 6), vec(1, 1) < sum, (-sum).y)
local function odd()
  local v = { x = 1, y = 1 }
  local ok = pcall(function() return v + v end)
  setmetatable(v, V)
  return ok, (v + v).x
end
out(odd())
--- a class that is there only later
local Late
local function new_late() 
  local self = { v = 3 }
  setmetatable(self, Late)
  return self
end
out((pcall(function() return new_late():value() end)))
Late = {}
Late.__index = Late
function Late:value() return self.v end
out(new_late():value())
--- another name for the object, a jump
local W = {}
W.__index = W
function W:name() return "W" .. self.v end
local function other(v)
  local self = { v = v }
  local that = self
  if v > 5 then goto skip end
  setmetatable(that, W)
  ::skip::
  return self
end
out(other(1):name(), (pcall(function() return other(6):name() end)))
--- operators on elements that may be nil
local C = {}
C.__index = C
local function new(re) return setmetatable({ re = re }, C) end
C.__add = function(a, b) return new(a.re + b.re) end
C.__sub = function(a, b) return new((a == nil and 1000 or a.re) - b.re) end
C.__mul = function(a, b)
  if type(a) == "number" then return new(a * b.re) end
  return new(a.re * b.re)
end
local list, step = {}, new(10)
for i = 1, 4 do list[i] = new(i) end
for i = 1, 4 do out((list[i] + step).re, (list[i] - step).re, (list[i] * step).re, (i * list[i]).re) end
out((pcall(function() return list[5] + step end)), (list[5] - step).re)
out((pcall(function() return step + list[5] end)), (pcall(function() return list[5] * nil end)))
out((2 * step).re, (2.5 * step).re)
--- operators where another class may be on the left
local A, B = {}, {}
A.__add = function() return "A" end
B.__add = function() return "B" end
local a, b, n = setmetatable({}, A), setmetatable({}, B), nil
local mixed = { a, b, 3 }
for i = 1, 4 do out((mixed[i] or n) + a, (mixed[i] or n) + b) end
local plain = { {}, a }
for i = 1, 3 do out(plain[i] + b) end
