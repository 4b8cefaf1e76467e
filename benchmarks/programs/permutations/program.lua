-- Permutations: fannkuch, Heap's algorithm, the next one in order.

local function fannkuch(n)
  local p, q, s = {}, {}, {}
  local sign, most, sum = 1, 0, 0
  for i = 1, n do
    p[i], q[i], s[i] = i, i, i
  end
  while true do
    local first = p[1]
    if first ~= 1 then
      for i = 2, n do
        q[i] = p[i]
      end
      local flips = 1
      while true do
        local other = q[first]
        if other == 1 then
          sum = sum + sign * flips
          if flips > most then
            most = flips
          end
          break
        end
        q[first] = first
        if first >= 4 then
          local i, j = 2, first - 1
          while i < j do
            q[i], q[j] = q[j], q[i]
            i = i + 1
            j = j - 1
          end
        end
        first = other
        flips = flips + 1
      end
    end
    if sign == 1 then
      p[1], p[2] = p[2], p[1]
      sign = -1
    else
      p[2], p[3] = p[3], p[2]
      sign = 1
      for i = 3, n do
        local count = s[i]
        if count ~= 1 then
          s[i] = count - 1
          break
        end
        if i == n then
          return sum, most
        end
        s[i] = i
        local moved = p[1]
        for j = 1, i do
          p[j] = p[j + 1]
        end
        p[i + 1] = moved
      end
    end
  end
end

local function heap(list, count, visit)
  if count == 1 then
    visit(list)
    return
  end
  for i = 1, count do
    heap(list, count - 1, visit)
    local other = count % 2 == 0 and i or 1
    list[other], list[count] = list[count], list[other]
  end
end

local function next_permutation(list)
  local i = #list - 1
  while i >= 1 and list[i] >= list[i + 1] do
    i = i - 1
  end
  if i < 1 then
    return false
  end
  local j = #list
  while list[j] <= list[i] do
    j = j - 1
  end
  list[i], list[j] = list[j], list[i]
  local low, high = i + 1, #list
  while low < high do
    list[low], list[high] = list[high], list[low]
    low = low + 1
    high = high - 1
  end
  return true
end

local function main()
  local sum, most = fannkuch(7)
  local visits, weight = 0, 0
  heap({ 1, 2, 3, 4, 5, 6 }, 6, function(list)
    visits = visits + 1
    weight = weight + list[1] * list[6]
  end)
  local list, rounds = { 1, 2, 3, 4, 5, 6 }, 1
  while next_permutation(list) do
    rounds = rounds + 1
  end
  return string.format("%d %d %d %d %d", sum, most, visits, weight, rounds)
end

return main
