-- Methods of objects of the runtime that wait.
local time = require("time")

local function wait(channel)
  return channel:receive()
end

local function name(at)
  return at:year()
end

local function main(anything)
  local value, ok = wait(time.after("1s"))
  return value, ok, name(time.now()), anything:receive()
end

return { main = main }
