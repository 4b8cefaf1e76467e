--- classes of characters as whole patterns
local texts = {
  "a1 .B\0~\7f", "x%z", "acdglpsuwxz", "ACDGLPSUWXZ", " \t\0", "7", "",
}
for _, text in ipairs(texts) do
  out("a", text:find("%a"))
  out("a", (text:gsub("%a", "_")))
  out("c", text:find("%c"))
  out("c", (text:gsub("%c", "_")))
  out("d", text:find("%d"))
  out("d", (text:gsub("%d", "_")))
  out("g", text:find("%g"))
  out("g", (text:gsub("%g", "_")))
  out("l", text:find("%l"))
  out("l", (text:gsub("%l", "_")))
  out("p", text:find("%p"))
  out("p", (text:gsub("%p", "_")))
  out("s", text:find("%s"))
  out("s", (text:gsub("%s", "_")))
  out("u", text:find("%u"))
  out("u", (text:gsub("%u", "_")))
  out("w", text:find("%w"))
  out("w", (text:gsub("%w", "_")))
  out("x", text:find("%x"))
  out("x", (text:gsub("%x", "_")))
  out("z", text:find("%z"))
  out("z", (text:gsub("%z", "_")))
  out("A", text:find("%A"))
  out("A", (text:gsub("%A", "_")))
  out("C", text:find("%C"))
  out("C", (text:gsub("%C", "_")))
  out("D", text:find("%D"))
  out("D", (text:gsub("%D", "_")))
  out("G", text:find("%G"))
  out("G", (text:gsub("%G", "_")))
  out("L", text:find("%L"))
  out("L", (text:gsub("%L", "_")))
  out("P", text:find("%P"))
  out("P", (text:gsub("%P", "_")))
  out("S", text:find("%S"))
  out("S", (text:gsub("%S", "_")))
  out("U", text:find("%U"))
  out("U", (text:gsub("%U", "_")))
  out("W", text:find("%W"))
  out("W", (text:gsub("%W", "_")))
  out("X", text:find("%X"))
  out("X", (text:gsub("%X", "_")))
  out("Z", text:find("%Z"))
  out("Z", (text:gsub("%Z", "_")))
end
--- quantifiers behind a single character
for text in ("aab a-b a*b a+b a?b b"):gmatch("%S+") do
  out("a-b", text:find("a-b"))
  out("a-b", text:gsub("a-b", "_"))
  out("a*b", text:find("a*b"))
  out("a*b", text:gsub("a*b", "_"))
  out("a+b", text:find("a+b"))
  out("a+b", text:gsub("a+b", "_"))
  out("a?b", text:find("a?b"))
  out("a?b", text:gsub("a?b", "_"))
  out("-b", text:find("-b"))
  out("-b", text:gsub("-b", "_"))
  out("*b", text:find("*b"))
  out("*b", text:gsub("*b", "_"))
  out("a%-b", text:find("a%-b"))
  out("a%-b", text:gsub("a%-b", "_"))
  out("a%*b", text:find("a%*b"))
  out("a%*b", text:gsub("a%*b", "_"))
  out("a%+b", text:find("a%+b"))
  out("a%+b", text:gsub("a%+b", "_"))
  out("a%?b", text:find("a%?b"))
  out("a%?b", text:gsub("a%?b", "_"))
  out("%a-b", text:find("%a-b"))
  out("%a-b", text:gsub("%a-b", "_"))
  out("[a]-b", text:find("[a]-b"))
  out("[a]-b", text:gsub("[a]-b", "_"))
  out("a-b", text:find("a-b") ~= nil, text:find("a-b"), (text:gsub("a-b", "_")))
  out("a*b", text:find("a*b") ~= nil, text:find("a*b"), (text:gsub("a*b", "_")))
  out("a+b", text:find("a+b") ~= nil, text:find("a+b"), (text:gsub("a+b", "_")))
  out("a?b", text:find("a?b") ~= nil, text:find("a?b"), (text:gsub("a?b", "_")))
  out("a%-b", text:find("a%-b") ~= nil, text:find("a%-b"), (text:gsub("a%-b", "_")))
  out("a%*b", text:find("a%*b") ~= nil, text:find("a%*b"), (text:gsub("a%*b", "_")))
  out("a%+b", text:find("a%+b") ~= nil, text:find("a%+b"), (text:gsub("a%+b", "_")))
  out("a%?b", text:find("a%?b") ~= nil, text:find("a%?b"), (text:gsub("a%?b", "_")))
end
--- bytes at positions that a call gives
local text = "abc"
local function places() return 1, 3 end
local function two(...) return text:byte(...) end
local first, second, third = text:byte(places())
out(first == nil, second == nil, third == nil, first, second and second + 1)
first, second = string.byte(text, (places()))
out(first == nil, second == nil, first, second)
first, second = text:byte(1, places())
out(first == nil, second == nil, first, second)
first, second = string.byte(text, unpack({ 2, 3 }))
out(first == nil, second == nil, first, second)
first, second = two(2, 3)
out(first == nil, second == nil, first, second)
local function bytes_of(...)
  local one, other = string.byte(...)
  if other == nil then return "one", one end
  return one, other
end
local sum, kinds = 0, {}
for _, text in ipairs({ "ab", "c" }) do
  local one, other = text:byte(places())
  kinds[#kinds + 1] = other
  kinds[#kinds + 1] = type(other)
  if type(other) == "number" then sum = sum + other end
  if other then sum = sum + one end
  if other == nil then sum = sum + 1000 end
end
out(sum, #kinds, table.concat(kinds, " "))
local given = { text:byte(places()) }
out(#given, given[3])
out(bytes_of("xyz", 2, 3)) out(bytes_of("xyz", 2)) out(bytes_of("xyz", 9))
--- blanks at one end
for text in ("  a b  | c|d  |   "):gmatch("[^|]+") do
  out("<" .. text:gsub("^%s*", "") .. ">", "<" .. text:gsub("^%s+", "") .. ">")
  out("<" .. text:gsub("%s+$", "") .. ">", "<" .. text:gsub("^%s*(.-)%s*$", "%1") .. ">")
  local front = text:gsub("^%s*", "")
  local back = text:gsub("%s+$", "")
  local both = text:gsub("^%s*(.-)%s*$", "%1")
  local first = text:gsub("^%s+", "")
  out("<" .. front .. ">", "<" .. back .. ">", "<" .. both .. ">", "<" .. first .. ">")
end
