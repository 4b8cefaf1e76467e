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
MUST_NOT = {
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


def _program(body: str) -> str:
    return f"{body}\nreturn main\n"


def _called_by_name(body: str) -> set[str]:
    text = compile_sources({"main": "local out = print\n" + _program(body)})["t:main"].text
    return set(re.findall(r"(?<!def )\b([A-Z]_\w+|get)\(", text))


@pytest.mark.parametrize("title", FIRES)
def test_methods_called_by_name(title: str) -> None:
    body, methods = FIRES[title]
    assert_same(_program(body))
    assert methods <= _called_by_name(body)


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
