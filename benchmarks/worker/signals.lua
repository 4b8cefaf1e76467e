-- Adds up what signals bring.
local process = require("process")

local function main(count)
  local ticks = process.listen("tick")
  local sum = 0
  for _ = 1, count do
    local value = ticks:receive()
    sum = sum + value
  end
  return sum
end

return main
