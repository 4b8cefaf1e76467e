--- operands left to right
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
local r = v(1) + v(2) * v(3) - v(4) ^ v(2) / v(8)
out(r, table.concat(log, " "))
--- comparison operands left to right
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
out(v(1) < v(2), v(3) > v(4), v(5) <= v(6), v(7) >= v(8), v(1) == v(2), v(1) ~= v(2))
out(table.concat(log, " "))
--- comparison operands of unknown type left to right
local log = {}
local t = {a = 1, b = 2}
local function v(k) log[#log + 1] = k return t[k] end
out(v("a") > v("b"), v("b") >= v("a"), v("a") < v("b"))
out(table.concat(log, " "))
--- concat operands left to right
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
out(v("a") .. v("b") .. v(3) .. v("d"))
out(table.concat(log, " "))
--- and, or stop early
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
out(v(nil) and v(1), v(false) or v(2), v(3) or v(4), v(5) and v(6))
out(v(1) and v(nil) or v("else"), v(nil) or v(false) and v(1))
out(table.concat(log, " "))
--- arguments left to right after the callee
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
local function get(name) log[#log + 1] = name return function(...) return select("#", ...) end end
out(get("f")(v(1), v(2), v(3)))
out(table.concat(log, " "))
--- callee is read before arguments change it
local function f1() return "f1" end
local f = f1
local function change() f = function() return "f2" end return 1 end
out(f(change()))
out(f(change()))
--- method is looked up before arguments
local obj = {m = function(self, x) return "old" .. tostring(x) end}
local function change() obj.m = function() return "new" end return 1 end
out(obj:m(change()))
out(obj:m(2))
--- index base before key
local log = {}
local function v(x, y) log[#log + 1] = x return y end
local t = {k = {j = 5}}
out(v("t", t)[v("k", "k")][v("j", "j")])
out(table.concat(log, " "))
--- single assignment: table, key, value
local log = {}
local function v(x, y) log[#log + 1] = x return y end
local t = {}
v("t", t)[v("k", "x")] = v("v", 1)
v("t", t).y = v("v2", 2)
v("t", t)[v("n", 1)] = v("v3", 3)
out(table.concat(log, " "), t.x, t.y, t[1])
--- return list left to right
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
local function f() return v(1), v(2), v(3) end
out(f())
out(table.concat(log, " "))
--- numeric for bounds in order
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
for i = v(1), v(2), v(1) do log[#log + 1] = "body" end
out(table.concat(log, " "))
--- copies of arguments before later calls
local a = 1
local function inc() a = a + 1 return a end
local function three(x, y, z) return x, y, z end
out(three(a, inc(), a))
--- table items are copied before later calls
local a = 1
local function inc() a = a + 1 return a end
local t = {a, inc(), a, inc()}
out(t[1], t[2], t[3], t[4])
--- concat copies before later calls
local a = "1"
local function inc() a = a .. "!" return a end
out(a .. inc() .. a)
--- conditions of if chains in order
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
if v(false) then elseif v(nil) then elseif v(1) then log[#log + 1] = "third" elseif v(2) then end
out(table.concat(log, " "))
--- return with changed captured variable
local function f()
  local x = 1
  local function set() x = 2 return 10 end
  return x, set(), x
end
out(f())
--- local list with changed captured variable
local x = 1
local function set() x = x + 1 return x end
local a, b, c = x, set(), x
out(a, b, c)
--- multiple assignment values are copies
local x = 1
local function set() x = x + 1 return x end
local t = {}
t.a, t.b, t.c = x, set(), x
out(t.a, t.b, t.c)
--- and/or with captured variable changes
local x = nil
local function set() x = 5 return false end
out(set() or x)
out(x and set())
--- element changed by a call in the same expression
local t = {1}
local function bump() t[1] = t[1] + 1 return t[1] end
out(t[1] + bump(), bump() + t[1])
--- length before and after
local t = {}
local function push() t[#t + 1] = 1 return #t end
out(#t + push(), push() + #t)
--- nested calls inside out
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
out(v(v(v(1) + 1) + v(2)))
out(table.concat(log, " "))
--- not and unary in order
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
out(not v(false), -v(3), #v("abc"), not not v(nil))
out(table.concat(log, " "))
--- condition with assignment inside functions
local state = 0
local function next_state() state = state + 1 return state end
if next_state() == 1 and next_state() == 2 and next_state() == 4 or next_state() == 4 then out("matched", state) end
--- keys in constructors in order
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
local t = {v("a"), [v("k1")] = v("v1"), v("b"), k2 = v("v2"), [v("k3")] = v("v3")}
out(table.concat(log, " "), #t)
--- while condition each round
local log, n = {}, 0
local function cond() log[#log + 1] = "c" n = n + 1 return n < 3 end
while cond() do log[#log + 1] = "b" end
out(table.concat(log, " "))
--- an append of a field whose __index appends
local q = {}
local obj = setmetatable({}, {__index = function(t, k) q[#q+1] = "inner" return k end})
q[#q+1] = obj.x
out(#q, q[1], q[2])
--- an append of a sum whose metamethod appends
local q = {}
local mt = {}
mt.__add = function(a, b) q[#q+1] = 100 return 5 end
local o = setmetatable({}, mt)
q[#q+1] = o + 1
out(#q, q[1], q[2])
--- an append of a text whose metamethod removes
local q = {1,2,3}
local mt = {__concat = function(a, b) table.remove(q) return "c" end}
local o = setmetatable({}, mt)
q[#q+1] = o .. "x"
out(q[1], q[2], q[3], q[4])
--- an append of a length whose metamethod appends
local q = {}
local o = setmetatable({}, {__len = function() q[#q+1] = "l" return 3 end})
q[#q+1] = #o
out(#q, q[1])
--- an append of a comparison whose metamethod appends
local q = {}
local mt = {__eq = function() q[#q+1] = "eq" return true end, __lt = function() q[#q+1] = "lt" return true end}
local a, b = setmetatable({}, mt), setmetatable({}, mt)
q[#q+1] = a == b
out(#q, q[1])
q[#q+1] = a < b
out(#q, q[1], q[2])
--- an append to a field whose value appends there
local s = {items = {}}
local function add() s.items[#s.items+1] = "in" return "out" end
s.items[#s.items+1] = add()
out(#s.items, s.items[1], s.items[2])
--- an append of a text by __tostring that appends
local q = {}
local o = setmetatable({}, {__tostring = function() q[#q+1] = "ts" return "o" end})
q[#q+1] = tostring(o)
out(#q, q[1], q[2])
--- an append of what gsub gives with a function that appends
local q = {}
q[#q+1] = string.gsub("abc", "%a", function(c) q[#q+1] = c return c end)
out(#q, q[1], q[2], q[3], q[4])
--- the same as a method
local q = {}
q[#q+1] = ("abc"):gsub("%a", function(c) q[#q+1] = c return c end)
out(#q, q[1], q[2], q[3], q[4])
--- an insert whose value replaces the variable
local function go()
  local l = {}
  local old = l
  local function f(x) l = {} if x > 1 then return x end return nil end
  table.insert(l, f(1)) table.insert(old, f(2)) 
  local keep = l
  table.insert(l, f(3))
  return #old, #l, #keep, keep[1]
end
out(go())
--- an insert in front whose value replaces the variable
local function go()
  local l = {7}
  local old = l
  local function f(x) l = {} return x end
  table.insert(l, 1, f(1))
  return #old, #l, old[1]
end
out(go())
--- an insert into a field that the value replaces
local o = {q = {}}
local first = o.q
local function f(x) o.q = {} if x > 0 then return x end end
table.insert(o.q, f(1)) out(#first, #o.q) local second = o.q table.insert(o.q, (f(2))) out(#second, #o.q, second[1])
--- an insert into a field that a method exchanges
local B = {} B.__index = B function B.new() return setmetatable({a = {}, b = {}}, B) end
function B:swap(v) self.a, self.b = self.b, self.a return v end
function B:add(v) table.insert(self.a, self:swap(v)) return #self.a, #self.b end
function B:add2(v) self.a[#self.a+1] = self:swap(v) return #self.a, #self.b end
function B:opt(v) if v > 2 then return self:swap(v) end end
function B:add3(v) table.insert(self.a, (self:opt(v))) return #self.a, #self.b end
local b = B.new() out(b:add(1)) out(b:add(2)) out(b:add2(3)) out(b:add2(4)) out(b:add3(1)) out(b:add3(5))
--- appends of coroutines that take turns
local res = {}
local function worker(n) return coroutine.wrap(function() table.insert(res, coroutine.yield(n)) end) end
local a, b = worker(1), worker(2) a() b() b("b") a("a") out(#res, res[1], res[2])
local res2 = {}
local function worker2(n) return coroutine.wrap(function() res2[#res2+1] = coroutine.yield(n) end) end
local a, b = worker2(1), worker2(2) a() b() b("b") a("a") out(#res2, res2[1], res2[2])
local o = {r = {}}
local function worker3(n) return coroutine.wrap(function() o.r[#o.r+1] = coroutine.yield(n) end) end
local a, b = worker3(1), worker3(2) a() b() b("b") a("a") out(#o.r, o.r[1])
local function worker4(l) return coroutine.wrap(function() l[#l+1] = coroutine.yield(1) return #l end) end
local l = {} local a, b = worker4(l), worker4(l) a() b() b("b") a("a") out(#l, l[1])
--- an insert that may be of nil into a field that the value replaces
local Q = {} Q.__index = Q
function Q.new() return setmetatable({items = {}, done = 0}, Q) end
function Q:size() local n = 0 for _, v in ipairs(self.items) do n = n + v end return #self.items, n end
function Q:fresh(v) self.items = {} if v > 1 then return v end return nil end
function Q:put(v) local old = self.items table.insert(self.items, (self:fresh(v))) return #old, #self.items end
function Q:put2(v) local old = self.items table.insert(self.items, self:fresh(v)) return #old, #self.items end
local q = Q.new() out(q:put(1)) out(q:put(2)) out(q:put2(1)) out(q:put2(3)) out(q:size())
--- the value of a store runs before nil is indexed
local function f() out("f") return 1 end
local function at(p) p[1] = f() end
out(pcall(at) == false)
out(pcall(at, {}))
local function field(p) p.q = f() end
out(pcall(field) == false)
out(pcall(field, {}))
local function computed(p, k) p[k] = f() end
out(pcall(computed, nil, "a") == false)
out(pcall(computed, {}, "a"))
out(select(2, pcall(function() local t = {} t.y[1] = error("first", 0) end)))
