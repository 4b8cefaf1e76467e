-- Lists in places that may hold nil instead.
local function join(list, separator)
  list = list or {}
  return table.concat(list, separator)
end

local function first(rows, name)
  local row = rows[name]
  return row and row[1]
end

local function main(text)
  local groups, sizes = {}, {}
  for word in string.gmatch(tostring(text), "%a+") do
    local letter = word:sub(1, 1)
    groups[letter] = groups[letter] or {}
    table.insert(groups[letter], word)
    local size = "s" .. #word
    local list = sizes[size]
    if not list then
      list = {}
      sizes[size] = list
    end
    list[#list + 1] = word
  end
  local total = 0
  for _, word in ipairs(groups.a or {}) do
    total = total + #word
  end
  for _, word in ipairs(groups.b) do
    total = total + #word
  end
  local node = {}
  if total > 3 then
    node.children = { total }
  end
  if node.children then
    total = total + #node.children
  end
  return { join(sizes.s1, " "), join(nil, " "), first(groups, "c"), total }
end

return { main = main }
