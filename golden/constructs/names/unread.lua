-- Variables `_` that nothing reads share the name; one that is read keeps it to itself.
local function pair(x)
  return x .. "!", #x
end

local function sizes(words)
  local total = 0
  for _, word in ipairs(words) do
    local _, size = pair(word)
    for _ = 1, size do
      total = total + 1
    end
  end
  return total
end

local function lookup(_, words)
  for i, word in ipairs(words) do
    local _, size = pair(word)
    if size > 3 then
      return _, i
    end
  end
  for _ in pairs(words) do
    return _
  end
end

local function main(words)
  return sizes(words), lookup(1, words)
end

return { main = main }
