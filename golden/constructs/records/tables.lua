-- Tables that look like objects and stay tables.

local function point(x, y)
  return { x = x, y = y }
end

local Base = { level = 1 }
Base.__index = Base

local function options()
  return setmetatable({}, Base)
end

local function each(list)
  local sum = 0
  for _, item in ipairs(list) do
    sum = sum + item.n
  end
  return sum
end

return function(input)
  local walked = { a = 1, b = 2 }
  for key in pairs(walked) do
    walked[key] = nil
  end
  local chosen = options()
  chosen.level = chosen.level + 1
  local computed = { first = 1 }
  computed[input.key] = 2
  local list = { { n = 1 }, input.item }
  local typed = { kind = "typed" }
  if type(typed) == type(input) then
    typed.kind = nil
  end
  return point(1, 2), chosen.level, computed.first, each(list), typed.kind, walked.a
end
