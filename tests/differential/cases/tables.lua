--- constructors
local t = {1, 2, 3, x = "a", ["y z"] = "b", [10] = "ten", [-1] = "neg"}
out(t[1], t[3], t.x, t["y z"], t[10], t[-1])
out(#{}, #{nil}, #{1}, #{1, 2, nil}, #{n = 1})
--- nested constructors
local t = {{1, {2, {3}}}, a = {b = {c = "deep"}}}
out(t[1][2][2][1], t.a.b.c)
--- last field expands, others are cut
local function f() return 1, 2, 3 end
out(#{f()}, #{f(), f()}, #{(f())}, #{f(), nil}, #{f(), x = 1})
local t = {f(), f(), n = f()}
out(t[1], t[2], t[3], t[4], t.n)
--- keyed before positional and between
local t = {x = 1, 10, y = 2, 20, [5] = "five", 30}
out(t[1], t[2], t[3], t.x, t.y, t[5])
--- duplicate keys: the last wins
local t = {a = 1, a = 2, ["a"] = 3}
out(t.a)
--- computed keys
local k = "key"
local t = {[k] = 1, [k .. "2"] = 2, [1 + 1] = "two", [true] = "yes"}
out(t.key, t.key2, t[2], t[true])
check(function() local n return {[n] = 1} end)
check(function() return {[0 / 0] = 1} end)
--- nil values in constructors
local t = {a = nil, nil, 2}
out(t.a, t[1], t[2], rawget(t, "a"))
local n = 0
for _ in pairs(t) do n = n + 1 end
out(n)
--- separators
local t = {1; 2, 3; x = 1; }
out(#t, t.x)
--- order of evaluation in constructors
local log = {}
local function note(v) log[#log + 1] = tostring(v) return v end
local t = {note(1), [note("k")] = note("v"), note(2), x = note("x"), note(3)}
out(table.concat(log, " "), t[1], t[2], t[3], t.k, t.x)
--- length and append
local t = {}
for i = 1, 5 do t[#t + 1] = i * i end
out(#t, t[5])
t[#t] = nil
out(#t)
t[#t + 1] = "end"
out(#t, t[5])
--- insert and remove
local t = {1, 2, 3}
table.insert(t, 4)
table.insert(t, 1, 0)
table.insert(t, 3, 1.5)
out(table.concat(t, " "))
out(table.remove(t), table.remove(t, 1), table.remove(t, 2), table.concat(t, " "))
out(table.remove({}), #t)
while #t > 0 do table.remove(t, 1) end
out(#t, next(t))
--- insert with call results
local t = {}
local function two() return 1, "x" end
table.insert(t, (two()))
table.insert(t, two())
out(#t, t[1], t[2])
--- concat
out(table.concat({}), table.concat({1, 2, "x"}), table.concat({1, 2}, "-"), table.concat({1, 2, 3}, ",", 2), table.concat({1, 2, 3}, ",", 2, 2))
check(table.concat, {1, {}, 2})
check(table.concat, {1, nil, 2}, ",", 1, 3)
--- sort
local t = {5, 2, 8, 1}
table.sort(t)
out(table.concat(t, " "))
table.sort(t, function(a, b) return a > b end)
out(table.concat(t, " "))
local words = {"pear", "Apple", "fig", "apple"}
table.sort(words)
out(table.concat(words, " "))
table.sort(words, function(a, b) return #a < #b end)
out(words[1])
check(table.sort, {1, "x", 2})
check(table.sort, {{}, {}})
--- sort by several keys
local rows = {{n = "b", v = 1}, {n = "a", v = 2}, {n = "a", v = 1}}
table.sort(rows, function(x, y) if x.n ~= y.n then return x.n < y.n end return x.v < y.v end)
for _, r in ipairs(rows) do out(r.n, r.v) end
--- float and integer keys are one
local t = {}
t[1.0], t[2] = "a", "b"
out(t[1], t[2.0], #t)
t[2^53] = "big"
out(t[2^53])
t[1.5] = "x"
out(t[1.5], t[3 / 2])
--- boolean and number keys are different
local t = {[1] = "one", [0] = "zero"}
out(t[true], t[false])
t[true], t[false] = "T", "F"
out(t[1], t[0], t[true], t[false])
--- string and number keys are different
local t = {["1"] = "s", [1] = "n"}
out(t["1"], t[1])
local k = 1
out(t[k], t[tostring(k)], t[k .. ""])
--- tables as keys
local a, b = {}, {}
local t = {[a] = 1, [b] = 2}
out(t[a], t[b], t[{}])
--- negative and zero indices
local t = {[0] = "z", [-1] = "n", "one"}
out(t[0], t[-1], t[1], #t)
t[0] = nil
out(t[0])
--- holes
local t = {1, 2, 3, 4}
t[2] = nil
out(t[1], t[2], t[3], #t == 4)
t[4] = nil
out(#t == 3 or #t == 1)
--- reading far away
local t = {1, 2}
out(t[3], t[100], t[-5], t[2^40], t.x)
--- equality is identity
local a, b = {}, {}
out(a == b, a == a, {} == {}, a ~= b)
--- deep copy
local function copy(v)
  if type(v) ~= "table" then return v end
  local r = {}
  for k, x in pairs(v) do r[copy(k)] = copy(x) end
  return r
end
local t = {1, {2, x = {3}}}
local c = copy(t)
c[2].x[1] = 99
out(t[2].x[1], c[2].x[1])
--- next over array then hash
local t = {10, 20, a = 1}
local k, v = next(t)
out(k, v)
k, v = next(t, k)
out(k, v)
k, v = next(t, k)
out(k, v, next(t, k))
check(next, {}, "nope")
--- counting and clearing
local t = {}
for i = 1, 100 do t[i] = i t["k" .. i] = i end
local n = 0
for k in pairs(t) do n = n + 1 t[k] = nil end
out(n, #t, next(t))
--- removing while growing
local q = {}
local first, last = 1, 0
local function push(v) last = last + 1 q[last] = v end
local function pop() local v = q[first] q[first] = nil first = first + 1 return v end
for i = 1, 5 do push(i) end
local s = 0
for i = 1, 3 do s = s + pop() end
push(10)
out(s, pop(), pop(), pop(), pop())
--- matrix
local m = {}
for i = 1, 3 do m[i] = {} for j = 1, 3 do m[i][j] = i * j end end
out(m[2][3], m[3][3], #m, #m[1])
--- sparse array filled backwards
local t = {}
for i = 5, 1, -1 do t[i] = i end
out(#t, table.concat(t, ""))
--- unpack of a table with nils
local t = {1, nil, 3}
out(unpack(t, 1, 3))
--- table in a boolean context
local t = {}
out(t and "yes" or "no", not t)
if {} then out("empty is true") end
--- indexing what is no table
check(function() local x = 5 return x.y end)
check(function() local x return x.y end)
check(function() local x = true x.y = 1 end)
check(function() return (nil)[1] end)
check(function() return ({}).a.b end)
check(function() local t = {} t.a.b = 1 end)
check(function() return (5).x end)
check(function() local f = function() end return f.x end)
--- string indexing
local s = "hello"
out(s.len ~= nil, s.nope, s[1], ("x").upper ~= nil)
check(function() s.x = 1 end)
--- field access with reserved-looking names
local t = {["and"] = 1, ["class"] = 2, ["def"] = 3, ["None"] = 4, ["__init__"] = 5, ["self"] = 6}
out(t["and"], t.class, t.def, t.None, t.__init__, t.self)
t.class = t.class + 1
t.lambda = "l"
out(t.class, t.lambda)
--- method named like a table method
local t = {keys = function() return "k" end, get = function(self, x) return x end, pop = function() return "p" end}
out(t.keys(), t:get(5), t.pop(), t:keys())
--- growing past the gap
local t = {}
t[1], t[2], t[4] = 1, 2, 4
out(t[4], t[3], t[2])
t[3] = 3
out(#t)
--- self reference
local t = {}
t.self = t
t[1] = t
out(t.self.self == t, t[1][1].self == t)
--- storing behind the end of another table
local a, b = {1, 2}, {"p", "q"}
b[#a + 1] = "third"
out(b[3], #b, #a, a[3])
b[#a + 1] = "again"
a[#b + 1] = "far"
out(b[3], #b, a[4], a[3])
local o = {list = {1}, other = {5, 6, 7}}
o.other[#o.list + 1] = "x"
o.list[#o.list + 1] = "y"
out(o.other[2], #o.other, o.list[2], #o.list)
--- appends of nil and to what is no table
local t = {1}
local function get(flag) if flag then return {} end end
t[#t + 1] = get(false)
out(#t)
t[#t + 1] = nil
out(#t)
check(function() local n n[#n + 1] = 1 end)
check(function() local s = "abc" s[#s + 1] = 1 end)
local list = {a = {}}
check(function() list.b[#list.b + 1] = 1 end)
list.a[#list.a + 1] = list.c
out(#list.a, next(list.a))
list.a[#list.a + 1] = 5
out(#list.a, list.a[1], list.a[2])
table.insert(list.a, list.d)
list.a[#list.a + 1] = 6
out(#list.a, list.a[2], list.a[3])
--- a call without results at the end of a constructor
local function none() end
local function two() return 1, 2 end
local t = {two(), two(), none()}
out(#t, t[1], t[2], t[3])
local u = {5, two()}
out(#u, u[3])
local w = {none()}
out(#w, next(w))
--- stores by computed names
local function put(t, k) t[k] = 1 end
local function maybe(b) if b then return {} end end
local ok, e = pcall(function() local t = maybe(false) local k = "a" .. "b" t[k] = 5 end) out(ok)
local key = "x" .. 1
local t = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v .. "!") end}) t[key] = "v" out(t.x1)
local mt = {} local o = setmetatable({}, mt) local name = "__" .. "index" mt[name] = {q = 7} out(o.q) mt[name] = function(_, k) return k end out(o.zz)
local name2 = "__new" .. "index" mt[name2] = function(t, k, v) rawset(t, k, "new" .. v) end local kk = "f" .. "g" o[kk] = "1" out(o.fg)
local f = table.freeze and table.freeze({a = 1}) or setmetatable({}, {__newindex = function() error("ro") end}) out((pcall(function() f[kk] = 2 end)))
local c = {} for i = 1, 5 do local k = "k" .. i c[k] = i end for i = 1, 5, 2 do local k = "k" .. i c[k] = nil end local n = 0 for k, v in pairs(c) do n = n + v end out(n) for i = 1, 5 do local k = "k" .. i c[k] = (c[k] or 0) + 10 end local s = {} for k, v in pairs(c) do s[#s + 1] = k .. v end table.sort(s) out(table.concat(s, " "))
--- loops that fill a table
local function show(t) local s = {} for k, v in pairs(t) do s[#s+1] = tostring(k) .. "=" .. tostring(v) end table.sort(s) return table.concat(s, ",") end
local function f1(n) local t = {} for i = 1, n do t[i] = i * 2 end return t end out(show(f1(5)), show(f1(0)), show(f1(3.7)))
local function f2(n) local t = {} for i = 1, n do if i == 3 then break end t[i] = i end return t end out(show(f2(5)))
local function f3(n) local t = {} for i = 1, n do if i == 3 then return t end t[i] = #t end return t end out(show(f3(5)), show(f3(2)))
local function f4(n) local t = {} for i = 1, n do t[i] = (t[i-1] or 0) + i if i % 2 == 0 then t[#t] = nil end end return t end out(show(f4(5)))
local function f6(n) local t = {} for i = 1, n do i = i + 1 t[i] = i end return t end out(show(f6(3)))
local function f7(n) local t = {} local g = function() t[#t+1] = "g" end for i = 1, n do g() t[i] = i end return t end out(show(f7(3)))
local function f8(n) local t = {} for i = 1, n do local h = function() return t[i] end t[i] = i h() end return t end out(show(f8(3)))
local function f9(v) local t = {} for i, x in ipairs(v) do t[i] = x .. "!" end return t end out(show(f9({"a", "b", nil, "c"})), show(f9({})))
local function f10(v) local t = {} for i, x in ipairs(v) do if x == "skip" then goto continue end t[i] = x ::continue:: end return t end out(show(f10({"a", "skip", "b"})))
local function f11(n) local t = {} for k = 1, 2 do for i = 1, n do t[i] = k * i end end return t end out(show(f11(3)))
local function f12(n) local t = {} for i = 1, n do t[i] = i end for i = 1, n do t[i] = -i end return t end out(show(f12(3)))
local function f13(n) local t = {} for i = 1, n do pcall(function() t[i] = i end) end return t end out(show(f13(3)))
local function f14(n) local t, s = {}, {} for i = 1, n do t[i] = i s[i] = t end t[2] = nil return s end out(#f14(3), show(f14(3)[1]))
local function f15(n) local t = {} for i = 1, n do t[i] = {} for j = 1, i do t[i][j] = j end end return t end local r = f15(3) out(#r, show(r[3]), show(r[1]))
local function f16(n) local t = {} while #t < n do local t = {} for i = 1, 2 do t[i] = i end if #t == 2 then break end end return t end out(show(f16(3)))
local function f17(n) local t = {} for i = 1, n do t[i] = i end for i = n, 1, -1 do t[i] = nil end return t end out(show(f17(4)))
local function f18(n) local t = {} for i = 1, n do local ok = pcall(function() if i == 2 then error("x") end end) t[i] = ok end return t end out(show(f18(3)))
local function f19(a) local t = {} for i, t in ipairs({a}) do t[i] = 5 end return t end local arg = {} out(show(f19(arg)), arg[1])
local function f20(n) local t = {} for i = 1, n do t[i] = t end return t end out(#f20(3), f20(3)[2][1] ~= nil)
local co = coroutine.wrap(function() local t = {} for i = 1, 4 do t[i] = coroutine.yield(#t) or i end return show(t) end) out(co(), co("a"), co(), co("b"), co("c"))
--- a gap is stored by a function that is a value
local set, list = rawset, {1, 2, 3}
set(list, 2, nil)
local seen = 0
for _, v in ipairs(list) do seen = seen + v end
out(seen)
--- a gap is inserted by a function that is a value
local functions = {insert = table.insert, set = rawset, remove = table.remove}
local list, other = {1, 2, 3}, {1, 2, 3}
local function apply(f, ...) return f(...) end
apply(functions.set, list, 2, nil)
functions.insert(other, 2, nil)
local seen = 0
for i, v in ipairs(list) do seen = seen * 10 + v end
for i, v in ipairs(other) do seen = seen * 10 + v end
out(seen)
--- a table is shortened by a function that is a value, while it is appended to
local remove, list = table.remove, {1, 2, 3}
local function shorten() remove(list) return "x" end
list[#list + 1] = shorten()
list[#list + 1] = shorten()
local seen = 0
for i, v in ipairs(list) do seen = seen + i end
out(seen)
--- a gap is stored by rawset
local list = {1, 2, 3}
rawset(list, 2, nil)
local seen = 0
for i, v in ipairs(list) do seen = seen + v end
out(seen)
--- loops that fill a table and are run again by goto
local function f(n) local t, rounds = {}, 0 ::again:: for i = 1, n do t[i] = i + rounds end rounds = rounds + 1 if rounds < 3 then goto again end return t end
local r = f(3) out(#r, table.concat(r, " "))
local function g(v) local t, rounds = {}, 0 ::again:: for i, x in ipairs(v) do t[i] = x .. rounds end rounds = rounds + 1 if rounds < 2 then goto again end return t end
r = g({"a", "b"}) out(#r, table.concat(r, " "))
--- a record that gets elements, and a list that gets fields
local function kind(t) return #t, t.name, t[1], t[2], t[1.0], t[true], t[0], t.missing end
local record = {name = "r"}
out(kind(record))
record[0] = "zero"
out(kind(record))
record[true] = "yes"
out(kind(record))
record[2] = "two"
record[1.0] = "one"
out(kind(record))
record[2], record[1] = nil, nil
out(kind(record))
local left = {}
for _, v in pairs(record) do left[#left + 1] = v end
table.sort(left)
out(table.concat(left, " "))
local list = {}
out(kind(list))
for i, v in ipairs(list) do out(i, v) end
list[#list + 1] = "first"
list.name = "l"
table.insert(list, "second")
out(kind(list))
out(table.remove(list), table.remove(list), table.remove(list), #list, list.name)
--- missing fields of records under every kind of key
local function missing(t)
  local n = 0
  for _, k in ipairs({1, 1.0, -1, 0, 2.5, "x", true, false, print, {}, 2^40, 2^53 | 0}) do
    if t[k] == nil and rawget(t, k) == nil then n = n + 1 end
  end
  return n
end
local t = {a = 1}
out(missing(t), missing({}), missing({1}), t[nil], rawget(t, nil), t[0 / 0])
t[-1], t[2.5] = "minus", "half"
out(missing(t), t[-1.0], t[2.5])
t[2^40] = "far"
out(missing(t), #t, t[2^40 | 0])
t[1], t[3], t[1] = nil, nil, nil
out(missing(t), #t, next({}), (next(t)) ~= nil)
--- elements stored while a loop runs over the fields
local t = {a = 1, b = 2, c = 3}
local visited = {}
for k, v in pairs(t) do
  visited[#visited + 1] = k .. v
  t[k] = nil
end
table.sort(visited)
out(table.concat(visited, " "), next(t), #t)
local u = {a = 1}
local function fill(target, n)
  for i = 1, n do target[i] = i * i end
  return target
end
for k in pairs(u) do out(k) end
fill(u, 3)
out(#u, u[3], u.a)
--- an empty table that several names hold becomes a list
local function holder() return {items = {}} end
local one = holder()
local same, alias = one.items, one
local size = function(t) return #t end
out(size(same), same[1], same.n)
alias.items[1] = "x"
out(size(same), same[1], one.items[1], select("#", table.unpack(same)))
same.n = 1
out(size(alias.items), alias.items.n, same == one.items)
