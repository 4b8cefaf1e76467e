-- Numbers of results that are known: nothing counts them when the program runs.
local function one(x) return x end
local function three(x) return x, x + 1, x + 2 end
local function some(...) return ... end

local function take(first, second, third)
  return first, second or "none", third
end

local function fewer(x)
  local a, b = three(x)
  local c = three(x)
  return a + b + c
end

local function more(x)
  local a, b, c, d = three(x)
  local e, f = one(x)
  return a, b, c, d, e, f
end

local function passed(x)
  local first, second, third = take(one(x))
  return first, second, third, take(three(x)), (take(0, three(x)))
end

-- Not these: what is given is known only then.
local function open(x)
  local a, b = some(x, x)
  local e, f = take(some(x))
  return a, b, e, f
end

local function main(input)
  return { fewer(input.x), more(input.x), passed(input.x), open(input.x) }
end

return main
