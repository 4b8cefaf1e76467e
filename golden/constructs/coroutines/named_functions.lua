-- A function that is only ever the body of coroutines is a generator; one that is kept is not.
local function numbers()
  for i = 1, 3 do coroutine.yield(i) end
end

local function letters()
  coroutine.yield("a")
  coroutine.yield("b")
end

local function kept()
  coroutine.yield(true)
end

local function main()
  local thread = coroutine.create(numbers)
  local step = coroutine.wrap(letters)
  local bodies = { kept }
  local other = coroutine.wrap(bodies[1])
  return coroutine.resume(thread), step(), other()
end

return { main = main }
