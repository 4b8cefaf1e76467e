-- What goes into coroutines and comes out of them is known, body by body.
local function orders(count)
  return coroutine.create(function()
    for number = 1, count do
      coroutine.yield({ number = number, total = number * 10 })
    end
  end)
end

local function next_order(source)
  local ok, order = coroutine.resume(source)
  if not ok then
    error(order)
  end
  return order
end

local function averages()
  local count, sum = 0, 0
  return coroutine.wrap(function(value)
    while true do
      count = count + 1
      sum = sum + value
      value = coroutine.yield(sum // count)
    end
  end)
end

local function checked(text)
  local ok, length = pcall(function() return #text end)
  if ok then
    return length + 1
  end
  return 0
end

local function main()
  local source, average = orders(3), averages()
  local order = next_order(source)
  while order do
    print(order.number + average(order.total))
    order = next_order(source)
  end
  return checked("text")
end

return { main = main }
