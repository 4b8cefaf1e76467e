-- Coroutines that are not only resumed where the analysis sees it: their values are unknown.
local escaped = coroutine.create(function(order)
  while true do
    order = coroutine.yield({ number = order.number + 1 })
  end
end)

local resume = coroutine.resume

local function main()
  local ok, order = resume(escaped, { number = 1 })
  if ok then
    print(order.number)
  end
  local passed, failed = coroutine.resume(escaped, { number = "text" })
  if not passed then
    print(failed)
  end
  return passed
end

return { main = main }
