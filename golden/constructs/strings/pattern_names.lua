-- Constants are named after what their patterns match.
local function gap(text, position)
  return text:match("^%s+", position)
end

local function gap_or_none(text)
  return text:match("%s*")
end

local function solid(text, position)
  return text:match("^%S+", position)
end

local function digits(text)
  return text:match("%d+")
end

local function letters(text, position)
  return text:match("^%a+", position)
end

local function word(text)
  return text:match("%w+")
end

local function name(text, position)
  return text:match("^[%w_]+", position)
end

local function identifier(text)
  return text:match("[%a_][%w_]*")
end

local function line(text, position)
  return text:match("^[^\n]+", position)
end

local function field(text)
  return text:match("[^,]+")
end

local function hexadecimal(text, position)
  return text:match("^%x+", position)
end

local function mark(text)
  return text:match("%p")
end

local function integer(text, position)
  return text:match("^%-?%d+", position)
end

local function other(text)
  return text:match("[%a.]+")
end

return function(input)
  local text = tostring(input)
  return {
    gap(text, 2),
    gap_or_none(text),
    solid(text, 2),
    digits(text),
    letters(text, 2),
    word(text),
    name(text, 2),
    identifier(text),
    line(text, 2),
    field(text),
    hexadecimal(text, 2),
    mark(text),
    integer(text, 2),
    other(text),
  }
end
