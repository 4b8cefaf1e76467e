--- numeric for: all step kinds
for i = 1, 3 do out(i) end
for i = 3, 1, -1 do out(i) end
for i = 1, 6, 2 do out(i) end
for i = 6, 1, -2 do out(i) end
for i = 1, 0 do out("never") end
for i = 0, 1, -1 do out("never") end
for i = 1, 1 do out("once") end
--- numeric for: floats
for i = 1, 2, 0.25 do out(i) end
for i = 1.5, 3 do out(i) end
for i = 1, 2.9 do out(i) end
for i = 3, 1.5, -1 do out(i) end
for i = 1, 0.5 do out("never") end
--- numeric for: bounds from variables of unknown type
local bounds = {{1, 3}, {1.0, 3}, {1, 3.5}, {3, 1, -1}, {1, 2, 0.5}, {-1, -3, -1}}
for _, b in ipairs(bounds) do
  local n = 0
  for i = b[1], b[2], b[3] or 1 do n = n + 1 out(i) end
  out("n", n)
end
--- numeric for: bad bounds
check(function() for i = "a", 2 do end end)
check(function() for i = 1, nil do end end)
check(function() for i = 1, {} do end end)
check(function() for i = 1, 2, true do end end)
local t = {}
check(function() for i = t.x, 2 do end end)
--- numeric for: bounds are evaluated once
local n = 3
for i = 1, n do n = 10 out(i) end
local calls = 0
local function limit() calls = calls + 1 return 2 end
for i = 1, limit() do end
out(calls)
--- numeric for: body changes the variable
for i = 1, 3 do local old = i i = i * 10 out(old, i) end
--- numeric for: edges of the integers
local n = 0
for i = math.maxinteger - 2, math.maxinteger - 1 do n = n + 1 end
for i = math.mininteger + 2, math.mininteger + 1, -1 do n = n + 1 end
out(n)
for i = 1, math.huge do if i > 3 then break end out(i) end
for i = 1, -math.huge, -1 do if i < -1 then break end out(i) end
--- numeric for: variable is gone after the loop
local i = "outer"
for i = 1, 2 do end
out(i)
--- numeric for: nested with the same name
for i = 1, 2 do for i = 5, 6 do out(i) end out(i) end
--- while
local i = 0
while i < 3 do i = i + 1 out(i) end
while false do out("never") end
while nil do out("never") end
local s = ""
while #s < 3 do s = s .. "x" end
out(s)
--- while with values that are true
local n, v = 0, 0
while v do n = n + 1 if n == 2 then v = false end end
out(n)
v = ""
while v do n = n + 1 if n == 4 then v = nil end end
out(n)
--- repeat
local i = 0
repeat i = i + 1 until i == 3
out(i)
repeat local done = true until done
local n = 0
repeat local last = n n = n + 1 if n == 2 then break end until last > 5
out(n)
--- repeat condition sees shadowing local
local x = false
local rounds = 0
repeat local x = rounds >= 2 rounds = rounds + 1 until x
out(rounds, x)
--- break in every loop kind
for i = 1, 9 do if i == 2 then break end end
for k in pairs({1}) do break end
while true do break end
repeat break until false
out("done")
--- nested breaks
for i = 1, 2 do
  for j = 1, 5 do
    if j == 2 then break end
    while true do break end
    out(i, j)
  end
end
--- pairs over arrays and records
local keys = {}
for k, v in pairs({10, 20, 30, x = 1}) do keys[#keys + 1] = tostring(k) .. "=" .. tostring(v) end
table.sort(keys)
out(table.concat(keys, " "))
--- pairs while assigning nil
local t = {a = 1, b = 2, c = 3, 1, 2, 3}
local n = 0
for k in pairs(t) do t[k] = nil n = n + 1 end
out(n, next(t))
--- pairs while changing values
local t = {1, 2, 3, x = 4}
for k, v in pairs(t) do t[k] = v * 10 end
out(t[1], t[2], t[3], t.x)
--- ipairs stops at nil
local n = 0
for i, v in ipairs({1, 2, nil, 4}) do n = n + 1 end
out(n)
for i, v in ipairs({}) do out("never") end
for i, v in ipairs({nil, 2}) do out("never") end
--- ipairs sees appended elements
local t = {1, 2}
for i, v in ipairs(t) do if i < 5 then t[#t + 1] = v end end
out(#t)
--- ipairs with false elements
for i, v in ipairs({false, true, false}) do out(i, v) end
--- pairs of a bad value
check(function() for k in pairs(nil) do end end)
check(function() for k in ipairs() do end end)
check(function() for k in pairs("x") do end end)
check(function() for k in nil do end end)
check(function() for k in 5 do end end)
--- only the key, and more variables than values
for k in pairs({x = 1}) do out(k) end
for k, v, extra in pairs({x = 1}) do out(k, v, extra) end
for i in ipairs({5, 6}) do out(i) end
--- next directly
local t = {a = 1}
for k, v in next, t do out(k, v) end
for k, v in next, t, nil do out(k, v) end
out(next({}), next({5}))
local k, v = next({7})
out(k, v)
--- stateless iterator
local function iter(limit, n) if n < limit then return n + 1, n * n end end
for i, sq in iter, 3, 0 do out(i, sq) end
local function squares(limit) return iter, limit, 0 end
for i, sq in squares(3) do out(i, sq) end
--- closure iterator
local function each(list) local i = 0 return function() i = i + 1 return list[i] end end
for v in each({"a", "b"}) do out(v) end
local n = 0
for v in each({}) do n = n + 1 end
out(n)
--- iterator with several results
local function triples() local i = 0 return function() i = i + 1 if i < 3 then return i, i + 1, i + 2 end end end
for a, b, c, d in triples() do out(a, b, c, d) end
for a in triples() do out(a) end
--- iterator returning false goes on, nil stops
local vals, i = {false, 1, nil}, 0
for v in function() i = i + 1 return vals[i] end do out(v) end
--- callable table as iterator
local it = setmetatable({n = 0}, {__call = function(self) self.n = self.n + 1 if self.n < 3 then return self.n end end})
for v in it do out(v) end
--- gmatch as iterator
for w in ("one two"):gmatch("%a+") do out(w) end
for k, v in string.gmatch("a=1,b=2", "(%w+)=(%w+)") do out(k, v) end
--- iterator changes its own loop variable
for i, v in ipairs({1, 2}) do i = i + 100 v = v .. "!" out(i, v) end
--- empty bodies
for i = 1, 3 do end
for _ in pairs({1}) do end
while false do end
repeat until true
if true then end
do end
out("ok")
--- loop over result of and/or
for _, v in ipairs(nil or {1}) do out(v) end
local list
for _, v in ipairs(list or {}) do out(v) end
--- deep nesting of loops
local n = 0
for a = 1, 2 do for b = 1, 2 do for c = 1, 2 do for d = 1, 2 do for e = 1, 2 do
  n = n + 1
end end end end end
out(n)
--- return out of loops
local function find(t, x) for i, v in ipairs(t) do if v == x then return i, v end end return nil end
out(find({5, 6, 7}, 6))
out(find({5}, 9))
local function w() while true do repeat return "deep" until false end end
out(w())
--- iterators without state
local function counter(n) local i = 0 return function() i = i + 1 if i <= n then return i end return nil end end
for v in counter(3) do out(v) end
local twice = counter(4)
for v in twice do out("a", v) if v == 2 then break end end
for v in twice do out("b", v) end
for v in twice do out("never", v) end
local flags = { false, 0, "", nil, "behind" }
local at = 0
for v in function() at = at + 1 return flags[at] end do out(v) end
local equal = setmetatable({}, { __eq = function() return true end })
local once = true
for v in function() if once then once = false return equal end return nil end do out(type(v)) end
--- iterators with state, and several results
local function step(list, i) i = i + 1 if list[i] then return i, list[i], #list end end
for i in step, { "a", "b" }, 0 do out(i) end
for i, v in step, { "a", "b" }, 0 do out(i, v) end
for i, v, n, more in step, { "a", "b" }, 0 do out(i, v, n, more) end
local function always(list, i) i = i + 1 return list[i] and i, list[i] end
for i, v in always, { "x", "y" }, 0 do out(i, v) end
local function nils(_, i) i = (i or 0) + 1 if i > 2 then return nil, "rest" end return i, nil end
for i, v in nils do out(i, v) end
local function make(list) return step, list, 0 end
for i, v in make({ "p", "q" }) do out(i, v) end
local function seen(...) local n = select("#", ...) local s, c = ... if c and c >= 2 then return nil end return (c or 0) + 1, n, s end
for c, n, s in seen do out(c, n, s) end
for c, n, s in seen, "state", 0 do out(c, n, s) end
--- iterators of different arity at one loop
local function each(iter) for a, b in iter do out(a, b) break end end
each(function() return 1, 2 end)
each(function() return 1 end)
each(function() return 1, 2, 3 end)
local function one(iter) for a in iter do out(a) break end end
one(function() return "single" end)
one(function() return "first", "second" end)
one(setmetatable({}, { __call = function(self, s, c) return "called" end }))
check(one)
check(one, {})
--- iterators that are assigned during the loop
local f = function() return nil end
local count = 0
local g = function() count = count + 1 if count < 4 then return count end end
for v in g do out(v) g = f end
--- captures of gmatch
local text = "one=1, two=22; three="
for word in text:gmatch("%a+") do out(word) end
for word, rest in text:gmatch("%a+") do out(word, rest) end
for key, value in text:gmatch("(%a+)=(%d*)") do out(key, value) end
for key in text:gmatch("(%a+)=(%d*)") do out(key) end
for key, value, more in text:gmatch("(%a+)=(%d*)") do out(key, value, more) end
for whole, key in text:gmatch("((%a+)=%d*)") do out(whole, key) end
for at in text:gmatch("()=") do out(at) end
for at, sign, behind in text:gmatch("()([=;])()") do out(at, sign, behind) end
for c in ("a(b)c"):gmatch("[()]") do out(c) end
for c in ("a(b)c"):gmatch("%(") do out(c) end
for c, d in ("f(x(y)) g()"):gmatch("(%a)(%b())") do out(c, d) end
for c in ("[]x]"):gmatch("[]x]") do out(c) end
for c in ("a]b(c"):gmatch("[^](]") do out(c) end
for c in ("%a%b"):gmatch("%%([^%%])") do out(c) end
for word in ("THE (quick) fox"):gmatch("%f[%a](%a+)") do out(word) end
for empty in ("abc"):gmatch("") do out("[" .. empty .. "]") end
local pattern = "(%d)(%d)"
if #text > 100 then pattern = "%d" end
for a, b in ("1234"):gmatch(pattern) do out(a, b) end
for a in string.gmatch("1234", pattern) do out(a) end
local it = ("x y"):gmatch("%a")
for v in it do out(v) break end
out(it(), it(), it())
check(function() for v in ("x"):gmatch("%") do out(v) end end)
check(function() for v in string.gmatch(nil, "x") do out(v) end end)
--- gmatch of something else
local object = { gmatch = function(self, p) local n = 0 return function() n = n + 1 if n < 3 then return p .. n end end end }
for v in object:gmatch("p") do out(v) end
--- loops over tables that use only keys or only values
local t = {1, 2, 3}
for k in pairs(t) do out(k) end for k, _ in pairs(t) do out(k) end for _, v in pairs(t) do out(v) end for _ in pairs(t) do out("n") end
for i in ipairs(t) do out(i) end for _, v in ipairs(t) do out(v) end for _ in ipairs(t) do out("i") end
for k in next, t do out(k) end for k, v, extra in pairs({q = 1}) do out(k, v, extra) end
local names, sum = {}, 0
for k in pairs({a = 1, b = 2, [true] = 3, [0] = 4, [1.5] = 5, [7] = 6}) do names[#names + 1] = tostring(k) end
table.sort(names) out(table.concat(names, " "))
for k in pairs(t) do t[k] = nil end out(next(t), #t)
local s = {a = 1, b = 2, c = 3} for k in pairs(s) do if k ~= "c" then s[k] = nil else s.c = 30 end end
for k in pairs(s) do sum = sum + s[k] end out(sum)
local f = {} for k in pairs({5, 6}) do f[#f + 1] = function() return k end end out(f[1](), f[2]())
local l = {1, 2, 3} for _, v in ipairs(l) do if v < 5 then l[#l + 1] = v + 3 end end out(#l)
for _, v in ipairs(l) do v = v + 1 out(v) end
check(function() for k in pairs(nil) do end end) check(function() for _, v in ipairs(5) do end end)
--- loops of integers up to a float
local n = 7
for i = 1, n / 2 do out(i, math.type(i), i * 4611686018427387904) end
local big = 0
for i = 1, 3.5 do big = big + i * 9223372036854775807 end
out(big)
local function through(from, to, step) for i = from, to, step do out(i, i + 9223372036854775806) end end
through(1, 3.5, 1)
through(3, 1.5, -1)
local s = "hello"
for i = 3, -2.5, -1 do out(i, s:sub(i, i), s:sub(i)) end
--- loop variables that closures change
for k, v in pairs({a = 1}) do local f = function() k, v = v, k return k, v end out(f()) out(k, v) end
for a, b in (function() local n = 0 return function() n = n + 1 if n < 3 then return n, nil end end end)() do local f = function() a = nil b = a end f() out(a, b) end
local co = coroutine.wrap(function() for i = 1, 2 do coroutine.yield(i, i + 1) end end)
for a, b in co do local f = function() a = a + b return a end out(f(), a) end
for w in ("a b"):gmatch("%a") do local f = function() w = w .. w return w end f() out(f()) end
for i = 1, 2 do for j = 1, 2 do local f = function() i = i + j j = 0 end f() out(i, j) end end
for i = 3, 1, -1 do local f = function() i = i .. "x" end f() out(i) if i == "2x" then break end end
--- iterator functions that take what a loop passes
local function countdown(n)
  return function()
    n = n - 1
    if n > 0 then return n end
    return nil
  end
end
local function positions(list)
  return function(state, before)
    out("state", state, before)
    local at = (before or 0) + 1
    if list[at] ~= nil then return at end
    return nil
  end
end
local function arguments()
  local calls = 0
  return function(...)
    calls = calls + select("#", ...)
    if calls < 9 then return calls end
    return nil
  end
end
for left in countdown(3) do out(left) end
for at in positions({5, 6}) do out(at) end
for passed in arguments() do out(passed) end
--- steps of loops that are written out
for i = 1, 3, 1 do out(i) end
for i = 1, 7, 2 do out(i) end
for i = 3, 1, -1 do out(i) end
for i = 1.0, 2, 1 do out(i) end
for i = 1, 2, 0.5 do out(i) end
local step = 1
for i = 2, 6, step + step do out(i) end
--- the index of ipairs is only where values are appended
local function map(list, change)
  local made = {}
  for i, value in ipairs(list) do made[i] = change(value) end
  return made
end
local function kept(list)
  local made = {}
  for i, value in ipairs(list) do made[i] = function() return i, value end end
  return made
end
local function moved(list)
  local made = {}
  for i, value in ipairs(list) do i = i + 1 made[#made + 1] = value end
  return made
end
local doubled = map({ 1, 2, 3 }, function(x) return x * 2 end)
out(#doubled, doubled[1], doubled[3])
local functions = kept({ "x", "y" })
out(functions[1]())
out(functions[2]())
out(#moved({ 4, 5 }))
--- loops that gather
local function keys(t)
  local names = {}
  for name in pairs(t) do names[#names + 1] = name end
  table.sort(names)
  return table.concat(names, ",")
end
local function words(text)
  local list = {}
  for w in text:gmatch("%a+") do table.insert(list, w) end
  local first = {}
  -- with a comment
  for w in text:gmatch("%a+") do
    first[#first + 1] = w
  end
  local third = {}
  for _, w in ipairs(list) do
    -- inside
    third[#third + 1] = w
  end
  return #list .. list[1] .. #first .. #third
end
local function copy(list)
  local new = {}
  for _, v in ipairs(list) do new[#new + 1] = v end
  new[#new + 1] = "end"
  local again = {}
  for i, v in ipairs(list) do again[i] = v end
  return table.concat(new, " ") .. #list .. #again
end
local function later(list)
  local new, old = {}, {}
  for _, v in ipairs(list) do old[#old + 1] = v end
  for _, v in ipairs(old) do new[#new + 1] = v end
  for _, v in ipairs(old) do new[#new + 1] = v end
  local kept = {}
  for i = 1, 3 do
    local row = {}
    for _, v in ipairs(new) do row[#row + 1] = v end
    kept[i] = function() row[#row + 1] = i return #row end
  end
  return #new .. kept[1]() .. kept[1]() .. kept[2]()
end
local function own(list)
  local new = { }
  for _, v in ipairs(new) do new[#new + 1] = v end
  return #new
end
local function iter(n)
  local function step() n = n - 1 if n > 0 then return n end end
  local all = {}
  for v in step do all[#all + 1] = v end
  return table.concat(all, ",")
end
out(keys({a = 1, b = 2}), words("ab cd ef"), copy({"x", "y"}), later({1, 2}), own({}), iter(4))
local function holes(list)
  local new = {}
  for _, v in ipairs(list) do new[#new + 1] = v end
  return #new
end
out(holes({1, 2, nil, 4}), holes({}), holes({false, true}))
local function removed(t)
  t.b = nil
  local names = {}
  for k in pairs(t) do names[#names + 1] = k end
  table.sort(names)
  return table.concat(names, ",")
end
out(removed({a = 1, b = 2, c = 3}))
local function both(t)
  local values = {}
  for _, v in pairs(t) do values[#values + 1] = v end
  table.sort(values)
  return table.concat(values, ",")
end
out(both({a = 1, b = 2, 3, 4}))
local function raised()
  local kept
  local ok = pcall(function()
    kept = {}
    for k in pairs(nil) do kept[#kept + 1] = k end
  end)
  return ok, type(kept)
end
out(raised())
