--- two elements of one place that take other values
local function move(t, i, j, k)
  t[i], t[j] = t[j], t[k]
  return t[1], t[2], t[3]
end
local t = {}
for i = 1, 3 do t[i] = i * 10 end
out(move(t, 2, 2, 3))
out(move(t, 1, 2, 3))
out(move(t, 3, 3, 1))
local function sums(t, i)
  t[i + 1], t[i - 1] = t[i - 1], t[i + 1]
  t[i + 1], t[i] = t[i], t[i - 1]
  return t[1], t[2], t[3]
end
out(sums(t, 2))
--- stores of what calls give, in their order
local log = {}
local function said(value)
  log[#log + 1] = value
  return value
end
local t = {}
for i = 1, 4 do t[i] = i end
t[1], t[2] = said(7), said(8)
t[said(3)], t[said(4)] = said(1), said(2)
local position = 1
local function further()
  position = position + 1
  return position
end
t[position], t[further()] = further(), further()
t[position] = further()
for i = 1, 5 do out(t[i]) end
out(table.concat(log, " "), position)
--- a store whose value changes the table or raises
local t = {}
for i = 1, 4 do t[i] = i end
local other = {}
for i = 1, 4 do other[i] = -i end
local chosen = t
local function choose()
  chosen = other
  return 9
end
chosen[1] = choose()
chosen[2] = choose() + 1
out(t[1], t[2], other[1], other[2])
local function store(list, i, j, value)
  list[i], list[j] = value + 1, value - 1
  return list[i], list[j]
end
check(store, t, 1, 2, 5)
check(store, t, 1, 2, nil)
check(store, t, nil, 2, 5)
check(store, t, 1, nil, 5)
check(store, t, 1, 2, "6")
check(store, nil, 1, 2, 5)
out(t[1], t[2], t[3])
--- stores into an absent table whose value fails or is told
local log = {}
local function said(value)
  log[#log + 1] = tostring(value)
  return value
end
local function put(list, key, value)
  list[key] = value
end
local function put_said(list, key, value)
  list[key] = said(value)
end
local function put_in(holder, name, text)
  holder.inner[name .. "x"] = text .. "y"
end
local function put_number(holder, name, number)
  holder.inner[name .. "x"] = number * 2
end
local holder = { inner = {} }
put_in(holder, "a", "b") put_number(holder, "b", 4)
out(holder.inner.ax, holder.inner.bx)
check(put_in, { inner = nil }, "a", "b")
check(put_in, holder, "a", nil)
check(put_number, holder, nil, 3)
check(put_number, {}, "c", 3)
check(put_said, nil, 1, 2)
check(put_said, {}, nil, 3)
check(put, nil, 1, 2)
out(table.concat(log, " "))
--- parallel stores whose tables and keys other functions assign meanwhile
local log = {}
local position, list = 1, {}
local first_list = list
local function further()
  position = position + 1
  list = { "new" .. position }
  log[#log + 1] = list
  return position
end
list[position], list[further()] = further(), further()
for i = 1, #log do
  for j = 1, 5 do if log[i][j] then out(i, j, log[i][j]) end end
end
out(next(first_list))
local function from_inside()
  list[position], list[position + 1] = further(), further()
  position, list[position] = further(), further()
  list[position], position = further(), further()
end
from_inside()
for i = 1, #log do
  for j = 1, 20 do if log[i][j] then out(i, j, log[i][j]) end end
end
local key, field = "a", {}
local function rename(value)
  key = key .. "x"
  return value
end
field[key], field[key .. "!"] = rename(1), rename(2)
key, field[key] = rename("k"), rename(4)
field[key], key = rename(5), rename("m")
for _, name in ipairs({"a", "a!", "ax", "axx", "axxx", "axxxx", "k", "kx", "kxx"}) do out(name, field[name]) end
out(key)
local kept = {}
for i = 1, 3 do
  local at = i
  kept[i] = function() at = at + 10 return at end
  field[at], field[i] = kept[i](), kept[i]()
end
for i = 1, 30 do out(field[i]) end
--- a table that the value exchanges before it is stored
local holder = { inner = { name = "old" } }
local old = holder.inner
local function exchange(value)
  holder.inner = { name = "new" }
  return value
end
holder.inner.value = exchange(1)
out(old.value, holder.inner.value)
holder.inner["value"] = exchange(2) + 1
out(old.value, holder.inner.value)
local names = { first = { "a" }, count = 0 }
local function named(name, value)
  names[name] = { "of " .. name }
  names.count = names.count + 1
  return value
end
local before = names.first
names.first[tostring(names.count)] = named("first", names.count)
out(before["0"], before["1"], names.first["0"], names.first["1"])
names.first["x" .. names.count] = "y" .. tostring(named("first", names.count))
out(names.first.x1, names.first.x2, names.count)
--- a table that a call gives, and a value that fails
local calls = 0
local kept = { a = 1 }
local function given()
  calls = calls + 1
  return kept
end
local function put(name, amount)
  given()[name .. "!"] = amount + 1
end
local function put_text(name, text)
  given()["!" .. name] = "<" .. text .. ">"
end
put("a", 2) put_text("a", "b")
check(put, "b", nil)
check(put_text, "b", nil)
check(put, nil, 2)
out(calls, kept["a!"], kept["!a"], kept["b!"], kept["!b"])
--- a key that the value changes, and one whose text calls
local words = { a = "x" }
local said = {}
local shown = setmetatable({}, { __tostring = function() said[#said + 1] = "shown" return "s" end })
local function tell(word)
  said[#said + 1] = word
  words.a = words.a .. "z"
  return word
end
words[words.a] = tell("one")
words[words.a .. "k"] = tell("two")
words[tostring(shown)] = tell("three")
words[string.rep(words.a, 2)] = tell("four")
for _, key in ipairs({"a", "x", "xz", "xzk", "xzzk", "s", "xzzzxzzz", "xzzzzxzzzz"}) do
  out(key, words[key])
end
out(table.concat(said, " "))
--- a sum with the element of another key
local counts = setmetatable({ a = 1, b = 5, [1] = 10, [2] = 20 }, {})
counts.a = counts.b + 1
counts.b = counts.b + 1
counts[1] = counts[2] + 1
out(counts.a, counts.b, counts[1], counts[2])
local words = {}
for word in ("x y x"):gmatch("%a") do words[word] = (words[word] or 0) + 1 end
local one, other = "x", "y"
words[one] = words[other] + 10
words["y"] = words["x"] + 100
for _, word in ipairs({ "x", "y" }) do out(word, words[word]) end
local list = { 1, 2, 3 }
list[1] = list[2] + 5
list[2] = list[3] + list[1]
for i = 2, #list do list[i] = list[i - 1] + 1 end
out(list[1], list[2], list[3])
