-- Coroutines as generators: ranges, pipelines, tree walks, producer and consumer.

local function range(from, to)
  return coroutine.wrap(function()
    for i = from, to do
      coroutine.yield(i)
    end
  end)
end

local function filtered(source, predicate)
  return coroutine.wrap(function()
    for value in source do
      if predicate(value) then
        coroutine.yield(value)
      end
    end
  end)
end

local function mapped(source, fn)
  return coroutine.wrap(function()
    for value in source do
      coroutine.yield(fn(value))
    end
  end)
end

local function insert(node, value)
  if node == nil then
    return { value = value }
  end
  if value < node.value then
    node.left = insert(node.left, value)
  else
    node.right = insert(node.right, value)
  end
  return node
end

local function walk(node)
  if node then
    walk(node.left)
    coroutine.yield(node.value)
    walk(node.right)
  end
end

local function in_order(tree)
  return coroutine.wrap(function() walk(tree) end)
end

local function producer_consumer(count)
  local producer = coroutine.create(function()
    for i = 1, count do
      local answer = coroutine.yield(i)
      if answer == "stop" then
        return "stopped"
      end
    end
    return "done"
  end)
  local sum = 0
  local ok, value = coroutine.resume(producer)
  while ok and coroutine.status(producer) ~= "dead" do
    sum = sum + value
    ok, value = coroutine.resume(producer, sum > 1000000 and "stop" or "go")
  end
  return sum, value
end

local function main()
  local total = 0
  local odd = filtered(range(1, 4000), function(n) return n % 2 == 1 end)
  for value in mapped(odd, function(n) return n * n end) do
    total = total + value
  end

  local tree
  local state = 3
  for _ = 1, 300 do
    state = (state * 421 + 17) % 4096
    tree = insert(tree, state)
  end
  local weighted, position = 0, 0
  for value in in_order(tree) do
    position = position + 1
    weighted = weighted + position * value
  end

  local sum, status = producer_consumer(3000)
  return string.format("%d %d %d %s", total, weighted, sum, status)
end

return main
