-- Names of types that are only compared, also with that of nil.
local function described(value)
  local kind = type(value)
  if kind == "nil" then
    return "none"
  elseif kind == "table" then
    return "table"
  end
  return "other"
end

return function(input)
  return { described(input), described(nil), described(1) }
end
