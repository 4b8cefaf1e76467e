--- defaults of parameters
local function join(list, options)
  options = options or {}
  list = list or {}
  local separator = options.separator or ","
  return table.concat(list, separator)
end
out(join({"a", "b"}), join({"a", "b"}, {separator = "-"}), join(nil, {}), join({}, nil))
local function add(list, v) list = list or {} list[#list + 1] = v return list end
local shared = {}
local same = add(shared, 1)
out(same == shared, #shared, #add(nil, 2), add(nil, 3) == add(nil, 3))
local function optional(flag, list) return flag and list or {"default"} end
local own = {"own"}
out(optional(true, own) == own, optional(false, own)[1], optional(nil, {})[1], #optional(true, {}))
--- an empty list is kept by or
local groups, empty = {}, {}
groups["a" .. 1] = empty
groups["a" .. 1] = groups["a" .. 1] or {}
out(groups.a1 == empty)
local key = "a1"
groups[key] = groups[key] or {"new"}
out(groups[key] == empty, #groups[key])
local other = "b1"
groups[other] = groups[other] or {"new"}
out(groups[other][1], groups.b1 == groups[other])
local list = groups[key] or {}
list[#list + 1] = "shared"
out(#empty, empty[1])
local again = groups[key]
again = again or {}
again[#again + 1] = "more"
out(#empty, again == empty)
--- loops over a default
local handlers, seen = {}, 0
local function on(name, f) handlers[name] = handlers[name] or {} table.insert(handlers[name], f) end
local function emit(name, v) for _, f in ipairs(handlers[name] or {}) do f(v) end end
on("x", function(v) seen = seen + v end)
on("x", function(v) seen = seen + v * 10 end)
on("y", function(v) on("y", function(w) seen = seen + w * 1000 end) end)
emit("x", 1) emit("none", 5) emit("y", 1)
out(seen, #handlers.x, #handlers.y, handlers.z)
for i, v in ipairs(handlers.none or {"one", "two"}) do out(i, v) end
for k, v in pairs(handlers.none or {only = 1}) do out(k, v) end
--- and before elements
local rows = {}
rows["r" .. 1] = {1, 2}
rows["r" .. 2] = {}
local function first(name) local row = rows[name] return row and row[1] end
local function size(name) return rows[name] and #rows[name] or -1 end
out(first("r1"), first("r2"), first("r3"), size("r1"), size("r2"), size("r3"))
local row = rows.r2
out(row and "list" or "none", row and row[1] or "no element", (row and row or {5})[1])
local nothing = rows.r9
out(nothing and nothing[1], nothing and nothing.name, nothing and #nothing == 0)
local picked = row and rows.r1
out(picked == rows.r1, (nothing and rows.r1) == nil, #(row and rows.r1))
check(function() return #(nothing and rows.r1) end)
check(function() for _, v in ipairs(nothing and rows.r1) do out(v) end end)
--- flags before tables
local function choose(flag, a, b) return flag and a or b end
local a, b = {}, {}
out(choose(true, a, b) == a, choose(false, a, b) == b, choose(nil, a, b) == b, choose(a, b, a) == b)
local function maybe(flag, list) return flag and list end
local l = {}
out(maybe(true, l) == l, maybe(false, l), maybe(nil, l))
if maybe(true, l) then out("kept") end
if not maybe(false, l) then out("refused") end
local function either(x, y) return x or y end
out(either(l, nil) == l, either(nil, l) == l, either(false, l) == l, either(nil, nil))
check(function() return #either(nil, false) end)
--- maps as defaults
local cache = {}
local function cached(space, key)
  local map = cache[space] or {}
  cache[space] = map
  map[key] = (map[key] or 0) + 1
  return map[key]
end
out(cached("a", "x"), cached("a", "x"), cached("b", "x"), cached("a", "y"))
local empty = {}
empty["k" .. 1] = nil
local chosen = empty or {k2 = 1}
out(chosen == empty, chosen.k2)
local function fill(map, k) map = map or {} map[k] = true return map end
local filled = fill(nil, "p")
out(fill(filled, "q") == filled, filled.p, filled.q, fill({}, "r").r)
--- chains
local one, two, three = nil, {}, {"x"}
out((one or two or three) == two, (one or (two and three))[1], #(one or two), (one or one or three)[1])
local function pick(x, y, z) return x or y or z end
out(pick(nil, two, three) == two, pick(nil, nil, three) == three, pick(three, two) == three, pick() == nil)
local deep = {list = {}}
local got = deep and deep.list and deep.list[1]
out(got, (deep and deep.list) == deep.list, (deep.none or deep.list) == deep.list)
deep.none = deep.none or deep.list
table.insert(deep.none, "in both")
out(#deep.list, deep.none == deep.list)
--- a side effect in a default
local calls = 0
local function make() calls = calls + 1 return {calls} end
local kept = {}
kept["k" .. 1] = kept.k1 or make()
kept["k" .. 1] = kept.k1 or make()
local k2 = kept.k2 or make()
out(calls, kept.k1[1], k2[1])
--- lists that or keeps, told by what is added to them
local groups = {}
local empty = {}
groups["a" .. 1] = empty
for _, k in ipairs({"a1", "b1", "a1"}) do
  groups[k] = groups[k] or {}
  local list = groups[k] or {}
  list[#list + 1] = k
  for i, v in ipairs(groups[k] or {"never"}) do out(i, v) end
end
out(#empty, #groups.a1, #groups.b1)
local function add(list, v) list = list or {} list[#list + 1] = v return list end
local shared = {}
add(shared, 1)
local more = add(shared, 2)
table.insert(more, 3)
out(#shared, #add(nil, 1), #add({}, 1))
local function size(list) return list and #list or -1 end
out(size(shared), size({}), size(nil), size(add(nil, 5)))
local function chosen(flag, one, two) local list = flag and one or two table.insert(list, "x") return #list end
local one, two = {}, {"y"}
out(chosen(true, one, two), chosen(false, one, two), chosen(nil, one, two), #one, #two)
--- maps that or keeps, told by what is added to them
local spaces = {}
local function space(name) local map = spaces[name] or {} spaces[name] = map return map end
local function count(name, key) local map = space(name) map[key] = (map[key] or 0) + 1 return map[key] end
out(count("a", "x"), count("a", "x"), count("b", "x"), count("a", "y"))
local function marked(map, key) map = map or {} map[key] = true return map end
local own = {}
own["p" .. 1] = true
own["p" .. 1] = nil
marked(own, "q")
local other = marked(nil, "r")
out(own.q, own.p1, other.r, other.q, marked(other, "s").s, other.s)
local function has(map, key) return map and map[key] or false end
out(has(own, "q"), has(own, "z"), has(nil, "q"))
local n = 0
for k, v in pairs(spaces) do for key, times in pairs(v) do n = n + times end end
out(n)
--- rows that may be missing
local grid = {}
for i = 1, 3 do grid["r" .. i] = {i, i + 1} end
grid["r" .. 4] = {}
local function first(name) local row = grid[name] return row and row[1] end
local function last(name) local row = grid[name] if not row then return "no row" end return row[#row] end
for i = 1, 5 do out(first("r" .. i), last("r" .. i), grid["r" .. i] and #grid["r" .. i]) end
local total = 0
for i = 0, 5 do for _, v in ipairs(grid["r" .. i] or {}) do total = total + v end end
out(total)
check(function() for _, v in ipairs(grid["r" .. 9]) do out(v) end end)
