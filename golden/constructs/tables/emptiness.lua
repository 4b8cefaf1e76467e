-- Whether a table holds anything is asked for without its first entry, unless that may be `false`.
local function is_empty(t)
  return next(t) == nil
end

local function describe(t)
  if next(t) ~= nil then
    return "filled"
  end
  return "empty"
end

local function names(t)
  if not next(t) then
    return "none"
  end
  return t.name
end

local function flags(t)
  local set = {}
  for _, flag in ipairs(t) do
    set[flag == "yes"] = true
  end
  if next(set) then
    return 1
  end
  return 2
end

return { main = function(input)
  local t = { name = "a" }
  t[input.key] = nil
  return is_empty(t), describe(t), names({ name = input.name, [input.key] = 1 }), flags({ "no" }), next(input) == nil
end }
