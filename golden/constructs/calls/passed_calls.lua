-- Functions that only end with each other hand the call to their caller; others stay plain.
local time = require("time")

local states = {}

function states.waiting(order)
  if order.is_paid then
    return states.packing(order)
  end
  order.is_paid = true
  return states[order.next](order)
end

function states.packing(order)
  order.packed = order.packed + 1
  if order.packed == order.count then
    return "sent", order.packed
  end
  return states.waiting(order)
end

-- Sleeps in between: the caller awaits what it is handed.
local poll

local function check(job, left)
  if left == 0 then
    return "late"
  end
  time.sleep("1s")
  return poll(job, left - 1)
end

function poll(job, left)
  if job.is_done then
    return "done"
  end
  return check(job, left)
end

-- A call of the function itself is a round of a loop, also of a method that is always found.
local List = {}
List.__index = List

function List:last()
  if self.rest == nil then
    return self.value
  end
  return self.rest:last()
end

-- The frames are needed: a parser calls itself from within.
local parse

local function parse_group(text, i)
  local found, after = parse(text, i + 1)
  return { found }, after + 1
end

function parse(text, i)
  if text:sub(i, i) == "(" then
    return parse_group(text, i)
  end
  return text:sub(i, i), i + 1
end

-- What ends with something else, however often, is no cycle.
local function twice(n)
  return parse("x", n * 2)
end

local function main()
  local list = setmetatable({ value = 1 }, List)
  list = setmetatable({ value = 2, rest = list }, List)
  local state, packed = states.waiting({ next = "packing", count = 3, packed = 0 })
  return state, packed, poll({}, 3), list:last(), parse("((x))", 1), twice(1)
end

return { main = main }
