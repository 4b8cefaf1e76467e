-- Outside loops Python's own closures do.
local function counter()
  local value = 0
  return function()
    value = value + 1
    return value
  end
end

local function main()
  local next_value = counter()
  return next_value(), next_value()
end

return { main = main }
