--- fields of new tables, in a list
local function bodies()
  return {{x = 0, v = 1.5, mass = 2}, {x = 4.5, v = -2, mass = 1}}
end
local function advance(list, dt)
  for i = 1, #list do
    local a = list[i]
    a.x = a.x + dt * a.v
    for j = i + 1, #list do
      local b = list[j]
      b.v = b.v - a.mass * dt
      a.v, b.v = a.v + b.mass * dt, b.v
    end
  end
end
local all = bodies()
for _ = 1, 4 do advance(all, 0.25) end
for _, each in ipairs(all) do out(each.x, each.v, each.mass) end
--- fields that are missing, become nil, and come back
local function node(value, following) return {value = value, following = following} end
local last = node(3)
local head = node(1, node(2, last))
out(last.following, head.following.value, head.following.following.value)
local item, sum = head, 0
while item do sum = sum + item.value; item = item.following end
out(sum, last.extra)
last.extra = "more"
out(last.extra, head.extra)
last.extra, head.extra = nil, last.extra
out(last.extra, head.extra)
head.following = nil
out(head.following, head.following == nil, not head.following)
head.value = nil
out(head.value == nil, head.value or "none")
--- names that Python reserves or could mix up
local function make()
  return {class = 1, def = 2, ["not"] = 3, None = 4, print = 5, id = 6, type = 7, list = 8,
    import = {from = 9}}
end
local a = make()
a.lambda, a.is = 10, 11
a.class = a.class + a.def + a["not"] + a.None + a.print + a.id + a.type + a.list + a.import.from
out(a.class, a.lambda, a.is, a["async"], a.yield)
local function ways() return {append = 1, length = 2, set = 3, metatable = 4, pop = 5} end
local b = ways()
b.append = b.length + b.set + b.metatable
out(b.append, b.length, b.set, b.pop)
local function odd() return {__x = 1, ["a-b"] = 2, class_ = 3, self = 4, [""] = 5} end
local c = odd()
c.__x = c.__x + c["a-b"] + c.class_ + c.self + c[""]
out(c.__x, c.class_)
local function mixed() return {class = 1, class_ = 2} end
local d = mixed()
d.class_ = d.class_ + 5
out(d.class, d.class_)
--- constructors in different orders, with some fields, with effects
local log = ""
local function note(v) log = log .. v; return v end
local function first() return {a = note(1), b = note(2), c = note(3)} end
local function second() return {c = note(4), a = note(5)} end
local function third() return {b = note(6), a = note(7), d = note(8)} end
local function show(r) out(r.a, r.b, r.c, r.d, r.e) end
show(first()) show(second()) show(third())
out(log)
local function twice() return {a = note(1), a = note(2)} end
out(twice().a, log)
--- functions in fields
local function counter(step)
  local n = 0
  return {
    step = step,
    add = function(self, by) n = n + self.step * by; return self end,
    get = function() return n end,
  }
end
local c = counter(2)
out(c:add(3):add(4).get(), c.get(), c.step)
c.add = function(self, by) return by end
out(c:add(5))
c.get = nil
check(function() return c.get() end)
check(function() return c:missing() end)
local function button(label) return {label = label, append = function(self, s) self.label = self.label .. s end} end
local b = button("x")
b:append("y")
out(b.label)
--- errors of records that are nil
local function make(inner) return {inner = inner, count = 1} end
local r = make(make(nil))
check(function() return r.inner.inner.count end)
check(function() r.inner.inner.count = 1 end)
check(function() r.inner.inner.count = r.inner.inner.count + 1 end)
check(function() return r.missing + 1 end)
check(function() return r.missing.more end)
check(function() r.inner.inner:go() end)
local list = {make(nil)}
check(function() return list[2].count end)
check(function() list[3].count = 2 end)
out(r.inner.count, #list)
--- identity, keys and values of other tables
local function point(x) return {x = x} end
local a, b = point(1), point(1)
local seen = {[a] = "a"}
out(a == b, a ~= b, a == a, seen[a], seen[b], a == nil, a == 1)
seen[b] = a
out(seen[b] == a, seen[b].x)
local n = 0
for k, v in pairs(seen) do n = n + k.x end
out(n, next({}, nil))
local stack = {}
table.insert(stack, a)
table.insert(stack, 1, b)
out(#stack, stack[1] == b, table.remove(stack) == a, table.remove(stack) == b, table.remove(stack))
local list = {point(3), point(1), point(2)}
table.sort(list, function(p, q) return p.x < q.x end)
out(list[1].x, list[2].x, list[3].x)
local p, q = unpack({point(8), point(9)})
out(p.x, q.x)
--- variable arguments and several results
local function pair(a, b) return {a = a}, {b = b} end
local function pass(...) return ... end
local x, y = pass(pair(1, 2))
out(x.a, y.b, (pass(pair(3, 4))).a, select("#", pass(x, y)))
local packed = {pass(x, y, x)}
out(#packed, packed[3].a, packed[2].b)
out((select(2, x, y)).b)
--- stays a table: walked, counted, computed keys, raw access
local function a() return {k = 1} end
local r = a()
for k, v in pairs(r) do out(k, v) end
local function b() return {k = 1} end
local s = b()
local key = "k"
out(s[key], s.k, #s)
local function c() return {k = 1} end
local t = c()
rawset(t, "z", 3)
out(rawget(t, "k"), t.z, rawequal(t, t), next(t) ~= nil)
local function d() return {k = 1} end
local u = d()
u[1], u[true] = "one", "yes"
out(u[1], u.k, u[true], #u)
--- stays a table: its type, its text
local function a() return {k = 1} end
local r = a()
r.k = r.k + 1
out(type(r), r.k, type(r) == "table")
local function b() return {k = 1} end
out(type(tostring(b())), b().k)
check(function() return "x" .. b() end)
check(function() return b() + 1 end)
check(function() return b() < b() end)
check(function() return -b() end)
check(function() return b()() end)
check(function() for _ in b() do end end)
check(function() for i = b(), 2 do end end)
check(function() return table.concat({b()}) end)
check(function() local l = {b(), b()}; table.sort(l) end)
check(function() return string.rep(b(), 2) end)
check(function() return math.max(b(), 2) end)
--- stays a table: goes to code out of sight
local function err(code) return {code = code} end
local ok, e = pcall(function() error(err(7)) end)
out(ok, type(e), e.code)
local function holder() return {inner = {k = 1}} end
local ok2, h = pcall(function() return holder() end)
out(h.inner.k, type(h.inner))
local ok3, i = pcall(function(t) t.seen = true; return t end, err(8))
out(i.code, i.seen)
local co = coroutine.wrap(function(t) while true do t = coroutine.yield({got = t.code}) end end)
out(co(err(1)).got, co(err(2)).got)
shared_record = err(9)
out(shared_record.code)
shared_record = nil
local mixed = {err(10), "text", 5}
for _, v in ipairs(mixed) do out(type(v) == "table" and v.code or v) end
local function maybe(flag) if flag then return err(11) end return "text" end
out(maybe(true).code, maybe(false).code, maybe(false).len ~= nil)
--- objects with methods
local Queue = {}
Queue.__index = Queue
function Queue.new() return setmetatable({first = 1, last = 0, items = {}}, Queue) end
function Queue:push(v) self.last = self.last + 1; self.items[self.last] = v; return self end
function Queue:pop()
  if self.first > self.last then return nil end
  local v = self.items[self.first]
  self.items[self.first] = nil
  self.first = self.first + 1
  return v
end
local q = Queue.new()
q:push("a"):push("b"):push(Queue.new():push(1))
out(q:pop(), q:pop(), q:pop():pop(), q:pop(), q.first, q.last, q.absent)
out(Queue.pop(Queue.new():push(5)))
check(function() q:nothing() end)
check(function() q.pop() end)
--- objects of derived classes
local Shape = {}
Shape.__index = Shape
function Shape.new(name) return setmetatable({name = name}, Shape) end
function Shape:area() return 0 end
function Shape:describe() return self.name .. " " .. self:area() .. " " .. self:kind() end
function Shape:kind() return "shape" end
local Square = setmetatable({}, {__index = Shape})
Square.__index = Square
function Square.new(side)
  local s = Shape.new("square")
  s.side = side
  return setmetatable(s, Square)
end
function Square:area() return self.side * self.side end
local Cube = setmetatable({}, {__index = Square})
Cube.__index = Cube
function Cube.new(side) return setmetatable(Square.new(side), Cube) end
function Cube:area() return 6 * Square.area(self) end
function Cube:kind() return "cube of " .. Shape.kind(self) end
for _, s in ipairs({Shape.new("dot"), Square.new(3), Cube.new(2)}) do out(s:describe(), s.side) end
check(function() return Shape.new("x"):missing() end)
local none = Shape.new("y").other
check(function() return none:area() end)
local shapes = {Square.new(1)}
check(function() return shapes[2]:area() end)
--- defaults in the class
local D = {level = 1, tag = "d"}
D.__index = D
local function make(level) return setmetatable({level = level}, D) end
local a, b = make(), make(5)
out(a.level, b.level, a.tag, b.tag)
a.level, b.level = 7, nil
out(a.level, b.level)
D.tag = "changed"
out(a.tag)
local E = {count = 0}
E.__index = E
local function counter() return setmetatable({}, E) end
local c, d = counter(), counter()
c.count = c.count + 1
out(c.count, d.count, E.count)
c.count = nil
out(c.count)
--- methods that objects have themselves
local M = {}
M.__index = M
function M:run() return "class " .. self.n end
local function make(n, own)
  local o = setmetatable({n = n}, M)
  if own then o.run = function(self) return "own " .. self.n end end
  return o
end
local a, b = make(1), make(2, true)
out(a:run(), b:run())
b.run = nil
out(b:run())
--- methods that come later, or change
local C = {}
C.__index = C
local function make(v) return setmetatable({v = v}, C) end
local o = make(3)
check(function() return o:get() end)
function C:get() return self.v end
out(o:get())
local old = C.get
C.get = function(self) return old(self) * 2 end
out(o:get(), make(4):get())
for name in pairs({get = true}) do C[name] = function() return "patched" end end
out(o:get())
C.__index = {get = function() return "elsewhere" end}
out(o:get(), make(1):get())
C.__index = nil
check(function() return o:get() end)
out(o.v)
--- metatables that do more
local log = {}
local function traced(v)
  return setmetatable({v = v}, {
    __index = function(_, k) return "no " .. k end,
    __newindex = function(t, k, x) log[#log + 1] = k; rawset(t, k, x) end,
  })
end
local t = traced(1)
out(t.v, t.w)
t.w = 2
out(t.w, log[1])
local P = {__tostring = function(p) return "P" .. p.v end, __len = function() return 9 end,
  __call = function(p, x) return p.v + x end, __concat = function(p, s) return "c" end,
  __unm = function(p) return -p.v end, __eq = function(p, q) return p.v == q.v end,
  __lt = function(p, q) return p.v < q.v end, __le = function(p, q) return p.v <= q.v end}
local function p(v) return setmetatable({v = v}, P) end
out(tostring(p(1)), #p(1), p(2)(3), p(1) .. "x", -p(4), p(1) == p(1), p(1) < p(2), p(3) <= p(2), p(1) ~= p(2))
local V = {}
V.__index = V
local function vec(x, y) return setmetatable({x = x, y = y}, V) end
V.__add = function(a, b) return vec(a.x + b.x, a.y + b.y) end
V.__mul = function(a, k) return vec(a.x * k, a.y * k) end
V.__eq = function(a, b) return a.x == b.x and a.y == b.y end
function V:length2() return self.x * self.x + self.y * self.y end
local v = vec(1, 2) + vec(3, 4) * 2
out(v.x, v.y, v:length2(), v == vec(7, 10), v ~= vec(7, 10), v == vec(0, 0))
--- a metatable that comes late, changes, or goes
local A, B = {}, {}
A.__index, B.__index = A, B
function A:who() return "A" .. self.n end
function B:who() return "B" .. self.n end
local o = {n = 1}
check(function() return o:who() end)
setmetatable(o, A)
out(o:who())
setmetatable(o, B)
out(o:who(), getmetatable(o) == B)
setmetatable(o, nil)
check(function() return o:who() end)
out(o.n)
local L = {}
L.__index = L
function L:who() return "L" .. self.n end
local function both(late)
  local t = {n = 2}
  if late then out(t.who) else setmetatable(t, L) end
  return t
end
out(both(false):who())
check(function() return both(true):who() end)
--- classes that classes make
local function class(parent)
  local c = {}
  c.__index = c
  c.new = function(...)
    local o = setmetatable({}, c)
    if o.init then o:init(...) end
    return o
  end
  return setmetatable(c, {__index = parent})
end
local Animal = class()
function Animal:init(name) self.name = name end
function Animal:speak() return self.name .. " " .. self:sound() end
local Dog = class(Animal)
function Dog:sound() return "woof" end
local Cat = class(Animal)
function Cat:init(name) Animal.init(self, name .. "!") end
function Cat:sound() return "meow" end
out(Dog.new("rex"):speak(), Cat.new("tom"):speak())
--- recursion, closures and loops over records
local function tree(depth)
  if depth == 0 then return {value = 1} end
  return {left = tree(depth - 1), right = tree(depth - 1), value = depth}
end
local function total(t) return t and t.value + total(t.left) + total(t.right) or 0 end
local root = tree(4)
out(total(root), root.left.right.value, root.left.left.left.left.left)
local function each(t, f) if t then each(t.left, f); f(t); each(t.right, f) end end
local values = {}
each(root, function(t) values[#values + 1] = t.value; t.value = nil end)
out(table.concat(values, " "), root.value)
local made = {}
for i = 1, 3 do
  local r = {i = i, get = nil}
  r.get = function() return r.i end
  made[i] = r
end
made[2].i = 20
out(made[1].get(), made[2].get(), made[3].get())
--- stores that are evaluated in Lua's order
local function cell(v) return {v = v} end
local a, b = cell(1), cell(2)
local current = a
local function switch(v) current = b; return v end
current.v = switch(9)
out(a.v, b.v)
current = a
current.v, current = 5, cell(0)
out(a.v, current.v)
a.v, b.v = b.v, a.v
out(a.v, b.v)
local i = cell(1)
i.v, a.v = i.v + 1, i.v
out(i.v, a.v)
local function get() return current end
get().v = get().v + switch(3)
out(current == b, b.v)
--- passed to functions that are values
local function apply(f, r) return f(r) end
local function get(r) return r.k end
local function make(k) return {k = k} end
out(apply(get, make(4)), apply(function(r) r.k = r.k * 2; return r end, make(5)).k)
local fs = {get, function(r) return -r.k end}
for _, f in ipairs(fs) do out(f(make(6))) end
local handlers = {up = function(r) r.k = r.k + 1 end, down = function(r) r.k = r.k - 1 end}
local r = make(7)
for _, name in ipairs({"up", "up", "down"}) do handlers[name](r) end
out(r.k)
--- a record or something else
local function pick(n)
  if n == 1 then return {k = 1} elseif n == 2 then return {1, 2, 3} elseif n == 3 then return "text" end
  return nil
end
out(pick(1).k, #pick(2), pick(3), pick(4))
local function other(n) return n == 1 and {k = 1} or n == 2 and {j = 2} or nil end
out(other(1).k, other(1).j, other(2).k, other(2).j, other(3))
local function opt(n) if n then return {k = n, sub = n > 1 and {z = n} or false} end end
out(opt(1).sub, opt(2).sub.z, opt(), opt(1).k)
--- objects that built-in functions take out of lists
local function item(value) return {value = value, note = ""} end
local items = {}
for i = 1, 3 do table.insert(items, item(i)) end
local last = table.remove(items)
last.note = "last"
out(last.value, last.note, #items)
local function other(value) return {value = value, note = ""} end
local named = {}
for i = 1, 3 do named["k" .. i] = other(i) end
local sum = 0
for _, each in pairs(named) do sum = sum + each.value; each.note = "seen" end
out(sum, named.k1.note, named.k2.note)
local _, any = next(named)
out(any.note)
local function third(value) return {value = value, note = ""} end
local thirds = {third(1), third(2)}
local a, b = unpack(thirds)
a.note = "a"
out(thirds[1].note, b.value, (unpack(thirds, 2)).value)
--- a class whose index is set where it is made
local Base = {}
Base.__index = Base
function Base:name() return "base" .. self.id end
local Given = {__index = Base}
local Stored = {__index = Base}
Stored.__index = Stored
function Stored:name() return "stored" .. self.id end
local function given(id) return setmetatable({id = id, x = 0}, Given) end
local function stored(id) return setmetatable({id = id, x = 0}, Stored) end
local function call(object) return object:name() end
out(call(given(1)), call(stored(2)), given(3):name(), stored(4):name())
out(given(1).missing, stored(2).missing)
--- the value of a field changes the class of its object
local First = {}
First.__index = First
function First:name() return "first" .. self.id end
local Second = {}
Second.__index = Second
function Second:name() return "second" .. self.id end
local current = First
local function switch(id)
  if id > 1 then current = Second end
  return id
end
local function make(id) return setmetatable({id = switch(id), note = 0}, current) end
local one, two = make(1), make(2)
out(one:name(), two:name(), make(0):name())
--- objects that go through every built-in function
local function a() return {value = 1, extra = 2} end
local x = a()
out(type(x), x.value)
local function b() return {value = 1, extra = 2} end
local y = b()
out(#tostring(y) > 6, y.value + y.extra)
local function c() return {value = 1, extra = 2} end
local z = assert(c())
out(z.value, assert(c(), "no").extra)
local function d() return {value = 1, extra = 2} end
local ok, w = pcall(d)
out(ok, w.value)
local function e() return {value = 1, extra = 2} end
local ok2, v = pcall(function() error(e()) end)
out(ok2, v.value, v.extra)
local function f() return {value = 1, extra = 2} end
out(rawequal(f(), f()), rawget(f(), "value"))
local function g() return {value = 1, extra = 2} end
local u = rawset(g(), "value", 5)
out(u.value, next(g()) ~= nil)
local function h() return {value = 1, extra = 2} end
local t = select(2, 1, h())
out(t.value, (select(-1, h())).extra)
local function i() return {value = 1, extra = 2} end
local s = coroutine.wrap(function(q) q.value = q.value + 1; coroutine.yield(q); return i() end)
local r = i()
out(s(r).value, r.value, s().value)
local function j() return {value = 1, extra = 2} end
local p = {j(), j(), n = 2}
out(p.n, p[1].value, p[2].extra)
local function k() return {value = 1, extra = 2} end
local list = {k(), k()}
local m, n = table.unpack(list)
out(m.value, n.extra, unpack(list, 2).value)
--- objects that are walked through after all
local function pair(a, b) return {left = a, right = b} end
local one = pair(1, 2)
local count = 0
for key, value in pairs(one) do count = count + value end
out(count, one.left)
local function other(a, b) return {left = a, right = b} end
local two = other(3, 4)
local key, value = next({[two] = 1})
out(key == two, key.left, value)
local function third(a) return {left = a} end
local three = third(3)
for k in next, three do out(k) end
local function fourth(a) return {left = a} end
local four = fourth(3)
local name = "left"
out(four[name], four["le" .. "ft"])
four[name .. "2"] = 4
out(four.left2, four.left)
local function fifth(a) return {left = a} end
out(#fifth(2), fifth(2).left)
--- objects among arguments that are open
local function item(v) return {v = v, w = 0} end
local function many(n) if n == 0 then return end return item(n), many(n - 1) end
local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do total = total + (select(i, ...)).v end
  return total
end
out(sum(many(3)), sum(item(4), many(2)))
local function box(v) return {v = v, w = 1} end
local function boxes(n) if n == 0 then return end return box(n), boxes(n - 1) end
local packed = {boxes(3)}
out(#packed, packed[1].v, packed[3].v)
local function thing(v) return {v = v, w = 1} end
local function things() return 1, thing(2) end
out(pcall(pcall, things))
local _, first, second = pcall(things)
second.w = second.w + first
out(second.w)
local function entry(v) return {v = v, w = 1} end
local function entries() return entry(1), entry(2) end
local keep = {}
local function open(...) keep[#keep + 1] = select(2, ...) end
open(entries())
for name, value in pairs(keep[1]) do keep[name] = value end
out(keep.v, keep.w)
--- operators on objects without metamethods
local function point(x) return {x = x, y = 0} end
check(function() return point(1) + 1 end)
check(function() return -point(1) end)
check(function() return point(1) .. "a" end)
check(function() return #point(1) end)
check(function() return point(1)() end)
check(function() return point(1) < point(2) end)
check(function() for i = point(1), 2 do out(i) end end)
check(function() for i in point(1) do out(i) end end)
out(not point(1), point(1) and 1, point(1) or 2)
--- a class whose index changes later
local Late = {}
Late.__index = Late
local Spare = {greet = function(self) return "spare " .. self.id end}
function Late:greet() return "late " .. self.id end
local function late(id) return setmetatable({id = id, name = "n"}, Late) end
local l = late(1)
out(l:greet())
Late.__index = Spare
out(l:greet(), late(2):greet())
Late.__index = nil
check(function() return l:greet() end)
--- events that a class gets late
local Watched = {}
Watched.__index = Watched
local function watched(v) return setmetatable({v = v}, Watched) end
local w = watched(1)
w.later = 2
out(w.later, w.never)
local log = {}
Watched.__newindex = function(t, k, v) log[#log + 1] = k; rawset(t, k, v) end
w.more = 3
out(w.more, log[1], #log)
Watched.__index = function(t, k) return k .. "!" end
out(w.nothing, w.v, w.later)
local Hidden = {__metatable = "locked"}
Hidden.__index = Hidden
function Hidden:f() return self.v end
local hidden = setmetatable({v = 4}, Hidden)
out(hidden:f(), getmetatable(hidden))
check(function() return setmetatable(hidden, nil) end)
