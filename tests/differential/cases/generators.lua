--- pipelines of generators
local function range(from, to) return coroutine.wrap(function() for i = from, to do coroutine.yield(i) end end) end
local function filtered(source, test)
  return coroutine.wrap(function() for value in source do if test(value) then coroutine.yield(value) end end end)
end
local function mapped(source, fn)
  return coroutine.wrap(function() for value in source do coroutine.yield(fn(value)) end end)
end
local sum = 0
local odd = filtered(range(1, 20), function(n) return n % 2 == 1 end)
for value in mapped(odd, function(n) return n * n end) do sum = sum + value end
out(sum)
for v in range(1, 3) do out(v) break end
for v in range(3, 1) do out("never", v) end
--- recursive generators
local function walk(node, depth)
  if node then
    walk(node.left, depth + 1)
    coroutine.yield(node.value, depth)
    walk(node.right, depth + 1)
  end
end
local tree = { value = 4, left = { value = 2, right = { value = 3 } }, right = { value = 9 } }
for value, depth in coroutine.wrap(function() walk(tree, 0) end) do out(value, depth) end
for value in coroutine.wrap(function() walk(tree, 0) end) do out(value) end
for value, depth, extra in coroutine.wrap(function() return walk(tree, 0) end) do out(value, depth, extra) end
--- a nil ends the loop, the coroutine could go on
local function gaps() return coroutine.wrap(function() coroutine.yield(1) coroutine.yield(nil) coroutine.yield(2) end) end
for v in gaps() do out(v) end
local again = gaps()
for v in again do out(v) end
for v in again do out(v) end
check(again)
local none = coroutine.wrap(function() coroutine.yield() end)
for v in none do out("never", v) end
--- values from tables may be nil
local function each(t, n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(t[i]) end end) end
for v in each({ 1, 2, nil, 4 }, 4) do out(v) end
--- false does not end a loop
for v in coroutine.wrap(function() coroutine.yield(false) coroutine.yield(true) end) do out(v) end
--- the same coroutine in two loops
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local it = range(5)
for v in it do out("first", v) if v == 2 then break end end
for v in it do out("second", v) end
check(function() for v in it do out("third", v) end end)
--- two names of one coroutine
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local a = range(6)
local b = a
check(function()
  for v in a do
    out("a", v)
    for w in b do out("b", w) if w % 2 == 0 then break end end
  end
end)
--- one coroutine passed twice
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local function zip(left, right)
  return coroutine.wrap(function() for l in left do coroutine.yield(l, right()) end end)
end
for l, r in zip(range(3), range(3)) do out(l, r) end
local one = range(5)
check(function() for l, r in zip(one, one) do out(l, r) end end)
--- a loop inside a loop of the same variable
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local source = range(3)
check(function()
  for round = 1, 2 do
    for v in source do out(round, v) end
  end
end)
--- a source that is used in a closure called twice
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local source = range(2)
local function drain() for v in source do out(v) end end
drain()
check(drain)
--- loop variables inside generators, captured
local function functions(n)
  return coroutine.wrap(function()
    for i = 1, n do
      local k = i * 10
      coroutine.yield(function() k = k + 1 return i, k end)
    end
  end)
end
local kept = {}
for f in functions(3) do kept[#kept + 1] = f end
for _, f in ipairs(kept) do out(f()) out(f()) end
--- loop variables outside generators, captured
local made = {}
for i = 1, 3 do
  local function gen() return coroutine.wrap(function() for j = 1, 2 do coroutine.yield(i * 10 + j) end end) end
  i = i + 1
  made[#made + 1] = function() local s = 0 for v in gen() do s = s + v end return s, i end
end
for _, f in ipairs(made) do out(f()) end
--- an error in the body of the loop
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end out("not reached") end) end
local ok, err = pcall(function() for v in range(3) do if v == 2 then error({ at = v }) end end end)
out(ok, err.at)
--- values at the end of a wrapped coroutine
local w = coroutine.wrap(function() coroutine.yield(1) return 2, 3 end)
out(w()) out(w()) check(w)
check(function() for v in coroutine.wrap(function() coroutine.yield(1) return "last" end) do out(v) end end)
check(function() for v in coroutine.wrap(function() return "only" end) do out(v) end end)
--- values passed by resume
local function echo()
  local got = {}
  while true do
    got[#got + 1] = coroutine.yield(table.unpack(got))
    if #got == 3 then return "done", table.unpack(got) end
  end
end
local co = coroutine.create(echo)
out(coroutine.resume(co, "ignored"))
out(coroutine.resume(co, "a", "b"))
out(coroutine.resume(co, "c"))
out(coroutine.resume(co, "d"))
check(coroutine.resume, co)
--- the loop passes state and control variable
local seen = {}
for v in coroutine.wrap(function(state, control)
  seen[#seen + 1] = tostring(state) .. tostring(control)
  local s, c = coroutine.yield(10)
  seen[#seen + 1] = tostring(s) .. tostring(c)
  s, c = coroutine.yield(20)
  seen[#seen + 1] = tostring(s) .. tostring(c)
end), "S", "C" do out(v) end
out(table.concat(seen, " "))
for v in coroutine.wrap(function(...) coroutine.yield(select("#", ...)) end) do out(v) end
--- parameters of a body that is only iterated
for v in coroutine.wrap(function(a, b) coroutine.yield(a == nil and b == nil) end) do out(v) end
--- a generator called by name from two bodies
local function count(n) for i = 1, n do coroutine.yield(i) end return n, "end" end
local first = coroutine.wrap(function() local n, e = count(2) coroutine.yield(n + 10) coroutine.yield(e) end)
for v in first do out(v) end
local second = coroutine.create(function() return count(1) end)
out(coroutine.resume(second)) out(coroutine.resume(second)) out(coroutine.resume(second))
--- a generator as a value, too
local function gen() coroutine.yield("g1") coroutine.yield("g2") end
for v in coroutine.wrap(gen) do out(v) end
local holder = { run = gen }
for v in coroutine.wrap(function() holder.run() end) do out(v) end
local co = coroutine.create(gen)
out(coroutine.resume(co)) out(coroutine.resume(co)) out(coroutine.resume(co)) out(coroutine.resume(co))
--- yields through pcall, tables, metamethods and iterators
local function inner(x) coroutine.yield(x) return x + 1 end
local t = setmetatable({ f = inner }, { __index = function(_, k) return k .. "!" end, __call = function(_, x) return x * 2 end })
local w = coroutine.wrap(function()
  coroutine.yield(pcall(inner, 1))
  coroutine.yield(t.f(5))
  coroutine.yield(t.missing)
  coroutine.yield(t(21))
  local ok, err = pcall(function() coroutine.yield("in pcall") error({ 1 }) end)
  coroutine.yield(ok)
  for v in function(_, last) last = (last or 0) + 1 coroutine.yield("it" .. last) if last < 3 then return last end end do
    coroutine.yield(v)
  end
end)
for i = 1, 12 do out(w()) end
--- a coroutine resumes itself
local co
co = coroutine.wrap(function() coroutine.yield(1) out((pcall(co))) coroutine.yield(2) end)
out(co()) out(co())
--- generators that are stored, compared, tested and counted
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local list = { range(2), range(3) }
for _, it in ipairs(list) do for v in it do out(v) end end
local g = range(1)
out(type(g), g == g, g ~= range(1), not g)
for v in g do out(v) end
local maybe = false or range(2)
for v in maybe do out(v) end
local chosen
if #list == 2 then chosen = range(1) else chosen = nil end
for v in chosen do out(v) end
--- generators through varargs and several results
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local function two() return range(1), range(2) end
local function pass(...) return ... end
local a, b = two()
for v in a do out("a", v) end
for v in b do out("b", v) end
for v in pass(range(2)) do out(v) end
for v in (pass(range(2))) do out(v) end
for v in select(2, two()) do out(v) end
--- a generator that a function may or may not get
local function each(source) if source then for v in source do out(v) end else out("none") end end
each(coroutine.wrap(function() coroutine.yield("x") end))
each()
local function loop(source) for v in source do out(v) end end
loop(coroutine.wrap(function() coroutine.yield("y") end))
check(loop)
check(loop, nil)
loop(function(_, last) if not last then return "plain function" end end)
--- code behind a return, yields that are never reached
local function dead() do return 8 end coroutine.yield(3) end
local function never() if false then coroutine.yield(1) end return 7 end
for v in coroutine.wrap(function() dead() coroutine.yield(never()) coroutine.yield(dead()) end) do out(v) end
--- own tail calls of generators
local function up(n) if n > 3 then return end coroutine.yield(n) return up(n + 1) end
for v in coroutine.wrap(function() up(1) end) do out(v) end
--- mutual recursion of generators
local odd
local function even(n) if n > 0 then coroutine.yield("even" .. n) odd(n - 1) end end
function odd(n) if n > 0 then coroutine.yield("odd" .. n) even(n - 1) end end
for v in coroutine.wrap(function() even(4) end) do out(v) end
--- deep recursion
local function down(n) if n == 0 then coroutine.yield("bottom") else down(n - 1) end end
for v in coroutine.wrap(function() down(100) end) do out(v) end
--- permutations
local function permute(a, n)
  if n == 0 then coroutine.yield(table.concat(a, " "))
  else
    for i = 1, n do
      a[n], a[i] = a[i], a[n]
      permute(a, n - 1)
      a[n], a[i] = a[i], a[n]
    end
  end
end
local function permutations(a) local n = #a return coroutine.wrap(function() permute(a, n) end) end
for p in permutations({ 1, 2, 3 }) do out(p) end
--- gotos and labels around generators
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
do
  local tries = 0
  local source = range(3)
  ::again::
  tries = tries + 1
  for v in source do out(tries, v) if v < 3 then goto again end end
end
for v in coroutine.wrap(function() local i = 0 ::top:: i = i + 1 coroutine.yield(i) if i < 3 then goto top end end) do out(v) end
--- many loops inside one another
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local total = 0
for a in range(2) do for b in range(a) do for c in range(b) do for d in coroutine.wrap(function() for i = c, a do coroutine.yield(i) end end) do total = total + a * b * c * d end end end end
out(total)
--- yields in arguments and operands
local w = coroutine.wrap(function(a)
  local t = { coroutine.yield(a), coroutine.yield(a + 1), n = coroutine.yield() }
  return t[1] + t[2] * (coroutine.yield("x") or 0), t.n, (coroutine.yield("y"))
end)
out(w(1)) out(w(10)) out(w(20)) out(w("n")) out(w(3)) out(w("last", "cut"))
--- reassigned functions
local function body() coroutine.yield("old") end
local old = coroutine.wrap(function() body() end)
body = function() coroutine.yield("new") end
out(old())
--- yield outside a coroutine
local function gen() coroutine.yield(1) end
check(gen)
check(function() coroutine.yield(2) end)
--- resume in a comparator and a metamethod
local t = { 3, 1, 2 }
local w = coroutine.wrap(function() while true do coroutine.yield("tick") end end)
table.sort(t, function(a, b) w() return a < b end)
out(table.concat(t, " "))
local m = setmetatable({}, { __index = function(_, k) return w() .. k end })
out(m.x)
--- error levels in generators
local function checked(n) if n > 1 then error("too much", 2) end return n end
check(function() for v in coroutine.wrap(function() coroutine.yield(checked(1)) coroutine.yield(checked(2)) end) do out(v) end end)
--- a generator that another function with its name calls
local function count(n) coroutine.yield(n) return n + 1 end
local plain = count
count = function(n) return plain(n * 2) end
for v in coroutine.wrap(function() coroutine.yield(count(1)) coroutine.yield(plain(5)) end) do out(v) end
local function early() do return 8 end coroutine.yield(3) end
local before = early
early = function(...) return before(...) end
for v in coroutine.wrap(function() early() coroutine.yield(7) coroutine.yield(early()) end) do out(v) end
