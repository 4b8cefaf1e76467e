--- Python keywords as locals
local class, def, lambda, None, True, False, is, del, pass = 1, 2, 3, 4, 5, 6, 7, 8, 9
out(class + def + lambda + None + True + False, is, del, pass)
local import, from, global, nonlocal, with, yield, async, await, raise, try, except, finally, assert_ = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
out(import, from, global, nonlocal, with, yield, async, await, raise, try, except, finally, assert_)
local match, case, _match = 1, 2, 3
out(match, case, _match)
--- Python builtins as locals
local len, str, int, float, list, dict, tuple, range, print_, isinstance, max, min, sum, id, object, super = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
for i = 1, 2 do out(i + len + range, str, int) end
out(float, list, dict, tuple, isinstance, max, min, sum, id, object, super)
out("x" .. str, #"abc", tostring(int))
--- builtins as functions
local function len(x) return "mylen" .. x end
local function range(a) return "myrange" .. a end
local function float(x) return x * 2 end
out(len("a"), range(1), float(3), #"abc")
for i = 1, 2 do out(i) end
--- runtime helper names
local first, results, take, add, sub, Table, array, call, index, setindex, length, truthy, Cell = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
local t = {first, results, take}
local unknown = t[1]
out(unknown + add, #t, t[2] == results, sub, Table, array, call, index, setindex, length, truthy, Cell)
--- helper names as functions and parameters
local function eq(a, b) return a .. b end
local function lt(first, results) return first, results end
local function pcall_(f) return f end
out(eq("x", "y"), lt(1, 2), pcall_(3))
--- underscore names
local _ = 5
out(_)
for _, v in ipairs({1, 2}) do out(_, v) end
for _ = 1, 2 do out(_) end
local function f(_, _x, __) return _, _x, __ end
out(f(1, 2, 3), _)
local _1, _a_, a__b = 1, 2, 3
out(_1, _a_, a__b)
--- unused loop variables beside a used underscore
local _ = "kept"
for k in pairs({x = 1}) do out(k, _) end
local function g(_) return function(x) return _, x end end
out(g(1)(2))
--- same underscore parameter twice
local function f(_, _) return _ end
out(f(1, 2))
--- dunder names
local __init__, __name__, __file__, __lua_chunk__, __class__, __debug__ = 1, 2, 3, 4, 5, 6
out(__init__, __name__, __file__, __lua_chunk__, __class__, __debug__)
--- self, args, values
local self, args, values, kwargs, arguments, row, state, jump_to, value, element, key, target, temporary = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
out(self, args, values, kwargs, arguments, row, state, jump_to, value, element, key, target, temporary)
local function f(self, ...) local arguments = {...} return self, #arguments, ... end
out(f(1, 2, 3))
--- names with the suffixes the compiler uses
local x, x_2, x_3 = 1, 2, 3
do local x = 10 do local x = 20 out(x, x_2, x_3) end out(x) end
out(x, x_2, x_3)
local class, class_ = 1, 2
out(class, class_)
--- names of library modules as locals
local string_lib = string
local math, table_ = {floor = function() return "mine" end}, 2
out(math.floor(1.5), table_)
local base, json, time = 1, 2, 3
out(base, json, time, tostring(base), type(json))
--- shadowed library functions
local type = function() return "t" end
local tostring = function() return "s" end
out(type(1), tostring(2))
local pairs = function() return "p" end
out(pairs({}))
--- shadowed print, error, pcall
local error = function(x) return "no error " .. x end
out(error("x"))
local pcall = function(f) return "mine" end
out(pcall(function() end))
--- parameters that shadow libraries
local function f(string, table) return string, table end
out(f("a", "b"), string.upper("x"), table.concat({1, 2}))
local function g(math) return math.x end
out(g({x = 7}), math.floor(2.5))
--- loop variables that shadow functions
local function i() return "function i" end
for i = 1, 1 do out(i) end
out(i())
for type, tostring in pairs({a = "b"}) do out(type, tostring) end
--- function named like its entry or chunk
local function chunk() return "chunk" end
local function t_main() return "tm" end
local function lua_activity() return "la" end
local function run() return "run" end
out(chunk(), t_main(), lua_activity(), run())
--- workflow-like names
local workflow, activity, timedelta, RetryPolicy, Any, annotations, asyncio, datetime = 1, 2, 3, 4, 5, 6, 7, 8
out(workflow, activity, timedelta, RetryPolicy, Any, annotations, asyncio, datetime)
--- fields named like anything
local t = {class = 1, ["if"] = 2, None = 3, ["not"] = 4, __class__ = 5, __dict__ = 6, __len__ = 7}
out(t.class, t["if"], t.None, t["not"], t.__class__, t.__dict__, t.__len__, #t)
t.__missing__, t.append, t.set = 8, 9, 10
out(t.__missing__, t.append, t.set)
--- methods named like Python things
local M = {}
function M.__init__(x) return "init" .. x end
function M.import(x) return "import" .. x end
function M:lambda(x) return self == M, x end
function M.class() return "class" end
out(M.__init__(1), M.import(2), M:lambda(3), M.class())
--- globals with hostile names
None_global, class_global = 1, 2
lambda = "g"
out(None_global, class_global, lambda)
function exec(x) return "exec" .. x end
out(exec(1))
--- one-letter and upper-case names
local l, O, I, A = 1, 2, 3, 4
out(l + O + I + A)
--- very long names
local aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1
out(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)
--- same name at every level
local x = 0
local function f(x)
  local x = x + 1
  local function g(x)
    local x = x * 2
    for x = x, x + 1 do local x = x .. "!" out(x) end
    return x
  end
  return g(x)
end
out(f(1), x)
--- variable reuse after blocks with other types
do local v = 1 out(v + 1) end
do local v = "s" out(v .. "t") end
do local v = {1} out(#v) end
do local v = nil out(v) end
do local v = function() return "f" end out(v()) end
for v = 1, 1 do out(v) end
for v in pairs({k = 1}) do out(v) end
--- redeclared with other types in one block
local v = 1
local a = v + 1
local v = "text"
local b = v .. "!"
local v = {v}
out(a, b, v[1])
--- redeclared while captured
local v = 1
local function f() return v end
local v = 2
local function g() return v end
v = 3
out(f(), g(), v)
--- local function and local of one name
local function f() return 1 end
local g = f
local f = 5
out(f, g())
local function f(n) return n and f(nil) or "rec" end
out(f(true))
--- variables that nothing reads share `_`, those that are read keep theirs
local function pair(x) return x, nil, x .. "!" end
local function sums(o, _)
  local n = 0
  for _, level in ipairs(o) do
    local _, err = pcall(pair, level)
    if err then n = n + 1 end
    for _ = 1, 3 do n = n + 1 end
    local _, _, third = pair("a")
    for _ in pairs(o) do n = n + #third end
  end
  local f = function(_, x) local _, y = pair("z") return x, y end
  return n, f(1, 2)
end
out(sums({ 1, 2 }, 3))
local function reads(o)
  local _ = o.lib
  local a = _.x
  for _, v in ipairs(o) do a = a + v end
  local inner = function() for _ = 1, 2 do a = a + _ end return _ end
  local _, err = pair("x")
  do local _ = 5; a = a + _ end
  for _, v in ipairs(o) do local _ = v; a = a + v + _ end
  return a, err, _, inner().x, a
end
out(reads({ 1, 2, lib = { x = 7 } }))
local function assigned(_)
  for _ = 1, 2 do end
  _ = _ and _ + 1
  for _ = 1, 2 do local _ = 3 end
  return _
end
out(assigned(1), assigned())
