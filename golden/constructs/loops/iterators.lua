-- Other iterators are called by Lua's protocol.
local function each(list)
  local index = 0
  return function()
    index = index + 1
    return list[index], index
  end
end

local function main(input)
  local last
  for value, index in each(input.items) do last = value end
  for word in string.gmatch(input.text, "%a+") do last = word end
  return last
end

return { main = main }
