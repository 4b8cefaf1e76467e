-- Behind a call of what never returns, the tests before it have found something.
local function fail(message, position)
  error({ message = message, position = position })
end

local function number(text, position)
  local digits = text:match("^%d+", position)
  if not digits then
    fail("no number", position)
  end
  return tonumber(digits), position + #digits
end

local function unit(text)
  if text == "ms" then
    return 1
  elseif text == "s" then
    return 1000
  end
  fail("no unit", 1)
end

local function main(input)
  local value, after = number("12ms", 1)
  return value * unit(("12ms"):sub(after))
end

return { main = main }
