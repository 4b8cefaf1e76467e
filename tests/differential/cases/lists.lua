--- a list is returned
local function collect(n)
  local t = {}
  for i = 1, n do if i % 2 == 0 then t[#t + 1] = i end end
  return t
end
out(#collect(10), collect(10)[5])
--- a list is kept by another function and grows afterwards
local kept = {}
local function keep(t) kept[#kept + 1] = t return #t end
local function twice()
  local t = {1, 2}
  keep(t)
  t[#t + 1] = 3
  keep(t)
  return t
end
out(#twice(), #kept, kept[1] == kept[2])
--- two names of one list
local function alias()
  local a = {}
  local b = a
  a[#a + 1] = 1
  b[#b + 1] = 2
  return a, b
end
out(alias())
--- a list is passed on by recursion
local function recursive(n, out)
  out[#out + 1] = n
  if n > 0 then recursive(n - 1, out) end
  return out
end
out(#recursive(4, {}))
--- the value that is appended appends itself
local function late()
  local t = {}
  local function add() t[#t + 1] = "in" return "out" end
  t[#t + 1] = add()
  return table.concat(t, ",")
end
out(late())
--- lists of lists
local function loops()
  local rows = {}
  for i = 1, 3 do
    local row = {}
    for j = 1, i do row[j] = i * j end
    rows[#rows + 1] = row
  end
  local s = ""
  for i = 1, #rows do
    for j = 1, #rows[i] do s = s .. rows[i][j] .. " " end
    s = s .. ";"
  end
  return s
end
out(loops())
--- stores with gaps
local function holes()
  local t = {}
  t[3] = 1
  t[1] = 2
  return #t >= 0, t[2]
end
out(holes())
--- nil is appended
local function nils(x)
  local t = {}
  t[#t + 1] = x
  t[#t + 1] = 1
  return #t, t[1]
end
out(nils(nil))
out(nils(5))
--- a stack
local function stack()
  local s = {}
  for i = 1, 5 do s[#s + 1] = i end
  local out = {}
  while #s > 0 do
    out[#out + 1] = s[#s]
    s[#s] = nil
  end
  local none = table.remove(s)
  return table.concat(out, "-"), none, #s, s[1], s[#s]
end
out(stack())
--- a queue that is read up to its end
local function queue()
  local q, head, seen = {1}, 1, 0
  while head <= #q do
    local x = q[head]
    head = head + 1
    seen = seen + x
    if x < 20 then q[#q + 1] = x * 2; table.insert(q, x * 3) end
  end
  return seen, #q, q[head], q[0], q[-1], q[head - 1]
end
out(queue())
--- lists are sorted, joined and unpacked
local function numbers()
  local t = {3, 1.5, 2}
  table.sort(t)
  local u = {"b", "a"}
  table.sort(u)
  local c = {5, 9, 7}
  table.sort(c, function(a, b) return a > b end)
  return table.concat(t, " "), table.concat(u), table.concat(c, ","), table.unpack(c)
end
out(numbers())
--- elements in front
local function shift()
  local t = {1, 2, 3}
  local a = table.remove(t, 1)
  table.insert(t, 1, 9)
  return a, table.concat(t, ",")
end
out(shift())
--- emptiness
local function empty()
  local t = {}
  local a, b, c = next(t) == nil, not next(t), #t == 0
  t[#t + 1] = 1
  if next(t) then return a, b, c, next(t) ~= nil, #t == 0 end
end
out(empty())
--- an empty list is true
local function truth()
  local t = {}
  if t then return "true", t and 1, t or 2 end
end
out(truth())
--- a list is returned early or late
local function returned(flag)
  local t = {}
  if flag then return t end
  t[#t + 1] = 1
  return t, #t
end
out(#returned(true), returned(false))
--- a variable has several lists in turn
local function reused()
  local t = {1}
  local all = {}
  for i = 1, 3 do
    all[#all + 1] = t
    t = {i}
    t[#t + 1] = i
  end
  return all
end
out(#reused(), #reused()[1], reused()[1][1], #reused()[2], reused()[3][2])
--- one list is stored several times
local function shared_in_loop()
  local t = {}
  local all = {}
  for i = 1, 3 do
    t[#t + 1] = i
    all[i] = t
  end
  return #all[1], all[1] == all[2]
end
out(shared_in_loop())
--- a list grows in a protected call
local function protected()
  local t = {}
  local ok, err = pcall(function() t[#t + 1] = 1; error("x") end)
  return ok, #t, t[1]
end
out(protected())
--- a list is yielded again and again
local function co()
  local t = {}
  local f = coroutine.wrap(function() for i = 1, 3 do t[#t + 1] = i; coroutine.yield(t) end end)
  local a, b = f(), f()
  return #a, #b, a == b, #t
end
out(co())
--- a list gets a metatable
local function meta()
  local t = {1, 2}
  setmetatable(t, {__index = function() return "dflt" end})
  return t[1], t[9], #t
end
out(meta())
--- a list gets a field
local function keys()
  local t = {1, 2}
  t.n = 2
  return t.n, #t
end
out(keys())
--- a list of arguments with holes
local function varargs(...)
  local t = {...}
  local u = {}
  for i, v in ipairs(t) do u[i] = v end
  return #u, u[1]
end
out(varargs(4, nil, 5))
--- a list is a field
local function field()
  local o = {items = {}}
  local l = o.items
  l[#l + 1] = 1
  return #o.items
end
out(field())
--- a list is made again by goto
local function goes(n)
  local t = {}
  ::top::
  local u = {}
  u[#u + 1] = n
  t[#t + 1] = u
  n = n - 1
  if n > 0 then goto top end
  return #t, t[1][1]
end
out(goes(3))
--- keys that are floats and texts
local function floats()
  local t = {10, 20, 30}
  return t[1.0], t[2.5], t[3.0], t["1"]
end
out(floats())
--- lists are compared
local function compare()
  local a, b = {}, {}
  return a == b, a == a
end
out(compare())
--- conditions that bound indices
local function cond()
  local i, t = 1, {1, 2, 3}
  local n = 0
  while i <= #t and t[i] < 3 do n = n + t[i]; i = i + 1 end
  for k = #t, 1, -1 do n = n * 10 + t[k] end
  for k = 1, #t - 1 do n = n + t[k + 1] - t[k] end
  for k = 0, #t do n = n + (t[k] or 100) end
  return n, t[i], t[i + 1], t[i - 3]
end
out(cond())
--- another list in the loop over the length of the first
local function bound1()
  local t = {1, 2, 3, 4}
  local s = ""
  for i = 1, #t do
    if i == 2 then t = {9} end
    s = s .. tostring(t[i]) .. " "
  end
  return s
end
out(bound1())
--- the length of the list before
local function bound2()
  local t = {1, 2, 3}
  local n = #t
  t = {7}
  local s = ""
  for i = 1, n do s = s .. tostring(t[i]) .. " " end
  return s
end
out(bound2())
--- another function makes the list shorter during a loop
local function shrink(t) table.remove(t) end
local function bound3()
  local t = {1, 2, 3, 4}
  local s = ""
  for i = 1, #t do
    s = s .. tostring(t[i]) .. " "
    shrink(t)
  end
  return s
end
out(bound3())
--- the index is changed after the test
local function bound4()
  local t = {1, 2, 3}
  local i, s = 1, ""
  while i <= #t do
    i = i + 1
    s = s .. tostring(t[i]) .. " "
    if i == 2 then i = i + 1 end
    s = s .. tostring(t[i]) .. " "
  end
  return s
end
out(bound4())
--- the index is changed in a branch after the test
local function bound5()
  local t = {1, 2, 3}
  local i, s = 1, ""
  while i <= #t do
    if t[i] == 2 then i = i + 5; s = s .. tostring(t[i]) else i = i + 1 end
    s = s .. tostring(t[i]) .. " "
  end
  return s
end
out(bound5())
--- a closure changes the index after the test
local function bound6()
  local t, i = {1, 2, 3}, 3
  local function step() i = i + 1 end
  local s = ""
  while i <= #t do
    step()
    s = s .. tostring(t[i])
  end
  return s
end
out(bound6())
--- indices around the ends
local function bound7()
  local t = {5, 6}
  local s = ""
  for i = 0, #t + 1 do s = s .. tostring(t[i]) .. tostring(t[i + 1]) .. tostring(t[i - 1]) end
  for i = #t, 0, -1 do s = s .. tostring(t[i]) end
  for i = #t + 2, 1, -1 do s = s .. tostring(t[i]) end
  for i = 1, #t, 2 do s = s .. tostring(t[i]) end
  for i = 2, #t do s = s .. tostring(t[i - 1]) .. tostring(t[i - 2]) end
  for i = 1, #t - 1 do s = s .. t[i + 1] .. tostring(t[i + 2]) end
  return s
end
out(bound7())
--- a list grows while it is walked
local function ipairs_grow()
  local t, n = {1}, 0
  for i, v in ipairs(t) do
    n = n + v
    if i < 5 then t[#t + 1] = i + 1 end
  end
  return n, #t
end
out(ipairs_grow())
--- a list gets shorter while it is walked
local function ipairs_shrink()
  local t, n = {1, 2, 3, 4, 5, 6}, 0
  for i, v in ipairs(t) do n = n + v; table.remove(t) end
  return n, #t
end
out(ipairs_shrink())
--- the variable gets another list while the first is walked
local function ipairs_replace()
  local t, s = {1, 2, 3}, ""
  for i, v in ipairs(t) do t = {8, 9}; s = s .. v .. tostring(t[i]) end
  return s
end
out(ipairs_replace())
--- elements are replaced in loops
local function stores()
  local t = {1, 2, 3}
  for i = 1, #t do t[i] = t[i] * 2 end
  for i, v in ipairs(t) do t[i] = v + 1 end
  for i = 1, #t do t[i] = i > 1 and nil or 5 end
  return #t, t[1], t[2]
end
out(stores())
--- elements change places in loops
local function stores2()
  local t = {1, 2, 3}
  for i = 1, #t - 1 do t[i], t[i + 1] = t[i + 1], t[i] end
  return table.concat(t, ",")
end
out(stores2())
--- a called function keeps a list that grows later
local holder = {}
local function retain(t) holder.t = t return #t end
local function retains()
  local t = {1}
  local n = retain(t)
  t[#t + 1] = 2
  return n, #holder.t, holder.t == t
end
out(retains())
--- a list leaves in one of two branches
local holder = {}
local function branch(flag)
  local t = {1, 2}
  if flag then holder.a = t else holder.b = t end
  return holder.a and #holder.a, holder.b and #holder.b
end
out(branch(true))
out(branch(false))
--- a list leaves in a branch and grows behind it
local holder = {}
local function branch2(flag)
  local t = {1, 2}
  if flag then holder.a = t end
  t[#t + 1] = 3
  return #t, holder.a and #holder.a
end
out(branch2(true))
out(branch2(false))
--- a new list leaves in every round
local function loop_leave()
  local all = {}
  for i = 1, 3 do
    local t = {i}
    all["k" .. i] = t
  end
  return #all.k1, all.k1[1], all.k3[1], all.k1 == all.k2
end
out(loop_leave())
--- the same list leaves in every round
local function loop_leave2()
  local t = {1}
  local all = {}
  for i = 1, 3 do all["k" .. i] = t end
  return all.k1 == all.k2
end
out(loop_leave2())
--- a list is an error value
local function raise()
  local t = {1, 2}
  local ok, err = pcall(function() local u = {7} error(u) end)
  return ok, type(err), err[1], #t
end
out(raise())
--- two lists are returned, one of them is kept
local holder = {}
local function two() local a, b = {1}, {2, 3} return a, b end
local function multi()
  local x, y = two()
  x[#x + 1] = 4
  holder.y = y
  return #x, #y, holder.y == y
end
local function multi2()
  local x, y, z = two()
  return #x, #y, z
end
out(multi())
out(multi2())
--- a function whose list is used in many ways
local function build(n) local r = {} for i = 1, n do r[i] = i end return r end
local function uses_built()
  local a = build(3)
  local t = {items = build(2), n = 1}
  local s = 0
  for _, v in ipairs(build(4)) do s = s + v end
  return #a, #t.items, s, #build(5), (build(2))[2]
end
out(uses_built())
--- one list for two parameters
local function self_passed(a, b) a[#a + 1] = 1 b[#b + 1] = 2 return #a, #b end
local function same_twice() local t = {} return self_passed(t, t) end
out(same_twice())
--- a list is measured by the function that gives its next element
local function own_value(t) return #t end
local function stored_len() local t = {} t[#t + 1] = own_value(t) t[#t + 1] = own_value(t) return t[1], t[2] end
out(stored_len())
--- lists among any number of arguments
local function va(...) local n = 0 for _, l in ipairs({...}) do n = n + #l end return n end
local function va2() local t = {1, 2} return va(t, t, {3}) end
local function sel() local t = {1, 2} return select(2, 1, t)[2] end
out(va2())
out(sel())
--- a comparator looks at the list that is sorted
local function cmp_sort()
  local t = {3, 1, 2}
  local seen = 0
  table.sort(t, function(a, b) seen = seen + #t return a < b end)
  return t[1], t[3], seen > 0
end
local function records()
  local t = {}
  for i = 1, 3 do t[#t + 1] = {n = 4 - i} end
  table.sort(t, function(a, b) return a.n < b.n end)
  return t[1].n, t[3].n, #t
end
out(cmp_sort())
out(records())
--- lists that cannot be sorted or joined
local function bad_sort()
  local t = {1, "x"}
  return (pcall(table.sort, t)), pcall(function() table.sort(t) end)
end
local function concat_bad()
  local t = {1, true}
  return pcall(function() return table.concat(t) end)
end
out((bad_sort()))
out((concat_bad()))
--- something is done with elements that are not there
local function index_missing()
  local t = {1}
  return pcall(function() return t[2].x end)
end
local function arith_missing()
  local t = {1}
  local i = 2
  return pcall(function() return t[i] + 1 end)
end
local function method_missing()
  local t = {1}
  return pcall(function() return t:foo() end)
end
local function call_missing() local t = {1} return pcall(function() return t[3]() end) end
out((index_missing()))
out((arith_missing()))
out((method_missing()))
out((call_missing()))
--- lists of lists without a loop around their length
local function nested()
  local g = {}
  for i = 1, 3 do g[i] = {} for j = 1, 3 do g[i][j] = i * j end end
  local s = 0
  for i = 1, #g do for j = 1, #g[i] do s = s + g[i][j] end end
  return s, g[2][3], pcall(function() return g[4][1] end)
end
out((nested()))
--- rounds that end early
local function goto_cont()
  local t = {}
  for i = 1, 5 do
    if i % 2 == 0 then goto continue end
    t[#t + 1] = i
    ::continue::
  end
  for i = 1, #t do
    if t[i] == 3 then goto skip end
    t[i] = t[i] + 1
    ::skip::
  end
  return table.concat(t, ",")
end
out(goto_cont())
--- lists in repeat loops
local function rep()
  local t = {}
  repeat t[#t + 1] = #t until #t >= 4
  local u
  repeat local l = {1} u = l l[#l + 1] = 2 until #l == 2
  return #t, t[4], #u
end
out(rep())
--- closures share a list
local function upv()
  local list = {}
  local function push(v) list[#list + 1] = v end
  local function pop() return table.remove(list) end
  push(1) push("a") push(2.5)
  return pop(), pop(), #list, pop(), pop()
end
out(upv())
--- pairs over lists
local function pairs_list()
  local t, s = {4, 5}, ""
  for k, v in pairs(t) do s = s .. k .. v end
  for k in pairs(t) do s = s .. k end
  for _, v in pairs(t) do s = s .. v end
  return s
end
out(pairs_list())
--- type and text of a list
local function tostr() local t = {} return type(t), tostring(t):sub(1, 5), t ~= nil, t == nil, not t end
out(tostr())
--- unpacked lists
local function unpacked() local t = {1, 2, 3} local a, b = table.unpack(t) return a, b, select("#", table.unpack(t)) end
out(unpacked())
--- nil is appended by every form
local function nothing() end
local function none() return nil end
local function append(value)
  local t = {"a"}
  t[#t + 1] = nil
  t[#t + 1] = value
  table.insert(t, value)
  t[#t + 1] = none()
  table.insert(t, none())
  t[#t + 1] = nothing()
  t[#t + 1] = value and value .. "!"
  local n = 0
  for _, each in ipairs(t) do n = n + #each end
  return #t, n, table.concat(t, " ")
end
out(append(nil))
out(append("b"))
--- a list leaves and is measured in one statement
local function shortened(list) table.remove(list) return #list end
local function measured()
  local list = {}
  for i = 1, 3 do list[i] = i end
  return {list = list, count = #list, first = list[1]}
end
local function changed()
  local list = {}
  for i = 1, 3 do list[i] = i end
  return {list = list, left = shortened(list), count = #list}
end
local one, other = measured(), changed()
out(one.list[3], one.count, one.first, #other.list, other.left, other.count)
--- methods of classes and lists
local Stack = {}
Stack.__index = Stack
function Stack.new(items) return setmetatable({items = items}, Stack) end
function Stack:push(v) self.items[#self.items + 1] = v return self end
function Stack:all() local copy = {} for i, v in ipairs(self.items) do copy[i] = v end return copy end
local first = {1}
local s = Stack.new(first):push(2)
first[#first + 1] = 3
local all = s:all()
all[#all + 1] = 9
out(#s.items, #first, #all, #s:all(), s.items == first)
--- functions that are values get lists
local function each(list, f) for i = 1, #list do f(list[i], i, list) end end
local seen = {}
local function visit()
  local list = {"x", "y"}
  each(list, function(v, i, l) seen[#seen + 1] = v .. i .. #l if i == 1 then l[#l + 1] = "z" end end)
  return #list
end
out(visit(), table.concat(seen, " "))
--- a function is exchanged for one that keeps its list
local keeper
local use = function(list) return #list end
local function run() local list = {1} local n = use(list) list[#list + 1] = 2 return n, #list end
out(run())
use = function(list) keeper = list return #list end
out(run())
out(#keeper)
--- a list in a coroutine
local gen = coroutine.wrap(function(list)
  local mine = {}
  for _, v in ipairs(list) do mine[#mine + 1] = v * 2 coroutine.yield(#mine) end
  return table.concat(mine, ",")
end)
out(gen({1, 2}), gen(), gen())
--- results that are lists or nothing
local function maybe(flag) if flag then return {1, 2} end end
local function both(flag) if flag then return {1} end return nil, "none" end
local m = maybe(true)
local l, err = both(false)
local k, err2 = both(true)
out(#m, maybe(false), l, err, #k, err2)
--- a list goes round through several functions
local function extend(list, v) list[#list + 1] = v return list end
local function chain() local list = extend(extend({}, 1), 2) list = extend(list, 3) return list, #list end
local c, n = chain()
local d = extend(c, 4)
out(#c, n, c == d)
--- sorting lists of any elements, and by functions
local function shown(t) local s = {} for i, v in ipairs(t) do s[i] = tostring(v) end return table.concat(s, " ") end
local function parts(text) local found = {} for w in string.gmatch(text, "%S+") do found[#found + 1] = w end return found end
local words = parts("pear fig apple kiwi")
table.sort(words, function(a, b) return a > b end)
out(shown(words))
table.sort(words, function(a, b) return #a < #b or (#a == #b and a < b) end)
out(shown(words))
table.sort(words, function(a, b) if a < b then return "yes" end end)
out(shown(words))
table.sort(words, function(a, b) return a > b and 0 or nil, "ignored" end)
out(shown(words))
local mixed = {3, 1.5, 2, -1}
table.sort(mixed)
out(shown(mixed))
local bad = {}
for i, v in ipairs({3, "x", 1}) do bad[#bad + 1] = v end
check(function() table.sort(bad) end)
out(#bad)
check(function() table.sort(words, function(a, b) error("stop") end) end)
out(shown(words))
local compared = {}
local rounds = 0
table.sort(words, function(a, b) rounds = rounds + #words compared[a] = true return a < b end)
out(shown(words), rounds % #words, compared.fig)
check(function() table.sort(words, 5) end)
local one, none = {"only"}, {}
table.sort(one, function() error("never") end)
table.sort(none, function() error("never") end)
out(shown(one), #none)
local nested = {}
for i = 1, 5 do nested[#nested + 1] = {n = (i * 7) % 5, i = i} end
table.sort(nested, function(a, b)
  local inner = {b.n, a.n}
  table.sort(inner, function(x, y) return x < y end)
  return inner[1] == a.n and a.n ~= b.n
end)
for _, each in ipairs(nested) do out(each.n, each.i) end
--- elements that are removed at computed positions
local function serve(queue, wanted)
  local i, served = 1, {}
  while i <= #queue do
    if queue[i] % 2 == wanted then
      served[#served + 1] = table.remove(queue, i)
    else
      i = i + 1
    end
  end
  return served, queue
end
local served, queue = serve({1, 2, 3, 4, 5}, 1)
out(table.concat(served, ","), table.concat(queue, ","))
local function walk()
  local list, seen = {1, 2, 3, 4, 5, 6}, {}
  for i, v in ipairs(list) do
    seen[#seen + 1] = v
    if v % 2 == 0 then table.remove(list, i) end
  end
  for i = #list, 1, -1 do
    if list[i] > 3 then table.remove(list, i) end
  end
  return table.concat(seen, ",") .. "|" .. table.concat(list, ",")
end
out(walk())
local function behind()
  local list = {1, 2}
  local gone = table.remove(list, #list + 1)
  return tostring(gone), #list
end
out(behind())
--- built-in functions that change a list for the last time
local function removed(at)
  local t = {1, 2, 3}
  return table.remove(t, at)
end
out(removed(1), removed(2), removed(3))
local function second() local t = {1, 2, 3} return table.remove(t, 2) end
local function text() local t = {1, 2, 3} return (table.remove(t, "2")) end
local function half() local t = {1, 2, 3} return (table.remove(t, 4 / 2)) end
local function last() local t = {1, 2, 3} return (table.remove(t, nil)) end
out(second(), text(), half(), last())
local function inserted(at)
  local t = {1, 2, 3}
  local n = #t
  table.insert(t, at, 9)
  return table.concat(t, ",") .. n
end
out(inserted(1), inserted(2), inserted(4))
local function unseen(at) local t = {1, 2, 3} table.insert(t, at, 9) end
unseen(1)
unseen(4)
--- calls that give one value or several to new lists
local function one(x) return "<" .. x .. ">" end
local function maybe(x) if x then return x end end
local function two(x) return x, x end
local function build(n)
  local parts = { one(n) }
  local lines = { string.format("%d!", n) }
  local words = { ("a b"):upper() }
  for i = 1, n do
    table.insert(parts, ("%d"):format(i))
    table.insert(lines, string.rep("x", i))
    table.insert(lines, ("abc"):sub(i, i + 1))
    parts[#parts + 1] = one(i)
  end
  table.insert(words, math.max(n, 2))
  table.insert(words, tostring(n))
  return table.concat(parts, ",") .. table.concat(lines, ",") .. table.concat(words, ",")
end
local function lens()
  local a, b, c, d = { maybe(nil) }, { maybe(1) }, { two(1) }, { ("x1y2"):match("(%a)(%d)") }
  local e, f = { ("abc"):byte(1, 3) }, { ("a"):gsub("a", "b") }
  return #a, #b, #c, #d, #e, #f
end
local function ins(n)
  local t = {}
  table.insert(t, maybe(n))
  table.insert(t, (two(n)))
  table.insert(t, tonumber("x"))
  table.insert(t, tonumber("4"))
  table.insert(t, ("k=v"):match("k=(%a)"))
  table.insert(t, ("k=v"):match("z=(%a)"))
  return #t, t[1], t[#t]
end
out(build(3))
out(lens())
out(ins(7))
out((pcall(function() local t = {} table.insert(t, maybe(nil)) return #t end)))
out(#{one(1)}, #{one(1), two(2)}, #{two(1), one(2)}, #{maybe(nil), one(1)})
local function nested(n)
  local rows = {{one(n)}, {maybe(n)}}
  table.insert(rows, {string.format("%d", n), (two(n))})
  return #rows[1] + #rows[2] + #rows[3], rows[3][1]
end
out(nested(1))
--- a list that gathers what is found in itself
local words = {}
for word in table.concat(words, " "):gmatch("%a+") do words[#words + 1] = word end
out(#words)
--- loops in branches that fill a table made before them
local function encode(value, kind)
  local parts = {}
  if kind == "list" then
    for i, item in ipairs(value) do parts[i] = item * 2 end
    return "[" .. table.concat(parts, ",") .. "]"
  elseif kind == "count" then
    for i = 1, value do parts[i] = i end
  elseif kind == "both" then
    for i = 1, 2 do parts[i] = i end
    for i = 1, 3 do parts[i] = i * 10 end
  elseif kind == "jump" then
    for i = 1, value do if i == 2 then break end parts[i] = i end
  elseif kind == "holes" then
    for i = 1, value do if i ~= 2 then parts[i] = i end end
  elseif kind == "late" then
    for i = 2, value do parts[i] = i end
  else
    parts[1] = "first"
    do for i = 1, 2 do parts[i] = i + 5 end end
  end
  parts[#parts + 1] = "end"
  return #parts .. ":" .. tostring(parts[1]) .. ":" .. tostring(parts[2]) .. ":" .. tostring(parts[#parts])
end
out(encode({ 1, 2, 3 }, "list"), encode({}, "list"), encode(3, "count"), encode(0, "count"))
out(encode(0, "both"), encode(3, "jump"), encode(1, "holes"), encode(1, "late"), encode(0, "other"))
local function looped(n)
  local rows, total = {}, 0
  local again = 0
  ::top::
  if again < n then
    for i = 1, 2 do rows[i] = i + again end
  end
  again = again + 1
  if again < 3 then goto top end
  for _, row in ipairs(rows) do total = total + row end
  return total, #rows
end
out(looped(1)) out(looped(3))
local function used(n)
  local rows = {}
  if table.insert(rows, 0) or n > 0 then for i = 1, n do rows[i] = i end end
  return #rows, rows[1]
end
out(used(0)) out(used(1)) out(used(2))
local function shared(n)
  local rows = {}
  local function get() return rows end
  if n > 0 then
    for i = 1, n do get()[1] = "x" rows[i] = i end
  end
  return #rows, rows[1]
end
out(shared(0)) out(shared(2))
