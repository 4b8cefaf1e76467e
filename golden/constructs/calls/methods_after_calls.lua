-- Functions run while the chunk sets its class up, but none that could miss a method.
local log = {}

local function note(text)
  log[#log + 1] = text
  return #log
end

local Stack = {}
Stack.__index = Stack

local started = note("class")

function Stack.new()
  return setmetatable({ size = 0 }, Stack)
end

function Stack:push()
  self.size = self.size + 1
  return self
end

local first = Stack.new():push()

-- This one runs before `late` is there.
local function early()
  return first.late and first:late() or first:push()
end

local kept = early()

function Stack:late()
  return self.size
end

local function main()
  return started, kept:push():late()
end

return { main = main }
