-- Loops with integer arithmetic: Collatz, greatest common divisors, a linear congruential
-- generator and a checksum that wraps.

local function collatz(limit)
  local best, longest = 0, 0
  for start = 1, limit do
    local n, steps = start, 0
    while n ~= 1 do
      if n % 2 == 0 then
        n = n // 2
      else
        n = 3 * n + 1
      end
      steps = steps + 1
    end
    if steps > longest then
      best, longest = start, steps
    end
  end
  return best, longest
end

local function gcd(a, b)
  while b ~= 0 do
    a, b = b, a % b
  end
  return a
end

local function generator(seed, rounds)
  local state = seed
  local sum = 0
  for _ = 1, rounds do
    state = (1103515245 * state + 12345) % 2147483648
    sum = sum + state % 100
  end
  return sum
end

local function checksum(rounds)
  local hash = 5381
  for i = 1, rounds do
    hash = hash * 33 + i
  end
  return hash
end

local function main()
  local best, longest = collatz(1500)
  local divisors = 0
  for a = 1, 120 do
    for b = a, 120 do
      divisors = divisors + gcd(a, b)
    end
  end
  return string.format(
    "%d %d %d %d %d", best, longest, divisors, generator(42, 50000), checksum(50000)
  )
end

return main
