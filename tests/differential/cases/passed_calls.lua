--- functions that end with each other
local is_odd
local function is_even(n) if n == 0 then return true end return is_odd(n - 1) end
function is_odd(n) if n == 0 then return false end return is_even(n - 1) end
out(is_even(100000), is_odd(100000), is_odd(7))
--- states in a table, named by what they read
local states, log = {}, {}
function states.idle(job, n) log[#log + 1] = "i" if n == 0 then return "stopped", job end return states[job.next](job, n - 1) end
function states.busy(job, n) log[#log + 1] = "b" job.next = "idle" return states.idle(job, n) end
out(states.idle({next = "busy"}, 3))
out(table.concat(log))
local job = {next = "idle"}
local why, same = states.busy(job, 50000)
out(why, same == job, #log)
--- a state that is not there
local states = {}
function states.start(name) return states[name](name) end
function states.again(name) if name == "again" then return states.start("start!") end return states.start(name) end
check(states.start, "nowhere")
check(states.again, "again")
--- an error far on, and its position
local b
local function a(n) if n == 0 then error("at the end") end return b(n - 1) end
function b(n) if n == 0 then local nothing return nothing.field end return a(n - 1) end
check(a, 20000)
check(a, 20001)
--- errors blame whoever called first
local b
local function a(n) if n == 0 then error("blamed", 2) end return b(n - 1) end
function b(n) if n == 0 then error({code = n}) end return a(n - 1) end
local ok, e = pcall(b, 7)
out(ok, e)
ok, e = pcall(b, 6)
out(ok, type(e), e.code)
--- several results, none, and varargs
local two
local function one(n, ...) if n == 0 then return ... end return two(n - 1, n, ...) end
function two(n, ...) if n == 0 then return end return one(n - 1, ...) end
out(select("#", one(4, "x")), one(4, "x"))
out(select("#", one(5, "x")))
out(select("#", two(1)), (two(1)))
local list = {one(4)}
out(#list, (one(6, 1, 2)))
--- nothing to give back
local count = 0
local stop
local function go(n) count = count + 1 if n > 0 then return stop(n - 1) end end
function stop(n) count = count + 10 if n > 0 then return go(n - 1) end end
go(20001)
out(count, go(0), select("#", go(3)), (stop(2)))
--- variables of each call, kept by closures
local kept = {}
local function each(n)
  kept[n] = function() n = n * 2 return n end
  if n == 1 then return "all" end
  return each(n - 1)
end
out(each(20000), kept[1](), kept[1](), kept[3](), kept[20000]())
--- continuations
local function sum(list, i, k) if i > #list then return k(0) end return sum(list, i + 1, function(s) return k(s + list[i]) end) end
local numbers = {}
for i = 1, 3000 do numbers[i] = i end
out(sum(numbers, 1, function(s) return "sum", s end))
--- a function that is replaced while it runs
local step
step = function(n) if n == 0 then return "first" end return step(n - 1) end
out(step(30000))
local old = step
step = function(n) if n == 10 then step = old end return step(n - 1) end
out(step(30000), step(5))
--- methods of the same class
local Node = {}
Node.__index = Node
function Node:last(n) if self.next == nil then return self, n end return self.next:last(n + 1) end
local first = setmetatable({name = "end"}, Node)
for i = 1, 20000 do first = setmetatable({next = first, name = i}, Node) end
local found, n = first:last(0)
out(found.name, n)
--- methods of two classes
local Ping, Pong = {}, {}
Ping.__index, Pong.__index = Ping, Pong
function Ping:hit(n) if n == 0 then return self.name end return self.other:hit(n - 1) end
function Pong:hit(n) if n == 0 then return self.name .. "!" end return self.other:hit(n - 1) end
local ping, pong = setmetatable({name = "ping"}, Ping), setmetatable({name = "pong"}, Pong)
ping.other, pong.other = pong, ping
out(ping:hit(20000), ping:hit(20001))
pong.other = nil
check(function() return (ping:hit(5)) end)
--- a method that an object has replaced
local Walker = {}
Walker.__index = Walker
function Walker:walk(n) if n == 0 then return "walked" end return self:walk(n - 1) end
local w = setmetatable({}, Walker)
out(w:walk(200))
w.walk = function(self, n) self.walk = nil return self:walk(n) end
out(w:walk(200), rawget(w, "walk"))
--- objects that are called
local step
local caller = setmetatable({}, {__call = function(self, n) return step(n) end})
function step(n) if n == 0 then return "called" end return caller(n - 1) end
out(step(150))
--- metamethods that end with each other
local mt = {}
local function get(t, k) if k == 0 then return "zero" end return mt.again(t, k - 1) end
mt.again = function(t, k) return get(t, k) end
mt.__index = get
local t = setmetatable({}, mt)
out(t[20000], t[0], rawget(t, 0))
--- through protected calls
local b
local function a(n) if n == 0 then error("deep") end return b(n - 1) end
function b(n) local ok, e = pcall(a, 0) if n < 2 then return ok, e end return a(n - 1) end
out(a(20001))
check(a, 4)
--- coroutines that end with each other
local b
local function a(n) coroutine.yield("a" .. n) if n == 0 then return "over" end return b(n - 1) end
function b(n) coroutine.yield("b" .. n) return a(n) end
local co = coroutine.wrap(a)
out(co(2), co(), co(), co(), co(), co())
local function even(n) if n == 0 then return coroutine.yield("even") end return (function(m) return even(m) end)(n - 2) end
local thread = coroutine.create(even)
out(coroutine.resume(thread, 20000))
out(coroutine.resume(thread, "back"))
out(coroutine.status(thread))
--- coroutines kept as values that end with each other
local jobs = {}
jobs.wait = function(n) local got = coroutine.yield(n) if got == "stop" then return "stopped" end return jobs.work(got) end
jobs.work = function(n) if n > 20010 then return jobs.wait(n) end return jobs.work(n + 1) end
local thread = coroutine.create(jobs.wait)
out(coroutine.resume(thread, 1))
out(coroutine.resume(thread, 2))
out(coroutine.resume(thread, 20005))
out(coroutine.resume(thread, "stop"))
--- arguments are evaluated first, in order
local trace = {}
local function note(v) trace[#trace + 1] = v return v end
local b
local function a(x, y) if x == "3" then return x .. y end return b(note(x .. "b"), note(y .. "b")) end
function b(x, y) trace[#trace + 1] = "in b" return a(note("3"), note(y)) end
out(a("1", "2"), table.concat(trace, ","))
--- parentheses keep the frame
local b
local function a(n) if n == 0 then return 1, 2 end return (b(n - 1)) end
function b(n) return a(n), "b" end
out(a(4), b(3))
--- parsers stay as they are
local parse
local function atom(s, i)
  if s:sub(i, i) == "(" then local v, j = parse(s, i + 1) return {v}, j + 1 end
  return s:sub(i, i), i + 1
end
function parse(s, i) return atom(s, i) end
local tree = parse("((x))", 1)
out(tree[1][1])
--- lists handed on
local odd
local function even(n, list) if n == 0 then return list end list[#list + 1] = n return odd(n - 1, list) end
function odd(n, list) if n == 0 then return {} end return even(n - 1, list) end
local all = even(20000, {})
out(#all, all[1], all[#all], #odd(20000, {}))
--- iterators and comparators
local after
local function before(s, i) if i >= 5 then return nil end return after(s, i + 1) end
function after(s, i) if i % 2 == 0 then return before(s, i) end return i, s .. i end
for i, v in before, "v", 0 do out(i, v) end
local function less(a, b) if a > 100 and b > 100 then return less(a - 100, b - 100) end return a < b end
local values = {303, 20, 110, 7}
table.sort(values, less)
out(table.concat(values, " "))
out((("abc"):gsub("%w", function(c) return c == "b" and nil or c:upper() end)))
