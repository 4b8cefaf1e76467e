-- Primes by sieve, twin primes, factors.

local function sieve(limit)
  local composite = {}
  for i = 1, limit do
    composite[i] = false
  end
  composite[1] = true
  local i = 2
  while i * i <= limit do
    if not composite[i] then
      for j = i * i, limit, i do
        composite[j] = true
      end
    end
    i = i + 1
  end
  local primes = {}
  for n = 2, limit do
    if not composite[n] then
      primes[#primes + 1] = n
    end
  end
  return primes
end

local function factors(n, primes)
  local found = {}
  for _, prime in ipairs(primes) do
    if prime * prime > n then
      break
    end
    while n % prime == 0 do
      table.insert(found, prime)
      n = n // prime
    end
  end
  if n > 1 then
    table.insert(found, n)
  end
  return found
end

local function main()
  local primes = sieve(20000)
  local twins, sum = 0, 0
  for i = 2, #primes do
    if primes[i] - primes[i - 1] == 2 then
      twins = twins + 1
    end
    sum = sum + primes[i]
  end
  local parts = 0
  for n = 9000, 9400 do
    parts = parts + #factors(n, primes)
  end
  return string.format("%d %d %d %d", #primes, twins, sum, parts)
end

return main
