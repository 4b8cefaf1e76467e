--- swap locals
local a, b = 1, 2
a, b = b, a
out(a, b)
--- rotate three
local a, b, c = 1, 2, 3
a, b, c = c, a, b
out(a, b, c)
--- too few values
local a, b, c = 1
out(a, b, c)
a, b, c = 7, 8
out(a, b, c)
--- too many values are evaluated and dropped
local log = {}
local function note(x) log[#log + 1] = x return x end
local a, b = note(1), note(2), note(3)
out(a, b, #log, log[3])
a, b = note(4), note(5), note(6), note(7)
out(a, b, #log)
--- single target, several values
local seen = 0
local function bump() seen = seen + 1 return seen, "extra" end
local a = bump(), bump()
out(a, seen)
a = bump(), bump(), bump()
out(a, seen)
--- call in the middle is cut
local function three() return 1, 2, 3 end
local a, b, c, d = three(), three()
out(a, b, c, d)
a, b, c, d = 0, three()
out(a, b, c, d)
a, b, c, d = (three())
out(a, b, c, d)
--- call gives fewer than wanted
local function none() end
local function one() return 1 end
local a, b = none()
out(a, b)
a, b = one()
out(a, b)
a, b = 5, none()
out(a, b)
local c, d, e = one(), one()
out(c, d, e)
--- index and key are evaluated before the store
local t, i = {1, 2}, 1
i, t[i] = i + 1, 20
out(i, t[1], t[2])
--- swap elements
local t = {10, 20, 30}
t[1], t[3] = t[3], t[1]
out(t[1], t[2], t[3])
--- swap fields of two tables
local p, q = {v = 1}, {v = 2}
p.v, q.v = q.v, p.v
out(p.v, q.v)
--- table and field of it at once
local t = {n = 1}
local old = t
t, t.n = {n = 5}, 6
out(old.n, t.n)
--- nested element targets
local t = {{1, 2}, {3, 4}}
local i, j = 1, 2
t[i][j], t[j][i] = t[j][i], t[i][j]
out(t[1][1], t[1][2], t[2][1], t[2][2])
--- order of evaluation of targets and values
local log = {}
local function note(name, value) log[#log + 1] = name return value end
local t = {}
note("t1", t)[note("k1", "a")], note("t2", t)[note("k2", "b")] = note("v1", 1), note("v2", 2)
out(table.concat(log, " "), t.a, t.b)
--- assigning a function then calling it
local f
f = function(n) if n == 0 then return "done" end return f(n - 1) end
out(f(3))
--- reassigning a function variable
local function f() return 1 end
local g = f
f = function() return 2 end
out(f(), g())
--- nil assignment removes
local t = {a = 1, b = 2, 3, 4}
t.a = nil
t[2] = nil
out(t.a, t.b, #t, next({}) == nil)
local count = 0
for _ in pairs(t) do count = count + 1 end
out(count)
--- assigning to a field of a call result
local store = {}
local function get() return store end
get().x = 5
get()["y"] = 6
get()[1] = 7
out(store.x, store.y, store[1])
--- global variables
counter_global = 1
counter_global = counter_global + 1
out(counter_global, undefined_global)
counter_global = nil
out(counter_global)
--- same variable twice in reads
local x = 5
local y = x + x * x - x
x, y = x + y, x - y
out(x, y)
--- value lists from varargs
local function f(...)
  local a, b, c = ...
  local d, e = 1, ...
  local g, h = ..., 9
  return a, b, c, d, e, g, h
end
out(f())
out(f(1))
out(f(1, 2, 3, 4))
--- local attached to itself
local x = 3
local x = x + 1
local x, y = x * 2, x
out(x, y)
--- assignment to parameter
local function f(a, b) a = a or 10 b = b and b + 1 or a return a, b end
out(f())
out(f(1))
out(f(1, 2))
out(f(false, nil))
--- string keys that look alike
local t = {}
t["a b"], t[""], t["1"], t[1], t["nil"] = 1, 2, 3, 4, 5
out(t["a b"], t[""], t["1"], t[1], t["nil"])
--- keys of every type
local key, f = {}, function() end
local t = {[true] = "t", [false] = "f", [key] = "k", [f] = "fn", [1.5] = "x", [2.0] = "two"}
out(t[true], t[false], t[key], t[f], t[1.5], t[2], t[1], t[0])
t[1], t[0] = "one", "zero"
out(t[true], t[false], t[1], t[0], t[1.0], t[-0.0])
--- nil key raises, NaN key raises
check(function() local t = {} t[nil] = 1 end)
check(function() local t = {} t[0 / 0] = 1 end)
local k
out(({})[k], ({})[0 / 0])
--- one variable twice on the left of an assignment
local a, b = 0, 0
a, a = 1, 2
out(a)
a, b, a = b + 5, a + 6, a + b + 7
out(a, b)
local function two() return 8, 9 end
a, a = two()
out(a)
b, b, b = 1, two()
out(b)
--- variables stored in several places at once
local function filled(n)
  local p, q, s = {}, {}, {}
  for i = 1, n do p[i], q[i], s[i] = i, i, i end
  return #p + #q + #s, p[n]
end
out(filled(4))
local t, i = {}, 1
t[i], i = i, i + 5
out(t[1], t[6], i)
i, t[i] = 20, i
out(i, t[6], t[20])
--- a stored variable changes while it is stored
local a, b = {}, {}
local x, y = 1, 2
local function swap() x, y = y, x return 9 end
a.k, b.k, a.z = x, y, swap()
out(a.k, b.k, a.z, x, y)
local m = setmetatable({}, { __newindex = function(t, k, v) x = "changed" rawset(t, k, v) end })
x = "old"
b.q, m.p = x, x
out(b.q, m.p, x)
x = "old"
local z = x
b.q, m.r = z, z
out(b.q, m.r, x)
--- stored parameters are assigned at once
local function linked(u, v)
  u.a, v.b = v, u
  u, v.c = v, u
  return u == v, v.c ~= v
end
out(linked({}, {}))
--- more and fewer values than places, variables among them
local list, first, second = { 1, 2, 3 }, 10, 20
local function other() first = first + 1 end
list[1], list[2], first = first, second, list[1]
out(list[1], list[2], first)
list[1], list[2] = first
out(list[1], list[2])
list[1], list[3] = first, second, other()
out(list[1], list[3], first)
