-- Coroutines: producers and consumers, tree walkers, generators, permutations, a round-robin scheduler.

local function producer(count)
  return coroutine.create(function()
    for i = 1, count do
      coroutine.yield({ id = i, text = "line " .. i % 10 })
    end
    return nil
  end)
end

local function receive(source)
  local ok, value = coroutine.resume(source)
  if not ok then error(value) end
  return value
end

local function filter(source)
  return coroutine.create(function()
    while true do
      local message = receive(source)
      if message == nil then return nil end
      if message.id % 3 ~= 0 then
        message.text = string.upper(message.text)
        coroutine.yield(message)
      end
    end
  end)
end

local function consume(source)
  local count, length = 0, 0
  while true do
    local message = receive(source)
    if not message then break end
    count = count + 1
    length = length + #message.text + message.id
  end
  return count, length
end

local function insert(tree, key)
  if tree == nil then
    return { key = key }
  end
  if key < tree.key then
    tree.left = insert(tree.left, key)
  elseif key > tree.key then
    tree.right = insert(tree.right, key)
  end
  return tree
end

local function walk(tree)
  if tree then
    walk(tree.left)
    coroutine.yield(tree.key)
    walk(tree.right)
  end
end

local function in_order(tree)
  return coroutine.wrap(function() walk(tree) end)
end

local function same_fringe(a, b)
  local next_a, next_b = in_order(a), in_order(b)
  local matched = 0
  while true do
    local x, y = next_a(), next_b()
    if x ~= y then return false, matched end
    if x == nil then return true, matched end
    matched = matched + 1
  end
end

local function permute(a, n)
  n = n or #a
  if n <= 1 then
    coroutine.yield(a)
  else
    for i = 1, n do
      a[n], a[i] = a[i], a[n]
      permute(a, n - 1)
      a[n], a[i] = a[i], a[n]
    end
  end
end

local function permutations(a)
  return coroutine.wrap(function() permute(a) end)
end

local function fibonacci()
  return coroutine.wrap(function()
    local a, b = 0, 1
    while true do
      coroutine.yield(a)
      a, b = b, (a + b) % 1000003
    end
  end)
end

local Scheduler = {}
Scheduler.__index = Scheduler

function Scheduler.new()
  return setmetatable({ tasks = {}, log = {}, rounds = 0 }, Scheduler)
end

function Scheduler:spawn(name, body, ...)
  local arguments = { ... }
  local thread = coroutine.create(function() return body(name, table.unpack(arguments)) end)
  table.insert(self.tasks, { name = name, thread = thread })
end

function Scheduler:run()
  while #self.tasks > 0 do
    self.rounds = self.rounds + 1
    for i = #self.tasks, 1, -1 do
      local task = self.tasks[i]
      local ok, result = coroutine.resume(task.thread)
      if not ok then
        self.log[#self.log + 1] = task.name .. " failed"
        table.remove(self.tasks, i)
      elseif coroutine.status(task.thread) == "dead" then
        self.log[#self.log + 1] = task.name .. "=" .. result
        table.remove(self.tasks, i)
      end
    end
  end
end

local function main()
  local count, length = consume(filter(producer(900)))

  local a, b
  local seed = 17
  for _ = 1, 350 do
    seed = (seed * 1309 + 13849) % 65536
    a = insert(a, seed)
    b = insert(b, (seed + 1) % 65536 - 1)
  end
  local same, matched = same_fringe(a, b)

  local orders, weight = 0, 0
  for p in permutations({ 1, 2, 3, 4, 5, 6 }) do
    orders = orders + 1
    weight = weight + p[1] * p[6]
  end

  local fib, sum = fibonacci(), 0
  for _ = 1, 2000 do sum = sum + fib() end

  local scheduler = Scheduler.new()
  for i = 1, 30 do
    scheduler:spawn("task" .. i, function(name, steps, start)
      local total = start
      for step = 1, steps do
        total = total + step * #name
        coroutine.yield()
      end
      return total
    end, 10 + i % 7 * 4, i)
  end
  scheduler:run()
  return string.format("%d %d %s %d %d %d %d %d %s", count, length, tostring(same), matched, orders, weight,
    sum, scheduler.rounds, table.concat(scheduler.log, ","))
end

return main
