-- Counters that stay as they are: other uses prevail, functions keep them, keys of tables.
local function numbered(list)
  local names = {}
  for i = 1, #list do
    names[#names + 1] = i .. ": " .. list[i] .. " of " .. i * i
  end
  return names
end

local function kept(list)
  local functions = {}
  for i = 1, #list do
    local value = list[i] + list[i]
    functions[#functions + 1] = function()
      return i + value
    end
  end
  return functions
end

local function keyed(list)
  local sparse, found = {}, 0
  for i = 1, #list do
    sparse[i * 2] = i
    if sparse[i] then
      found = found + list[i] + list[i]
    end
  end
  return found
end

local function changed(list)
  local i, found = 1, 0
  local function skip()
    i = i + 1
  end
  while i <= #list do
    found = found + list[i] + list[i]
    skip()
  end
  return found
end

local function halves(list)
  local i, found = 1, 0
  while i <= #list do
    found = found + i
    if i == 2 then
      i = 2.5
    end
    i = i + 1
  end
  return found
end

local function remainders(list, by)
  local found = 0
  for i = 1, #list do
    found = found + list[i] + list[i] + i % by
  end
  return found
end

local function below(list, limit)
  local found = 0
  for i = 1, #list do
    if i <= limit then
      found = found + list[i]
    end
  end
  return found
end

local function main()
  local list = { 3, 1, 2 }
  return #numbered(list) + #kept(list) + keyed(list) + changed(list) + halves(list)
    + remainders(list, #list - 3) + below(list, 2.5)
end

return main
