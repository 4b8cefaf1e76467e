-- Recursive calls: Fibonacci, Takeuchi and Hanoi.

local function fib(n)
  if n < 2 then
    return n
  end
  return fib(n - 1) + fib(n - 2)
end

local function tak(x, y, z)
  if y >= x then
    return z
  end
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
end

local moves = 0

local function hanoi(count, from, to, via)
  if count == 0 then
    return
  end
  hanoi(count - 1, from, via, to)
  moves = moves + 1
  hanoi(count - 1, via, to, from)
end

local function main()
  moves = 0
  hanoi(13, "a", "b", "c")
  return string.format("%d %d %d", fib(22), tak(12, 8, 4), moves)
end

return main
