local function squares(n)
  local list, total = {}, 0
  for i = 1, n do
    total = total + i
    list[i] = total
  end
  return list
end

local function sums(values)
  local result = {}
  for i, value in ipairs(values) do
    local before = i > 1 and result[i - 1] or 0
    result[i] = before + #result + #value
  end
  return result
end

-- Stores that may be left out, come in another order, or may be nil, and tables that others see.
local function sparse(n, source)
  local odd, shifted, filtered, shared, copy, twice = {}, {}, {}, {}, {}, {}
  local alias = shared
  for i = 1, n do
    if i % 2 == 1 then
      odd[i] = i
    end
    shifted[i + 1] = i
    filtered[i] = source[i]
    shared[i] = #alias
  end
  for i = 2, n do
    copy[i] = i
  end
  for i = 1, n do
    twice[i] = i
    twice[i] = table.remove(twice)
  end
  return odd, shifted, filtered, shared, copy, twice
end

local function main(input)
  return squares(input.n), sums({ "a", "b" }), sparse(3, input.source)
end

return { main = main }
