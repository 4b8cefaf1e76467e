-- A value that may be `0` or `""` is not tested by Python's truth.
local function main(input)
  if input.count then return "counted" end
  local name = input.name or "nobody"
  local label = input.flag and "on" or "off"
  local both = input.a and input.b
  if not input.done and (input.x or input.y) then return name end
  return label, both
end

return { main = main }
