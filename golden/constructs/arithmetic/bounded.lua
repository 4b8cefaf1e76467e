-- What tests, loops and calls bound needs no wrapping, and divisors that are not zero no help.
local DAYS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function roots(limit)
  local root = 1
  while (root + 1) * (root + 1) <= limit do
    root = root + 1
  end
  local i = 2
  while i * i <= limit do
    i = i + 1
  end
  return root, i
end

local function gcd(a, b)
  while b ~= 0 do
    a, b = b, a % b
  end
  return a
end

local function checksum(text)
  local a, b, hash = 1, 0, 2166136261
  for i = 1, #text do
    a = (a + text:byte(i)) % 65521
    b = (b + a) % 65521
    hash = (hash ~ text:byte(i)) * 16777619 & 0xffffffff
  end
  return b << 16 | a, hash >> 16
end

local function random(state, rounds)
  for _ = 1, rounds do
    state = (state * 1103515245 + 12345) % 2147483648
  end
  return DAYS[state % #DAYS + 1]
end

local function average(total, count)
  if count <= 0 then
    return 0
  end
  return total / count, total // count, 1 / (1 + total * total)
end

local function multiples(limit, steps)
  local found = 0
  for step = 1, steps do
    for _ = limit, 1, -step do
      found = found + 1
    end
  end
  return found
end

local function total(lines)
  local sum = 0
  for _, line in ipairs(lines) do
    local amount = line.quantity * line.price
    if line.discount then
      amount = amount - amount * line.discount // 100
    end
    sum = sum + amount
  end
  return sum
end

local function main()
  local lines = { { quantity = 2, price = 1999 }, { quantity = 1, price = 500, discount = 10 } }
  local found = { roots(20000) }
  return found, gcd(12, 18), checksum("text"), random(42, 5), average(7, 2), multiples(10, 3), total(lines)
end

return { main = main }
