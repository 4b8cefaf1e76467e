--- loops over lists and their uses of the counter
local function total(list)
  local sum, places = 0, 0
  for i = 1, #list do
    sum = sum + list[i]
    if i > 1 and list[i] > list[i - 1] then places = places * 10 + i end
    if i == #list then sum = sum * 2 end
  end
  return sum, places
end
out(total({5, 3, 8, 8, 9}))
out(total({}))
--- loops that count down, and by steps
local list = {}
for i = 1, 9 do list[i] = i * i end
local function down(from)
  local text = ""
  for i = from, 1, -1 do text = text .. list[i] .. "," end
  for i = 9, 1, -4 do text = text .. list[i] .. ";" end
  for i = 2, 9, 3 do text = text .. list[i] .. "." end
  for i = #list, 2, -1 do list[i] = list[i - 1] end
  return text .. table.concat(list, " ")
end
out(down(#list))
out(down(0))
--- counters in comparisons, sums, texts and calls
local function seen(list, limit)
  local found = {}
  local function add(value) found[#found + 1] = tostring(value) end
  for i = 1, #list do
    local value = list[i] + list[i]
    if i < limit then add(i) elseif i == limit then add("=" .. i) else add(value) end
    if limit <= i and list[i] > 2 then add(-i) end
    if i >= limit and i + 1 <= #list and list[i] ~= list[i + 1] then add(list[i + 1] - i) end
    if 2 < i and i ~= 4 then add(i % 2) add(i // limit) add(i * limit) end
    if i % limit == 0 and list[i] > 0 then add(i / limit > 1) end
  end
  return table.concat(found, " ")
end
for limit = 1, 6 do out(seen({1, 2, 3, 4, 4}, limit)) end
--- a divisor that may be 0
local function parts(list, by)
  local found = {}
  for i = 1, #list do
    local value = list[i] + list[i] + list[i]
    found[#found + 1] = i // by + i % by + value
  end
  return table.concat(found, " ")
end
out(parts({1, 2, 3}, 2))
check(parts, {1, 2, 3}, 0)
out(parts({1, 2}, -3))
--- variables of while loops
local function reverse(list)
  local i, j = 1, #list
  while i < j do
    list[i], list[j] = list[j], list[i]
    i = i + 1
    j = j - 1
  end
  return i, j, table.concat(list, " ")
end
out(reverse({1, 2, 3, 4, 5}))
out(reverse({1, 2}))
out(reverse({}))
local function partition(list, low, high)
  local pivot = list[high]
  local i = low - 1
  for j = low, high - 1 do
    if list[j] <= pivot then
      i = i + 1
      list[i], list[j] = list[j], list[i]
    end
  end
  list[i + 1], list[high] = list[high], list[i + 1]
  return i + 1
end
local values = {5, 2, 8, 1, 9, 3}
out(partition(values, 1, #values), table.concat(values, " "))
--- variables that are set anew, swapped and passed on
local function walk(list, from)
  local i, steps = 1, 0
  local last = #list
  while i <= #list and steps < 20 do
    steps = steps + list[i]
    if list[i] == 2 then i = i + 3 elseif list[i] == 3 then i = last last = 1 else i = i + 1 end
    if i == from then i, last = last, i end
  end
  return i, last, steps
end
for from = 0, 7 do out(walk({1, 2, 1, 3, 1, 4}, from)) end
local function middle(list, wanted)
  local low, high = 1, #list
  while low <= high do
    local mid = (low + high) // 2
    if list[mid] == wanted then return mid, low, high end
    if list[mid] < wanted then low = mid + 1 else high = mid - 1 end
  end
  return -low, high
end
for wanted = 1, 8 do out(middle({2, 3, 5, 7}, wanted)) end
--- choices between variables
local function heap(list, count, seen)
  if count == 1 then seen[#seen + 1] = table.concat(list, "") return end
  for i = 1, count do
    heap(list, count - 1, seen)
    local other = count % 2 == 0 and i or 1
    list[other], list[count] = list[count], list[other]
  end
end
local seen = {}
heap({1, 2, 3, 4}, 4, seen)
out(#seen, table.concat(seen, " "))
--- counters that closures keep, and that change
local list = {10, 20, 30, 40}
local kept = {}
for i = 1, #list do
  local value = list[i] + list[i]
  kept[#kept + 1] = function() return i + value end
end
for i = 1, #kept do out(kept[i]()) end
for i = 1, #list do
  local value = list[i] + list[i]
  i = i * 2
  if i <= #list then value = value + list[i] + list[i] end
  out(i, value)
end
local i = 1
local function step() i = i + 1 return i end
while list[i] and list[i] < 35 do out(list[i], list[i], step()) end
--- reads that may leave the list
local function around(list, from, to)
  local found = {}
  for i = from, to do
    local before, here, after = list[i - 1], list[i], list[i + 1]
    found[#found + 1] = tostring(before) .. tostring(here) .. tostring(after)
  end
  local i = from
  while i <= to do
    found[#found + 1] = tostring(list[i]) .. (list[i] and i or -i)
    i = i + 1
  end
  return table.concat(found, " ")
end
out(around({1, 2, 3}, 1, 3))
out(around({1, 2, 3}, -1, 5))
local function sum(list, from, to)
  local total = 0
  for i = from, to do total = total + list[i] end
  return total
end
out(sum({1, 2, 3}, 1, 3))
check(sum, {1, 2, 3}, 0, 2)
check(sum, {1, 2, 3}, 2, 4)
check(sum, {1, 2, 3}, -3, -1)
--- keys that are shown in messages
local function cell(count, from, to)
  local rows = {}
  for i = 1, count do rows[i] = {i, i * 2, i * 3} end
  local total = 0
  for i = 1, 3 do
    for j = from, to do total = total + rows[i][j] * rows[i][j] end
  end
  return total
end
out(cell(3, 1, 3))
check(cell, 2, 1, 3)
check(cell, 0, 2, 3)
check(cell, 3, 2, 4)
--- elements of lists in lists, of which one is the index of another
local function product(a, b)
  local result = {}
  for i = 1, #a do
    local row = {}
    for j = 1, #b[1] do
      local sum = 0
      for k = 1, #b do sum = sum + a[i][k] * b[k][j] end
      row[j] = sum
    end
    result[i] = row
  end
  return result
end
local c = product({{1, 2}, {3, 4}}, {{5, 6, 7}, {8, 9, 10}})
out(table.concat(c[1], " "), table.concat(c[2], " "))
local order, names = {3, 1, 2}, {"a", "b", "c"}
for i = 1, #order do out(names[order[i]], names[order[order[i]]], order[i] == i) end
--- counters of pairs and ipairs
local function odd(list, other)
  local found = {}
  for i, value in ipairs(list) do
    if i > 1 and list[i - 1] < value then found[#found + 1] = other[i] + other[i] end
    if i < #list and list[i] > list[i + 1] then found[#found + 1] = -other[i] end
  end
  for i in ipairs(list) do found[#found + 1] = list[i] + other[i] end
  for i, value in pairs(list) do found[#found + 1] = list[i] - value + other[i] end
  return table.concat(found, " ")
end
out(odd({3, 1, 2}, {10, 20, 30}))
--- bytes of texts
local function hash(text)
  local found = 7
  for i = 1, #text do found = (found * 31 + text:byte(i)) % 65536 end
  for i = #text, 1, -1 do found = (found + text:byte(i)) % 65536 end
  return found
end
out(hash("counting"), hash(""))
local function vowels(text)
  local found = {}
  for i = 1, #text do
    local byte = string.byte(text, i)
    if byte == 97 or byte == 101 then found[#found + 1] = i end
    if text:sub(i, i) == "s" then found[#found + 1] = text:sub(i + 1) end
  end
  return table.concat(found, " ")
end
out(vowels("sea and sand"))
--- numbers at the ends of the range
local function ends(list, from)
  local found = {}
  for i = from, from + 2 do
    if i >= 1 and i <= #list then found[#found + 1] = list[i] + list[i] else found[#found + 1] = i end
  end
  return table.concat(found, " ")
end
out(ends({1, 2, 3}, math.mininteger))
out(ends({1, 2, 3}, math.maxinteger - 3))
out(ends({1, 2, 3}, 2))
local function last(list)
  local i = math.maxinteger
  local steps = 0
  while i > 3 do i = i // 2 steps = steps + 1 end
  return list[i] + list[i], i + 1, steps
end
out(last({1, 2, 3}))
--- floats among the bounds and limits
local function upto(list, limit)
  local found = 0
  for i = 1, #list do
    if i < limit then found = found + list[i] end
    if i == limit then found = found + list[i] * 100 end
    if limit <= i then found = found + list[i] * 1000 end
  end
  return found
end
out(upto({1, 2, 3}, 2), upto({1, 2, 3}, 2.5), upto({1, 2, 3}, 2.0))
check(upto, {1, 2, 3}, "2")
local function count(list, stop)
  local found = 0
  for i = 1, stop do found = found + list[i] + list[i] end
  return found
end
out(count({1, 2, 3}, 2.5))
out(count({1, 2, 3}, 3))
--- goto, repeat and blocks
local function skip(list)
  local found, i = {}, 0
  repeat
    i = i + 1
    if list[i] == 2 then goto continue end
    found[#found + 1] = list[i] * i
    ::continue::
    local stop = i
  until stop >= #list or list[i] < 0
  do
    local i = 1
    while i <= #found do
      if found[i] > 8 then found[i] = found[i] + i end
      i = i + 1
    end
  end
  return table.concat(found, " "), i
end
out(skip({1, 2, 3, 2, 5}))
out(skip({1, -2, 3}))
--- coroutines that keep counters while they wait
local function each(list)
  return coroutine.wrap(function()
    for i = 1, #list do
      local got = coroutine.yield(list[i] + list[i], i)
      if got then list[i] = list[i] + got end
    end
    return "end", #list
  end)
end
local values = {1, 2, 3}
local following = each(values)
out(following())
out(following(5))
out(following())
out(following(), table.concat(values, " "))
--- counters of lists that are made here
local function seen(limit)
  local list = {}
  for i = 1, 5 do list[i] = i * i % 7 end
  local found = 0
  for i = 1, #list do
    if i <= limit and list[i] > list[1] then found = found * 2 + list[i] end
    if limit > i then found = found + list[i] end
    if limit ~= i and i * 2 > limit then found = found - list[i] end
  end
  for i = #list - 1, 2, -2 do
    if list[i + 1] > list[i - 1] then list[i], list[i - 1] = list[i - 1], list[i] end
    found = found + list[i - 1] - list[i + 1]
  end
  local at, from = 1, #list
  while at < from do
    if list[at] > list[from] then list[at], list[from] = list[from], list[at] end
    at, from = at + 1, from - 1
  end
  local low, high = from, at
  while low < #list and list[low] < list[low + 1] do low = low + 1 end
  while high > 1 and list[high] < list[high - 1] do high = high - 1 end
  if low == high then low = high + 1 elseif low > high then low, high = high, low end
  return found, at, from, low, high, table.concat(list, " ")
end
for limit = 0, 6 do out(seen(limit)) end
--- matrices that are made here
local function rows(count)
  local rows = {}
  for i = 1, count do
    local row = {}
    for j = 1, count do row[j] = i * 10 + j end
    rows[i] = row
  end
  for i = 1, count do
    for j = i + 1, count do rows[i][j], rows[j][i] = rows[j][i], rows[i][j] end
  end
  local text = ""
  for i = count, 1, -1 do
    for j = 1, #rows[i] do
      if i ~= j and rows[i][j] > rows[j][i] then rows[i][j] = rows[i][j] + rows[i][i] end
      text = text .. rows[i][j] .. (j < #rows[i] and " " or ";")
    end
  end
  return text
end
out(rows(3)) out(rows(1)) out(rows(0))
local function lost(count, wide)
  local rows = {}
  for i = 1, 3 do rows[i] = {i, i, i} end
  if count == 0 then rows = {} end
  local sum = 0
  for i = 1, 3 do
    for j = 1, 3 do sum = sum + rows[i][j] * wide end
  end
  return sum
end
out(lost(3, 2))
check(lost, 0, 2)
check(lost, 3, nil)
--- a counter that is set to what is no integer later
local function mixed(list, half)
  local i, found = 1, 0
  while i <= #list do
    if i == 2 and half then i = 2.5 end
    if i == 2.5 then found = found + 100 i = 3 end
    found = found + list[i] + list[i]
    i = i + 1
  end
  return found, i
end
out(mixed({1, 2, 3}, false), mixed({1, 2, 3}, true))
local function none(list, stop)
  local i, found = 1, 0
  while i and i <= #list do
    found = found + list[i] + list[i]
    if i == stop then i = nil else i = i + 1 end
  end
  return found, i
end
out(none({1, 2, 3}, 2))
out(none({1, 2, 3}, 9))
--- counters that functions inside set
local function changed(list)
  local i, found = 1, {}
  local function skip() i = i + 1 end
  while i <= #list do
    found[#found + 1] = list[i] * 2 + i
    if list[i] == 2 then skip() end
    skip()
  end
  return table.concat(found, " "), i
end
out(changed({1, 2, 3, 4}))
--- loop variables that are set in their loops
local function forward(list)
  local found = 0
  for i = 1, #list do
    found = found * 10 + list[i] + list[i]
    i = i + 1
    if i <= #list then found = found + list[i] * 100 end
    if i > 3 then i = #list end
    if i <= #list then found = found + list[i] + i end
  end
  return found
end
out(forward({1, 2, 3, 4}))
out(forward({2, 3, 1}))
local function backward(list)
  local found = 0
  for i = #list, 1, -2 do
    found = found * 10 + list[i] + list[i]
    i = i - 1
    if i >= 1 then found = found + list[i] * 100 else i = 1 end
    found = found + list[i]
  end
  return found
end
out(backward({1, 2, 3, 4}))
out(backward({2, 3, 1}))
local function traversed(list)
  local found = 0
  for i in ipairs(list) do
    found = found * 10 + list[i] + list[i]
    i = i + 1
    if i <= #list then found = found + list[i] * 100 end
  end
  for i, value in pairs(list) do
    found = found * 10 + list[i] + list[i]
    i, value = #list - i + 1, list[i] + list[i] - i
    found = found + list[i] * value + list[i]
  end
  return found
end
out(traversed({1, 2, 3, 4}))
out(traversed({2, 3, 1}))
local function absent(list, other)
  local found = 0
  for i, value in ipairs(list) do
    found = found * 10 + list[i] + list[i]
    if value == 2 then i = nil end
    if i then found = found + list[i] * 100 end
  end
  for i = 1, #list do
    found = found * 10 + list[i] + list[i]
    if found % 2 == 1 then i = 1.5 end
    found = found + i
  end
  for i, value in ipairs(list) do
    local old = list[i] + list[i]
    i, i = 2, i
    found = found + old + list[i] + list[i]
  end
  return found
end
out(absent({1, 2, 3, 4}, {1}))
local function wide(list)
  local found = 0
  for i = 1, #list do
    found = found + list[i] + list[i]
    i = i + math.maxinteger - 2
    if i < 0 then found = found + 1000 end
    if i < #list and i > 0 then found = found + list[i] end
    found = found + i % 1000 + i // 1000000000000000
  end
  return found
end
out(wide({1, 2, 3, 4}))
local function twice(list)
  local found = 0
  for i = 1, #list do
    for i = i, #list do
      found = found * 3 + list[i]
      i = i * 2 % #list + 1
      found = found + list[i] - list[i]
    end
    i = #list + 1 - i
    found = found + list[i]
    while i > 1 do found = found + list[i] + list[i - 1] i = i // 2 end
  end
  return found
end
out(twice({1, 2, 3, 4}))
local function kept(list)
  local found, kept = 0, {}
  for i = 1, #list do
    i = i % #list + 1
    found = found * 3 + list[i] + list[i]
    kept[#kept + 1] = function() i = i + 1 return i end
  end
  return found, kept[1](), kept[1](), kept[3]()
end
out(kept({1, 2, 3, 4}))
local function jumping(list)
  local found = 0
  for i = 1, #list do
    if list[i] == 2 then i = i + 1 goto continue end
    i = i + 1
    if i > #list then break end
    found = found * 3 + list[i] + list[i]
    ::continue::
    if i > #list then i = 1 end
    found = found + list[i]
  end
  return found
end
out(jumping({1, 2, 3, 4}))
--- counters that become nil, are counted by others, or meet each other
local function ending(list, none, stop)
  local i, found = 1, 0
  if none then i = nil end
  while i do
    if i <= #list then found = found + list[i] + list[i] + list[i] + list[i] end
    if i == stop then i = nil else i = i + 1 end
  end
  return found
end
out(ending({1, 2, 3}, false, 3), ending({1, 2, 3}, true, 3))
local function numbers(stop)
  local i = 0
  return function()
    i = i + 1
    if i <= stop then return i end
  end
end
local function iterated(list)
  local found = 0
  for i in numbers(#list) do found = found * 10 + list[i] + list[i] end
  return found
end
out(iterated({1, 2, 3}))
local function pairwise(list)
  local i, j = 1, #list
  local text = ""
  repeat
    text = text .. list[i] + list[j] .. "," .. list[i] * list[j] .. ";"
    if i >= j then text = text .. "!" end
    i = i + 1
    j = j - 1
  until i >= j + 2
  return text
end
out(pairwise({1, 2, 3, 4}))
out(pairwise({1, 2, 3}))
