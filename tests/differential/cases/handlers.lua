--- handlers with fewer parameters than the calls pass
local log = {}
local function note(v) log[#log + 1] = tostring(v) return v end
local handlers = {
  paid = function(order, by) return order .. by end,
  sent = function(order) return order end,
  lost = function() return "lost" end,
  bare = function() end,
}
for _, name in ipairs({"paid", "sent", "lost", "bare"}) do
  local r = handlers[name](note(name), note("b"), note("c"))
  out(name, r, (handlers[name]("x", "y")))
end
out(table.concat(log, ","))
local function twice(f) return f(1), (f()), f end
out((twice(function(a) return a end)), (twice(function(a, b) return b end)))
--- parameters that are not read shadow nothing
local _order, self = "outer", "outer self"
local list = {
  function(order) return _order, order end,
  function() return _order, self end,
  function(order, _order) return _order, order end,
  function(_, _) return _order end,
}
for i = 1, #list do out(list[i](i, i * 2)) end
--- methods without parameters
local M = {}
M.__index = M
function M.nothing() return "nothing" end
function M.receiver(self) return self.name end
local m = setmetatable({name = "m"}, M)
out(m:nothing(), m.nothing(), m:receiver(), m:nothing(1, 2))
local only = {greet = function() return "hello" end}
out(only:greet(), only.greet(), only:greet(3))
local N = {ping = function() end}
out(N:ping(), select("#", N:ping()), (N:ping()))
--- handlers with and without varargs
local handlers = {
  function(...) return select("#", ...) end,
  function(a) return a end,
  function(a, b, ...) return b, ... end,
  function() return "none" end,
}
for i = 1, #handlers do
  out(handlers[i](), handlers[i](1), handlers[i](1, 2), handlers[i](1, nil, 3, nil))
  out((handlers[i](7, 8, 9)))
end
--- an emitter hands on what it gets
local listeners = {}
local function on(name, f) listeners[name] = listeners[name] or {} table.insert(listeners[name], f) end
local function emit(name, ...)
  local n = 0
  for _, f in ipairs(listeners[name] or {}) do
    n = n + 1
    if f(...) == false then break end
  end
  return n
end
local seen = {}
on("a", function(x, y) seen[#seen + 1] = tostring(x) .. tostring(y) end)
on("a", function(x) if x == 2 then return false end end)
on("a", function() seen[#seen + 1] = "last" end)
on("b", function(...) seen[#seen + 1] = select("#", ...) end)
out(emit("a"), emit("a", 1), emit("a", 2, 3, 4), emit("b"), emit("b", nil, nil), emit("c", 1))
out(table.concat(seen, ","))
--- results of handlers whose number nobody notices
local checks = {
  function(v) if v > 1 then return "big" end end,
  function(v) return end,
  function(v) return nil, "second" end,
  function(v) if v > 1 then return v, v, v end return v end,
}
for _, check in ipairs(checks) do
  local a, b = check(2)
  out(a, b, check(1) == nil)
  for i = 1, 2 do local one = check(i) out(one) end
end
--- results that are returned by whoever is not asked for their number
local function nothing(log) log[1] = (log[1] or 0) + 1 end
local function one(log) if #log == 0 then return nothing(log) end return 1 end
local function two(log) return one(log) end
local log = {}
local a, b = two(log), two(log)
out(a, b, log[1])
local function three(log) return two(log) end
out(three({}), select("#", three({})))
out((three({})), #{three({})}, #{three({5})})
--- the same without anybody who asks
local steps = {}
local function finish() steps[#steps + 1] = "finish" end
local function last(v) if v then return finish() end return v end
local function middle(v) return last(v) end
local function begin(v) return middle(v) end
local r, s = begin(true), begin(false)
out(r, s, #steps)
if begin(nil) == nil then out("nil") end
--- results behind others are counted
local function down(n) if n == 0 then return end return n, down(n - 1) end
local a, b, c = down(2)
out(a, b, c)
local x = down(4)
out(x, (down(3)))
local function up(n) if n > 3 then return "end" end return down(n) end
local p, q = up(2)
local r = up(5)
out(p, q, r)
--- results that become arguments
local function pair(v) if v then return v, v + 1 end end
local function sum(a, b) return (a or 0) + (b or 10) end
local function count(...) return select("#", ...) end
out(sum(pair(1)), sum(pair()), sum(5, pair(2)))
local r = sum(pair(3))
out(r, count(pair(1)), count(pair()), count(1, pair()))
local function none() end
local function take(a, b) return a == nil, b == nil end
out(take(none()), take(none(), none()))
local adders = {sum, function(a) return a end}
for i = 1, 2 do local v = adders[i](pair(i)) out(v) end
--- a handler that is replaced by one of another form
local handlers = {go = function(a, b) return a, b end}
local function call(...) return handlers.go(...) end
out(call(1, 2, 3))
handlers.go = function() return "none" end
out(call(1, 2, 3))
handlers.go = function(...) return ... end
out(call(1, 2, 3))
handlers.go = nil
out((pcall(call, 1)))
handlers.go = setmetatable({}, {__call = function(self, a) return "called", a end})
out(call(4, 5))
--- handlers that code out of sight calls as well
local calls = {}
local function by_size(a, b) calls[#calls + 1] = "s" return a < b end
local function by_nothing() return false end
local list = {3, 1, 2}
table.sort(list, by_size)
out(table.concat(list, ","), by_nothing())
local orders = {by_size, by_nothing}
out(orders[1](1, 2), orders[2](2, 1), pcall(orders[2], 1, 2, 3), select("#", pcall(orders[1], 1, 2)))
out((pcall(orders[1])))
--- middlewares
local stack = {}
local function use(f) stack[#stack + 1] = f end
local function run(request)
  local i = 0
  local function next_one()
    i = i + 1
    local f = stack[i]
    if f then return f(request, next_one) end
    return "end of " .. request.path
  end
  return next_one()
end
use(function(request, next_one) local r = next_one() return r and r:upper() end)
use(function(request, next_one) if request.stop then return "stopped" end return next_one() end)
use(function(request) if request.empty then return end return "seen " .. request.path end)
out(run({path = "a"}), run({path = "b", stop = true}), run({path = "c", empty = true}))
stack[3] = nil
out(run({path = "d"}))
--- transitions with guards and actions
local sum = 0
local machine = {
  state = "idle",
  idle = {start = {to = "busy", guard = function(m, n) return n > 1 end, action = function(_, n) sum = sum + n end}},
  busy = {stop = {to = "idle", action = function(m) m.stops = (m.stops or 0) + 1 end}, tick = {to = "busy", action = function() sum = sum + 100 end}},
}
local function fire(event, n)
  local t = machine[machine.state][event]
  if not t then return false, "no " .. event end
  if t.guard and not t.guard(machine, n) then return false, "refused" end
  machine.state = t.to
  if t.action then t.action(machine, n) end
  return true
end
out(fire("start", 1)) out(fire("start", 2)) out(fire("tick")) out(fire("start")) out(fire("stop", 1))
out(sum, machine.state, machine.stops)
--- recursion and closures in loops among handlers
local visit = {}
visit.leaf = function(node) return node.v end
visit.neg = function(node, go) return -go(node[1]) end
visit.sum = function(node, go)
  local total = 0
  for i = 1, #node do total = total + go(node[i]) end
  return total
end
local function go(node) return visit[node.kind](node, go, "more") end
out(go({kind = "sum", {kind = "leaf", v = 1}, {kind = "neg", {kind = "leaf", v = 5}}}))
local made = {}
for i = 1, 3 do
  made[i] = i % 2 == 0 and function(a, b) return i + a + b end or function(a) return i * a end
end
for i = 1, 3 do out(made[i](10, 100)) end
--- handlers that yield
local handlers = {
  function(a) coroutine.yield(a) end,
  function(a, b) return coroutine.yield(b) end,
  function() return "plain" end,
}
local co = coroutine.wrap(function()
  for i = 1, 3 do
    local r = handlers[i](i, i * 10)
    coroutine.yield("result", r)
  end
  return "done"
end)
for i = 1, 6 do out(co(i)) end
--- lists passed to handlers of different forms
local function first_of(list) return list[1] end
local function size_of(list, extra) return #list + (extra or 0) end
local function add_to(list, extra) list[#list + 1] = extra end
local function no_list() return "no list" end
for _, f in ipairs({first_of, size_of, add_to, no_list}) do
  local list = {4, 5}
  local r = f(list, 6)
  out(r, #list, list[3])
end
local function hand_on(f, ...) return f(...) end
local kept = {1, 2}
out(hand_on(size_of, kept), hand_on(size_of, kept, 1), hand_on(first_of, kept), hand_on(no_list))
hand_on(add_to, kept, 9)
out(#kept, kept[3])
--- many parameters against none
local wide = {function(a, b, c, d, e, f, g) return g end, function() return "narrow" end}
out(wide[1](1, 2, 3, 4, 5, 6, 7), wide[2](1, 2), wide[2](), wide[1]())
--- returns of what never returns
local log = {}
local function fail(v) log[#log + 1] = v error("fail " .. tostring(v), 0) end
local function note(v) log[#log + 1] = v return v end
local function some(p) if p then return end return note(1), fail(2) end
local function more(p) if p then return end return note(3), note(4), fail(5) end
local function one(p) if p then return 6 end return note(7), fail(8) end
local function only(p) if p then return end return fail(9) end
for _, f in ipairs({some, more, one, only}) do
  local a = f(true)
  local ok, e = pcall(function() f(false) end)
  out(a, ok, e)
end
some(true)
out(pcall(function() some() end))
out(table.concat(log, ","))
