-- Generators may return early, end with another generator, and be around where a state is asked.
local function walk(node)
  if node == nil then return end
  coroutine.yield(node.value)
  return walk(node.next)
end

local function values(list)
  return coroutine.wrap(function() return walk(list) end)
end

local function main()
  local other = coroutine.create(function() coroutine.yield(1) end)
  local sum = 0
  for value in values({ value = 1, next = { value = 2 } }) do sum = sum + value end
  coroutine.resume(other)
  return sum, coroutine.status(other) == "dead"
end

return { main = main }
