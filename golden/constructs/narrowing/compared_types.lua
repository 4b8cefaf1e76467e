-- A variable that holds the name of a type is not needed where it is only compared.
local function describe(value)
  local kind = type(value)
  if kind == "table" then
    return "table of " .. #value
  elseif kind == "number" or kind == "boolean" then
    return "scalar"
  elseif kind ~= "string" then
    return "nothing"
  end
  return value
end

-- Its text is asked for.
local function named(value)
  local kind = type(value)
  if kind == "table" then
    return "list"
  end
  return kind
end

-- The value is another one where the comparison is.
local function changed(value)
  local kind = type(value)
  value = describe(value)
  if kind == "string" then
    return value
  end
  return "no text: " .. value
end

local function same(one, other)
  return type(one) == type(other)
end

return function(input)
  if type(input.one) ~= type(input.other) then
    return "different"
  end
  return { describe(input.one), named(input.other), changed(input.one), same(input, input.one) }
end
