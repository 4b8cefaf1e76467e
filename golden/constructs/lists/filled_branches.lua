-- A loop in a branch fills a list too, if nothing has used the table before.
local function encode(items, is_list)
  local parts = {}
  if is_list then
    for i, item in ipairs(items) do
      parts[i] = item .. "!"
    end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for i = 1, #items do
    parts[#parts + 1] = items[i]
  end
  return table.concat(parts, ";")
end

local function refilled(count)
  local rows = {}
  if count > 1 then
    for i = 1, count do
      rows[i] = i
    end
    for i = 1, count - 1 do
      rows[i] = -i
    end
  end
  return rows
end

return { main = function(input)
  return encode({ "a", "b" }, true), encode({ "c" }, false), refilled(#input)[1]
end }
