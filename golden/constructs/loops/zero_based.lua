-- Counters that count from 0, because lists do.
local function total(list)
  local sum = 0
  for i = 1, #list do
    sum = sum + list[i]
  end
  for i = #list, 2, -1 do
    sum = sum + list[i] - list[i - 1]
  end
  return sum
end

local function reverse(list)
  local i, j = 1, #list
  while i < j do
    list[i], list[j] = list[j], list[i]
    i = i + 1
    j = j - 1
  end
  return i
end

local function first_larger(list, limit)
  for i = 1, #list do
    if list[i] > limit then
      return i
    end
  end
end

local function chosen(list, last)
  local other = last % 2 == 0 and last or 1
  list[other] = list[other] + list[other]
end

local function hash(text)
  local found = 7
  for i = 1, #text do
    found = (found * 31 + text:byte(i)) % 65536
  end
  return found
end

local function falls(list)
  local found = 0
  for i, value in ipairs(list) do
    if i > 1 and list[i - 1] > value then
      found = found + list[i]
    end
  end
  return found
end

local function next_ones(list)
  local found = 0
  for i = 1, #list do
    i = i + 1
    if i <= #list then
      found = found + list[i]
    end
  end
  return found
end

local function remainders(list)
  local found = 0
  for i = 1, #list do
    found = found + list[i] + list[i] + i % 3
  end
  return found
end

local function main()
  local list = { 3, 1, 2 }
  chosen(list, #list)
  return total(list) + reverse(list) + (first_larger(list, 2) or 0) + hash("counted")
    + falls(list) + next_ones(list) + remainders(list)
end

return main
