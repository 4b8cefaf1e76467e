-- `pairs`, `ipairs` and `next` of a table are Python iterations.
local function main(input)
  local names = {}
  for index, item in ipairs(input.items) do names[index] = item.name end
  for key in pairs(input.fields) do names[#names + 1] = key end
  for key, value in next, input.fields do names[key] = value end
  return names
end

return { main = main }
