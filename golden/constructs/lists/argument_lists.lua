-- None of these arguments is ever nil.
local function all(...)
  local checks = { ... }
  return function(value)
    for _, check in ipairs(checks) do
      if not check(value) then
        return false
      end
    end
    return true
  end
end

local function at_least(number)
  return function(value)
    return value >= number
  end
end

local function hand_on(...)
  return all(...)
end

-- One of these may be.
local function count(...)
  local values = { ... }
  return #values
end

return function(event)
  local check = all(at_least(1), at_least(2))
  return check(3), hand_on(check)(1), count(event.first, 2)
end
