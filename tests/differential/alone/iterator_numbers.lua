--- first variables of loops that count from somewhere else
local function down(limit, i) if i > limit then return i - 1 end end
local function walked()
  local found = {}
  for i in down, -2, 2 do found[#found + 1] = 10 / i end
  return unpack(found)
end
local function keys()
  local smallest, sum = 0, 0
  for k in pairs({ [0] = 1, [-3] = 2 }) do
    sum = sum + 1 / (k + 1)
    if k < smallest then smallest = k end
  end
  return smallest, sum
end
local function yielded()
  local found = {}
  for i in coroutine.wrap(function() for k = 1, -1, -1 do coroutine.yield(k) end end) do
    found[#found + 1] = 10 / i
  end
  return unpack(found)
end
local function last(items)
  local found = 0
  for i in coroutine.wrap(function() for k = 1, -1, -1 do coroutine.yield(k) end end) do
    if items[i] then found = found + 1 end
  end
  return found
end
out(walked())
out(keys())
out(yielded())
out(last({ 1, 2, 3 }))
