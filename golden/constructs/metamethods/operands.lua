-- What operators pass to metamethods is known: here, objects of one class with a number `x`.
local V = {}
V.__index = V

local function vec(x) return setmetatable({ x = x }, V) end

V.__add = function(a, b) return vec(a.x + b.x) end
V.__sub = function(a, b) return vec(a.x - b.x) end
V.__mul = function(a, b) return vec(a.x * b.x) end
V.__div = function(a, b) return vec(a.x / b.x) end
V.__mod = function(a, b) return vec(a.x % b.x) end
V.__pow = function(a, b) return vec(a.x ^ b.x) end
V.__concat = function(a, b) return "v" .. a.x .. b.x end
V.__unm = function(a) return vec(-a.x) end
V.__eq = function(a, b) return a.x == b.x end
V.__lt = function(a, b) return a.x < b.x end
V.__le = function(a, b) return a.x <= b.x end

local function main()
  local a, b = vec(7), vec(2)
  local numbers = { (a + b).x, (a - b).x, (a * b).x, (a / b).x, (a % b).x, (a ^ b).x, (-a).x }
  return numbers, a .. b, a == b, a < b, a <= b
end

return { main = main }
