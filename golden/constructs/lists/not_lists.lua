-- Tables that have to be tables: somebody else has them, or a list could not do what they do.

local kept = {}

local function keep(list)
  kept[#kept + 1] = list
  return #list
end

local function kept_and_changed()
  local list = { 1 }
  keep(list)
  list[#list + 1] = 2
  return list
end

local function with_gaps(at)
  local list = {}
  list[at] = true
  return #list
end

local function with_fields()
  local list = { 1, 2 }
  list.count = 2
  return list
end

local function as_a_condition(flag)
  local list = {}
  if flag then
    list[#list + 1] = flag
  end
  return list or nil
end

local function compared(first)
  local one, other = { first }, { first }
  return one == other
end

local function maybe_nil(value)
  local list = {}
  list[#list + 1] = value
  return #list
end

local function with_methods()
  local list = setmetatable({ 1 }, { __index = table })
  return list:concat(",")
end

return function(input)
  kept_and_changed()
  return {
    #kept, with_gaps(3), with_fields(), as_a_condition(true), compared(1), maybe_nil(input.value),
    with_methods(),
  }
end
