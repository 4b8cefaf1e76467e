-- What each answer of `type` says of a value in a branch.
local function called(f)
  if type(f) == "function" then return f() * 2 end
  return 0
end

local function flag(x)
  if type(x) == "boolean" then return x and "yes" or "no" end
  return "other"
end

local function absent(x)
  if type(x) == "nil" then return "nil" end
  return x or "false"
end

local function bigger(n)
  if math.type(n) == "integer" then return n + 1 end
  if math.type(n) == "float" then return n / 2 end
  return nil
end

local function main(input)
  return called(function() return 1 end), called(nil), flag(input), absent(input), bigger(input)
end

return { main = main }
