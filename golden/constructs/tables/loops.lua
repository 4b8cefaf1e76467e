-- Lists that are only appended to have no gaps: the loop is over the list itself.
local function collect(count)
  local names, total = {}, 0
  for i = 1, count do
    names[#names + 1] = "n" .. i
    table.insert(names, i)
  end
  for _, each in ipairs(names) do print(each) end
  for position, each in ipairs(names) do print(position, each) end
  for _, each in ipairs({ total, 2, 3 }) do print(each) end
  for position in ipairs(names) do total = total + position end
  return names, total
end

local function gaps(count, input)
  local list, nothing = { 1, 2 }, nil
  list[count] = 3
  for _, each in ipairs(list) do print(each) end
  for _, each in ipairs({ 1, nothing, 3 }) do print(each) end
  for _, each in ipairs(input.list) do print(each) end
  return list
end

local function main(input)
  return collect(3), gaps(7, input)
end

return { main = main }
