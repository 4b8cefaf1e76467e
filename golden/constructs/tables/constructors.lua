local function pair() return 1, 2 end

local function main(input)
  local record = { id = 1, name = "x" }
  local list = { 1, 2, pair() }
  local mixed = { "first", key = 2, [input.key] = 3 }
  local nested = { items = { {}, { n = 1 } } }
  record.name = "y"
  record[input.key] = list[1]
  list[#list + 1] = 4
  return record, list, mixed, nested
end

return { main = main }
