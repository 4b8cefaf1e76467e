-- Built-in functions that get elements of lists, which are lists too.
local function added(count)
  local rows = {}
  for i = 1, count do
    rows[i] = {}
  end
  for i = 1, count do
    table.insert(rows[i], i * 2)
    table.insert(rows[i], i * 3)
  end
  return #rows[1]
end

local function joined(count)
  local rows, text = {}, ""
  for i = 1, count do
    rows[i] = { i, i + 1 }
  end
  for i = 1, #rows do
    text = text .. table.concat(rows[i])
  end
  return text
end

local function sorted(count)
  local rows, total = {}, 0
  for i = 1, count do
    rows[i] = { 2 * i, i }
  end
  for i = 1, #rows do
    table.sort(rows[i])
    total = total + rows[i][1]
  end
  return total
end

local function largest(count)
  local rows, total = {}, 0
  for i = 1, count do
    rows[i] = { 2 * i, i }
  end
  for i = 1, #rows do
    total = total + math.max(unpack(rows[i]))
  end
  return total
end

local function smallest(count)
  local rows, total = {}, 0
  for i = 1, count do
    rows[i] = { 2 * i, i }
  end
  for i = 1, #rows do
    total = total + math.min(table.unpack(rows[i]))
  end
  return total
end

local function main(count)
  return added(4), joined(4), sorted(4), largest(4), smallest(4)
end

return { main = main }
