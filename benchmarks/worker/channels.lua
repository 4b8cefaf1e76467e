-- One coroutine sends, the other adds up.
local channel = require("channel")

local function main(count)
  local numbers = channel.new(0)
  coroutine.spawn(function()
    for i = 1, count do
      numbers:send(i)
    end
    numbers:close()
  end)
  local sum = 0
  while true do
    local value, ok = numbers:receive()
    if not ok then
      break
    end
    sum = sum + value
  end
  return sum
end

return main
