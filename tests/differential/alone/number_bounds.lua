--- products that are the sum with the largest step are bounds of their own
local a = 536870912
local n = a * a
for i = 0, 1 do
  local x = n + i * 16777216
  local q = x // 16777216 - 17179869184
  out(x, q * 4611686018427387904 * 3)
end
--- integers that floats do not hold are rounded before they are divided
local function third(x) return x / 3 end
out(string.format("%.17g", third(9007199254740993)), third("9"))
local function tenth(x) return x / 10, (x + 2) / 3 end
out(string.format("%.17g %.17g", tenth(27021597764222979)))
for i = 1, 5 do out(string.format("%.17g", (9007199254740992 + i) / 3)) end
--- the smallest integer divided by -1
for divisor = -3, -1 do out(math.mininteger // divisor) end
--- numbers computed from texts
local function main()
  local text = "4611686018427387904"
  local n = text + 0
  out(n + n, n * 4, -(text + n))
  local sum = text * 2
  out(sum, sum - 1, text % 3 + math.maxinteger)
end
--- products of results
local function grow(n) return n * 3 end
local x = 1
for i = 1, 50 do x = grow(x) end
out(x)
--- products of the first of several results
local function grow(n) return n * 3, n end
local x = 1
for i = 1, 50 do x = (grow(x)) end
out(x)
--- products of results of mathematical functions
local x = 1
for i = 1, 50 do x = math.max(x * 3, 1) end
out(x)
--- products of results of methods
local Grower = {}
Grower.__index = Grower
function Grower:grow(n) return n * 3 end
local function main()
  local grower = setmetatable({}, Grower)
  local x = 1
  for i = 1, 50 do x = grower:grow(x) end
  out(x)
end
--- a byte may be zero
local text = "\0a"
for i = 1, 2 do
  local byte = text:byte(i)
  out(10 / byte, 10 / text:byte(i), pcall(function() return 10 // byte end))
end
--- products of positions, counts and lengths
local text = ("x"):rep(300) .. "y"
local first, last = text:find("y", 1, true)
out(first * 4611686018427387904, last * 4611686018427387904)
local _, count = text:gsub("x", "z")
out(count * 36028797018963968, text:len() * 36028797018963968, #text * 36028797018963968)
out(text:byte(300) * 144115188075855872, text:byte(301) * 72057594037927936)
--- comparisons with the number first
for x = -3, 5 do
  if 0 >= x then out(x * math.maxinteger) end
  if 0 <= x then out(x * math.maxinteger) end
  if -3 > x then out(x) else out(x * math.maxinteger) end
end
for x = -1, 5 do
  if 0 ~= x then out(x * 4611686018427387904) end
  if 0 == x then out(10 / x, x * math.maxinteger) end
  if 0 < x then out(10 / x) else out(10 / x) end
  if 0 > x then out(10 / x) else out(10 / x) end
end
--- branches in which a comparison does not hold
for x = -2, 2 do
  if x < 0 then out(10 / x) else out(10 / x, x * 4611686018427387904) end
  if x > 0 then out(10 / x) else out(10 / x, x * 4611686018427387905) end
  if x <= 0 then out(x * math.maxinteger) else out(10 / x, x * 4611686018427387904) end
  if x >= 0 then out(x * math.maxinteger) else out(10 / x, x * 4611686018427387905) end
  if x == 1 then out(x) else out(10 / (x - 1), x * math.maxinteger) end
  if x ~= 1 then out(10 / (x - 1)) else out(10 / (x - 1), x * math.maxinteger) end
end
--- bits that are joined
for x = 0, 1 do
  for y = 250, 255 do
    out((x | y) * 4611686018427387904, (x ~ y) * 4611686018427387904, 10 / (x & y))
    out((x | y) * 288230376151711744, (x ~ y) * 288230376151711744)
  end
end
--- bits that are shifted
for x = 1, 3 do
  for places = 1, 2 do
    out(10 / (x >> places), (x << places) * 4611686018427387904, (-x >> places) * 8)
    out((x << 40) * 1073741824 * 3, 10 / (x << places))
  end
end
--- walks of maps in variables that get others
local function main()
  local entries = {}
  for i = 1, 3 do entries["k" .. i] = i end
  local sum, rounds = 0, 0
  for key, value in pairs(entries) do
    sum, rounds = sum + value, rounds + 1
    if rounds == 1 then entries[key] = nil entries = {} entries["k" .. rounds] = 100 end
  end
  out(sum, rounds)
end
--- numbers computed from values of several types
local function main()
  local function pick(flag) if flag then return "4611686018427387904" end return 3 end
  local either = pick(true)
  local n = either * 2
  out(n, n - 1, n + n, -n, n * 4611686018427387904)
  local m = either + 4611686018427387904
  out(m, m - 1, (m - 1) * 3)
  out(10 / ("0" * 1))
end
--- first positions
local text = ("x"):rep(300) .. "y"
local first = text:find("y", 1, true)
out(first * 4611686018427387904, first * 36028797018963968)
for at = 299, 301 do out(10 / (at - first), text:find("y", at, true) * 36028797018963968) end
local rest, count = text:gsub("x", "")
out(10 / count, 10 // (count + 1), ("z"):rep(count - 298), count * 36028797018963968 * 2)
local none = select(2, text:gsub("q", ""))
out(10 / none)
local _, zero = text:gsub("q", "")
out(10 / zero)
--- products of positions that may be absent
local function position(text, part)
  local at = text:find(part, 1, true)
  if not at then at = 0 end
  return at * 4611686018427387904
end
out(position("abcd", "d"), position("abcd", "b"), position("abcd", "e"))
--- numbers that metamethods give
local Vast = {}
Vast.__index = Vast
Vast.__add = function() return 4611686018427387904 end
Vast.__mul = function() return 4611686018427387903 end
local function mixed(first, second)
  local vast = setmetatable({}, Vast)
  local n = vast + 1
  if second then n = 1 end
  local k = 2
  if first then k = vast * k end
  return n * 4, k * 4, (first and vast or 2) * 4 * 4
end
local function main()
  out(mixed(true, false)) out(mixed(false, true))
end
