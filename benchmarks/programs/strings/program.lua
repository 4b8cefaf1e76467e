-- String building and patterns: CSV, templates, tokens, slugs, hexadecimal.

local function split(line, separator)
  local fields = {}
  local start = 1
  while true do
    local at = line:find(separator, start, true)
    if not at then
      fields[#fields + 1] = line:sub(start)
      return fields
    end
    fields[#fields + 1] = line:sub(start, at - 1)
    start = at + 1
  end
end

local function trim(text)
  return (text:gsub("^%s+", ""):gsub("%s+$", ""))
end

local function render(template, values)
  return (template:gsub("{{(%w+)}}", function(name)
    return tostring(values[name] or "")
  end))
end

local function tokens(source)
  local counts = { name = 0, number = 0, operator = 0 }
  local position = 1
  while position <= #source do
    local space = source:match("^%s+", position)
    if space then
      position = position + #space
    else
      local word = source:match("^[%a_][%w_]*", position)
      local number = not word and source:match("^%d+", position)
      if word then
        counts.name = counts.name + 1
        position = position + #word
      elseif number then
        counts.number = counts.number + 1
        position = position + #number
      else
        counts.operator = counts.operator + 1
        position = position + 1
      end
    end
  end
  return counts
end

local function slug(title)
  return (title:lower():gsub("[^%w]+", "-"):gsub("^%-", ""):gsub("%-$", ""))
end

local function hex(text)
  local parts = {}
  for i = 1, #text do
    parts[i] = string.format("%02x", text:byte(i))
  end
  return table.concat(parts)
end

local function reverse_words(text)
  local words = {}
  for word in text:gmatch("%S+") do
    table.insert(words, 1, word)
  end
  return table.concat(words, " ")
end

local function main()
  local lines = {}
  for i = 1, 200 do
    lines[i] = "  id" .. i .. ", name " .. i .. " ,street " .. i * 7 .. ",city"
  end
  local text = table.concat(lines, "\n")

  local cells, bytes = 0, 0
  for line in text:gmatch("[^\n]+") do
    for _, field in ipairs(split(line, ",")) do
      cells = cells + 1
      bytes = bytes + #trim(field)
    end
  end

  local rendered = 0
  for i = 1, 300 do
    local message = render("Dear {{name}}, order {{id}} costs {{total}}.", {
      name = "Ann", id = i, total = i * 3,
    })
    rendered = rendered + #message
  end

  local counts = { name = 0, number = 0, operator = 0 }
  for _ = 1, 20 do
    counts = tokens("local total = price * 42 + tax_rate * (amount - 7) -- sum of 3 items")
  end
  local long = ""
  for i = 1, 500 do
    long = long .. i .. ";"
  end
  local digest = hex(slug("Hello, World! This is -- a Title (2nd edition)"))
  return string.format(
    "%d %d %d %d/%d/%d %d %s %s", cells, bytes, rendered, counts.name, counts.number,
    counts.operator, #long, digest, reverse_words("the quick brown fox jumps")
  )
end

return main
