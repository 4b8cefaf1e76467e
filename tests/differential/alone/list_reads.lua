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
