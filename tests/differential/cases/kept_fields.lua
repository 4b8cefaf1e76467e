--- tests of fields hold until something may change them
local function f(x)
  if type(x.items) == "table" then
    local n = #x.items
    for _, each in ipairs(x.items) do n = n + each end
    return n, x.items[1]
  end
  if x.items == nil then return "none", x.items end
  return type(x.items), x.items == true
end
out(f({items = {5, 6}})) out(f({})) out(f({items = true})) out(f({items = "text"})) out(f({items = 7}))
check(f, nil) check(f, 5) out(f("text"))
local function g(x)
  if not x.name or type(x.name) ~= "string" then return "bad" end
  return x.name .. "!", #x.name, x.name:upper()
end
out(g({name = "n"})) out(g({name = false})) out(g({name = 5})) out(g({}))
--- calls in between
local function f(x, change)
  if x.n then
    change(x)
    return x.n == nil, type(x.n), x.n and 1 or 2
  end
  return "none"
end
out(f({n = 1}, function(x) x.n = nil end)) out(f({n = 1}, function(x) x.n = "s" end))
out(f({n = 1}, function() end)) out(f({}, print))
local function g(x, change)
  if type(x.n) == "number" and change(x) and x.n then return type(x.n), x.n == "s", x.n == 1 end
  if x.n and x.m then return type(x.n) end
  return type(x.n)
end
out(g({n = 1}, function(x) x.n = "s" return true end)) out(g({n = 1}, function(x) x.n = nil return 1 end))
out(g({n = 1, m = 1}, function(x) return false end)) out(g({n = true, m = 2}, nil))
local function h(x)
  local t = {n = x}
  local function set(v) t.n = v return v end
  if t.n ~= nil then
    local y = {set(nil), t.n, set("s"), t.n}
    return type(t.n), y[2], y[4], t.n .. "!"
  end
end
out(h(5)) out(h(true))
--- calls in conditions, arguments and messages
local function f(x, change)
  assert(type(x.n) == "number", change(x))
  return type(x.n), x.n == nil
end
out(f({n = 1}, function(x) x.n = nil end)) check(f, {n = "s"}, function(x) x.n = 1 end)
local function g(x, change)
  local a, b = assert(x.n), change(x)
  return type(x.n), a, b
end
out(g({n = 1}, function(x) x.n = nil return 2 end)) check(g, {}, function() end)
local function h(x, change)
  local n = 0
  while x.n and change(x) do n = n + (x.n or 10) end
  repeat local seen = x.n until not x.n or change(x)
  return n, x.n, (x.n or 0) + 1
end
out(h({n = 1}, function(x) x.n = x.n < 3 and x.n + 1 or nil return x.n end))
local function k(x, change)
  if x.n or change(x) then return type(x.n) end
  return "no " .. type(x.n)
end
out(k({n = 1})) out(k({}, function(x) x.n = {} return 1 end)) out(k({}, function(x) x.n = 5 end))
--- stores in between, also through aliases
local function f(a, b)
  if type(a.n) == "number" then
    b.n = "text"
    return type(a.n), a.n == 1, a.m
  end
end
local same = {n = 1}
out(f(same, same)) out(f({n = 1}, {})) out(f({n = 1, m = 5}, {}))
local function g(a, k)
  if a.n then
    a[k] = nil
    return a.n == nil, type(a.n)
  end
end
out(g({n = 1}, "n")) out(g({n = 1}, "m")) out(g({n = 1}, 1))
local function h(a, k, v)
  if a[k] == nil then a[k] = {} end
  a[k][1] = v
  local first = type(a[k])
  a.x = 5
  local second = type(a[k])
  rawset(a, k, nil)
  return first, second, type(a[k])
end
out(h({}, "x", 1)) out(h({}, "y", 1)) out(h({}, 3, 1)) out(h({y = {}}, "y", 1))
local function m(a)
  if a[1] and a.n then
    a[2] = 0
    local one = a[1] + 1
    a[1] = false
    local two = a[1]
    a[1.0] = "float"
    table.insert(a, 1, "in")
    return one, two, a[1], a[2], a.n
  end
end
out(m({5, 6, n = 1})) out(m({}))
--- keys and tables that are variables change
local function f(t, k)
  if type(t[k]) == "number" then
    local before = t[k] + 1
    k = "b"
    local between = type(t[k])
    t = {b = true}
    return before, between, type(t[k])
  end
end
out(f({a = 1, b = "s"}, "a")) out(f({a = 1}, "a"))
local function g(list)
  local found = {}
  local i = 1
  while list[i] do
    local item = list[i]
    i = i + 1
    found[#found + 1] = tostring(item) .. type(list[i])
  end
  return table.concat(found, " ")
end
out(g({1, true, "s"})) out(g({}))
local function h(list)
  local last
  for i = 1, 3 do
    if list[i] then last = list[i] end
    for k = i, 3 do if list[k] == nil then out(i, k, list[i], list[k]) end end
  end
  return last
end
out(h({1, nil, 3}))
local function k(t)
  local key = "a"
  local function move() key = "b" end
  if t[key] then
    move()
    return t[key], type(t[key])
  end
end
out(k({a = 1})) out(k({a = 1, b = "s"}))
--- loops and labels run again
local function f(x)
  local log = {}
  if x.n then
    for i = 1, 3 do
      log[#log + 1] = type(x.n)
      x.n = x.n and i < 2 and "s" or nil
    end
    for i = 1, 2 do log[#log + 1] = type(x.n) end
  end
  if x.m then
    for i = 1, 2 do log[#log + 1] = type(x.m) log[#log + 1] = tostring(x.m) end
  end
  return table.concat(log, " ")
end
out(f({n = 1, m = 2})) out(f({m = "m"}))
local function g(x)
  local n = 0
  if x.v == nil then x.v = 1 end
  ::again::
  n = n + 1
  local kind = type(x.v)
  out(n, kind, x.v)
  if n < 3 then
    x.v = n == 1 and "s" or nil
    goto again
  end
  return x.v
end
out(g({})) out(g({v = true}))
--- values that are stored are there, unless it is nil
local function f(groups, key, value)
  if not groups[key] then groups[key] = {} end
  table.insert(groups[key], value)
  groups[key].last = groups[key].last or {}
  groups[key].last[1] = value
  return #groups[key], groups[key].last[1]
end
local groups = {}
out(f(groups, "a", 1)) out(f(groups, "a", 2)) out(f(groups, 5, 1)) out(f(groups, 5.0, 2))
check(f, groups, nil, 1) check(f, groups, 0/0, 1) check(f, {a = 5}, "a", 1)
local function g(x)
  x.n = x.n or 1
  x.s = x.s or "s"
  x.f = x.f or false
  x.t = x.t == nil and {} or x.t
  return x.n + 1, x.s .. "", x.f, type(x.t)
end
out(g({})) out(g({n = 2.5, s = 3, f = 1, t = false})) check(g, {n = "no"}) check(g, {n = true})
--- iterators and coroutines run between tests and uses
local function f(x)
  local log = {}
  if x.n then
    for v in function(_, i) if i then x.n = x.n == 1 and "s" or nil end return not i and 1 or i < 2 and i + 1 or nil end do
      log[#log + 1] = type(x.n)
    end
  end
  return table.concat(log, " "), type(x.n)
end
out(f({n = 1}))
local shared = {n = 1}
local co = coroutine.wrap(function()
  if shared.n then
    coroutine.yield(type(shared.n))
    return type(shared.n), shared.n
  end
end)
out(co()) shared.n = nil out(co())
--- longer places
local function f(x)
  if x.a and x.a.b and type(x.a.b.c) == "table" then
    local n = #x.a.b.c
    x.a.b = nil
    return n, x.a.b, type(x.a)
  end
  return "none"
end
out(f({a = {b = {c = {1, 2}}}})) out(f({a = {}})) out(f({a = {b = {}}})) check(f, {a = 1})
local function g(x, i, j)
  if x[i] and x[i][j] then
    local v = x[i][j]
    x[i] = {[j] = "new"}
    return v, x[i][j]
  end
end
out(g({{1}}, 1, 1)) out(g({{}}, 1, 1)) out(g({}, 1, 1))
