-- Lists in places that take more than a name and a field to say stay tables.
local function fill(count)
  local tree = { branch = { leaves = {}, names = {} } }
  for i = 1, count do
    tree.branch.leaves[#tree.branch.leaves + 1] = i
    table.insert(tree.branch.names, "leaf " .. i)
  end
  return tree.branch.leaves[1], #tree.branch.names
end

local function pairs_of_rows()
  local rows = { {}, {} }
  table.insert(rows[1], "x")
  return table.concat(rows[1], ",")
end

local function lists_of_records(count)
  local records = { { names = {} }, { names = {} } }
  for i = 1, count do
    table.insert(records[i].names, "x")
  end
  return table.concat(records[1].names, ",")
end

-- What gives a list anew is named once.
local function words(count)
  local found = {}
  for i = 1, count do
    found[#found + 1] = "word " .. i
  end
  return found
end

local function joined(count)
  return table.concat(words(count), ",")
end

-- A key that is neither a variable nor a number is not said twice.
local function element(list_count, shift)
  local found = {}
  for i = 1, list_count do
    found[#found + 1] = i
  end
  return found[list_count * shift], found[#found // 2], found[shift + list_count]
end

local function main()
  return fill(3), pairs_of_rows(), lists_of_records(2), joined(2), element(4, 1)
end

return { main = main }
