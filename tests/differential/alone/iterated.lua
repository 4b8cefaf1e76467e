--- a coroutine takes what the loop passes
local function each()
  return coroutine.wrap(function()
    local a, b = coroutine.yield(1)
    out(a, b)
    a, b = coroutine.yield(2)
    out(a, b)
    out(coroutine.yield(3))
  end)
end
local function main()
  for v in each() do out(v) end
end
--- a coroutine sees its resumer as a normal one
local outer
local function each()
  return coroutine.wrap(function()
    coroutine.yield(coroutine.status(outer))
    coroutine.yield(coroutine.status(outer) == "normal")
  end)
end
local function main()
  outer = coroutine.create(function() for v in each() do out(v) end end)
  coroutine.resume(outer)
  out(coroutine.status(outer))
end
--- a coroutine asks whether it is the running one
local first
local function each()
  return coroutine.wrap(function() coroutine.yield(coroutine.running() == first) end)
end
local function main()
  first = coroutine.running()
  for v in each() do out(v) end
  local inner = coroutine.wrap(function() first = coroutine.running() for v in each() do out(v) end end)
  inner()
end
