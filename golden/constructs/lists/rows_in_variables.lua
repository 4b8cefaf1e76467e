-- A variable that keeps a row that is certainly there is never nil.
local function grid(size)
  local rows = {}
  for y = 1, size do
    local row = {}
    for x = 1, size do row[#row + 1] = x * y end
    rows[#rows + 1] = row
  end
  local lines = {}
  for y = 1, #rows do
    local row = rows[y]
    local same = row
    lines[#lines + 1] = table.concat(row, ",") .. #same
  end
  return table.concat(lines, ";")
end

-- One that may be behind the last, or is assigned again, may be.
local function beyond(size)
  local rows = { { 1 }, { 2 } }
  local row, other = rows[size], rows[1]
  other = rows[size]
  return table.concat(row, ","), table.concat(other, ",")
end

local function main()
  return grid(3), beyond(2)
end

return { main = main }
