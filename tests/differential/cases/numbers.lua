--- math.floor of quotients
local function half(a) return math.floor(a / 2), math.floor(a / 7), math.type(math.floor(a / 2)) end
for _, n in ipairs({0, 1, 2, 3, -1, -2, -3, 13, -14, 2^20 // 1}) do out(half(n)) end
local low, high = 1, 10
local middle = math.floor((low + high) / 2)
out(middle, math.type(middle), math.floor((low - high) / 2))
local big = 9007199254740991
out(math.floor(big / 2), math.floor((big - 1) / 3), math.floor(-big / 2))
local huge = math.maxinteger
out(math.floor(huge / 2), math.floor(huge / 1) == huge)
out(math.floor(7 / 2.0), math.floor(7.5 / 2), math.floor(-7.5 / 2))
local z = 0
out(math.floor(1 / (z + 1)))
--- math.floor and math.ceil of integers and floats
local function both(x) return math.floor(x), math.ceil(x), math.type(math.floor(x)) end
out(both(5)) out(both(-5)) out(both(5.5)) out(both(-5.5)) out(both(-0.0)) out(both(1e300))
out(math.floor(math.mininteger), math.ceil(math.maxinteger), math.floor(2^53))
local n = 12
out(math.floor(n), math.ceil(n), math.type(math.ceil(n)), math.floor("7.5"), (pcall(math.floor, "x")))
local nan = 0 / 0
out(math.floor(nan) ~= math.floor(nan), math.floor(1/0), math.ceil(-1/0))
--- math.max and math.min
local a, b, c = 3, 2.5, -1
out(math.max(a, b), math.min(a, b, c), math.max(a, b, c), math.max(a), math.type(math.max(a, b)))
out(math.type(math.max(1, 1.0)), math.type(math.max(1.0, 1)), math.type(math.min(1, 1.0)))
local nan = 0 / 0
out(math.max(1, nan), math.max(nan, 1) ~= math.max(nan, 1), math.min(1, nan))
local function pair() return 7, 9 end
out(math.max(pair()), math.max(1, pair()), math.min(8, (pair())), math.max(pair(), 1))
local t = {x = 4}
out(math.max(t.x, 5), (pcall(math.max, t.y, 5)), (pcall(math.max)))
local wide = math.maxinteger
wide = wide + 1
out(math.max(wide, 0), math.min(wide + wide, 1), math.max(math.maxinteger + 1, 5))
local best = 0
for _, v in ipairs({3, 9, 2}) do best = math.max(best, v) end
out(best, math.type(best))
local function max(x) return x end
local function len(x) return math.max(x, 2), max(x) end
out(len(1))
--- math.abs
local x = -3
out(math.abs(x), math.abs(x - 4), math.abs(-0.0), math.abs(2.5), math.abs(math.mininteger))
out(math.abs(math.mininteger + 1), math.abs("-5"), (pcall(math.abs)), (pcall(math.abs, nil)))
local m = math.mininteger
out(math.abs(m), math.abs(m - 1), math.abs(-m))
--- floats of math functions
out(math.type(math.sqrt(16)), math.sqrt(16) // 1, math.type(math.sqrt(2) * 2), math.sqrt(-1) ~= math.sqrt(-1))
local s = math.sqrt(9)
local total = 0
for i = 1, 3 do total = total + s * i end
out(total, math.type(total), s == 3, ({"a", "b", "c"})[s])
out(math.type(math.pi), math.huge > 1, math.exp(0), math.log(1), math.sin(0), math.cos(0))
--- divisors that are at least 1
local function share(total, count) return total / count, total // count, total % count end
for i = 1, 4 do out(share(10, i)) end
local function parts(n)
  local width = 60
  local r = {}
  for i = 0, n do r[#r + 1] = i * 2.5 / width end
  return r[1], r[#r], 7 // width, 7 % width, -7 // width, -7 % width
end
out(parts(3))
local function zero(total, count) return total / count, (pcall(function() return total // count end)) end
local inf = zero(1, 0)
out(inf, zero(1, 2) == 0.5, zero(-1, 0) == -inf)
local count = 1
local function ratio(x)
  count = count - 1
  if count < 0 then count = 0 end
  return x / (count == 0 and 1 or count), x / count
end
out(ratio(5))
local function steps(first, last, n)
  local width = (last - first) / n
  return width, first + width * n
end
out(steps(0.0, 3.0, 4)) out(steps(1, 2, 3))
--- quotients that are rounded
local function bins(values, width)
  local r = {}
  for i, v in ipairs(values) do r[i] = math.floor(v / width) .. ":" .. math.ceil(v / width) end
  return table.concat(r, " ")
end
out(bins({0, 1, 4, 5, 9, 10, -1, -5, -6}, 5), bins({1, 2, 3}, 1))
local function negative(v, w) if w < 0 then return math.floor(v / w), math.ceil(v / w), math.type(math.floor(v / w)) end return "no" end
out(negative(7, -2)) out(negative(-7, -2)) out(negative(0, -3)) out(negative(1, 2))
local function by_zero(v, w) return math.floor(v / w) == 1 / 0, math.ceil(-v / w) == -1 / 0 end
out(by_zero(1, 0)) out(by_zero(4, 2))
local largest = 9007199254740991
local function near(w) return math.floor((largest - 1) / w), math.ceil((largest - 2) / w) end
out(near(3)) out(near(9007199254740990)) out(near(2))
local function cents(x) return math.floor(x * 100 + 0.5) / 100, math.ceil(x * 10 - 0.5) / 10, math.floor(x) / 3 end
out(cents(1.005)) out(cents(-2.675)) out(cents(1e17)) out(cents(1 / 0)) out(cents(3))
local function big(n) return math.floor(n) / 3, math.floor(n / 1) / 3 end
out(big(math.maxinteger)) out(big(9007199254740993)) out(big(10))
--- quotients of integers that are no floats
local big = 9007199254740993
out(big / 3 == 3002399751580331, big / 3 == 3002399751580330.5)
local function third(number) return number / 3 end
out(third(9007199254740993) == 3002399751580331, third(9) == 3)
local function halves(number, count)
  for _ = 1, count do number = number * 3 + 1 end
  return number / 7, math.floor(number / 7), number // 7
end
for count = 0, 40 do
  local quotient, floor, exact = halves(1, count)
  out(quotient == exact, quotient - exact == quotient % 1, floor == exact)
end
out(math.floor(big) / 3 == 3002399751580331, math.ceil(big) / 3 == 3002399751580331)
out(math.abs(big) / 3 == 3002399751580331, math.max(big, 1) / 3 == 3002399751580331)
--- quotients of integers that additions take beyond 2^53
local a = ((1 << 53) + 1) / 3
out(a == 3002399751580331, a)
local m = 9007199254740991
local function f(x, y) local v = (x & 9007199254740991) + 2 return v / 3 == (v // 3) + 0.0, string.format("%.3f", v / 3) end
out(f(9007199254740991, 1))
local function g(x) local v = (x % 9007199254740993) + 1 return string.format("%.3f", v / 3) end out(g(9007199254740992))
local function h(x) local p = x * 134217728 + 1 return string.format("%.3f", p / 3) end out(h(67108864))
local k = 67108864 * 134217728 + 1 out(string.format("%.3f", k / 3), k == 9007199254740993, k / 1 == 9007199254740993)
local function sh(n) local s = (1 << n) + 1 return s / 1 == s, s end out(sh(53), sh(3))
for i = 51, 54 do local t = (1 << i) + 3 out(i, t / 7 == t // 7 + (t % 7) / 7, string.format("%.17g", t / 7)) end
local q = 18014398509481984 // 2 + 1 out(string.format("%.17g", q / 3))
local x = 9007199254740992 local y = x + 1 out(y / 1 == y, string.format("%.17g", y / 3)) if x <= 9007199254740992 then local z = x + 1 out(string.format("%.17g", z / 3)) end
