--- classes of a character that may be missing
local text = "a1 _\t\0\255Z%"
for i = 0, #text + 1 do
  local c = text:sub(i, i)
  out(i, c:match("%s") ~= nil, c:match("^%d$") ~= nil, c:find("[%w_]") ~= nil)
  out(i, c:match("[^%w]") == nil, c:match("(%a)") and "letter", not c:find("%p"))
  out(i, c:match("%c+") and true or false, c:find("^[%z\128-\255]") and "byte" or "none")
  local digit = c:match("%d")
  out(i, digit, c:match("."), c:match(".?"), c:match("%d*"), c:match("^[\t ]"))
  if c:match("%u") then out("capital", c) elseif c:match("%l") then out("small", c) end
end
--- the last character, one by number, ends of texts
for _, text in ipairs({ "", "x", "7x", "x7" }) do
  local last, first = text:sub(-1), text:sub(1, 1)
  out(last:match("%d") and "digit" or "other", first:match("%d") and "digit" or "other")
  out(string.char(48 + #text):find("%d") and "digit", string.char(32 + #text):match("%s"))
  local two = text:sub(-2)
  out(two:match("%d"), two:find("%d"), two:match("^%d$"))
end
--- characters of matches
for c in ("a1 b"):gmatch(".") do
  out(c:match("%a") and "letter" or c:match("%d") and "digit" or "other")
end
for c in ("a12 b"):gmatch("%w+") do
  out(c:match("%a"), c:match("%d"), c:find("%d$"))
end
for before, c in ("k=v a=b2"):gmatch("(%w)=(%w*)") do
  out(before:match("[ak]") and "found", c:match("%d") and "digit")
end
local sign, number = ("-12"):match("^([+-]?)(%d+)")
out(sign:match("%-") and "minus", number:match("^%d$") and "short", number:match("2"))
--- parameters that get characters, and others that get texts
local function is_digit(c) return c:match("%d") ~= nil end
local function has_digit(c) return c:match("%d") ~= nil end
for i = 1, 3 do
  out(is_digit(("a1b"):sub(i, i)), has_digit(("a1b"):sub(i, i)), has_digit("xyz1"))
end
--- characters in fields
local Reader = {}
Reader.__index = Reader
function Reader.new(text) return setmetatable({ text = text, at = 1 }, Reader) end
function Reader:peek() return self.text:sub(self.at, self.at) end
function Reader:next()
  local c = self:peek()
  self.at = self.at + 1
  return c
end
local reader = Reader.new("x1, ")
while true do
  local c = reader:next()
  if c == "" then break end
  out(c, c:match("%w") and "word" or c:match("%s") and "space" or "other")
end
out(reader:peek():match("%d"))
check(function() return Reader.peek({}):match("%d") end)
--- positions that differ each time they are read
local count = 0
local odd = setmetatable({}, { __index = function()
  count = count + 1
  return count
end })
out(("a12b34"):sub(odd.at, odd.at):match("^%d$"), count)
out(("a12b34"):sub(odd.at, odd.at):match("%d$") ~= nil, count)
local adding = setmetatable({}, { __add = function(_, by)
  count = count + by
  return count
end })
out(("abcdefgh12"):sub(adding + 1, adding + 3):match("^%d$"), count)
--- characters that may be nil or numbers
local function peek(text, i)
  if i <= #text then return text:sub(i, i) end
end
for i = 1, 3 do
  check(function() return peek("a1", i):match("%d") ~= nil end)
end
local mixed = { "1", 2, "x" }
for _, value in ipairs(mixed) do
  local c = type(value) == "string" and value:sub(1, 1) or 7
  check(function() return c:match("%d") ~= nil end)
end
--- arguments behind the class, and classes that are variables
local c = ("5"):sub(1, 1)
out(c:match("%d", 2), c:find("%d", -5), c:match("%d", 1), c:find("%d", 1, true))
for _, class in ipairs({ "%d", "%a", "[5]", "[^5]" }) do out(c:match(class)) end
check(function() return c:match("[5") end)
check(function() return c:match("%") end)
out(#c:match("%d"), c:rep(2):match("^%d$"), (c .. c):match("^%d$"))
--- characters compared and collected
local kinds = {}
local source = "if x1 >= 20 then"
local i = 1
while i <= #source do
  local c = source:sub(i, i)
  if c:match("%s") then
    i = i + 1
  elseif c:match("[%a_]") then
    local stop = i
    while source:sub(stop + 1, stop + 1):match("[%w_]") do stop = stop + 1 end
    kinds[#kinds + 1] = "name " .. source:sub(i, stop)
    i = stop + 1
  elseif c >= "0" and c <= "9" then
    local digits = source:match("^%d+", i)
    kinds[#kinds + 1] = "number " .. digits
    i = i + #digits
  else
    kinds[#kinds + 1] = "sign " .. c
    i = i + 1
  end
end
out(table.concat(kinds, ","))
