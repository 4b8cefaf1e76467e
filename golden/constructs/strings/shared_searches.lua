-- Searches whose results several variables get.
local function setting(line)
  local key, value = line:match("^(%w+)%s*=%s*(.*)$")
  return key, value
end

local function blanks(line, at)
  at = math.max(at, 1)
  local from, to = line:find("%s+", at)
  local start, stop, mark = line:find("([{%%])x")
  local comma, behind = line:find(", ", at, true)
  return from, to, start, stop, mark, comma, behind
end

local function unknown(line, at, pattern)
  local from, to = line:find("%s*", at)
  local key, value = line:match(pattern)
  local place, word = line:match("()(%a+)")
  return from, to, key, value, place, word
end

local function main(input)
  setting("a = b")
  blanks("a b", 1)
  unknown("a b", -1, "(a)(b)")
end

return { main = main }
