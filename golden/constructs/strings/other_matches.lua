-- Loops and replacements that need the runtime: what Python's matches do not give.
local function loops(text, pattern)
  local found = {}
  for word in text:gmatch(pattern) do
    found[#found + 1] = word
  end
  for at in ("a,b"):gmatch("()%w") do
    found[#found + 1] = at
  end
  for part in ("a,,b"):gmatch("[^,]*") do
    found[#found + 1] = part
  end
  for part in ("(a)(b)"):gmatch("%b()") do
    found[#found + 1] = part
  end
  return found
end

local function replacements(text, limit)
  local one = ("a-b"):gsub("%w", function(letter)
    if letter == "a" then
      return "A"
    end
  end)
  local two = ("a-b"):gsub("%w*", function(letters) return "<" .. letters .. ">" end)
  local three = ("a-b"):gsub("%w", "x", limit)
  local four = ("a-b"):gsub("%w", function(letter) return letter:upper() end, 0)
  local five = text:gsub("^%w", "")
  return one, two, three, four, five
end

local function main(text)
  return loops("a b", text), replacements(text, 1)
end

return { main = main }
