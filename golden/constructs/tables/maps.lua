-- Tables whose keys are always texts are Python dicts.
local function count(words)
  local counts = {}
  for _, word in ipairs(words) do
    counts[word] = (counts[word] or 0) + 1
  end
  return counts
end

local function churn(rounds)
  local cache, evicted = {}, 0
  for i = 1, rounds do
    local key = "key" .. i % 7
    if cache[key] then
      cache[key] = nil
      evicted = evicted + 1
    else
      cache[key] = i
    end
  end
  return evicted, next(cache) == nil
end

local function grow(totals)
  for name, total in pairs(totals) do
    totals[name] = total * 2
  end
  local names = {}
  for name in pairs(totals) do
    names[#names + 1] = name
  end
  return names
end

local function main(text)
  local words = {}
  for word in string.gmatch(tostring(text), "%a+") do
    words[#words + 1] = word
  end
  local counts = count(words)
  local seen = {}
  local most, total = "", 0
  for word, times in pairs(counts) do
    if not seen[word] then
      seen[word] = true
      total = total + times
    end
    if seen[most] == nil or times > counts[most] then
      most = word
    end
  end
  local prices = { lamp = 10, desk = 20 }
  local costs = 0
  for _, word in ipairs(words) do
    costs = costs + (prices[word] or 5)
  end
  local groups = {}
  for _, word in ipairs(words) do
    local first = word:sub(1, 1)
    if not groups[first] then
      groups[first] = {}
    end
    table.insert(groups[first], word)
  end
  local evicted, is_empty = churn(100)
  return { most, total, costs, #groups["a"], evicted, is_empty, #grow({ [most] = 1 }) }
end

return { main = main }
