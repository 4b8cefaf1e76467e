-- A built-in function keeps its meaning until the program replaces it.
local native = tostring

function tostring(value)
  if type(value) == "table" and value.title then return value.title end
  return native(value)
end

local function main(input) return tostring(input) end

return { main = main }
