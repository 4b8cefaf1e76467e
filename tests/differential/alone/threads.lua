--- a thread that is resumed until it is dead
local co = coroutine.create(function(a, b)
  local c, d = coroutine.yield(a + b)
  local e = coroutine.yield(tostring(c) .. tostring(d))
  return e, "over"
end)
local ok, value = coroutine.resume(co, 1, 2)
out(ok, value, coroutine.status(co) == "dead")
ok, value = coroutine.resume(co, "c")
out(ok, value, coroutine.status(co) ~= "dead")
ok, value = coroutine.resume(co, nil, 5)
out(ok, value, coroutine.status(co))
ok, value = coroutine.resume(co)
out(ok, value, "dead" == coroutine.status(co))
--- values that are passed and given: none, nil, several, those of calls
local function several(...) return ... end
local log = {}
local co = coroutine.create(function(...)
  log[#log + 1] = select("#", ...)
  for i = 1, 6 do
    local a, b = coroutine.yield(several(i, i * 2))
    log[#log + 1] = tostring(a) .. "/" .. tostring(b)
  end
  coroutine.yield()
  coroutine.yield(nil, 2)
end)
local ok, value = coroutine.resume(co)
out(ok, value)
ok, value = coroutine.resume(co, several())
out(ok, value)
ok, value = coroutine.resume(co, several(1, 2, 3))
out(ok, value)
ok, value = coroutine.resume(co, several(nil, 2))
out(ok, value)
ok, value = coroutine.resume(co, (several(7, 8)))
out(ok, value)
ok, value = coroutine.resume(co, 9, several())
out(ok, value)
ok, value = coroutine.resume(co, several(3), several(4, 5))
out(ok, value)
ok, value = coroutine.resume(co)
out(ok, value)
ok, value = coroutine.resume(co)
out(ok, value, table.concat(log, " "))
--- how many values a yield gives
local counts = {}
local co = coroutine.create(function()
  while true do counts[#counts + 1] = select("#", coroutine.yield()) end
end)
local ok, value = coroutine.resume(co)
ok, value = coroutine.resume(co)
ok, value = coroutine.resume(co, nil)
ok, value = coroutine.resume(co, 1, nil)
ok, value = coroutine.resume(co, 1)
out(ok, value, table.concat(counts, " "))
--- errors end a thread
local co = coroutine.create(function(n)
  coroutine.yield(1)
  local t = nil
  return t.field + n
end)
local ok, value = coroutine.resume(co, 1)
out(ok, value)
ok, value = coroutine.resume(co)
out(ok, type(value), coroutine.status(co) == "dead")
ok, value = coroutine.resume(co)
out(ok, value)
local raised = { code = 5 }
co = coroutine.create(function() coroutine.yield() error(raised) end)
ok, value = coroutine.resume(co)
ok, value = coroutine.resume(co)
out(ok, value == raised, coroutine.status(co))
--- an error at once, and a function that ends at once
local co = coroutine.create(function() if log then coroutine.yield() end error("now", 0) end)
local ok, value = coroutine.resume(co)
out(ok, value, coroutine.status(co) == "dead")
co = coroutine.create(function(a) if not a then coroutine.yield() end return a end)
ok, value = coroutine.resume(co, 4)
out(ok, value, coroutine.status(co) == "dead")
--- a thread that resumes itself, and one that resumes the one that resumed it
local outer
outer = coroutine.create(function()
  local ok, value = coroutine.resume(outer)
  out(ok, value, coroutine.status(outer) == "dead", coroutine.status(outer) == "suspended")
  coroutine.yield(1)
  ok, value = coroutine.resume(outer)
  out(ok, value, coroutine.status(outer) == "dead", coroutine.status(outer) ~= "suspended")
  local inner = coroutine.create(function()
    local ok, value = coroutine.resume(outer)
    out("inner", ok, value, coroutine.status(outer) == "suspended")
    coroutine.yield("from inner")
    ok, value = coroutine.resume(outer)
    out("inner", ok, value)
  end)
  ok, value = coroutine.resume(inner)
  out(ok, value)
  ok, value = coroutine.resume(inner)
  out(ok, value, coroutine.status(inner) == "dead")
  coroutine.yield(2)
end)
local ok, value = coroutine.resume(outer)
out(ok, value)
ok, value = coroutine.resume(outer)
out(ok, value)
ok, value = coroutine.resume(outer)
out(ok, value, coroutine.status(outer) == "dead")
--- threads in tables and fields, resumed in turn
local threads = {}
for n = 1, 3 do
  threads[n] = coroutine.create(function()
    for i = 1, n do coroutine.yield(n * 10 + i) end
    return "end " .. n
  end)
end
local left = 3
while left > 0 do
  for n, thread in ipairs(threads) do
    if coroutine.status(thread) ~= "dead" then
      local ok, value = coroutine.resume(thread)
      out(n, ok, value)
      if coroutine.status(thread) == "dead" then left = left - 1 end
    end
  end
end
--- wrapped and plain coroutines in each other
local function numbers(n)
  return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end)
end
local co = coroutine.create(function(n)
  for value in numbers(n) do
    for other in numbers(value) do coroutine.yield(value * 10 + other) end
  end
end)
local ok, value = coroutine.resume(co, 3)
while coroutine.status(co) ~= "dead" do
  out(ok, value)
  ok, value = coroutine.resume(co)
end
out(ok, value)
--- pcall in and around threads
local co = coroutine.create(function(n)
  local ok, message = pcall(function() return n.field.other end)
  coroutine.yield(ok)
  local value = coroutine.yield(pcall(error, "text", 0))
  return value()
end)
local ok, value = coroutine.resume(co, {})
out(ok, value)
ok, value = coroutine.resume(co)
out(ok, value)
out(pcall(function()
  local ok, value = coroutine.resume(co, function() error({ 1 }) end)
  return ok, type(value), coroutine.status(co) == "dead"
end))
--- what is no thread
local co = coroutine.create(function() coroutine.yield(1) end)
out(there(function() local ok, value = coroutine.resume(nil) return ok, value end))
out(there(function() local ok, value = coroutine.resume({}) return ok, value end))
out(there(function() return coroutine.status(nil) == "dead" end))
local maybe
local ok, value = coroutine.resume(co)
out(ok, value)
out(there(function() local ok, value = coroutine.resume(maybe) return ok, value end))
maybe = co
ok, value = coroutine.resume(maybe)
out(ok, value, coroutine.status(maybe) == "dead")
out(there(function() return coroutine.create(5) end))
--- a variable that gets another thread while its arguments are found
local one = coroutine.create(function(a) coroutine.yield(a) end)
local two = coroutine.create(function(a) coroutine.yield(a + 100) end)
local current = one
local function change() current = two return 1 end
local ok, value = coroutine.resume(current, change())
out(ok, value, coroutine.status(current) == "suspended")
ok, value = coroutine.resume(current, 5)
out(ok, value)
--- which thread runs is asked after resuming
local seen = {}
local outer
outer = coroutine.create(function()
  seen[#seen + 1] = coroutine.running() == outer
  coroutine.yield(1)
  seen[#seen + 1] = coroutine.running() == outer
  seen[#seen + 1] = coroutine.status(outer)
  coroutine.yield(2)
end)
local ok, value = coroutine.resume(outer)
ok, value = coroutine.resume(outer)
ok, value = coroutine.resume(outer)
out(ok, value, seen[1], seen[2], seen[3], coroutine.status(outer))
--- a yield outside of every coroutine, and one behind a function of the runtime
local co = coroutine.create(function()
  coroutine.yield(1)
  local ok, message = pcall(table.sort, { 3, 2, 1 }, function(a, b)
    coroutine.yield("never")
    return a < b
  end)
  coroutine.yield(ok)
end)
local ok, value = coroutine.resume(co)
out(ok, value)
ok, value = coroutine.resume(co)
out(ok, value)
out(there(function() coroutine.yield(1) end), there(coroutine.yield))
local yield = coroutine.yield
local other = coroutine.create(function() yield(5) return 6 end)
ok, value = coroutine.resume(other)
out(ok, value)
ok, value = coroutine.resume(other)
out(ok, value)
--- positions of errors do not reach beyond a coroutine
local function level(n)
  local co = coroutine.create(function() coroutine.yield(1) error("e", n) end)
  local ok, value = coroutine.resume(co)
  ok, value = coroutine.resume(co)
  return (value:gsub("^.-:%d+: ", "position "))
end
out(level(0), level(1), level(2), level(3))
--- what is no thread is noticed after the other arguments are found
local function count(last)
  for i = 1, last do coroutine.yield(i) end
end
local function noted(seen)
  seen[#seen + 1] = "noted"
  return 3
end
local function resumed(threads, at, seen)
  local ok, value = coroutine.resume(threads[at], noted(seen))
  return ok, value
end
local threads, seen = {coroutine.create(count)}, {}
out(resumed(threads, 1, seen))
out(resumed(threads, 1, seen))
out((pcall(resumed, threads, 2, seen)))
out(#seen)
