-- A wrapped coroutine that one loop runs is a Python generator.
local function range(from, to)
  return coroutine.wrap(function()
    for i = from, to do coroutine.yield(i) end
  end)
end

local function filtered(source, test)
  return coroutine.wrap(function()
    for value in source do
      if test(value) then coroutine.yield(value) end
    end
  end)
end

local function walk(node, depth)
  if node then
    walk(node.left, depth + 1)
    coroutine.yield(node.value, depth)
    walk(node.right, depth + 1)
  end
end

local function main(input)
  local sum = 0
  local odd = filtered(range(1, 20), function(n) return n % 2 == 1 end)
  for value in odd do sum = sum + value end
  for value, depth in coroutine.wrap(function() walk(input.tree, 0) end) do
    input[depth] = value
  end
  return sum
end

return { main = main }
