-- Tables that only numbers index are dicts: nobody asks for their order or length.
local function knapsack(weights, capacity)
  local best = {}
  for c = 0, capacity do best[c] = 0 end
  for _, weight in ipairs(weights) do
    for c = capacity, weight, -1 do
      local candidate = best[c - weight] + weight
      if candidate > best[c] then best[c] = candidate end
    end
  end
  return best[capacity]
end

local function distances(n)
  local rows = {}
  for i = 0, n do rows[i] = { [0] = i } end
  for i = 1, n do
    for j = 1, n do
      rows[i][j] = math.min(rows[i - 1][j - 1], rows[i][j - 1] + 1)
    end
  end
  rows[0], rows[n] = rows[n], rows[0]
  return math.abs(rows[n][0])
end

local function queue(count)
  local waiting, first, last = { 7 }, 1, 1
  while first <= last and last < count do
    local value = waiting[first]
    waiting[first] = nil
    first, last = first + 1, last + 1
    waiting[last] = value
    if not waiting[first] then break end
  end
  return (waiting[last] or 0) + last
end

local function unsure(key)
  local seen = {}
  local at = #key > 3 and #key or nil
  seen[at] = (seen[at] or 0) + 1
  return seen[at], seen[#key / 2]
end

local function main(input)
  return knapsack({ 3, 4 }, 9), distances(3), queue(8), unsure("four")
end

return { main = main }
