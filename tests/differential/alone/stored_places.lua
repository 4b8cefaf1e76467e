--- places that raise before the values are computed
local log = {}
local function value() log[#log + 1] = "called" return 1 end
local store = {}
local name, missing = "x", nil
out(there(function() store[missing .. name] = value() end))
out(#log)
out(there(function() store[store.none.deep .. "x"] = value() end), #log)
out(there(function() store[name .. "y"] = -value() end), #log)
--- places that change what the values read
local store, count = {}, 0
local function key() count = count + 1 return "k" .. count end
store[key()] = count
store[key() .. "x"] = count
store["a" .. key()] = count + 10
out(store.k1, store.k2x, store.ak3, count)
--- tables that change what the values read
local store, count = {}, 0
local function open() count = count + 1 return store end
local name = "n" .. #"x"
open()[name] = count
open()["x" .. name] = count
out(store.n1, store.xn1)
--- fields that functions replace while the value is computed
local store = {inner = {}}
local first = store.inner
local name = "k" .. #"x"
local function swap() store.inner = {} return 7 end
store.inner[name] = swap()
store.inner["x" .. name] = swap()
out(first.k1, store.inner.k1, store.inner.xk1)
--- elements of one table that are stored in turn
local function exchange(list, i, j, k, l)
  list[i], list[j] = list[k], list[l]
  return table.concat(list, " ")
end
out(exchange({1, 2, 3, 4}, 1, 1, 3, 4))
out(exchange({1, 2, 3, 4}, 1, 2, 2, 1))
out(exchange({1, 2, 3, 4}, 1, 1, 2, 3))
local list = {5, 6, 7}
list[1], list[1] = list[2], list[3]
out(list[1])
for i = 1, 2 do
  list[i], list[i] = list[i + 1], list[i]
  out(list[1], list[2], list[3])
end
--- lists that others keep and that change while a value is computed
local list = {}
local Meta = {__unm = function() list[#list + 1] = "inner" return 9 end}
local value = setmetatable({}, Meta)
list[#list + 1] = -value
out(#list, list[1], list[2])
--- walks of tables in variables that change
local entries = {a = 1, b = 2}
local seen = 0
for key, value in pairs(entries) do
  entries[key] = nil
  entries = {}
  seen = seen + value
end
out(seen, next(entries))
local all = {}
for round = 1, 2 do
  local one = {x = round}
  for key, value in pairs(one) do
    one[key] = nil
    one = {y = value}
    all[#all + 1] = value
  end
  out(one.x, one.y, #all)
end
--- updates of entries under two keys
local counts = {a = 1, b = 5}
local function move(from, to) counts[to] = counts[from] + 1 return counts[to] end
out(move("a", "b"), counts.a, counts.b)
counts.a = counts.b + 1
counts.b = counts.b + 1
out(counts.a, counts.b)
local list = {1, 2, 3}
for i = 1, 2 do local j = i + 1 list[i] = list[j] + 1 list[j] = list[j] * 2 end
out(list[1], list[2], list[3])
--- keys of all kinds that change what the value reads
local function main()
  local count = 0
  local function index() count = count + 1 return count end
  local function title() count = count + 1 return "t" .. count end
  local function any() count = count + 1 if count % 2 == 0 then return count end return "a" .. count end
  local list, map, object, rows = {}, {}, {inner = {}}, {{}}
  list[index()] = count
  list[index()] = count
  map[title()] = count
  map[any()] = count
  map[any()] = count
  object.inner[index()] = count
  object.inner[title()] = count
  rows[1][index()] = count
  map[index() .. ""] = count
  out(list[1], list[2], map.t3, map[4], map.a5, object.inner[6], object.inner.t7, rows[1][8], map["9"])
  local function both() count = count + 1 return "b" .. count, count end
  map[both()], map[index()] = count, count
  out(map.b10, map[11])
  local function holder() count = count + 1 return object end
  holder().size = count
  holder()[1] = count
  holder()["x" .. 1] = count
  out(object.size, object[1], object.x1)
end
