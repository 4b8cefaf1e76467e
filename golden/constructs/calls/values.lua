-- A function kept as a value takes any number of arguments.
local handlers = {}

function handlers.double(x)
  return x * 2
end

local function apply(f, ...)
  return f(...)
end

local function main(name)
  return apply(handlers[name], 4), select("#", apply(handlers.double, 1, 2))
end

return { main = main }
