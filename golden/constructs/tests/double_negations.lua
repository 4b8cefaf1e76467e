-- `not not value` as a value is a boolean; as a condition it is the value.

local function flags(options)
  local given = not not options.name
  if not not options.quiet then
    given = false
  end
  return { given = given, both = not not (options.name and options.id) }
end

local function is_set(flag)
  return not not flag
end

return function(options)
  return flags(options), is_set(true), is_set(nil)
end
