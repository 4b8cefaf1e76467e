--@ workflow flow
local function pages(size, total)
  local page = 0
  return function()
    if page * size >= total then return nil end
    page = page + 1
    local r = funcs.call("app:double", page)
    return page, r
  end
end
local function items()
  return coroutine.wrap(function()
    for p, r in pages(2, 6) do
      for i = 1, 2 do coroutine.yield(p, i, r) end
    end
  end)
end
local function filter(it, pred)
  return function()
    while true do
      local a, b, c = it()
      if a == nil then return nil end
      if pred(a, b, c) then return a, b, c end
    end
  end
end
local function take(n, it)
  local i = 0
  return function()
    i = i + 1
    if i > n then return nil end
    return it()
  end
end
local function main()
  local seen = {}
  for p, i, r in items() do seen[#seen + 1] = p .. "/" .. i .. "/" .. r end
  local odd = {}
  for p, i, r in filter(items(), function(_, i) time.sleep("1ms") return i % 2 == 1 end) do odd[#odd + 1] = p * 10 + i + r end
  local few = {}
  for p, i in take(3, items()) do few[#few + 1] = p * i end
  local gen = items()
  local first = { gen() }
  local t = setmetatable({}, { __call = function(_, _, k) k = (k or 0) + 1 if k > 2 then return nil end time.sleep("1ms") return k end })
  local called = 0
  for k in t do called = called + k end
  local stateless = function(n, i) i = i + 1 if i > n then return nil end return i, (funcs.call("app:double", i)) end
  local sq = {}
  for i, v in stateless, 3, 0 do sq[i] = v end
  return { seen, odd, few, first, called, sq }
end
return { main = main }
--@ expect [["1/1/2","1/2/2","2/1/4","2/2/4","3/1/6","3/2/6"],[13,25,37],[1,2,2],[1,1,2],3,[2,4,6]]
