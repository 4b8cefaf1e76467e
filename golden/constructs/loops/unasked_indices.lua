-- Indices that only say where a value is appended are not counted; others are.
local function doubled(list)
  local made = {}
  for i, value in ipairs(list) do
    made[i] = value * 2
  end
  return made
end

local function kept(list)
  local made = {}
  for i, value in ipairs(list) do
    made[i] = function()
      return i + value
    end
  end
  return made
end

-- A variable that nothing assigns meanwhile is stored without a copy.
local function copies(count)
  local first, second = {}, {}
  for i = 1, count do
    first[i], second[i] = i, i
  end
  return #first + #second
end

local function main()
  local list = doubled({ 1, 2, 3 })
  return list[1] + #kept(list) + copies(3)
end

return main
