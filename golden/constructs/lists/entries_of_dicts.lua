-- Lists in a dict are appended to where they are found.
local function grouped(words)
  local groups, sizes = {}, 0
  for i = 1, #words do
    local key = "k" .. i % 3
    groups[key] = groups[key] or {}
    groups[key][#groups[key] + 1] = i
  end
  for _, group in pairs(groups) do
    sizes = sizes + #group
  end
  return sizes
end

local function counted(words)
  local total = 0
  for i, word in ipairs(words) do
    total = total + 10 // i
  end
  return total
end

local function main(text)
  local words = { text, text, text, text }
  return grouped(words), counted(words)
end

return { main = main }
