-- The index of the next element was counted before.
local function number(node, numbers, order)
  local n = #order + 1
  numbers[node.id] = n
  order[n] = node
  for _, child in ipairs(node.children) do
    number(child, numbers, order)
  end
  return n
end

-- Another function may append meanwhile.
local function late(list, make)
  local n = #list + 1
  local value = make()
  list[n] = value
  return #list
end

-- The inner tables are lists, whatever the outer one is.
local function grouped(count, picked)
  local groups = {}
  for i = 1, count do
    groups[i] = {}
    table.insert(groups[i], i)
  end
  local total = 0
  for _, x in ipairs(picked) do
    for _, y in ipairs(groups[x]) do
      total = total + y
    end
  end
  return total
end

return function()
  local numbers, order = {}, {}
  number({ id = "a", children = { { id = "b", children = {} } } }, numbers, order)
  local list = {}
  late(list, function()
    list[#list + 1] = "first"
    return "second"
  end)
  local picked = {}
  for i = 1, #order do
    picked[#picked + 1] = i
  end
  return { numbers.a, order[2].id, list[1], grouped(3, picked) }
end
