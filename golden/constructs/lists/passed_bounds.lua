-- Bounds that all calls keep to, also those of functions that read no element themselves.
local function total(list, high)
  local sum = 0
  for i = 1, high do
    sum = sum + list[i]
  end
  return sum
end

local function whole(list)
  return total(list, #list)
end

local function halved(list, high)
  if high < 1 then
    return 0
  end
  return list[high] + halved(list, high // 2)
end

local function half(list)
  return halved(list, #list)
end

local function main()
  local list = { 3, 1, 2 }
  return whole(list) + half(list)
end

return main
