-- Floats, unknown bounds and unknown steps do not.
local function main(input)
  local total = 0
  for i = 1, 2, 0.5 do total = total + i end
  for i = 1, input.count do total = total + i end
  for i = 1, 3, input.step do total = total + i end
  return total
end

return { main = main }
