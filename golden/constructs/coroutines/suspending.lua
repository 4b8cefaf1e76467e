-- Coroutines that wait for the system, not only for whoever resumes them.
local time = require("time")

local function ticks(count)
  for i = 1, count do
    time.sleep("1s")
    coroutine.yield(i)
  end
end

local function main(count)
  local wrapped = coroutine.wrap(ticks)
  local first = wrapped(count)
  local thread = coroutine.create(ticks)
  local ok, second = coroutine.resume(thread, count)
  local plain = coroutine.wrap(function(x) coroutine.yield(x + 1) end)
  return first, ok, second, plain(1)
end

return { main = main }
