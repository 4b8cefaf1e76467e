-- A test whose value is kept is a boolean.
local function main(source)
  local items, name = source.items, tostring(source.name)
  local has = not not items
  local both = not (not items and not source.more)
  local found = not not name:find("x", 1, true)
  local flags = { empty = not next(items), some = not not items[1], none = not (#items > 0) }
  local list = {}
  for i = 1, 3 do
    list[i] = i
  end
  return has, both, found, flags, not list, not (#list == 0)
end

return { main = main }
