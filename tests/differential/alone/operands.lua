--- quotients that are no integers
local function any(value) return value end
any("text") any(nil)
local function is_itself(n) return "<" .. n .. ">" == "<" .. any(n) .. ">" end
local none = 0
return is_itself(math.floor(7 / none)), is_itself(math.ceil(-7 / none)), is_itself(math.floor(7 / -0.0))
--- a divisor that no number is
local half = 1 / 2
return math.floor(9 / half), math.ceil(7 / -half), there(function() return math.floor(7 / true) end)
--- metamethods of single operands change the other operand
local function sums()
  local x = 1
  local object = setmetatable({}, { __unm = function() x = x + 10 return 5 end })
  return x + -object, x
end
local function sizes()
  local x = 1
  local object = setmetatable({}, { __len = function() x = x + 10 return 5 end })
  return x + #object > 0, x
end
out(sums())
out(sizes())
