-- Integer bounds and a constant step give a Python range.
local function main()
  local total = 0
  for i = 1, 10 do total = total + i end
  for i = 10, 1, -2 do total = total + i end
  for i = 2, 5, 1 do total = total + i end
  for i = 0, #"abc" - 1 do total = total + i end
  return total
end

return { main = main }
