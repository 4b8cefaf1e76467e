-- String functions whose arguments are known are Python's own operations.
local function fields(line, separator)
  local found = {}
  local start = 1
  while true do
    local at = line:find(separator, start, true)
    if not at then
      found[#found + 1] = line:sub(start)
      return found
    end
    found[#found + 1] = line:sub(start, at - 1)
    start = at + 1
  end
end

local function codes(text)
  local parts = {}
  for i = 1, #text do
    parts[#parts + 1] = string.format("%02x", text:byte(i)) .. text:sub(i, i)
  end
  return table.concat(parts)
end

local function clean(text)
  local slug = text:gsub("^%s+", ""):gsub("[^%w]+", "-"):gsub("%.", "")
  local trimmed = text:match("^%s*(.-)%s*$")
  local year = text:match("^(%d%d%d%d)%-") or "none"
  if text:find("@") and not text:match("%s") then
    return slug, trimmed, year
  end
  local number = text:match("%d+")
  return number, text:sub(-3), ("-"):rep(10)
end

local function main()
  local name, count, price = "tea", 3, 2.5
  local label = string.format("%-8s %5d at %.2f (%d%%)", name, count, price, 50)
  return label, fields("a,b", ","), codes("ab"), clean("  2024-x ")
end

return { main = main }
