-- Dynamic programming: 0/1 knapsack, longest common subsequence, edit distance, coin change.

local M = {}

function M.knapsack(items, capacity)
  local best = {}
  for c = 0, capacity do best[c] = 0 end
  for _, item in ipairs(items) do
    local weight, value = item.weight, item.value
    for c = capacity, weight, -1 do
      local candidate = best[c - weight] + value
      if candidate > best[c] then best[c] = candidate end
    end
  end
  return best[capacity]
end

function M.lcs(a, b)
  local n, m = #a, #b
  local lengths = {}
  for i = 0, n do
    lengths[i] = {}
    lengths[i][0] = 0
  end
  for j = 0, m do lengths[0][j] = 0 end
  for i = 1, n do
    for j = 1, m do
      if a:sub(i, i) == b:sub(j, j) then
        lengths[i][j] = lengths[i - 1][j - 1] + 1
      else
        lengths[i][j] = math.max(lengths[i - 1][j], lengths[i][j - 1])
      end
    end
  end
  local result = {}
  local i, j = n, m
  while i > 0 and j > 0 do
    if a:sub(i, i) == b:sub(j, j) then
      table.insert(result, 1, a:sub(i, i))
      i, j = i - 1, j - 1
    elseif lengths[i - 1][j] >= lengths[i][j - 1] then
      i = i - 1
    else
      j = j - 1
    end
  end
  return table.concat(result)
end

function M.edit_distance(s, t)
  if s == t then return 0 end
  if #s == 0 then return #t end
  if #t == 0 then return #s end
  local previous, current = {}, {}
  for j = 0, #t do previous[j] = j end
  for i = 1, #s do
    current[0] = i
    local c = s:byte(i)
    for j = 1, #t do
      local cost = 1
      if c == t:byte(j) then cost = 0 end
      current[j] = math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
    end
    previous, current = current, previous
  end
  return previous[#t]
end

function M.change(coins, amount)
  local ways = { [0] = 1 }
  for i = 1, amount do ways[i] = 0 end
  for _, coin in ipairs(coins) do
    for value = coin, amount do
      ways[value] = ways[value] + ways[value - coin]
    end
  end
  return ways[amount]
end

local function generate(length, seed)
  local letters = {}
  for i = 1, length do
    seed = (seed * 75 + 74) % 65537
    letters[i] = string.char(97 + seed % 6)
  end
  return table.concat(letters)
end

local function main()
  local items = {}
  for i = 1, 40 do
    items[#items + 1] = { weight = 3 + (i * 7) % 23, value = 10 + (i * 13) % 37 }
  end
  local value = M.knapsack(items, 250)
  local a, b = generate(90, 7), generate(80, 11)
  local common = M.lcs(a, b)
  local distance = M.edit_distance(a, b) + M.edit_distance("kitten", "sitting")
  local ways = M.change({ 1, 2, 5, 10, 20, 50 }, 600)
  return string.format("%d %s %d %d", value, common, distance, ways)
end

return main
