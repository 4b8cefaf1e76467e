-- A thread that waits for the system, not only for whoever resumes it.
local time = require("time")

local function main(count)
  local thread = coroutine.create(function(limit)
    for i = 1, limit do
      time.sleep("1s")
      coroutine.yield(i)
    end
  end)
  local ok, value = coroutine.resume(thread, count)
  return ok, value
end

return { main = main }
