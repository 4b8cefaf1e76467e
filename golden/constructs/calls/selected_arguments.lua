-- Values of `...` by their positions.
local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    total = total + (value or 0)
  end
  return total
end

local function backwards(...)
  local count, parts = select("#", ...), {}
  local n = select("#", ...)
  for i = n, 1, -1 do
    parts[#parts + 1] = tostring((select(i, ...)))
  end
  return parts, count, (select(2, ...))
end

-- Not these: a position that may be any, of other arguments, or that changes.
local function any(position, ...)
  return (select(position, ...))
end

local function others(...)
  local found = {}
  for i = 1, select("#", ...) do
    found[i] = function(...) return (select(i, ...)) end
  end
  return found
end

local function changing(...)
  local found = 0
  for i = 0, select("#", ...) - 1 do
    i = i + 1
    found = found + select(i, ...)
  end
  return found
end

local function main(input)
  return {
    sum(1, input.x, 3), backwards("a", "b"), any(2, 3, 4), others(1, 2)[2](5, 6), changing(1, 2),
  }
end

return main
