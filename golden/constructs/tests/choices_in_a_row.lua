-- `a and b or c and d or e` where `b` and `d` are always true, and where not.
local function size(n)
  return n % 15 == 0 and "both" or n % 5 == 0 and "five" or n % 3 == 0 and "three" or "none"
end

local function open(n, x)
  return n > 3 and "big" or n > 2 and x or n > 1 and "small" or x
end

local function first(n, x)
  return n > 3 and x or n > 2 and "some" or "none"
end

local function key(n)
  return "user:" .. (n % 3 == 0 and n % 50 or n % 400) .. (n > 1 and "a" or n > 0 and "b" or "c")
end

local function main(input)
  open(1, nil)
  first(1, false)
  return size(4), open(3, "x"), first(4, "y"), key(7)
end

return { main = main }
