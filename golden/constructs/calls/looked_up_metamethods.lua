-- Which metamethod runs is not certain.
local Vector, Replaced = {}, {}

local function vector(x)
  return setmetatable({ x = x }, Vector)
end

Vector.__add = function(a, b)
  return vector(a.x + b.x)
end

Vector.__eq = function(a, b)
  return a.x == b.x
end

Replaced.__add = function(a, b)
  return a.x + b.x
end

local function main()
  local held = { vector(1), 2 }
  local other = setmetatable({ x = 3 }, Replaced)
  local first = other + other
  Replaced.__add = function()
    return 0
  end
  return held[1] + vector(2), vector(1) == held[2], first, other + other
end

return { main = main }
