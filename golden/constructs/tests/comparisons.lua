local function main(input)
  local n = #"abc"
  if n == 3 and n < 5 then return true end
  if input.count == 3 then return "equal" end
  if input.count < 5 then return "less" end
  return input.name == "x", input.flag == true, input.a ~= input.b
end

return { main = main }
