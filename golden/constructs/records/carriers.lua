-- Objects stay what they are in lists and dicts that built-in functions look through.
local function step(value)
  return { value = value, note = 0 }
end

local function removed()
  local steps = {}
  for i = 1, 3 do
    table.insert(steps, step(i))
  end
  local last = table.remove(steps)
  last.note = last.value
  return last.note
end

local function point(value)
  return { x = value, y = 0 }
end

local function walked()
  local points, sum = {}, 0
  for i = 1, 3 do
    points["p" .. i] = point(i)
  end
  for _, each in pairs(points) do
    each.y = each.x
    sum = sum + each.y
  end
  return sum
end

local function entry(value)
  return { key = value, uses = 0 }
end

local function any()
  local entries, sum = {}, 0
  for i = 1, 3 do
    entries["a" .. i] = entry(i)
  end
  if next(entries) == nil then
    return 0
  end
  for _, each in pairs(entries) do
    each.uses = each.key
    sum = sum + each.uses
  end
  return sum
end

local function item(value)
  return { price = value, count = 0 }
end

local function unpacked()
  local items = {}
  for i = 1, 2 do
    items[i] = item(i)
  end
  local one, other = table.unpack(items)
  one.count = other.price
  return one.count
end

local Shape = { corners = 4 }
Shape.__index = Shape

function Shape.describe(shape)
  return shape.name
end

local Circle = { corners = 0 }
Circle.__index = Circle

function Circle.describe(circle)
  return "circle " .. circle.name
end

local function shape(name, class)
  return setmetatable({ name = name, area = 0 }, class)
end

local function described(item)
  item.area = item.corners * 2
  return item:describe() .. item.area
end

local function main()
  local text = described(shape("square", Shape)) .. described(shape("round", Circle))
  return removed(), walked(), any(), unpacked(), text
end

return { main = main }
