local function describe(value)
  if type(value) == "table" then
    return "table"
  elseif type(value) ~= "string" and type(value) ~= "number" then
    return "other"
  elseif "string" == type(value) then
    return "text"
  end
  return type(value)
end

-- The name of a type that is not a literal, and types without one Python class, are asked for.
local function is_a(value, name)
  return type(value) == name, type(value) == "function", type(value) == "userdata"
end

local function main(input)
  local flag = type(input) == "boolean" or type(input.x) == "nil"
  return describe(input), is_a(input, "table"), flag
end

return { main = main }
