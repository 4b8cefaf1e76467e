--- what one body yields does not become what another one yields
local function numbers(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local function words(...) local list = {...} return coroutine.wrap(function() for _, w in ipairs(list) do coroutine.yield(w) end end) end
local sum, text = 0, ""
local next_number, next_word = numbers(3), words("a", "b", "10")
for _ = 1, 3 do sum = sum + next_number() text = text .. next_word() end
out(sum, text, next_number(), next_word())
check(next_number)
check(next_word)
--- numbers and texts from one body
local co = coroutine.wrap(function() coroutine.yield(1) coroutine.yield("2") coroutine.yield(3.5) return "4" end)
local total = 0
for _ = 1, 4 do total = total + co() end
out(total)
check(co)
--- what resumes send
local co = coroutine.create(function(a, b)
  out("first", a, b)
  while true do
    local c, d = coroutine.yield(a)
    out("sent", c, d)
    a = c
  end
end)
out(coroutine.resume(co, 1, "x"))
out(coroutine.resume(co, "two", nil))
out(coroutine.resume(co))
out(coroutine.resume(co, {1}, 2) == true)
local function add(a) return a + 1 end
check(add, select(2, coroutine.resume(co, "7")))
--- sent through helpers that yield
local function ask(question) return (coroutine.yield(question)) end
local function twice() local a = ask("one") local b = ask("two") return a + b end
local co = coroutine.create(twice)
local ok, q = coroutine.resume(co)
out(ok, q)
ok, q = coroutine.resume(co, 20)
out(ok, q)
ok, q = coroutine.resume(co, "22")
out(ok, q)
ok, q = coroutine.resume(co, 1)
out(ok, q)
--- one helper in coroutines of several types
local function give(v) return coroutine.yield(v) end
local a = coroutine.wrap(function() while true do out("a", give({ n = 1 })) end end)
local b = coroutine.wrap(function() while true do out("b", give(5)) end end)
out(a().n, b() + 1)
out(a("to a").n, b(6) + 1)
out(a({}).n, b() + 1)
--- errors are told from values
local function step(co, ...)
  local ok, v = coroutine.resume(co, ...)
  if not ok then return "error: " .. tostring(v) end
  return v + 1
end
local co = coroutine.create(function() coroutine.yield(1) error("boom", 0) end)
out(step(co), step(co), step(co))
local co = coroutine.create(function() coroutine.yield(1) error({ code = 4 }) end)
local ok, v = coroutine.resume(co)
out(ok, v + 1)
ok, v = coroutine.resume(co)
if ok then out(v + 1) else out(v.code) end
local ok2, v2 = coroutine.resume(co)
if ok2 == false then out(v2) end
if ok2 then out(v2 + 1) elseif not ok2 then out(#v2) end
--- a success that is forgotten
local co = coroutine.create(function() coroutine.yield(1) coroutine.yield("no number") error("last", 0) end)
local ok, v = coroutine.resume(co)
if ok then
  ok, v = coroutine.resume(co)
  out(ok, v)
  check(function() return v + 1 end)
  local again = v
  if ok then
    local _
    _, v = coroutine.resume(co)
    out(again, v, ok)
    check(function() return v .. "!" end)
  end
end
local co = coroutine.create(function() for i = 1, 3 do coroutine.yield(i) end end)
local ok, v = true, "text"
while ok and v do
  out(v)
  ok, v = coroutine.resume(co)
end
out(ok, v)
--- success captured by a function, and by a loop
local fs = {}
for i = 1, 3 do
  local co = coroutine.create(function() if i == 2 then error("e" .. i, 0) end coroutine.yield(i) end)
  local ok, v = coroutine.resume(co)
  fs[i] = function() if ok then return v * 2 end return v .. "?" end
end
for i = 1, 3 do out(fs[i]()) end
--- protected calls give what the function gives, or an error
local function parse(s) local n = tonumber(s) if not n then error({ text = s }) end return n, #s end
for _, s in ipairs({ "12", "x", "7" }) do
  local ok, n, length = pcall(parse, s)
  if ok then out(n + length) else out(n.text, length) end
end
local function guarded(f, ...)
  local ok, value = pcall(f, ...)
  if not ok then return nil, value end
  return value
end
out(guarded(parse, "5"))
out(guarded(function() return "text" end))
local value, err = guarded(parse, "y")
out(value, err.text)
out(guarded(string.rep, "ab", 2))
out(guarded(setmetatable({}, { __call = function(_, a) return a end }), 9))
check(guarded)
--- handlers of errors give what they like
local function handled(f) local ok, v = xpcall(f, function(e) return { message = e, n = 1 } end)
  if ok then return v + 1 end
  return v.n, v.message end
out(handled(function() return 41 end))
out(handled(function() error("bad", 0) end))
local ok, v = xpcall(function() return { k = 1 } end, print)
if ok then v.k = v.k + 1 out(v.k) end
--- asserted
local co = coroutine.create(function() coroutine.yield({ n = 1 }) coroutine.yield("text") error("over", 0) end)
local ok, t = assert(coroutine.resume(co))
out(ok, t.n)
out(select(2, assert(coroutine.resume(co))) .. "!")
check(function() assert(coroutine.resume(co)) end)
check(function() local a, b, c = assert(pcall(function() return 1, "two" end)) out(a, b + 0, c) end)
check(function() local a, b = assert(1, coroutine.resume(co)) out(a, b) end)
check(function() local a, b = assert(false, "message") out(a, b) end)
--- yields inside of what the runtime calls
local co = coroutine.wrap(function()
  out(pcall(function(a) out(coroutine.yield(a)) error("inside", 0) end, "protected"))
  for v in function(_, last) local sent = coroutine.yield("iterator") out(sent) if not last then return sent end end do out("loop", v) end
  local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end, __add = function(a, b) return coroutine.yield(b) end })
  out(t.field, t + 5)
  return {}
end)
out(co())
out(co("back"))
out(co("value"))
out(co())
out(co(1.5))
out(co("sum"))
check(co)
--- a metamethod that yields in one of two coroutines
local proxy = setmetatable({}, { __index = function(_, k) return (coroutine.yield(k)) end })
local plain = coroutine.wrap(function() while true do coroutine.yield(1) end end)
local odd = coroutine.wrap(function() while true do out(proxy.name) end end)
out(plain() + 1, odd(), odd({ 1 }), odd("x"), plain() + 1)
--- a body that is called too
local function body(n) if coroutine.isyieldable and coroutine.isyieldable() then coroutine.yield("c" .. n) end return n end
out(body(1) + 1)
local co = coroutine.create(body)
out(coroutine.resume(co, 2))
out(coroutine.resume(co))
out(body(3) + 1)
--- several bodies of one thread
local function spawn(f) return coroutine.create(f) end
local one, two = spawn(function(a) coroutine.yield(a) return 1 end), spawn(function(a) coroutine.yield({ a }) return "end" end)
for _, co in ipairs({ one, two, one, two, one }) do
  local ok, v = coroutine.resume(co, "arg")
  out(ok, type(v) == "table" and v[1] or v)
end
--- threads and wrapped functions in tables, fields and varargs
local function gather(...) local all = {} for i, co in ipairs({...}) do all[i] = select(2, coroutine.resume(co, i)) end return all end
local function counting(step) return coroutine.create(function(from) while true do from = from + step coroutine.yield(from) end end) end
local list = { counting(1), counting(10) }
for _ = 1, 2 do local got = gather(table.unpack(list)) out(got[1], got[2]) end
local object = { co = counting(100), fn = coroutine.wrap(function(x) while true do x = coroutine.yield(x .. "!") end end) }
out(select(2, coroutine.resume(object.co, 5)), object.fn("a"), object.fn("b"))
object.fn = function(x) return x end
out(object.fn(3))
--- a wrapped function as callback, metamethod and iterator
local t = { 3, 1, 2 }
table.sort(t, coroutine.wrap(function(a, b) while true do a, b = coroutine.yield(a < b) end end))
out(table.concat(t, ","))
out((("abc"):gsub(".", coroutine.wrap(function(c) while true do c = coroutine.yield(c:upper()) end end))))
local p = setmetatable({}, { __index = coroutine.wrap(function(_, k) while true do _, k = coroutine.yield(k .. k) end end),
  __call = coroutine.wrap(function(_, a) while true do _, a = coroutine.yield(a + 1) end end) })
out(p.x, p.yy, p(1), p(2))
out(pcall(coroutine.wrap(function(a) error(a, 0) end), "thrown"))
for a, b in coroutine.wrap(function(s, c) out(s, c) for i = 1, 3 do out(coroutine.yield(i, i * i)) end end) do out(a, b) end
for a in coroutine.wrap(function(s, c) out(s, c) s, c = coroutine.yield(c + s) out(s, c) end), 5, 6 do out(a) end
--- what is yielded is changed by whoever gets it
local function items() return coroutine.wrap(function()
  local item = { n = 0, list = {} }
  for i = 1, 3 do coroutine.yield(item) item.n = item.n + i out(#item.list) end
end) end
for item in items() do item.n = item.n * 10 item.list[#item.list + 1] = item.n out(item.n) end
local lists = coroutine.wrap(function() local l = {} for i = 1, 4 do l[i] = i coroutine.yield(l) out(#l, l[1]) end end)
for l in lists do table.remove(l, 1) l[#l + 1] = "x" out(#l) end
local maps = coroutine.wrap(function() local m = { a = 1 } coroutine.yield(m) for k, v in pairs(m) do out(k, v) end end)
local m = maps() m.a = nil m[1] = "one" m.b = 2 m.b = nil maps()
--- sent tables
local sink = coroutine.wrap(function(first) local all = {} while true do all[#all + 1] = first.name first = coroutine.yield(#all) if not first then return table.concat(all, " ") end end end)
out(sink({ name = "a" }), sink(setmetatable({}, { __index = { name = "b" } })), sink({ name = 3 }), sink())
--- metatables added later
local co = coroutine.wrap(function() local t = { v = 1 } coroutine.yield(t) out(t.v, t.w) coroutine.yield(t + 1) end)
local t = co()
setmetatable(t, { __index = function(_, k) return k .. "?" end, __add = function(a, b) return b * 100 end })
t.v = nil
out(co())
--- numbers that do not fit
local co = coroutine.wrap(function() local n = math.maxinteger while true do n = coroutine.yield(n + 1) end end)
out(co(), co(math.mininteger), co(0.5), co("3"))
local sums = coroutine.wrap(function() local s = 1 while true do s = s * 3 coroutine.yield(s) end end)
local last for _ = 1, 60 do last = sums() end out(last, last * 3)
--- recursion through coroutines
local function nested(depth)
  if depth == 0 then return "bottom" end
  local co = coroutine.wrap(function() local inner = nested(depth - 1) coroutine.yield(inner) return depth end)
  local a, b = co(), co()
  return (type(a) == "string" and a or tostring(a)) .. b
end
out(nested(4))
local function tree(d) if d > 0 then tree(d - 1) coroutine.yield(d) tree(d - 1) end return "done" end
for d in coroutine.wrap(function() out(tree(3)) end) do out(d) end
--- never resumed, resumed by itself, dead
local idle = coroutine.create(function(a) local b = coroutine.yield(a) out(b.c.d) end)
out(coroutine.status(idle))
local me me = coroutine.create(function(n) local ok, v = coroutine.resume(me, n) if not ok then out(v) end return n end)
out(coroutine.resume(me, 5))
local ok, v = coroutine.resume(me, 6)
out(ok, v)
--- nil and false are yielded
local co = coroutine.create(function() coroutine.yield(nil) coroutine.yield(false) coroutine.yield() coroutine.yield(nil, 1) return nil end)
for _ = 1, 6 do local ok, a, b = coroutine.resume(co) if ok then out("ok", a, b) else out("failed", a, b) end end
local w = coroutine.wrap(function() coroutine.yield(false) coroutine.yield(nil) return 7 end)
local v = w() out(v == false, v == nil) v = w() out(v == false, v == nil) v = w() out(v)
--- many values
local co = coroutine.wrap(function(...) local n = select("#", ...) while true do n = select("#", coroutine.yield(1, 2, 3, 4, 5, n, ...)) end end)
out(co(1, nil, nil))
out(co("a"))
local a, b, c, d, e, f, g = co(nil, nil)
out(a, b, c, d, e, f, g)
--- loops over coroutines that yield through values
local object = { give = function(a) local sent = coroutine.yield(a, a * 2) out(sent) return "x" end }
function object:each(list) for _, v in ipairs(list) do self.give(v) end end
for a, b in coroutine.wrap(function() object:each({ 1, 2 }) end) do out(a, b) end
for a in coroutine.wrap(function() object.give(3) local f = object.give f(4) end) do out(a) end
local nothing = { stop = function() coroutine.yield(nil) out("behind") end }
for a in coroutine.wrap(function() nothing.stop() coroutine.yield(1) end) do out(a) end
--- functions that yield or not under one name
local function yields(v) return coroutine.yield(v) end
local function plain(v) return v end
local function apply(f, v) return f(v) end
local co = coroutine.wrap(function() out(apply(yields, 1), apply(plain, 2)) return apply(yields, 3) end)
out(co())
out(co("sent"))
out(co("last"))
local handlers = { yields, plain, function(v) coroutine.yield(v) return "third" end }
local all = coroutine.wrap(function() for i = 1, 3 do out(handlers[i](i)) end end)
out(all(), all("a"), all("b"))
--- methods that yield, and methods put in their place
local Machine = {} Machine.__index = Machine
function Machine.new(name) return setmetatable({ name = name, log = {} }, Machine) end
function Machine:wait(event) while true do local got = coroutine.yield(self.name) if got == event then return got end self.log[#self.log + 1] = got end end
function Machine:run() self:wait("start") local n = 0 repeat n = n + 1 until self:wait("tick") and n == 2 return #self.log end
local m = Machine.new("m")
local co = coroutine.create(function(self) return self:run() end)
for _, event in ipairs({ m, "noise", "start", "tick", "noise", "tick" }) do out(coroutine.resume(co, event)) end
local silent = Machine.new("silent")
silent.wait = function(self, event) return event end
local co = coroutine.create(silent.run)
out(coroutine.resume(co, silent))
out(coroutine.status(co))
check(function() return m:wait("outside") end)
--- one value is taken, and more are given
local co = coroutine.wrap(function(a) for i = 1, 3 do a = coroutine.yield(i, a, out("effect")) end return 7, 8 end)
local v = co("a", "b") out(v)
v = co("c", "d") out(v)
v = co() out(v)
v = co() out(v)
check(function() local x = co() return x end)
local t = coroutine.create(function(a, b, c) out(a, b, c) local x = coroutine.yield() out(x) coroutine.yield() return end)
local ok, r = coroutine.resume(t, 1, 2, 3) out(ok, r)
ok, r = coroutine.resume(t, 4, 5) out(ok, r, coroutine.status(t) == "suspended")
coroutine.resume(t)
out(coroutine.status(t) == "dead")
local failed = coroutine.resume(t) out(failed)
ok, r = coroutine.resume(t) out(ok, r)
--- coroutines that resume themselves, or die, with one value each way
local w w = coroutine.wrap(function() local ok, e = pcall(w) out(ok) coroutine.yield(1) local x = w() coroutine.yield(x) end)
local v = w() out(v)
check(function() local x = w() end)
check(function() local x = w() end)
local t t = coroutine.create(function() local ok, e = coroutine.resume(t) out(ok, e, coroutine.status(t) == "suspended") coroutine.yield(2) error("text", 0) end)
local ok, v = coroutine.resume(t) out(ok, v)
ok, v = coroutine.resume(t) out(ok, v)
ok, v = coroutine.resume(t) out(ok, v)
local inner
local outer = coroutine.wrap(function() inner = coroutine.wrap(function() local ok = pcall(inner) out(ok) coroutine.yield(5) end) local x = inner() coroutine.yield(x) x = inner() coroutine.yield(x) end)
v = outer() out(v) v = outer() out(v)
--- errors of Python's own in coroutines with one value
local t = coroutine.create(function() local n for i = 1, 2 do coroutine.yield(i) end return n.x end)
local ok, v = coroutine.resume(t) out(ok, v)
ok, v = coroutine.resume(t) out(ok, v)
ok, v = coroutine.resume(t) out(ok, type(v))
local w = coroutine.wrap(function() coroutine.yield(1) return ("x") + 1 end)
v = w() out(v)
check(function() local x = w() end)
check(function() local x = w() end)
local function deep(n) return 1 + deep(n + 1) end
local t = coroutine.create(function() coroutine.yield(1) return deep(1) end)
ok, v = coroutine.resume(t) ok, v = coroutine.resume(t) out(ok)
