-- Loops that do nothing but put what they run over into a new list.
local function keys(counts)
  local names = {}
  for name in pairs(counts) do
    names[#names + 1] = name
  end
  table.sort(names)
  return table.concat(names, ",")
end

local function words(text)
  local found = {}
  for word in text:gmatch("%a+") do
    table.insert(found, word)
  end
  local copy = {}
  for _, word in ipairs(found) do
    copy[#copy + 1] = word
  end
  return #copy + #found
end

local function more(words)
  local all = {}
  -- with a comment
  for _, word in ipairs(words) do
    all[#all + 1] = word
  end
  local kept = {}
  for _, word in ipairs(words) do
    -- inside
    kept[#kept + 1] = word
  end
  local twice, once = {}, {}
  for _, word in ipairs(words) do
    twice[#twice + 1] = word
  end
  for _, word in ipairs(twice) do
    once[#once + 1] = word
  end
  for _, word in ipairs(twice) do
    once[#once + 1] = word
  end
  local own = {}
  for _, word in ipairs(own) do
    own[#own + 1] = word
  end
  return #all + #kept + #once
end

local function main(input)
  return keys({ a = 1, b = 2 }), words("a b"), more({ "x" })
end

return { main = main }
