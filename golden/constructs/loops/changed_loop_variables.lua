-- Closures that change a loop variable share it with the body of their round.
local function main(words)
  local steps = {}
  for i = 1, 3 do
    steps[#steps + 1] = function() i = i + 10 return i end
  end
  for i, word in ipairs(words) do
    steps[#steps + 1] = function() word = word .. i return word end
  end
  return steps[1]() + steps[1]()
end

return { main = main }
