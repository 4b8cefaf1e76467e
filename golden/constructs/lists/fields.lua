-- Lists in fields of objects and records; tables where something gets at the fields unseen.

local Queue = {}
Queue.__index = Queue

function Queue.new()
  return setmetatable({ items = {}, taken = 0 }, Queue)
end

function Queue:push(item)
  self.items[#self.items + 1] = item
  return #self.items
end

function Queue:pop()
  if #self.items == 0 then
    return nil
  end
  self.taken = self.taken + 1
  return table.remove(self.items, 1)
end

local function report(orders)
  local rows = {}
  for i = 1, 3 do
    rows[#rows + 1] = { id = i, lines = {} }
  end
  for _, row in ipairs(rows) do
    for _, order in ipairs(orders) do
      table.insert(row.lines, row.id .. order)
    end
  end
  local count = 0
  for _, row in ipairs(rows) do
    count = count + #row.lines
  end
  return count
end

local function listed(flag)
  local record = { lines = {}, notes = {} }
  record.lines[#record.lines + 1] = "one"
  local names = {}
  for name in pairs(record) do
    names[#names + 1] = name
  end
  if flag then
    return record
  end
  return names
end

local function main(input)
  local queue = Queue.new()
  queue:push("a")
  queue:push("b")
  return queue:pop(), report({ "x", "y" }), listed(input.flag)
end

return main
