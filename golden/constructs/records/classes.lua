-- Objects of classes: methods by name, or found in the class of the object.

local Shape = {}
Shape.__index = Shape

function Shape.new(name)
  local self = setmetatable({}, Shape)
  self.name = name
  self.sides = 0
  return self
end

function Shape:area()
  return 0
end

function Shape:describe()
  return self.name .. ": " .. self:area()
end

local Square = setmetatable({}, { __index = Shape })
Square.__index = Square

function Square.new(side)
  local self = Shape.new("square")
  self.side = side
  self.sides = 4
  return setmetatable(self, Square)
end

function Square:area()
  return self.side * self.side
end

local Counter = {}
Counter.__index = Counter

function Counter.new()
  return setmetatable({ count = 0 }, Counter)
end

function Counter:add(shape)
  self.count = self.count + shape.sides
  return self
end

return function(input)
  local counter = Counter.new()
  counter:add(Shape.new("dot")):add(Square.new(input.side))
  return counter.count, Square.new(3):describe()
end
