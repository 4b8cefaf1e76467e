--- sums beyond 64 bits
local big = 9223372036854775807
local s = 0 for i = 1, 5 do s = s + big end out(s)
local f = 0 for i = 1, 5 do f = f + (i < 4 and big or 0.5) end out(f < 0, f)
local a = 0 for i = 1, 4 do a = a + big if a > 0 then out("pos", i) end end
local t = {} local b = 0 for i = 1, 4 do b = b - big t[i] = b end out(t[1], t[2], t[4])
local c = 0 local function add(x) c = c + x end for i = 1, 3 do add(big) end out(c)
local d, n = 0, 0 while n < 4 do n = n + 1 d = d + big end out(d, d // 2, d % 10, d & 255, -d, d == d + 0, tostring(d), d .. "")
local e = 0 for i = 1, 3 do e = e + big for j = 1, 2 do e = e - j end end out(e < 0, e)
local g = 0 repeat g = g + big local done = n > 6 n = n + 1 until done out(g)
local h = big for i = 1, 3 do h = h + 1 end out(h) local k = {h} out(k[1], select(1, h), ({h})[1], math.abs(h), math.max(h, 0), string.format("%d", h))
local m = 0 for i = 1, 3 do m = m + big end local m2 = m m = m + 1 out(m2, m, m == m2 + 1, m > m2)
local p = 0 for i = 1, 3 do p = p + big end for i = p, p + 1 do out(i) end for i = 1, 2 do local q = p + i out(q) end
local r = 0 for i = 1, 3 do r = r + big end local keys = {[r] = "hit"} out(keys[r], keys[big + big + big]) local function id(x) return x end out(id(r), (function(...) return ... end)(r))
local o = {v = 0} for i = 1, 3 do o.v = o.v + big end out(o.v) local u = 0 for _, x in ipairs({big, big, 2}) do u = u + x end out(u, u / 2 == 0.0)
local w = "5" for i = 1, 2 do w = w + 1 end out(w) local x = 0 for i = 1, 3 do x = x + big end local y = x and x or 0 out(y, not x, x and 1) local z = 0 for i = 1, 3 do z = z + big end out(z < big, big < z, z >= 0, {z} ~= nil, #tostring(z)) 
local l = 1 for i = 1, 5 do l = l * 5000000000 end out(l) local v = 0 for i = 1, 3 do v = v + i * big end out(v) local fl = 0 for i = 1, 3 do fl = fl + big end fl = fl + 0.5 out(fl) local cc = 0 for i = 1, 3 do cc = cc + big end local add2 = cc + cc out(add2, cc - -cc, cc * 2)
--- sums that are left early
local function sumto(t, lim) local s = 0 for _, v in ipairs(t) do s = s + v if s > lim then return s, v end end return s end out(sumto({9223372036854775807, 1, 5}, math.maxinteger)) out(sumto({1, 2, 3}, 4))
local function fold(...) local s = 0 for i = 1, select("#", ...) do s = s + select(i, ...) end return s end out(fold(9223372036854775807, 9223372036854775807, 3))
local function mean(t) local s, n = 0, 0 for _, v in pairs(t) do s = s + v n = n + 1 end return n > 0 and s / n or 0 end out(mean({1, 2, 3, 4}), mean({}), mean({9223372036854775807, 9223372036854775807}))
local function hash(s) local h = 0 for i = 1, #s do h = h * 33 + s:byte(i) end return h end out(hash("the quick brown fox jumps over")) local function hash2(s) local h = 7 for c in s:gmatch(".") do h = (h * 31 + c:byte()) end return h % 1000007 end out(hash2("hello world, hello world"))
local function isum(n) if n == 0 then return 0 end return n * 4611686018427387904 + isum(n - 1) end out(isum(7)) local acc = 0 local ok = pcall(function() for i = 1, 5 do acc = acc + 9223372036854775807 if i == 4 then error("x") end end end) out(ok, acc)
local function poly(cs, x) local r = 0 for i = #cs, 1, -1 do r = r * x + cs[i] end return r end out(poly({1, 2, 3}, 2), poly({1, 1, 1, 1}, 10000000), poly({0.5, 1}, 2), poly({}, 3))
--- sums that closures add to
local big = 9223372036854775807
local function counter()
  local total, calls = 0, 0
  local function add(x) total = total + x calls = calls + 1 return calls end
  local function read() return total, total // 2, total == total + 0 end
  return add, read
end
local add, read = counter()
for i = 1, 5 do add(big) end
out(read()) add(-big) out(read())
local sum = 0
local function both(n) if n == 0 then return sum end sum = sum + big return both(n - 1) end
out(both(3), sum) out(both(2))
local shared = 0
local function outer() local function inner() shared = shared + big end inner() inner() return shared end
out(outer(), shared, outer() + 1, shared < 0)
local made = {}
for i = 1, 3 do local own = i made[i] = function() own = own + big return own end end
out(made[1](), made[1](), made[2](), made[3]())
local level = 0
local function nested(depth) level = level + big if depth > 0 then level = level + nested(depth - 1) end return depth end
out(nested(3), level)
local seen = 0
local co = coroutine.wrap(function() for i = 1, 3 do seen = seen + big coroutine.yield(seen) end end)
out(co(), seen) out(co(), seen + 1) out(co(), seen)
local reset = 0
local function again(x) reset = reset + x if reset > 100 then reset = 0 end return reset end
out(again(99), again(big), again(1), again(big))
out(pcall(function() local s = 0 for i = 1, 3 do s = s + big end error({total = s}) end))
--- sums that are returned from inside loops
local function until_big(limit) local s, n = 0, 0 while true do s = s + limit n = n + 1 if n == 4 then return s, n, s + 1 end end end
out(until_big(9223372036854775807)) out(until_big(2))
local function inner_return(t) local s = 0 for i = 1, 3 do for _, v in ipairs(t) do s = s + v if i == 3 and v == 1 then return s end end end return -s end
out(inner_return({9223372036854775807, 1})) out(inner_return({5}))
local function choose(t) local s = 0 for _, v in ipairs(t) do s = s + v if v == 0 then return s > 0 and s or "low", {s}, s // 3 end end return s end
local a, b, c = choose({9223372036854775807, 9223372036854775807, 3, 0}) out(a, b[1], c) out(choose({1}))
--- products and sums beyond 64 bits
local function hash(s) local h = 5381 for i = 1, #s do h = h * 33 + s:byte(i) end return h end
out(hash("the quick brown fox jumps over the lazy dog"), hash(""), hash("a"), hash("the quick brown fox jumps over the lazy dog") % 1000, hash("the quick brown fox jumps over") // 7)
local function neg(n) local h = -7 for i = 1, n do h = h * -31 - i end return h, h < 0, h == h + 0, -h, tostring(h), h .. "", h & 255, h / 2 > 0 end
out(neg(0)) out(neg(1)) out(neg(12)) out(neg(13)) out(neg(40))
local function square(n) local v = 3 for i = 1, n do v = v * v end return v end
out(square(3), square(5), square(6), square(20))
local function both(n) local v = 1 for i = 1, n do v = (v + i) * (v - i) v = v + 5 end return v end
out(both(1), both(5), both(9), both(30))
local function minus(n) local v = 1 for i = 1, n do v = i - v * 3 end return v end
out(minus(10), minus(60))
local function scale(n, f) local v = 1 for i = 1, n do v = v * f + 1 end return v end
out(scale(5, 3), scale(3, 0.5), scale(100, 3), (pcall(scale, 3, "x")))
local function start(v, n) for i = 1, n do v = v * 31 + i end return v end
out(start(1, 30), start(0.5, 3), start(math.mininteger, 2), start(math.maxinteger, 0))
local function nested(n) local v = 1 for i = 1, n do for j = 1, 3 do v = v * 7 + j end v = v * 2 end return v end
out(nested(3), nested(30))
local function tested(n) local v, seen = 1, 0 for i = 1, n do v = v * 5 + 1 if v < 0 then seen = seen + 1 end end return v, seen end
out(tested(40))
local function untilbig() local v, n = 1, 0 repeat v = v * 3 n = n + 1 until v < 0 or n > 60 return v, n end
out(untilbig())
local function whilev() local v, n = 1, 0 while v > 0 do v = v * 3 n = n + 1 end return v, n end
out(whilev())
local function closes(n) local v = 1 local function step(k) v = v * 31 + k return k end for i = 1, n do v = v * 2 + step(i) end return v, v // 3 end
out(closes(2), closes(20))
local function late(n) local v = 1 local function change() v = v + 1 return 3 end for i = 1, n do v = v * change() end return v end
out(late(2), late(50))
local function returned(n) local v = 1 for i = 1, n do v = v * 1000003 + i if i == n then return v, v + 1, { v } end end end
local a, b, c = returned(9) out(a, b, c[1])
local function keyed(n) local v, t = 1, {} for i = 1, n do v = v * 1000003 end t[v] = "hit" for k in pairs(t) do return k == v, k, t[k] end end
out(keyed(9))
local function boxed(n) local v = 1 local fs = {} for i = 1, n do local w = i for j = 1, 9 do w = w * 1000003 + j end fs[i] = function() w = w * 3 return w end end return fs[1](), fs[1](), fs[n]() end
out(boxed(2))
local function erring(n) local v = 1 local ok = pcall(function() for i = 1, n do v = v * 1000003 if i == 8 then error("x") end end end) return ok, v end
out(erring(7), erring(20))
local function pows(cs, x) local r = 0 for i = #cs, 1, -1 do r = r * x + cs[i] end return r end
out(pows({1,2,3}, 2), pows({1,1,1,1,1}, 10000000), pows({0.5, 1}, 2), pows({}, 3), pows({1, 2.0}, 1 << 40))
local s = 1
for i = 1, 50 do s = s * 7 end
out(s, math.type(s), string.format("%d %x", s, s), s == 7^50, select(2, math.modf(3.5)))
local u = 1
for i = 1, 3 do u = u * 2 + 1 end
for i = u, u + 2 do out(i) end
