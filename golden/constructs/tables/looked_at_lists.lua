-- Functions that leave no gap in a list: loops over it need not look for one.
local function total(items)
  local sum = 0
  for _, item in ipairs(items) do sum = sum + item end
  return sum
end

local function main()
  local items = { 1, 2, 3 }
  for i in pairs(items) do print(i) end
  print(items, rawequal(items, nil), tonumber(items))
  print(tostring(items), type(items))
  print(table.concat(items), table.getn(items), table.maxn(items), table.unpack(items))
  table.sort(items)
  table.freeze(items)
  print(table.isfrozen(items))
  return total(items)
end

return { main = main }
