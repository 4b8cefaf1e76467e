local function count(words)
  local counts, last = {}, nil
  for _, word in ipairs(words) do
    local key = word:lower()
    counts[key] = (counts[key] or 0) + 1
    last = key
  end
  return counts, last
end

-- A value that may be nil removes the entry, and a key of an unknown type is looked at.
local function forget(counts, key, value)
  local name = "key" .. #counts
  counts[name] = value
  counts[key] = 1
end

local function main(input)
  local counts, last = count({ "a", "B", "a" })
  forget({}, input.key, input.value)
  return counts, last
end

return { main = main }
