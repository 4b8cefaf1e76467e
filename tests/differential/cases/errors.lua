--- error values
out(pcall(error))
out(pcall(error, nil))
out(pcall(error, "text", 0))
out(pcall(error, 42))
out(pcall(error, true))
local t = {code = 1}
local ok, e = pcall(error, t)
out(ok, e == t, e.code)
--- error in nested calls
local function a() error({level = "a"}) end
local function b() a() end
local ok, e = pcall(b)
out(ok, type(e), e.level)
--- pcall results
out(pcall(function() end))
out(pcall(function() return nil end))
out(pcall(function() return 1, 2, 3 end))
out(select("#", pcall(function() return nil, nil end)))
out((pcall(function() return 1 end)))
--- pcall passes arguments
out(pcall(function(...) return select("#", ...), ... end, 1, nil, 3))
out(pcall(math.max, 1, 5, 3))
out(pcall(string.rep, "x", 3))
--- pcall of what is no function
check(pcall, 5)
out((pcall(nil)))
out((pcall({})))
--- nested pcall
local ok, ok2, e = pcall(function() return pcall(error, "inner", 0) end)
out(ok, ok2, e)
local ok, e = pcall(function()
  local ok, e = pcall(error, {n = 1})
  error({n = e.n + 1})
end)
out(ok, e.n)
--- rethrow
local ok, e = pcall(function()
  local ok, e = pcall(error, {n = 1})
  error(e)
end)
out(ok, e.n)
--- xpcall
out(xpcall(function() return 1, 2 end, print))
out(xpcall(function() error("x", 0) end, function(m) return "handled " .. m end))
out(xpcall(function() error({c = 5}) end, function(m) return m.c end))
out(xpcall(function(a, b) return a + b end, print, 3, 4))
out(select("#", xpcall(function() error("x", 0) end, function() end)))
out(xpcall(function() error("x", 0) end, function(m) return m, "extra" end))
out((xpcall(function() local x = nil; return x.y end, function() return "idx" end)))
--- state after an error stays
local n = 0
local function step() n = n + 1 if n == 2 then error("two", 0) end return n end
out(pcall(step))
out(pcall(step))
out(pcall(step))
--- partial work is kept
local log = {}
pcall(function() log[1] = "a" log[2] = "b" error("stop") log[3] = "c" end)
out(#log)
--- errors from operators
check(function() return {} + 1 end)
check(function() return nil .. "x" end)
check(function() return 1 < "2" end)
check(function() return #5 end)
check(function() return -{} end)
check(function() return nil > 1 end)
check(function() return {} <= {} end)
--- errors through loops
local seen = 0
check(function() for i = 1, 5 do seen = i if i == 3 then error("x") end end end)
out(seen)
check(function() for _, v in ipairs({1, 2, 3}) do seen = v if v == 2 then error("x") end end end)
out(seen)
local s = 0
check(function() while true do s = s + 1 if s > 3 then error("x") end end end)
out(s)
--- error in an iterator
local it = function(_, i) i = (i or 0) + 1 if i == 3 then error({at = i}) end return i end
local last
local ok, e = pcall(function() for i in it do last = i end end)
out(ok, e.at, last)
--- error in arguments
local called = false
local function f() called = true end
check(function() f(error("arg")) end)
out(called)
--- assert
out(pcall(assert, 1 == 1, "no"))
out((pcall(assert, false, "text")))
out(pcall(assert, nil, {1}))
out(select("#", pcall(assert, 1, 2, 3)))
--- tostring of the message
local ok, e = pcall(function() error() end)
out(ok, e)
local ok, e = pcall(function() error(nil) end)
out(ok, e, type(e))
--- finally idiom
local closed = 0
local function with(f)
  local result = {pcall(f)}
  closed = closed + 1
  if not result[1] then return "failed", result[2] end
  return unpack(result, 2)
end
out(with(function() return 1, 2 end))
out(with(function() error("oops", 0) end))
out(closed)
--- retry idiom
local function attempt(f, times)
  local ok, e
  for i = 1, times do
    ok, e = pcall(f, i)
    if ok then return e, i end
  end
  return nil, e
end
out(attempt(function(i) if i < 3 then error("try " .. i, 0) end return "ok" end, 5))
out(attempt(function(i) error("try " .. i, 0) end, 2))
--- error with a position is text
local ok, e = pcall(function() error("msg") end)
out(ok, type(e), e:match("msg$"))
local ok, e = pcall(function() error("msg", 2) end)
out(ok, type(e), e:match("msg$"))
--- error objects with __tostring
local E = setmetatable({}, {__tostring = function() return "custom" end})
local ok, e = pcall(error, E)
out(ok, tostring(e), e == E)
--- return inside protected function leaves loops
local function f()
  local ok, v = pcall(function() for i = 1, 10 do if i == 4 then return i end end end)
  return ok, v
end
out(f())
--- error in __index during pcall
local t = setmetatable({}, {__index = function(_, k) error(k, 0) end})
out(pcall(function() return t.boom end))
out(pcall(function() return t[1] end))
--- literals that are called, indexed or compared
check(function() return (5)() end)
check(function() return ("x")() end)
check(function() return (nil)() end)
check(function() return (2 - 100)[1] end)
check(function() return (10 * 10).x end)
check(function() return (true).x end)
check(function() return (5):nope() end)
check(function() return (nil):nope() end)
out(-1 == nil, 2 - 3 ~= nil, (nil) == nil, not 5 == true, (not nil) == true, (5) == false)
--- assert tells where it failed
local function check(v) assert(v, "bad value") return v end out(pcall(check, nil)) out(pcall(check, 5))
local function f() local ok, e = pcall(check) return e end out(f())
out(pcall(function() assert(false) end)) out(pcall(function() assert(nil, "m") end))
out(select(2, pcall(function() assert(false, {1}) end))[1], pcall(function() assert(false, 42) end))
