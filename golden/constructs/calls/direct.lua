-- Functions called by name only have plain parameters and plain results.
local function add(a, b)
  return a + b
end

local function divide(a, b)
  if b == 0 then return nil, "division by zero" end
  return a / b
end

local function log(text)
  print(text)
end

local function main()
  log("start")
  local quotient, problem = divide(add(1, 2), 0)
  return quotient, problem, (divide(4, 2))
end

return { main = main }
