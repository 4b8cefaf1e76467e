--- pieces of text with literal positions
local s = "abcdef"
out(s:sub(1), s:sub(2), s:sub(6), s:sub(7), s:sub(99), s:sub(0), s:sub(-1), s:sub(-3), s:sub(-99))
out(s:sub(1, 3), s:sub(2, 2), s:sub(0, 2), s:sub(3, 1), s:sub(1, 0), s:sub(1, -1), s:sub(2, -2))
out(s:sub(-3, -2), s:sub(-99, 2), s:sub(-2, 99), s:sub(-2, 2), s:sub(5, -4), s:sub(2, -99), s:sub(-3, 4))
out((""):sub(1, 1), (""):sub(-1), (""):sub(1, -2), s:sub(2, nil), s:sub(-1, -1), s:sub(1, -6), s:sub(1, -7))
--- pieces of text with counted positions
local s = "hello world"
local parts = {}
for i = 1, #s do parts[#parts + 1] = s:sub(i, i) .. s:sub(i, i + 1) .. s:sub(i + 1) end
out(table.concat(parts, "|"))
for i = #s, 1, -1 do out(s:sub(i, i), s:byte(i), string.byte(s, i)) end
for i = 0, 3 do out(s:sub(i, 2), s:sub(1, i), s:sub(2, i)) end
for i = -2, 3 do out(s:sub(i, 2), s:sub(1, i), s:sub(i)) end
for i = 1, #s + 2 do out(s:byte(i), (s:byte(i))) end
for i = 1, #s do local t = s if i > 3 then t = "x" end out((t:byte(i))) end
for i = 1, 3 do i = i - 2 out(s:sub(i, 2), (s:byte(i))) end
--- positions that go down, and that closures change
local s = "abcdef"
local i = 3
while i > -3 do out(s:sub(i, 4), s:sub(1, i)) i = i - 1 end
local k = 2
local function change() k = k - 5 end
out(s:sub(k, 3), s:sub(2, k)) change() out(s:sub(k, 3), s:sub(2, k))
local m = 1
m = m * -1
out(s:sub(m), s:sub(m, m))
local n = math.maxinteger
n = n + 2
out(s:sub(n, 3), s:sub(1, n))
--- positions from parameters
local function piece(text, from, to) return text:sub(from, to) end
out(piece("abcdef", 1, 3), piece("abcdef", 2, 2), piece("abcdef", 4, 6))
local function any_piece(text, from, to) return text:sub(from, to) end
out(any_piece("abcdef", -2, 3), any_piece("abcdef", 0, 3), any_piece("abcdef", 2))
local function nested(text, at) if at > 3 then return text:sub(at) end return nested(text, at + 1) end
out(nested("abcdef", 1))
local function down(text, at) if at < -3 then return text:sub(at) end return down(text, at - 1) end
out(down("abcdef", 1))
check(function() return piece("abc", {}, 1) end)
local f = any_piece
out(f("abcdef", -1), f("abcdef", "2", "3"), f("abcdef", 2.0, 3.0))
check(any_piece, nil, 1)
--- positions from parameters of methods and of functions in tables
local Piece = {}
Piece.__index = Piece
function Piece:cut(at) return self.text:sub(at), ("abcdef"):sub(at, at), ("abcdef"):find("c", at, true) end
function Piece.tail(text, at) return text:sub(at), ("abcdef"):sub(1, at) end
local piece = setmetatable({text = "abcdef"}, Piece)
out(piece:cut(2)) out(piece:cut(-2)) out((piece:cut(0)))
out(Piece.tail("abcdef", 2))
local tail = Piece.tail
out(tail("abcdef", -3))
local handlers = {function(at) return ("abc"):sub(at) end, function(at) return ("xyz"):sub(1, at) end}
for i, handler in ipairs(handlers) do out(handler(i), handler(-i)) end
local function apply(f, at) return f(at) end
out(apply(function(at) return ("abc"):sub(at) end, 1), apply(function(at) return ("abc"):sub(1, at) end, -2))
local function rest(...) local at = ... return ("abc"):sub(at) end
out(rest(2), rest(-1))
local ok, kept = pcall(function(at) return ("abc"):sub(at) end, -2)
out(ok, kept)
local co = coroutine.wrap(function(at) while true do at = coroutine.yield(("abc"):sub(at)) end end)
out(co(1), co(-1), co(2))
--- positions after a search that failed
local s = "key=value"
local at = s:find("=", 1, true)
out(s:sub(1, at - 1), s:sub(at + 1))
local none = s:find(";", 1, true)
out(none)
check(function() return s:sub(1, none - 1) end)
check(function() return s:sub(none + 1) end)
out(s:sub(1, none))
--- positions next to others
local s = "key=value"
local at = s:find("=", 1, true)
out(s:sub(at + 1), s:sub(at + 2), s:sub(1, at + 1), s:sub(at + 3, at + 4))
for i = 1, 4 do out(s:sub(i + 1), s:sub(i + 2), s:sub(i + 1, i + 1), s:sub(i - 1 + 2)) end
local none = s:find(";", 1, true)
check(function() return s:sub(none + 2) end)
check(function() return s:sub(1, none + 1) end)
check(function() return s:find("e", none + 1, true) end)
check(function() if s:find("e", none + 1) then out("found") end end)
--- find of plain text
local s = "a.b.c"
out(s:find(".", 1, true), s:find(".", 3, true), s:find(".", 5, true), s:find("%."), s:find("b"), s:find("x"))
out((s:find(".", 1, true)), (s:find("zz", 1, true)), (s:find("", 1, true)), (s:find("", 6, true)), (s:find("", 7, true)))
out((s:find("c", -1, true)), (s:find("a", -1, true)), (s:find("b", 99)), (s:find("c", 0)))
local a, b = s:find("b.", 1, true)
out(a, b)
if s:find("%.") then out("dot") end
if s:find(".c", 1, true) then out("plain") else out("none") end
if not s:find("x") then out("no x") end
out(s:find("b") ~= nil, s:find("x") == nil, s:find("b") == nil, nil ~= s:find("x"), not s:find("b"))
local flag = nil
out(s:find(".", 2, flag), s:find(".", 2, not flag), (s:find("%.", 1, flag)), (s:find("%.", 1, not flag)))
local i = 1
while true do
  local at = s:find(".", i, true)
  if not at then break end
  out(at)
  i = at + 1
end
if s:find("c", i) then out("behind", i) end
if s:find("b", i, true) then out("wrong") end
--- find of patterns
local s = "  key = 12, other = 345"
out(s:find("%d+"), s:find("%d+", 10), s:find("(%a+)%s*=%s*(%d+)"), s:find("^%s*"), s:find("x*"))
out((s:find("%d+")), (s:find("%u")), (s:find("^key")), (s:find("()%d+")), (s:find("%s*$")))
if s:find("^%s+%a") then out("head") end
if s:find("%d$") and not s:find("^%d") then out("tail") end
local from, to, name = s:find("(%a+) =", 8)
out(from, to, name)
for i = 1, 30 do local at = s:find("%d+", i) out(at) end
for i = 1, 30 do out((s:find("%d*", i)), (s:find("$", i)), (s:find("^%d", i)), s:find("^%d", i) ~= nil) end
for i = 20, 30 do local at = s:find("%d*", i) out(at, (s:find("()", i))) end
--- match with literal patterns
local s = "2024-05-17T10:30"
out(s:match("(%d+)-(%d+)-(%d+)"), s:match("%d+"), s:match("T(.*)$"), s:match("^T"), s:match("()T()"))
local year, month = s:match("^(%d%d%d%d)-(%d%d)")
out(year, month, year + 1, #month)
local hour = s:match("T(%d+)")
out(hour, type(hour))
local nothing = s:match("Z(%d+)")
out(nothing, nothing == nil)
local position = s:match("()T")
out(position, math.type(position), position - 1)
out(s:match("%d+", 6), s:match("%d+", 16), s:match("%d+", 17), s:match("%d*", 17), s:match("%d*", 18))
local hit = s:match("%d*", 17)
out(hit)
for i = 1, 20 do
  local word = s:match("^%d+", i)
  local rest = s:match("^%d*", i)
  local open = s:match("%d%d", i)
  out(word, rest, open)
end
if s:match("^%d+%-") then out("starts with digits") end
if not s:match("^%a") then out("no letter first") end
out(s:match("Z") == nil, s:match("T") ~= nil, s:match("^$") == nil)
local found = "mine"
local word = s:match("%a") or "none"
local none = s:match("%u%u") or "none"
out(found, word, none, s:match("%u%u") or found, (s:match("(%u)%u")) or 7, s:match("x") and 1 or 2)
check(function() return #s:match("Z") end)
check(function() local z = s:match("Z") return #z end)
check(function() local z = s:match("Z") return z .. "!" end)
check(function() local z = s:match("Z") return z:upper() end)
check(function() local z = s:match("Z") return z + 1 end)
--- match of malformed and unusual patterns
local s = "f(a(b)c)d"
out(s:match("%b()"), s:match("%f[%a]%a"), s:match("(%a)%((%1)"), ("xaax"):match("(a)%1"))
check(function() return s:match("(a") end)
check(function() return s:match("%") end)
check(function() return s:match("[a") end)
check(function() return s:find("(", 1) end)
check(function() return s:match("a)") end)
out(s:match("a]"), s:match("[]]"), s:match("[^]]"), s:match("[%a-]+"), s:match("[a-]+"), s:match("[(-)]+"))
out(("a-b"):match("[%w-]+"), ("a+b"):match("+b"), ("a*b"):match("^a%*b$"), ("x^y$z"):match("x^y$z"), ("$"):match("$$"))
out(("\n\t x"):match("^%s*(.-)%s*$"), ("  \0x\v "):match("^%s*(.-)%s*$"), (""):match("^%s*(.-)%s*$"))
out(("a\nb"):match("a.b"), ("\200\201"):match("[\200-\210]+") == "\200\201", ("\160x\133"):match("^%s*(.-)%s*$") == "\160x\133")
out(("é"):match("%a"), ("é"):match("%w"), ("\28"):match("%s"), ("a1_"):match("[%a_]+"), ("aé"):gsub("%w", "."))
--- match in loops that change what is matched
local line = "  a=1; b=2;c=3 "
local seen = {}
while true do
  local key, value, rest = line:match("^%s*(%w+)=(%d+);?(.*)$")
  if not key then break end
  seen[#seen + 1] = key .. ":" .. value
  line = rest
end
out(table.concat(seen, " "), line)
local text = "aXbXc"
local pieces = {}
while #text > 0 do
  local head = text:match("^[^X]+")
  if head then pieces[#pieces + 1] = head text = text:sub(#head + 1) else text = text:sub(2) end
end
out(table.concat(pieces, ","))
local value = "12"
value = value:match("%d")
out(value)
value = value:match("%a")
out(value)
value = 5
out(value)
--- gsub with literal replacements
local s = "hello world  x"
out(s:gsub("o", "0"), s:gsub("%s+", " "), s:gsub("^hello", "bye"), s:gsub("x$", ""), s:gsub("z", "y"))
out((s:gsub("l+", "<%0>")), (s:gsub("(%w)(%w)", "%2%1")), (s:gsub("%w+", "%1%%")), (s:gsub("o", "\\1\\n\\")))
out((s:gsub("", "-")), (s:gsub("x*", "-")), (s:gsub("^%s*", "-")), (s:gsub("%s*$", "-")), (s:gsub("^x*", "-")))
out((("a.b.c"):gsub("%.", "/")), (("a.b"):gsub(".", "")), (("a+b"):gsub("+", "%%")), (("a%b"):gsub("%%", "\\")))
out((("  x  "):gsub("^%s+", "")), (("  x  "):gsub("%s+$", "")), (("  x  "):gsub("^%s*(.-)%s*$", "%1")), (("\28 x"):gsub("^%s+", "")))
out((s:gsub("o", "0", 1)), (s:gsub("o", "0", 0)), s:gsub("o", "0", -1), (s:gsub("o", nil and "x" or "y")))
check(function() return s:gsub("o", "%2") end)
check(function() return s:gsub("o", "%x") end)
check(function() return s:gsub("o", "%") end)
check(function() return (s:gsub("(o)(l)?", "%3")) end)
check(function() return s:gsub("o") end)
out((("abc"):gsub("()", "%1")), (("abc"):gsub("()b", "%1")), ("a\nb"):gsub("^b", "x"), (("a\nb\n"):gsub("\n$", "")))
local text, count = s:gsub("%w+", "w")
out(text, count, count + 1)
out(#(s:gsub("%s", "")), (s:gsub("%s", "")) == "helloworldx")
local t = {s:gsub("o", "0")}
out(#t, t[1], t[2])
out(select("#", s:gsub("o", "0")), select("#", (s:gsub("o", "0"))))
--- gsub with functions and tables
local vars = {name = "Ann", n = 3, no = false}
out((("{name} {n} {no} {none}"):gsub("{(%w+)}", vars)), ("{name}"):gsub("{(%w+)}", function(key) return vars[key] end))
out((("a b"):gsub("%w", function(c) return c:upper() .. c:byte() end)), (("a1"):gsub("(%a)(%d)", function(a, d) return d .. a end)))
out((("abc"):gsub("()b", function(at) return at + 1 end)), (("abc"):gsub("b", function() end)), (("abc"):gsub("b", function() return false end)))
local function twice(...) return select("#", ...) .. table.concat({...}) end
out((("ab"):gsub("(%a)(%a)", twice)), (("ab"):gsub("%a", twice)), twice(1, 2, 3))
local count = 0
local function counted(word, extra) count = count + #word return extra end
out((("one two"):gsub("%w+", counted)), count)
counted("xyz", 1)
out(count)
check(function() return (("ab"):gsub("%a", function(c) return c.x.y end)) end)
check(function() return (("ab"):gsub("%a", function(c, d) return c .. d end)) end)
--- loops over matches
local text = "one=1, two=22,three=333"
for word in text:gmatch("%a+") do out(word, #word, word:upper()) end
for key, value in text:gmatch("(%a+)=(%d+)") do out(key, value, value * 2, value:sub(1, 1), key .. value) end
for at, word in text:gmatch("()(%d+)") do out(at, at + 1, word:byte()) end
for a, b in text:gmatch("%d") do out(a, b) end
local pattern = "%d+"
for number in text:gmatch(pattern) do out(number, #number) end
pattern = "()%d+"
for number in text:gmatch(pattern) do out(number) end
for word in string.gmatch(text, "%a") do word = word:byte() if word > 111 then out(word) end end
local function words(line) return line:gmatch("%S+") end
for word in words("a bc d") do out(word) end
local next_word = text:gmatch("%a+")
out(next_word(), next_word(), next_word(), (next_word()))
--- bytes and characters
local s = "AzÿB"
out(s:byte(), s:byte(2), s:byte(-1), s:byte(0), s:byte(99), s:byte(1, 3), (s:byte(99)))
local sum = 0
for i = 1, #s do sum = sum + s:byte(i) * 2 end
out(sum, string.char(72, 105), string.char(), string.char(255):byte())
local codes = {}
for i = 1, #s do codes[i] = string.format("%02x", s:byte(i)) end
out(table.concat(codes))
check(function() return s:byte(99) + 1 end)
check(function() return string.char(256) end)
local c = s:byte(3)
if c and c > 127 then out("high", c) end
out(s:len(), string.len(s), #s, ("x"):rep(3), ("ab"):rep(0), ("ab"):rep(-1), ("x"):rep(2, "y"), s:reverse():reverse() == s)
local n = 3
out(("="):rep(n), ("ab"):rep(n - 5), #("-"):rep(40))
for i = 1, 3 do out(("*"):rep(i)) end
--- formats
local name, count, price, text = "tea", 3, 2.5, "x"
out(string.format("%s: %d at %.2f", name, count, price), string.format("[%5d|%-5d|%05d|%+d|% d]", count, count, count, count, count))
out(string.format("[%10s|%-10s|%.2s|%5.1s]", name, name, name, name), string.format("%d%%", 50), string.format("%x %X %04x", 255, 255, 10))
out(string.format("{%s} {{%d}}", name, count), string.format("plain"), string.format("100%%"), ("%s!"):format(name), ("%d"):format(7))
out(string.format("%5.1f|%-8.3f|%8.2f|%f", price, price, -price, price), string.format("%.0f %.0f %.0f", 0.5, 1.5, 2.5))
out(string.format("%g %g %e", 1e20, 0.1, 12345.678), string.format("%.3f", 1/3), string.format("%s %s", name, "lit\"eral\\"))
out(string.format("%-5s|", "é"), string.format("%s", "\0\n\200") == "\0\n\200", string.format("%5s", ""), string.format("%s%s", 1, 2))
local row = {name = "key", n = 4}
out(string.format("%s %s", row.name, row.n), string.format("%d", row.n), string.format("%x", -1), string.format("%d", -0))
out(string.format("%d", 3.0), string.format("%s", nil), string.format("%s %s", true, false), string.format("%d", "10"), string.format("%5.2s|", "abc"))
out(string.format("%i", 42), string.format("%q", "a\nb"), string.format("%c%c", 72, 105), string.format("%5c|", 65))
check(function() return string.format("%d", "x") end)
check(function() return string.format("%d %d", 1) end)
check(function() return string.format("%d", nil) end)
check(function() return string.format("%y", 1) end)
check(function() return string.format("%", 1) end)
out(string.format("%d", 1, 2), string.format("%s", name, count), (string.format("%s", name)))
local total = 9007199254740993
out(string.format("%d %s", total, total), string.format("%.1f", total), string.format("%d", math.mininteger))
for _, value in ipairs({1, 2.5, "3"}) do out(string.format("%s", value), string.format("%5.1f", value)) end
out(string.format("%02d:%02d", 7, 5), string.format("%3d|%-3d|", -5, -5), string.format("%+.1f % .1f", 1.0, 1.0))
local function describe(item) return string.format("%s x%d", item.name, item.count) end
out(describe({name = "a", count = 2}), describe({name = "b", count = 3}))
check(function() return describe({name = "a"}) end)
--- results of string functions as arguments and lists
local s = "a,b"
out(s:find(","))
out((s:find(",")))
local list = {s:find(","), s:find(","), s:byte(1, -1)}
out(#list, list[1], list[2], list[3], list[4])
local function count(...) return select("#", ...) end
out(count(s:find("x")), count(s:find(",")), count(s:find("(,)")), count(s:match("x")), count(s:match("(a)(,)")), count(s:byte(9)), count(s:gsub("a", "b")))
out(s:sub(s:find(",")), s:sub(s:find("x") or 1), string.sub(s, s:find(",", 1, true)), s:sub((s:find(","))))
local function both() return s:find(",") end
local function one() return (s:find(",")) end
local function matched() return s:match("(%a),(%a)") end
out(both()) out(one()) out(matched())
local a, b, c = s:match("(%a),(%a)")
out(a, b, c)
local x, y = s:find("x")
out(x, y)
--- receivers that are not strings
local number = 12345
check(function() return number:sub(1, 2) end)
local maybe = nil
check(function() return maybe:sub(1) end)
check(function() return ("x").y.z end)
local t = {sub = function(self, a) return "table " .. a end, find = function() return 7 end}
out(t:sub(1), t:find("x"))
local function pick(flag) if flag then return "text" end return t end
out(pick(true):sub(1), pick(false):sub(1), pick(true):find("x"), pick(false):find("x"))
if pick(false):find("zz") then out("table finds") end
out(string.sub(12345, 2, 3), string.len(12), ("x"):rep("2"), string.find(12345, 3), string.format(5), string.upper(1))
check(function() return string.sub() end)
check(function() return string.find("x") end)
check(function() return string.match("x", nil) end)
check(function() return string.gsub("x", "x", {}, {}) end)
--- upper and lower case leave what is no letter
out(("abc XYZ 123"):upper(), ("abc XYZ 123"):lower(), (""):upper(), ("a"):upper():lower())
--- numbers that stay integers
local s = "abc"
local position = 1
while position <= #s do position = position + #s:sub(position, position) end
out(position, position / 2, position // 2, math.type(position))
local length = #s + #s * 2 - 1
out(length, length % 2, -length, math.type(length))
local total = 0
for i = 1, 10 do total = total + #s end
out(total, total * total, math.type(total))
--- names that look like those of generated constants
local PATTERN, DIGITS, found, whitespace, lua_pattern = 1, 2, 3, 4, 5
out(("a1"):match("%d+"), ("ab c"):match("^[^ ]+"), ("  x"):gsub("^%s+", ""))
if ("x1"):find("[%d]") then out(PATTERN, DIGITS, found, whitespace, lua_pattern) end
local digits = ("x77"):match("%d+") or DIGITS
local function inner(PATTERN_2) local SPACES = ("a b"):match("%s+") return PATTERN_2, SPACES, ("zz"):match("^z+") or PATTERN end
out(digits, inner(6))
--- a parameter whose fields are read stays the string it is
local function keep(x)
  local first, second = x.len, x.upper
  if type(x) == "table" then return x.a, x.b end
  local list = {x, "end"}
  local seen = {[x] = 1}
  return table.concat(list, "-"), seen["text"], type(first) == type(second), (x:rep(2)), x == "text", x .. "!"
end
out(keep("text"))
out(keep({a = 1, b = 2}))
local function pass(x)
  if x == nil then return "none" end
  local has = x.len ~= nil and x.sub ~= nil
  local function inner() return x, has end
  return inner()
end
local s = pass("text")
out(s, table.concat({s, s}), math.type(tonumber((pass("12")))), pass(nil))
--- each letter of a class stands for the class
local s = "aA cC1d.D gG lL pP\tsS uU wWx!X zZ\0f"
out((s:gsub("%a", "_")))
out((s:gsub("%c", "_")))
out((s:gsub("%d", "_")))
out((s:gsub("%g", "_")))
out((s:gsub("%l", "_")))
out((s:gsub("%p", "_")))
out((s:gsub("%s", "_")))
out((s:gsub("%u", "_")))
out((s:gsub("%w", "_")))
out((s:gsub("%x", "_")))
out((s:gsub("%z", "_")))
out((s:gsub("%A", "_")))
out((s:gsub("%C", "_")))
out((s:gsub("%D", "_")))
out((s:gsub("%G", "_")))
out((s:gsub("%L", "_")))
out((s:gsub("%P", "_")))
out((s:gsub("%S", "_")))
out((s:gsub("%U", "_")))
out((s:gsub("%W", "_")))
out((s:gsub("%X", "_")))
out((s:gsub("%Z", "_")))
--- each quantifier is one
out((("aaa+a a"):gsub("a+", "_")))
out((("aaa*a b"):gsub("a*", "_")))
out((("bbc b-c c"):gsub("b-c", "_")))
out((("abab?a"):gsub("ab?", "_")))
out(("x+y"):find("x+y"), ("xxy"):find("x+y"))
--- a text without special characters is found as it is
local s = "one two [x] two"
out(s:find("two")) out(s:find("two", 6)) out(s:find("three")) out(s:find("[x]", 1, true)) out(s:find("x]"))
local at = s:find("two") out(at, s:find("t.o", 6))
--- formats of values of any type
local values = { 0, 7, -5, "x", "7", "", true, {}, 4611686018427387904 }
local numbers = { 0, 7, -5, "7", "x", 2.5, -0.25, 1e15, 1/0, -1/0 }
local templates = {
  "%d", "%5d|", "%-5d|", "%05d", "%+d", "% d", "%.3d", "%x", "100%%", "none", "%#x", "%c|", "%%%d%%",
  "%y", "%",
}
local float_templates = { "%5.1f|", "%.0f", "%05.1f", "%+.2e", "%g", "%010.3f", "%-10.3f|", "% f" }
local text_templates = { "%s", "%5s|", "%-5s|", "%.2s|", "%q", "%%%s%%" }
local function all(templates, values)
  for _, template in ipairs(templates) do
    for _, value in ipairs(values) do
      check(function() return string.format(template, value) end)
      check(function() return template:format(value, "more") end)
    end
    check(function() return template:format() end)
  end
end
all(templates, values)
all(float_templates, numbers)
all(text_templates, { "x", "7", "", 7, -5 })
check(function() return ("%s %d %s"):format(values[4], values[2], values[5]) end)
check(function() return ("%d:%02d"):format(values[2], values[3], values[2]) end)
check(function() return ("%d %d"):format(values[2]) end)
check(function() return ("%s%s%s%s%s%s%s%s%s%s"):format(1, 2, 3, 4, 5, 6, 7, 8, 9, values[2]) end)
--- a part needs a beginning
local text, none = "abcdef", {}
local function from(i, j) return text:sub(i, j) end
check(from, 2) check(from, 2, 3) check(from) check(from, nil, 3)
check(function() return text:sub(none.at) end)
check(string.sub, text) check(string.sub, text, nil) check(string.sub, text, -2)
