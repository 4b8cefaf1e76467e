--- lists under computed keys
local groups = {}
for i, word in ipairs({"ant", "bee", "ape", "cat", "bat", "asp"}) do
  local first = word:sub(1, 1)
  if not groups[first] then groups[first] = {} end
  table.insert(groups[first], word)
  groups[first][#groups[first] + 1] = i
end
local names = {}
for name in pairs(groups) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  out(name, #groups[name], table.concat(groups[name], ","), groups[name][1], groups[name][9])
  for i, v in ipairs(groups[name]) do out(i, v) end
end
out(groups.z, groups["z"] == nil)
--- nil in the place of a list
local groups = {}
groups["a" .. 1] = {1, 2}
local none = "none"
check(function() return #groups[none] end)
check(function() return #groups[none] == 0 end)
check(function() if #groups[none] == 0 then out("empty") end end)
check(function() for _, v in ipairs(groups[none]) do out(v) end end)
check(function() for i, v in ipairs(groups[none]) do out(i, v) end end)
check(function() table.insert(groups[none], 1) end)
check(function() table.insert(groups[none], nil) end)
check(function() groups[none][#groups[none] + 1] = 5 end)
check(function() groups[none][#groups[none] + 1] = nil end)
check(function() groups[none][1] = 5 end)
check(function() return groups[none][1] end)
check(function() return table.concat(groups[none], ",") end)
check(function() table.sort(groups[none]) end)
check(function() table.sort(groups[none], function(a, b) return a < b end) end)
check(function() return unpack(groups[none]) end)
check(function() return table.remove(groups[none]) end)
check(function() return next(groups[none]) end)
check(function() for k, v in pairs(groups[none]) do out(k, v) end end)
for _, v in ipairs(groups.a1) do out(v) end
out(groups[none], #groups.a1)
--- effects before the error of an absent list
local groups, log = {}, {}
groups["a" .. 1] = {}
local function note(v) log[#log + 1] = v return v end
local k = "no"
check(function() table.insert(groups[k], note("inserted")) end)
check(function() groups[k][#groups[k] + 1] = note("stored") end)
check(function() table.insert(groups[note("key")], note("value")) end)
out(table.concat(log, " "))
--- a variable that may hold a list
local by_size = {}
for _, word in ipairs({"a", "bb", "cc", "d", "eee"}) do
  local size = "s" .. #word
  local list = by_size[size]
  if not list then list = {} by_size[size] = list end
  list[#list + 1] = word
  if list == nil then out("never") end
end
local function find(size) local list = by_size[size] if list then return table.concat(list, "+"), #list end return "nothing" end
out(find("s1"), find("s2"))
out(find("s9"))
local function last(size) local list = by_size[size] return list[#list] end
out(last("s2"))
check(function() return last("s7") end)
local total = 0
for size, list in pairs(by_size) do
  for _, word in ipairs(list) do total = total + #word end
  list[#list + 1] = "more"
end
out(total, #by_size.s1, by_size.s3[2])
--- a variable that becomes nil
local list = {}
list[#list + 1] = 1
if #list > 0 then list = nil end
out(list)
check(function() return #list end)
local other = nil
for i = 1, 3 do
  if i == 2 then other = {} end
  if other then other[#other + 1] = i end
end
out(#other, other[1])
local function maybe(n) if n > 0 then local t = {} t[#t + 1] = n return t end end
local one, two = maybe(1), maybe(0)
out(one and #one, two and #two, one ~= nil, two == nil)
if two then out("two") elseif one then out("one", one[1]) end
while one do one = nil end
out(one)
--- empty lists are true
local groups = {}
groups["a" .. 1] = {}
local key, missing = "a1", "a2"
if groups[key] then out("there") end
if not groups[key] then out("not there") end
if not groups[missing] then out("missing") end
out(groups[key] and "yes" or "no", groups[missing] and "yes" or "no", groups[key] ~= nil)
local list = groups[key]
if list then out("list") end
if not list then out("no list") end
out(list and "yes" or "no", (list or {}) == list, groups[key] == list)
local made = groups[key] or {}
made[1] = "shared"
out(groups[key][1], #list)
local node = {children = {}}
if node.children then out("children") end
if not node.other then out("no others") end
if node.children and #node.children == 0 then out("none") end
node.children = nil
if not node.children then out("gone") end
--- the same list in two places
local groups, order = {}, {}
for _, k in ipairs({"x", "y", "x"}) do
  if groups[k] == nil then
    groups[k] = {}
    order[#order + 1] = groups[k]
  end
  table.insert(groups[k], k)
end
groups.x[#groups.x + 1] = "late"
out(#order, #order[1], order[1] == groups.x, #order[2])
groups.x = nil
out(#order[1], groups.x)
groups.y = order[1]
out(groups.y == order[1], #groups["y"])
--- lists that leave through a map
local groups = {}
groups["a" .. 1] = {"p", "q"}
local kept = {}
local function keep(t) kept[#kept + 1] = t return rawget(t, 1) end
out(keep(groups.a1), select("#", groups.a1), #kept[1])
groups.a1.name = "named"
out(kept[1].name, #groups.a1)
local lists = {}
lists["b" .. 1] = {1, 2, 3}
setmetatable(lists.b1, {__len = function() return 42 end})
out(#lists.b1)
--- pairs and removals over lists in a map
local groups = {}
for i = 1, 3 do groups["k" .. i] = {i, i * 2} end
local sum = 0
for k, list in pairs(groups) do
  for i, v in pairs(list) do sum = sum + i * v end
  table.remove(list)
  table.remove(list, 1)
end
out(sum, #groups.k1, groups.k2[1], next(groups.k3))
groups.k1[2] = "gap"
out(groups.k1[1], groups.k1[2])
--- holes and nils in lists in a map
local groups = {}
local function value(i) if i % 2 == 0 then return i end end
for i = 1, 4 do
  local k = "k"
  if not groups[k] then groups[k] = {} end
  table.insert(groups[k], value(i))
  groups[k][#groups[k] + 1] = value(i + 1)
end
out(#groups.k, table.concat(groups.k, ","))
--- parameters that may be nil
local function size(list) if list == nil then return 0 end return #list end
local function add(list, v) list = list or {} list[#list + 1] = v return list end
local function each(list) local n = 0 for _, v in ipairs(list) do n = n + v end return n end
out(size({1, 2}), size(nil), #add(nil, 1), #add({1}, 2), each({1, 2}))
check(function() return each(nil) end)
local store = {}
store["l" .. 1] = add(store["l" .. 1], 5)
store["l" .. 1] = add(store["l" .. 1], 6)
out(#store.l1, size(store.l1), size(store.l2), each(store.l1))
check(function() return each(store.l2) end)
--- recursion over optional children
local function count(node)
  local n = 1
  if node.children then for _, child in ipairs(node.children) do n = n + count(child) end end
  return n
end
local tree = {children = {{children = {{}}}, {}, {children = {}}}}
out(count(tree), count({}))
local function grow(node, depth)
  if depth == 0 then return node end
  node.children = node.children or {}
  table.insert(node.children, grow({}, depth - 1))
  return node
end
local root = grow(grow({}, 3), 2)
out(count(root), #root.children)
--- whether a table is empty
local function is_empty(t) return next(t) == nil end
local function is_filled(t) if next(t) ~= nil then return "filled" end return "empty" end
local function has_first(t) if next(t) then return true end return false end
local function lacks_first(t) if not next(t) then return true end return false end
local removed, holes, deep = { a = 1 }, { 1, 2 }, setmetatable({}, { __index = { x = 1 }, __len = function() return 5 end })
removed.a = nil holes[1] = nil holes[2] = nil
local numbered, sparse = {}, {}
numbered[3] = 1 sparse[10000] = 1
for _, t in ipairs({ {}, { 1 }, { a = 1 }, removed, holes, deep, numbered, sparse, { [false] = 1 }, { [true] = 1 }, { [0] = 1 }, { [1.5] = 1 } }) do
  out(is_empty(t), is_filled(t), has_first(t), lacks_first(t))
end
numbered[3] = nil sparse[10000] = nil
out(is_empty(numbered), is_empty(sparse), next(numbered) == nil, next(sparse) ~= nil)
deep.y = 1 out(is_empty(deep)) deep.y = nil out(is_empty(deep), next(deep))
check(is_empty, nil) check(is_filled, 1) check(has_first, "text")
local queue = {}
for i = 1, 3 do queue[i] = i end
local drained = 0
while next(queue) ~= nil do table.remove(queue) drained = drained + 1 end
out(drained, is_empty(queue))
local set, names = {}, {}
for _, name in ipairs({ "a", "b" }) do set[name] = true end
for name in pairs(set) do names[#names + 1] = name set[name] = nil end
out(#names, next(set) == nil, not next(set), next(set) and 1 or 2)
local indexed = {}
indexed[5] = "x" indexed[2] = "y"
out(next(indexed) == nil) indexed[5] = nil indexed[2] = nil out(next(indexed) == nil, #indexed)
