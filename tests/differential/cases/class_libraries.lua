--- methods replaced, copied and found by computed names
local A = {} A.__index = A
function A.new(n) return setmetatable({n = n}, A) end
function A:go(x) return "A" .. self.n .. tostring(x) end
function A:twice() return self:go(1) .. self:go(2) end
local B = setmetatable({}, {__index = A}) B.__index = B
function B.new(n) local o = A.new(n) return setmetatable(o, B) end
function B:go(x) return "B" .. A.go(self, x) end
local a, b = A.new(1), B.new(2)
out(a:twice(), b:twice())
for _, o in ipairs({a, b, setmetatable({n = 3, go = function(s, x) return "own" .. x end}, A)}) do out(o:twice()) end
local name = "go"
A[name] = function(self, x) return "patched" .. self.n end
out(a:twice(), b:twice())
rawset(A, "go", function() return "raw" end)
out(a:go(), b:go(5))
for k, v in pairs({go = function() return "pairs" end}) do A[k] = v end
out(a:go())
local proxy = setmetatable({}, {__index = function(t, k) return A[k] end})
proxy.n = 9
out(proxy:twice())
A.twice = nil
out((pcall(function() return a:twice() end)))
local function subclass(base) local c = {} for k, v in pairs(base) do c[k] = v end c.__index = c return c end
local C = subclass(A) C.go = function() return "C" end
out(setmetatable({}, C):go(), C.new(1):go())
--- several parents that are searched
local function createClass(...) local parents = {...} local c = {} setmetatable(c, {__index = function(t, k) for i = 1, #parents do local v = parents[i][k] if v ~= nil then t[k] = v return v end end end}) c.__index = c function c:new(o) o = o or {} setmetatable(o, c) return o end return c end
local Named = {getname = function(self) return self.name end, setname = function(self, n) self.name = n end, flag = false}
local Account = {balance = 0, deposit = function(self, v) self.balance = self.balance + v return self end} Account.__index = Account
local NA = createClass(Account, Named)
local acc = NA:new({name = "Paul"})
out(acc:getname(), acc.balance, acc:deposit(100).balance, Account.balance, acc.flag, acc.nope)
Named.getname = function() return "changed" end
out(acc:getname(), NA:new({}):getname())
--- a class framework with metamethods that are passed on
local function includeAll(k, ...) for _, m in ipairs({...}) do for n, f in pairs(m) do if n ~= "included" then k[n] = f end end if m.included then m:included(k) end end return k end
local meta = {"__tostring", "__add", "__eq", "__lt", "__len", "__call"}
local function propagate(c) for _, m in ipairs(meta) do c.__dict[m] = c.__dict[m] or (c.super and c.super.__dict[m]) end end
local function make(name, super) local dict = {} dict.__index = dict local c = {name = name, super = super, static = {}, __dict = dict, subs = {}}
  if super then setmetatable(dict, {__index = super.__dict}) super.subs[#super.subs + 1] = c else end
  setmetatable(c, {__index = function(_, k) local v = rawget(dict, k) if v == nil and super then return super[k] end return v end, __tostring = function() return "class " .. name end, __call = function(self, ...) return self:new(...) end,
    __newindex = function(_, k, v) dict[k] = v for _, s in ipairs(c.subs) do if rawget(s.__dict, k) == nil and k:sub(1, 2) == "__" then s.__dict[k] = v end end end})
  dict.class = c
  propagate(c)
  if not super then c.new = function(self, ...) local o = setmetatable({}, self.__dict) o:initialize(...) return o end c.initialize = function() end c.isInstanceOf = function(self, k) local x = self.class while x do if x == k then return true end x = x.super end return false end end
  return c end
local Base = make("Base")
local P = make("P", Base)
function P:initialize(x, y) self.x, self.y = x, y end
P.__add = function(a, b) return P(a.x + b.x, a.y + b.y) end
P.__tostring = function(p) return "(" .. p.x .. "," .. p.y .. ")" end
local Q = make("Q", P)
function Q:initialize(x, y, z) P.initialize(self, x, y) self.z = z end
Q.__len = function(q) return q.z end
includeAll(Q, {fly = function(self) return "fly" .. self.z end, included = function(m, k) k.flag = true end})
local p, q = P(1, 2), Q(3, 4, 5)
out(tostring(p + q), tostring(q), #q, q:fly(), q.flag, p.fly, q:isInstanceOf(P), p:isInstanceOf(Q), q.class.name, tostring(Q), q.class.super.name)
P.__tostring = function() return "new" end
out(tostring(p), tostring(q))
--- metatables that arrive late
local t = {x = 1}
local function get(o, k) return o[k] end
out(get(t, "y"))
setmetatable(t, {__index = {y = 5}})
out(get(t, "y"), t.y, t.z)
getmetatable(t).__index = function(_, k) return k .. "!" end
out(t.y, t.z)
getmetatable(t).__newindex = function(o, k, v) rawset(o, k, v * 2) end
t.q = 4 out(t.q)
getmetatable(t).__newindex = nil
t.w = 4 out(t.w)
getmetatable(t).__call = function(self, a) return a or "none" end
out(t(), t(3))
getmetatable(t).__index = nil
out(t.y, t.q)
local log = {}
local function track(o) local store = {} return setmetatable({}, {__index = function(_, k) log[#log + 1] = "r" .. tostring(k) return o[k] end, __newindex = function(_, k, v) log[#log + 1] = "w" .. tostring(k) o[k] = v end, __len = function() return #o end}) end
local tr = track({1, 2, 3})
tr[1] = tr[2] + tr[3] tr[#tr + 1] = 9 tr.x = tr.y
for i = 1, #tr do log[#log + 1] = tr[i] end
out(table.concat(log, " "))
local d = setmetatable({}, {__index = function(t, k) local v = k * k t[k] = v return v end})
out(d[4], rawget(d, 4), rawget(d, 5), d[5] + d[4])
local ro = setmetatable({}, {__newindex = function(_, k) error("readonly " .. k, 0) end, __index = {a = 1}, __metatable = "locked"})
out(pcall(function() ro.a = 2 end)) out(ro.a, getmetatable(ro), (pcall(setmetatable, ro, {})))
local def = setmetatable({}, {__index = function() return 0 end})
for w in ("a b a c a"):gmatch("%a") do def[w] = def[w] + 1 end
out(def.a, def.b, def.zz, next({}))
--- classes whose objects are classes
local Shape = {} Shape.__index = Shape
function Shape:new(o) o = o or {} setmetatable(o, self) self.__index = self o:init() return o end
function Shape:init() self.kind = self.kind or "shape" end
function Shape:area() return 0 end
function Shape:describe() return self.kind .. ":" .. self:area() end
local Rect = Shape:new({kind = "rect"})
function Rect:init() Shape.init(self) self.w = self.w or 1 self.h = self.h or 1 end
function Rect:area() return self.w * self.h end
local Square = Rect:new()
function Square:init() self.h = self.w Rect.init(self) self.kind = "square" end
local s = {Shape:new(), Rect:new({w = 2, h = 3}), Square:new({w = 4}), Rect:new(), Square:new()}
for _, x in ipairs(s) do out(x:describe()) end
out(Rect.kind, Square.kind, rawget(Square, "kind"), rawget(s[2], "kind"), s[2].kind)
Shape.kind = "SHAPE" Rect.area = nil
for _, x in ipairs(s) do out(x:describe()) end
Square.area = function(self) return "sq" .. Shape.area(self) end out(s[3]:describe())
