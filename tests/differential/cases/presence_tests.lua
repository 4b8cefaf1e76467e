--- lists and records whose type is asked for
local function order(id, count)
  local items = {}
  for i = 1, count do items[i] = {sku = "s" .. i, quantity = i} end
  return {id = id, items = items}
end
local function validate(o)
  if type(o) ~= "table" then return "no order" end
  if type(o.items) ~= "table" or #o.items == 0 then return "no items" end
  for i, item in ipairs(o.items) do
    if type(item) ~= "table" then return "no item" end
    if type(item.quantity) ~= "number" or item.quantity > 3 then return "quantity " .. i end
  end
  return "fine"
end
out(validate(order("a", 2)), validate(order("b", 0)), validate(order("c", 5)))
local empty = order("d", 1)
empty.items = nil
out(validate(empty), validate(nil))
out(type(empty.items) == "nil", type(empty) == "nil", type(empty) == "string", type(empty.items) == "table")
out(type(empty) == "number", type(empty) == "boolean", type(empty) ~= "table", "table" == type(empty))
--- dicts whose type is asked for
local function count(words, seen)
  if type(seen) == "table" then
    for _, w in ipairs(words) do seen[w] = (seen[w] or 0) + 1 end
    return true
  end
  return false
end
local seen = {}
out(count({"a", "b", "a"}, seen), seen.a, seen["b"], count({"a"}, nil))
local cache = {}
local function get(name)
  local found = cache[name]
  if type(found) == "table" then return found.value end
  cache[name] = {value = #name}
  return "new"
end
out(get("abc"), get("abc"), get("d"), get("d"))
--- every name of a type
local function named(t)
  local text = ""
  if type(t) == "table" then text = text .. "t" end
  if type(t) == "nil" then text = text .. "n" end
  if type(t) == "function" then text = text .. "f" end
  if type(t) == "userdata" then text = text .. "u" end
  if type(t) == "thread" then text = text .. "c" end
  if type(t) == "string" then text = text .. "s" end
  if type(t) == "number" then text = text .. "i" end
  if type(t) == "boolean" then text = text .. "b" end
  if type(t) == "other" then text = text .. "o" end
  return text
end
local list = {1, 2}
out(named(list), named(nil), #list)
local record = {x = 1, y = 2}
local function only(r) return type(r) == "function", type(r) == "table", type(r) == "other" end
out(only(record)) out(record.x, only(nil))
--- the text is asked for
local function text(t) return type(t) .. "!" end
out(text({1, 2}), text({x = 1}), text(nil))
local function kept(t)
  local kind = type(t)
  if kind == "table" then return #t end
  return kind
end
out(kept({1, 2, 3}), kept(nil))
local function plain(t)
  local kind = type(t)
  if kind ~= "table" then return "none" end
  return t.x
end
out(plain({x = 5}), plain(nil))
--- tables or something else
local function either(v)
  if type(v) == "table" then return v.name end
  if type(v) == "string" then return v end
  return "?"
end
out(either({name = "n"}), either("s"), either(5), either(nil), either(false))
local function lists(v)
  if type(v) == "table" then return #v end
  return -1
end
out(lists({1, 2}), lists("abc"), lists(nil), lists(0))
--- types of two tables
local function alike(a, b) return type(a) == type(b) end
local one, two = {1}, {x = 1}
out(alike(one, two), alike(one, nil), alike(nil, nil), #one, two.x)
--- objects with metatables
local Shape = {}
Shape.__index = Shape
function Shape.new(n) return setmetatable({sides = n}, Shape) end
function Shape:describe()
  if type(self) ~= "table" then return "none" end
  return "shape of " .. self.sides
end
local shape = Shape.new(4)
out(shape:describe(), type(shape) == "table", type(Shape) == "table")
check(function() return Shape.describe(nil) end)
local strange = setmetatable({}, {__eq = function() return true end, __len = function() return 0 end})
out(type(strange) == "table", type(strange) == "nil")
--- results and parts of expressions
local function make(n) if n > 0 then return {n} end return nil end
out(type(make(1)) == "table", type(make(0)) == "table", type((make(1))) == "table", type(make(0)) == "nil")
local t = make(1) or {}
out(type(t) == "table" and #t or 0, type(make(0) or nil) == "table")
local grid = {{1}, {2, 3}}
for y = 1, 3 do
  local row = grid[y]
  if type(row) == "table" then out(y, #row) else out(y, "none") end
end
out(type(grid[2]) == "table", type(grid[3]) == "table", type(grid[0]) == "nil")
