-- Concatenation of known strings and integers becomes an f-string.
local function greet(name, count)
  local who = string.upper("a" .. name)
  local total = #who
  print("now " .. string.upper("b") .. who)
  return "Hello " .. who .. ", {" .. total .. "} \"quoted\"\n"
end

local function main()
  local text = "a"
  local path = text .. "/" .. text
  return greet("x", 2) .. path
end

return { main = main }
