-- What one search finds is all there once a test has found one of its results.
local function parse(line)
  local address, path, size = line:match("^(%S+) (%S+) (%d+)$")
  if not address then return nil, "no request" end
  path = path:gsub("%?.*$", "")
  return path:lower() .. size:rep(2)
end

local function after(line, wanted)
  local _, to, found = line:find("=(%w*)", wanted)
  if to then return found .. to end
  return ""
end

local function main(input)
  return parse("10.0.0.1 /a?b 12"), after("a=b", #input)
end

return { main = main }
