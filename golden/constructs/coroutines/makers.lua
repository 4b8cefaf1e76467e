-- Functions of coroutines that are values: none of these coroutines waits for the system.
local resume, wrap = coroutine.resume, coroutine.wrap

local function main(input)
  local functions = { resume = resume, wrap = wrap }
  local thread = coroutine.create(function(x) coroutine.yield(x) end)
  local step = functions.wrap(function(x) coroutine.yield(x) end)
  return functions.resume(thread, input), step(input), tonumber(string.rep("7", #input))
end

return { main = main }
