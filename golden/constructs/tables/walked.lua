-- A table that is walked more than it is used by index keeps its elements in a list.
local function walked(limit)
  local items, sum = { 1, 2 }, 0
  for i = 1, limit do sum = sum + items[i] end
  for i, item in ipairs(items) do sum = sum + i * item end
  for i, item in pairs(items) do sum = sum - item end
  for i, item in ipairs(items) do sum = sum + i * item end
  return sum
end

-- These are walked or looked at once, and read more often.
local function read(limit)
  local items, pairs_of, named, same, sum = { 1, 2 }, { 1, 2 }, { 1, 2 }, { 1, 2 }, 0
  for i = 1, limit do
    sum = sum + items[i] * items[1]
    sum = sum + pairs_of[i] * pairs_of[1]
    sum = sum + named[i] * named[1]
    sum = sum + same[i] * same[1]
  end
  for i, item in ipairs(items) do sum = sum + i * item end
  for i, item in pairs(pairs_of) do sum = sum + item end
  return sum, type(named), rawequal(same, limit)
end

local function main()
  return walked(2), read(2)
end

return { main = main }
