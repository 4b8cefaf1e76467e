-- Objects with fields and elements: the elements are in the dict, too.
local Stack = {}
Stack.__index = Stack

local function new_stack(limit)
  return setmetatable({ size = 0, limit = limit }, Stack)
end

function Stack:push(value)
  self.size = self.size + 1
  self[self.size] = value
  return #self
end

function Stack:sum()
  local total = 0
  for i = 1, self.size do total = total + self[i] end
  return total
end

-- A node with a kind and parts.
local function node(kind, ...)
  return { kind = kind, ... }
end

local function weight(tree, depth)
  local total = depth
  for i = 1, 2 do
    local part = tree[i]
    if type(part) == "table" then total = total + weight(part, depth + 1) end
  end
  return tree.kind == "leaf" and 1 or total
end

-- Integer keys that the constructor has already.
local function ways(amount, first)
  local found = { [0] = 1 }
  local seen = { [first] = true, name = "seen" }
  for i = 1, amount do
    found[i] = (found[i - 1] or 0) + (found[i - 2] or 0)
    if not seen[i] then seen[i] = i > first end
  end
  return found[amount], seen[first], seen.name
end

-- Not these: elements of the class are inherited.
local Defaults = { 10, 20 }
Defaults.__index = Defaults

local function with_defaults(count)
  local object = setmetatable({ count = count }, Defaults)
  for i = 2, count do object[i] = i end
  local total = 0
  for i = 1, count do total = total + object[i] end
  return total
end

-- Not these: a function answers for what is missing.
local function lazy(count)
  local squares = setmetatable({}, { __index = function(_, i) return i * i end })
  for i = 1, count do squares[i + 1] = squares[i] + 1 end
  return squares[count]
end

-- Not these: a key may be a float, a value nil.
local function unsure(key, value)
  local found = { [key] = 1 }
  local other = { [1] = value }
  for i = 1, 3 do
    found[i] = (found[i] or 0) + i
    other[i] = other[i] or i
  end
  return found[1], other[1]
end

local function main(input)
  local stack = new_stack(10)
  for i = 1, 5 do stack:push(i * i) end
  local tree = node("root", node("leaf"), node("inner", node("leaf")))
  return {
    stack:sum(), weight(tree, 1), ways(10, 3), with_defaults(4), lazy(3),
    unsure(input.key, input.value),
  }
end

return main
