--- a test holds until the variable is assigned
local function f(x)
  if not x then return "none" end
  local r = x + 1
  x = nil
  if x then return "some" end
  return r, x == nil, tostring(x)
end
out(f(1), f(nil), f(false), (pcall(f, "a")), (pcall(f, {})))
local function g(x)
  if x == nil then x = "default" end
  return x .. "!", #x
end
out(g(), g("abc"), (pcall(g, false)), (pcall(g, {})))
local function h(x)
  if type(x) == "string" then x = {x} end
  return type(x), x[1]
end
out(h("a"), h({5}), (pcall(h, nil)), (pcall(h, 5)))
--- assignments in branches and loops
local function f(n)
  local best
  for i = 1, n do
    if best == nil or i > best then best = i end
    if i == 3 then best = nil end
    out(i, best)
  end
  return best
end
out(f(0), f(2), f(3), f(5))
local function g(list)
  local at, found = 1, nil
  while at <= #list do
    if found then out("had", found + 1) end
    found = list[at]
    if not found then break end
    at = at + 1
  end
  return at, found
end
out(g({1, 2, false, 4}), g({}), g({1}))
local function h(list)
  local x = "text"
  for _, v in ipairs(list) do
    out(type(x), x == "text", x)
    x = v
  end
  return x
end
out(h({1, true, {} ~= nil, "s"}))
local function r(n)
  local x
  repeat
    if x then x = x .. n else x = "" end
    n = n - 1
    if n == 2 then x = false end
  until not x or n == 0
  return x, n
end
out(r(1), r(2), r(5))
--- closures assign
local function f()
  local x = 1
  local function clear() x = nil end
  if x then
    clear()
    return pcall(function() return x + 1 end), x == nil
  end
end
out(f())
local function g()
  local x = "a"
  local set = function(v) x = v end
  local t = setmetatable({}, {__index = function(_, k) set(k) return k end})
  if type(x) == "string" then
    local _ = t[5]
    return x, type(x), x == 5
  end
end
out(g())
local function h(x)
  local read = function() return x end
  if x then
    local y = read()
    x = nil
    return y, read(), x
  end
end
out(h(7))
local function k(x)
  if not x then return function() return x end end
  return function() return x + 1 end
end
out(k(1)(), k(nil)(), k(false)())
local function m(x)
  local fs = {}
  if x then
    fs[1] = function() return type(x), x end
    x = false
    fs[2] = function() return type(x), x end
  end
  out(fs[1](), fs[2]())
  x = "later"
  return fs[1]()
end
out(m(3))
--- coroutines see the variables of other functions change
local x = 1
local co = coroutine.wrap(function()
  if x then
    coroutine.yield("in")
    return type(x), x
  end
end)
out(co())
x = nil
out(co())
local function gen(v)
  return coroutine.wrap(function()
    if type(v) == "number" then
      coroutine.yield(v + 1)
      v = "text"
      coroutine.yield(v .. "!")
      if v then v = nil end
      coroutine.yield(v == nil)
    end
  end)
end
local g = gen(4)
out(g(), g(), g())
--- and, or, not
local function f(a, b)
  if a and b then return a + b end
  if a or b then return (a or 0) + (b or 0) end
  return "neither", a, b
end
out(f(1, 2), f(1), f(nil, 2), f(), f(false, false))
local function g(a, b)
  if not (a and b) then return a == nil, b == nil end
  return #a + #b
end
out(g("a", "bc"), g("a"), g(nil, "b"))
local function h(a, b)
  if not a or not b then return 0 end
  return a * b
end
out(h(2, 3), h(2), h(false, 3))
local function k(a)
  return a and a.x or "no", a ~= nil and a.y, a == nil or a.z, not a or a.x
end
out(k(), k({x = 1, y = 2, z = 3}), k({}))
local function m(a)
  if not a == nil then return "never" end
  if (a and 1 or nil) then return "true", a end
  return "false", a
end
out(m(1), m(nil), m(false))
local function n(a)
  if a == false then return "false" elseif a == nil then return "nil" elseif a == true then return "true" end
  return a + 1
end
out(n(), n(false), n(true), n(4))
--- types
local function f(v)
  local kind = type(v)
  if kind == "number" then return v + 1
  elseif kind == "string" then return v .. "s", #v
  elseif kind == "table" then return v.x, v[1], #v
  elseif kind == "nil" then return v == nil
  elseif kind == "boolean" then return not v
  elseif kind == "function" then return v(1) end
  return "other"
end
out(f(1), f(1.5), f("a"), f({x = 2, 3}), f(nil), f(true), f(false), f(tostring))
out(f(coroutine.create(function() end)))
out(f(setmetatable({}, {__index = function(_, k) return k end, __len = function() return 9 end})))
local function g(v)
  local kind = type(v)
  v = v .. ""
  if kind == "number" then return v, type(v), v == "5" end
  return kind
end
out(g(5), g("5"))
local function h(v)
  local kind = type(v)
  kind = "string"
  if kind == "string" then return type(v) end
end
out(h(5), h("a"))
local function k(v)
  if type(v) ~= "table" then return v end
  local c = {}
  for key, each in pairs(v) do c[k(key)] = k(each) end
  return c
end
local copy = k({1, {a = true}, x = {y = 2.5}, [true] = false})
out(copy[1], copy[2].a, copy.x.y, copy[true])
local function i(v)
  if math.type(v) == "integer" then return v // 2, v % 2 end
  if math.type(v) == "float" then return v / 2 end
  return v
end
out(i(7), i(7.0), i(-7))
local type = function() return "string" end
local function shadow(v)
  if type(v) == "string" then return v == 5 end
end
out(shadow(5))
--- equal to a constant
local function f(x)
  if x == 1 then return x, x + 1, x // 1 end
  if x == "a" then return x .. "b" end
  if x == true then return not x end
  return x
end
out(f(1), f(1.0), f("a"), f(true), f(false), f(nil))
local eq = setmetatable({}, {__eq = function() return true end})
out(f(eq) == eq)
local function g(x)
  if x ~= 0 then return x end
  return 1 / x, x
end
out(g(0), g(0.0), g(-0.0), g("0"))
--- order says that there is a value
local function f(x)
  if x < 5 then return "less" end
  return x == nil, x
end
out(f(4), f(5.5), (pcall(f, nil)), (pcall(f, "a")))
local m = setmetatable({}, {__lt = function() return true end, __le = function() return false end})
local function less(a, b) if a < b then return type(a), type(b) end return a end
out(less(m, setmetatable({}, getmetatable(m))), less("a", "b"), less(2, 1))
local function g(x)
  if x >= "b" then return x .. "+" end
  return #x
end
out(g("c"), g("aa"), (pcall(g, nil)), (pcall(g, 1)))
--- assert and error
local function f(x, y)
  assert(x, "no x")
  local z = assert(y)
  assert(type(x) == "number", "x is no number")
  return x + z
end
out(f(1, 2), (pcall(f)), (pcall(f, 1)), (pcall(f, "a", 1)))
local function g(x)
  if type(x) ~= "string" then error("text wanted", 0) end
  return x:upper(), x .. x
end
out(g("ab"), (pcall(g, 5)), (pcall(g)))
local function h(x)
  x = assert(tonumber(x), "not a number")
  return x + 1
end
out(h("5"), h(5), (pcall(h, "x")))
local function k(x)
  local ok = pcall(function() if not x then error("no") end end)
  return ok, x
end
out(k(), k(1))
--- loops: conditions, breaks, gotos
local function f(list)
  local i, v = 1, list[1]
  while v do
    out(v + 1)
    i = i + 1
    v = list[i]
  end
  return i, v
end
out(f({1, 2, 3}), f({}), f({1, false}))
local function g(list)
  local node, count = list, 0
  while node ~= nil do
    count = count + 1
    if count == 2 then break end
    node = node.next
  end
  return count, node == nil
end
out(g({next = {next = {}}}), g({}), g(nil))
local function h(list)
  for i = 1, 4 do
    local v = list[i]
    if v == nil then goto continue end
    if type(v) == "string" then out(v .. "!") goto continue end
    out(v + 1)
    ::continue::
    out(i, v)
  end
end
h({1, nil, "c", 4})
local function k(x)
  local n = 0
  ::again::
  n = n + 1
  if x == nil then x = n goto again end
  if n < 3 then
    if n == 2 then x = nil end
    goto again
  end
  return x, n
end
out(k(), k("a"))
local function m(x)
  if x then goto done end
  x = "set"
  ::done::
  return x
end
out(m(1), m(), m(false))
--- the last assignment
local function f(n)
  local x
  if n > 0 then x = n elseif n < 0 then x = "neg" end
  return x
end
out(f(1), f(-1), f(0))
local function g(s)
  local v = s
  v = tonumber(v) or v
  local w = v
  v = tostring(v)
  return v .. "|", w, #v
end
out(g("12"), g("ab"), g(3))
local function h(a, b)
  a, b = b, a
  out(type(a), type(b))
  a, b = 1
  return a + 1, b
end
out(h("x", {}))
local function two() return 1, "two", nil end
local function k()
  local a, b, c = "a", "b", "c"
  a, b, c = two()
  return a + 1, b .. "!", c
end
out(k())
local function big(n)
  local x = 9007199254740993
  x = x * 1024
  local y = x
  x = x * 1024
  return x, y, x == y * 1024, x // 3
end
out(big())
local function rec(n, acc)
  acc = acc or {}
  if n == 0 then return #acc end
  acc[#acc + 1] = n
  return rec(n - 1, acc)
end
out(rec(4), rec(0), (pcall(rec, 1, 5)))
--- varargs, methods, fields
local function f(...)
  local a, b = ...
  if a == nil then return "none", b end
  if b then return a .. b end
  return a
end
out(f(), f(nil, 1), f("a"), f("a", 2), f(false))
local C = {}; C.__index = C
function C:get(k)
  local v = self.data[k]
  if v then return v end
  v = self.make and self.make(k) or k .. "?"
  self.data[k] = v
  return v
end
local c = setmetatable({data = {}}, C)
out(c:get("a"), c:get("a"))
c.make = function(k) return k:rep(2) end
out(c:get("b"), c:get("a"))
C.get = function(self, k) if type(self) == "table" then return "patched " .. k end end
out(c:get("b"))
--- globals are never narrowed
total = 5
function change() total = nil end
if total then change() out(total == nil, total) end
total = "a"
if type(total) == "string" then change() out(type(total)) end
--- members of strings
local s = "abc"
out(s.len(s), s.x, ("x").upper == string.upper, (pcall(function() return s.x.y end)))
local function f(v, k) return v[k] end
out(f("abc", "upper") == string.upper, f("abc", 1), f({9}, 1))
--- variables that change while they are tested
local function a(x)
  while true do
    if not x then break end
    x = x.next
  end
  return x
end
local function b(x)
  local f
  if type(x) == "number" then f = function() return x + 1 end else f = function() return x end end
  return f()
end
local function c(t)
  for k, v in pairs(t) do
    if type(v) == "table" then v = #v end
    if type(k) == "number" then k = k + 1 end
    out(type(k), type(v))
  end
end
local function d(x, y)
  local r = x or y
  if r then return r end
  x = x == nil and 0 or x
  return x, y
end
local function e(n)
  local prev
  for i = 1, n do
    local cur = i % 2 == 0 and tostring(i) or i
    if prev ~= nil and type(prev) == type(cur) then out("same") end
    if prev then out(type(prev), prev) end
    prev = cur
  end
end
local function g(x)
  local ok, err = pcall(function()
    if type(x) ~= "table" then x = {} error("no table") end
    return x.y
  end)
  return ok, type(x)
end
local function h(...)
  local n = select("#", ...)
  local first, second = ...
  if n < 2 then second = first first = nil end
  if first then return first + second end
  return second
end
local function i(x)
  if x then
    repeat
      local y = x
      if y == 3 then x = nil break end
      x = x - 1
    until x == 0
    if x then return "zero", x end
    return "nil"
  end
end
local co = coroutine.wrap(function(x)
  while x do
    if type(x) == "string" then x = coroutine.yield(#x) else x = coroutine.yield(x * 2) end
  end
  return "end", x
end)
out(a({next = {next = false}}), a({}))
out(b(1), b("x"), b(nil))
c({10, {1, 2}, x = {}})
out(d(nil, 2)) out(d(false, nil)) out(d(nil, nil)) out(d(nil, false))
e(4)
out(g(5)) out(g({y = 1}))
out(h(1)) out(h(1, 2)) out(h())
out(i(5)) out(i(2)) out(i(nil))
out(co("abc"), co(4), co("z"), co(false))
--- two variables of one type
local function equal(a, b)
  if type(a) ~= type(b) then return false end
  if type(a) ~= "table" then return a == b end
  for k, v in pairs(a) do
    if not equal(v, b[k]) then return false end
  end
  for k in pairs(b) do
    if a[k] == nil then return false end
  end
  return true
end
local tree = {1, "x", true, false, {2.5, {n = 1}}, k = {}}
out(equal(tree, {1, "x", true, false, {2.5, {n = 1}}, k = {}}))
out(equal(tree, {1, "x", true, false, {2.5, {n = true}}, k = {}}))
out(equal(1, true), equal(0, false), equal(1, 1.0), equal(nil, nil), equal(nil, false))
out(equal({true}, {1}), equal({0}, {false}), equal("a", "a"), equal(print, print), equal({}, {1}))
--- their types as variables
local function same(a, b)
  local ta, tb = type(a), type(b)
  if ta ~= tb or ta ~= "table" then return a == b, ta, tb end
  return #a == #b, ta, tb
end
out(same(1, true)) out(same(1, 1)) out(same({1}, {2})) out(same({1}, 3)) out(same("a", {}))
local function after(a, b)
  local kind = type(a)
  if kind == type(b) then
    if kind == "string" then return a .. b, #b end
    if kind == "number" then return a + b end
    return a == b
  end
  return "different", a == b
end
out(after("a", "b")) out(after(1, 2.5)) out(after(true, true)) out(after(true, 1)) out(after(nil, nil))
out(after({}, "x"))
--- values that are equal have one type
local function f(a, b)
  if a == b and type(a) == "number" then return b + 1 end
  if a ~= b then return "not" end
  return type(b)
end
out(f(1, 1), f(1, true), f("1", "1"), f(1, 1.0), f(nil, nil), f(2, "2"))
local meta = {__eq = function() return true end}
local one, other = setmetatable({n = 1}, meta), setmetatable({n = 2}, meta)
local function g(a, b)
  if a == b then
    if type(a) == "table" then return b.n end
    return b
  end
  return nil
end
out(g(one, other), g(other, one), g(5, 5), g("s", "s"))
--- a third variable, and either of two tests
local function f(a, b, c)
  if type(a) == type(b) and type(b) == type(c) then
    if type(b) == "number" then return a + b + c end
    return "alike"
  end
  if type(a) == type(b) or type(a) == type(c) then
    if type(a) == "number" then return a, tostring(b), tostring(c) end
  end
  return "other"
end
out(f(1, 2, 3)) out(f("a", "b", "c")) out(f(1, 2, "c")) out(f(1, "b", 3)) out(f("a", 1, 1)) out(f(1, true, {}  == nil))
--- variables that change keep no relation
local function f(a, b)
  if type(a) ~= type(b) then return "different" end
  a = 5
  if type(a) == "number" then return type(b), b == a end
end
out(f(1, 2)) out(f("x", "y")) out(f(true, false))
local function g(a, b)
  local ka, kb = type(a), type(b)
  if ka == kb then
    kb = "number"
    if ka == "table" then return "table", kb, type(b) end
    return ka == kb, type(b)
  end
  b = a
  return ka == type(b), type(a) == type(b)
end
out(g(1, 2)) out(g({}, {})) out(g(1, "x")) out(g("x", "y"))
local function h(list, wanted)
  local found
  for _, item in ipairs(list) do
    if type(item) == type(wanted) then
      local again = item
      found = again == wanted
      if not found and type(item) == "string" then out("text", item, wanted) end
    else
      out("not", type(item), item == wanted)
    end
  end
  return found
end
out(h({1, "a", true, 2.5}, 1)) out(h({1, "a", "b", true}, "b")) out(h({true, 1, false}, true))
out(h({1, 0, 2}, false))
--- a relation seen by inner functions
local function f(a, b)
  if type(a) == type(b) then
    return function()
      if type(a) == "number" then return a * b end
      if type(a) == "boolean" then return a == b, b == 1 end
      return type(b)
    end
  end
  return function() return type(a) == type(b), a == b end
end
out(f(2, 3)()) out(f(true, true)()) out(f(1, true)()) out(f({}, {})())
--- a variable and itself, and math.type
local function f(a, b)
  if type(a) == type(a) and a == a then out("same", type(a)) end
  if math.type(a) == math.type(b) then return "math", a == b end
  return "no", a == b
end
out(f(1, 1)) out(f(1, 1.0)) out(f("a", true)) out(f(true, 1)) out(f(0/0, 0/0))
--- what each answer of type says, and what it does not
local function absent(x)
  if type(x) == "nil" then return "nil" else return x or "false" end
end
out(absent(nil), absent(false) == "false", absent(0), absent("x"))
local function flag(x)
  if type(x) == "boolean" then return x and "yes" or "no", x == 0, x == 1 end
  return "other"
end
out(flag(true)) out(flag(false)) out(flag(nil)) out(flag(0))
local function callable(f)
  if type(f) == "function" then return f == nil, f and "it", f() end
  return f == nil, f and "something" or "nothing"
end
out(callable(function() return "called" end)) out(callable(nil)) out(callable(false))
local function bigger(n)
  if math.type(n) == "integer" then return n + 1, n * 3 end
  return n
end
out(bigger(9223372036854775807)) out(bigger(0.5)) out(bigger("1"))
--- a function that only a test of its type leads to
local function is_one(x) return x == 1 end
local function apply(f, v)
  if type(f) == "function" then return f(v) end
  return "not called"
end
out(is_one(1), is_one(2), apply(is_one, true), apply(is_one, 1), apply(nil, 1), apply({}, 1))
--- types of two values compared
local values = {1, 1.5, "1", true, false, {}, {1}, setmetatable({}, {}), print, function() end, coroutine.create(print)}
for i = 1, #values do
  local line = {}
  for j = 1, #values do line[j] = type(values[i]) == type(values[j]) and "=" or "." end
  out(table.concat(line))
end
out(type(nil) == type(values[99]), type(values[1]) ~= type(values[2]), type(values[1]) ~= type(values[3]), type(values[6]) ~= type(nil))
--- texts of unknown operands joined
local function join(a, b, c) return a .. "-" .. b .. "-" .. c end
out(join("x", "y", "z"), join(1, "y", 2.5), join("", "", ""))
check(join, "x", nil, "z")
check(join, "x", "y", true)
out(join(setmetatable({}, {__concat = function(a, b) return "joined" end}), "y", "z"))
--- values whose fields are read and that are used as they are
local function shown(value)
  local kind = type(value)
  local text = tostring(value)
  local length = 0
  for _ = 1, 2 do
    if value.len then length = length + value.len(value) end
    if value.sub then text = text .. value.sub(value, 1, 1) end
    if value.name then text = text .. tostring(value.name) end
  end
  return kind, kind == "string" and text, length, rawequal(value, "abc"), tostring(value) == "abc"
end
out(shown("abc")) out(shown({ name = "n" })) check(shown, 5) check(shown, nil)
--- texts whose methods were called
local function split(text, sep)
  local parts, start = {}, 1
  while true do
    local a, b = text:find(sep, start, true)
    if not a then
      parts[#parts + 1] = text:sub(start)
      return parts
    end
    parts[#parts + 1] = text:sub(start, a - 1)
    start = b + 1
  end
end
local function tail(list, i)
  local text = list[i]
  local n = 2
  return text:sub(n) .. text:upper()
end
local function loop(words)
  local i, w = 1, words[1]
  local last = "none"
  while w:sub(1, 1) ~= "!" do
    last = w
    i = i + 1
    w = words[i]
    if i == 3 then w = nil break end
  end
  if w == nil then return last .. " nil" end
  return last .. w
end
local function reassigned(t)
  local s = t[1]
  local l = s:len()
  s = t[l]
  if s then return s:upper() end
  return "absent " .. tostring(s)
end
local function either(s, flag)
  local n = flag and s:len() or 0
  return tostring(s) .. n .. (s == nil and "nil" or "text")
end
out(table.concat(split("a,b,,c", ","), "|"), (pcall(split, nil, ",")))
out(tail({ "xyz" }, 1), (pcall(tail, { "xyz" }, 2)))
out(loop({ "a", "b", "!" }), loop({ "a", "!" }))
out(reassigned({ "ab", "c" }), reassigned({ "abcd", "c" }))
out(either("abc", true), either(nil, false), (pcall(either, nil, true)))
local function ended(text)
  while text:sub(1, 1) ~= "!" do
    text = nil
    break
  end
  if text then return text:upper() end
  return "nil"
end
out(ended("a"), ended("!b"))
local function inner(text)
  local ok = pcall(function() return text:upper() end)
  return ok, tostring(text), text and "text" or "nil"
end
out(inner("a"))
out(inner(nil))
local function late(t)
  local text = t[1]
  local get = function() return text:len() end
  text = t[2]
  return pcall(get) and "there" or "not", tostring(text)
end
out(late({"a", "b"}))
out(late({"a"}))
local function argued(t)
  local s = t[1]
  local ok, err = pcall(function(x) return x:rep(x:len()) end, s)
  return ok, ok and err or tostring(err):match("index") or "?"
end
out(argued({"ab"}))
out(argued({}))
