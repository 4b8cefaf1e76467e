-- Fields that are stored once, with a literal, are constants; those that may change are not.
local OP = { PUSH = 1, ADD = 2 }
local Kind = { textNode = "text", element = "element" }
local changed = { LIMIT = 1, NAME = "changed" }

local M = { Level = { LOW = 1, HIGH = 2 } }
M.MAX = 10
M.count = 0

local function step(op, a)
  if op == OP.PUSH then
    return a
  elseif op == OP.ADD then
    return a + M.MAX
  end
  M.count = M.count + 1
  return changed.LIMIT + M.Level.HIGH + M.count
end

local function describe(node)
  if node.kind == Kind.textNode then
    return "text"
  end
  return node.kind == Kind.element and changed.NAME
end

local function names(table_of_names)
  local found = {}
  for name in pairs(table_of_names) do
    found[#found + 1] = name
  end
  return table.concat(found, ",")
end

return { main = function(input)
  changed.LIMIT = input.limit
  changed[input.name] = "other"
  return step(OP[input.op], 2), describe(input), names(Kind), names(M)
end }
