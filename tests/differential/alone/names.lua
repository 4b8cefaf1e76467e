--- inner variables with the names of outer ones that are used
local function outer(n)
  local x, total = n, 0
  local function inner()
    local y = x
    local x = 5
    local function innermost()
      local before = x + y
      local x, y = 7, 8
      return before + x + y
    end
    return x + y, innermost()
  end
  for x = 1, 2 do
    local function each() local z = x local x = total + z return x end
    total = total + each()
  end
  return total, inner()
end
out(outer(1))
out(outer(10))
