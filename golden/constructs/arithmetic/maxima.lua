-- Python's own `max` raises for an element that is not there, as Lua's does.
local function larger(first, second)
  local found = {}
  for i = 1, #first do found[i] = math.max(first[i], second[i]) end
  return found
end

-- Anything else than an element that is nil is told by name.
local function limit(value)
  return math.min(value, 10)
end

local function main(input)
  return larger({ 1, 2 }, { 3, 4 }), limit(input.most)
end

return { main = main }
