-- Hash tables: counting words, grouping, an inverted index, a cache with deletions.

local WORDS = {
  "order", "item", "total", "customer", "price", "stock", "ship", "pay", "refund", "cart", "note",
  "email", "phone", "street", "city",
}

local function documents(count)
  local result = {}
  local state = 17
  for id = 1, count do
    local words = {}
    for position = 1, 12 do
      state = (state * 1103 + 12289) % 65536
      words[position] = WORDS[state % #WORDS + 1]
    end
    result[id] = { id = id, words = words, kind = words[1] }
  end
  return result
end

local function count_words(docs)
  local counts = {}
  for _, doc in ipairs(docs) do
    for _, word in ipairs(doc.words) do
      counts[word] = (counts[word] or 0) + 1
    end
  end
  return counts
end

local function group_by(docs, field)
  local groups = {}
  for _, doc in ipairs(docs) do
    local key = doc[field]
    if not groups[key] then
      groups[key] = {}
    end
    table.insert(groups[key], doc.id)
  end
  return groups
end

local function inverted_index(docs)
  local index = {}
  for _, doc in ipairs(docs) do
    for _, word in ipairs(doc.words) do
      local entry = index[word]
      if entry == nil then
        entry = {}
        index[word] = entry
      end
      entry[doc.id] = true
    end
  end
  return index
end

local function churn(rounds)
  local cache, size, evicted = {}, 0, 0
  for i = 1, rounds do
    local key = "key" .. (i * 31 % 97)
    if cache[key] then
      cache[key] = nil
      size = size - 1
      evicted = evicted + 1
    else
      cache[key] = i
      size = size + 1
    end
  end
  return size, evicted
end

local function main()
  local docs = documents(500)
  local counts = count_words(docs)
  local groups = group_by(docs, "kind")
  local index = inverted_index(docs)

  local total, largest = 0, 0
  for word, count in pairs(counts) do
    total = total + count * #word
    if #groups[word] > largest then
      largest = #groups[word]
    end
  end
  local hits = 0
  for id in pairs(index["order"]) do
    if index["price"][id] then
      hits = hits + id
    end
  end
  local size, evicted = churn(15000)
  return string.format("%d %d %d %d %d", total, largest, hits, size, evicted)
end

return main
