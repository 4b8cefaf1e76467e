-- Functions of `math` that Python has as well, where the arguments are known numbers.
local function search(list, wanted)
  local low, high = 1, #list
  while low <= high do
    local middle = math.floor((low + high) / 2)
    if list[middle] == wanted then return middle end
    if list[middle] < wanted then low = middle + 1 else high = middle - 1 end
  end
  return nil
end

local function reach(row, column, size)
  local far = math.max(row, size - row)
  local near = math.min(far, math.abs(row - column), 10)
  return far + near, math.floor(size) + math.floor(column / 2) + math.ceil(row / 2), row / size, column % size
end

local function grown(times)
  local size = 1.5
  for _ = 1, times do size = size * 1.5 end
  return math.floor(size) / 3
end

local function unknown(amount, count)
  local rounded = math.floor(amount + 0.5)
  local most = math.max(amount, 1)
  return rounded, most, math.abs(amount), math.floor(amount / 2), math.max(count or 0, 2), amount / count
end

local function main(input)
  local found = search({ 1, 3, 5 }, 3)
  local a, b, c, d = reach(1, 2, 8)
  return found, a, b, c, d, grown(4), unknown(input.amount, input.count)
end

return { main = main }
