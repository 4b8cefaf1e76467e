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
--- ranges that comparisons, bits and strings give
local most, least = 9223372036854775807, -9223372036854775807 - 1
local function at_most_5(x) if 5 >= x then return least + x end return 0 end
local function not_0(x) if 0 ~= x then return least + x end return 0 end
local function not_above_5(x) if not (x > 5) then return x + 9223372036854775803 end return 0 end
local function or_8(x) return ((x & 7) | 8) + 9223372036854775800 end
local function xor_8(x) return ((x & 7) ~ 8) + 9223372036854775800 end
local function shifted(x) return ((x & 7) << 4) + 9223372036854775804 end
local function alike(a, b)
  if type(a) ~= type(b) then return "different" end
  a = "10"
  if type(b) == "number" then return a * 2 end
  return a
end
local function main()
  for _, x in ipairs({-3, 0, 5, 6, 7, 100}) do
    out(at_most_5(x), not_0(x), not_above_5(x), or_8(x), xor_8(x), shifted(x))
  end
  out(alike(1, 2), alike("a", "b"), alike(1, "a"))
  out(5 / ("\0"):byte(), ("abc"):find("c") + most, ("x"):rep(300):len() * 36028797018963968)
  local at = ("abc"):find("b")
  out(at + 9223372036854775805, at + 9223372036854775806)
end
