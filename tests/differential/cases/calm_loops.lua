--- copies and comparisons of trees
local function copy(value)
  if type(value) ~= "table" then return value end
  local new = {}
  for key, inner in pairs(value) do new[key] = copy(inner) end
  return new
end
local function equal(a, b)
  if type(a) ~= type(b) then return false end
  if type(a) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not equal(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end
local tree = {1, 2, {x = 1, y = {true, false}}, name = "n", [10] = "far", [true] = 0, [0] = 1, [1.5] = 2}
local other = copy(tree)
out(equal(tree, other), equal(other, tree), other[3].y[2], other[10], other[true], other[0], other[1.5])
other[3].y[2] = nil
out(equal(tree, other), equal(other, tree))
other[3].y[2] = 0
out(equal(tree, other), equal(1, 1.0), equal(true, 1), equal("1", 1), equal(nil, false), equal(tree, "t"))
--- removed entries and gaps are passed over
local t = {a = 1, b = 2, c = 3}
t.b = nil
local list = {1, 2, 3, 4, 5}
list[2] = nil
list[4] = nil
local mixed = {1, 2, 3, x = 1, y = 2}
mixed[2] = nil
mixed.x = nil
local function count(any)
  local n, sum = 0, 0
  for k, v in pairs(any) do
    n = n + 1
    if type(v) == "number" then sum = sum + v end
  end
  return n, sum
end
local function keys(any)
  local n = 0
  for _ in pairs(any) do n = n + 1 end
  return n
end
out(count(t)) out(count(list)) out(count(mixed)) out(count({})) out(count({nil, nil, 3}))
out(keys(t), keys(list), keys(mixed), keys({}), keys({false, false}), keys({a = false}))
check(count, nil) check(count, "text") check(keys, 5)
--- a new table takes the entries of one in a field
local config = {values = {a = 1, b = 2}, name = "c"}
local result = {}
for k, v in pairs(config.values) do result[k] = v end
for k, v in pairs(config) do result[k] = v end
local n = 0
for k in pairs(result) do n = n + 1 end
out(n, result.a, result.b, result.name)
--- a new table that is the one in the field
local holder = {}
local own = {a = 1, b = 2, c = 3}
holder.values = own
local seen = 0
for k, v in pairs(holder.values) do
  own.a = nil
  own.b = nil
  own.c = nil
  seen = seen + 1
end
out(seen, next(own))
--- the table is the same under another name
local t = {a = 1, b = 2, c = 3}
local same = t
local rounds = 0
for k in pairs(t) do
  same.a = nil same.b = nil same.c = nil
  rounds = rounds + 1
end
out(rounds, next(t))
local function clear(any)
  for k in pairs(any) do any[k] = nil end
end
local function clear_by(any, other)
  local rounds = 0
  for k in pairs(any) do
    other.x = nil other.y = nil other.z = nil
    rounds = rounds + 1
  end
  return rounds
end
local u = {x = 1, y = 2, z = 3}
out(clear_by(u, u), next(u))
local v = {1, 2, 3, a = 1}
clear(v)
out(next(v), #v)
--- called functions change the table
local state = {items = {a = 1, b = 2, c = 3, d = 4}}
local function drop() state.items.b = nil state.items.c = nil state.items.d = nil end
local function indirect() drop() end
local rounds = 0
for k in pairs(state.items) do
  if k == "a" then indirect() end
  rounds = rounds + 1
end
out(rounds <= 4, next(state.items) == "a", rounds < 4 or state.items.a == 1)
local function visit(t, f) local n = 0 for k in pairs(t) do f(k) n = n + 1 end return n end
local one = {a = 1, b = 2, c = 3}
out(visit(one, function(k) one.a = nil one.b = nil one.c = nil end), next(one))
out(visit({a = 1, b = 2}, function(k) end))
--- values are read when their turn comes
local t = {1, 2, 3}
local sum = 0
for i, v in pairs(t) do
  t[3] = 10
  sum = sum + v
end
out(sum)
local last = {5, 6, 7}
local n = 0
for i in pairs(last) do
  last[#last] = nil
  n = n + 1
end
out(n, #last)
--- removal of elements by functions of table
local list = {1, 2, 3, 4}
local n = 0
for i, v in pairs(list) do
  table.remove(list)
  n = n + 1
end
out(n, #list)
local sorted, text = {3, 1, 2}, ""
for i, v in pairs(sorted) do
  table.sort(sorted)
  text = text .. v
end
out(text)
--- a variable that gets another table
local t = {a = 1, b = 2}
local copy = {}
local first = copy
for k in pairs(t) do
  copy.a = nil
  copy.b = nil
  copy = t
end
out(t.a == nil or t.b == nil, next(first) == nil)
local function swap(x)
  local new = {}
  local old = x
  old = new
  new.p = 1
  new.q = 2
  local n = 0
  for k in pairs(old) do
    new.p = nil
    new.q = nil
    n = n + 1
  end
  return n
end
out(swap({}))
--- a table made in the loop before
local previous = {a = 1}
local depth = 0
for i = 1, 3 do
  local current = {}
  for k, v in pairs(previous) do
    current[k] = v
    current["n" .. i] = i
  end
  previous = current
end
for _ in pairs(previous) do depth = depth + 1 end
out(depth, previous.a, previous.n1, previous.n2, previous.n3)
--- a closure stores into the new table
local function collect(t)
  local found = {}
  local function add(k, v) found[k] = v end
  for k, v in pairs(t) do add(k, v) end
  return found
end
local c = collect({a = 1, b = 2})
out(c.a, c.b)
local shared = {a = 1, b = 2, c = 3}
local function remover()
  return function() shared.a = nil shared.b = nil shared.c = nil end
end
local remove = remover()
local n = 0
for k in pairs(shared) do remove() n = n + 1 end
out(n)
--- coroutines change the table between rounds
local t = {a = 1, b = 2, c = 3}
local step = coroutine.wrap(function()
  while true do
    t.a = nil t.b = nil t.c = nil
    coroutine.yield()
  end
end)
local n = 0
for k in pairs(t) do step() n = n + 1 end
out(n)
local walker = coroutine.wrap(function(u)
  local n = 0
  for k in pairs(u) do
    coroutine.yield(k)
    n = n + 1
  end
  return n
end)
local u = {x = 1, y = 2, z = 3}
walker(u)
u.x = nil u.y = nil u.z = nil
out(walker())
--- errors leave the loop and the table can be changed
local t = {a = 1, b = 2}
local function fail(x) for k, v in pairs(x) do if v == 1 then error("stop") end end end
check(fail, t)
t.c = 3
local ok = pcall(function() for k, v in pairs(t) do t[k] = nil error("x") end end)
local n = 0
for k in pairs(t) do n = n + 1 end
out(ok, n)
--- metamethods change the table
local log = {a = 1, b = 2, c = 3}
local proxy = setmetatable({}, {
  __newindex = function(_, k, v) log.a = nil log.b = nil log.c = nil end,
  __index = function(_, k) return k end,
})
local n = 0
for k in pairs(log) do proxy[k] = 1 n = n + 1 end
out(n)
--- a metamethod that reading runs
local log = {a = 1, b = 2, c = 3}
local proxy = setmetatable({}, {__index = function(_, k) log.a = nil log.b = nil log.c = nil end})
local n = 0
for k in pairs(log) do n = n + 1 + (proxy[k] or 0) end
out(n)
local added = setmetatable({}, {__add = function(x, y) log.p = nil log.q = nil return 1 end})
log.p = 1 log.q = 2
n = 0
for k in pairs(log) do n = n + (added + 1) end
out(n)
--- names of types that are only compared
local function describe(value)
  local kind = type(value)
  if kind == "table" then
    return "T" .. #value
  elseif kind == "string" then
    return "S" .. value
  elseif kind == "number" then
    return "N" .. value
  elseif kind == "boolean" then
    return value and "yes" or "no"
  elseif "nil" == kind then
    return "none"
  end
  return "other"
end
out(describe({1, 2}), describe("x"), describe(5), describe(true), describe(false), describe(nil), describe(print))
local function named(value)
  local kind = type(value)
  if kind ~= "table" then return kind end
  return "a " .. kind
end
out(named({}), named(1), named("s"), named(nil))
--- names of types whose value is assigned or out of reach
local function changed(value)
  local kind = type(value)
  value = 5
  if kind == "string" then return "was string" end
  return "was not"
end
out(changed("a"), changed(1))
local function hidden(value)
  local kind = type(value)
  local value = {}
  if kind == "string" then return "string" .. #value end
  return "other" .. #value
end
out(hidden("a"), hidden(1))
local function inner(value)
  local kind = type(value)
  return function() return kind == "string" end
end
out(inner("a")(), inner(1)())
local kinds = {}
for i, v in ipairs({"a", 1, {}}) do
  local kind = type(v)
  kinds[i] = function() return kind == "number" end
  if kind == "table" then out("table at", i) end
end
out(kinds[1](), kinds[2](), kinds[3]())
local function compared(value, expected)
  local kind = type(value)
  return kind == expected or kind == "nil"
end
out(compared(1, "number"), compared(nil, "table"), compared({}, "string"))
--- type against type of any value
local function same(a, b) return type(a) == type(b) end
local function differ(a, b) return type(a) ~= type(b) end
local values = {1, 1.5, true, "s", {}, print, false, setmetatable({}, {}), {1}}
local text = ""
for i = 1, 9 do
  for j = 1, 9 do
    text = text .. (same(values[i], values[j]) and 1 or 0) .. (differ(values[i], values[j]) and 1 or 0)
  end
end
out(text)
out(same(nil, nil), same(nil, false), differ(nil, 1))
out(not (type(values[1]) == type(values[3])), type(values[1]) == type(values[2]) and type("") == type("a"))
--- functions of table look at one table
local function shrink(any)
  local n = 0
  for k in pairs(any) do table.remove(any) n = n + 1 end
  return n
end
out(shrink({1, 2, 3, 4}), shrink({1, 2, 3, a = 1}), shrink({a = 1}))
local function joined(any)
  local text = ""
  for k, v in pairs(any) do text = text .. k .. table.concat(any, ",") end
  return text
end
out(joined({1, 2, 3, 4}), joined({"x", a = 1}))
local function sorted(any)
  local text = ""
  for k, v in pairs(any) do table.sort(any) text = text .. v end
  return text
end
out(sorted({3, 1, 2}), sorted({x = 5}))
local function first(any)
  local sum = 0
  for k, v in pairs(any) do sum = sum + (table.unpack(any)) + v end
  return sum
end
out(first({3, 1, 2}), first({5, a = 1}))
--- iterator functions change the table
local counts = {}
for _, w in ipairs({"a", "b", "c", "d"}) do counts[w] = (counts[w] or 0) + 1 end
local function forget()
  counts.a = nil counts.b = nil counts.c = nil counts.d = nil
  return nil
end
local rounds = 0
for k, v in pairs(counts) do
  for x in forget do rounds = rounds + 10 end
  rounds = rounds + 1
end
out(rounds, next(counts))
