-- Functions without a name are called after what is done with them.
local function main(input)
  local ok, message = xpcall(
    function()
      local total = 0
      for _, line in ipairs(input.lines) do total = total + line.amount end
      input.total = total
      return total
    end,
    function(problem)
      input.failed = true
      return "failed: " .. tostring(problem)
    end
  )
  pcall(function(each)
    input.first = each
    return each(input)
  end, function(order)
    order.seen = true
    return order.id
  end)
  coroutine.spawn(function()
    input.spawned = true
    return input
  end)
  local names = string.gsub(input.text, input.pattern, function(word)
    input.words = input.words + 1
    return word
  end)
  table.sort(input.lines, function(a, b)
    input.compared = true
    return a.amount < b.amount
  end)
  return ok, message, names
end

return { main = main }
