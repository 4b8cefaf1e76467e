-- Iterator functions that always give one value: only those that take nothing are called by Python.
local function countdown(n)
  return function()
    n = n - 1
    if n > 0 then return n end
    return nil
  end
end

local function positions(list)
  return function(_, before)
    local at = (before or 0) + 1
    if list[at] ~= nil then return at end
    return nil
  end
end

local function arguments()
  local calls = 0
  return function(...)
    calls = calls + select("#", ...)
    if calls < 9 then return calls end
    return nil
  end
end

local function main(n)
  local sum = 0
  for left in countdown(n) do sum = sum + left end
  for at in positions({ 5, 6 }) do sum = sum + at end
  for passed in arguments() do sum = sum + passed end
  return sum
end

return { main = main }
