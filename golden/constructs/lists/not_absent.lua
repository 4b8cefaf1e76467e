-- What may be an empty list or something false, or is compared, is a table.
local function pick(flag, list)
  return flag and list
end

local function same(one, other)
  return one == other
end

local function main(text)
  local picked = pick(text == "yes", { 1 })
  local lists = {}
  for word in string.gmatch(tostring(text), "%a+") do
    lists[word] = lists[word] or {}
  end
  local removed = table.remove(lists.a)
  return { #picked, same(lists.a, lists.b), removed }
end

return { main = main }
