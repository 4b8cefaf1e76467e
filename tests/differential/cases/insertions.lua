--- elements inserted in order
local list = {}
local function add(rank, name)
  local position = #list + 1
  for i, other in ipairs(list) do
    if other.rank < rank then
      position = i
      break
    end
  end
  table.insert(list, position, {rank = rank, name = name})
end
for i, rank in ipairs({3, 1, 2, 3, 0, 9, 2}) do add(rank, "n" .. i) end
local names = {}
for i, each in ipairs(list) do names[i] = each.name end
out(table.concat(names, ","), #list)
table.remove(list, 2)
table.remove(list)
add(2, "late")
for i = 1, #list do out(i, list[i].name) end
--- insertion inside the loop that finds the place
local function put(list, v)
  for i, other in ipairs(list) do
    if v < other then
      table.insert(list, i, v)
      return i
    end
  end
  table.insert(list, v)
  return #list
end
local list = {}
for _, v in ipairs({5, 2, 8, 1, 9, 3}) do out(put(list, v)) end
out(table.concat(list, " "))
local function put_counting(list, v)
  for i = 1, #list do
    if v < list[i] then table.insert(list, i, v) return end
  end
  table.insert(list, #list + 1, v)
end
local other = {}
for _, v in ipairs({5, 2, 8, 1, 9, 3}) do put_counting(other, v) end
out(table.concat(other, " "), #other)
--- binary search for the place
local function insert_sorted(list, v)
  local low, high = 1, #list + 1
  while low < high do
    local middle = (low + high) // 2
    if list[middle] <= v then low = middle + 1 else high = middle end
  end
  table.insert(list, low, v)
end
local list = {}
for i = 1, 20 do insert_sorted(list, i * 7 % 11) end
out(table.concat(list, " "))
--- insertions by what has methods
local Queue = {}
Queue.__index = Queue
function Queue.new() return setmetatable({items = {}}, Queue) end
function Queue:push(item, priority)
  local items = self.items
  local at = #items + 1
  while at > 1 and items[at - 1].priority < priority do at = at - 1 end
  table.insert(items, at, {item = item, priority = priority})
end
function Queue:pop()
  local first = table.remove(self.items, 1)
  return first and first.item
end
local q = Queue.new()
for i, p in ipairs({1, 5, 3, 5, 2}) do q:push("i" .. i, p) end
out(q:pop(), q:pop())
q:push("new", 4)
out(q:pop(), q:pop(), q:pop(), q:pop(), q:pop())
--- removals from lists that are entries
local handlers = {}
local function subscribe(topic, handler)
  if not handlers[topic] then handlers[topic] = {} end
  table.insert(handlers[topic], handler)
  return function()
    for i, each in ipairs(handlers[topic]) do
      if each == handler then
        table.remove(handlers[topic], i)
        return true
      end
    end
    return false
  end
end
local seen = {}
local cancel = subscribe("a", function(v) seen[#seen + 1] = "1" .. v end)
subscribe("a", function(v) seen[#seen + 1] = "2" .. v end)
local function publish(topic, ...)
  for _, each in ipairs(handlers[topic] or {}) do each(...) end
end
publish("a", "x") publish("b", "y")
out(cancel(), cancel())
publish("a", "z", 1)
out(table.concat(seen, " "))
handlers.a = nil
out((pcall(cancel)))
local function drop(topic, at) return table.remove(handlers[topic], at) end
out((pcall(drop, "none", 1)))
subscribe("c", "text")
local kept = {c = {1, 2}, d = {}}
local function take(name, at) return table.remove(kept[name], at) end
out(take("c", 1), take("c", 1), take("c", 1), take("d", 1), (pcall(take, "e", 1)))
