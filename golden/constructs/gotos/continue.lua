local function main(input)
  local total = 0
  for _, item in ipairs(input.items) do
    if item.skip then goto continue end
    for _, part in ipairs(item.parts) do
      if part < 0 then goto continue end
      total = total + part
    end
    ::continue::
  end
  return total
end

return { main = main }
