--- what one search finds is there once one of its results is
local function parse(line)
  local ip, hour, path, size = line:match("^(%S+) (%d+) (%S+) (%d+)$")
  if not ip then return nil end
  path = path:gsub("%?.*$", "")
  return path:upper() .. hour:len() .. size:sub(2)
end
out(parse("1.2 12 /x?y=1 55"), parse("x"), parse(""))
local function pair(line)
  local k, v = line:match("^%s*(%w+)%s*=%s*(.-)%s*$")
  if k then return k .. "->" .. v end
  return "none " .. tostring(v)
end
out(pair("a = 1 "), pair("  key="), pair("=1"))
local function last(line)
  local a, b = string.match(line, "(%a)(%d)")
  if b then return b .. a:upper() end
  return tostring(a)
end
out(last("x1"), last("1x"))
--- what is tested is not what was found
local function reassigned(line)
  local a, b = line:match("(%a)(%d)")
  a = a or "default"
  if a then return a, tostring(b), b and b:upper() end
end
out(reassigned("x1"))
out(reassigned("!"))
local function partly(line)
  local a, b, c = line:match("(%a)(%d)")
  if a then return a, b, tostring(c) end
  return c
end
out(partly("x1"), partly(""))
local function in_loop(lines)
  local found, a, b = {}
  for _, line in ipairs(lines) do
    if a then found[#found + 1] = tostring(b) end
    a, b = line:match("(%a)(%d*)")
    if #line > 3 then b = nil end
  end
  return table.concat(found, ",")
end
out(in_loop({"a1", "!", "b22", "c333", "d"}))
local function captured(line)
  local a, b = line:match("(%a)=(%d)")
  local function clear() b = nil end
  if a then clear() return tostring(b) end
  return "nothing"
end
out(captured("a=1"), captured("a"))
local function twice(line)
  local a, b = line:match("(%a)(%d)")
  local c, d = line:match("(%u)(%d)")
  if a then return tostring(b), tostring(c), tostring(d) end
  if c then return "never" end
end
out(twice("x1"), twice("X1"))
local function same(line)
  local a
  a, a = line:match("(%a)(%d)")
  return a
end
out(same("x1") == "x" or same("x1") == "1", same("!"))
--- methods that only look like searches
local Rule = {}
Rule.__index = Rule
function Rule:match(text) return text, nil end
function Rule:find() return 1 end
local function applied(rule, text)
  local a, b = rule:match("(%a)(%d)")
  if a then return tostring(a), tostring(b) end
  local from, to = rule:find("x")
  if from then return tostring(to) end
end
out(applied(setmetatable({}, Rule)))
out(applied("a1"))
local function either(rule)
  local from, to = rule:find("x", 1, true)
  if from then return from, tostring(to) end
  return "no"
end
out(either(setmetatable({}, Rule)), either("axb"), either("b"))
--- places
local function places(line, i)
  local a, b = line:find("%s+", i)
  return tostring(a) .. tostring(b)
end
local function captures(line)
  local a, b, c = line:find("(%a)(%d)")
  local d, e, f, g = line:find("(%a)(%d)")
  return tostring(a) .. tostring(b) .. tostring(c), tostring(d) .. tostring(e) .. tostring(f) .. tostring(g)
end
local function plain(line, i)
  local a, b = line:find("==", i, true)
  if not a then return tostring(b) end
  return b - a .. ":" .. a
end
local function here(line)
  local p, w = line:match("()(%a+)")
  if p then return p + 1 .. w end
  return "no"
end
local function empty(line, i)
  local a, b = line:find("x*", i)
  return tostring(a) .. tostring(b)
end
for _, l in ipairs({"a = 1 ", "  key=", "", "12-34 x9", "==  ==", "xab"}) do
  out(places(l, 2), captures(l), plain(l, 2), here(l), empty(l, 3), empty(l, 9))
end
for i = -3, 6 do out(places("a b c", i), plain("==a==", i)) end
local function nothing(text)
  local a, b = text:find("", 1, true)
  local c, d = text:find("", 9, true)
  return a, b, tostring(c), tostring(d)
end
out(nothing("abc"))
--- more variables than captures, and fewer
local function three(line)
  local a, b, c = line:match("(%d+)-(%d+)")
  return tostring(a), tostring(b), tostring(c)
end
local function two(line)
  local a, b = line:match("(%d+)-(%d+)-(%d+)")
  return tostring(a), tostring(b)
end
local function whole(line)
  local a, b = line:match("%d+")
  return tostring(a), tostring(b)
end
out(three("1-2"))
out(two("1-2-3"))
out(whole("a12"))
out(three("x"))
