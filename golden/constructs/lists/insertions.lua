-- A position that is certainly in the list, or right behind it.
local function add(list, rank, name)
  local position = #list + 1
  for i, other in ipairs(list) do
    if other.rank < rank then
      position = i
      break
    end
  end
  table.insert(list, position, { rank = rank, name = name })
end

local function put(numbers, number)
  local at = #numbers + 1
  while at > 1 and numbers[at - 1] > number do
    at = at - 1
  end
  table.insert(numbers, at, number)
end

-- The list may be shorter by then, or it may be any position.
local function late(numbers, position)
  local at = #numbers + 1
  table.remove(numbers)
  table.insert(numbers, at, 1)
  table.insert(numbers, position, 2)
end

return function(event)
  local list, numbers, others = {}, {}, { 1, 2 }
  add(list, 1, "low")
  add(list, 2, "high")
  put(numbers, 3)
  put(numbers, 1)
  late(others, event.position)
  table.remove(list)
  table.remove(numbers, 1)
  return #list, #numbers, others
end
