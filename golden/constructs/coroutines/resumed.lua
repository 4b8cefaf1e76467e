-- Only coroutines that ask what runs are recorded as running.
local function main()
  local thread = coroutine.create(function(first)
    local second = coroutine.yield(first)
    return second
  end)
  local ok, value = coroutine.resume(thread, 1)
  local _, last = coroutine.resume(thread, 2)
  return ok, value, last
end

return { main = main }
