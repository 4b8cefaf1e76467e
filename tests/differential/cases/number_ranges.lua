--- loops that their own condition bounds
local function primes(limit)
  local composite, found = {}, {}
  for i = 1, limit do composite[i] = false end
  local i = 2
  while i * i <= limit do
    if not composite[i] then for j = i * i, limit, i do composite[j] = true end end
    i = i + 1
  end
  for n = 2, limit do if not composite[n] then found[#found + 1] = n end end
  return found
end
out(#primes(1), #primes(2), #primes(30), table.concat(primes(50), ","))
local function is_prime(n)
  if n < 2 then return false end
  if n % 2 == 0 then return n == 2 end
  local d = 3
  while d * d <= n do
    if n % d == 0 then return false, d end
    d = d + 2
  end
  return true
end
for _, n in ipairs({0, 1, 2, 9, 97, 7919, 1000003, 4611686014132420609 // 4611686014132420609}) do out(n, is_prime(n)) end
local function roots(n) local r = 0 while (r + 1) * (r + 1) <= n do r = r + 1 end return r, r * r end
out(roots(0)) out(roots(99)) out(roots(100))
--- squares that leave the range
local function square(x) if x * x <= 100 then return x, x * x end return "no", x + 1 end
out(square(3)) out(square(-10)) out(square(11)) out(square(4294967296)) out(square(6074001000)) out(square(math.mininteger))
local i, n = 3037000490, 0
while i * i > 0 and n < 40 do i = i + 1 n = n + 1 end
out(i, n, i * i)
local k = 1
while k * k <= math.maxinteger and n < 80 do k = k * 3 + 1 n = n + 1 end
out(k, n)
--- remainders by what a test shows not to be zero
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
out(gcd(12, 18), gcd(7, 0), gcd(-12, 18), gcd(12, -18), math.type(gcd(12, 18)))
local function lcm(a, b) return a // gcd(a, b) * b end
out(lcm(4, 6), lcm(21, 6))
local function gcd2(a, b) if b == 0 then return a end return gcd2(b, a % b) end
out(gcd2(48, 36), gcd2(5, 0), gcd2(0, 5))
local function mean(sum, count) if count == 0 then return 0 end return sum / count, sum // count, sum % count end
out(mean(7, 2)) out(mean(7, -2)) out(mean(1, 0)) out(mean(-7, 3))
local function share(sum, count) if count > 0 then return sum / count end return nil end
out(share(1, 4), share(1, 0), share(1, -1), share(1.5, 0.5), share(1, 0 / 0))
local function kept(sum, count) if not (count > 0) then return nil end return sum / count end
out(kept(1, 4), kept(1, 0), kept(1, 0 / 0), kept(0.0, 1 / 0))
local function tested(a, b) if b == 0 or a == 0 then return 0 end b = b - 1 return b == 0 and "zero" or a / b end
out(tested(1, 1), tested(1, 2), tested(1, 0))
--- a divisor that changes after its test
local function changed(n, d)
  if d == 0 then return "zero" end
  local r = n / d
  d = d - 1
  return r, n / d == 1 / 0, n / (d + 1)
end
out(changed(4, 1)) out(changed(4, 2)) out(changed(4, 0))
local function in_loop(n, d)
  local r = 0
  if d ~= 0 then for _ = 1, 3 do r = n / d d = d - 1 if r == 1 / 0 then return "inf", d end end end
  return r, d
end
out(in_loop(6, 2)) out(in_loop(6, 5))
local function by_closure(n, d)
  local function less() d = d - 1 end
  if d ~= 0 then less() return n / d == 1 / 0 end
  return "zero"
end
out(by_closure(1, 1), by_closure(1, 2), by_closure(1, 0))
local function by_goto(d)
  if d == 0 then return "zero" end
  ::again::
  local r = 6 / d
  if r ~= 1 / 0 then d = d - 1 goto again end
  return r == 1 / 0, d
end
out(by_goto(2))
local function by_coroutine(d)
  local c = coroutine.wrap(function() d = 0 coroutine.yield(1) end)
  if d > 0 then c() return 1 / d == 1 / 0 end
  return "no"
end
out(by_coroutine(5))
--- tests with NaN
local nan = 0 / 0
local function above(x, least) if x < least then return "below" end return x, least ~= least or x / least end
out(above(1, nan)) out(above(0, nan)) out(above(3, 2)) out(above(1, 2))
local function between(x, a, b) if not (x >= a) or not (x <= b) then return "out" end return 10 / (x + 1), 10 // (x + 1) end
out(between(1, 0, 4)) out(between(5, 0, 4)) out(between(nan, 0, 4)) out(between(1, nan, 4))
local function index(x) if x >= 1 then return 5 / x, x * 2 end return "small" end
out(index(2)) out(index(nan)) out(index(1 / 0)) out(index(-1 / 0)) out(index(1.5)) out(index(0.5))
--- text beside numbers
local function more(x) if x == "a" then return x .. x end if x ~= 3 then return x + 1 end return x end
out(more("a"), more(3), more("7"), more(math.maxinteger))
local function after(x) if x ~= nil and x ~= 0 then return 12 / x end return "none" end
out(after(nil), after(0), after(4), after("3"), after(0.5), after(-0.0))
--- generators of numbers that stay in range
local function lcg(seed, n) local s = seed for _ = 1, n do s = (s * 1103515245 + 12345) % 2147483648 end return s end
out(lcg(42, 10), lcg(0, 1), lcg(2147483647, 5))
local function any_seed(seed, n) local s = seed for _ = 1, n do s = (s * 6364136223846793005 + 1442695040888963407) % 4294967296 end return s end
out(any_seed(1, 1), any_seed(42, 9))
local function minstd(s) for _ = 1, 8 do s = s * 48271 % 2147483647 end return s end
out(minstd(1), minstd(2147483646))
local function large(s) for _ = 1, 4 do s = s * 48271 % 9007199254740881 end return s end
out(large(9007199254740880), large(12345))
local function signed(s) for _ = 1, 6 do s = s * 1103515245 % -2147483648 end return s end
out(signed(7), signed(-7))
local function adler(text)
  local a, b = 1, 0
  for i = 1, #text do a = (a + text:byte(i)) % 65521 b = (b + a) % 65521 end
  return b * 65536 + a
end
out(adler("Wikipedia"), adler(""))
local function fnv(text) local h = 2166136261 for i = 1, #text do h = (h ~ text:byte(i)) * 16777619 & 0xffffffff end return h end
out(fnv("hello"), fnv(""))
local function djb(text) local h = 5381 for i = 1, #text do h = h * 33 + text:byte(i) end return h end
out(djb("a longer text that leaves 64 bits"), djb("a"))
--- parameters of functions that are called in other ways
local function half(n) return 100 / n, n + 1 end
out(half(4))
out(pcall(half, 0) , select(2, pcall(half, 0)) == 1 / 0)
local function inc(n) return n + 1 end
out(inc(1), pcall(inc, math.maxinteger))
out(xpcall(inc, function(e) return "failed" end, math.maxinteger))
local fs = {inc}
out(inc(5), fs[1](math.maxinteger))
local function twice(n) return n * 2 end
local g = twice
out(twice(4), g(math.maxinteger), (select(2, pcall(g, math.mininteger))))
local function sum(n) if n == 0 then return 0 end return n + sum(n - 1) end
out(sum(10), sum(100))
local function down(n) if n <= 0 then return 0, 0 end local a, b = down(n - 1) return a + n, b - n end
out(down(10))
local function grow(n, x) if n == 0 then return x end return grow(n - 1, x * 3) end
out(grow(10, 1), grow(60, 1))
local function count(n) return n + 1 end
local function by_varargs(...) return count(...) end
out(count(1), by_varargs(math.maxinteger), by_varargs(3, 4))
local function pair() return math.maxinteger, 7 end
local function both(a, b) return a + 1, b + 1 end
out(both(pair())) out(both(1, pair())) out(both((pair()), 2))
local object = {}
function object:add(n) self.total = (self.total or 0) + n return self.total + 1 end
object:add(1) out(object:add(2)) out(object.add(object, math.maxinteger - 3))
string.gsub("abc", ".", function(c) out(inc(#c)) end)
local sorted = {3, 1, 2}
local function less(a, b) return a - b < 0 end
table.sort(sorted, less) out(table.concat(sorted, ","), less(1, 2))
local proxy = setmetatable({}, {__index = function(_, k) return k + 1 end})
out(proxy[1], proxy[math.maxinteger])
local function iterate(limit, n) if n < limit then return n + 1 end end
for n in iterate, 3, 0 do out(n) end
for n in iterate, math.mininteger, math.maxinteger do out(n) end
local co = coroutine.create(function(n) while true do n = coroutine.yield(n + 1) end end)
out(coroutine.resume(co, 1)) out(coroutine.resume(co, math.maxinteger))
--- variables of outer functions and globals
local total = 0
local function plus(n) total = total + n end
plus(1) out(total + 1) plus(math.maxinteger - 1) out(total + 1)
counter = 1
local function double() counter = counter * 2 end
for _ = 1, 63 do double() end
out(counter, counter - 1)
local low, high = 1, 0
local function set(x) low, high = x, x end
set(math.mininteger) out(low - 1, -low, high // -1)
--- steps of loops that are known to rise or fall
local function collect(first, last, step) local r = {} for i = first, last, step do r[#r + 1] = i end return table.concat(r, ",") end
out(collect(1, 9, 2), collect(9, 1, -3), collect(1, 0, 1), collect(1.25, 1.75, 0.5))
local function rising(first, last, n) local r = {} for i = 1, n do for j = first, last, i do r[#r + 1] = j end end return table.concat(r, ",") end
out(rising(1, 7, 3), rising(5, 1, 2))
local function falling(first, last, n) local r = {} for i = 1, n do for j = first, last, -i do r[#r + 1] = j end end return table.concat(r, ",") end
out(falling(7, 1, 3), falling(1, 5, 2))
local function changing(n) local r, step = {}, 1 for i = 1, n do for j = 1, n, step do r[#r + 1] = j end step = step + 1 end return table.concat(r, ",") end
out(changing(4))
for i = math.maxinteger - 2, math.maxinteger - 1 do out(i, i + 1, i + 2) end
for i = math.mininteger + 2, math.mininteger + 1, -1 do out(i, i - 1, i - 2, -i) end
--- numbers that grow in steps
local a, b = 0, 1
for _ = 1, 100 do a, b = b, a + b end
out(a, b)
local p = 1
for _ = 1, 70 do p = p * 2 end
out(p)
local q, rounds = 1, 0
repeat q = q + q rounds = rounds + 1 until q <= 0
out(q, rounds)
local s = 1
while s < 1000000 do s = s * 10 end
out(s, s * s, s * s * s, s * s * s * s)
local fact = 1
for i = 2, 25 do fact = fact * i end
out(fact)
local d = 4611686018427387904
if d > 0 then d = d + d end
out(d, d - 1)
local m = math.maxinteger
if m < math.maxinteger then out(m + 1) else out(m + 1, "wrapped") end
local function clamp(x) if x > 100 then x = 100 elseif x < -100 then x = -100 end return x, x * x, x + 1 end
out(clamp(5)) out(clamp(math.maxinteger)) out(clamp(math.mininteger)) out(clamp(2.5)) out(clamp(-1 / 0))
--- functions of math
local function norm(x, y) return math.sqrt(x * x + y * y), 1 / math.sqrt(1 + x * x), 1 / (1 + math.abs(x)) end
out(norm(3, 4)) out(norm(0, 0)) out(norm(math.mininteger, 0)) out(norm(-0.0, 1 / 0))
local function limits(x, y) local m = math.max(1, x) return y / m, y % m, y // math.max(x, 2), math.min(x, -1) end
out(limits(0, 7)) out(limits(5, 7)) out(limits(-3, -7)) out(limits(2.5, 5))
local function rounded(x) return math.floor(x + 0.5), math.ceil(x - 0.5), math.floor(x * 100 + 0.5) / 100 end
out(rounded(2.5)) out(rounded(-2.5)) out(rounded(1e15)) out(rounded(3))
local function with_nan(x) return math.max(x, 1) ~= math.max(x, 1), 5 / math.max(1, x) end
out(with_nan(0 / 0)) out(with_nan(3))
local function wrapped(x) return math.abs(x) // 2, math.abs(x) - 1 end
out(wrapped(math.mininteger)) out(wrapped(-5))
local function middle(lo, hi) return math.floor((lo + hi) / 2), (lo + hi) // 2 end
out(middle(1, 10)) out(middle(-5, 2)) out(middle(math.maxinteger - 1, 1))
--- bits
local function bits(n) local c = 0 while n > 0 do c = c + (n & 1) n = n >> 1 end return c end
out(bits(255), bits(0), bits(-1), bits(math.maxinteger))
local function mix(h) h = h & 0xffffffff h = h ~ (h >> 16) return h * 0x45d9f3b & 0xffffffff, (h | 1) % 10, ~h end
out(mix(1)) out(mix(123456789)) out(mix(-1))
local function low_bits(x) return x & 255, (x & 255) + 1, x & -1, (x & -1) - 1 end
out(low_bits(511)) out(low_bits(-1)) out(low_bits(math.mininteger))
--- tables of fixed size and others
local DAYS = {31, 28, 31}
local function day(n) return DAYS[n % #DAYS + 1], 10 / #DAYS, 10 // #DAYS end
out(day(0)) out(day(5)) out(day(-1))
local shrunk = {1, 2}
table.remove(shrunk) table.remove(shrunk)
out(5 / #shrunk == 1 / 0, 5 // 1 * #shrunk)
local emptied = {1}
emptied[1] = nil
out(5 / #emptied == 1 / 0, #emptied)
local by_key = {1}
local key = #"x"
by_key[key] = nil
out(1 / #by_key == 1 / 0)
local aliased = {1, 2, 3}
local other = aliased
for i = #other, 1, -1 do other[i] = nil end
out(1 / #aliased == 1 / 0)
local function clear(t) for k in pairs(t) do t[k] = nil end end
local cleared = {4, 5}
clear(cleared) out(1 / #cleared == 1 / 0)
local raw = {1}
rawset(raw, 1, nil) out(1 / #raw == 1 / 0)
local with_length = setmetatable({1, 2}, {__len = function() return 0 end})
out(1 / #with_length == 1 / 0)
local holes = {1, nil, 3}
out(#holes > 0, 6 / #holes > 0)
local function pack(...) local t = {...} return 1 / #t == 1 / 0 end
out(pack(), pack(1))
local text = "abc"
out(6 / #text, 7 % #text, #text - 1, 1 / #"" == 1 / 0)
--- assignments that tests follow
local function total(lines)
  local sum = 0
  for _, line in ipairs(lines) do
    local amount = line.quantity * line.price
    if line.discount then amount = amount - amount * line.discount // 100 end
    if amount < 0 then amount = -amount end
    sum = sum + amount
  end
  return sum
end
out(total({{quantity = 2, price = 1999}, {quantity = 3, price = 500, discount = 10}, {quantity = -1, price = 5}}))
out(total({{quantity = 4294967296, price = 4294967296}, {quantity = 4294967295, price = 4294967296, discount = 50}}))
local function limited(x) if x > 10 then x = 10 elseif x < 0 then x = 0 end x = x + 1 return x * x, 100 / x end
out(limited(5)) out(limited(-5)) out(limited(math.maxinteger)) out(limited(2.5)) out(limited(0 / 0) ~= limited(0 / 0))
local function chained(a, b, c) if a < b and b < c and c < 100 then return (c - a) * (c - b), 1 / (c - a) end return a + 1 end
out(chained(1, 2, 3)) out(chained(3, 2, 1)) out(chained(math.maxinteger, 1, 1)) out(chained(-5000000000, -4000000000, 99))
local function swapped(a, b) if a > b then a, b = b, a end return b - a, (b - a) * 2 end
out(swapped(1, 5)) out(swapped(5, 1)) out(swapped(math.mininteger, math.maxinteger))
local function either(a) if a ~= 0 or a > 5 then return 1 / a == 1 / 0, 6 / a end return "zero" end
out(either(0)) out(either(3))
local function both(a, b) if a ~= 0 and b ~= 0 then return a / b, b // a, a % b end return "zero" end
out(both(0, 1)) out(both(1, 0)) out(both(7, 2)) out(both(7, -2))
local function not_both(a, b) if not (a == 0 or b == 0) then return a / b end return "zero" end
out(not_both(0, 1), not_both(1, 0), not_both(1, 4))
local function asserted(a) assert(a > 0) return 10 / a, 10 // a end
out(asserted(3)) out((pcall(asserted, 0)))
local function squares(n) local k = 0 while (k + 1) * (k + 1) <= n do k = k + 1 end local m = n repeat m = m - 1 until m * m <= n or m < 0 return k, m end
out(squares(10)) out(squares(0)) out(squares(99))
local function heap(n) local i, steps = 1, 0 while true do local child = i * 2 if child > n then break end if child < n and child % 3 == 0 then child = child + 1 end i = child steps = steps + 1 end return i, steps end
out(heap(100)) out(heap(1)) out(heap(4611686018427387903))
--- stores whose table and value may come in any order
local list = {{x = 1}, {x = 2}}
local px, m = 3, 4
list[1].x = -px / m
list[2].x = px * m + list[1].x
out(list[1].x, list[2].x)
local function store(t, i, a, b) t[i].x = a / b return t[i].x end
out(store(list, 1, 1, 2), (pcall(store, list, 3, 1, 2)), (pcall(store, list, 1, nil, 2)), store(list, 1, 1, 0) == 1 / 0)
local log = {}
local traced = setmetatable({}, {__index = function(_, k) log[#log + 1] = k return {} end})
traced[1].x = px + m
out(#log, log[1])
--- bits that move
local function shifts(n, c) return n << c, n >> c, n << 3, n >> 3 end
out(shifts(1, 4)) out(shifts(255, 0)) out(shifts(1, 62)) out(shifts(5, 63))
local function pack_bytes(a, b, c) return a << 16 | b << 8 | c, (a << 16 | b) & 0xff ~ c end
out(pack_bytes(1, 2, 3)) out(pack_bytes(255, 255, 255))
local function far(n) return (n & 0xffff) << 47, (n & 0xffff) << 48, (n & 0x7fff) << 48 end
out(far(65535)) out(far(1))
local function counted(n) local r = 0 for i = 0, n do r = r | 1 << i end return r end
out(counted(10), counted(62), counted(63), counted(64))
local function floats(x) return x & 3, x | 4, x ~ 1 end
out(floats(6)) out(floats(6.0))
--- tables that other code shrinks
local ins, rem = table.insert, table.remove
local removed = {1, 2}
rem(removed) rem(removed)
local protected = {1}
pcall(table.remove, protected)
local passed, through, keyed, raw, matched, sorted, nested = {1}, {1}, {1}, {1}, {1}, {1}, {{1}}
local function shrink(t) t[1] = nil end
shrink(passed)
local methods = {drop = function(t, k) t[k] = nil end}
methods.drop(through, 1)
for k in pairs(keyed) do keyed[k] = nil end
local function each(f, ...) return f(...) end
each(rawset, raw, 1, nil)
string.gsub("1", "%d", function(d) matched[tonumber(d)] = nil end)
table.sort({3, 2, 1}, function(a, b) sorted[1] = nil return a < b end)
for _, inner in ipairs(nested) do inner[1] = nil end
for _, t in ipairs({removed, protected, passed, through, keyed, raw, matched, sorted, nested[1]}) do out(1 / #t == 1 / 0) end
out(1 / #removed == 1 / 0, 1 / #protected == 1 / 0, 1 / #passed == 1 / 0, 1 / #through == 1 / 0, 1 / #keyed == 1 / 0)
out(1 / #raw == 1 / 0, 1 / #matched == 1 / 0, 1 / #sorted == 1 / 0, 1 / #nested[1] == 1 / 0)
local resumed = {1}
coroutine.wrap(function(t) t[1] = nil end)(resumed)
out(1 / #resumed == 1 / 0)
--- results that add up the own calls
local function fib(n) if n < 2 then return n end return fib(n-1) + fib(n-2) end
out(fib(15))
local function size(t) if not t then return 0 end return 1 + size(t.l) + size(t.r) end
out(size({l={l={},r={}},r={l={r={}}}}))
local function lenf(n) if n == 0 then return 0 end return n % 7 + lenf(n-1) end
out(lenf(100) // 3, lenf(100) % 2, lenf(10) < 50, -lenf(3), lenf(3) * lenf(3))
local function neg(n) if n == 0 then return 5 end return 3 - neg(n-1) end
out(neg(0), neg(1), neg(2), neg(7))
--- own sums of texts and of floats
local function str(n) if n == 0 then return 0 end return "10" + str(n-1) end
out(str(4), math.type(str(4)))
local function flt(n) if n == 0 then return 0 end return 0.5 + flt(n-1) end
out(flt(5))
--- own sums from the largest integer, and products
local function big(n) if n == 0 then return math.maxinteger end return 1 + big(n-1) end
out(big(0), big(1), big(3))
local function dbl(n) if n == 0 then return 1 end return 2 * dbl(n-1) end
out(dbl(62), dbl(63), dbl(64), dbl(70))
local function dbl2(n) if n == 0 then return 1 end local x = dbl2(n-1) return x + x end
out(dbl2(62), dbl2(63), dbl2(64))
local function dbl3(n) if n == 0 then return 1 end return dbl3(n-1) - (-dbl3(n-1)) end
out(dbl3(10))
local function acc(n, a) if n == 0 then return 1 end return a + acc(n-1, a * 3) end
out(acc(50, 1), acc(40, 1))
--- own sums with metamethods
local mt = {__add = function(a, b) return 1 << 62 end}
local function meta(n, t) if n == 0 then return 1 end return t + meta(n-1, t) end
out(pcall(meta, 3, setmetatable({}, mt)))
local function meta2(n, t) if n == 0 then return t end return 1 + meta2(n-1, t) end
out(pcall(meta2, 3, setmetatable({}, mt)))
--- own sums of a variable that grows, and of other functions' results
local limit = 5
local function up(n) if n == 0 then return 0 end limit = limit * limit return limit + up(n-1) end
out(up(2), limit, up(5))
local function other(n) return math.mininteger end
local function mix(n) if n == 0 then return 0 end local g = n == 3 and other or mix return 1 + g(n-1) + other(n) end
out(mix(5))
local swap
local function first(n) if n == 0 then return 0 end return 1 + swap(n-1) end
swap = first
out(first(4))
swap = function() return math.mininteger end
out(first(4), first(1) - 2)
--- methods and several results in own sums
local Node = {} Node.__index = Node
function Node:count() local n = 1 return n + (self.left and self.left:count() or 0) + (self.right and self.right:count() or 0) end
local function node(l, r) return setmetatable({left=l,right=r}, Node) end
out(node(node(), node(node())):count())
local function two(n) if n == 0 then return 0, 5 end local a, b = two(n-1) return 1 + two(n-1), b + 1 end
out(two(3))
