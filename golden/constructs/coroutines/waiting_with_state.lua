-- A file with state of its own whose function waits.
local time = require("time")

local count = 0

local function main(duration)
  count = count + 1
  time.sleep(duration)
  return count
end

return { main = main }
