-- Sums of a function's own results need no wrapping: each call adds one more small number.
local function size(node)
  if not node then
    return 0
  end
  return 1 + size(node.left) + size(node.right)
end

local function fibonacci(n)
  if n < 2 then
    return n
  end
  return fibonacci(n - 1) + fibonacci(n - 2)
end

-- Products, and numbers without a bound, do.
local function doubled(n)
  if n == 0 then
    return 1
  end
  return 2 * doubled(n - 1)
end

local function powers(n, power)
  if n == 0 then
    return 1
  end
  return power + powers(n - 1, power * 3)
end

local function main()
  return size({ left = { right = {} } }) + fibonacci(20) + doubled(30) + powers(20, 1)
end

return main
