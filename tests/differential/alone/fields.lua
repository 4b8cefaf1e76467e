--- early read of a later field
local function peek(t) return t.b end
local self = {}
self.a = peek(self)
self.b = 2
return self.a == nil, (self.a or 0) + self.b
--- metatable function sees it
local C = {}
C.__index = function(t, k) return rawget(t, "late") or "none" end
local self = setmetatable({}, C)
self.first = nil
local x = self.first
self.late = 5
return x, self.first, self.late
--- index function sees a later field in a field of the constructor that is nil
local seen
local C = {}
C.__index = function(t, k) seen = t.late == nil return k end
local self = setmetatable({first = nil}, C)
local x = self.first
self.late = 5
return x, seen, self.late
--- newindex swallows
local C = {}
C.__newindex = function(t, k, v) if k ~= "b" then rawset(t, k, v) end end
local self = setmetatable({}, C)
self.a = 1
self.b = 2
return self.a, there(function() return self.b .. "" end), self.b == nil, (pcall(function() return self.b + 1 end))
--- newindex table takes it
local store = {}
local self = setmetatable({}, {__newindex = store})
self.b = 2
return there(function() return self.b .. "" end), store.b + 1
--- newindex shows the table before a later field
local seen = {}
local C = {}
C.__newindex = function(t, k, v) seen[#seen + 1] = t.second or "none" rawset(t, k, v) end
local self = setmetatable({}, C)
self.first = 1
self.second = 2
return seen[1], seen[2], self.first + self.second
--- metatable gets newindex later
local C = {}
local function new() local s = setmetatable({}, C) s.n = 1 return s end
local a = new()
C.__newindex = function() end
local b = new()
return a.n, there(function() return b.n .. "" end), (pcall(function() return b.n + 1 end))
--- metatable gets newindex by a computed name
local C = {}
local function new() local s = setmetatable({}, C) s.n = 1 return s end
local a = new()
local event = "__newindex"
C[event] = function() end
local b = new()
return a.n, there(function() return b.n .. "" end)
--- early return
local function new(x)
  local s = {}
  s.a = 1
  if x then return s end
  s.b = 2
  return s
end
return new(true).a + 1, there(function() return new(true).b .. "" end), new(false).b + 1
--- early return without it
local function new(x)
  local s = {}
  s.a = 1
  if not x then return nil end
  s.b = x
  return s
end
return new(3).a + new(3).b, new()
--- goto over a store
local function new(x)
  local s = {}
  if x then goto done end
  s.b = 2
  ::done::
  return s
end
return there(function() return new(true).b .. "" end), new(false).b
--- break out of a loop before a store
local last
for i = 1, 3 do
  local s = {}
  last = s
  if i == 2 then break end
  s.b = i
end
return there(function() return last.b .. "" end)
--- one arm stores
local function new(x)
  local s = {k = 1}
  if x == 1 then s.b = 2 s.c = 1 elseif x == 2 then s.b = 3 else s.d = 1 end
  return s
end
return new(1).b, new(2).b, there(function() return new(3).b .. "" end), there(function() return new(2).c .. "" end), new(3).d
--- both arms store
local function new(x)
  local s = {}
  if x then s.b = 2 else s.b = 3 end
  return s
end
return new(true).b + new(false).b
--- the table is handed out in an arm
local function new(x, list)
  local s = {}
  if x then list[1] = s else s.b = 1 end
  if list[1] then list[2] = there(function() return list[1].b .. "" end) end
  s.b = 3
  return s
end
local list = {}
return new(true, list).b + new(false, {}).b, list[2]
--- a loop stores, or none does
local function new(n)
  local s = {}
  for i = 1, n do s.b = i end
  s.c = 1
  return s
end
return there(function() return new(0).b .. "" end), new(2).b, new(0).c + 1
--- a loop hands the table out in its first round
local seen = {}
local function look(f) if f then seen[#seen + 1] = there(function() return f().b .. "" end) end end
local function new()
  local s, f = {}
  for i = 1, 2 do
    look(f)
    f = function() return s end
  end
  s.b = 1
  return s
end
return new().b, seen[1]
--- closure called early
local seen = {}
local s = {}
s.get = function() return s.b end
seen[1] = there(function() return s.get() .. "" end)
s.b = 2
return seen[1], s.get() + 1
--- method called early
local C = {}
C.__index = C
function C:setup() self.had = there(function() return self.b .. "" end) end
local s = setmetatable({}, C)
s.a = 1
s:setup()
s.b = 2
return s.had, s.b + s.a
--- an alias reads early
local s = {}
local other = s
local had = there(function() return other.b .. "" end)
s.b = 2
return had, other.b + 1
--- held by another table
local holder = {}
local s = {}
holder.s = s
local had = holder.s.b == nil
s.b = 2
return had, holder.s.b + 1
--- setmetatable hands the table on
local seen
local function see(t) seen = t.b == nil return t end
local s = {}
see(setmetatable(s, {}))
s.b = 2
return seen, s.b + 1
--- an iterator function sees it
local s = {}
local seen
local function step(t, k) if not k then seen = t.b == nil return 1 end end
for _ in step, s do end
s.b = 2
return seen, s.b + 1
--- a variable of the same name
local s = {}
do
  local s = {b = 1}
  s.b = s.b + 1
end
return there(function() return s.b .. "" end)
--- the variable gets another table
local s = {}
local first = s
s = {}
s.b = 2
return there(function() return first.b .. "" end), s.b + 1
--- set to nil by computed name
local t = {n = 1, m = 2}
local k = "n"
local before = t.n + 1
t[k] = nil
return before, there(function() return t.n .. "" end), there(function() return t.m .. "" end)
--- set to nil elsewhere
local t = {n = 1}
local function clear(x) x.n = nil end
clear(t)
return there(function() return t.n .. "" end)
--- rawset nil
local t = {n = 1}
rawset(t, "n", nil)
return there(function() return t.n .. "" end)
--- rawset as a value
local t = {n = 1}
local f = rawset
f(t, "n", nil)
return there(function() return t.n .. "" end)
--- pcall rawset
local t, u = {n = 1}, {n = 1}
pcall(rawset, t, "n", nil)
pcall(rawset, u, "n", "5")
return there(function() return t.n .. "" end), u.n + 1
--- a base constructor's fields, and more
local Base = {}
Base.__index = Base
function Base.new() local b = setmetatable({}, Base) b.n = 1 return b end
local function derive() local d = Base.new() d.m = 2 return d end
local b, d = Base.new(), derive()
return b.n + d.n, there(function() return b.m .. "" end), d.m
--- error value changed
local e = {code = 1, at = {x = 1}}
local ok, got = pcall(function() error(e) end)
got.code = "5"
got.at.x = nil
got.at.y = "z"
return e.code + 1, there(function() return e.at.x .. "" end), e.at.y .. ""
--- error value via assert
local e = {code = 1}
local ok, got = pcall(function() assert(false, e) end)
got.code = nil
return there(function() return e.code .. "" end)
--- error value inside a table
local e = {code = 1}
local ok, got = pcall(function() error({inner = e}) end)
got.inner.code = nil
return there(function() return e.code .. "" end)
--- xpcall handler
local e, f = {code = 1}, {code = 1}
xpcall(function() error(e) end, function(x) x.code = nil return x end)
xpcall(function() error({f = f}) end, function(x) x.f.code = "5" return x end)
return there(function() return e.code .. "" end), f.code + 1
--- result of pcall
local t = {n = 1}
local ok, got = pcall(function(x) return {inner = x} end, t)
got.inner.n = nil
return there(function() return t.n .. "" end)
--- coroutine
local t = {n = 1}
local co = coroutine.create(function(a) a.n = nil; local b = coroutine.yield(a) b.m = "5" end)
local u = {m = 1}
local _, back = coroutine.resume(co, t)
local r1 = there(function() return t.n .. "" end)
back.n = "5"
coroutine.resume(co, u)
return r1, t.n + 1, u.m + 1
--- coroutine with boxes
local t, u = {n = 1}, {n = 1}
local co = coroutine.create(function(a) a.t.n = nil; local b = coroutine.yield({u = u}) end)
local _, back = coroutine.resume(co, {t = t})
back.u.n = "5"
return there(function() return t.n .. "" end), u.n + 1
--- wrap
local t = {n = 1}
local w = coroutine.wrap(function(a) a.n = nil a.n = "5" coroutine.yield(a) end)
local got = w(t)
local n = t.n + 1
got.n = nil
return n, there(function() return t.n .. "" end)
--- unpack
local t = {n = 1}
local a, b = unpack({t, 2})
a.n = nil
return there(function() return t.n .. "" end)
--- table.remove
local t = {n = 1}
local l = {t}
local got = table.remove(l)
got.n = nil
return there(function() return t.n .. "" end)
--- table.insert
local t = {n = 1}
local l = {}
table.insert(l, 1, t)
l[1].n = "5"
return t.n + 1
--- next
local t, u = {n = 1}, {n = 1}
local _, v = next({k = t})
v.n = nil
local step = next
local _, w = step({u})
w.n = "5"
return there(function() return t.n .. "" end), u.n + 1
--- key of pairs
local t = {n = 1}
local l = {[t] = true}
for k in pairs(l) do k.n = nil end
return there(function() return t.n .. "" end)
--- pairs as a value
local t = {n = 1}
local each = pairs
for _, v in each({t}) do v.n = nil end
return there(function() return t.n .. "" end)
--- iterator triple of pairs
local t = {n = 1}
local f, s, c = pairs({t})
local _, v = f(s, c)
v.n = nil
return there(function() return t.n .. "" end)
--- rawget
local t = {n = 1}
local l = {k = t}
rawget(l, "k").n = "5"
return t.n + 1
--- varargs
local t = {n = 1}
local function f(...) local a, b = select(2, ...) a.n = nil end
f(0, t)
return there(function() return t.n .. "" end)
--- table of varargs
local t = {n = 1}
local function f(...) local all = {...} all[2].n = nil end
f(0, t)
return there(function() return t.n .. "" end)
--- operands of metamethods
local mt = {}
mt.__add = function(a, b) b.n = nil b.m = "5" return b end
mt.__concat = function(a, b) b.n = nil return b end
mt.__eq = function(a, b) b.n = nil return true end
local o = setmetatable({}, mt)
local t1, t2 = {n = 1, m = 1}, {n = 1}
local got = o + t1
local _ = o .. t2
local o2 = setmetatable({n = 1}, mt)
local _ = o == o2
local before = there(function() return t1.n .. "" end)
got.n = "6"
return before, t1.n + 1, t1.m + 1, there(function() return t2.n .. "" end), there(function() return o2.n .. "" end)
--- operands of comparisons
local mt = {}
mt.__lt = function(a, b) b.n.x = nil a.n.x = "5" return true end
local t, u = {x = 1}, {x = 1}
local a, b = setmetatable({n = t}, mt), setmetatable({n = u}, mt)
local _ = a < b
return t.x + 1, there(function() return u.x .. "" end)
--- stored value seen by newindex
local o = setmetatable({}, {__newindex = function(t, k, v) v.n = nil k.m = nil rawset(t, k, v) end})
local v, k = {n = 1}, {m = 1}
o[k] = v
return there(function() return v.n .. "" end), there(function() return k.m .. "" end)
--- stored value seen by newindex 2
local o = setmetatable({}, {__newindex = function(t, k, v) v.n = "5" rawset(t, k, v) end})
local v = {n = 1}
o.k = v
return v.n + 1
--- key seen by index
local o = setmetatable({}, {__index = function(t, k) k.n = nil return k end})
local k = {n = 1}
local got = o[k]
local a = there(function() return k.n .. "" end)
got.n = "5"
return a, k.n + 1
--- index function gives tables back
local t = {n = 1}
local o = setmetatable({}, {__index = function() return t end})
o.any.n = nil
return there(function() return t.n .. "" end)
--- index function gives functions that change it
local t = {n = 1}
local o = setmetatable({}, {__index = function() return function(s, x) x.n = nil return x end end})
local got = o:anything(t)
local before = there(function() return t.n .. "" end)
got.n = "5"
return before, t.n + 1
--- call metamethod
local t = {n = 1}
local o = setmetatable({}, {__call = function(self, x) x.n = nil return x end})
local got = o(t)
local a = there(function() return t.n .. "" end)
got.n = "5"
return a, t.n + 1
--- length and minus metamethods
local t, u = {n = 1}, {n = 1}
local o = setmetatable({t = t, u = u}, {
  __len = function(x) x.t.n = nil return 0 end, __unm = function(x) x.u.n = "5" return x.u end})
local _ = #o
local got = -o
local before = u.n + 1
got.n = nil
return there(function() return t.n .. "" end), before, there(function() return u.n .. "" end)
--- tostring metamethod
local t = {n = 1}
local o = setmetatable({t = t}, {__tostring = function(x) x.t.n = nil return "o" end})
return tostring(o), there(function() return t.n .. "" end)
--- sort
local l = {{n = 2}, {n = 1}}
table.sort(l, function(a, b) local r = a.n < b.n a.seen = nil return r end)
local first = l[1]
first.n = nil
return there(function() return l[1].n .. "" end), l[2].n
--- getmetatable
local C = {limit = 10}
C.__index = C
local o = setmetatable({}, C)
local a = o.limit + 1
getmetatable(o).limit = nil
return a, there(function() return o.limit .. "" end)
--- own field shadows the class
local C = {limit = 10}
C.__index = C
local o, p = setmetatable({}, C), setmetatable({limit = "5"}, C)
local a = o.limit
o.limit = nil
local b = p.limit + 1
p.limit = nil
return a, there(function() return o.limit .. "" end), b, there(function() return p.limit .. "" end)
--- own nil shows what the class has
local C = {limit = "5"}
C.__index = C
local function new(n) local o = setmetatable({}, C) o.limit = n return o end
return new(3).limit + 1, new(nil).limit + 1
--- metatable taken away
local C = {limit = 10}
C.__index = C
local o = setmetatable({}, C)
local a = o.limit
setmetatable(o, nil)
return a, there(function() return o.limit .. "" end)
--- metatable changed
local C, D = {limit = 10}, {}
C.__index, D.__index = C, D
local o = setmetatable({}, C)
local a = o.limit
setmetatable(o, D)
return a, there(function() return o.limit .. "" end)
--- index replaced
local C = {limit = 10}
C.__index = C
local o = setmetatable({}, C)
local a = o.limit
C.__index = nil
local b = there(function() return o.limit .. "" end)
C.__index = function(t, k) return k end
return a, b, o.limit
--- index of a class set late
local C = {limit = 10}
local o = setmetatable({}, C)
local a = there(function() return o.limit .. "" end)
C.__index = C
return a, o.limit + 1
--- class field read before it is there
local C = {}
C.__index = C
local o = setmetatable({}, C)
local before = there(function() return o.limit .. "" end)
C.limit = 3
return before, o.limit + 1
--- class field added last
local C = {}
C.__index = C
function C.new() return setmetatable({}, C) end
function C:get() return self.limit end
C.limit = 3
return C.new():get() + 1
--- class field added after a call
local C = {}
C.__index = C
function C.new() return setmetatable({}, C) end
function C:get() return self.limit end
local x = C.new():there(function() return get() .. "" end)
C.limit = 3
return x, C.new():get() + 1
--- class field added after a metamethod ran
local C = {}
C.__index = C
C.__concat = function(a) return tostring(a.limit == nil) end
local o = setmetatable({}, C)
local text = o .. "x"
C.limit = 3
return text, o.limit + 1
--- chain of classes
local A = {limit = 1}
A.__index = A
local B = setmetatable({}, {__index = A})
B.__index = B
local D = setmetatable({step = "2"}, B)
D.__index = D
local o = setmetatable({}, D)
local before = o.limit + o.step
A.limit = nil
D.step = nil
return before, there(function() return o.limit .. "" end), there(function() return o.step .. "" end)
--- a class whose metatable has no index
local A = {limit = 1}
local B = setmetatable({}, A)
B.__index = B
local o = setmetatable({}, B)
return there(function() return o.limit .. "" end)
--- object of two classes
local A, B = {limit = 1}, {}
A.__index, B.__index = A, B
local function new(c) return setmetatable({}, c) end
return new(A).limit + 1, there(function() return new(B).limit .. "" end)
--- object made twice, once without a metatable
local A = {limit = 1}
A.__index = A
local function new(with)
  local o = {}
  if with then setmetatable(o, A) end
  return o
end
return new(true).limit + 1, there(function() return new(false).limit .. "" end)
--- metatable set last
local A = {limit = 1}
A.__index = A
local function new() local o = {n = 2} o.m = 3 return setmetatable(o, A) end
local o = new()
return o.limit + o.n + o.m
--- metatable is not a table
local A = {limit = 1}
A.__index = A
local function new(c) local o = {} setmetatable(o, c) return o end
return new(A).limit + 1, there(function() return new(nil).limit .. "" end)
--- fields of a list of objects
local list = {}
for i = 1, 3 do
  local o = {n = i}
  if i == 2 then o.n = nil end
  list[i] = o
end
local sum = 0
for _, o in ipairs(list) do sum = sum + (o.n or 10) end
return sum
--- a crowd of tables
local list = {}
for i = 1, 2 do
  list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1}
  list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1}
  list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1}
  list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1}
  list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1}
  list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {n = 1}
  list[#list + 1] = {n = 1} list[#list + 1] = {n = 1} list[#list + 1] = {m = 1} list[#list + 1] = {m = 1}
end
local sum = 0
for _, o in ipairs(list) do sum = sum + (o.n or 100) + (o.m or 1000) end
return sum
--- recursion sees the table half made
local depth = {}
local function new(n)
  local s = {}
  s.left = n > 0 and new(n - 1) or false
  depth[#depth + 1] = s
  if n == 2 then return s end
  s.value = n
  return s
end
local top = new(3)
return top.value + 1, there(function() return top.left.value .. "" end), top.left.left.value + 1, #depth
--- method replaced on an object in a field
local Box = {}
Box.__index = Box
function Box:get() return 1 end
local holder = {box = setmetatable({}, Box)}
local a = holder.box:get()
holder.box.get = function() return "own" end
local b = holder.box:get()
Box.get = function() return 3 end
local other = {box = setmetatable({}, Box)}
return a, b, other.box:get()
--- method of a field that may be missing
local Box = {}
Box.__index = Box
function Box:get() return self == nil and "nil" or 1 end
local function run(holder) return holder.box:get() end
return run({box = setmetatable({}, Box)}), (pcall(run, {}))
--- result of rawset
local t = {n = 1}
rawset(t, "m", 2).n = nil
local u = {n = 1}
local v = rawset(u, "m", "5")
v.n = "6"
return there(function() return t.n .. "" end), u.m + 1, u.n + 1
--- result of setmetatable and assert
local t, u = {n = 1}, {n = 1}
setmetatable(t, {}).n = nil
assert(u).n = "5"
return there(function() return t.n .. "" end), u.n + 1
--- later results of assert
local t = {n = 1}
local function f() return true, t end
local _, got = assert(f())
got.n = "5"
return t.n + 1
--- iterator triple of ipairs
local t = {n = 1}
local f, s, c = ipairs({t})
local _, v = f(s, c)
v.n = "5"
return t.n + 1
--- state of pairs
local t = {n = 1}
local _, s = pairs(t)
s.n = "5"
return t.n + 1
--- insert as a value
local insert = table.insert
local list = {{n = 1}}
insert(list, 1, {n = "5"})
insert(list, {n = "6"})
return list[1].n + 1, list[3].n + 1
--- insert under pcall
local list, t = {{n = 1}}, {n = 1}
pcall(table.insert, list, 1, {n = "5"})
local ok = pcall(setmetatable, t, {__index = {m = 3}})
return list[1].n + 1, t.m
--- insert by a computed name
local list = {{n = 1}}
local name = "insert"
table[name](list, 1, {n = "5"})
return list[1].n + 1
--- module table held by a table
local held = {module = table}
local list = {{n = 1}}
held.module.insert(list, 1, {n = "5"})
return list[1].n + 1
--- functions in a table
local held = {add = table.insert, set = rawset, meta = setmetatable}
local list, t, u = {{n = 1}}, {n = 1}, {n = 1}
held.add(list, 1, {n = "5"})
held.set(t, "n", "6")
held.meta(u, {__index = function(_, k) return k end, __newindex = function() end})
u.x = 5
return list[1].n + 1, t.n + 1, u.x, u.n
--- functions passed on
local function apply(f, ...) return f(...) end
local list, t, u = {{n = 1}}, {n = 1}, {n = 1}
apply(table.insert, list, 1, {n = "5"})
apply(rawset, t, "n", "6")
apply(setmetatable, u, {__index = function(_, k) return k end})
return list[1].n + 1, t.n + 1, u.x, u.n
--- sorted by a function that is passed on
local function apply(f, ...) return f(...) end
local list = {{n = 2}, {n = 1}}
apply(table.sort, list, function(a, b) local r = a.n < b.n a.m = "5" return r end)
return list[1].n, (list[1].m or list[2].m) + 1
--- removed by a function that is passed on
local function apply(f, ...) return f(...) end
local list = {{n = 2}, {n = 1}}
local got = apply(table.remove, list, 1)
got.n = "5"
local first = apply(unpack, {got})
return got.n + 1, first.n + 1, apply(select, 2, got, got).n + 1, apply(rawget, got, "n") + 1
--- next that is passed on
local function apply(f, ...) return f(...) end
local t = {n = 1}
local _, v = apply(next, {t})
v.n = "5"
return t.n + 1
--- errors that hold tables
local t = {n = 1}
local function fail() error({box = {t}}) end
local ok, got = pcall(fail)
got.box[1].n = "5"
local ok, got = pcall(function() pcall(fail) fail() end)
return t.n + 1
--- error caught in a coroutine
local t = {n = 1}
local co = coroutine.create(function() error(t) end)
local ok, got = coroutine.resume(co)
got.n = "5"
return t.n + 1
--- values that coroutines return
local t = {n = 1}
local co = coroutine.create(function(x) return {x} end)
local ok, got = coroutine.resume(co, t)
got[1].n = "5"
local w = coroutine.wrap(function(x) return {x} end)
local u = {n = 1}
w(u)[1].n = "6"
return t.n + 1, u.n + 1
--- generic for over a coroutine
local t = {n = 1}
for v in coroutine.wrap(function() coroutine.yield(t) end) do v.n = "5" end
return t.n + 1
--- element in an indexed for over a method
local t = {n = 1}
local o = setmetatable({}, {__index = {each = function(self) return ipairs({t}) end}})
for _, v in o:each() do v.n = "5" end
return t.n + 1
--- upvalue of a function that is passed around
local t = {n = 1}
local fs = {set = function(v) t.n = v end}
local name = "set"
fs[name]("5")
return t.n + 1
--- global holds it
shared = {n = 1}
local t = shared
shared.n = "5"
local n = t.n + 1
shared = nil
return n
--- a class in a table
local classes = {}
classes.A = {limit = 1}
classes.A.__index = classes.A
local o = setmetatable({}, classes.A)
local before = o.limit + 1
for _, c in pairs(classes) do c.limit = "5" end
return before, o.limit + 1
--- mixins
local Class, mixin = {}, {limit = 3, get = function(self) return self.limit end}
Class.__index = Class
for k, v in pairs(mixin) do Class[k] = v end
local o = setmetatable({}, Class)
return o:get() + 1, o.limit + 1
--- mixins with metamethods
local Class, mixin = {}, {__index = function(_, k) return k .. "!" end, __call = function(self, a) return a end}
for k, v in pairs(mixin) do Class[k] = v end
local o = setmetatable({}, Class)
return o.x, o(3)
--- nil before, or made in the test
local cache = {}
local function get(k, make)
  local v = cache[k]
  if not v then
    v = make(k)
    cache[k] = v
  end
  return v
end
local function number(k) return k * 2 end
local function nothing(k) if k > 2 then return nil end return k end
return get(1, number) + get(1, number), get(2, nothing) + 1, (pcall(function() return get(3, nothing) + 1 end))
--- replaced in one arm by something else
local function pick(a, b)
  local v = a
  if v == nil then v = b elseif type(v) == "string" then v = #v end
  return v
end
return pick(1, 2) + 1, pick(nil, "5") + 1, pick("xyz", 1) + 1, pick(nil, nil)
--- replaced in a loop
local function last(list)
  local v = list[1]
  for i = 1, #list do
    if not v then v = list[i] else v = nil end
  end
  return v
end
return last({1, 2, 3}), last({1, 2}), (last({4}) or 0) + 1
--- object made on demand in a field
local Box = {}
Box.__index = Box
function Box.new(n) return setmetatable({n = n}, Box) end
function Box:add(o) return self.n + o.n end
local Shelf = {}
Shelf.__index = Shelf
function Shelf:box(k)
  local box = self.boxes[k]
  if not box then box = Box.new(k) self.boxes[k] = box end
  return box
end
local s = setmetatable({boxes = {}}, Shelf)
local sum = s:box(1):add(s:box(2))
s.boxes[2].n = nil
return sum, (pcall(function() return s:box(1):add(s:box(2)) end))
--- operators whose operands and results are known
local V = {}
V.__index = V
local function new(x) return setmetatable({x = x}, V) end
V.__add = function(a, b) return new(a.x + b.x) end
V.__sub = function(a, b) return new(a.x - b.x) end
V.__mul = function(a, k) if type(a) == "number" then a, k = k, a end return new(a.x * k) end
function V:get() return self.x end
local p = new(1)
for i = 1, 3 do p = p + new(i) * 2 end
local q = 2 * p - new(1)
return p:get(), q:get() + 1, (pcall(function() return p + 1 end)), (pcall(function() return p * "a" end))
--- operators with strings and other tables
local V = {}
V.__index = V
local function new(x) return setmetatable({x = x}, V) end
V.__add = function(a, b)
  local left = type(a) == "table" and a.x or a
  local right = type(b) == "table" and b.x or b
  return new(left + right)
end
local t = {x = "5"}
local a, b, c = new(1) + "2", "3" + new(1), new(1) + t
return a.x + 1, b.x + 1, c.x + 1, (pcall(function() return t + 1 end)), (pcall(function() return new(1) + {} end))
--- the second operand's metamethod
local A, B = {}, {}
A.__add = function(a, b) return "A" .. type(a) .. type(b) end
B.__add = function(a, b) return "B" .. type(a) .. type(b) end
local a, b = setmetatable({}, A), setmetatable({}, B)
return a + b, b + a, 1 + a, a + 1, b + {}, {} + b
--- an operator that gives several types
local V = {}
V.__add = function(a, b) if b == 1 then return nil elseif b == 2 then return "5" else return a, 7 end end
V.__sub = function() end
local v = setmetatable({n = 1}, V)
local second = {v + 3}
return v + 1, (v + 2) + 1, (v + 3).n, #second, v - 1, (pcall(function() return (v + 1) + 1 end))
--- an operator called by name, and replaced
local V = {}
V.__index = V
V.__add = function(a, b) return a.n + b end
local v = setmetatable({n = 1}, V)
local before = v + 1
local direct = V.__add({n = "5"}, "6")
V.__add = function(a, b) return a.n .. b end
local replaced = v + 1
getmetatable(v).__add = function(a, b) return b end
return before, direct, replaced, v + "x", v.__add(1, 2)
--- operators stored by computed names
local V = {}
for _, name in ipairs({"__add", "__sub"}) do V[name] = function(a, b) return (a.n or 0) + b end end
local v = setmetatable({n = 1}, V)
v.n = "5"
return v + 1, v - 2
--- results of operators that are changed
local V = {}
local shared = {n = 1}
V.__add = function(a, b) return shared end
local v = setmetatable({}, V)
local got = v + 1
got.n = "5"
local n = shared.n + 1
local function both(f) return f() end
both(function() return v + 2 end).n = nil
return n, there(function() return shared.n .. "" end)
--- an operator on what comes from elsewhere
local V = {}
V.__index = V
V.__add = function(a, b) return a.n + b end
local held = {setmetatable({n = 1}, V), 2, "3"}
local sum = 0
local ok, v = pcall(function() return held[1] end)
for i = 2, 3 do sum = sum + (v + held[i]) end
v.n = "5"
local w = coroutine.wrap(function(x) coroutine.yield(x + 1) end)
return sum, v + 1, w(v)
--- metamethods in a metatable's own metatable do not count
local Base = {__add = function(a, b) return 1 end}
Base.__index = Base
local C = setmetatable({}, Base)
C.__index = C
local o = setmetatable({}, C)
return (pcall(function() return o + 1 end)), C + 1, o.__add(1, 2)
--- a callable table as an operator
local V = {}
V.__add = setmetatable({}, {__call = function(self, a, b) return a.n + b end})
local v = setmetatable({n = 1}, V)
return (pcall(function() return v + 1 end))
--- a built-in function as an operator
local V = {__add = rawget, __sub = next}
local v = setmetatable({n = {k = 1}}, V)
local got = v + "n"
got.k = "5"
return v.n.k + 1, v - nil
--- built-in functions as other metamethods
local t = {k = 1}
local o = setmetatable({held = t}, {__call = rawget, __newindex = rawset})
o("held").k = "5"
o.more = {k = 1}
local n = o("more")
n.k = "6"
return t.k + 1, o.more.k + 1
--- equality whose operands are known
local V = {}
V.__index = V
local calls = 0
V.__eq = function(a, b) calls = calls + 1 a.seen = "5" return a.x == b.x and b.x end
local function new(x) return setmetatable({x = x, seen = 1}, V) end
local a, b, c = new(1), new(1), new(2)
local other = {x = 1, seen = 1}
local results = {a == b, a ~= b, a == c, a == a, a == 1, a ~= nil, rawequal(a, b)}
local list = {}
for i = 1, #results do list[i] = tostring(results[i]) end
return table.concat(list, " "), calls, a.seen + 1, c.seen, V.__eq(other, a), other.seen + 1
--- an operator of varargs
local V = {}
V.__mul = function(...) local a, b = ... return select("#", ...) + (type(a) == "table" and a.n or a) * (type(b) == "table" and b.n or b) end
local v = setmetatable({n = 2}, V)
return v * 3, 3 * v, v * v
--- a recursive operator
local V = {}
V.__index = V
local function new(n) return setmetatable({n = n}, V) end
V.__sub = function(a, b) if a.n <= 0 then return a end return new(a.n - b) - b end
return (new(5) - 2).n + 1
--- a table that is made and seen in a loop condition
local seen = {}
local n = 0
repeat
  local s = {}
  n = n + 1
  if n == 2 then s.b = n end
  seen[n] = s
until s.b
return there(function() return seen[1].b .. "" end), seen[2].b + 1
--- a constructor that fails half way
local kept = {}
local function new(x, f)
  local s = {}
  s.a = 1
  s.get = function() return s.b end
  kept[#kept + 1] = s
  s.b = f(x)
  return s
end
pcall(new, 1, function() error("no") end)
local good = new(2, function(x) return x end)
return there(function() return kept[1].get() .. "" end), good.get() + 1
--- a store that suspends
local shared
local w = coroutine.wrap(function()
  local s = {}
  shared = function() return s.late end
  s.late = coroutine.yield(1)
  return s
end)
w()
local before = shared()
local s = w(5)
return before == nil, shared() + 1, s.late
--- a loop shows the table before a later field
local seen = "never"
local function peek(t) seen = there(function() return t.later .. "" end) end
local self = {}
for i = 1, 2 do if i == 1 then peek(self) end end
self.later = "b"
return self.later .. "", seen
--- a loop shows the table from its second round on
local known = {}
local seen = {}
local self = {}
for i = 1, 2 do
  if known[1] then seen[i] = there(function() return known[1].shown .. "" end) end
  self.other = i
  known[1] = self
end
self.shown = "b"
return known[1].shown .. "", seen[2], self.other
--- a field that is stored in a loop that never runs
local self = {}
for i = 1, 0 do self.unrun = "never" end
local kept = {self}
return there(function() return kept[1].unrun .. "" end), there(function() return self.unrun .. "" end)
--- a store into another table runs code that sees the table
local seen
local box = {}
local watcher = setmetatable({}, {__newindex = function(_, k, v) seen = there(function() return box[1].awaited .. "" end) end})
local self = {}
watcher.one, box[1] = 1, self
self.awaited = "b"
return seen, self.awaited .. ""
--- a store into another table, once the table is shared
local seen
local self = {}
local box = {self}
local watcher = setmetatable({}, {__newindex = function(_, k, v) seen = there(function() return box[1].expected .. "" end) end})
watcher.one = 1
self.expected = "b"
return seen, self.expected .. ""
--- a store into another table along with an own field, once the table is shared
local seen
local self = {}
local box = {self}
local watcher = setmetatable({}, {__newindex = function(_, k, v) seen = there(function() return box[1].pending .. "" end) end})
self.first, watcher.one = 1, 1
self.pending = "b"
return seen, self.pending .. ""
--- a read of another table, once the table is shared
local seen
local self = {}
local box = {self}
local watcher = setmetatable({}, {__index = function(_, k) seen = there(function() return box[1].missing .. "" end) return k end})
self.first = watcher.one
self.missing = "b"
return seen, self.missing .. "", self.first
--- a read of an own field that is not there yet
local seen = "never"
local self = setmetatable({}, {__index = function(t, k)
  if k == "second" then seen = there(function() return t.absent .. "" end) return k end
end})
self.first = self.second
self.absent = "b"
return seen, self.absent .. "", self.first
--- index function of another table sees a later field
local seen
local self = {a = 1}
local box = {self}
local watcher = setmetatable({}, {__index = function(_, k) seen = there(function() return "<" .. box[1].late .. ">" end) return k end})
self.first = watcher.one
self.late = 5
return seen, "<" .. self.late .. ">", self.first
--- index function of another table sees a later text
local seen
local self = {a = 1}
local watcher = setmetatable({}, {__index = function(_, k) seen = there(function() return "<" .. self.late .. ">" end) return k end})
local first = watcher.one
self.late = "text"
return seen, "<" .. self.late .. ">", first
--- names of metamethods from a list
local events = { "__unm" }
local mt = {}
local object = { n = 1 }
for _, event in ipairs(events) do mt[event] = function() object.n = "7" return 1 end end
local box = setmetatable({ n = 1 }, mt)
if type(object.n) == "number" then
  local gone = -box
  out(type(object.n), object.n + 1, gone)
end
--- names of metamethods that are put together
local mt = {}
local object = { n = 1 }
for _, event in ipairs({ "unm", "len", "add", "lt", "concat", "eq", "index", "newindex", "call" }) do
  mt["__" .. event] = function() object.n = "7" return event .. "!" end
end
local box, other = setmetatable({ n = 1 }, mt), setmetatable({ n = 1 }, mt)
local function test(use)
  object.n = 1
  if type(object.n) == "number" then
    local gone = use()
    out(type(object.n), object.n + 1, gone)
  end
end
test(function() return -box end)
test(function() return #box end)
test(function() return box + 1 end)
test(function() return box < other end)
test(function() return box .. "x" end)
test(function() return box == other end)
test(function() return box.missing end)
test(function() box.new = 1 return "stored" end)
test(function() return box() end)
object.n = 1
if type(object.n) == "number" then
  local gone = -box
  out(type(object.n), object.n + 1, gone, -box .. "", #box .. "")
end
--- names of metamethods that are formatted
local mt = {}
for _, event in ipairs({ "eq", "lt", "unm" }) do
  mt[("__%s"):format(event)] = function() return event end
end
local a, b = setmetatable({ n = 1 }, mt), setmetatable({ n = 1 }, mt)
out(a == b, a ~= b, a < b, -a, type(-a))
--- tables behind names of metamethods that are put together
local methods = { n = "seven", size = function(self) return self.k .. "!" end }
local mt, log = {}, {}
for name, value in pairs({ index = methods, newindex = log }) do mt["__" .. name] = value end
local box = setmetatable({ k = 1 }, mt)
out(box.n, box:size(), box.n .. "x", type(box.n), box.missing)
box.text = "x"
log.text = log.text .. "y"
out(box.text, log.text, rawget(box, "text"))
--- a store that keeps another value
local function keep(t, k) rawset(t, k, "5") end
local proxy = setmetatable({}, { __newindex = keep })
local function f(x)
  x.n = 1
  return type(x.n), x.n + 1
end
out(f({}))
out(f(proxy))
--- globals that are stored under computed names
counter = 1
local function bump() counter = counter + 1 end
bump()
_G["coun" .. "ter"] = "7"
out(counter + 1, counter .. "", type(counter))
bump()
limit = 3
_G.limit = 4.5
out(counter, limit // 2, type(limit))
--- inserted by a function with a computed name
local tools = { table }
local function size(list) return #list end
local function find(name)
  local tool = tools[1][name]
  if tool then return tool end
  return size
end
local words = { "a", "b" }
out(find("size")(words))
find("insert")(words, {})
out(there(function() for _, word in ipairs(words) do out(word .. "!") end end))
--- metatables that are hidden under a name that is put together
local function hide(meta, name, value) meta["__" .. name] = value end
local meta = { __index = { size = 3 } }
local function f(t)
  local shown = getmetatable(t)
  if shown ~= nil then return type(shown), shown.size, shown + 1 end
end
hide(meta, "metatable", "5")
out(f(setmetatable({}, meta)))
--- metatables that are hidden beside functions
local function hide(meta, name, value) meta["__" .. name] = value end
local meta = { __index = { size = 3 } }
hide(meta, "tostring", function() return "shown" end)
local function f(t)
  local shown = getmetatable(t)
  if shown ~= nil then return type(shown), shown.size, shown + 1 end
end
hide(meta, "metatable", "5")
local object = setmetatable({}, meta)
out(tostring(object), f(object))
--- names that are put together in a constructor, by rawset and in a copy
local o = { x = 1 }
local function opposite() o.x = "7" return "neg" end
local function test(t)
  o.x = 1
  return -t
end
local stored = {}
rawset(stored, "__" .. "unm", opposite)
local Class = {}
Class.__index = Class
for name, f in pairs({ ["__" .. "unm"] = opposite }) do Class[name] = f end
for _, meta in ipairs({ { ["__" .. "unm"] = opposite }, stored, Class }) do
  local t = setmetatable({ v = 1 }, meta)
  o.x = 1
  if type(o.x) == "number" then
    local r = -t
    out(o.x, type(o.x), o.x + 1, r)
  end
end
