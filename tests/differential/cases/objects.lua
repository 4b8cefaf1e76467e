--- an object falls back on its class after a field becomes nil
local C = {x = "default"}; C.__index = C
local o = setmetatable({x = 1}, C)
o.x = nil
out(o.x)
local function put(v) o.x = v; return o.x end
out(put(nil), put(2), put(nil))
local plain = {n = 3}
plain.n, plain.m = nil, nil
out(plain.n, o.x)
o.x, plain.n = nil, 4
out(o.x, plain.n)
local p = setmetatable({x = nil, y = 1}, C)
out(p.x, p.y, rawget(p, "x"))
--- setmetatable as a value
local sm, rs = setmetatable, rawset
local D = {greet = function() return "hi" end}
D.__index = D
local q, r = sm({}, D), {}
out(q.greet(), pcall(setmetatable, r, D))
out(r.greet())
pcall(rs, D, "greet", function() return "changed" end)
out(q.greet(), r.greet())
--- new sets __index of the class after setmetatable
local Account = {balance = 0}
function Account:new(o) o = o or {}; setmetatable(o, self); self.__index = self; return o end
function Account:deposit(v) self.balance = self.balance + v end
local Special = Account:new()
function Special:limit() return self.lim or 0 end
local s = Special:new{lim = 1000}
s:deposit(100)
out(s.balance, s:limit(), Account.balance, rawget(Special, "balance"))
--- the metatable of objects in use changes
local mt = {__index = {a = 1}}
local t = setmetatable({}, mt)
out(t.a, t[1], t[0])
mt.__index = {a = 2}
out(t.a)
mt.__newindex = function(t, k, v) rawset(t, k, "<" .. tostring(v) .. ">") end
t.b = 5
out(t.b)
mt.__newindex = nil
t.c = 6
out(t.c)
mt.__index = nil
out(t.a)
mt.__index = function(t, k) return k .. "!" end
out(t.a, t[1])
t[1] = "one"; t[0] = "zero"
mt.__index = {"uno", "dos", a = 7, [0] = "cero"}
out(t[1], t[2], t[0], t.a)
local u = setmetatable({}, mt)
out(u[1], u[2], u[0], u.a)
u[2] = "two"
out(u[1], u[2])
u[0] = "z"
out(u[0])
local k = "__index"
mt[k] = {a = 9}
out(u.a, t.a)
rawset(mt, "__index", {a = 10})
out(u.a, t.a)
setmetatable(mt, {__index = {__index = {a = 11}}})
out(u.a)
setmetatable(u, nil)
out(u.a, u[2])
--- an object with elements of its own
local Stack = {kind = "stack"}; Stack.__index = Stack
function Stack:push(v) self[#self + 1] = v end
function Stack:pop() local v = self[#self]; self[#self] = nil; return v end
local s = setmetatable({}, Stack)
Stack[3] = "from the class"
for i = 1, 5 do s:push(i * i) end
out(s:pop(), s:pop(), s:pop(), s.kind, #s, s[3], s[2])
s.kind = "own"
out(s.kind, s[1], s[9])
--- a __newindex table and later fields
local store = {}
local mt = {}
mt.__index = store
local o = setmetatable({own = 1}, mt)
out(o.later)
mt.__newindex = store
o.later = 2
o.own = 3
out(rawget(o, "later"), store.later, o.later, o.own)
o.own = nil
o.own = 4
out(rawget(o, "own"), store.own)
--- getmetatable gives the table that can be changed
local C = {}; C.__index = C
function C:name() return "first" end
local o = setmetatable({}, C)
out(o:name())
getmetatable(o).name = function() return "second" end
out(o:name())
getmetatable(o).__index = {name = function() return "third" end}
out(o:name(), rawequal(getmetatable(o), C))
