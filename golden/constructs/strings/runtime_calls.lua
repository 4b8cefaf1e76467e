-- Where a sign, a type or a pattern is not known, the runtime decides.
local function piece(text, from, to)
  return text:sub(from, to), text:sub(-from), text:byte(from)
end

local function search(text, pattern, start)
  if text:find(pattern) or text:find("%d*", start) then
    return text:match("%b()"), text:match("(%a"), text:gsub("x*", "-")
  end
  return text:gsub("%a", "%2"), text:gsub("%a", pattern), text:rep(start)
end

local function main(input)
  local at = 3
  if input.count then
    at = -2
  end
  local label = string.format("%d %s %05.1f", input.count, input.name, 1 / 0)
  return label, piece("abc", at, 2), search("abc", input.pattern, 2), ("é"):upper(), input.name:sub(1)
end

return { main = main }
