-- Tables that are indexed by numbers, and used as only a `Table` can be.
local function lengths(n)
  local filled = {}
  for i = n, 1, -1 do filled[i] = i end
  return #filled
end

local function walked(n)
  local filled, sum = {}, 0
  for i = n, 1, -1 do filled[i] = i end
  for key, value in pairs(filled) do sum = sum + key * value end
  return sum
end

local function named(n)
  local filled = { count = n }
  for i = n, 1, -1 do filled[i] = i end
  return filled.count + filled[1]
end

local function flagged(n)
  local filled = {}
  for i = n, 1, -1 do filled[i] = i end
  return filled[n == 1]
end

local function compared(n)
  local one, other = {}, {}
  for i = n, 1, -1 do one[i] = i other[i] = i end
  return one == other
end

local function inherited(n)
  local filled = setmetatable({}, { __index = function() return 0 end })
  for i = n, 1, -1 do filled[i] = i end
  return filled[0]
end

local function emptied(n)
  local filled = {}
  for i = n, 1, -1 do filled[i] = nil end
  return next(filled) == nil
end

local function given(n)
  local filled = {}
  for i = n, 1, -1 do filled[i] = i end
  return filled
end

local function absent(n)
  local filled
  if n > 2 then filled = {} end
  return filled[n % 2]
end

local function main(input)
  return lengths(3), walked(3), named(3), flagged(3), compared(3), inherited(3), emptied(3), given(3), absent(3)
end

return { main = main }
