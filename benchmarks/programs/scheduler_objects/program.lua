-- An operating system of objects in the manner of Richards: tasks, packets, a scheduler.

local Queue = {}
Queue.__index = Queue

function Queue.new()
  return setmetatable({ first = 1, last = 0, items = {} }, Queue)
end

function Queue:push(item)
  self.last = self.last + 1
  self.items[self.last] = item
end

function Queue:pop()
  if self.first > self.last then
    return nil
  end
  local item = self.items[self.first]
  self.items[self.first] = nil
  self.first = self.first + 1
  return item
end

function Queue:empty()
  return self.first > self.last
end

local Task = {}
Task.__index = Task

function Task.new(id, priority)
  local task = setmetatable({}, Task)
  task.id = id
  task.priority = priority
  task.inbox = Queue.new()
  task.runs = 0
  task.held = false
  return task
end

function Task:runnable()
  return not self.held and not self.inbox:empty()
end

function Task:receive(packet)
  self.inbox:push(packet)
end

function Task:run(scheduler)
  self.runs = self.runs + 1
  local packet = self.inbox:pop()
  return self:handle(packet, scheduler)
end

local Worker = setmetatable({}, { __index = Task })
Worker.__index = Worker

function Worker.new(id, priority, target)
  local worker = setmetatable(Task.new(id, priority), Worker)
  worker.target = target
  worker.count = 0
  return worker
end

function Worker:handle(packet, scheduler)
  self.count = self.count + packet.size
  packet.size = packet.size * 3 % 17 + 1
  packet.hops = packet.hops - 1
  if packet.hops > 0 then
    scheduler:send(self.target, packet)
  else
    scheduler.finished = scheduler.finished + 1
  end
end

local Device = setmetatable({}, { __index = Task })
Device.__index = Device

function Device.new(id, priority, target)
  local device = setmetatable(Task.new(id, priority), Device)
  device.target = target
  device.pending = nil
  return device
end

function Device:handle(packet, scheduler)
  if self.pending == nil then
    self.pending = packet
  else
    local held = self.pending
    self.pending = nil
    scheduler:send(self.target, packet)
    scheduler:send(self.target, held)
  end
end

local Scheduler = {}
Scheduler.__index = Scheduler

function Scheduler.new()
  return setmetatable({ tasks = {}, switches = 0, finished = 0 }, Scheduler)
end

function Scheduler:add(task)
  self.tasks[#self.tasks + 1] = task
end

function Scheduler:find(id)
  for _, task in ipairs(self.tasks) do
    if task.id == id then
      return task
    end
  end
  error("no task " .. tostring(id))
end

function Scheduler:send(id, packet)
  self:find(id):receive(packet)
end

function Scheduler:pick()
  local best = nil
  for _, task in ipairs(self.tasks) do
    if task:runnable() and (best == nil or task.priority > best.priority) then
      best = task
    end
  end
  return best
end

function Scheduler:loop()
  local task = self:pick()
  while task do
    self.switches = self.switches + 1
    task:run(self)
    task = self:pick()
  end
end

local function main()
  local scheduler = Scheduler.new()
  scheduler:add(Worker.new(1, 10, 2))
  scheduler:add(Device.new(2, 20, 3))
  scheduler:add(Worker.new(3, 15, 4))
  scheduler:add(Device.new(4, 30, 5))
  scheduler:add(Worker.new(5, 25, 1))
  for i = 1, 60 do
    scheduler:send(i % 5 + 1, { size = i % 7 + 1, hops = 30 })
  end
  scheduler:loop()
  local runs, count = 0, 0
  for _, task in ipairs(scheduler.tasks) do
    runs = runs * 7 + task.runs
    count = count + (task.count or 0)
  end
  return string.format("%d %d %d %d", scheduler.switches, scheduler.finished, runs, count)
end

return main
