"""Methods that are called by their Python names: where that is proved, and where it must not be.

Classes have to stand at the top level of a chunk, so each program is a chunk of its own.
"""

from __future__ import annotations

import re

import pytest

from .harness import assert_same, compile_sources

_CLASS = """
local C = {}
C.__index = C
function C.new(v) return setmetatable({v = v}, C) end
function C:get() return self.v end
function C:twice() return self:get() * 2 end
"""

# Body of the program, with the methods that are called by name in it.
FIRES = {
    "a class": (
        _CLASS + "local function main() local c = C.new(3) out(c:get(), c:twice()) end",
        {"C_new", "C_get"},
    ),
    "surplus and missing arguments, in order": (
        """
local log = {}
local function note(v) log[#log + 1] = v return v end
local C = {}
C.__index = C
function C:two(a, b) return a, b end
local function main()
  local c = setmetatable({}, C)
  out(c:two(note(1)))
  out(c:two(note(2), note(3), note(4)))
  out(c:two(c:two(note(5), note(6))))
  out(table.concat(log, ","))
end""",
        {"C_two"},
    ),
    "inheritance, overriding and classes of classes": (
        """
local A = {}
A.__index = A
function A.new(n) return setmetatable({n = n}, A) end
function A:name() return "A" .. self.n end
function A:both() return self:name() .. self:only() end
function A:only() return "only" end
local B = setmetatable({}, {__index = A})
B.__index = B
function B.new(n) local b = A.new(n) return setmetatable(b, B) end
function B:name() return "B" .. A.name(self) end
local D = setmetatable({}, B)
D.__index = D
local function main()
  local a, b = A.new(1), B.new(2)
  local d = setmetatable({n = 3}, D)
  out(a:name(), b:name(), d:name(), a:both(), b:both(), d:both(), d:only())
end""",
        {"A_new", "B_new", "A_name", "A_only", "B_name", "A_both"},
    ),
    "mutual recursion and calls before the definition": (
        """
local P = {}
P.__index = P
local function start(p, n) return p:even(n) end
function P:even(n) if n == 0 then return true end return self:odd(n - 1) end
function P:odd(n) if n == 0 then return false end return self:even(n - 1) end
local function main()
  local p = setmetatable({}, P)
  out(start(p, 10), start(p, 7))
end""",
        {"P_even", "P_odd"},
    ),
    "methods in the constructor of the class": (
        """
local C = {get = function(self) return self.v end, kind = "c"}
C.__index = C
local function main() local c = setmetatable({v = 5}, C) out(c:get(), c.kind) end""",
        {"get"},
    ),
    "other objects have the name as a field": (
        _CLASS
        + """
local function main()
  local other = {get = function() return "field" end}
  out(C.new(1):get(), other:get(), other.get())
end""",
        {"C_new", "C_get"},
    ),
    "results that nobody, somebody and everybody uses": (
        """
local C = {}
C.__index = C
function C:none() self.n = self.n + 1 end
function C:some(x) if x then return x, 2 end end
function C:all() return 1, nil, 3 end
function C:pass() return self:none() end
local function main()
  local c = setmetatable({n = 0}, C)
  c:none()
  out(c.n, select("#", c:none()), (c:none()), c:pass())
  local a, b = c:some(1)
  out(a, b, c:some(), select("#", c:some()), select("#", c:all()))
  local t = {c:all()}
  out(t[1], t[3], c.n)
end""",
        {"C_none", "C_some", "C_all", "C_pass"},
    ),
    "variadic methods": (
        """
local C = {}
C.__index = C
function C:count(...) return select("#", ...) end
function C:first(a, ...) return a, select("#", ...) end
local function main()
  local c = setmetatable({}, C)
  out(c:count(), c:count(nil, nil), c:first(), c:first(1), c:first(c:count(1), 2, 3))
end""",
        {"C_count", "C_first"},
    ),
    "names that hide the method's": (
        _CLASS
        + """
local function main()
  local C_get, C_new = "local", "new"
  local function inner(C_twice) local c = C.new(4) return c:get(), c:twice(), C_twice, C_get end
  out(inner("parameter"), C_new)
end""",
        {"C_twice"},
    ),
    "a method whose errors are caught": (
        """
local C = {}
C.__index = C
function C:fail(x) if x then error("failed " .. x, 0) end return 1 end
local function main()
  local c = setmetatable({}, C)
  out(pcall(function() return c:fail("a") end))
  out(pcall(function() return c:fail(), c:fail("b") end))
  out(pcall(function() return c:fail(), c:fail(nil, "c") end))
end""",
        {"C_fail"},
    ),
}

# Programs in which calling by name would be wrong, or is not proved.
FIRES |= {
    "calls while the chunk runs": (
        """
local log = {}
local function note(...) log[#log + 1] = table.concat({...}, " ") return select("#", ...) end
local count = note("first", "call")
"""
        + _CLASS
        + """
note(C.new(4):get())
local early = C.new(5)
local D = setmetatable({}, {__index = C})
D.__index = D
for i = 1, 2 do note("loop", i, early:twice()) end
function D:only() return self:get() .. "!" end
local d = setmetatable({v = note("a", "b", "c")}, D)
if d:only() == "3!" then note(d:only()) end
local function main() out(count, d:only(), D.only(d), table.concat(log, ",")) end""",
        {"C_new", "C_get", "D_only"},
    ),
    "functions that a call can reach only later": (
        """
local function apply(f, ...) return f(...) end
local C = {}
C.__index = C
apply(function() C.tag = "tag" end)
apply(function(n) C.count = n end, 1)
C.__add = function(a, b) return a:get() + b:get() end
function C:get() return self.v end
local function main()
  local a, b = setmetatable({v = 1}, C), setmetatable({v = 2}, C)
  out(a + b, C.tag, C.count)
end""",
        {"C_get"},
    ),
    "a class of many": (
        """
local function class(base)
  local c = {}
  c.__index = c
  return setmetatable(c, base and {__index = base})
end
local Shape = class()
function Shape:area() return 0 end
local Circle = class(Shape)
function Circle:area() return 3 end
local S = {}
S.__index = S
function S:push(v) self[#self + 1] = v return self end
function S:size() return #self end
local function main()
  local s = setmetatable({}, S)
  s:push(setmetatable({}, Shape)):push(setmetatable({}, Circle))
  for i = 1, s:size() do out(s[i]:area()) end
end""",
        {"S_size"},
    ),
}

MUST_NOT = {
    "a function made between two calls of another that calls it": """
local C = {}
C.__index = C
local c = setmetatable({v = 1}, C)
local hook
local seen = {}
local function show() if hook then seen[#seen + 1] = tostring(hook()) end end
show()
hook = function() return (pcall(function() return c:get() end)) end
show()
function C:get() return self.v end
show()
local function main() out(table.concat(seen, ",")) end""",
    "a function made later, through one that waits for it in a table": """
local C = {}
C.__index = C
local c = setmetatable({v = 1}, C)
local hooks, seen = {}, {}
local function each()
  for _, hook in ipairs(hooks) do seen[#seen + 1] = tostring((pcall(hook))) end
end
local function twice() each() each() end
twice()
hooks[1] = function() return c:get() end
local other = tonumber("1")
twice()
function C:get() return self.v end
each()
local function main() out(table.concat(seen, ","), other) end""",
    "a goto that leaves the method out": """
local C = {}
C.__index = C
local c = setmetatable({v = 1}, C)
if tonumber("3") > 2 then goto done end
function C:get() return self.v end
::done::
local function main() out((pcall(function() return c:get() end))) end""",
    "a call of the chunk before the method is there": """
local C = {}
C.__index = C
local c = setmetatable({v = 1}, C)
local function use() return c:get() end
local before, why = pcall(use)
function C:get() return self.v end
local after = use()
local function main() out(before, type(why), after, use()) end""",
    "a metamethod that runs before the method is there": """
local C = {}
C.__index = C
C.__add = function(a, b) return a:get() + b:get() end
local c = setmetatable({v = 1}, C)
local before = pcall(function() return c + c end)
function C:get() return self.v end
local function main() out(before, c + c) end""",
    "an iterator that runs before the method is there": """
local C = {}
C.__index = C
local c = setmetatable({v = 1}, C)
local function step(_, i) if i < 2 then return i + 1, (pcall(function() return c:get() end)) end end
local seen = {}
for i, ok in step, nil, 0 do seen[i] = tostring(ok) end
function C:get() return self.v end
local function main()
  for i, ok in step, nil, 0 do seen[#seen + 1] = tostring(ok) end
  out(table.concat(seen, " "))
end""",
    "a function that a built-in function calls before the method is there": """
local C = {}
C.__index = C
local function less(a, b) return a.v < b.v and (pcall(function() return a:get() end)) end
local list = {setmetatable({v = 2}, C), setmetatable({v = 1}, C)}
table.sort(list, function(a, b) less(a, b) return a.v < b.v end)
local function found() return tostring((pcall(less, list[1], list[2]))) end
local before = {less(list[1], list[2]), ("x"):gsub("x", found)}
function C:get() return self.v end
local function main() out(before[1], before[2], list[1].v, less(list[1], list[2])) end""",
    "a coroutine that begins before the method is there": """
local C = {}
C.__index = C
local c = setmetatable({v = 1}, C)
local co = coroutine.wrap(function()
  coroutine.yield((pcall(function() return c:get() end)))
  coroutine.yield(c:get())
end)
local before = co()
function C:get() return self.v end
local function main() out(before, co()) end""",
    "a base class that comes late": """
local A = {}
A.__index = A
function A:get() return "A" end
local B = {}
B.__index = B
local b = setmetatable({}, B)
local function use() return b:get() end
local before = pcall(use)
setmetatable(B, A)
local function main() out(before, use()) end""",
    "a base class on a condition": """
local A = {}
A.__index = A
function A:get() return "A" end
local function inherits(x) return x end
local B = {}
B.__index = B
local made = inherits(false) and setmetatable(B, A)
local function main() out(made, (pcall(function() return setmetatable({}, B):get() end))) end""",
    "an overriding method that comes late": """
local A = {}
A.__index = A
function A:get() return "A" end
local B = setmetatable({}, A)
B.__index = B
local b = setmetatable({}, B)
local function use() return b:get() end
local before = use()
function B:get() return "B" end
local function main() out(before, use(), b:get()) end""",
    "a chunk that ends early": """
local C = {}
C.__index = C
local c = setmetatable({v = 1}, C)
local function main() out((pcall(function() return c:get() end))) end
if c.v == 1 then return main end
function C:get() return self.v end""",
    "a chunk that goes back": """
local C, first
local seen = {}
local rounds = 0
::again::
C = {}
C.__index = C
rounds = rounds + 1
first = first or setmetatable({v = 1}, C)
seen[rounds] = tostring((pcall(function() return first:get() end)))
function C:get() return self.v end
if rounds < 2 then goto again end
local function main() out(table.concat(seen, " "), first:get()) end""",
    "a method replaced later": _CLASS
    + """
local function main()
  local c = C.new(1)
  out(c:get())
  C.get = function(self, x) return "new", x end
  out(c:get(2))
end""",
    "a method removed later": _CLASS
    + """
local function main()
  local c = C.new(1)
  out(c:get())
  C.get = nil
  out((pcall(function() return c:get() end)))
end""",
    "a method replaced by rawset": _CLASS
    + """
local function main()
  local c = C.new(1)
  rawset(C, "get", function() return "raw" end)
  out(c:get())
end""",
    "a method replaced under a computed name": _CLASS
    + """
local function main()
  local c = C.new(1)
  for _, name in ipairs({"g" .. "et"}) do C[name] = function() return "patched" end end
  out(c:get())
end""",
    "a method replaced through the metatable": _CLASS
    + """
local function main()
  local c = C.new(1)
  getmetatable(c).get = function() return "meta" end
  out(c:get())
end""",
    "a method replaced through an alias in a table": _CLASS
    + """
local classes = {C}
local function main()
  local c = C.new(1)
  for _, class in ipairs(classes) do class.get = function() return "alias" end end
  out(c:get())
end""",
    "a method replaced by what is passed around": _CLASS
    + """
local function patch(class, name, f) class[name] = f end
local function main()
  local c = C.new(1)
  patch(C, "get", function() return "passed" end)
  out(c:get())
end""",
    "a field of the object": _CLASS
    + """
local function main()
  local c = C.new(1)
  c.get = function() return "own" end
  out(c:get(), C.new(2):get())
end""",
    "a field of the object under a computed name": _CLASS
    + """
local function main()
  local c = C.new(1)
  for k, f in pairs({get = function() return "computed" end}) do c[k] = f end
  out(c:get(), C.new(2):get())
end""",
    "__index replaced": _CLASS
    + """
local function main()
  local c = C.new(1)
  C.__index = {get = function() return "other" end}
  out(c:get())
end""",
    "__index removed": _CLASS
    + """
local function main()
  local c = C.new(1)
  C.__index = nil
  out((pcall(function() return c:get() end)))
end""",
    "another metatable": _CLASS
    + """
local E = {__index = {get = function() return "E" end}}
local function main()
  local c = C.new(1)
  out(c:get())
  setmetatable(c, E)
  out(c:get())
end""",
    "another metatable by a function value": _CLASS
    + """
local E = {__index = {get = function() return "E" end}}
local function main()
  local c, change = C.new(1), setmetatable
  change(c, E)
  out(c:get())
  pcall(setmetatable, c, nil)
  out((pcall(function() return c:get() end)))
end""",
    "a metatable removed": _CLASS
    + """
local function main()
  local c = C.new(1)
  setmetatable(c, nil)
  out((pcall(function() return c:get() end)))
end""",
    "a metatable that comes later": """
local C = {}
C.__index = C
function C:get() return self.v end
local function main()
  local c = {v = 1}
  out((pcall(function() return c:get() end)))
  setmetatable(c, C)
  out(c:get())
end""",
    "a class that is filled when it is too late": """
local C = {}
C.__index = C
local function use() local c = setmetatable({v = 1}, C) return c:get() end
local early = (pcall(use))
function C:get() return self.v end
local function main() out(early, use()) end""",
    "a method that is stored on a condition": """
local C = {}
C.__index = C
if #"x" == 2 then function C:get() return self.v end end
local function main()
  local c = setmetatable({v = 1}, C)
  out((pcall(function() return c:get() end)))
end""",
    "classes made by a function": """
local function class(n)
  local C = {}
  C.__index = C
  function C:get() return n end
  return C
end
local A, B = class(1), class(2)
local function main()
  local a, b = setmetatable({}, A), setmetatable({}, B)
  out(a:get(), b:get(), A.get(b))
end""",
    "one of two functions": """
local C = {}
C.__index = C
function C.new() return setmetatable({}, C) end
local D = {}
D.__index = D
function D.new() return setmetatable({}, D) end
function C:get(a) return "C", a end
function D:get(a, b) return "D", a, b end
local function main()
  for _, class in ipairs({C, D}) do
    local o = class.new()
    out(o:get(1, 2, 3))
  end
end""",
    "receivers that may be nil": _CLASS
    + """
local function main()
  local held = {c = C.new(1)}
  out(held.c:get())
  held.c = nil
  out((pcall(function() return held.c:get() end)))
  local late
  local function use() return late:get() end
  out((pcall(use)))
  late = C.new(2)
  out(use())
end""",
    "receivers that may be strings": """
local C = {}
C.__index = C
function C:len() return "mine" end
local function size(x) return x:len() end
local function main() out(size("four"), size(setmetatable({}, C))) end""",
    "an __index function": """
local C = {}
C.__index = function(t, k) return function() return k end end
function C:get() return "C" end
local function main()
  local c = setmetatable({}, C)
  out(c:get(), c:other())
end""",
    "a class whose stores go elsewhere": """
local backing = {}
local C = setmetatable({}, {__newindex = backing})
function C.get() return "C" end
local o = setmetatable({}, {__index = C})
local function main()
  out((pcall(function() return o:get() end)), backing.get())
end""",
    "a metatable of a metatable that fills it": """
local function fill(t, k) rawset(t, k, function() return k end) end
local C = setmetatable({}, {__newindex = fill})
C.__index = C
function C:get() return "C" end
local function main()
  local c = setmetatable({}, {__index = C})
  out(c:get())
end""",
    "a protected call of the method itself": _CLASS
    + """
local function main()
  local c = C.new(7)
  out(pcall(c.get, c))
  out(pcall(C.get, c, 1, 2))
  out(c:get())
end""",
    "a metamethod as a method": """
local C = {}
C.__index = C
C.__call = function(self, a, b) return a, b end
C.__add = function(a, b) return 5 end
local function main()
  local c = setmetatable({}, C)
  out(c(1), c:__call(2), c + 1, c:__add())
end""",
    "a coroutine that replaces the method": _CLASS
    + """
local function main()
  local c = C.new(1)
  local co = coroutine.wrap(function() C.get = function() return "co" end coroutine.yield() end)
  out(c:get())
  co()
  out(c:get())
end""",
    "a loop over a class": _CLASS
    + """
local function main()
  local D = {}
  for k, v in pairs(C) do D[k] = v end
  D.__index = D
  D.get = function() return "D" end
  out(setmetatable({}, D):get(), C.new(2):get())
end""",
}


_VECTOR = """
local V = {}
V.__index = V
local function vec(x, y) return setmetatable({x = x, y = y}, V) end
V.__add = function(a, b) return vec(a.x + b.x, a.y + b.y) end
V.__mul = function(a, b)
  if type(a) == "number" then return vec(a * b.x, a * b.y) end
  if type(b) == "number" then return vec(a.x * b, a.y * b) end
end
V.__eq = function(a, b) return a.x == b.x and a.y == b.y end
V.__lt = function(a, b) return a.x < b.x end
V.__le = function(a, b) if a.x <= b.x then return "yes" end end
V.__unm = function(a) return vec(-a.x, -a.y) end
V.__div = function(a, b) return a.x / b, "dropped" end
V.__sub = function(a, b) end
"""

OPERATORS = {
    "arithmetic and comparison": (
        _VECTOR
        + """
local function main()
  local a, b = vec(1, 2), vec(3, 4)
  local c = a + b
  out(c.x, c.y, (a * 2).x, (3 * b).y, (2 * a * 2).x, a / 2, a - b, (-a).y, (-(-b)).x)
  out(a == b, a == a, a ~= b, a == vec(1, 2), vec(1, 2) ~= vec(1, 2), vec(1, 3) == a)
  out(a < b, b < a, a > b, b > a, a <= b, b <= a, a >= b, b >= a, vec(0, 0) < vec(1, 1))
  local kept = {a / 4}
  out(#kept, kept[1])
  if a == b then out("equal") elseif a < b then out("less") end
  while a ~= b and c.x > 0 do a = a + vec(2, 2) end
  out(a.x, a.y, a == b)
end""",
        {"V_add", "V_mul", "V_eq", "V_lt", "V_le", "V_div", "V_sub", "V_unm"},
    ),
    "operands are evaluated once and in order": (
        _VECTOR
        + """
local log = {}
local function note(v) log[#log + 1] = v.x return v end
local function main()
  local a = vec(1, 2)
  local function change() log[#log + 1] = "f" return vec(1, 2) end
  out(note(a) == note(vec(2, 2)), note(vec(3, 3)) > note(vec(4, 4)), note(a) < note(a))
  out(a == change(), a == change())
  out((a + change()).x, (change() + a).x, table.concat(log, ","))
end""",
        {"V_add", "V_eq", "V_lt"},
    ),
}

OPERATORS_MUST_NOT = {
    "a metamethod replaced": """
local function main()
  local a, b = vec(1, 2), vec(1, 3)
  out(a == b, (a + b).x)
  V.__eq = function() return true end
  V.__add = function() return {x = "new"} end
  out(a == b, (a + b).x)
end""",
    "two classes": """
local W = {__eq = V.__eq, __add = function() return "W" end}
local function pick(n) if n > 1 then return setmetatable({x = n}, W) end return vec(n, n) end
local function main()
  for i = 1, 2 do
    local p = pick(i)
    out(p == vec(i, i), p == setmetatable({x = i}, W), type(p + p))
  end
end""",
    "operands that are no objects": """
local function main()
  local held = {vec(1, 1), 5, "6", {}}
  for i = 1, 4 do
    out((pcall(function() local r = held[i] + vec(1, 1) return type(r) end)))
    out(pcall(function() return held[i] == vec(1, 1), held[i] ~= 5 end))
    out((pcall(function() return held[i] < vec(2, 2) end)))
  end
end""",
    "a metatable that comes later": """
local function main()
  local a, b = {x = 1}, {x = 1}
  out(a == b, (pcall(function() return a + b end)))
  setmetatable(a, V) setmetatable(b, V)
  out(a == b, (a < b) == (b < a), (pcall(function() return a + a end)))
end""",
    "an inherited metamethod is none": """
local D = setmetatable({}, V)
D.__index = D
local function main()
  local a = setmetatable({x = 1, y = 1}, D)
  out((pcall(function() return a + a end)), a == setmetatable({x = 1, y = 1}, D), a.x)
end""",
    "a metamethod that suspends": """
V.__add = function(a, b) return coroutine.yield(a.x, b.x) end
local function main()
  local co = coroutine.create(function() return vec(1, 2) + vec(3, 4) end)
  out(coroutine.resume(co))
  out(coroutine.resume(co, "sent"))
end""",
    "an object as the result of comparing": """
local E = {}
E.__eq = function(a, b) return a.other end
E.__lt = function(a, b) return a.v and b.v end
local function main()
  local a, b = setmetatable({other = {}}, E), setmetatable({v = 0}, E)
  out(a == b, b == a, a ~= b, b ~= a, a < b, b < b, a > b)
end""",
}


def _program(body: str) -> str:
    return f"{body}\nreturn main\n"


def _called_by_name(body: str) -> set[str]:
    text = compile_sources({"main": "local out = print\n" + _program(body)})["t:main"].text
    return set(re.findall(r"(?<!def )\b([A-Z]_\w+|get)(?:\(|, self)", text))


@pytest.mark.parametrize("title", FIRES)
def test_methods_called_by_name(title: str) -> None:
    body, methods = FIRES[title]
    assert_same(_program(body))
    assert methods <= _called_by_name(body)


@pytest.mark.parametrize("title", OPERATORS)
def test_metamethods_called_by_name(title: str) -> None:
    body, methods = OPERATORS[title]
    assert_same(_program(body))
    assert methods <= _called_by_name(body)


@pytest.mark.parametrize("title", OPERATORS_MUST_NOT)
def test_metamethods_looked_up(title: str) -> None:
    assert_same(_program(_VECTOR + OPERATORS_MUST_NOT[title]))


@pytest.mark.parametrize("title", MUST_NOT)
def test_methods_looked_up(title: str) -> None:
    assert_same(_program(MUST_NOT[title]))


def test_classes_of_libraries() -> None:
    library = _CLASS + "return C\n"
    main = """
local C = require("shapes")
local function main()
  local c = C.new(2)
  out(c:get(), c:twice(), C.get(c))
  C.extra = function(self, a, b) return a, b end
  out(c:extra(1), c:extra(1, 2, 3))
  C.get = function() return 9 end
  out(c:get(), c:twice())
end
return main
"""
    assert_same(main, shapes=library)
    assert_same(main.replace("  C.get = function() return 9 end\n", ""), shapes=library)


def test_methods_that_suspend() -> None:
    body = """
local C = {}
C.__index = C
function C:step(x) local y = coroutine.yield(x) return y end
function C:steps(n) for i = 1, n do out(self:step(i)) end return "done" end
local function main()
  local c = setmetatable({}, C)
  local co = coroutine.create(function() return c:steps(2) end)
  out(coroutine.resume(co))
  out(coroutine.resume(co, "a"))
  out(coroutine.resume(co, "b"))
end"""
    assert_same(_program(body))
    assert {"C_step", "C_steps"} <= _called_by_name(body)
