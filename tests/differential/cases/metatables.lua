--- __index table and chain
local A = {x = 1, z = 9}
local B = setmetatable({y = 2}, {__index = A})
local c = setmetatable({}, {__index = B})
out(c.x, c.y, c.z, c.nope, rawget(c, "x"))
c.x = 5
out(c.x, A.x)
--- __index function
local t = setmetatable({a = 1}, {__index = function(t, k) return k .. "!" end})
out(t.a, t.b, t["c d"], rawget(t, "b"))
out(t[1], t[true and "q"])
--- __index returns several values
local t = setmetatable({}, {__index = function() return 1, 2 end})
local a, b = t.x
out(a, b)
out((function(...) return select("#", ...) end)(t.y))
--- __newindex function
local log = {}
local t = setmetatable({present = 1}, {__newindex = function(t, k, v) log[#log + 1] = k rawset(t, k, v * 2) end})
t.present = 5
t.new = 5
t.new = 7
t[1] = 3
out(t.present, t.new, t[1], table.concat(log, ","))
--- __newindex table
local store = {}
local t = setmetatable({}, {__newindex = store})
t.x, t[1] = 1, 2
out(rawget(t, "x"), store.x, rawget(t, 1), store[1])
--- __newindex with nil value
local log = {}
local t = setmetatable({}, {__newindex = function(t, k, v) log[#log + 1] = tostring(k) .. tostring(v) end})
t.a = nil
t.b = false
out(table.concat(log, " "))
--- nil assigned then __index answers again
local t = setmetatable({a = 1, 10}, {__index = function(_, k) return "default" end})
t.a = nil
t[1] = nil
out(t.a, t[1], rawget(t, "a"))
--- metatable set after nil tombstones
local t = {a = 1, b = 2}
t.a = nil
setmetatable(t, {__index = {a = "from meta"}})
out(t.a, t.b)
setmetatable(t, nil)
out(t.a)
--- changing __index later
local mt = {}
local t = setmetatable({}, mt)
out(t.x)
mt.__index = {x = 1}
out(t.x)
mt.__index = function() return 2 end
out(t.x)
mt.__index = nil
out(t.x)
--- arithmetic metamethods
local V = {}
V.__index = V
local function vec(x) return setmetatable({x = x}, V) end
local function num(v) return type(v) == "table" and v.x or v end
V.__add = function(a, b) return vec(num(a) + num(b)) end
V.__sub = function(a, b) return vec(num(a) - num(b)) end
V.__mul = function(a, b) return vec(num(a) * num(b)) end
V.__div = function(a, b) return vec(num(a) / num(b)) end
V.__mod = function(a, b) return vec(num(a) % num(b)) end
V.__pow = function(a, b) return vec(num(a) ^ num(b)) end
V.__unm = function(a) return vec(-a.x) end
V.__concat = function(a, b) return "<" .. tostring(num(a)) .. "|" .. tostring(num(b)) .. ">" end
V.__len = function(a) return a.x * 100 end
local a, b = vec(7), vec(2)
out((a + b).x, (a - b).x, (a * b).x, (a / b).x, (a % b).x, (a ^ b).x, (-a).x, #a)
out((a + 1).x, (1 - b).x, (3 * b).x)
out(a .. b, a .. "s", "s" .. b, 1 .. b, a .. 2)
out("x" .. "y" .. b)
out(a .. "x" .. "y")
--- arithmetic metamethod returns several values or none
local t = setmetatable({}, {__add = function() return 1, 2 end, __sub = function() end, __concat = function() return nil end})
local x, y = t + 1
out(x, y, t - 1, t .. "")
--- numeric strings do not reach metamethods
local t = setmetatable({}, {__add = function(a, b) return type(a) .. type(b) end})
out("10" + 5 == 15, t + "10", "x" .. 1)
out("abc" == "abc")
check(function() return "abc" + 1 end)
out(("abc") and t + "abc", "abc" .. tostring(t + 1))
--- __eq
local calls = 0
local mt = {__eq = function(a, b) calls = calls + 1 return a.v == b.v end}
local a, b, c = setmetatable({v = 1}, mt), setmetatable({v = 1}, mt), setmetatable({v = 2}, mt)
out(a == b, a ~= b, a == c, a == a, a ~= c, calls)
out(a == 1, a ~= nil, rawequal(a, b), rawequal(a, a))
local t = {[a] = "a"}
out(t[a], t[b])
--- __eq result becomes a boolean
local mt = {__eq = function() return "yes" end}
local a, b = setmetatable({}, mt), setmetatable({}, mt)
out(a == b, a ~= b)
mt.__eq = function() return nil end
out(a == b, a ~= b)
--- __lt and __le
local mt = {__lt = function(a, b) return a.v < b.v end, __le = function(a, b) return a.v <= b.v end}
local function n(v) return setmetatable({v = v}, mt) end
out(n(1) < n(2), n(2) < n(1), n(1) <= n(1), n(1) > n(2), n(2) >= n(2), n(3) > n(2))
out(not (n(1) < n(2)), not (n(1) >= n(2)))
check(function() return n(1) < {} end)
check(function() return {} < {} end)
--- sorting with __lt
local mt = {__lt = function(a, b) return a.v < b.v end}
local list = {}
for _, v in ipairs({3, 1, 2}) do list[#list + 1] = setmetatable({v = v}, mt) end
table.sort(list)
out(list[1].v, list[2].v, list[3].v)
table.sort(list, function(a, b) return a > b end)
out(list[1].v)
--- __call
local C = setmetatable({}, {__call = function(self, a, b) return "called", a, b, self ~= nil end})
out(C(1, 2))
out(C())
out((C(5)))
local function use(f, ...) return f(...) end
out(use(C, "x"))
out(pcall(C, "y"))
--- __call chain and in fields
local t = {f = setmetatable({v = 3}, {__call = function(self, x) return self.v + x end})}
out(t.f(4), t["f"](5))
local obj = setmetatable({}, {__index = t})
out(obj.f(1))
--- method through __call
local t = {m = setmetatable({}, {__call = function(self, obj, x) return obj.name, x end}), name = "n"}
out(t:m(9))
--- __tostring
local t = setmetatable({name = "n"}, {__tostring = function(self) return "obj " .. self.name end})
out(tostring(t), "x" .. tostring(t))
check(function() return "x" .. t end)
--- __metatable
local t = setmetatable({}, {__metatable = "locked"})
out(getmetatable(t))
check(setmetatable, t, {})
out(getmetatable({}), getmetatable("").__index == string)
--- __len
local t = setmetatable({1, 2, 3}, {__len = function(t) return 42 end})
out(#t, rawget(t, 3))
local u = setmetatable({}, {__len = function() return "len" end})
out(#u)
--- rawset, rawget, rawequal
local t = setmetatable({}, {__index = function() return "i" end, __newindex = function() error("no") end})
out(rawset(t, "a", 1) == t, rawget(t, "a"), rawget(t, "b"), t.b)
check(function() t.z = 1 end)
check(rawset, t, nil, 1)
check(rawget, 5, 1)
--- setmetatable returns its table, bad arguments
local t, mt = {}, {}
out(setmetatable(t, mt) == t, getmetatable(t) == mt)
check(setmetatable, 1, {})
check(setmetatable, {}, 1)
check(setmetatable, {})
out(getmetatable(setmetatable(t, nil)))
--- classes and inheritance
local Animal = {}
Animal.__index = Animal
function Animal.new(name) local self = setmetatable({}, Animal) self.name = name return self end
function Animal:speak() return self.name .. " makes a sound" end
function Animal:rename(n) self.name = n return self end
local Dog = setmetatable({}, {__index = Animal})
Dog.__index = Dog
function Dog.new(name) return setmetatable(Animal.new(name), Dog) end
function Dog:speak() return Animal.speak(self) .. ": woof" end
local d = Dog.new("Rex")
out(d:speak(), d:rename("Max"):speak(), Animal.new("Cat"):speak())
--- super calls over three levels
local A = {} A.__index = A
function A:init(x) self.x = x return self end
function A:show() return "A" .. self.x end
local B = setmetatable({}, {__index = A}) B.__index = B
function B:show() return "B" .. A.show(self) end
local C = setmetatable({}, {__index = B}) C.__index = C
function C:show() return "C" .. B.show(self) end
out(setmetatable({}, C):init(7):show())
--- proxy with everything
local real = {a = 1}
local log = {}
local proxy = setmetatable({}, {
  __index = function(_, k) log[#log + 1] = "r" .. k return real[k] end,
  __newindex = function(_, k, v) log[#log + 1] = "w" .. k real[k] = v end,
})
proxy.b = proxy.a
proxy.a = nil
out(proxy.a, proxy.b, real.a, real.b, table.concat(log, " "))
--- default values by __index on numbers
local t = setmetatable({}, {__index = function(t, k) local v = k * 2 rawset(t, k, v) return v end})
out(t[1], t[2], #t, rawget(t, 1), t[10])
--- metamethod errors
local t = setmetatable({}, {__index = function(_, k) error({key = k}) end, __add = function() error("add", 0) end})
local ok, e = pcall(function() return t.foo end)
out(ok, e.key)
out(pcall(function() return t + 1 end))
--- metamethods are raw in the metatable
local base = {__add = function() return "base" end}
local mt = setmetatable({}, {__index = base})
local t = setmetatable({}, mt)
check(function() return t + 1 end)
out(getmetatable(t).__add ~= nil)
--- ipairs, next and # are raw
local t = setmetatable({}, {__index = function(_, i) if i < 4 then return i end end})
out(#t, next(t))
--- table functions on tables with metatables
local t = setmetatable({3, 1, 2}, {__index = function() return nil end})
table.sort(t)
table.insert(t, 4)
out(table.concat(t, ","), table.remove(t, 1), #t)
--- weak and other fields are ignored
local t = setmetatable({}, {__mode = "k", __gc = 1, __name = "N"})
t[{}] = 1
out(type(t))
--- comparison of different types never calls __eq
local mt = {__eq = function() return true end}
local t = setmetatable({}, mt)
out(t == 1, t == "x", t == nil, t ~= print)
--- metatable shared by many
local Point = {}
Point.__index = Point
Point.__eq = function(a, b) return a.x == b.x end
local pts = {}
for i = 1, 3 do pts[i] = setmetatable({x = i % 2}, Point) end
out(pts[1] == pts[3], pts[1] == pts[2])
--- length with holes and metatable
local t = setmetatable({}, {})
t[1], t[2], t[3] = 1, 2, 3
t[3] = nil
out(#t)
--- fields named like Python things on objects
local t = setmetatable({}, {__index = {get = 1, set = 2, keys = 3, items = 4, meta = 5, arr = 6}})
out(t.get, t.set, t.keys, t.items, t.meta, t.arr, t.append)
t.get, t.meta, t.arr = 10, 50, 60
out(t.get, t.meta, t.arr, rawget(t, "meta"))
--- a store through __newindex changes the type of a field
local t = {n = 1, [1] = 2}
local proxy = setmetatable({}, {__newindex = t})
local outer = setmetatable({}, {__newindex = proxy})
proxy.n = "text"
outer.m = "far"
proxy[1] = false
out(t.n .. "!", t.m .. "!", t.n == 1, t[1] and "yes" or "no")
check(function() return t.n + 1 end)
check(function() return -t.m end)
check(function() return t.m.z end)
--- appends to tables with __newindex and __len
local log = {}
local m = setmetatable({}, {__newindex = function(s, k, v) log[#log + 1] = k rawset(s, k, v) end, __len = function() return 5 end})
m[#m + 1] = "v"
out(m[6], log[1], #m)
local p = setmetatable({}, {__newindex = function(s, k, v) log[#log + 1] = "p" .. k end})
p[#p + 1] = "v"
out(p[1], log[2])
--- order, concatenation and negation pass their operands on
local T = {}
local function new(v) return setmetatable({v = v}, T) end
T.__lt = function(a, b, extra) return a.v < b.v and extra == nil end
T.__le = function(a, b) return not (b < a) end
T.__unm = function(a, b) return new(-a.v) end
T.__concat = function(a, b)
  local left = type(a) == "table" and a.v or a
  local right = type(b) == "table" and b.v or b
  return new(left .. "|" .. right)
end
local list = {new(3), new(1), new(2)}
table.sort(list)
out(list[1].v, list[2].v, list[3].v, list[1] < list[2], list[2] <= list[1], list[3] >= list[3])
out((-list[1]).v, (-(-list[2])).v, ("a" .. list[1] .. "b" .. list[2]).v, (list[3] .. 5).v)
out((pcall(function() return list[1] .. nil end)), (pcall(function() return list[1] < {} end)))
local copy = {}
for _, each in ipairs(list) do copy[#copy + 1] = each end
pcall(table.sort, copy)
local sort = table.sort
sort(copy)
out(copy[1].v, copy[3].v, math.max(1, 2))
--- metamethods under computed names get operands too
local T = {}
for _, name in ipairs({"lt", "unm", "concat", "le"}) do
  T["__" .. name] = function(a, b)
    if name == "unm" then return {name, a.v} end
    return name == "concat" and {a, b} or a.v < b.v
  end
end
local _ = "__lt" .. "__le" .. "__unm" .. "__concat"
local a, b = setmetatable({v = 1}, T), setmetatable({v = 2}, T)
out(a < b, b < a, (-a)[2], (a .. "x")[2], ("x" .. a)[1])
--- what operators pass to metamethods, and what these give
do
  local direct = function(a, b) return type(b) == "number" and b == 1, b end
  local t = setmetatable({}, {__add = direct})
  out(direct(nil, 1)) out(direct(nil, 2)) out(t + true, (t + false), t + 1, (t + "1"))
end
do
  local plain = function(a, b) return b == 1 end
  local t = setmetatable({}, {__add = plain})
  out(plain(nil, 1), plain(nil, 2), t + true, t + 1)
end
do
  local function same(v) return v end local t = setmetatable({}, {__add = function(a, b) return same(b) end})
  out(same(1) == 1, (t + true) == 1, same(2) == 1)
end
do
  local direct = function(a, b) return type(b) == "number" and b == 1, b end
  local t = setmetatable({}, {__sub = direct})
  out(direct(nil, 1)) out(direct(nil, 2)) out(t - true, (t - false), t - 1, (t - "1"))
end
do
  local plain = function(a, b) return b == 1 end
  local t = setmetatable({}, {__sub = plain})
  out(plain(nil, 1), plain(nil, 2), t - true, t - 1)
end
do
  local function same(v) return v end local t = setmetatable({}, {__sub = function(a, b) return same(b) end})
  out(same(1) == 1, (t - true) == 1, same(2) == 1)
end
do
  local direct = function(a, b) return type(b) == "number" and b == 1, b end
  local t = setmetatable({}, {__mul = direct})
  out(direct(nil, 1)) out(direct(nil, 2)) out(t * true, (t * false), t * 1, (t * "1"))
end
do
  local plain = function(a, b) return b == 1 end
  local t = setmetatable({}, {__mul = plain})
  out(plain(nil, 1), plain(nil, 2), t * true, t * 1)
end
do
  local function same(v) return v end local t = setmetatable({}, {__mul = function(a, b) return same(b) end})
  out(same(1) == 1, (t * true) == 1, same(2) == 1)
end
do
  local direct = function(a, b) return type(b) == "number" and b == 1, b end
  local t = setmetatable({}, {__div = direct})
  out(direct(nil, 1)) out(direct(nil, 2)) out(t / true, (t / false), t / 1, (t / "1"))
end
do
  local plain = function(a, b) return b == 1 end
  local t = setmetatable({}, {__div = plain})
  out(plain(nil, 1), plain(nil, 2), t / true, t / 1)
end
do
  local function same(v) return v end local t = setmetatable({}, {__div = function(a, b) return same(b) end})
  out(same(1) == 1, (t / true) == 1, same(2) == 1)
end
do
  local direct = function(a, b) return type(b) == "number" and b == 1, b end
  local t = setmetatable({}, {__mod = direct})
  out(direct(nil, 1)) out(direct(nil, 2)) out(t % true, (t % false), t % 1, (t % "1"))
end
do
  local plain = function(a, b) return b == 1 end
  local t = setmetatable({}, {__mod = plain})
  out(plain(nil, 1), plain(nil, 2), t % true, t % 1)
end
do
  local function same(v) return v end local t = setmetatable({}, {__mod = function(a, b) return same(b) end})
  out(same(1) == 1, (t % true) == 1, same(2) == 1)
end
do
  local direct = function(a, b) return type(b) == "number" and b == 1, b end
  local t = setmetatable({}, {__pow = direct})
  out(direct(nil, 1)) out(direct(nil, 2)) out(t ^ true, (t ^ false), t ^ 1, (t ^ "1"))
end
do
  local plain = function(a, b) return b == 1 end
  local t = setmetatable({}, {__pow = plain})
  out(plain(nil, 1), plain(nil, 2), t ^ true, t ^ 1)
end
do
  local function same(v) return v end local t = setmetatable({}, {__pow = function(a, b) return same(b) end})
  out(same(1) == 1, (t ^ true) == 1, same(2) == 1)
end
--- the first element of an object comes before what it inherits
local Base = {"base one", "base two", name = "base", [0] = "base zero", [true] = "base true"}
Base.__index = Base
local function look(t) return t[1], t[2], t[0], t[true], t.name, t[3], #t end
local t = setmetatable({own = 1}, Base)
out(look(t))
t[2] = "two"
out(rawget(t, 1), rawget(t, 2), t[1], t[2], t.name)
t[1] = "one"
out(look(t))
t[0], t[true] = "zero", "true"
out(look(t))
t[2], t[1], t[0], t[true] = nil, nil, nil, nil
out(look(t))
setmetatable(t, nil)
out(look(t))
t[1] = "again"
out(look(t))
--- a metatable with elements that gets a metatable, and loses both
local Class = {}
local thing = setmetatable({}, Class)
out(thing.x, thing[1])
Class[1] = "class one"
Class.__index = Class
out(thing.x, thing[1], #Class, #thing)
setmetatable(Class, {__index = {x = "inherited", [2] = "two"}})
out(thing.x, thing[1], thing[2], Class.x, rawget(Class, "x"))
Class[1] = nil
out(thing[1], #Class)
Class.__index = function(_, k) return k end
out(thing.x, thing[5], Class.x)
setmetatable(Class, nil)
Class.__index = Class
out(thing.x, thing[2])
--- __newindex sees the first element
local log = {}
local t = setmetatable({}, {__newindex = function(t, k, v) log[#log + 1] = tostring(k) rawset(t, k, v) end})
t[1] = "a"
t[1] = "b"
t.x = 1
t.x = nil
t.x = 2
t[2] = "c"
t[3] = "d"
t[true] = 1
out(table.concat(log, " "), #t, t[1], t[3], t[true])
getmetatable(t).__newindex = nil
t[4], t.y = "e", 3
out(table.concat(log, " "), #t, t.y)
