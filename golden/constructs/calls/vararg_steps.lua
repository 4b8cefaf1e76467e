-- Backwards, all positions are there.
local function last(...)
  for i = select("#", ...), 1, -1 do
    local value = select(i, ...)
    if value then return value end
  end
end

-- Forwards from the number of them, position 0 may be asked for.
local function odd(...)
  for i = select("#", ...), 1, 2 do
    local value = select(i, ...)
    if value then return value end
  end
end

local function main(input)
  return last(1, 2, nil), odd(1, 2)
end

return { main = main }
