--- elements change places in a list that a field has
local plain = {list = {1, 2, 3, 4}}
local sum = 0
for round = 1, 3 do
  for i = 1, 3 do
    plain.list[i], plain.list[i + 1] = plain.list[i + 1], plain.list[i]
    sum = sum * 2 + plain.list[i]
  end
end
out(sum, plain.list[1], plain.list[4])
--- two elements change places in a list that stands in the list
local rows = {{1, 2}, {3, 4}}
local cells = {1, 2, 3}
for round = 1, 3 do
  for i = 1, 2 do
    rows[i][1], rows[i][2] = rows[i][2], rows[i][1]
    cells[cells[i]], cells[i] = cells[i], cells[cells[i]]
    cells[1] = cells[1] % 3 + 1
    cells[2] = cells[2] % 3 + 1
  end
end
out(rows[1][1], rows[1][2], rows[2][1], rows[2][2], cells[1], cells[2], cells[3])
--- rows change places that hold each other
local rows = {{}, {}, {}}
for i = 1, 3 do for j = 1, 3 do rows[i][j] = rows[j] end end
for i = 1, 2 do
  local at = i
  rows[at][1], rows[at][2] = rows[at][2], rows[at][1]
  rows[at][at], rows[at][3] = rows[at][3], rows[at][at]
  rows[1][2], rows[1][1] = rows[1][1], rows[1][2]
end
local names = {[rows[1]] = "one", [rows[2]] = "two", [rows[3]] = "three"}
for i = 1, 3 do for j = 1, 3 do out(i, j, names[rows[i][j]]) end end
--- elements of a list that is an element of itself
local list = {1, 2, 3}
local holder = {list}
for round = 1, 2 do
  for i = 1, 1 do
    holder[1][i], holder[1][i + 1] = holder[1][i + 1], holder[1][i]
  end
end
out(list[1], list[2], holder[1] == list)
local ring = {}
local spare = {}
for i = 1, 2 do ring[i] = ring spare[i] = ring end
for i = 1, 2 do ring[i] = ring[3 - i] spare[i] = spare[3 - i] end
ring[2] = spare
ring[1][1], ring[1][2] = ring[1][2], ring[1][1]
out(ring[1] == spare, ring[2] == ring, spare[1] == ring, spare[2] == spare)
--- a value that runs code, stored in a table that a field has
local box, calls = {cells = {0, 0, 0, 0}}, 0
local function refill() calls = calls + 1 box.cells = {calls, calls, calls, calls} return calls * 10 end
local sum = 0
local seen = {}
for round = 1, 2 do
  for i = 1, 4 do
    local cells = box.cells
    cells[i] = cells[i] + 1
    seen[#seen + 1] = cells
    box.cells[i] = refill()
    sum = sum * 3 + box.cells[i] + cells[i]
  end
end
out(sum, calls, seen[1][1], seen[2][2], seen[8][4])
--- elements change places in lists that each read finds anew
local reads, one, other = 0, {1, 2, 3, 4}, {5, 6, 7, 8}
local finder = setmetatable({}, {__index = function(t, k)
  reads = reads + 1
  if reads % 4 < 2 then return one end
  return other
end})
for round = 1, 3 do
  for i = 1, 3 do
    one[i] = one[i] + other[i]
    other[i] = other[i] + one[i]
    finder.list[i], finder.list[i + 1] = finder.list[i + 1], finder.list[i]
  end
end
out(one[1], one[2], one[3], one[4], other[1], other[2], other[3], other[4], reads)
--- the size of one table as the index of another
local short, long, lists = {1}, {1, 2, 3}, {items = {1, 2, 3}, names = {"a"}}
local other = {items = {1, 2}}
long[#short + 1] = "two"
lists.items[#lists.names + 1] = "second"
lists.items[#other.items + 1] = "third"
out(#long, long[2], long[4], #lists.items, lists.items[2], lists.items[3], lists.items[4])
short[#long + 1] = "four"
lists.names[#lists.items + 1] = "fourth"
out(short[2], short[4], lists.names[2], lists.names[4])
--- sums of other places with names and numbers
local function changed(t, i, j)
  t.x = t.y + 1
  t[i] = t[j] + 10
  t[1] = t[2] + 100
  t.y = t.y + 1000
  return t.x, t.y, t[i], t[1]
end
local t = { x = 1, y = 5, 2, 3, 4 }
out(changed(t, 2, 3))
for key, value in pairs(t) do t[key] = value end
local counts = {}
for _, key in ipairs({ "a", "b" }) do counts[key] = #key end
local one, other = "a", "b"
counts[one] = counts[other] + 1
counts[other] = counts[other] + 5
out(counts.a, counts.b)
--- elements of a table that a function finds change places
local a, n = {}, 0
for i = 1, 5 do a[i] = i end
for i = 1, 5 do a[i] = a[i] + a[6 - i] * i end
local self = setmetatable({}, { __index = function(_, k) n = n + 1 a[1] = n return a end })
self.items[1], self.items[2] = self.items[2], self.items[1]
out(n, a[1], a[2])
local i, j = 3, 4
self.items[i], self.items[j] = self.items[j], self.items[i]
out(n, a[1], a[2], a[3], a[4])
--- elements of a field of a variable that a function replaces change places
local self
local function make(factor)
  self = { items = {} }
  for i = 1, 5 do self.items[i] = i end
  for i = 1, 5 do self.items[i] = self.items[i] * factor + self.items[6 - i] end
end
local function swap(i, j)
  self.items[i], self.items[j] = self.items[j], self.items[i]
end
make(10)
swap(1, 2)
swap(3, 4)
out(self.items[1], self.items[2], self.items[3], self.items[4])
make(20)
swap(1, 3)
out(self.items[1], self.items[2], self.items[3], self.items[4])
--- loops that fill new tables store nil too
local function some(i) if i % 2 == 1 then return i end return nil end
local odd, copy, tail = {}, {}, {}
for i = 1, 5 do odd[i] = some(i) end
for i = 1, 5 do copy[i] = odd[i] end
for i = 1, 3 do tail[i] = some(i + 1) end
out(odd[1], odd[2], odd[3], odd[4], odd[5])
out(copy[1], copy[2], copy[3], copy[4], copy[5])
out(tail[1], tail[2], tail[3])
--- functions of table that are found in the module as a value
local function change(library, list, value)
  library.insert(list, value)
  library.remove(list, 1)
end
local list = {}
for i = 1, 3 do list[i] = i end
change(table, list, "text")
change(table, list, 2.5)
local sum = 0
for i = 1, #list do
  local v = list[i]
  if type(v) == "number" then sum = sum + v else out("other", v) end
end
out(sum, #list, list[#list])
local names = { 1, 2 }
for name, f in pairs(table) do if name == "insert" then f(names, false) end end
local last = names[3]
if last then out("true") else out("not true") end
return #names, last
