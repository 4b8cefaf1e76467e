--- methods with too few and too many arguments
local log = {}
local function note(v) log[#log + 1] = tostring(v) return v end
local P = {}; P.__index = P
function P:two(a, b) return a, b end
function P:none() return self.n end
function P.plain(a) return a end
local p = setmetatable({n = 7}, P)
out(p:two(), p:two(note(1)), p:two(note(2), note(3), note(4)))
out(p:none(note(5), note(6)), P.plain(), P.plain(note(7), note(8)), P.plain(p:two(9, 10)))
out(p:two(p:two(1, 2)), (p:two(3, 4)))
out(table.concat(log, ","))
--- results that nobody or everybody uses
local A = {}; A.__index = A
function A:nothing() self.n = (self.n or 0) + 1 end
function A:maybe(x) if x then return x end end
function A:both(x) if x then return x, x + 1 end return nil end
function A:three() return 1, 2, 3 end
local a = setmetatable({}, A)
a:nothing()
out(a.n, select("#", a:nothing()), a.n)
local v = a:nothing()
out(v, (a:nothing()), a.n)
out(select("#", a:maybe()), select("#", a:maybe(1)), select("#", a:both()), select("#", a:both(1)))
local t = {a:maybe(), a:both(4)}
out(#t, t[2], t[3])
local x, y, z = a:both(5)
out(x, y, z, a:three())
local function pass(...) return a:three() end
out(pass(), (pass()))
local function nothing() return a:nothing() end
out(nothing() == nil, select("#", nothing()))
--- functions that meet at a call agree on their results
local one = {run = function(v) return v end}
local none = {run = function(v) out("none", v) end}
local two = {run = function(v) return v, v * 2 end}
local never = {run = function(v) error("never " .. v, 0) end}
for i, each in ipairs({one, none, two}) do
  local r = each.run(i)
  out(r, select("#", each.run(i)))
end
local x, y = two.run(8)
out(x, y)
for _, each in ipairs({none, never}) do out(pcall(function() return select("#", each.run(1)) end)) end
for _, each in ipairs({never, none}) do
  local ok, e = pcall(function() each.run(2) end)
  out(ok, e)
end
--- functions of different forms at one call
local handlers = {function() return "a" end, function(x) return x end, function(x, y) return y end, function(...) return select("#", ...) end}
for i = 1, #handlers do out(handlers[i](1, 2, 3), (handlers[i]())) end
--- a method read as a value
local C = {}; C.__index = C
function C:get(k, d) return self[k] or d end
local c = setmetatable({a = 1}, C)
local get = c.get
out(get(c, "a"), get(c, "b", 2), C.get(c), pcall(c.get, c, "a"), (pcall(c.get)))
local held = {C.get}
out(held[1](c, "a", 5, 6))
--- a method called from out of sight
local C = {}; C.__index = C
function C:less(other) return self.v < other.v end
function C.cmp(a, b) return a.v < b.v end
function C.pair(s, e) return "<" .. tostring(s) .. tostring(e) .. ">" end
local l = {}
for i = 1, 5 do l[i] = setmetatable({v = 6 - i}, C) end
table.sort(l, C.cmp)
out(l[1].v, l[5].v, C.cmp(l[1], l[2], 3), l[1]:less(l[2]))
out((string.gsub("a=b", "(%w)=(%w)", C.pair)), C.pair("z"))
table.sort(l, function(a, b) return b:less(a) end)
out(l[1].v)
--- a function under a key that is computed
local ops = {add = function(a, b) return a + b end, neg = function(a) return -a end}
for _, name in ipairs({"add", "neg"}) do out(ops[name](3, 4)) end
out(ops.add(1, 2), ops.neg(1))
local name = "neg"
ops[name] = function(a, b, c) return c end
out(ops.neg(1, 2, 3))
--- methods replaced by others of another form
local C = {}; C.__index = C
function C:f(a) return "first", a end
local c = setmetatable({}, C)
out(c:f(1))
C.f = function(self, a, b) return "second", a, b end
out(c:f(1, 2))
c.f = function(...) return select("#", ...) end
out(c:f(1, 2, 3))
c.f = nil
out(c:f(4))
rawset(C, "f", function() return "raw" end)
out(c:f(5))
getmetatable(c).f = nil
out((pcall(function() return c:f(6) end)))
--- metamethods that are called by name as well
local V = {}
V.__index = function(t, k) return k end
V.__add = function(a, b) return (a.n or 0) + (b and b.n or 100) end
V.__call = function(self, x, y) return x, y end
V.__tostring = function(self) return "V" end
local v = setmetatable({n = 1}, V)
out(v.q, V.__index(v), V.__add(v), v + v, V.__call(v, 1), v(1, 2, 3))
out(tostring(v), V.__tostring())
--- iterators and coroutine bodies that are called by name as well
local I = {}
function I.step(state, i) i = (i or 0) + 1 if i <= state then return i, i * i end end
for i, sq in I.step, 3 do out(i, sq) end
out(I.step(3), I.step(1, 1))
function I.body(a, b) local c = coroutine.yield(a) return c, b end
local co = coroutine.create(I.body)
out(coroutine.resume(co, 1, 2, 3))
out(coroutine.resume(co, 4))
out(pcall(coroutine.wrap(function() return I.step(1) end)))
--- recursion through methods
local T = {}; T.__index = T
function T.even(n) if n == 0 then return true end return T.odd(n - 1) end
function T.odd(n) if n == 0 then return false end return T.even(n - 1) end
function T:sum(n, acc) acc = acc or 0 if n == 0 then return acc end return self:sum(n - 1, acc + n) end
local t = setmetatable({}, T)
out(T.even(10), T.odd(7), t:sum(10), t:sum(3, 4))
--- callbacks in objects
local E = {}; E.__index = E
function E.new() return setmetatable({handlers = {}}, E) end
function E:on(name, f) local l = self.handlers[name] or {} self.handlers[name] = l l[#l + 1] = f end
function E:emit(name, ...) local n = 0 for _, f in ipairs(self.handlers[name] or {}) do n = n + (f(...) or 0) end return n end
local e = E.new()
e:on("x", function(a) return a end)
e:on("x", function(a, b) return b end)
e:on("x", function() end)
e:on("y", function(...) return select("#", ...) end)
out(e:emit("x", 1, 2, 3), e:emit("x"), e:emit("y", nil, nil), e:emit("z"))
--- functions in globals
function global_add(a, b) return a, b end
out(global_add(1), global_add(1, 2, 3))
global_table = {f = function(a, b) return b, a end}
out(global_table.f(1), global_table.f(1, 2, 3))
--- upvalues that hold functions
local f
local function set(g) f = g end
set(function(a, b) return a, b end)
out(f(1), f(1, 2, 3))
set(function(a) return a end)
out(f(1), f(1, 2))
local g = function(a, b) out(a, b) end
g(1) g(1, 2, 3)
g = function() out("none") end
g(1)
local none
out((pcall(function() none(1) end)))
--- varargs
local V = {}
function V.count(first, ...) return first, select("#", ...) end
function V:all(...) return ... end
function V.pack(...) return {...} end
out(V.count(), V.count(1), V.count(1, nil, nil), V:all(1, nil, 3), #V.pack(V:all(1, 2)))
out((V:all()), V:all(V:all(1, 2), 3))
--- nested closures returned from methods
local M = {}
function M.counter(step) local n = 0 return function(by) n = n + (by or step) return n end end
local c, d = M.counter(2), M.counter(5)
out(c(), c(1), d(), d(nil, 7), c())
--- immediately called functions
out((function(a, b) return b, a end)(1), (function(...) return ... end)(1, 2))
local r = (function(a, b) out(a, b) end)(1, 2, 3)
out(r)
--- receivers that are calls and fields
local Q = {}; Q.__index = Q
function Q.new(v) return setmetatable({v = v, kids = {}}, Q) end
function Q:add(k) self.kids[#self.kids + 1] = k return self end
function Q:last() return self.kids[#self.kids] end
function Q:value() return self.v end
local q = Q.new(1):add(Q.new(2)):add(Q.new(3))
out(q:last():value(), q.kids[1]:value(), Q.new(9):add(q):last():last():value())
q.kids[1]:add(Q.new(4)):last():add(Q.new(5))
out(q.kids[1]:last():last():value())
--- nil receivers
local Q = {}; Q.__index = Q
function Q:value() return self.v end
local holder = {q = setmetatable({v = 1}, Q)}
out(holder.q:value())
holder.q = nil
out(pcall(function() return holder.q:value() end) == false)
local q
out(pcall(function() return q:value() end) == false)
holder.q = setmetatable({v = 2}, Q)
out(holder.q:value(), pcall(function() return holder.q:nothing() end) == false)
