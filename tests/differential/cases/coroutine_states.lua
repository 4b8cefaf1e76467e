--- errors in generators
local function failing(n)
  return coroutine.wrap(function()
    for i = 1, n do coroutine.yield(i) end
    error({ code = n })
  end)
end
local ok, err = pcall(function() for v in failing(2) do out(v) end end)
out(ok, err.code)
local it = failing(1)
out(it())
local ok, err = pcall(it)
out(ok, err.code)
check(it)
local co = coroutine.create(function() local t = {} coroutine.yield(1) return t.x.y end)
out(coroutine.resume(co))
out((coroutine.resume(co)))
check(coroutine.resume, co)
out(coroutine.status(co))
--- status and running inside generators
local outer
outer = coroutine.create(function()
  out(coroutine.status(outer), coroutine.running() == outer)
  for v in coroutine.wrap(function() out(coroutine.status(outer), coroutine.running() == outer) coroutine.yield(1) end) do
    out(v, coroutine.status(outer))
  end
end)
out(coroutine.resume(outer))
out(coroutine.status(outer))
--- coroutines inside coroutines
local function numbers(n)
  return coroutine.wrap(function()
    local helper = coroutine.create(function() for i = 1, n do coroutine.yield(i * i) end return "over" end)
    while true do
      local ok, v = coroutine.resume(helper)
      if coroutine.status(helper) == "dead" then coroutine.yield(v) return end
      coroutine.yield(v)
    end
  end)
end
for v in numbers(3) do out(v) end
--- yield under another name
local yield, wrap = coroutine.yield, coroutine.wrap
local co = coroutine
for a, b in wrap(function() yield(1, 2) co.yield(3, 4) end) do out(a, b) end
local names = { y = coroutine.yield }
for v in wrap(function() names.y("table") yield("local") end) do out(v) end
--- threads have no fields
local co = coroutine.create(function() coroutine.yield(1) end)
check(function() return co.state end)
check(function() return co[1] end)
check(function() co.state = "done" end)
check(function() return co:resume() end)
check(function() return #co end)
check(co)
local function name_of(any) return any.name end
check(name_of, co)
check(name_of, {name = "table"})
for _, any in ipairs({co, {name = "other"}}) do check(name_of, any) check(function() return any["name"] end) end
local function told(any) if type(any) == "thread" then return any.name end return any and any.name end
check(told, co)
check(told, {name = "given"})
local label = setmetatable({name = "label"}, {__index = co})
check(name_of, label)
check(function() return label.other end)
check(function() local unused = co.state return "went on" end)
check(function() if co.state then return "state" end return "no state" end)
out(coroutine.status(co))
