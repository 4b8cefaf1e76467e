-- A wrapped coroutine that waits for the system is awaited where it is called; another one is not.
local time = require("time")

local function main(count)
  local waits = coroutine.wrap(function(limit)
    for i = 1, limit do
      time.sleep("1s")
      coroutine.yield(i)
    end
  end)
  local first = waits(count)
  local plain = coroutine.wrap(function(x) coroutine.yield(x + 1) end)
  local running
  local known = coroutine.wrap(function()
    running = coroutine.running()
    coroutine.yield()
  end)
  known()
  local ok = coroutine.resume(running)
  return first, plain(1), ok
end

return { main = main }
