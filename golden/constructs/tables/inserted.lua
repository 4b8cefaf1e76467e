-- What is inserted in front or behind leaves no gaps: the loop is over the list itself.
local function queue(first)
  local tasks = { "wait", kind = "queue" }
  table.insert(tasks, 1, first .. "!")
  table.insert(tasks, "stop")
  for _, task in ipairs(tasks) do print(task) end
  return tasks
end

-- Nil in front, several values, and other positions may.
local function gaps(position, ...)
  local nothing = nil
  local front, behind, between = { "a", kind = 1 }, { "b", kind = 2 }, { "c", kind = 3 }
  table.insert(front, 1, nothing)
  table.insert(behind, ...)
  table.insert(between, position, "d")
  for _, each in ipairs(front) do print(each) end
  for _, each in ipairs(behind) do print(each) end
  for _, each in ipairs(between) do print(each) end
  return front, behind, between
end

local function main()
  return queue("go"), gaps(2, 1, "e")
end

return { main = main }
