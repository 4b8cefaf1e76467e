--- a list is given to a function by two ways
local function first(list) return list[1] end
local function choose(list, flag) local f = flag and first or function(l) return #l end return f(list) end
out(choose({5, 6}, true), choose({5, 6}, false))
--- a list that may be another
local function pick(a, b, flag) local chosen = flag and a or b chosen[#chosen + 1] = 0 return #a, #b end
out(pick({1}, {1, 2}, true), pick({1}, {1, 2}, false))
--- the last use is in a loop
local function send(list) list.sent = true return #list end
local function outer()
  local list, n = {}, 0
  for i = 1, 3 do
    list[#list + 1] = i
    if i == 3 then n = send(list) end
  end
  return n, list.sent
end
out(outer())
--- the last use is before a break
local kept
local function until_full()
  local list = {}
  while true do
    list[#list + 1] = 1
    if #list > 2 then kept = list break end
  end
  return #kept
end
out(until_full(), kept[3])
kept.x = 1
--- a list leaves and the variable gets a new one
local done = {}
local function batches(n)
  local batch = {}
  for i = 1, n do
    batch[#batch + 1] = i
    if #batch == 2 then
      done["b" .. i] = batch
      batch = {}
    end
  end
  return #batch
end
out(batches(5), #done.b2, #done.b4, done.b2[1], done.b2 == done.b4)
--- a list leaves in the branch of a loop, and is used in the next round
local store = {}
local function rounds()
  local list = {}
  for i = 1, 3 do
    if i == 2 then store.list = list end
    list[#list + 1] = i
  end
  return #store.list, store.list == list
end
out(rounds())
--- a list leaves as the last of several results
local function three() local list = {1, 2} return "a", #list, list end
local function use() local a, n, list = three() list.x = n return a, n, #list, list.x end
out(use())
--- results go through several functions
local function inner() local list = {1} return list end
local function middle() return inner() end
local function outside() local list = middle() list.tag = "t" return list end
out(outside().tag, #middle(), #outside())
--- recursion that returns lists
local function digits(n) if n < 10 then return {n} end local list = digits(n // 10) list[#list + 1] = n % 10 return list end
out(table.concat(digits(4711), "-"), #digits(5))
local function merge(a, b)
  local result, i, j = {}, 1, 1
  while i <= #a and j <= #b do
    if a[i] <= b[j] then result[#result + 1] = a[i] i = i + 1 else result[#result + 1] = b[j] j = j + 1 end
  end
  while i <= #a do result[#result + 1] = a[i] i = i + 1 end
  while j <= #b do result[#result + 1] = b[j] j = j + 1 end
  return result
end
local function sort(list)
  if #list < 2 then return list end
  local left, right = {}, {}
  for i, v in ipairs(list) do if i % 2 == 0 then left[#left + 1] = v else right[#right + 1] = v end end
  return merge(sort(left), sort(right))
end
out(table.concat(sort({5, 3, 9, 1, 7, 3}), " "))
local same = {4}
out(sort(same) == same)
--- a parameter gets another list
local function replaced(list) list = {1, 2, 3} list[#list + 1] = 4 return list end
local mine = {0}
out(#replaced(mine), #mine)
--- a closure replaces the list while its length is used
local function race()
  local list = {1, 2, 3}
  local function drop() list = {} return 0 end
  local s = ""
  for i = 1, #list do s = s .. tostring(list[i] or "-") if i == 1 then drop() end end
  return s, #list
end
out(race())
--- the value of an element replaces the list
local function evil()
  local list = {1, 2, 3}
  local function clear() list = {9} return 7 end
  for i = 1, #list do list[i] = clear() if i == 2 then break end end
  return #list, list[1], list[2]
end
out((pcall(evil)))
--- removals in the loop over indices
local function odd()
  local list = {1, 2, 3, 4, 5, 6}
  for i = #list, 1, -1 do if list[i] % 2 == 0 then table.remove(list, i) end end
  table.insert(list, 2, "x")
  return table.concat(list, ",")
end
out(odd())
--- elements that are lists of different kinds
local mixed = {{1}, {n = 1}, {1, 2}}
local n = 0
for _, each in ipairs(mixed) do n = n + #each + (each.n or 0) end
out(n, #mixed[3], mixed[2].n)
local any = {{1}, "text", 5}
for _, each in ipairs(any) do out(type(each), type(each) == "table" and #each or each) end
--- a list is its own element
local loop = {}
loop[#loop + 1] = loop
out(#loop, loop[1] == loop, #loop[1][1])
--- lists as keys
local a, b = {1}, {1}
local names = {[a] = "a", [b] = "b"}
out(names[a], names[b], names[{1}])
--- a list that is compared with nil and used
local function maybe(flag) local list if flag then list = {} list[#list + 1] = 1 end return list == nil, list and #list end
out(maybe(true), maybe(false))
--- arithmetic and texts of lists
local function bad(f) local list = {1} return (pcall(f, list)) end
out(bad(function(l) return l + 1 end), bad(function(l) return l .. "x" end), bad(function(l) return l < l end), bad(function(l) return -l end))
local function wrong() local list = {1} return list + 1 end
local function joined() local list = {1} return list .. "" end
local function called() local list = {1} return list() end
local function indexed() local list = {1} return list.x.y end
out((pcall(wrong))) out((pcall(joined))) out((pcall(called))) out((pcall(indexed)))
--- positions that are floats or too large
local list = {10, 20, 30}
local i = 4 / 2
out(list[i], list[i + 1], list[2^53], list[math.maxinteger], list[-1], list[0])
local big = math.maxinteger
out(list[big], list[big + 1], list[big - 1])
--- while loops that count down and skip
local list, s, k = {1, 2, 3, 4, 5, 6, 7}, "", 7
while k >= 1 do s = s .. list[k] k = k - 2 end
k = 1
while k < #list do s = s .. list[k] .. list[k + 1] k = k + 3 end
while k + 1 <= #list do s = s .. list[k + 1] k = k + 1 end
out(s, k, list[k + 1])
--- nested loops that share a counter
local list, i, s = {1, 2, 3, 4}, 1, ""
while i <= #list do
  while i <= #list and list[i] < 3 do s = s .. list[i] i = i + 1 end
  s = s .. tostring(list[i])
  i = i + 1
end
out(s)
--- generators of lists
local function chunks(list, size)
  return coroutine.wrap(function()
    local part = {}
    for _, v in ipairs(list) do
      part[#part + 1] = v
      if #part == size then coroutine.yield(part) part = {} end
    end
    if #part > 0 then coroutine.yield(part) end
  end)
end
local s = ""
for part in chunks({1, 2, 3, 4, 5}, 2) do part[#part + 1] = "|" s = s .. table.concat(part, ",") end
out(s)
local function lists() local n = 0 return function() n = n + 1 if n < 4 then local l = {} for i = 1, n do l[i] = n end return l end end end
local t = 0
for l in lists() do l.x = 1 t = t + #l + l.x end
out(t)
--- callbacks that get and give lists
local function map(list, f) local r = {} for i, v in ipairs(list) do r[i] = f(v) end return r end
local function flat(lists) local r = {} for _, l in ipairs(lists) do for _, v in ipairs(l) do r[#r + 1] = v end end return r end
out(table.concat(flat(map({1, 2}, function(v) return {v, v * 10} end)), " "))
local f = map
local strange = f({{1}, {2, 3}}, function(l) l.seen = true return #l end)
out(#strange, strange[2])
local function each(list, f) for _, v in ipairs(list) do if f(v) == false then return false end end return true end
local rows = {{1, 2}, {3}}
out(each(rows, function(row) row[#row + 1] = 0 return #row < 3 end), #rows[1], #rows[2])
--- functions of table that use a list for the last time
local function removed(place) local list = {"a", "b", "c"} return table.remove(list, place) end
out(removed(1), removed(2), removed(3), removed(4))
local function second() local list = {"a", "b", "c"} return (table.remove(list, 2)) end
local function last() local list = {"a", "b", "c"} return table.remove(list) end
local function front() local list = {"a", "b", "c"} return table.remove(list, 1) end
out(second(), last(), front())
local log = {}
local function place() log[#log + 1] = "place" return 2 end
local function placed() local list = {1, 2} table.insert(list, place(), "x") end
local function dropped() local list = {1, 2} table.remove(list, place()) end
placed() dropped()
out(table.concat(log, " "))
local function misplaced() local list = {1, 2} table.insert(list, "first", 0) end
check(misplaced)
local function nowhere() local list = {1, 2} table.remove(list, {}) end
check(nowhere)
local function parts() local list = {1, 2, 3} return table.concat(list, "-", 2, 3), unpack(list, 2) end
out(parts())
local function raw() local list = {1, 2, 3} return rawget(list, 2), next(list, 2) end
out(raw())
--- the last of several values is a list that leaves
local m = {}
function m.make(n) local r = {} for i = 1, n do r[#r + 1] = i end return r end
function m.via(n) return m.make(n) end
function m.sum(t) local s = 0 for _, v in pairs(t) do s = s + v end return s end
local counted = m.via(3)
out(#counted, counted[2])
out(m.sum((unpack({m.via(2)}))), m.sum((unpack({m.via(4), m.via(1)}))), m.sum(m.via(4)))
out(m.sum((select(1, m.via(2)))), m.sum(({m.via(3)})[1]))
local a, b = m.via(2)
out(m.sum(a), b)
local t = {n = 1, m.via(5)}
out(m.sum(t[1]), t.n)
