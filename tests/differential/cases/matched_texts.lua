--- loops that go through all matches and loops that are left
local text = "one two=2 three, four=44 a=b"
local all, left, returned = {}, {}, nil
for word in text:gmatch("%a+") do all[#all + 1] = word end
for word in text:gmatch("%a+") do
  if word == "three" then break end
  left[#left + 1] = word
end
local function first_long()
  for word in string.gmatch(text, "%a+") do
    if #word > 3 then return word end
  end
end
for key, value in text:gmatch("(%w+)=(%w+)") do out(key, value) end
for key, value in text:gmatch("(%w+)=(%w+)") do
  out(value, key)
  if value == "44" then break end
end
out(table.concat(all, " "), table.concat(left, " "), first_long())
--- more and fewer variables than captures
local text = "k1=v1;k2=v2"
for key in text:gmatch("(%w+)=(%w+)") do out(key) end
for key, value, more in text:gmatch("(%w+)=(%w+)") do out(key, value, more == nil) end
for whole, more in text:gmatch("%w+") do out(whole, more == nil) end
for a, b, c in text:gmatch("((%w)(%w))") do out(a, b, c) if a == "v1" then break end end
--- positions, empty matches, anchors, balances and frontiers in loops
for at in ("a,b,,c"):gmatch("()%w") do out(at) end
for field in ("a,b,,c"):gmatch("[^,]*") do out("<" .. field .. ">") end
for word in ("THE (quick) fox"):gmatch("%f[%a]%a+") do out(word) end
for part in ("f(a(b)c) g()"):gmatch("%b()") do out(part) end
for twice in ("abba aa"):gmatch("(%w)%1") do out(twice) end
for nothing in (""):gmatch("%w+") do out("never", nothing) end
--- variables of loops over matches are new in each round
local getters, setters = {}, {}
for word in ("x y z"):gmatch("%w") do
  getters[#getters + 1] = function() return word end
  setters[#setters + 1] = function(value) word = value end
end
setters[2]("changed")
out(getters[1](), getters[2](), getters[3]())
for word in ("x y z"):gmatch("%w") do
  getters[1] = function() return word end
  word = word .. "!"
  if word == "y!" then break end
end
out(getters[1]())
--- the text of a loop is assigned in it
local text = "a b c"
for word in text:gmatch("%w") do
  text = text .. word
  out(word, text)
end
for word in text:gmatch("%w+") do
  text = ""
  if word == "cabc" then goto done end
  out(word)
end
::done::
out(text)
--- loops over matches in each other
local function pairs_of(text)
  local found = {}
  for line in text:gmatch("[^\n]+") do
    for word in line:gmatch("%S+") do
      if word == "#" then goto next_line end
      found[#found + 1] = word
    end
    found[#found + 1] = "|"
    ::next_line::
  end
  return table.concat(found, " ")
end
out(pairs_of("a b\nc # d\n\ne"))
--- bytes beyond ASCII and control characters
local text = "\0a\127\128\255 \t\r\n\v\f\160b\133"
for word in text:gmatch("%S+") do out(#word, word:byte(1, -1)) end
for word in text:gmatch("[^\n]+") do out(#word) end
for word in text:gmatch("[^%s%z]+") do out(#word) end
for word in text:gmatch("%W+") do out(#word) end
out((text:gsub("[^%w]+", "-")), #text:gsub("%s+$", ""), #text:gsub("^%s+", ""))
--- what is no text, or no pattern
check(function() for word in (nil):gmatch("%a") do out(word) end end)
check(function() for word in string.gmatch(nil, "%a") do out(word) end end)
check(function() for word in string.gmatch(12, "%d") do out(word) end end)
check(function() for word in ("x"):gmatch("[a") do out(word) end end)
check(function() for word in ("x"):gmatch("%w+(") do out(word) end end)
local word = ("x"):gmatch("%w")
out(word(), word() == nil)
--- functions in the place of matches
local values = { name = "Ann", total = 7 }
local function render(template)
  return (template:gsub("{(%w+)}", function(name) return tostring(values[name] or "?") end))
end
out(render("{name}: {total} {none} {}"))
local calls = 0
local text, count = ("a-b-c"):gsub("(%w)%-?", function(letter, more)
  calls = calls + 1
  letter = letter .. tostring(more)
  return letter:upper()
end)
out(text, count, calls)
out(("a-b-c"):gsub("%w", function() return "x" end))
out(("a-b-c"):gsub("^%w", function(letter) return letter .. letter end))
out(("aab"):gsub("^a*", function(all) return "<" .. all .. ">" end))
out(("a-b-c"):gsub("%w", function(one, two) return one .. type(two) end, 2))
out(("k=v"):gsub("(%w)=(%w)", function(k, v) return v .. "=" .. k end))
--- functions that give something else than a text
out(("a-b-c"):gsub("%w", function(letter) if letter == "b" then return "B" end end))
out(("a-b-c"):gsub("%w", function(letter) return letter == "b" and "B" end))
out(("a-b-c"):gsub("%w", function(letter) return letter == "b" and "B" or nil end))
out(("1-2-3"):gsub("%d", function(digit) return tonumber(digit) * 2 end))
out(("1-2-3"):gsub("%d", function(digit) return digit, "ignored" end))
out(("1-2-3"):gsub("%d", function(digit) return (digit:gsub("2", "two")) end))
out(("1-2-3"):gsub("%d", function(digit) return digit:gsub("2", "two") end))
out(("1-2-3"):gsub("%d", function() end))
out(("1-2-3"):gsub("%d", function(...) return "<" .. select("#", ...) .. ">" end))
out(("a-b"):gsub("()%w", function(at) return "<" .. at .. ">" end))
out(("abc"):gsub("%w*", function(all) return "<" .. all .. ">" end))
out(("abc"):gsub("(", function() return "never" end) == nil)
--- functions that raise, and that look at what is around them
check(function()
  return ("abc"):gsub("%w", function(letter)
    if letter == "b" then error({ code = 1 }) end
    return letter .. letter
  end)
end)
check(function() return ("abc"):gsub("%w", function(letter) return letter .. nil end) end)
local log = {}
local ok = pcall(string.gsub, "abc", "%w", function(letter)
  log[#log + 1] = letter
  if letter == "b" then error("stop") end
  return letter
end)
out(ok, table.concat(log))
for i = 1, 3 do
  local marked = ("o-o"):gsub("o", function(letter) i = i + 1 return letter .. i end)
  out(marked, i)
end
local function nested(depth, text)
  if depth == 0 then return text end
  return (text:gsub("%w", function(letter) return nested(depth - 1, letter .. letter) end))
end
out(nested(3, "ab"))
--- a limit
local text, none = "a.b.c.d", nil
out(text:gsub("%.", "-", 2))
out((text:gsub("%.", "-", 2)), (text:gsub("%w", "<%0>", 1)), (text:gsub("%.", "", 9)))
out(text:gsub("%w", function(letter) return letter:upper() end, 3))
out(text:gsub("%.", "-", 0))
out(text:gsub("%.", "-", -1))
out(text:gsub("%.", "-", none))
out(text:gsub("%.", "-", nil))
out(text:gsub("%.", "-", 2.0))
out((text:gsub("^a", "", 1)), (text:gsub("%s+$", "", 1)), (text:gsub("^a", "", 0)))
local limit = 0
out((text:gsub("%.", "-", limit)), (text:gsub("%w", function() return "x" end, limit)))
check(function() return text:gsub("%.", "-", true) end)
check(function() return text:gsub("%.", "-", "x") end)
--- a beginning and an end that are cut off
for _, text in ipairs({ "", "-", "--", "-a-", "--a--", "a", "ab", "abab", "b-ab-" }) do
  out((text:gsub("^%-", "")), (text:gsub("%-$", "")), (text:gsub("^ab", "")), (text:gsub("ab$", "")))
  out((text:gsub("%-%-$", "")), (text:gsub("^%-$", "")), (text:gsub("^", "")), (text:gsub("$", "")))
  out((text:gsub("^%-", "+")), (text:gsub("%-$", "+")), (text:gsub("^%-*", "")), (text:gsub("%-*$", "")))
  out(text:gsub("^%-", ""))
  out(text:gsub("%-$", ""))
  out((text:gsub(".$", "")), (text:gsub("^.", "")), (text:gsub("a$", "")), (text:gsub("^%%", "")))
end
--- blanks at both ends
for _, text in ipairs({ "", " ", " a ", "\t a b \n", "a\160 ", "\28a\28", "\v\fa\r" }) do
  out("<" .. text:gsub("^%s+", ""):gsub("%s+$", "") .. ">")
  out("<" .. text:gsub("%s+$", ""):gsub("^%s+", "") .. ">")
  out("<" .. (text:gsub("^%s+", ""):gsub("^%s*", "")) .. ">", (text:gsub("^%s+", "")))
  out(text:gsub("^%s+", ""):gsub("%s+$", ""))
end
--- what is found, in any expression
local text = "id=42; name=x; id=7"
local function number(source) return source:match("id=(%d+)") end
local function number_behind(source, from) return source:match("id=(%d+)", from) end
out(number(text), number("none"), number_behind(text, 2), (number_behind(text, -5)), number_behind(text, 99))
local found = { text:match("%a+"), (text:find("name")), text:match("none"), key = text:match("%d+") }
out(found[1], found[2], found[3], found.key)
out(text:match(text:match("%a+") .. "=%d"), ("x"):rep(#text:match("%d+")))
local short = text:match("%d") and text:match("%a") or text:match("none")
local is = not text:match("none") and text:match("x; %a+")
out(short, is, text:match("(%a+)=(%d+)"))
out((text:match("(%a+)=(%d+)")), (text:find("(%a+)=x")), (text:find("=", 4)), (text:find("=", 99)))
check(function() return text:match("%d+") + text:match("none") end)
check(function() return #text:match("none") end)
check(function() return text:match("none").field end)
out(tostring(text:match("%d+")), tonumber(text:match("%d+")), tostring((text:find("="))))
local mixed = text:match("x") and 5 or "five"
out(tostring(mixed), tostring(#text > 3 and 12 or "none"))
--- pieces between separators
local text = "a,b,,c]d-e%f^g\nh.i,\0,"
for piece in text:gmatch("[^,]+") do out(piece) end
for piece in text:gmatch("([^,]+)") do out(piece) end
for piece in text:gmatch("[^]]+") do out(piece) end
for piece in text:gmatch("[^%]]+") do out(piece) end
for piece in text:gmatch("[^-]+") do out(piece) end
for piece in text:gmatch("[^%-]+") do out(piece) end
for piece in text:gmatch("[^^]+") do out(piece) end
for piece in text:gmatch("[^%%]+") do out(piece) end
for piece in text:gmatch("[^%.]+") do out(piece) end
for piece in text:gmatch("[^%z]+") do out(#piece) end
for piece in text:gmatch("[^\n]+") do out(piece) end
for piece in text:gmatch("[^,]") do out(piece) end
for piece in text:gmatch("[^,]?") do out(piece) end
for piece in text:gmatch("[^,]-") do out(piece) end
for piece in text:gmatch("[^,b]+") do out(piece) end
for piece in text:gmatch("[^%s]+") do out(piece) end
for piece in text:gmatch("[^%w]+") do out(piece) end
for piece in text:gmatch("[,]+") do out(piece) end
for piece in text:gmatch("[^,]+,") do out(piece) end
for piece in text:gmatch("()[^,]+") do out(piece) end
for piece in text:gmatch("([^,]+),") do out(piece) end
for piece, more in text:gmatch("([^,]+)") do out(piece, more) end
for piece in (""):gmatch("[^,]+") do out("never", piece) end
for piece in (",,"):gmatch("[^,]+") do out("never", piece) end
for piece in ("none"):gmatch("[^,]+") do out(piece) end
for piece in text:gmatch("[^,]+") do text = piece out(text) end
--- texts that are lengthened
local text, count, other = "", 0, "x"
for i = 1, 3 do
  text = text .. i .. ";"
  text = text .. other
  text = text .. i
  text = text .. "a" .. "b"
  text = text .. text
  text = "<" .. text .. ">"
  other = text .. other
end
out(text, other)
local function more() text = "changed" return "!" end
text = text .. more()
out(#text, text:sub(-3))
text = "z"
text = text .. (function() text = "w" return 7 end)()
out(text)
local number = 1
number = number .. 2
number = number .. 3
out(number, type(number))
local mixed = "m"
for i = 1, 3 do
  mixed = mixed .. i + 0.5
  if i == 2 then mixed = #mixed end
end
out(mixed)
local kept = text
text = text .. "more"
out(kept, text)
local grow = function(suffix) text = text .. suffix return text end
out(grow("1"), grow("2"), text)
check(function() local t = "a" t = t .. nil return t end)
check(function() local t t = t .. "a" return t end)
check(function() local t = "a" t = t .. {} return t end)
--- replacements that are not known before the program runs
local text = "a1 b2\\c3"
local replacements = {
  "", "x", "%%", "%0", "<%0>", "%1", "%1%1", "%%1", "%%%1", "%%%%", "\\", "\\1", "\\g<0>", "\0", "%0\0",
  "%2", "%9", "%", "%x", "x%", "%%%", "100%%!", "%1\\%1",
}
for _, pattern in ipairs({ "%d", "(%a)(%d)", "(%a)%d", "%a*", "()%d", "^%a", "b", "%f[%a]%a" }) do
  for _, replacement in ipairs(replacements) do
    check(function() return text:gsub(pattern, replacement) end)
    check(function() return text:gsub(pattern, replacement, 1) end)
  end
end
--- tables and functions that are not known before the program runs
local text = "a1 b2 c3 d4"
local tables = {
  {}, { a = "A", b = 5, c = false, a1 = "first" }, { ["1"] = 1.5, ["3"] = "" },
  setmetatable({ a = "own" }, { __index = function(_, key) return "<" .. key .. ">" end }),
  { "listed", a = "named" },
}
for _, pattern in ipairs({ "%a", "%d", "(%a)(%d)", "%a%d", "()%a", "%a*" }) do
  for _, replacement in ipairs(tables) do
    check(function() return text:gsub(pattern, replacement) end)
  end
  check(function() return text:gsub(pattern, function(one, two) return two or one end) end)
  check(function() return text:gsub(pattern, tostring) end)
end
for _, wrong in ipairs({ true, 5, 5.5 }) do
  check(function() return text:gsub("%a", wrong) end)
end
check(function() return text:gsub("%a") end)
check(function() return text:gsub("%a", nil) end)
check(function() return text:gsub("q", nil) end)
--- what was found, or nothing, as an operand
local function operands(text)
  check(function() return text:find(":", 1, true) + 1 end)
  check(function() return 10 - text:find(":", 1, true) end)
  check(function() return -text:find(":", 1, true) end)
  check(function() return text:find(":", 1, true) < 3 end)
  check(function() return 3 < text:find(":", 1, true) end)
  check(function() return #text:match("%d+") end)
  check(function() return (text:find("a", 1, true) or nil) * 2 end)
  check(function() return text:sub(text:find(":", 1, true) + 1) end)
end
operands("abc")
operands("12a:x")
