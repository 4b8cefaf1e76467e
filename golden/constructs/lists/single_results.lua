-- Calls that give one value are one element of a list.
local function mark(text)
  return "<" .. text .. ">"
end

local function lines(count)
  local out = { mark("start") }
  for i = 1, count do
    table.insert(out, string.format("%d", i))
    table.insert(out, ("abc"):sub(i, i))
    out[#out + 1] = mark("x")
  end
  table.insert(out, (tostring(count):gsub("1", "2")))
  return table.concat(out, "\n")
end

local function spread(text)
  local parts = { text:match("(%a)(%d)") }
  local bytes = { text:byte(1, 2) }
  return #parts + #bytes
end

local function main(input)
  return lines(2), spread("a1")
end

return { main = main }
