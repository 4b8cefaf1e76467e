-- Two variables of one type: what is found out of one holds for the other.
local function equal(a, b)
  if type(a) ~= type(b) then
    return false
  end
  if type(a) ~= "table" then
    return a == b
  end
  for key, value in pairs(a) do
    if not equal(value, b[key]) then
      return false
    end
  end
  return true
end

local function kinds(a, b)
  local one, other = type(a), type(b)
  if one ~= other or one ~= "table" then
    return 0
  end
  return #a + #b
end

-- One of them changes: nothing is known of the other.
local function changes(a, b)
  if type(a) ~= type(b) then
    return false
  end
  a = {}
  if type(a) == "table" then
    return a == b, b[1]
  end
end

local function main(input)
  return equal(input, input.other), kinds(input, input.other), changes(input, input.other)
end

return { main = main }
