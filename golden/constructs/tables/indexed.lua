-- Elements that are read and stored by index are entries of the dict.
local function sieve(limit)
  local composite = {}
  for i = 1, limit do composite[i] = false end
  for i = 2, limit do
    for j = 2 * i, limit, i do composite[j] = true end
  end
  return composite
end

local function sift(items, size)
  local i = 1
  while 2 * i <= size do
    local child = 2 * i
    if items[child] > items[i] then
      items[i], items[child] = items[child], items[i]
    end
    items[child + 1] = items[child] + i
    i = child
  end
  items[i] = nil
  return items
end

local function grid(size)
  local rows, state = {}, { cells = {}, names = {} }
  for y = 1, size do
    rows[y] = {}
    for x = 1, size do rows[y][x] = x * y % 7 end
  end
  for y = 1, size do
    for x = 1, y do rows[y][x] = rows[x][y] + 1 end
    state.cells[y] = rows[y][1]
    state.cells[1], state.cells[y] = state.cells[y], state.cells[1]
    state.names[y], state.cells[y] = "row", 0
  end
  return rows, state
end

local function rotate(a, b, c)
  local marks, others = { 1, 2, 3 }, { 4, 5, 6 }
  for i = 1, 3 do
    marks[a], marks[b], marks[c] = marks[b], marks[c], marks[a]
    marks[i], others[i] = others[1], i * 2 + 1
    marks[next(others)], marks[i] = i, 1
  end
  return marks
end

local function main(input)
  local heap = { 9, 4, 7, 1, 3 }
  return #sieve(100), sift(heap, 4), rotate(1, 2, 3), grid(3)
end

return { main = main }
