-- A coroutine that is resumed by hand is a generator inside a thread.
local function count(limit)
  for i = 1, limit do
    local answer = coroutine.yield(i, limit)
    if answer == "stop" then return "stopped" end
  end
  return "done", limit
end

local function main(input)
  local producer = coroutine.create(function(first)
    coroutine.yield(first)
    local how, limit = count(10)
    return how .. limit
  end)
  local ok, value = coroutine.resume(producer, input)
  ok, value = coroutine.resume(producer)
  local ticks = coroutine.wrap(function() while true do coroutine.yield() end end)
  ticks()
  return coroutine.status(producer), ok, value
end

return { main = main }
