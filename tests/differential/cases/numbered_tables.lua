--- filled from 0, in the middle and backwards
local best, back, sparse = {}, {}, {}
for c = 0, 9 do best[c] = 0 end
for c = 9, 3, -1 do
  local candidate = best[c - 3] + c
  if candidate > best[c] then best[c] = candidate end
end
for i = 5, -5, -1 do back[i] = i * i end
for i = 1, 40, 7 do sparse[i * 100] = i end
out(best[9], best[0], best[10], back[-5], back[0], back[6], sparse[100], sparse[2200], sparse[1])
--- rows in tables
local n, m = 4, 5
local grid = {}
for i = 0, n do grid[i] = {} grid[i][0] = i end
for j = 0, m do grid[0][j] = j end
for i = 1, n do
  for j = 1, m do
    grid[i][j] = math.max(grid[i - 1][j], grid[i][j - 1]) + math.min(grid[i - 1][j - 1], i, j)
  end
end
grid[1], grid[2] = grid[2], grid[1]
grid[1][1], grid[2][2] = grid[2][2], grid[1][1]
out(grid[n][m], grid[1][1], grid[2][2], grid[1][0], grid[2][0], grid[9], grid[0][9])
--- nil is stored, removed and swapped in
local t = {}
for i = 1, 4 do t[-i] = i end
t[-1] = nil
t[-2], t[-9] = t[-9], t[-2]
out(t[-1], t[-2], t[-9], t[-3], t[-1] == nil, t[-2] == nil, not t[-2], t[-9] ~= nil)
out(t[-1] or 7, t[-2] or 8, t[-9] or 9)
if t[-2] then out("there") else out("not there") end
t[-2] = (t[-2] or 0) + 5
local nothing
t[-3] = nothing
out(t[-2], t[-3], t[-3] or "gone")
--- false is there
local flags = {}
for i = -3, 3 do flags[i] = i > 0 end
out(flags[-3], flags[3], flags[4], flags[-3] == nil, not flags[-3], not flags[4], flags[-3] or "or", flags[4] or "or")
local count = 0
for i = -5, 5 do if flags[i] == false then count = count + 1 elseif flags[i] then count = count + 10 end end
out(count)
--- keys that are floats, nil or no number
local t = {}
for i = 1, 6 do t[i / 2] = i end
out(t[1], t[0.5], t[3], t[1.0], t[2 ^ 1], t[-0.0], t[0])
local function key(i) if i > 2 then return nil end return i end
local function at(i) local k = key(i) return t[k] end
out(at(1), at(2), at(3))
local function put(i) local k = key(i) t[k] = 7 end
out(pcall(put, 2), pcall(put, 3) == false)
local ok, message = pcall(function() t[0 / 0] = 1 end)
out(ok, t[0 / 0], t[math.huge], t[2])
--- what is not there raises where it is used
local t, rows = {}, {}
for i = 0, 3 do t[i] = i rows[i] = { i } end
local function try(f, i) local ok, found = pcall(f, i) if ok then out(found) else out("raised") end end
for _, i in ipairs({ 0, 3, 4, -1 }) do
  try(function(k) return t[k] + 1 end, i)
  try(function(k) return 1 - t[k] end, i)
  try(function(k) return t[k] * t[k - 1] end, i)
  try(function(k) return t[k] // 2 end, i)
  try(function(k) return t[k] / 2 end, i)
  try(function(k) return t[k] % 2 end, i)
  try(function(k) return -t[k] end, i)
  try(function(k) return t[k] < 2 end, i)
  try(function(k) return 2 >= t[k] end, i)
  try(function(k) return math.abs(t[k]) + math.max(t[k], 2) end, i)
  try(function(k) return math.min(5, t[k], t[k + 1]) end, i)
  try(function(k) return rows[k][1] end, i)
  try(function(k) rows[k][1] = rows[k][1] + 1 return rows[k][1] end, i)
  try(function(k) rows[k][2] = rows[k - 1][1] return rows[k][2] end, i)
  try(function(k) return t[k] == nil end, i)
end
--- a value runs code before it is stored
local t, log = {}, {}
for i = 0, 3 do t[i] = {} end
local function replace(i) t[i] = { [7] = "new" } return i end
t[1][replace(1)] = 5
t[2][9] = replace(2)
out(t[1][7], t[1][1], t[2][7], t[2][9])
local rows = {}
for i = 0, 2 do rows[i] = { [0] = i } end
local old = rows[1]
rows[1][0] = (function() rows[1] = rows[2] return 40 end)()
out(old[0], rows[1][0], rows[2][0])
--- removed elements leave no gap in walks of others
local queue, first, last = {}, 1, 0
for i = 1, 20 do
  last = last + 1
  queue[last] = i
  if i % 3 == 0 then queue[first] = nil first = first + 1 end
end
local sum = 0
while queue[first] ~= nil do sum = sum + queue[first] queue[first] = nil first = first + 1 end
out(sum, first, last, queue[1], queue[20])
--- tables that share a variable, a parameter, a result or a field
local function make(n) local t = {} for i = 0, n do t[i] = i end return t end
local function swap(t, i, j) t[i], t[j] = t[j], t[i] return t end
local a, b = make(3), make(5)
local both = a
if #tostring(b[5]) == 1 then both = b end
swap(swap(both, 0, 5), 5, 9)
local holder = { cells = both, size = 2 }
holder.cells[holder.size] = 50
holder.cells, a = a, holder.cells
out(b[0], b[5], b[9], b[2], a[2], holder.cells[2], holder.cells[3], both == b, a == both)
--- they become tables: length, walks, ipairs, names, conditions
local a, b, c, d, e, f = {}, {}, {}, {}, {}, {}
for i = 3, 1, -1 do a[i] = i b[i] = i c[i] = i d[i] = i e[i] = i f[i] = i end
local sum = 0
for k, v in pairs(b) do sum = sum + k * v end
for i, v in ipairs(c) do sum = sum + v end
d.name = "d"
d[2] = nil
out(#a, sum, d.name, d[1], d[2], next(e) ~= nil, type(f), select("#", table.unpack(a)))
e[1], e[2], e[3] = nil, nil, nil
out(next(e) == nil)
--- metatables that come later
local function add(t, i) t[i] = (t[i] or 0) + 1 return t[i] end
local plain, special = {}, {}
for i = 0, 2 do plain[i] = i special[i] = i end
setmetatable(special, { __index = function(_, k) return k * 100 end, __newindex = function(t, k, v) rawset(t, k, v + 1) end })
out(add(plain, 0), add(plain, 9), add(special, 0), add(special, 9), special[77], plain[77])
--- constructors
local i = 2
local function two() return 1, 2 end
local a, b, c, d = { [0] = 1, [i] = 5 }, { 10, 20, 30 }, { [i] = nil }, { 7, nil, 9 }
for k = -1, 4 do out(k, a[k], b[k], c[k], d[k], ({ 5, 6, two() })[k], ({ [k] = k })[2]) end
b[i - 2], d[i] = b[i], d[i]
out(b[0], d[2])
--- upvalues, recursion and memoising
local memo = { [0] = 0, [1] = 1 }
local function fib(n)
  local known = memo[n]
  if known then return known end
  local value = fib(n - 1) + fib(n - 2)
  memo[n] = value
  return value
end
out(fib(60), memo[59], memo[61])
local calls = {}
local function ack(m, n)
  calls[m] = (calls[m] or 0) + 1
  if m == 0 then return n + 1 end
  if n == 0 then return ack(m - 1, 1) end
  return ack(m - 1, ack(m, n - 1))
end
out(ack(2, 3), calls[0], calls[1], calls[2], calls[3])
--- coroutines and pcall keep them
local cells = {}
for i = 0, 3 do cells[i] = i end
local co = coroutine.wrap(function(from)
  for i = from, 3 do cells[i] = cells[i] + coroutine.yield(cells[i]) end
  return cells[0]
end)
out(co(1), co(10), co(20), co(30), cells[1], cells[2], cells[3])
local ok = pcall(function() cells[0] = 5 cells[1] = cells[8] + 1 end)
out(ok, cells[0], cells[1])
--- texts and numbers as keys of one table
local t = {}
for i = 1, 3 do t[i * 2] = i t["k" .. i] = i * 10 end
out(t[2], t.k2, t["k" .. 3], t[6], t["2"], t[3])
local u = {}
for i = 1, 3 do u[i] = i end
u[u[1] == 1] = "yes"
out(u[true], u[1], u[false])
--- a list meets a table of numbers
local function row(n) local r = {} for i = 1, n do r[#r + 1] = i end return r end
local rows = {}
for i = 1, 3 do rows[i] = row(i) end
rows[4] = { [3] = 1 }
local function cell(i, j) return rows[i][j] end
out(cell(3, 3), cell(3, 4), cell(4, 3), cell(1, 1), #row(4))
--- all bits of a key
local seen = {}
for _, k in ipairs({ 1 << 62, -1 << 63, 0, ~0 }) do seen[k] = (seen[k] or 0) + 1 end
out(seen[4611686018427387904], seen[math.mininteger], seen[-1], seen[0], seen[2 ^ 62], seen[2 ^ 63])
--- keys of rows that are not there
local rows, cells = {}, { { 1, 2, 5 }, { 2, 9, 7 }, { 4, 1, 1 } }
for i = 1, 3 do rows[i] = {} for j = 1, 3 do rows[i][j] = i * j end end
for _, cell in ipairs(cells) do
  out((pcall(function() if cell[3] > rows[cell[1]][cell[2]] then rows[cell[1]][cell[2]] = cell[3] end return rows[cell[1]][cell[2]] end)))
end
out(rows[1][2], rows[2][9], rows[3][3 // 2], rows[1][5 % 3], rows[3][cells[1][2]])
local function absent(i) local row = rows[i] return row[i % 2 + 1] end
out(absent(3), (pcall(absent, 4)))
local function put(i, k) rows[i][k] = 1 return rows[i][k] end
local function late(k) if k > 3 then return nil end return k end
out(put(1, late(2)), (pcall(put, 1, late(4))), (pcall(put, 4, late(4))), (pcall(put, 4, 1)))
--- bits of elements
local words = {}
for i = 0, 3 do words[i] = 0 end
for i = 0, 127, 9 do words[i >> 5] = words[i >> 5] | (1 << (i & 31)) end
out(words[0], words[1], words[2], words[3], words[3] & 255, words[2] ~ words[1])
out((pcall(function(i) return words[i] | 1 end, 4)), (pcall(function(i) return words[i] ~ 1 end, -1)), (pcall(function(i) return 7 & words[i] end, 9)))
local fractions = { [0] = 1.0, [1] = 2.5 }
out(fractions[0] | 2, (pcall(function() return fractions[2] | 2 end)))
--- lists in tables that only numbers index
local graph = {}
for i = 1, 4 do graph[i] = {} end
for i = 1, 4 do for j = 1, i do table.insert(graph[i], { to = j, weight = i * j % 5 }) end end
local total = 0
for i = 1, 4 do for _, edge in ipairs(graph[i]) do total = total + edge.weight * edge.to end end
out(total, #graph[3], #graph[4])
out((pcall(function(i) table.insert(graph[i], { to = 1, weight = i }) end, 4)), (pcall(function(i) table.insert(graph[i], { to = 1, weight = i }) end, 5)), #graph[4])
local log = {}
local function noted(x) log[#log + 1] = x return x end
out((pcall(function(i) table.insert(graph[i], { to = noted(i), weight = i }) end, 9)), #log)
