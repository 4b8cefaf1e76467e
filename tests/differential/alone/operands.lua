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
--- indices that are sums of what may be a boolean
local list, text = {}, "abcdef"
for i = 1, 5 do list[i] = i * 10 end
local function chosen(is_number) if is_number then return 3 end return true end
local three, yes = chosen(#list > 3), chosen(#list < 3)
out(list[three + 1], list[three - 2], text:sub(three + 2), text:byte(three + 1))
out(there(function() return list[yes + 1] end), there(function() return list[yes + 2] end))
out(there(function() list[yes + 1] = 7 end), there(function() list[yes + 3] = 7 end))
out(there(function() return text:sub(yes + 1) end), there(function() return text:sub(yes + 2) end))
out(there(function() return text:byte(yes + 1) end), there(function() return text:sub(1, yes + 2) end))
out(there(function() for i = yes + 1, 4 do out(i) end end))
out(there(function() for i = 1, yes + 1 do out(i) end end))
local function upwards(from)
  local i, sum = from + 1, 0
  while i <= #list do sum = sum + list[i] i = i + 1 end
  return sum
end
out(upwards(1), there(function() return upwards(yes) end), there(function() return upwards(three) end))
local function downwards(count)
  local i, sum = 5, 0
  while i >= count + 1 do sum = sum + list[i] i = i - 1 end
  return sum
end
out(downwards(2), there(function() return downwards(yes) end), downwards(three))
return table.concat(list, " ")
--- lower bits of sums, of conjunctions and of floats
local function bits(x, y, z) return ((x & y) * z + (x | z)) & 0xFFFF, ((x ~ y) - (x & z)) & 255 end
local function of_floats(x, half) return (x * half) & 255, (x + half * 2) & 255, x & 255 end
out(bits(1 << 40, -7, 12345), bits(math.maxinteger, math.mininteger, -3))
local function of_parts(x, y) return ((x & 3) + y) & 255, ((x | 8) * y - 1) & 255 end
out(of_floats(6, 1.5), of_floats(2.0, 4.0), of_floats(5, 2))
out(of_parts(7.0, 2), of_parts(6, 300))
return bits(3, 5, 7)
