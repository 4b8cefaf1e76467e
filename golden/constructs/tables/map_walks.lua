-- A loop over a dict goes through the dict itself if its body cannot change that.
local function counts_of(text)
  local counts = {}
  for word in string.gmatch(tostring(text), "%a+") do
    counts[word] = (counts[word] or 0) + 1
  end
  return counts
end

local function inserted(text)
  local counts, found = counts_of(text), {}
  for word in pairs(counts) do table.insert(found, word) end
  return found
end

local function removed(text)
  local counts, found = counts_of(text), { 1, 2, 3 }
  for _ in pairs(counts) do table.remove(found) end
  return found
end

local function joined(text)
  local counts, found, parts = counts_of(text), "", { "a", "b" }
  for word in pairs(counts) do found = found .. word .. table.concat(parts, "+") end
  return found
end

local function unpacked(text)
  local counts, sum, parts = counts_of(text), 0, { 1, 2 }
  for _, count in pairs(counts) do
    local first, second = table.unpack(parts)
    sum = sum + count + first + second
  end
  return sum
end

local function sorted(text)
  local counts, found = counts_of(text), { 3, 1, 2 }
  for _ in pairs(counts) do table.sort(found) end
  return found
end

-- What a comparator or any other function does may.
local function compared(text, order)
  local counts, found = counts_of(text), { 3, 1, 2 }
  for _ in pairs(counts) do table.sort(found, order) end
  return found
end

local function called(text, note)
  local counts = counts_of(text)
  for word in pairs(counts) do note(word) end
  return 1
end

local function main(text)
  local shown = { inserted(text), removed(text), joined(text), unpacked(text), sorted(text) }
  local function more(a, b) return a > b end
  return shown, compared(text, more), called(text, print)
end

return { main = main }
