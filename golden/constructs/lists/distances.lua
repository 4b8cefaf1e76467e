-- Indices whose distance from the end of their list is known, or is not.
local function reverse(list)
  local i, j = 1, #list
  while i < j do
    list[i], list[j] = list[j], list[i]
    i = i + 1
    j = j - 1
  end
  return list
end

local function mirrored(list, at)
  if at >= 1 and #list > at then
    return list[at + 1]
  end
  return 0
end

local function present(list, at)
  if list[at] ~= nil then
    return list[at]
  end
  return 0
end

local function nonzero(list, at)
  if list[at] ~= 0 then
    return list[at]
  end
  return 1
end

local function equal(list, at, other)
  if list[at] == other then
    return list[at]
  end
  return 2
end

local function maybe_equal(list, at, other)
  if list[at] == other then
    return list[at]
  end
  return 3
end

local function weekday(list, number)
  if #list >= 7 then
    return list[number % 7 + 1]
  end
  return 4
end

local function masked(list, number)
  if #list >= 4 then
    return list[(number & 3) + 1]
  end
  return 5
end

local function third(list)
  if #list < 3 then
    error("too short")
  end
  return list[3]
end

local function maybe_third(list)
  if #list < 3 then
    print("too short")
  end
  return list[3]
end

local function even(number)
  if number % 2 == 0 then
    return number
  end
  return nil
end

local function evens(count)
  local list = {}
  for i = 1, count do
    table.insert(list, even(i))
  end
  return list
end

local function summed(list, at)
  local sum = list[at] + 1
  if sum > 3 then
    return list[at]
  end
  return sum
end

local function numbers(count)
  local list = {}
  for i = 1, count do
    list[#list + 1] = i * 2
  end
  return list
end

local function first_two(list)
  local a, b = unpack(list)
  return a * b
end

local function largest(list)
  return math.max(table.unpack(list))
end

local function main(count)
  local total = 0
  local wanted = count and 2 or nil
  for at = 1, 5 do
    total = total + reverse(numbers(4))[1] + mirrored(numbers(5), at) + present(numbers(6), at)
    total = total + nonzero(numbers(4), at) + equal(numbers(5), at, 4) + weekday(numbers(7), at)
    total = total + masked(numbers(4), at) + third(numbers(3)) + (maybe_third(numbers(at)) or 0)
    total = total + #evens(at) + first_two(numbers(2)) + largest(numbers(9))
    total = total + (maybe_equal(numbers(3), at, wanted) or 0) + summed(numbers(5), at)
  end
  return total
end

return { main = main }
