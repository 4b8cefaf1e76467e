-- Only the lower bits are looked at: the rest need not be cut off before.
local MASK = 0xFFFFFFFF

local function next_random(state)
  local x = state.x
  x = x ~ ((x << 13) & MASK)
  x = x ~ (x >> 17)
  x = (x ~ (x << 5)) & MASK
  state.x = x
  return x
end

local function mixed(x, y)
  return (x * 0x85ebca6b + y * 31 - (x << 7)) & 0x7FFFFFFFFFFFFFFF, (x * y | y * y) & MASK
end

-- An element that is not there raises.
local function looked_up(crc, count)
  local bytes = {}
  for i = 0, count do bytes[i] = i * 40503 end
  for i = 0, count do crc = bytes[(crc ~ i) & 0xFF] ~ (crc >> 8) end
  return crc
end

-- Not these: the mask has the sign, or the shift may be of any width or the other way.
local function signed(x, mask)
  return (x * x) & mask, (x * x) & -256
end

local function shifted(x, n)
  return (x << n) & MASK, (x << 64) & MASK, (x << -1) & MASK
end

local function main(input)
  local state = { x = 2463534242 }
  local sum = 0
  for i = 1, 4 do sum = sum + next_random(state) end
  return {
    sum, mixed(1 << 62, 77), looked_up(1, 200), signed(1 << 40, -1), shifted(5, #input.name),
  }
end

return main
