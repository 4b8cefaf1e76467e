-- Behind a test that settles it, a variable has the type that is left.
local function field(line, separator)
  local at = line:find(separator, 1, true)
  if not at then return line end
  return line:sub(at + 1)
end

local function size(value)
  local kind = type(value)
  if kind == "string" then
    return #value .. " bytes"
  elseif kind == "table" then
    return value.size, value[1]
  elseif kind == "number" then
    return value * 2
  end
  return nil
end

local function chained(text, count)
  if not (text and count) then return 0 end
  return #text + count
end

local function total(list, start)
  start = start or 0
  local node = list
  while node ~= nil do
    start = start + node.value
    node = node.next
  end
  return start
end

local function main(input)
  local name = input.name
  assert(type(name) == "string", "name missing")
  local limit = tonumber(input.limit)
  if limit == nil then error("limit missing") end
  local note = chained(name ~= "" and "x" or nil, limit > 1 and 2 or nil)
  local list = { value = 1, next = { value = 2 } }
  return name .. limit, field(name, ","), size(input.data), note, total(list), total(list, 5)
end

return { main = main }
