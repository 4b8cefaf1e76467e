-- Functions that meet at calls take as many arguments as those pass.
local log = {}

local transitions = {
  start = { to = "busy", guard = function(_, n) return n > 1 end, action = function(job, n) job.n = n end },
  stop = { to = "idle", guard = function() return true end, action = function() log[#log + 1] = "stopped" end },
}

local function fire(job, event, n)
  local transition = transitions[event]
  if transition.guard(job, n) then
    transition.action(job, n)
    job.state = transition.to
  end
  return job.state
end

-- Nobody notices how many results these have.
local function fail(message)
  log[#log + 1] = message
end

local checks = {
  function(value) if value < 0 then return fail("negative") end return value end,
  function(value) if value > 9 then return value - 9 end end,
}

local function check(value)
  local sum = 0
  for _, each in ipairs(checks) do
    sum = sum + (each(value) or 0)
  end
  return sum
end

-- An emitter passes what it gets: these take any number of arguments.
local listeners = {}

local function emit(...)
  for _, listener in ipairs(listeners) do
    if listener(...) == false then
      break
    end
  end
end

listeners[1] = function(name, value) log[#log + 1] = name .. value end
listeners[2] = function(...) return select("#", ...) > 1 end

-- Here the number is noticed.
local counted = { function(value) if value then return value end end, function() return 1, 2 end }

local function count(value)
  return select("#", counted[1](value)) + select("#", counted[2](value))
end

return function()
  emit("a", 1)
  return fire({ state = "idle" }, "start", 2), check(3), count(nil), log
end
