-- Literals that are called or indexed raise: Python's compiler would warn of them.
local function main()
  local called = pcall(function()
    return ("text")()
  end)
  local indexed = pcall(function()
    return (1).field
  end)
  local negative = pcall(function()
    return (-1)()
  end)
  return called, indexed, negative, ("text").len, #("a" .. 1)
end

return { main = main }
