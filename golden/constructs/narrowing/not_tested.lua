-- An assignment that may come between a test and a use undoes what the test says.
local function changed_by_closure(value)
  local function clear() value = nil end
  if type(value) == "string" then
    clear()
    return value == "x", value .. ""
  end
  return nil
end

local function changed_in_loop(list)
  local found = "none"
  for _, each in ipairs(list) do
    if found == each then return #found end
    found = each
  end
  return found
end

local function one_side(value, other)
  if value or other then return value + other end
  if type(value) == "number" or other == nil then return value end
  return nil
end

local function retried(value)
  local tries = 0
  ::again::
  tries = tries + 1
  if value == nil and tries < 3 then
    value = tries > 1 and "x" or nil
    goto again
  end
  return value == 1, value
end

local function main(input)
  input.state = nil
  if type(input.state) == "string" then return #input.state end
  changed_by_closure(input.a)
  changed_in_loop(input.b)
  one_side(input.a, input.b)
  retried(input.a)
  return nil
end

return { main = main }
