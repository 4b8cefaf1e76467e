-- Indices that are within their lists, and reads that nil makes fail.
local function quicksort(list, low, high)
  while low < high do
    local pivot = list[(low + high) // 2].score
    local i, j = low, high
    while i <= j do
      while list[i].score < pivot do
        i = i + 1
      end
      while list[j].score > pivot do
        j = j - 1
      end
      if i <= j then
        list[i], list[j] = list[j], list[i]
        i = i + 1
        j = j - 1
      end
    end
    quicksort(list, low, j)
    low = i
  end
end

local function product(a, b)
  local result = {}
  for i = 1, #a do
    local row = {}
    for j = 1, #b[1] do
      local sum = 0
      for k = 1, #b do
        sum = sum + a[i][k] * b[k][j]
      end
      row[j] = sum
    end
    result[i] = row
  end
  return result
end

local function spread(n)
  local first, second = {}, {}
  for i = 1, n do
    first[i], second[i] = i, i * i
  end
  for i = 1, n do
    first[i], second[i] = second[i], first[i]
  end
  return first[n] + second[1]
end

-- The limit changes, a loop ends early, the other operand runs code, nil is a result.
local function moved(n)
  local list = {}
  for i = 1, n do
    list[i] = i
  end
  n = n + 1
  return list[n]
end

local function early(n)
  local list = {}
  for i = 1, n do
    list[i] = i
    if i > 3 then
      break
    end
  end
  return list[n]
end

local function late(list, at, read)
  return list[at] + read(), list[at]
end

local function swapped(list, i, j)
  list[i], list[j] = list[j], list[i]
  return list
end

local function main(input)
  local list = {}
  for i = 1, 9 do
    list[i] = { score = i * 7 % 10 }
  end
  quicksort(list, 1, #list)
  local rows = product({ { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } })
  return rows, spread(4), moved(3), early(5), late({ 1, 2 }, 2, input.read), swapped({ 1, 2 }, 1, 3)
end

return { main = main }
