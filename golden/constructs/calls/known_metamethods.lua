-- Operators on objects of one class call its metamethods by name.
local Vector = {}
Vector.__index = Vector

local function vector(x, y)
  return setmetatable({ x = x, y = y }, Vector)
end

Vector.__add = function(a, b)
  return vector(a.x + b.x, a.y + b.y)
end

Vector.__eq = function(a, b)
  return a.x == b.x and a.y == b.y
end

Vector.__lt = function(a, b)
  return a.x < b.x
end

Vector.__unm = function(a)
  return vector(-a.x, -a.y)
end

local function main()
  local a, b = vector(1, 2), vector(3, 4)
  local sum = a + b
  if a == b or -a == vector(0, 0) then
    return sum.x
  end
  return a < b, a > b, (sum + -b).y
end

return { main = main }
