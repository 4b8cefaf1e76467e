-- Nothing asks which thread runs: it is resumed without a record of that.
local function count(last)
  for i = 1, last do
    coroutine.yield(i)
  end
end

return function(input)
  local sum = 0
  local co = coroutine.create(count)
  local ok, value = coroutine.resume(co, 3)
  while ok and value do
    sum = sum + value
    ok, value = coroutine.resume(co)
  end
  return { sum, coroutine.status(co) == "dead", input }
end
