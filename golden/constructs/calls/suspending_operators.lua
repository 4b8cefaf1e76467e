-- Operators whose metamethods suspend go through the runtime: their tables are no objects.
local time = require("time")

local Amount = {}
Amount.__index = Amount
Amount.__add = function(left, right)
  time.sleep("1s")
  return left.value + right.value
end
Amount.__lt = function(left, right)
  time.sleep("1s")
  return left.value < right.value
end

local function amount(value)
  return setmetatable({ value = value }, Amount)
end

local function main()
  local small, large = amount(1), amount(2)
  if small > large then
    return 0
  end
  return small + large
end

return { main = main }
