--- a product below a limit is no square
local function below(x, y)
  if x * y < 100 then return x + 9223372036854775000 end
  return 0
end
local function near(x, y)
  if (x + 1) * (x + 2) < 100 and y == "a" then return x + 9223372036854775798 end
  return 0
end
local function main()
  local sum = 0
  for i = 0, 2000, 1000 do
    for j = -1, 1 do sum = sum + 1 out(below(i, j), near(i, "a"), near(j, "a")) end
  end
  out(sum, below(9223372036854775000, 0), near(8, "a"), near(-11, "a"), near(-11, "b"))
end
