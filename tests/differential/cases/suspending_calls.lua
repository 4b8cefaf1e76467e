--- a method that is a table whose call suspends
local log = {}
local waiting = setmetatable({}, { __call = function(_, owner, value)
  log[#log + 1] = owner.name .. value
  return coroutine.yield(value)
end })
local owner = { name = "o", wait = waiting }
local thread = coroutine.create(function(value)
  local got = owner:wait(value)
  return "got", got, owner:wait(got)
end)
out(coroutine.resume(thread, 1))
out(coroutine.resume(thread, 2))
out(coroutine.resume(thread, 3))
out(table.concat(log, " "))
--- methods, operators and iterators that suspend
local log = {}
local function pause(value) log[#log + 1] = value return coroutine.yield(value) end
local Point = {}
Point.__index = function(_, key) return pause("index " .. key) end
Point.__newindex = function(point, key, value) rawset(point, key, pause("store " .. key) or value) end
Point.__add = function() return pause("add") end
Point.__lt = function() return pause("less") == 1 end
Point.__le = function() return pause("at most") == 1 end
Point.__eq = function() return pause("same") == 1 end
Point.__concat = function() return pause("joined") end
Point.__unm = function() return pause("negated") end
Point.__len = function() return pause("length") end
Point.__call = function(_, ...) return pause("called"), ... end
Point.__tostring = function() return "point " .. tostring(pause("text")) end
local function made() return setmetatable({}, Point) end
local operations = {
  function(a) return a.x end,
  function(a) a.y = 5 return rawget(a, "y") end,
  function(a, b) return a + b end,
  function(a) return 1 + a end,
  function(a, b) return a < b, a > b end,
  function(a, b) return a <= b, a >= b end,
  function(a, b) return a == b, a ~= b end,
  function(a) return "t" .. a end,
  function(a) return -a end,
  function(a) return #a end,
  function(a) return a(1, 2) end,
  function(a) return pcall(a, 3) end,
}
local function driven(action)
  local thread = coroutine.create(action)
  local sent, results = 1, { coroutine.resume(thread, made(), made()) }
  while coroutine.status(thread) ~= "dead" do
    results = { coroutine.resume(thread, sent) }
    sent = sent + 1
  end
  for i = 1, 3 do results[i] = type(results[i]) == "table" and "table" or results[i] end
  out(unpack(results, 1, 3))
end
for _, action in ipairs(operations) do driven(action) end
out(table.concat(log, ";"))
local function steps(limit)
  return function(_, at)
    at = at + 1
    coroutine.yield("step " .. at)
    if at <= limit then return at end
  end, nil, 0
end
local walker = coroutine.wrap(function()
  local sum = 0
  for at in steps(3) do sum = sum + at end
  return sum
end)
for _ = 1, 5 do out(walker()) end
local nested = coroutine.wrap(function()
  local inner = coroutine.wrap(function() return pause("inner") end)
  out(inner())
  local call = coroutine.yield
  return call("outer"), (select(2, pcall(pause, "protected")))
end)
out(nested()) out(nested(7)) out(nested(8))
--- what built-in functions that are values give back, and its methods suspend
local set, raw, meta = setmetatable, rawset, getmetatable
local function pause(value) return coroutine.yield(value) end
local function run(body)
  local step = coroutine.wrap(body)
  local value = step()
  while value ~= "done" do out("paused", value) value = step(value .. "!") end
end
run(function()
  local D = {greet = function() return pause("hello") end}
  D.__index = D
  local one = set({}, D)
  out(one.greet())
  raw(D, "greet", function() return pause("changed") end)
  out(one.greet())
  return "done"
end)
run(function()
  local E = {greet = function() return pause("E") end}
  E.__index = E
  out(meta(setmetatable({}, E)).greet(), meta(set({}, E)).__index.greet())
  out(raw({}, "f", E.greet).f())
  local given = {pairs, ipairs, next, select, unpack, assert, rawget}
  for key, value in given[1]({a = E}) do out(key, value.greet()) end
  for key, value in given[2]({E}) do out(key, value.greet()) end
  local _, value = given[3]({E})
  out(value.greet(), given[4](2, E, {greet = E.greet}).greet())
  out(given[5]({E}).greet(), given[6](E).greet(), given[7]({x = E}, "x").greet())
  return "done"
end)
