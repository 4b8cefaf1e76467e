-- Methods that are always found are called by name; the others are looked up.
local Queue = {}
Queue.__index = Queue

-- A new queue.
function Queue.new(name)
  return setmetatable({name = name, first = 1, last = 0}, Queue)
end

function Queue:size()
  return self.last - self.first + 1
end

function Queue:push()
  self.last = self.last + 1
end

function Queue:label()
  return self.name .. " " .. self:size()
end

local Stack = setmetatable({}, {__index = Queue})
Stack.__index = Stack

function Stack:label()
  return "stack of " .. self:size()
end

local Patched = {}
Patched.__index = Patched

function Patched:value()
  return 1
end

local function main()
  local queue = Queue.new("jobs")
  queue:push()
  local stack = setmetatable({first = 1, last = 3}, Stack)
  local held = {queue = queue}
  local patched = setmetatable({}, Patched)
  Patched.value = function() return 2 end
  return queue:label() .. stack:label() .. held.queue:size() .. patched:value()
end

return {main = main}
