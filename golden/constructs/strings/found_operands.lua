-- What a search found is an operand: nothing found raises, as in Lua.
local function cut(line)
  local value = line:sub(line:find(":", 1, true) + 1)
  local rest = #line - line:find(",", 1, true)
  local is_early = line:find("=", 1, true) < 4
  return value, rest, is_early, #line:match("%a+"), -line:find("-", 1, true)
end

local function main(order)
  return cut(tostring(order))
end

return { main = main }
