-- Tables that are walked or compared once, and read more often: elements are entries of the dict.
local function read(limit)
  local items, pairs_of, sum = { 1, 2 }, { 1, 2 }, 0
  for i = 1, limit do
    sum = sum + items[i] * items[1]
    sum = sum + pairs_of[i] * pairs_of[1]
  end
  for i, item in ipairs(items) do sum = sum + i * item end
  for _, item in pairs(pairs_of) do sum = sum + item end
  print(rawequal(items, pairs_of), type(items), type(pairs_of))
  return sum
end

-- The same, walked more often than read.
local function walked(limit)
  local items, pairs_of, sum = { 1, 2 }, { 1, 2 }, 0
  for i = 1, limit do
    sum = sum + items[i] + pairs_of[i]
    for _, item in ipairs(items) do sum = sum + i * item end
    for _, item in pairs(pairs_of) do sum = sum + item end
  end
  print(type(items), type(pairs_of))
  return sum
end

local function main()
  return read(2), walked(2)
end

return { main = main }
