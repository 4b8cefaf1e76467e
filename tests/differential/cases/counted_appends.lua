--- an index that was counted before
local function number(node, numbers, order)
  local n = #order + 1
  numbers[node.id] = n
  order[n] = node
  for _, child in ipairs(node.children) do number(child, numbers, order) end
  return n
end
local leaf = {id = "d", children = {}}
local tree = {id = "a", children = {{id = "b", children = {leaf}}, {id = "c", children = {}}}}
local numbers, order = {}, {}
out(number(tree, numbers, order), #order)
for i = 1, #order do out(i, order[i].id, numbers[order[i].id]) end
--- several stores behind each other
local a, b = {}, {}
for i = 5, 8 do
  local n = #a + 1
  local m = #b + 1
  a[n] = i
  b[m] = n
end
out(#a, a[1], a[4], #b, b[1], b[4], a[5], a[0])
for i = 3, 5 do
  local n = #a + 1
  a[n] = i * 10
  out(a[i - 1], a[i], a[n])
end
--- the value may be nil
local kept = {}
local function keep(v)
  local n = #kept + 1
  kept[n] = v
  return n
end
out(keep(1), keep(nil), keep(2), keep(nil), keep(false), #kept, kept[3], kept[4])
--- the list grows between counting and storing
local t = {}
local function add() t[#t + 1] = "x" end
local n = #t + 1
add()
t[n] = "y"
out(#t, t[1], t[2])
local m = #t + 1
table.insert(t, "z")
t[m] = "w"
out(#t, t[1], t[2], t[3])
local k = #t + 1
t[#t + 1] = "p"
t[k] = "q"
out(#t, t[2], t[3], t[4])
local function value() t[#t + 1] = "inner" return "outer" end
local v = #t + 1
t[v] = value()
out(#t, t[3], t[4], t[5])
--- the same list under another name
local function both(x, y)
  local n = #x + 1
  y[n] = "first"
  x[n] = "second"
  return #x, #y, x[n], y[n]
end
out(both({}, {}))
local one = {}
out(both(one, one))
--- the number or the list changes between
local t, u = {1, 2}, {}
local n = #t + 1
n = 1
t[n] = "one"
out(#t, t[1], t[3])
local n = #t + 1
t = u
t[n] = "far"
out(t[1], t[3], u[3])
local w = {}
local c = #w + 1
for i = 1, 3 do w[c] = i end
out(#w, w[1], w[2])
local d = #w + 1
while #w < 4 do w[d] = 1 d = d + 1 end
out(#w)
local p = #w + 1
if p > 3 then w[p] = "if" end
out(#w, w[p])
w[p] = "again"
out(#w, w[p])
--- the list gets shorter between
local s = {1, 2, 3}
local n = #s + 1
s[#s] = nil
s[n] = "gap"
out(s[1], s[2], s[3], s[4])
--- metamethods run between counting and storing
local t = {}
local noisy = setmetatable({}, {
  __newindex = function(_, k, v) t[#t + 1] = k end,
  __index = function(_, k) t[#t + 1] = k return k end,
})
local n = #t + 1
noisy.a = 1
t[n] = "n"
out(#t, t[1], t[2])
local m = #t + 1
local x = noisy.b
t[m] = "m"
out(#t, t[1], t[2], t[3])
--- a list of nil
local function store(list, v)
  local n = #list + 1
  list[n] = v
  return #list
end
out(store({}, 1), store({1, 2}, 3))
check(store, nil, 1)
check(store, 5, 1)
--- lists in a table that is none
local rows = {}
for i = 1, 3 do rows[i * i] = {} end
for i = 1, 9 do
  if rows[i] then table.insert(rows[i], i) table.insert(rows[i], i * 2) end
end
local function sum(i)
  local total = 0
  for _, v in ipairs(rows[i]) do total = total + v end
  return total
end
out(sum(1), sum(4), sum(9))
check(sum, 2)
check(function() table.insert(rows[2], 1) end)
check(function() return #rows[3] end)
check(function() return rows[2][1] end)
local cells = {}
for i = 1, 3 do
  cells[i] = {}
  for j = 1, i do table.insert(cells[i], j) end
end
local x = 2
cells[x + 5] = {7}
out(#cells[1], #cells[3], cells[7][1])
local text = ""
for _, v in ipairs(cells[3]) do text = text .. v end
out(text)
check(function() for _ in ipairs(cells[x + 3]) do end end)
check(function() table.insert(cells[x + 3], 1) end)
cells[2] = nil
check(function() table.insert(cells[2], 1) end)
check(function() for _ in ipairs(cells[2]) do end end)
--- lists behind indices of which nothing is known
local function groups(count)
  local other, order = {}, {}
  for w = 1, count do
    other[w] = {}
    order[count - w + 1] = w
    if w > 1 then table.insert(other[w], w - 1) end
    table.insert(other[w], w)
  end
  local body, total, position = {count}, 0, 1
  while position <= #body do
    local x = body[position]
    position = position + 1
    for _, y in ipairs(other[x]) do
      total = total + y
      if y < x then table.insert(body, y) end
    end
  end
  return total, #body
end
out(groups(5))
local function broken(count, missing)
  local other, total = {}, 0
  for w = 1, count do other[w] = {} table.insert(other[w], w) end
  local at = {count, missing}
  for _, x in ipairs(at) do
    for _, y in ipairs(other[x]) do total = total + y end
  end
  return total
end
check(broken, 3, 2)
check(broken, 3, 7)
check(broken, 3, -1)
local function inserting(count, missing)
  local other = {}
  for w = 1, count do other[w] = {} end
  local at = {count, missing}
  for _, x in ipairs(at) do table.insert(other[x], x) end
  return #other[count]
end
check(inserting, 3, 2)
check(inserting, 3, 9)
--- counted, but not one behind the end
local before = {1, 2, 3}
local n = #before - 1
before[n] = 9
out(#before, before[2], before[3], before[4])
local last = {1, 2, 3}
local m = #last - 0
last[m] = 9
out(#last, last[3], last[4])
local far = {1, 2, 3}
local k = #far + 2
far[k] = 9
out(far[3], far[4], far[5])
local times = {1, 2, 3}
local p = #times * 1
times[p] = 9
out(#times, times[3], times[4])
--- the count is less by the time of the store
local t = {1, 2, 3}
local n = #t + 1
n = n - 1
t[n] = 9
out(#t, t[3], t[4])
local u = {1, 2, 3}
local m = #u + 1
local function back() m = m - 1 end
back()
u[m] = 9
out(#u, u[3], u[4])
--- two lists change their names between
local t, u = {1, 2, 3}, {}
local n = #t + 1
t, u = u, t
t[n] = 9
out(#u, u[3], u[4], t[4], t[1])
--- another list of the names between
local t = {1, 2, 3}
local n = #t + 1
t = {5}
t[n] = 9
out(t[1], t[2], t[4])
--- an append between counting and storing
local t = {}
local n = #t + 1
t[#t + 1] = 4
t[n] = 5
out(#t, t[1], t[2])
--- an append to another name of the list
local t = {1}
local same = t
local n = #t + 1
same[#same + 1] = 4
t[n] = 5
out(#t, t[1], t[2], t[3])
--- parameters that are one list, or two
local function put(t, s)
  local n = #t + 1
  s[#s + 1] = "a"
  t[n] = "b"
end
local one, two = {}, {}
put(one, two)
put(one, one)
out(#one, one[1], one[2], one[3], #two)
local function number_both(t, s)
  local n = #t + 1
  local m = #s + 1
  s[m] = "a"
  t[n] = "b"
end
local three, four = {}, {}
number_both(three, four)
number_both(three, three)
out(#three, three[1], three[2], three[3], #four)
--- an append to the list in a field
local t = {3, 1, 2}
local holder = {}
holder.list = t
local n = #t + 1
holder.list[#holder.list + 1] = 5
t[n] = "q"
out(#t, t[4], t[5])
--- a value takes the last element away
local t = {1, 2, 3}
local n = #t + 1
local last = table.remove(t)
t[n] = 9
out(t[1], t[2], t[3], t[4], last)
local u = {1, 2, 3}
local m = #u + 1
u[m] = table.remove(u)
out(u[1], u[2], u[3], u[4])
--- a coroutine waits between counting and storing
local t = {1}
local step = coroutine.wrap(function()
  local n = #t + 1
  local x = coroutine.yield(n)
  t[n] = x
end)
out(step())
t[#t + 1] = "a"
step("b")
out(#t, t[1], t[2], t[3])
--- a protected call appends between
local t = {1}
local function add() t[#t + 1] = "p" return 1 end
local n = #t + 1
local ok = pcall(add)
t[n] = "q"
out(ok, #t, t[2], t[3])
