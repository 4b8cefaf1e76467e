-- Sorting: records with a comparator, by several keys, by hand (quicksort, merge sort).

local function records(count)
  local result = {}
  local state = 7
  for i = 1, count do
    state = (state * 1103 + 12345) % 65536
    result[i] = { id = i, score = state % 100, name = "n" .. state % 37 }
  end
  return result
end

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

local function merge_sort(list, less)
  local count = #list
  if count <= 1 then
    return list
  end
  local middle = count // 2
  local left, right = {}, {}
  for i = 1, middle do
    left[i] = list[i]
  end
  for i = middle + 1, count do
    right[#right + 1] = list[i]
  end
  left = merge_sort(left, less)
  right = merge_sort(right, less)
  local merged = {}
  local i, j = 1, 1
  while i <= #left and j <= #right do
    if less(right[j], left[i]) then
      merged[#merged + 1] = right[j]
      j = j + 1
    else
      merged[#merged + 1] = left[i]
      i = i + 1
    end
  end
  while i <= #left do
    merged[#merged + 1] = left[i]
    i = i + 1
  end
  while j <= #right do
    merged[#merged + 1] = right[j]
    j = j + 1
  end
  return merged
end

local function by_score_then_id(a, b)
  if a.score ~= b.score then
    return a.score < b.score
  end
  return a.id < b.id
end

local function checksum(list)
  local sum = 0
  for i, record in ipairs(list) do
    sum = sum + i * record.score
  end
  return sum
end

local function main()
  local a = records(900)
  table.sort(a, by_score_then_id)
  local b = records(900)
  table.sort(b, function(x, y) return x.name < y.name or (x.name == y.name and x.id > y.id) end)
  local c = records(900)
  quicksort(c, 1, #c)
  local d = merge_sort(records(500), by_score_then_id)
  local numbers = {}
  for i = 1, 2000 do
    numbers[i] = i * 7919 % 2003
  end
  table.sort(numbers)
  return string.format(
    "%d %d %d %d %d %d", checksum(a), b[1].id, b[900].id, checksum(c), checksum(d), numbers[1000]
  )
end

return main
