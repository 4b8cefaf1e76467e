--- counting, grouping, sets
local words = {"a", "b", "a", "c", "b", "a"}
local counts, groups, seen = {}, {}, {}
for i, w in ipairs(words) do
  counts[w] = (counts[w] or 0) + 1
  if not groups[w] then groups[w] = {} end
  table.insert(groups[w], i)
  seen[w] = true
end
local names = {}
for w in pairs(counts) do names[#names + 1] = w end
table.sort(names)
for _, w in ipairs(names) do out(w, counts[w], #groups[w], table.concat(groups[w], ","), seen[w]) end
out(counts.z, counts["q" .. "r"], seen.z == nil, not seen.a, next(counts) ~= nil, next({}) == nil)
local total = 0
for w, n in pairs(counts) do total = total + n * #w end
out(total)
--- removing and adding again
local cache, size = {}, 0
for i = 1, 200 do
  local key = "k" .. i % 7
  if cache[key] then cache[key] = nil size = size - 1 else cache[key] = i size = size + 1 end
end
out(size, cache.k1, cache.k2, cache.k3, next(cache) ~= nil)
for i = 0, 6 do cache["k" .. i] = nil end
out(next(cache), next(cache) == nil, not next(cache))
cache.k1 = 5
out(cache.k1, cache["k" .. 1], cache.k2)
cache.k1 = nil
out(cache.k1)
--- removing while walking
local t = {}
for i = 1, 50 do t["k" .. i] = i end
local sum = 0
for k, v in pairs(t) do sum = sum + v if v % 2 == 0 then t[k] = nil end end
local left = 0
for k, v in pairs(t) do left = left + v end
out(sum, left)
for k in pairs(t) do t[k] = nil end
out(next(t))
--- changing values while walking
local t = {}
for i = 1, 5 do t["k" .. i] = i end
for k, v in pairs(t) do t[k] = v * 10 end
local sum = 0
for _, v in pairs(t) do sum = sum + v end
out(sum)
local function double() for k, v in pairs(t) do t[k] = v * 2 end end
local rounds = 0
for k in pairs(t) do rounds = rounds + 1 if rounds == 1 then double() end end
out(rounds, t.k1, t.k5)
local order, values = 0, 0
for k, v in pairs(t) do
  if order == 0 then for i = 1, 5 do t["k" .. i] = 1 end v = 1 end
  order = order + 1
  values = values + v
end
out(order, values)
--- the table of a loop is assigned in it
local t = {}
t["a" .. 1], t.b = 1, 2
local n = 0
for k, v in pairs(t) do
  t = {}
  t["x" .. k] = v
  n = n + v
end
out(n)
local names = 0
for k in pairs(t) do names = names + #k end
out(names > 1)
--- aliases
local a = {}
local b = a
local holder = {map = a}
b["x" .. 1] = 1
holder.map["y" .. 2] = 2
a.z = 3
local function get(m, k) return m[k] end
out(a.x1, b.y2, holder.map.z, get(a, "x1"), get(b, "nope"), a == b, a == {}, holder.map ~= b)
--- equality of two maps
local function make(k) local m = {} m[k] = 1 return m end
local a, b = make("k"), make("k")
out(a == b, a ~= b, a == a)
local index = {}
index[a], index[b] = "first", "second"
out(index[a], index[b])
--- truth of an empty map
local function empty(k) local m = {} m[k] = 1 m[k] = nil return m end
local m = empty("a")
if m then out("true") else out("false") end
out(m and 1 or 2, not m, (m or 5) == m, type(m), next(m))
local function maybe(yes, k) if yes then local m = {} m[k] = nil return m end end
local some, none = maybe(true, "x"), maybe(false, "x")
if some then out("some") end
if not none then out("none") end
out(some ~= nil, none == nil, some and "yes" or "no", none and "yes" or "no")
while some do some = nil end
out(some)
local outer = {}
outer["in" .. 1] = {}
if outer.in1 then out("there") end
if not outer["in" .. 2] then out("not there") end
out(outer.in1 == nil, outer.in2 == nil)
--- false in a map
local flags = {}
for i = 1, 4 do flags["f" .. i] = i % 2 == 0 end
for i = 1, 5 do
  local k = "f" .. i
  out(flags[k], flags[k] == nil, flags[k] ~= nil, flags[k] == false, flags[k] or "default", not flags[k])
  if flags[k] then out("set") else out("unset") end
end
--- values that may be nil
local t = {}
local function value(i) if i > 1 then return i end end
for i = 1, 3 do t["k" .. i] = value(i) end
t.k3 = value(0)
local n = 0
for k, v in pairs(t) do n = n + v end
out(n, t.k1, t.k2, t.k3)
--- keys of other types
local t = {}
for i = 1, 3 do t["k" .. i] = i end
t[1] = "one" t[2.0] = "two" t[true] = "yes" t[1.5] = "half"
out(t[1], t[2], t[true], t[false], t[1.5], t[1.0], #t, t.k1)
local s = {}
for _, k in ipairs({"a", "b", "1"}) do s[k] = k .. "!" end
out(s[1], s[true], s[1.5], s["1"], s[nil], s[s], s[print], s[0 / 0])
local mixed = {}
for _, k in ipairs({"a", 1, 2, "b"}) do mixed[k] = true end
out(mixed.a, mixed[1], mixed["1"], #mixed)
--- nil and NaN as keys
local t = {}
local key = nil
t["a" .. 1] = 1
check(function() t[key] = 1 end)
check(function() t[key] = nil end)
check(function() t[0 / 0] = 1 end)
out(t[key], t.a1)
local fields = {{sku = "x"}, {}}
local stock = {x = 3}
for _, f in ipairs(fields) do check(function() stock[f.sku] = (stock[f.sku] or 0) - 1 end) end
out(stock.x)
--- a metatable that is added later
local t = {}
for _, k in ipairs({"a", "b"}) do t[k] = 1 end
out(t.c)
setmetatable(t, {__index = function(_, k) return k .. "?" end, __newindex = function(self, k, v) rawset(self, k, v * 2) end})
t["d" .. 1] = 4
out(t.a, t.c, t["x" .. "y"], t.d1)
--- a map behind a metatable
local defaults = {}
for i = 1, 3 do defaults["n" .. i] = i end
local o = setmetatable({n1 = 10}, {__index = defaults})
defaults.n3 = nil
defaults["n" .. 4] = 4
out(o.n1, o.n2, o.n3, o.n4, o["n" .. 2])
--- a metatable with computed names
local meta = {}
for _, name in ipairs({"__add", "__len", "__index"}) do
  meta[name] = function(a, b) return name end
end
local o = setmetatable({}, meta)
out(o + 1, #o, o.anything)
--- lengths and elements
local t = {}
for _, k in ipairs({"a", "b"}) do t[k] = 1 end
out(#t)
t[#t + 1] = "e" table.insert(t, "f")
out(#t, t[1], t[2], t.a, table.concat(t, ","))
--- nested maps
local grid = {}
local function set(x, y, v)
  local row = grid[x]
  if row == nil then row = {} grid[x] = row end
  row[y] = v
end
local function get(x, y) local row = grid[x] return row and row[y] end
set("a", "b", 1) set("a", "c", 2) set("d", "e", 3)
out(get("a", "b"), get("a", "c"), get("d", "e"), get("x", "y"), get("a", "x"))
out(grid["a"]["b"], grid.d.e)
check(function() return grid["no"]["b"] end)
check(function() grid["no" .. 1]["b"] = 5 end)
check(function() grid["no" .. 1]["b"] = nil end)
check(function() for k in pairs(grid["no" .. 1]) do out(k) end end)
check(function() for k in pairs(grid.no) do out(k) end end)
check(function() return #grid["no" .. 1] end)
check(function() return grid["no" .. 1] + 1 end)
check(function() return grid["a"] + 1 end)
check(function() return grid["a"] .. "x" end)
check(function() return grid["a"]() end)
check(function() return grid["a"] < grid["d"] end)
local n = 0
for x, row in pairs(grid) do for y, v in pairs(row) do n = n + v * #x * #y end end
out(n)
--- functions in a map
local commands = {}
local function add(name, f) commands[name] = f end
add("double", function(x) return x * 2 end)
add("greet", function(x) return "hello " .. x end)
out(commands["double"](4), commands.greet("you"), commands.missing)
check(function() return commands["none"](1) end)
local objects = {}
objects["o" .. 1] = {name = "first", show = function(self) return self.name end}
out(objects.o1:show(), objects["o1"].name)
function commands.later(x) return x - 1 end
out(commands["lat" .. "er"](3))
function commands:method(x) return self.double(x) end
out(commands:method(8))
--- next with a key
local t = {}
t["only" .. 1] = 1
local k, v = next(t)
out(k, v, next(t, k))
local n = 0
for k, v in next, t do n = n + v end
out(n)
--- several targets
local t = {}
local a, b = "a", "b"
t[a], t[b] = 1, 2
t[a], t[b] = t[b], t[a]
out(t.a, t.b)
t.a, t.b = nil, 5
out(t.a, t.b, t[a])
t[a], t.c = nil
out(t.a, t.c)
--- order of evaluation
local log = {}
local function note(v) log[#log + 1] = tostring(v) return v end
local t = {}
t[note("k")] = note("v")
t[note("a" .. 1)] = note("w")
local function map() note("map") return t end
map()[note("x")] = note("y")
map()[note("x")] = nil
out(map()[note("k")], map()[note("z")] == nil, map()[note("k")] or note("unused"))
if map()[note("k")] then note("true") end
out(table.concat(log, " "), t.k, t.a1, t.x)
local moved = {}
local function move() moved = {} return "new" end
moved["a" .. 1] = move()
out(moved.a1)
--- constructors
local k = "key"
local t = {[k] = 1, [k .. 2] = 2, plain = 3, [k] = 4}
out(t.key, t.key2, t.plain)
local u = {[k] = nil, a = 1}
u[k] = 5
out(u.key, u.a)
local w = {x = 1, x = 2, ["x"] = 3}
w[k] = 1
out(w.x, w.key)
local list = {"e", [k] = "f", "g"}
out(list[1], list[2], list.key, #list)
check(function() return {[nil] = 1} end)
local function named(...) local t = {...} t[k] = 7 return t end
out(#named(1, 2), named(1).key)
--- maps that leave
local t = {}
for i = 1, 3 do t["k" .. i] = i end
local kept = {t}
out(kept[1].k1, select("#", t), rawget(t, "k2"), rawlen and 0 or 0, tostring(t):sub(1, 5), type(t))
rawset(t, "k4", 4)
out(t.k4, rawequal(t, kept[1]))
local function spread(...) local first = ... return first.k3 end
out(spread(t), unpack({t}).k2)
t["late" .. 1] = true
out(kept[1].late1)
--- coroutines
local t = {}
local co = coroutine.wrap(function()
  for i = 1, 3 do t["c" .. i] = i coroutine.yield(t) end
  for k, v in pairs(t) do coroutine.yield(k) end
end)
out(co().c1, co()["c" .. 2], co().c3)
local first = co()
out(type(first), t[first] ~= nil)
local shared = {}
local walker = coroutine.wrap(function()
  for k in pairs(shared) do coroutine.yield(k) end
  return "end"
end)
shared["a" .. 1] = 1
shared["a" .. 2] = 2
walker()
shared.a1 = 5 shared.a2 = 6
walker()
out(walker())
--- recursion and results
local function collect(node, into)
  into[node.name] = (into[node.name] or 0) + 1
  for _, child in ipairs(node.children) do collect(child, into) end
  return into
end
local tree = {name = "a", children = {{name = "b", children = {}}, {name = "a", children = {}}}}
local found = collect(tree, {})
out(found.a, found.b, found.c, found["a"] + found["b"])
local function pair(k) local one, two = {}, {} one[k] = 1 two[k] = 2 return one, two end
local one, two = pair("x")
out(one.x, two.x, (pair("y")).y, select(2, pair("z")).z)
--- keys of other maps
local function values(of, keys) local found = {} for k in pairs(keys) do found[#found + 1] = of[k] end return found end
local of, keys = {}, {}
for i = 1, 4 do of["k" .. i] = i keys["k" .. i] = i % 2 == 0 end
out(#values(of, keys), of.k1)
for k, v in pairs(keys) do if not v then of[k] = nil end end
out(of.k1, of.k2, of.k3, of.k4)
--- defaults
local t = {}
local calls = 0
local function default() calls = calls + 1 return "made" end
t["a" .. 1] = "there"
out(t["a1"] or default(), t["a2"] or default(), calls)
out(t["a" .. 3] or nil, t.a4 or false, t.a5 or t.a1, (t.a6 or "x") .. "y")
t.a7 = t.a7 or "new"
out(t.a7)
local lists = {}
local function add(k, v) lists[k] = lists[k] or {} table.insert(lists[k], v) end
add("x", 1) add("x", 2) add("y", 3)
out(#lists.x, #lists.y, lists.z)
--- type tests
local t = {}
t["k" .. 1] = {}
local function kind(v) if type(v) == "table" then return "table" elseif v == nil then return "nil" end return "other" end
out(kind(t), kind(t.k1), kind(t["k" .. 2]), type(t["k" .. 1]), type(t.none))
--- a map in a closure that is replaced
local function counter()
  local counts = {}
  local function add(k) counts[k] = (counts[k] or 0) + 1 return counts[k] end
  local function reset() local old = counts counts = {} return old end
  return add, reset
end
local add, reset = counter()
add("a") add("a")
local old = reset()
out(add("a"), old.a, next(reset()) ~= nil, next(reset()))
--- methods with the names of Python's
local t = {}
t["get" .. ""] = 1 t["pop" .. ""] = 2 t.items = 3 t.keys = 4
out(t.get, t.pop, t.items, t["keys"], t.values)
local get, pop, items, list = {}, {}, {}, {}
for i = 1, 2 do get["a" .. i] = i pop["a" .. i] = i items["a" .. i] = i list["a" .. i] = i end
local sum = 0
for k, v in pairs(list) do sum = sum + v + get[k] + pop[k] + items[k] get[k] = 1 end
out(sum, get.a1)
--- the map of a loop that changes it is assigned
local function drained(names)
  local left = {}
  for name in names:gmatch("%a+") do left[name] = #name end
  local sum = 0
  for name, size in pairs(left) do
    sum = sum + size
    left = { other = 100 }
    left[name] = 50
  end
  return sum, left.other
end
out(drained("a bb ccc"))
--- keys that may be nil
local function name_of(i) if i % 3 ~= 0 then return "n" .. i % 4 end end
local function count(n)
  local counts, missing = {}, 0
  for i = 1, n do
    local key = name_of(i)
    if counts[key] then
      counts[key] = counts[key] + 1
    elseif key then
      counts[key] = 1
    else
      missing = missing + 1
    end
  end
  return counts, missing
end
local function fill(n)
  local seen, order = {}, {}
  for i = 1, n do
    seen[name_of(i)] = i
    order[#order + 1] = i
  end
  return seen
end
local function drop(n)
  local seen = { n1 = 1, n2 = 2 }
  seen[name_of(n)] = nil
  return seen.n1, seen.n2
end
local log = {}
local function note(x) log[#log + 1] = x; return x end
local function order(n)
  local seen = { }
  local ok, err = pcall(function() seen[note(name_of(n))] = note("value") end)
  return ok, tostring(err):match("index is nil"), table.concat(log, ",")
end
local counts, missing = count(20)
out(counts.n0, counts.n1, counts.n2, counts.n3, missing)
local ok, err = pcall(fill, 2)
out(ok, err.n1, err.n2)
ok, err = pcall(fill, 3)
out(ok, (tostring(err):gsub("^.-:%d+: ", "")))
out(drop(1)) out(drop(2))
ok, err = pcall(drop, 3)
out(ok, (tostring(err):gsub("^.-:%d+: ", "")))
out(order(1)) out(order(3))
