-- Products are cut to 64 bits in loops, and wrapped where they are read.
local function hash(text)
  local state = 5381
  for i = 1, #text do
    state = state * 33 + text:byte(i)
  end
  return state, state % 1024
end

-- Not if loops read them, and not with floats.
local function rounds(limit)
  local power, count = 1, 0
  while power > 0 and count < limit do
    power = power * 3
    count = count + 1
  end
  return count
end

local function scaled(factor, count)
  local value = 1
  for _ = 1, count do
    value = value * factor + 1
  end
  return value
end

local function main()
  return hash("text"), rounds(50), scaled(0.5, 3), scaled(3, 50), 255 & 0xffffffff
end

return main
