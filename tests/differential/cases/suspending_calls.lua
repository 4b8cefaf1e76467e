--- a method that is a table whose call suspends
local log = {}
local waiting = setmetatable({}, { __call = function(_, owner, value)
  log[#log + 1] = owner.name .. value
  return coroutine.yield(value)
end })
local owner = { name = "o", wait = waiting }
local thread = coroutine.create(function(value)
  local got = owner:wait(value)
  return "got", got, owner:wait(got)
end)
out(coroutine.resume(thread, 1))
out(coroutine.resume(thread, 2))
out(coroutine.resume(thread, 3))
out(table.concat(log, " "))
