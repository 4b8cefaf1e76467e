--- functions that never return
local function fail(text, message)
  error({message = message, text = text})
end
local function bad(text) fail(text, "bad") end
local function parse(text)
  local n = tonumber(text)
  if not n then bad(text) end
  return n + 1, "ok"
end
local function find(list, wanted)
  for i, v in ipairs(list) do
    if v == wanted then return i, v end
  end
  fail(wanted, "missing")
end
out(parse("4"))
local i, v = find({"a", "b"}, "b")
out(i, v)
local ok, err = pcall(parse, "x")
out(ok, err.message, err.text)
local missed, why = pcall(find, {}, "z")
out(missed, why.message)
--- in branches and loops
local function stop(kind)
  if kind == 1 then error("one", 0) else error("other", 0) end
end
local function forever(n)
  while true do
    if n > 3 then error("too many " .. n, 0) end
    n = n + 1
  end
end
local function choose(kind)
  if kind == 0 then
    return "fine", 1
  elseif kind < 3 then
    stop(kind)
  else
    forever(kind)
  end
end
out(choose(0))
out(pcall(choose, 1))
out(pcall(choose, 2))
out(pcall(choose, 3))
--- functions that only look as if they never returned
local function sometimes(x) if x then error("no", 0) end end
local function check(x)
  local s = x > 1 and "big" or nil
  if not s then sometimes(x > 0) end
  return s and s:upper() or "none"
end
out(check(2), check(0), (pcall(check, 1)))
local function caught() pcall(error, "x") end
local function after(x)
  local s
  if x then s = "there" else caught() end
  return tostring(s)
end
out(after(true), after(false))
local function inner_only() local f = function() error("inner", 0) end return f end
local function uses(x)
  local s = x and "text"
  if not s then inner_only() end
  return tostring(s)
end
out(uses(true), uses(nil), uses(false))
local function breaks() while true do break end end
local function jumps(x)
  if x then goto done end
  error("not jumped", 0)
  ::done::
end
local function goes(x)
  local s = x and "x" or nil
  if s then breaks() jumps(true) end
  return tostring(s), select("#", jumps(true)), (pcall(jumps, false))
end
out(goes(true))
out(goes(false))
--- functions that are replaced
local fail = function() error("first", 0) end
local function use(x)
  local s = x and "there" or nil
  if not s then fail() end
  return tostring(s)
end
out(use(true), (pcall(use, false)))
fail = function() end
out(use(true), use(false))
local M = {}
function M.fail() error("module", 0) end
local function used(x)
  local s = x and "there" or nil
  if not s then M.fail() end
  return tostring(s)
end
out(used(true), (pcall(used, false)))
M.fail = function() end
out(used(false))
local error = function() return "no error" end
local function quiet(x)
  local s = x and "there" or nil
  if not s then error("gone") end
  return tostring(s)
end
out(quiet(true), quiet(false))
--- the value of a function that never returns
local function die() error("dead", 0) end
local function value(x) return x and "alive" or die() end
local function passed(x) if x then return 1, 2 end return die() end
out(value(true), pcall(value, false))
out(passed(true))
out(pcall(passed, false))
local t = {}
function t.get(self, x) if x then return self, x end die() end
local a, b = t:get(3)
out(a == t, b, pcall(t.get, t, nil))
--- in coroutines
local function finish() coroutine.yield("last") error("end", 0) end
local co = coroutine.wrap(function(x)
  local s = x and "s" or nil
  if not s then finish() end
  coroutine.yield(tostring(s))
  return "done"
end)
out(co(true), co())
local other = coroutine.create(function() finish() return "never" end)
out(coroutine.resume(other))
out(coroutine.resume(other))
out(coroutine.status(other))
--- recursion
local function deep(n) if n == 0 then error("bottom", 0) end deep(n - 1) end
out(pcall(deep, 5))
local function even(n)
  if n == 0 then return "even" end
  local function odd(m) if m == 0 then error("odd", 0) end return even(m - 1) end
  return odd(n - 1)
end
out(even(4), pcall(even, 3))
