--- a sieve and its length
local sieve = {}
for i = 1, 50 do sieve[i] = true end
for i = 2, 50 do
  for j = i + i, 50, i do sieve[j] = false end
end
local count = 0
for i = 2, #sieve do if sieve[i] then count = count + 1 end end
out(count, #sieve, sieve[0], sieve[51], sieve[-1])
--- swaps and rotations
local t = {1, 2, 3, 4, 5}
for i = 1, 2 do t[i], t[6 - i] = t[6 - i], t[i] end
out(table.concat(t, ","))
local i = 3
t[i], t[i] = t[i], t[i]
for k = 1, 4 do t[k], t[k + 1] = t[k + 1], t[k] end
out(table.concat(t, ","))
t[i], t[i + 1], t[i + 2] = t[i + 2], t[i], t[i + 1]
out(table.concat(t, ","), #t)
--- the same place twice
local t = {0, 0, 0}
for i = 1, 3 do
  t[i], t[i] = i, -i
  out(t[i] == i or t[i] == -i)
end
local a, b = {1, 2}, {3, 4}
local same = a
for i = 1, 2 do same[i], a[i] = b[i], b[3 - i] end
out(#a, a == same)
--- elements that are set to nil and come back
local t = {}
for i = 1, 10 do t[i] = i end
for i = 10, 6, -1 do t[i] = nil end
out(#t, t[6], t[5])
for i = 6, 8 do t[i] = -i end
out(#t, t[8], t[9])
for i = 8, 1, -1 do t[i] = nil end
out(#t, next(t))
t[#t + 1] = "a"
out(#t, t[1])
--- nil moved within the elements
local t = {}
for i = 1, 6 do t[i] = i end
for i = 1, 6 do t[i] = t[i + 1] end
out(#t, t[5], t[6])
t[#t + 1] = "new"
out(#t, t[6])
for i = 1, 6 do t[i] = t[i + 6] end
out(#t, next(t))
for i = 1, 3 do t[i] = i * i end
out(#t, t[3])
--- nil swapped over the border
local t = {1, 2, 3}
for i = 3, 3 do t[i], t[i + 1] = t[i + 1], t[i] end
out(t[3], t[4])
t[4] = nil
out(#t)
for i = 1, 3 do t[i], t[i + 10] = t[i + 10], t[i] end
out(t[1], t[11], t[12], t[13])
--- booleans are other keys than one and zero
local t = {}
for i = 0, 3 do t[i] = i end
local keys = {true, false, 1, 0, 1.0, 0.0, -0.0, "1"}
for i = 1, #keys do out(t[keys[i]]) end
t[true] = "yes"
t[false] = "no"
for i = 1, #keys do out(t[keys[i]]) end
out(t[1], t[0], #t)
--- a boolean key through a parameter
local function get(t, key) return t[key] end
local t = {}
for i = 1, 3 do t[i] = i end
out(get(t, 1), get(t, true), get(t, 1 == 1), get(t, 2))
--- a comparison as key
local t = {"one", "two"}
for i = 1, 2 do out(t[i == 1], t[i]) end
local r = {}
for i = 1, 4 do r[i] = i out(r[i > 1 and i], r[i > 1 or i]) end
--- rawget and rawset with booleans
local t = {}
for i = 0, 3 do t[i] = i end
rawset(t, true, "t")
rawset(t, 1.0, "one")
out(rawget(t, true), rawget(t, 1), rawget(t, false), rawget(t, 0), t[1], #t)
out(rawequal(t, t))
--- float keys
local t = {}
for i = 1, 4 do t[i] = i end
for x = 1.0, 4.0 do t[x] = t[x] * 10 end
out(t[1], t[4.0], t[2.5], #t)
t[2.5] = "half"
t[5.0] = "five"
out(t[2.5], t[5], #t, math.type(next({[3.0] = 1})))
local n = 0
for k in pairs(t) do n = n + 1 if k == 5 then out(math.type(k)) end end
out(n)
check(function() t[0/0] = 1 end)
out(t[0/0])
--- keys that are strings of digits
local t = {}
for i = 1, 3 do t[i] = i end
for i = 1, 3 do t[tostring(i)] = "s" .. i end
out(t[1], t["1"], t["3"], t[3], #t)
--- nil as key
local t = {}
for i = 1, 3 do t[i] = i end
local key
out(t[key])
check(function() t[key] = 1 end)
for i = 1, 3 do key = t[i + 1] out(t[key]) end
check(function() t[key] = 1 end)
--- large keys and zero and negative ones
local t = {}
for i = -2, 2 do t[i] = i end
t[2^53] = "big"
t[1 << 40] = "far"
out(t[-2], t[0], t[2], t[9007199254740992], t[1099511627776], t[2.0^40])
local n = 0
for k, v in pairs(t) do n = n + 1 end
out(n)
t[0] = nil
t[-1] = nil
n = 0
for k, v in pairs(t) do n = n + 1 end
out(n, t[0], t[-1])
--- keys beyond 64 bits wrap
local t = {}
for i = 1, 3 do t[math.maxinteger + i] = i end
out(t[math.mininteger], t[math.mininteger + 2])
--- fields among the elements
local t = {}
t.name = "n"
for i = 1, 5 do t[i] = i t.last = i end
t.n = 5
for i = 1, 5 do t.n = t.n - 1 end
out(t.name, t.last, t.n, #t)
t.last = nil
t.other = 1
out(#t, t.last)
t[#t + 1] = 6
out(#t)
local fields, elements = 0, 0
for k, v in pairs(t) do
  if type(k) == "string" then fields = fields + 1 else elements = elements + 1 end
end
out(fields, elements)
--- pairs gives the elements first, in order
local t = {}
for i = 1, 5 do t[i] = i * i end
for k, v in pairs(t) do out(k, v) end
for k, v in next, t do out(k, v) end
local k, v = next(t)
while k do out(k, v) k, v = next(t, k) end
--- elements cleared during pairs
local t = {}
for i = 1, 5 do t[i] = i end
local n = 0
for k in pairs(t) do t[k] = nil n = n + 1 end
out(n, #t, next(t))
for i = 1, 5 do t[i] = i end
t.x = 1
for k, v in pairs(t) do t[k] = v * 2 end
out(t[1], t[5], t.x)
local seen = 0
for k, v in pairs(t) do
  seen = seen + 1
  for i = 1, 5 do t[i] = nil end
end
out(seen >= 1, t[1], t.x)
--- ipairs sees what happens meanwhile
local t = {1}
for i, v in ipairs(t) do if i < 5 then t[i + 1] = v + 1 end out(i, v) end
for i, v in ipairs(t) do t[i + 1] = nil out(i, v) end
local holes = {}
for i = 1, 6 do if i ~= 4 then holes[i] = i end end
for i, v in ipairs(holes) do out(i, v) end
out(select("#", table.unpack(holes, 1, 6)), (select(4, table.unpack(holes, 1, 6))))
--- library functions
local t = {}
for i = 1, 8 do t[i] = (i * 5) % 9 end
table.sort(t)
out(table.concat(t, " "), #t)
table.sort(t, function(a, b) return a > b end)
out(table.concat(t, " ", 2, 4))
table.insert(t, 100)
table.insert(t, 1, -1)
table.insert(t, 5, 55)
out(table.concat(t, " "), #t)
out(table.remove(t), table.remove(t, 1), table.remove(t, 4), #t)
out(table.concat(t, " "))
out(table.unpack(t, 1, 3))
while #t > 0 do out(table.remove(t)) end
out(table.remove(t), #t, next(t))
for i = 1, 3 do t[i] = i end
out(#t, table.remove(t, 1), t[1], t[2], t[3])
--- a stack
local stack, top = {}, 0
local function push(v) top = top + 1 stack[top] = v end
local function pop() local v = stack[top] stack[top] = nil top = top - 1 return v end
for i = 1, 10 do push(i * i) end
for i = 1, 4 do out(pop(), #stack) end
push("again")
out(#stack, stack[top], pop(), pop(), #stack)
--- a queue with a moving head
local queue, head, tail = {}, 1, 0
local function put(v) tail = tail + 1 queue[tail] = v end
local function take()
  if head > tail then return nil end
  local v = queue[head]
  queue[head] = nil
  head = head + 1
  return v
end
for round = 1, 5 do
  for i = 1, 20 do put(round * i) end
  for i = 1, 19 do take() end
end
out(head, tail, take(), take())
local n = 0
for _ in pairs(queue) do n = n + 1 end
out(n)
--- a matrix
local m = {}
for i = 1, 4 do
  m[i] = {}
  for j = 1, 4 do m[i][j] = i * j end
end
for i = 1, 4 do for j = 1, i do m[i][j], m[j][i] = m[j][i], m[i][j] end end
m[2][3] = m[3][2] + m[1][1]
local sum = 0
for i = 1, #m do for j = 1, #m[i] do sum = sum + m[i][j] end end
out(sum, m[2][3], #m, #m[1])
check(function() m[5][1] = 1 end)
check(function() return m[0][1] end)
--- a grid of strings
local rows = {}
for y = 1, 3 do
  local row = {}
  for x = 1, 3 do row[x] = (x == y) and "#" or "." end
  rows[y] = table.concat(row)
end
out(table.concat(rows, "/"))
--- counting
local counts = {}
for i = 1, 100 do
  local k = i % 7
  counts[k] = (counts[k] or 0) + 1
end
out(counts[0], counts[1], counts[6], #counts)
local squares = {}
for i = 1, 5 do squares[i] = i end
for i = 1, 5 do squares[i] = squares[i] * squares[i] - 1 end
for i = 1, 5 do squares[i] = -squares[i] end
out(table.concat(squares, ","))
--- memory of results
local known = {}
local function fib(n)
  if n < 2 then return n end
  if known[n] then return known[n] end
  local value = fib(n - 1) + fib(n - 2)
  known[n] = value
  return value
end
out(fib(60), #known >= 0, known[2], known[1])
--- an element that stores into its own table when it is made
local t = {}
local function grow(i) t[i + 1] = "grown" t[i] = "old" return i end
for i = 1, 3 do t[i] = grow(i) end
out(t[1], t[2], t[3], t[4])
--- a key that the value changes
local t, i = {}, 1
local function step() i = i + 1 return i end
for _ = 1, 3 do t[i] = step() end
local n = 0
for k, v in pairs(t) do n = n + k * v end
out(i, #t >= 0)
--- errors in values leave the table as it was
local t = {}
for i = 1, 3 do t[i] = i end
check(function() for i = 1, 5 do t[i] = t[i] + 1 end end)
out(t[1], t[2], t[3], t[4], #t)
check(function() t[1], t[2] = 10, error("no") end)
out(t[1], t[2])
check(function() local n n[1] = 2 end)
check(function() local n for i = 1, 2 do n[i] = i end end)
check(function() local n if #t > 99 then n = {} n[1] = 1 end for i = 1, 2 do n[i] = i end end)
--- an indexed table in a variable with others
local function total(list)
  local sum = 0
  for i = 1, #list do sum = sum + list[i] end
  for i, v in ipairs(list) do sum = sum + i * v end
  list[1] = 0
  list[#list + 1] = 5
  return sum
end
local indexed, appended = {}, {}
for i = 1, 5 do indexed[i] = i indexed[i] = indexed[i] + indexed[1] end
for i = 1, 5 do appended[#appended + 1] = i table.insert(appended, 1, i) end
out(total(indexed), total(appended), total({1, 2, 3}), total({n = 1}))
out(indexed[1], appended[1], #indexed, #appended)
--- the same table by another name
local a = {}
local b = a
for i = 1, 4 do a[i] = i b[i + 4] = a[i] end
b[9] = "nine"
b.name = "b"
out(#a, #b, a[9], a.name, a == b, rawequal(a, b))
local holder = {list = a}
for i = 1, 3 do holder.list[i] = holder.list[i + 1] end
out(table.concat(a, ",", 1, 4))
--- a metatable that comes later
local t = {}
for i = 1, 3 do t[i] = i end
local log = {}
setmetatable(t, {
  __index = function(_, k) return "missing " .. tostring(k) end,
  __newindex = function(s, k, v) log[#log + 1] = k rawset(s, k, v) end,
  __len = function() return 42 end,
})
for i = 1, 5 do out(t[i]) end
for i = 2, 5 do t[i] = -i end
out(t[5], t[6], #t, table.concat(log, ","), t[true])
--- a metatable behind
local base = {}
for i = 1, 3 do base[i] = "b" .. i end
local t = setmetatable({}, {__index = base})
for i = 1, 4 do out(t[i], t[i == 1]) end
for i = 1, 2 do t[i] = "t" .. i end
out(t[1], t[3], base[1], #t, #base)
--- a table under newindex
local store = {}
local t = setmetatable({}, {__newindex = store})
for i = 1, 3 do t[i] = i * i end
for i = 1, 3 do store[i] = store[i] + 1 end
out(t[1], store[1], store[3], #store)
--- through pcall and as result
local t = {}
for i = 1, 3 do t[i] = i end
local ok, same = pcall(function(list) list[4] = 4 return list end, t)
out(ok, same == t, #t, same[4], same[true])
local ok, value = pcall(rawget, t, true)
out(ok, value)
local ok = pcall(rawset, t, true, "true")
out(t[1], rawget(t, true), #t)
--- through varargs and select
local function last(...)
  local list = {...}
  local n = 0
  for i = 1, select("#", ...) do if list[i] then n = n + 1 end end
  return list[#list], n
end
out(last(1, 2, 3))
out(last(true, false, 3))
local packed = {last(1, 2)}
for i = 1, 3 do out(packed[i]) end
--- a literal with nil and calls
local function two() return 1, 2 end
local function none() end
for round = 1, 2 do
  local t = {two(), two(), none()}
  for i = 1, 4 do out(t[i]) end
  local u = {none(), 5}
  for i = 1, 3 do out(u[i]) end
  local w = {nil, nil, 3}
  for i = 1, 4 do out(w[i]) end
end
--- made in a loop and kept
local all = {}
for i = 1, 3 do
  local t = {i}
  for j = 2, 4 do t[j] = t[j - 1] * 2 end
  all[i] = t
end
for i = 1, 3 do out(table.concat(all[i], " "), all[i] == all[1]) end
--- in a coroutine
local t = {}
local co = coroutine.wrap(function()
  for i = 1, 3 do t[i] = i coroutine.yield(t[i]) t[i] = t[i] + 1 end
end)
for i = 1, 3 do out(co(), t[i], t[i - 1]) end
co()
out(t[3], #t)
local gen = coroutine.wrap(function(list) for i = 1, #list do coroutine.yield(list[i]) end end)
out(gen(t), gen())
--- captured and changed by closures
local list = {}
local function reset() list = {"fresh"} return 7 end
for k = 1, 2 do list[k] = k end
for k = 1, 2 do list[k] = reset() end
out(list[1] ~= nil, #list >= 1)
--- tables as keys next to indexes
local key1, key2 = {}, {}
local t = {}
for i = 1, 3 do t[i] = i t[key1] = i t[key2] = -i end
out(t[key1], t[key2], t[3], #t)
local f = function() end
t[f] = "f"
out(t[f], t[print] == nil)
--- sparse elements
local t = {}
t[1000000] = "far"
for i = 1, 3 do t[i] = i end
local n = 0
for k, v in pairs(t) do n = n + 1 end
out(n, t[1000000], t[4])
t[1000000] = nil
out(#t, t[1000000])
for k, v in pairs(t) do out(k, v) end
--- filled from behind
local t = {}
for i = 20, 1, -1 do t[i] = i end
out(#t, t[1], t[20])
for i, v in ipairs(t) do if i % 10 == 0 then out(i, v) end end
--- equality and names of indexed tables
local t = {}
for i = 1, 2 do t[i] = i end
out(type(t), t == {}, t ~= t, t and 1, not t, #tostring(t) > 0)
check(function() return t + 1 end)
check(function() return t < t end)
check(function() return t() end)
check(function() return t .. "x" end)
check(function() return -t end)
check(function() t[1].x.y = 1 end)
--- in a table of its own
local t = {}
for i = 1, 2 do t[i] = t end
t[1][2] = "end"
out(t[1] == t, t[2], t[1][1][2])
--- recursion over a shared board
local board, found = {}, 0
local function place(row)
  if row > 5 then found = found + 1 return end
  for column = 1, 5 do
    local free = true
    for r = 1, row - 1 do
      if board[r] == column or math.abs(board[r] - column) == row - r then free = false end
    end
    if free then board[row] = column place(row + 1) board[row] = nil end
  end
end
place(1)
out(found, #board)
--- the length of tables, nil and objects
local t, nothing = {1, 2, 3}
out(#t)
check(function() return #nothing end)
check(function() nothing = #t > 5 and t or nil return #nothing end)
local object = setmetatable({1}, {__len = function() return 7 end})
out(#object)
local late = {1, 2}
out(#late)
setmetatable(late, {__len = function() return -1 end})
out(#late)
local either = #t > 1 and late or t
out(#either)
local holder = {list = {}}
out(#holder.list)
check(function() return #holder.none end)
--- appending what may be nil
local source, target = {1, nil, 3}, {}
for i = 1, 5 do target[#target + 1] = source[i] end
out(#target, target[1], target[2])
local fields = {{name = "a"}, {}, {name = "c"}}
local names = {}
for _, each in ipairs(fields) do
  names[#names + 1] = each.name
  table.insert(names, each.other)
end
out(table.concat(names, ","))
local frozen = table.freeze and table.freeze({1}) or nil
if frozen then
  check(function() frozen[#frozen + 1] = source[2] end)
  check(function() table.insert(frozen, source[2]) end)
else
  out(false, "message")
  out(false, "message")
end
--- loops over lists without gaps
local list = {1, 2}
for i, v in ipairs(list) do
  if i < 6 then list[#list + 1] = v * 2 end
  out(i, v)
end
for _, v in ipairs(list) do if v > 4 then table.remove(list) end out(v) end
for i in ipairs(list) do out(i, #list) end
for i, v in ipairs(list) do table.insert(list, 1, v) if i > 2 then break end end
out(table.concat(list, ","))
local kept = {}
for i, v in ipairs(list) do kept[#kept + 1] = function() i = i + v return i end end
out(kept[1](), kept[1](), kept[2]())
for _, f in ipairs(kept) do for _, g in ipairs(kept) do if f == g then out(f()) end end end
--- loops over lists with gaps
local function total(list)
  local n = 0
  for _, v in ipairs(list) do n = n + v end
  return n
end
local gap = {1}
table.insert(gap, 2)
gap[5] = 5
out(total(gap))
local removed = {1, 2, 3}
local function cut() table.remove(removed) table.remove(removed) return 9 end
removed[#removed + 1] = cut()
out(total(removed))
local absent
local literal = {1, absent, 3}
for _, v in ipairs(literal) do out(v) end
local inserted = {1, 2}
table.insert(inserted, 1, absent)
for _, v in ipairs(inserted) do out(v) end
local function pair() return 2, "x" end
local spread = {1}
table.insert(spread, pair())
for _, v in ipairs(spread) do out(v) end
local raw = {1}
rawset(raw, 3, 3)
for _, v in ipairs(raw) do out(v) end
local cleared = {1, 2, 3}
cleared[2] = nil
for _, v in ipairs(cleared) do out(v) end
check(function() for _, v in ipairs(absent) do out(v) end end)
--- loops over literals
local n = 0
for _, v in ipairs({n, n + 1, n + 2}) do n = n + v out(v, n) end
for i, v in ipairs({"a", "b", n}) do n = i out(i, v) end
for i, v in ipairs({}) do out(i, v) end
for _, row in ipairs({{1, 2}, {3}}) do for _, v in ipairs(row) do out(v) end end
local made = {}
for _, v in ipairs({1, 2}) do made[#made + 1] = function() v = v + 1 return v end end
out(made[1](), made[1](), made[2]())
for _, v in ipairs({1, 2, 3}) do if v == 2 then goto continue end out(v) ::continue:: end
--- tables used by index, and behind a metatable
local names = {"one", "two", "three"}
local reached = 0
for round = 1, 3 do
  for i = 1, 3 do if names[i] == "two" then reached = reached + i end end
end
local object = setmetatable({}, {__index = names})
names[true] = "yes"
out(reached, object[1], object[true], object[2.0], object[4])
--- a coroutine is resumed with a table, and leaves a gap in it
local list = {1, 2, 3, 4}
local thread = coroutine.create(function(got) got[2] = nil end)
coroutine.resume(thread, list)
local seen = 0
for _, v in ipairs(list) do seen = seen + v end
for i, v in ipairs(list) do seen = seen + i * 10 + v end
out(seen)
--- elements of a table that a coroutine was resumed with get keys that are booleans
local words = {"one", "two", "three"}
local found = 0
for round = 1, 3 do
  for i = 1, 3 do if words[i] == "two" then found = found + i end end
end
local thread = coroutine.create(function(got) out(got[true], got[1], got[2.0]) got[true] = "yes" out(got[true], got[1]) end)
coroutine.resume(thread, words)
out(found, words[1])
--- two elements that are stored together and do not change places
local cells = {10, 20, 30, 40}
for round = 1, 3 do
  for i = 1, 2 do
    local j, k = 2, 3
    cells[i], cells[j] = cells[j], cells[k]
    cells[j], cells[i] = cells[k], cells[j]
    cells[i + 1], cells[j] = cells[j], cells[i]
    cells[i], cells[i] = cells[1], cells[2]
    cells[1], cells[i] = cells[i], cells[4]
    out(cells[1], cells[2], cells[3], cells[4])
  end
end
--- a table that a call gives, and a value that the call changes
local cells, count, names = {0, 0, 0, 0}, 0, {"a", "b"}
local function take()
  count = count + 1
  names[1] = names[1] .. "!"
  return cells
end
local sum = 0
for round = 1, 2 do
  for i = 1, 4 do
    cells[i] = cells[i] + i
    take()[i] = count
    sum = sum * 3 + cells[i]
    take()[i] = #names[1]
    sum = sum * 3 + cells[i]
    take()[i] = count + i
    sum = sum * 3 + cells[i]
  end
end
out(sum, names[1], count)
--- indexed tables with fields of both kinds
local both = {1, 2, kept = "k", [4] = 4}
local computed = {[1] = 1, [2] = 2, [true] = "yes"}
local twice = {a = 1, a = 2}
local doubled = {[1] = "x", "y", "z"}
local sum = 0
for round = 1, 5 do
  for i = 1, 2 do
    both[i] = both[i] + both[3 - i]
    computed[i] = computed[i] + computed[3 - i]
    doubled[i] = doubled[i] .. "!"
    twice[i] = round
    sum = sum + both[i] - computed[i] + twice[i]
  end
end
out(sum, both.kept, both[4], computed[2], twice.a, doubled[1], doubled[2], #doubled)
local names = 0
for k, v in pairs(both) do names = names + 1 end
for k, v in pairs(computed) do names = names + 10 end
for k, v in pairs(doubled) do names = names + 100 end
out(names)
local flag = sum > 0
local key = 1
local dynamic = {[flag] = "flag", [key] = "one"}
for round = 1, 5 do for i = 1, 2 do dynamic[i] = dynamic[i] or i end end
local count = 0
for k in pairs(dynamic) do count = count + 1 end
out(dynamic[1], dynamic[2], count)
local zero = {[0] = "zero", [1.0] = "one"}
for round = 1, 5 do for i = 0, 2 do zero[i] = (zero[i] or "") .. i end end
out(zero[0], zero[1], zero[2], #zero)
