-- A function of the module `table` that is looked up by a computed name may change any table.
local tools = { table }
local function size(list) return #list end
local function find(name)
  local tool = tools[1][name]
  if tool then return tool end
  return size
end

local function main()
  local words = { "a", "b" }
  find("insert")(words, find("size")(words))
  for _, word in ipairs(words) do print(word .. "!") end
  return words
end

return { main = main }
