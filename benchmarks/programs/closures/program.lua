-- Closures: counters, functional pipelines, memoising, event handlers.

local function counter(start, step)
  local value = start
  return {
    next = function()
      value = value + step
      return value
    end,
    peek = function()
      return value
    end,
  }
end

local function map(list, fn)
  local result = {}
  for i, value in ipairs(list) do
    result[i] = fn(value)
  end
  return result
end

local function filter(list, predicate)
  local result = {}
  for _, value in ipairs(list) do
    if predicate(value) then
      result[#result + 1] = value
    end
  end
  return result
end

local function reduce(list, fn, initial)
  local accumulated = initial
  for _, value in ipairs(list) do
    accumulated = fn(accumulated, value)
  end
  return accumulated
end

local function compose(...)
  local functions = { ... }
  return function(value)
    for i = #functions, 1, -1 do
      value = functions[i](value)
    end
    return value
  end
end

local function memoize(fn)
  local known = {}
  return function(key)
    local value = known[key]
    if value == nil then
      value = fn(key)
      known[key] = value
    end
    return value
  end
end

local function emitter()
  local handlers = {}
  local self = {}
  function self.on(name, handler)
    handlers[name] = handlers[name] or {}
    table.insert(handlers[name], handler)
  end
  function self.emit(name, payload)
    for _, handler in ipairs(handlers[name] or {}) do
      handler(payload)
    end
  end
  return self
end

local function main()
  local numbers = {}
  for i = 1, 2500 do
    numbers[i] = i
  end
  local scale = 3
  local sum = 0
  for round = 1, 4 do
    local odd = filter(numbers, function(n) return n % 2 == 1 end)
    local scaled = map(odd, function(n) return n * scale + round end)
    sum = reduce(scaled, function(a, b) return a + b end, sum)
  end

  local ticks = counter(0, 2)
  for _ = 1, 15000 do
    ticks.next()
  end

  local transform = compose(
    function(x) return x + 1 end, function(x) return x * 2 end, function(x) return x - 3 end
  )
  local composed = 0
  for i = 1, 4000 do
    composed = composed + transform(i)
  end

  local squares = memoize(function(n) return n * n end)
  local cached = 0
  for i = 1, 10000 do
    cached = cached + squares(i % 50)
  end

  local events = emitter()
  local seen, bytes = 0, 0
  events.on("data", function(payload) seen = seen + payload.count end)
  events.on("data", function(payload) bytes = bytes + #payload.text end)
  for i = 1, 4000 do
    events.emit("data", { count = i, text = "payload" })
  end
  return string.format("%d %d %d %d %d %d", sum, ticks.peek(), composed, cached, seen, bytes)
end

return main
