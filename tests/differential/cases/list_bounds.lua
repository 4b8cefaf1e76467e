--- quicksort and a bad partition
local function sort(list, low, high)
  while low < high do
    local pivot = list[(low + high) // 2].score
    local i, j = low, high
    while i <= j do
      while list[i].score < pivot do i = i + 1 end
      while list[j].score > pivot do j = j - 1 end
      if i <= j then
        list[i], list[j] = list[j], list[i]
        i = i + 1
        j = j - 1
      end
    end
    sort(list, low, j)
    low = i
  end
end
local list = {}
for i = 1, 9 do list[i] = { score = i * 7 % 10 } end
sort(list, 1, #list)
for i = 1, #list do out(list[i].score) end
sort({}, 1, 0)
local function runs_out(values, at)
  while values[at] > 0 do at = at - 1 end
  return at
end
check(runs_out, {1, 2, 3}, 3)
out(runs_out({0, 2, 3}, 3))
--- binary search
local function search(values, wanted)
  local low, high = 1, #values
  while low <= high do
    local middle = (low + high) // 2
    if values[middle] == wanted then return middle end
    if values[middle] < wanted then low = middle + 1 else high = middle - 1 end
  end
  return nil, low
end
local values = {}
for i = 1, 20 do values[i] = i * 3 end
for _, wanted in ipairs({3, 60, 30, 31, 0, 61}) do out(search(values, wanted)) end
out(search({}, 1))
--- binary search that leaves the list
local function search(values, wanted)
  local low, high = 0, #values + 1
  local seen = 0
  while low <= high do
    local middle = math.floor((low + high) / 2)
    seen = seen + 1
    local value = values[middle]
    if value == nil then return "outside", middle, seen end
    if value < wanted then low = middle + 1 else high = middle - 1 end
  end
  return low, high, seen
end
local values = {}
for i = 1, 6 do values[i] = i end
out(search(values, 0)) out(search(values, 9)) out(search(values, 3))
--- a sieve whose limit is below the first element
local function sieve(limit)
  local composite = {}
  for i = 1, limit do composite[i] = false end
  composite[1] = true
  local count = 0
  for n = 2, limit do
    if not composite[n] then
      count = count + 1
      for j = n * n, limit, n do composite[j] = true end
    end
  end
  return count, #composite
end
for _, limit in ipairs({30, 2, 1, 0, -3}) do out(sieve(limit)) end
--- the limit of a filled list changes
local function filled(n)
  local t = {}
  for i = 1, n do t[i] = i n = n + 1 end
  local last = t[n]
  return last, #t, n
end
out(filled(3))
local function later(n)
  local t = {}
  for i = 1, n do t[i] = i end
  n = n + 2
  return t[n], t[n - 2], #t
end
out(later(3))
--- a filling loop that is left early
local function filled(n, stop)
  local t = {}
  for i = 1, n do
    t[i] = i
    if i == stop then break end
  end
  return t[n], t[stop], #t
end
out(filled(5, 3)) out(filled(5, 5)) out(filled(2, 9))
--- an index is decreased below the list
local function count(list)
  local i, sum = #list, 0
  while i >= 0 do
    local value = list[i]
    if value then sum = sum + value end
    i = i - 1
  end
  return sum, list[i]
end
out(count({1, 2, 3})) out(count({}))
local function back(list)
  local i, sum = #list, 0
  repeat
    sum = sum + list[i]
    i = i - 1
  until i < -1
  return sum
end
check(back, {1, 2}) check(back, {})
--- negative indices do not count from the end
local function at(list, i) return list[i] end
local function plus(list, i) return list[i] + 1 end
local function named(list, i) return list[i].name end
local list = {5, 6, 7}
for i = -2, 4 do out(i, at(list, i)) check(plus, list, i) end
local names = {{name = "a"}, {name = "b"}}
for i = -1, 3 do check(named, names, i) end
--- the counter is changed inside
local function skip(list)
  local i, seen = 1, {}
  while i <= #list do
    seen[#seen + 1] = list[i]
    i = i + 1
    if i % 3 == 0 then i = i + 2 end
    seen[#seen + 1] = list[i] or "none"
  end
  return table.concat(seen, " ")
end
out(skip({1, 2, 3, 4, 5, 6, 7}))
--- the list is replaced inside
local function replace(list)
  local n, sum = #list, 0
  for i = 1, n do
    sum = sum + (list[i] or 100)
    if i == 2 then list = {10, 20} end
  end
  return sum
end
out(replace({1, 2, 3}))
local function shorter(list)
  local i, sum = 1, 0
  while i <= #list do
    sum = sum + list[i]
    list = {sum}
    i = i + 1
  end
  return sum, list[i]
end
out(shorter({4, 5}))
--- another name of the list is replaced
local function names(n)
  local a = {}
  for i = 1, n do a[i] = i end
  local b = a
  a = {1}
  return b[n], a[n], #a, #b
end
out(names(3)) out(names(1))
--- a closure replaces the list
local list = {1, 2, 3}
local function forget() list = {} end
local sum = 0
for i = 1, #list do
  sum = sum + (list[i] or 0)
  if i == 1 then forget() end
end
out(sum, #list)
--- a closure moves the counter
local i = 1
local function move() i = i + 5 end
local list = {1, 2, 3}
local function read()
  local seen = 0
  while i <= #list do
    move()
    seen = seen + (list[i] or 50)
  end
  return seen
end
out(read())
--- elements are removed meanwhile
local function removed(list)
  local n, seen = #list, 0
  for i = 1, n do
    if list[i] then seen = seen + list[i] end
    table.remove(list)
  end
  return seen, #list
end
out(removed({1, 2, 3, 4}))
local function drained(list)
  local sum = 0
  for i = 1, #list do
    sum = sum + list[#list]
    list[#list] = nil
  end
  return sum, #list, list[1]
end
out(drained({1, 2, 3}))
--- nil is stored in the middle
local function hole(list)
  for i = 1, #list do
    if list[i] == 2 then list[i] = nil end
  end
  local sum = 0
  for i = 1, 3 do sum = sum + (list[i] or 10) end
  return sum
end
out(hole({1, 2, 3}))
--- swaps beyond the end
local function swap(list, i, j) list[i], list[j] = list[j], list[i] end
local list = {1, 2, 3}
swap(list, 1, 3) out(list[1], list[2], list[3])
swap(list, 1, 5) out(list[1], list[2], list[5])
swap(list, 0, 2) out(list[0], list[2])
--- swaps within
local function reverse(list)
  local i, j = 1, #list
  while i < j do
    list[i], list[j] = list[j], list[i]
    i, j = i + 1, j - 1
  end
  return list
end
out(table.concat(reverse({1, 2, 3, 4}), " "), table.concat(reverse({}), " "), #reverse({1}))
local function rotate(list)
  for i = 1, #list - 2 do
    list[i], list[i + 1], list[i + 2] = list[i + 2], list[i], list[i + 1]
  end
  return table.concat(list, " ")
end
out(rotate({1, 2, 3, 4, 5}), rotate({1, 2}), rotate({}))
local function twice(list)
  for i = 1, #list do list[i], list[i] = list[i] + 1, list[i] + 2 end
  return table.concat(list, " ")
end
out(twice({1, 2, 3}))
--- counters change together
local function together(list)
  local i, j, sum = 1, #list, 0
  while i <= #list and j >= 1 do
    sum = sum + list[i] * list[j]
    i, j = j - 1, i + 1
    if sum > 40 then return sum, list[i], list[j] end
  end
  return sum, i, j
end
out(together({1, 2, 3, 4}))
--- bounds through calls
local function get(list, i) return list[i] end
local function all(list)
  local sum = 0
  for i = 1, #list do sum = sum + get(list, i) end
  return sum
end
out(all({1, 2, 3}))
local function last(list, count)
  if count == 0 then return 0 end
  return list[count] + last(list, count - 1)
end
out(last({1, 2, 3}, 3))
local function beyond(list, count)
  if count > 6 then return "end" end
  return (list[count] or "none") .. beyond(list, count + 1)
end
out(beyond({1, 2, 3}, 1))
local function other(a, b, i)
  if i > 4 then return 0 end
  return (a[i] or 0) + other(b, a, i + 1)
end
out(other({1, 2, 3, 4}, {10}, 1))
--- through a value and pcall
local function get(list, i) return list[i] end
local pick = get
out(pick({1, 2}, 2), select(2, pcall(get, {1, 2}, 3)), pick({}, 1))
local function apply(f, list, i) return f(list, i) end
out(apply(get, {1}, 1), apply(get, {1}, 2))
--- matrices
local function matrix(rows, columns)
  local m = {}
  for i = 1, rows do
    local row = {}
    for j = 1, columns do row[j] = i * 10 + j end
    m[i] = row
  end
  return m
end
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
local p = product(matrix(2, 3), matrix(3, 2))
out(p[1][1], p[1][2], p[2][1], p[2][2])
check(product, matrix(2, 2), matrix(3, 2))
check(product, {}, {})
check(product, matrix(1, 1), {})
--- rows that are missing or short
local rows = {{1, 2}, {3}}
local function cell(i, j) return rows[i][j] end
local function sum(i, j) return rows[i][j] + 1 end
for i = 0, 3 do
  for j = 0, 3 do check(cell, i, j) check(sum, i, j) end
end
out(rows[1][2], #rows[2])
--- the other operand runs code
local log = {}
local function note(x) log[#log + 1] = x return x end
local list = {1, 2}
local function left(i) return list[i] + note(i) end
local function right(i) return note(i) + list[i] end
local function compared(i) return list[i] < note(i) end
local function key(i) return list[i][note(i)] end
check(left, 1) check(left, 5) check(right, 2) check(right, 6) check(compared, 7)
out(table.concat(log, " "))
local rows = {{1}, {2}}
local function cell(i) return rows[i][note(i)] end
check(cell, 1) check(cell, 9)
out(table.concat(log, " "))
--- the other operand raises as well
local list = {1, 2}
local nothing
local function both(i) return list[i] + nothing.x end
local function either(i) return nothing.x + list[i] end
check(both, 1) check(both, 3) check(either, 1) check(either, 3)
--- stores to fields of elements
local items = {{n = 1}, {n = 2}}
local log = 0
local function count() log = log + 1 return log end
local function put(i, v) items[i].n = v end
local function put_counted(i) items[i].n = count() end
check(put, 1, 5) check(put, 3, 5) check(put, 0, 1)
check(put_counted, 2) check(put_counted, 3) check(put_counted, -1)
out(items[1].n, items[2].n, log)
--- metamethods take nil
local mt = {__add = function(a, b) return "added" end}
local object = setmetatable({}, mt)
local list = {}
for i = 1, 3 do list[i] = i end
local function add(i) return list[i] + object end
check(add, 2) check(add, 5)
local function after(i)
  local x = list[i] + object
  list[i], list[1] = list[1], 7
  return x, #list, list[i]
end
check(after, 2) check(after, 4)
--- what was there makes later reads safe
local function evidence(list, i)
  local sum = list[i] + list[i + 1]
  list[i], list[i + 1] = list[i + 1], list[i]
  return sum, list[i], list[i + 1]
end
check(evidence, {1, 2, 3}, 2) check(evidence, {1, 2, 3}, 3) check(evidence, {1, 2}, -1)
local function only_if(list, i, flag)
  local ok = flag and list[i] + 1 > 0
  return ok, list[i]
end
out(only_if({1}, 1, true)) out(only_if({1}, 5, false)) out(only_if({1}, -1, false))
local function moved(list, i)
  local sum = list[i] + 1
  i = i + 1
  return sum, list[i]
end
out(moved({1, 2}, 1)) out(moved({1, 2}, 2))
--- jumps
local function jumps(list)
  local i, sum = 1, 0
  ::again::
  if i <= #list then
    sum = sum + list[i]
    i = i + 2
    if i > #list then goto done end
    goto again
  end
  ::done::
  return sum, list[i], i
end
out(jumps({1, 2, 3})) out(jumps({1, 2}))
local function continued(list)
  local sum, i = 0, 0
  while i < #list do
    i = i + 1
    if list[i] == 2 then goto continue end
    sum = sum + list[i]
    if sum > 3 then i = i + 10 end
    ::continue::
  end
  return sum, list[i]
end
out(continued({1, 2, 3, 4})) out(continued({1, 2}))
--- a loop that may not run, or ends by break
local function ends(list, n)
  local i = 1
  while true do
    if i > n then break end
    if list[i] == nil then return "none", i end
    i = i + 1
  end
  return list[i - 1], list[i]
end
out(ends({1, 2, 3}, 2)) out(ends({1, 2, 3}, 3)) out(ends({1}, 5)) out(ends({}, 0))
--- ring index
local function ring(list, n)
  local sum, i = 0, 0
  for _ = 1, n do
    i = i % #list + 1
    sum = sum * 2 + list[i]
  end
  return sum
end
out(ring({1, 2, 3}, 7))
check(ring, {}, 1)
local function back(list, i) return list[(i - 2) % #list + 1] end
out(back({1, 2, 3}, 1), back({1, 2, 3}, 3), back({1, 2, 3}, -5))
--- half, least and greatest
local function clamp(list, i) return list[math.max(1, math.min(i, #list))] end
out(clamp({1, 2, 3}, -4), clamp({1, 2, 3}, 2), clamp({1, 2, 3}, 8), clamp({}, 1))
local function parent(heap, i)
  while i > 1 and heap[i // 2] > heap[i] do
    heap[i], heap[i // 2] = heap[i // 2], heap[i]
    i = i // 2
  end
  return i
end
local heap = {1, 5, 3, 9, 7, 2}
out(parent(heap, #heap), table.concat(heap, " "))
check(parent, heap, 20)
--- lists as fields, elements and upvalues
local store = {items = {}}
for i = 1, 4 do store.items[i] = i * i end
local function total(s)
  local sum = 0
  for i = 1, #s.items do sum = sum + s.items[i] end
  return sum + (s.items[5] or 1000)
end
out(total(store))
local grid = {}
for y = 1, 3 do
  grid[y] = {}
  for x = 1, 3 do grid[y][x] = x * y end
end
local function neighbours(y, x)
  local sum = 0
  for dy = -1, 1 do
    for dx = -1, 1 do
      local row = grid[y + dy]
      if row and row[x + dx] then sum = sum + row[x + dx] end
    end
  end
  return sum
end
out(neighbours(1, 1), neighbours(2, 2), neighbours(3, 3), neighbours(0, 0))
--- several lists at once
local function several(n)
  local a, b, c = {}, {}, {}
  for i = 1, n do a[i], b[i], c[i] = i, i * 2, #a end
  for i = 2, n do a[i], b[i - 1] = b[i - 1], a[i] end
  return table.concat(a, " "), table.concat(b, " "), table.concat(c, " ")
end
out(several(4)) out(several(0)) out(several(1))
local function copied(source)
  local copy = {}
  for i = 1, #source do copy[i] = source[i] end
  return copy
end
out(table.concat(copied({1, 2, 3}), " "), #copied({}))
local function too_far(source, n)
  local copy = {}
  for i = 1, n do copy[i] = source[i] end
  return #copy, copy[n]
end
out(too_far({1, 2}, 2)) out(too_far({1, 2}, 1)) out(select("#", too_far({1, 2}, 4)))
--- growing while reading
local function grow(list)
  local i = 1
  while i <= #list and #list < 9 do
    list[#list + 1] = list[i] * 2
    i = i + 1
  end
  return table.concat(list, " ")
end
out(grow({1, 2}))
local function append_at(list, n)
  for i = #list + 1, n do list[i] = i end
  return #list, list[n]
end
out(append_at({1, 2}, 5)) out(append_at({}, 3))
--- coroutines change the list
local list = {1, 2, 3}
local co = coroutine.wrap(function()
  for i = 1, #list do
    coroutine.yield(list[i] or "gone")
  end
  return "end"
end)
out(co()) list[3] = nil out(co()) out(co())
--- errors are texts that can be caught again
local list = {1}
local ok, message = pcall(function() local i = 4 return list[i] * 2 end)
out(ok, type(message))
local ok, message = pcall(function()
  local ok, inner = pcall(function() local i = 3 return #list[i] end)
  error(inner, 0)
end)
out(ok, type(message))
--- floats as indices
local function at(list, i) return list[i] end
local list = {}
for i = 1, 4 do list[i] = i end
out(at(list, 2.0), at(list, 2.5), at(list, 4 / 2))
local function counted(list, n)
  local sum = 0
  for i = 1, n do sum = sum + list[i] end
  return sum
end
out(counted(list, 2.9), counted(list, 4.0))
check(counted, list, 5.5)
local function filled(n)
  local t = {}
  for i = 1, n do t[i] = i end
  return #t, t[n]
end
out(filled(3.7)) out(filled(3.0))
--- the largest integers
local list = {1, 2, 3}
local function far(i) return list[i + 1], list[i - 1] end
out(far(math.maxinteger)) out(far(math.mininteger)) out(far(1))
local function up(i) if i <= #list then return list[i] end return "none" end
out(up(math.mininteger), up(0), up(3), up(math.maxinteger))
--- newindex stores into a table that is also used as a list
local store = {}
local t = setmetatable({}, {__newindex = store})
for i = 1, 3 do t[i] = i * i end
for i = 1, 3 do store[i] = store[i] + 1 end
out(t[1], store[1], store[3], #store)
--- elements as indices
local function count(values, n)
  local counts = {}
  for i = 1, n do counts[i] = 0 end
  for i = 1, #values do
    local v = values[i]
    if v >= 1 and v <= n then counts[v] = counts[v] + 1 end
  end
  for i = 2, n do counts[i] = counts[i] + counts[i - 1] end
  return table.concat(counts, " ")
end
out(count({1, 2, 2, 3, 9, 0}, 4), count({}, 3), count({1}, 0))
local function next_of(list, at)
  local v = at > 0 and list[at]
  local same = v
  if v and v <= #list then return list[v], list[same] end
  if v == same then return "same", v, same end
end
local list = {}
for i = 1, 4 do list[i] = i + 1 end
for at = 0, 5 do check(next_of, list, at) end
local function equal(list, a, b)
  local x, y = list[a], list[b]
  if x == y then return list[x or 1], list[y or 2], list[a], list[b] end
  return x, y
end
check(equal, list, 1, 1) check(equal, list, 9, 8) check(equal, list, 2, 7) check(equal, list, 4, 4)
--- an element that equals what may be nil may be outside
local function same(list, at, wanted)
  if list[at] == wanted then return list[at], "same" end
  return "other"
end
local list = {}
for i = 1, 4 do list[#list + 1] = i * 2 end
local function known(i) if i > 2 then return nil end return i * 2 end
for i = 1, 7 do out(same(list, i, known(i))) end
--- sums that wrap around are no larger indices
local function behind(list, at)
  local next_ = at + 1
  if at >= 1 and next_ <= #list then return list[next_] end
  return "no"
end
local list = {}
for i = 1, 4 do list[#list + 1] = i * 2 end
for at = 0, 4 do out(behind(list, at)) end
out(behind(list, 9223372036854775807))
--- differences that wrap around are no smaller indices
local function before(list, at)
  local last = at - 1
  if at <= #list and last >= 1 then return list[last] end
  return "no"
end
local list = {}
for i = 1, 4 do list[#list + 1] = i * 2 end
for at = 1, 5 do out(before(list, at)) end
out(before(list, -9223372036854775807 - 1))
--- the middle of large numbers is elsewhere
local function middle(list, low, high)
  if low >= 1 and low <= high then return list[(low + high) // 2] end
  return "no"
end
local list = {}
for i = 1, 4 do list[#list + 1] = i * 2 end
for high = 1, 4 do out(middle(list, 1, high)) end
out(middle(list, 2, 9223372036854775807))
--- operators of objects take elements that are not there
local Meta = {}
Meta.__add = function(a, b) return "added" end
local object = setmetatable({}, Meta)
local function sum(list, at, other)
  local result = list[at] + other
  return result, list[at]
end
local list = {}
for i = 1, 4 do list[#list + 1] = i * 2 end
out(sum(list, 1, 1), sum(list, 4, object))
out(sum(list, 5, object))
check(function() return sum(list, 5, 1) end)
--- numbers that are bounds, and tables of another length
local function at(list, index)
  if #list >= 3 and index == 3 then return list[index] end
  return list[3]
end
local function three() local list = {} for i = 1, 3 do list[#list + 1] = i end return list end
local function two() local list = {} for i = 1, 2 do list[#list + 1] = i end return list end
out(at(three(), 3), at(two(), 3), at(two(), 1), at(three(), 1))
local function third(list)
  local found = {}
  for i = 1, 3 do found[#found + 1] = list[i] or 0 end
  return table.concat(found, ",")
end
out(third(three()), third(two()))
local function fixed(list)
  if #list < 3 then return "short" end
  local sum = 0
  for i = 1, 3 do sum = sum + list[i] end
  return sum
end
out(fixed(three()), fixed(two()))
--- an element that differs from another value may be outside
local function other(list, at, wanted)
  if list[at] ~= wanted then return list[at], "differs" end
  return "same"
end
local list = {}
for i = 1, 4 do list[#list + 1] = i * 2 end
for i = 1, 6 do out(other(list, i, 4)) end
--- an element that is not nil is inside, and the next may be outside
local function there(list, at)
  if list[at] ~= nil then return list[at], list[at + 1] end
  return "outside", list[at]
end
local list = {}
for i = 1, 4 do list[#list + 1] = i * 2 end
for i = 1, 6 do out(there(list, i)) end
--- what is called where a list is too short goes on
local seen = 0
local function note() seen = seen + 1 end
local function third(list)
  if #list < 3 then note() end
  return list[3]
end
local function numbers(count)
  local list = {}
  for i = 1, count do list[#list + 1] = i * 2 end
  return list
end
for count = 1, 4 do out(third(numbers(count)), seen) end
--- reads that fail on indices that may be anything
local function numbers(count)
  local list = {}
  for i = 1, count do list[#list + 1] = i * 2 end
  return list
end
local function sum(list, at) return list[at] + 1 end
local list = numbers(3)
out(sum(list, 1), sum(list, 3))
check(function() return sum(list, 0) end)
check(function() return sum(list, -1) end)
check(function() return sum(list, 4) end)
--- a read that fails on a computed index below the beginning
local function numbers(count)
  local list = {}
  for i = 1, count do list[#list + 1] = i * 2 end
  return list
end
local function scaled(list, at) return list[at * 2 - 3] + 1 end
for at = 2, 3 do out(scaled(numbers(3), at)) end
check(function() return scaled(numbers(3), 1) end)
check(function() return scaled(numbers(3), 0) end)
--- reads beside operands that have effects
local log = ""
local function note(value) log = log .. value; return value end
local function numbers(count)
  local list = {}
  for i = 1, count do list[#list + 1] = i * 2 end
  return list
end
local function sum(list, at) return list[at] + note(1) end
local list = numbers(3)
out(sum(list, 3), log)
check(function() return sum(list, 4) end)
out(log)
local function product(list, at) return note(3) * list[at] end
local list = numbers(3)
out(product(list, 3), log)
check(function() return product(list, 4) end)
out(log)
local function growing(list, at)
  local function grow() list[#list + 1] = 7; return 1 end
  return list[at] + grow()
end
local list = numbers(3)
check(function() return growing(list, 4) end)
out(#list, list[4])
local function stored(list, at) list[at].value = note(5) end
local rows = {}
for i = 1, 2 do rows[#rows + 1] = {value = i} end
stored(rows, 2)
check(function() return stored(rows, 3) end)
out(log, rows[2].value)
--- reads beside operands that Lua takes and Python does not
local function texts(count)
  local list = {}
  for i = 1, count do list[#list + 1] = tostring(i * 2) end
  return list
end
local function sum(list, at) return list[at] + 1 end
local list = texts(3)
out(sum(list, 1), sum(list, 3))
check(function() return sum(list, 4) end)
local Meta = {__add = function(a, b) return "added" end}
local object = setmetatable({}, Meta)
local function numbers(count)
  local list = {}
  for i = 1, count do list[#list + 1] = i * 2 end
  return list
end
local function plus(list, at, other) return list[at] + other end
local list = numbers(3)
out(plus(list, 3, object), plus(list, 4, object), plus(list, 2, 1))
local function double(list, at) return list[at] * "2" end
local list = numbers(3)
out(double(list, 2))
check(function() return double(list, 5) end)
