-- Fields that tables have before anybody sees them are never nil, unless a nil is stored.
local Queue = {}
Queue.__index = Queue
Queue.limit = 3

function Queue.new(name, owner)
  local self = setmetatable({first = 1, items = {}}, Queue)
  self.last = 0
  if owner then
    self.name = owner .. "/" .. name
  else
    self.name = name .. "!"
  end
  return self
end

function Queue:push(item)
  if self.last - self.first >= self.limit then
    return false
  end
  self.last = self.last + 1
  self.items[self.last] = item
  return true
end

function Queue:label()
  return self.name .. ": " .. self.last
end

local Worker = {}
Worker.__index = Worker

function Worker.new(id)
  local self = setmetatable({}, Worker)
  self.inbox = Queue.new("inbox" .. id)
  self:reset()
  self.id = id
  return self
end

function Worker:reset()
  self.done = 0
  self.previous = self.id
end

-- The field `inbox` is there from the start; `id` and `done` are not.
function Worker:send(item)
  return self.inbox:push(item) and self.inbox:label() .. " of " .. self.id .. self.done
end

-- A loop and a read of an own field show nobody the table.
local Meter = {}
Meter.__index = Meter

function Meter.new(limit)
  local self = setmetatable({start = 1}, Meter)
  for i = 1, limit do self.reached = i end
  self.stop = self.start + 9
  self.unit = "m"
  return self
end

function Meter:text()
  return self.start .. "-" .. self.stop .. self.unit, self.reached
end

local Vector = {}
Vector.__index = Vector

local function vector(x, y)
  return setmetatable({x = x, y = y}, Vector)
end

Vector.__add = function(a, b)
  return vector(a.x + b.x, a.y + b.y)
end

-- `gone` is removed under a name that is computed: any field may be nil.
local function forget(name)
  local record = {kept = 1, gone = 2}
  record[name] = nil
  return record.kept .. "", record.gone
end

local function main(name)
  local worker = Worker.new("w")
  local sum = vector(1.5, 2) + vector(3, 4)
  return worker:send(1), Meter.new(2):text(), sum.x, sum.y, forget(name)
end

return {main = main}
