-- A function that ends with a call of itself is a loop.
local function sum(n, total)
  if n == 0 then return total end
  return sum(n - 1, total + n)
end

local function depth(n)
  if n == 0 then return 0 end
  return 1 + depth(n - 1)
end

local function main()
  return sum(100, 0), depth(10)
end

return { main = main }
