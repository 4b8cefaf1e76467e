--- elements at the length of another list, and at what a function gives
local function sum(n)
  local items, others = {}, {}
  for i = 1, n do items[i] = i * 10 end
  for i = 1, n - 2 do others[i] = i end
  return 1 + items[#others]
end
local calls = 0
local function pick() calls = calls + 1 return calls % 3 end
local function picked(n)
  local items, total = {}, 0
  for i = 1, 4 do items[i] = i * 10 end
  for i = 1, n do total = total + items[pick() + 1] end
  return total, calls
end
local function any(n)
  local items = {}
  for i = 1, 4 do items[i] = i * 10 end
  return 1 + items[n]
end
out(sum(5), there(function() return sum(2) end))
out(picked(3))
out(any(2), any(2.0), there(function() return any(2.5) end), there(function() return any(0) end))
--- keys of reads are computed once
local calls = 0
local function make(n)
  calls = calls + 1
  local items = {}
  for i = 1, n do items[i] = i * 10 end
  return items
end
local function at(n) return make(3)[n] end
local function put(n)
  make(3)[n] = 5
  make(3)[#make(3) + 1] = 6
  make(3)[#make(3)] = nil
end
out(at(2), at(5), at(0), calls)
put(2)
out(calls)
table.insert(make(2), 4)
out(table.concat(make(2), "+"), table.remove(make(3)), table.remove(make(3), 1), calls)
table.sort(make(2))
out(unpack(make(2)))
out(calls, #make(2))
local turns = 0
local function pick() turns = turns + 1 return turns end
local function picked()
  local items = {}
  for i = 1, 3 do items[i] = i * 10 end
  local one, other, far = items[pick()], items[pick() + 1], items[pick() + 5]
  return one, other, far, items[pick() - 4], items[-pick()], turns
end
out(picked())
