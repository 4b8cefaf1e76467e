--- integer limits
local max, min = math.maxinteger, math.mininteger
out(max + 1 == min, min - 1 == max, max * 2, min * -1 == min, -min == min)
out(max // -1, min // 1, max % 2, min % 2)
out(max + 0.0 == 2^63, max == max - 1, min == -2^63)
--- wrap-around through variables
local t = {v = math.maxinteger}
t.v = t.v + 1
out(t.v, t.v - 1)
local x = math.maxinteger
x = x + 1
out(x < 0, x)
x = x * x
out(x)
local a = 1
for i = 1, 70 do a = a * 3 end
out(a)
--- hash-like loop stays in range
local h = 5381
for i = 1, 50 do h = h * 33 + i end
out(h)
local h = 0
for i = 1, 30 do h = (h * 31 + i) % 1000000007 end
out(h)
--- factorial wraps
local function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end
out(fact(20), fact(21), fact(25))
--- fibonacci
local a, b = 0, 1
for i = 1, 100 do a, b = b, a + b end
out(a)
--- wide value as a key, condition and argument
local big = math.maxinteger
local t = {}
t[big + 1] = "min"
out(t[math.mininteger], big + 1 == math.mininteger, big + 1 < 0, tostring(big + 1))
out(math.abs(-3 + big), string.format("%d", big + 1))
if big * 2 == -2 then out("wrapped") end
--- 2^53 edges
local f = 2^53
out(f == f + 1, 9007199254740992 == 9007199254740993, 9007199254740993 + 0 == f)
out(9007199254740993 < 9007199254740992.0, 9007199254740993 > 9007199254740992.0)
out(math.maxinteger < 2^63, math.maxinteger + 0.0 == 2^63, math.mininteger <= -2^63)
--- integer division and modulo signs
for _, p in ipairs({{7, 3}, {-7, 3}, {7, -3}, {-7, -3}, {6, 3}, {-6, 3}, {0, 5}}) do
  out(p[1] // p[2], p[1] % p[2], p[1] / p[2])
end
out(7 // 3, -7 // 3, 7 // -3, -7 // -3, 7 % 3, -7 % 3, 7 % -3, -7 % -3)
--- float modulo
out(5.5 % 2, -5.5 % 2, 5.5 % -2, 0.5 % 1, -0.5 % 1, 3 % 0.5)
local huge = math.huge
out(5 % huge, 5.5 % huge)
--- powers
out(2^0.5, 2^-1, (-2)^2, -2^2, 2^3^2, 0^0, 4^0.5, (-8)^(1/3) ~= (-8)^(1/3))
--- precedence
out(1 + 2 * 3 - 4 / 2, (1 + 2) * 3, -3 ^ 2, not 1 == 2, not (1 == 2), 2 * 3 % 4)
out(1 .. 2 .. 3, "a" .. 1 + 2, -2 .. "x", 2 ^ -1 .. "")
out(1 < 2 == true, 1 == 1 ~= false, "a" < "b" and "b" < "c", not nil == true)
out(5 & 3 | 8, 5 ~ 3, 1 << 2 + 1, ~0, 7 & ~2, 1 | 2 ~ 3 & 4)
--- infinities and nan
local inf, nan = 1 / 0, 0 / 0
out(inf > math.maxinteger, -inf < math.mininteger, inf == inf, nan == nan, nan ~= nan, nan < nan, inf - inf ~= inf - inf)
out(inf, -inf, nan, 0 * inf ~= 0 * inf, 1 / inf, -1 / inf == 0)
out(math.max(1, inf), math.min(1, -inf))
--- comparisons with nan in conditions
local nan = 0 / 0
if nan < 1 then out("lt") elseif nan >= 1 then out("ge") else out("neither") end
if not (nan < 1) then out("not lt") end
if nan ~= nan then out("isnan") end
local t = {nan}
if not (t[1] <= 1) and not (t[1] > 1) then out("unordered") end
--- string and number equality
out(1 == "1", "1" == 1, 0 == false, nil == false, "" == nil, 1 == 1.0, "a" == "a")
local t = {1, "1", 1.0, true}
out(t[1] == t[2], t[1] == t[3], t[1] == t[4], t[4] == true, t[1] ~= t[2])
--- booleans are no numbers
local t = {yes = true, no = false, one = 1, zero = 0}
out(t.yes == t.one, t.no == t.zero, t.yes ~= t.one)
check(function() return t.yes + 1 end)
check(function() return t.one < t.yes end)
check(function() return true < false end)
check(function() return -t.yes end)
out(t.zero and "zero is true", "" and "empty is true", not 0, not "")
--- string arithmetic
out("10" + 5, "3" * "4", 10 - "2", "7" / 2, "2" ^ 3, -"5", "10" % 3)
out("0x10" + 0, " 5 " + 1, "1e2" + 0, "  -3" * 1)
check(function() return "abc" + 1 end)
check(function() return {} .. "x" end)
check(function() return "" + 1 end)
check(function() return "1 2" + 1 end)
--- number to string
out(1 .. "", 1.5 .. "", -0.5 .. "", 100 .. "", 12345.678 .. "")
out(tostring(12), tostring(-7), tostring(1.25), tostring(nil), tostring(true))
--- tonumber
out(tonumber("10"), tonumber("0x1F"), tonumber("  12  "), tonumber("1.5"), tonumber("-3"), tonumber("1e3"))
out(tonumber("abc"), tonumber(""), tonumber("1 2"), tonumber(nil), tonumber(true), tonumber({}))
out(tonumber("ff", 16), tonumber("777", 8), tonumber("zz", 36), tonumber("9", 8), tonumber("-ff", 16))
out(tonumber("5") == 5, tonumber(5), tonumber("0x"), tonumber("1e"), tonumber("."))
--- string comparison is by bytes
out("a" < "b", "Z" < "a", "" < "a", "abc" < "abd", "ab" < "abc", "10" < "9", "a" <= "a", "b" >= "a")
out("\255" > "a", "\0" < "\1", "a\0b" < "a\0c", #"a\0b")
--- string length counts bytes
out(#"héllo", #"日本", ("é"):byte(1, -1))
out(("日本"):sub(1, 3) == "日", ("héllo"):len())
--- escapes
out("a\tb", #"\n\r\t\\\"\'", "\65\066\67", "\0011" == "\1" .. "1", '\a\b\f\v' == "\7\8\12\11")
out(#[[
first newline dropped]], [==[a]]b]==], #"line\
break")
--- long strings and quotes
out([[it's "quoted" {braces} \n]], '{}', "%d", "{x}", "#", "'''", '"""')
--- concatenation of many
local s = ""
for i = 1, 10 do s = s .. i .. "," end
out(s)
local a, b, c = "x", 2, "z"
out(a .. b .. c, a .. "{" .. b .. "}", "{{" .. a .. "}}", a .. "'" .. b .. '"' .. c, "\\" .. a .. "\n" .. c)
local t = {n = 5, s = "str", f = 1.5}
out("n=" .. t.n .. " s=" .. t.s .. " f=" .. t.f, t["s"] .. t.n)
--- concat errors
check(function() return "a" .. nil end)
check(function() return "a" .. true end)
check(function() return "a" .. {} end)
check(function() local t = {} return "a" .. t.x .. "b" end)
--- string library round
out(("abc"):upper(), ("ABC"):lower(), ("abc"):reverse(), ("abc"):sub(-2), ("abc"):sub(2, -2), ("x"):rep(0), ("abc"):byte(), string.char(72, 105))
out(("hello world"):find("wor"), ("hello"):find("l", 1, true), ("hello"):find("xyz"), ("a.b"):find(".", 1, true))
out(("key=val"):match("(%w+)=(%w+)"), ("2024-01-15"):match("(%d+)-(%d+)-(%d+)"), ("abc"):match("%d"))
out(("hello"):gsub("l", "L"), ("hello"):gsub("l", {l = "1"}), ("hello"):gsub(".", function(c) if c == "e" then return "E" end end), ("abc"):gsub("", "-"))
out(string.format("%5d|%-5s|%05.1f|%x|%%|%q|%s", 42, "ab", 3.14159, 255, "hi", nil))
--- logical operators return operands
out(1 and 2, nil and 1, false and 1, 1 or 2, nil or 2, false or nil, nil and nil, 1 and nil)
out(nil and 1 or 2, 1 and nil or 2, false or false, 1 and 2 and 3, nil or false or 3, (1 and 2) or 3)
local t = {}
out(t.x and t.x.y, t.x or "default", t.x == nil and "none", not t.x and "not")
--- logical with known types
local n, s, b, z = 5, "s", true, nil
out(n and s, s and n, b and n or s, z and n or s, not n, not z, n or s, z or b)
local flag = n > 3
out(flag and "big" or "small", not flag and "small" or "big", flag or "x", flag and nil)
local count = 0
out(count and "zero is true", count or "no", count == 0 and "is zero")
--- condition kinds
local function truth(v) if v then return "T" else return "F" end end
out(truth(0), truth(""), truth(nil), truth(false), truth({}), truth(0.0), truth("false"), truth(print))
local t = {zero = 0, empty = "", no = false}
out(truth(t.zero), truth(t.empty), truth(t.no), truth(t.none))
if t.zero then out("z") end
if t.empty then out("e") end
if not t.no then out("n") end
while t.zero do out("loop") break end
repeat out("once") until t.empty
out(t.zero and 1 or 2, t.empty and 1 or 2, t.no and 1 or 2)
--- math library
out(math.floor(3.7), math.floor(-3.7), math.ceil(3.2), math.ceil(-3.2), math.abs(-5), math.abs(-2.5))
out(math.max(1, 5, 3), math.min(4, 2, 8), math.sqrt(16), math.fmod(7, 3), math.fmod(-7, 3), math.pi > 3.14)
out(math.modf(3.7), math.modf(-3.7), math.type(1), math.type(1.0), math.type("1"), math.tointeger(3.0), math.ult(1, -1))
--- floats keep integers exact
out(3.0 == 3, 1e3, 2^31, 0.1 + 0.2 == 0.3, 1e15, 123456789012)
out(3 / 1 == 3, 6 / 2, 7 / 2, 1e2 // 1, -0.0 == 0.0)
--- numeric literals
out(0xff, 0XA, 1e2, .5, 3., 1e-2, 0x7fffffffffffffff, 9223372036854775807, 9223372036854775808 == 2^63)
--- unary minus chains
out(- - 5, -(-5), -"2", - -"3", not not true, not not nil, -2^2, (-2)^2, -0 == 0)
local n = 5
out(-n, - -n, -(-n), -n^2)
--- bitwise operators of unknown integers
local t = {a = 7, b = 3}
out(t.a | t.b, t.a ~ t.b, t.a & t.b, t.a << t.b, t.a >> t.b, ~t.a, t.a | 8, t.a ~ 1)
--- the smallest integer divided by -1
local minint = math.mininteger
out(minint // -1, minint % -1)
local function f(a, b) return a // b, a % b end
out(f(minint, -1))
local t = {m = minint, o = -1}
out(t.m // t.o, t.m // -1, -t.m // 1)
for i = -1, -1 do out(minint // i) end
out(math.abs(minint), math.abs(t.m), -minint, -t.m, minint * -1, minint / -1, 0 - minint)
--- types asked for by name
local values = {1, 1.5, "x", true, false, {} , out, setmetatable({}, {}), coroutine.create(out), n = nil, [20] = string}
local function names(v) return type(v) == "number", type(v) == "string", type(v) == "boolean", type(v) == "table", type(v) == "function", type(v) == "nil", type(v) == "thread", type(v) ~= "number", "table" ~= type(v), type(v) == "Number" end
for i = 1, 20 do out(i, names(values[i])) end
out(names(nil)) out(names()) out(names(("x"):rep(3))) out(names(2^53)) out(names(7 // 2)) out(names(table.freeze and {} or {}))
local function f() return nil, 1 end
out(type(f()) == "nil", type((f())) == "nil", type(f) == type(print), type(5) == "number", type("5") == "number", not (type(5) == "string"))
local function g(x) if type(x) ~= "table" then return x end local r = {} for k, v in pairs(x) do r[k] = g(v) end return r end
out(g(5), g({1, {2}})[2][1], g(true))
--- sums of products stay exact at every size
local function norm(a, b, c) return a * a + b * b + c * c end
out(norm(1, 2, 3), norm(1048575, 1048575, 1048575), norm(0.5, 2, 3))
local t = {x = 0, y = 1048575, z = 16777215}
for i = 1, 3 do t.x = t.x * 2 + t.y t.z = t.z + t.z end
out(t.x, t.z, t.x * t.y + t.z * t.z, t.x * t.y * t.z + t.z * t.z * t.z)
local big = 1048575 * 1048575
out(big * big, big * 1048575 + big * 1048575, big * 1024 * 512 + big * 1024 * 512, -(big * big))
local s = 1
for i = 1, 30 do s = s * 1048575 + i end
out(s, s // 7, s % 7, s ~ big)
out(math.sqrt(16) // 1, math.type(math.sqrt(16)), math.sqrt(16) == 4, math.floor(math.sqrt(17)), math.pi > 3, math.exp(0) + 1)
--- sums of what is no number at first
local text, unknown = "10", ({7})[1]
for i = 1, 3 do text = text + i unknown = unknown + i end
local counted = setmetatable({n = 0}, {__add = function(a, b) a.n = a.n + b return a end})
for i = 1, 3 do counted = counted + i end
local either = counted
if unknown > 100 then either = 5 end
for i = 1, 3 do either = either + 9223372036854775807 end
out(text, unknown, counted.n, either.n, rawequal(either, counted))
--- double negations as values
local function f(flag) return not not flag end
out(f(), f(true), f(false), type(f(nil)), f(nil) == false)
local function g(a, b) return not not (a and b) end
out(g(nil, 1), g(true, nil), type(g(true, nil)), g(1, 2), type(g(false, 1)))
local function h(o) return {on = not not o.x, off = not o.x, both = not (not o.x)} end
out(h({}).on, h({x = true}).on, h({}).off, h({x = false}).both, type(h({}).both), type(h({x = {}}).on), type(h({x = 1}).on))
local function fl(x) local ok = x > 1 and true or nil return not not ok, ok end
out(fl(1)) out(fl(2))
local function cmp(a, b) return not not (a < b), not (not (a == b)) end out(cmp(1, 2)) out(cmp("a", "a"))
local function deep(x) return not not not not x, not not not x end out(deep(nil)) out(deep(0)) out(deep("")) out(deep({}))
local t = {[true] = "yes", [false] = "no"} local function y(v) return t[not not v] end out(y(nil), y(0), y(""), y(false), y({}))
--- emptiness as a value
local l = {} l[#l+1] = 1
local e = {} e[#e+1] = 1 e[#e] = nil
out(next(l) ~= nil, next(l) == nil, next(e) ~= nil, next(e) == nil, not next(l), not not next(l), not not next(e))
local function is(l) return next(l) ~= nil end out(is(l), is(e), type(is(e)))
--- choices in a row
local function size(n) return n % 15 == 0 and "both" or n % 5 == 0 and "five" or n % 3 == 0 and "three" or "none" end
local function open(n, x) return n > 3 and "big" or n > 2 and x or n > 1 and "small" or x end
local function lists(n) return n == 1 and { 1 } or n == 2 and { 1, 2 } or {} end
local function falsy(a, b) return a and false or b and "b" or a and nil or "end" end
local log = {}
local function say(x, v) log[#log + 1] = x return v end
local function order(v) log = {} local r = say("a", v == 1) and say("b", "B") or say("c", v == 2) and say("d", false) or say("e", v == 3) and "E" or say("f", nil) return tostring(r) .. table.concat(log) end
local function cond(n) if n == 1 and "x" or n == 2 and "y" or n == 3 then return "yes" end return "no" end
local function key(n) return "user:" .. (n % 3 == 0 and n % 50 or n % 400) .. (n > 1 and "a" or n > 0 and "b" or "c") end
for i = 0, 15 do out(size(i), open(i, nil), open(i, false), open(i, 7), #lists(i), order(i), cond(i), key(i)) end
out(falsy(1, 1), falsy(nil, 1), falsy(1, nil), falsy(nil, nil))
