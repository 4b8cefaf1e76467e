-- What may leave 64 bits is wrapped; a divisor that may be zero is tested or left to the runtime.
local SIZES = { 1, 2, 3 }

local function power(base, count)
  local result = 1
  for _ = 1, count do
    result = result * base
  end
  return result
end

local function changed(total, count)
  if count == 0 then
    return 0
  end
  count = count - 1
  return total / count, total // count, total % count
end

local function captured(total, count)
  local function less()
    count = count - 1
  end
  if count > 0 then
    less()
    return total / count
  end
  return less
end

local function steps(first, last, step)
  local sum = 0
  for i = first, last, step do
    sum = sum + i
  end
  return sum
end

local function bits(number, count)
  return number << count, number >> count, number & 0.5, number << 62
end

local function shares(totals, weights)
  local found = {}
  for i = 1, #totals do
    found[i] = totals[i] / (weights[i] - 1)
  end
  return found
end

local function main(input)
  SIZES[#SIZES + 1] = input.size
  local low = input.low or 1
  if low < input.high then
    low = low + 1
  end
  return power(3, 50), changed(1, 1), captured(1, 1), steps(1, 3, input.step),
    bits(#tostring(input.name), 3), shares({ 1, 2 }, { 2, 1 }), 7 % #SIZES, low
end

return { main = main }
