"""`require` in all its forms: by name, as a value, protected, and of names made at run time."""

from __future__ import annotations

import re

import pytest

from .harness import assert_same, compile_sources, run_compiled

_LIBRARY = """
local M = {count = 0}
function M.inc(n) M.count = M.count + (n or 1) return M.count end
return M
"""
# What a failed call gives, without the text, in which the two sides name places differently.
_TRY = """
local function try(f, ...)
  local ok, value = pcall(f, ...)
  if ok then return value end
  return type(value)
end
"""

_PROGRAMS = {
    "under another name": """
local load = require
local function main()
  local m = load("lib")
  out(m.inc(), m.inc(2), type(load), try(load, "nope"))
  local again = load
  out(again("lib").count)
end""",
    "an optional library that is there": """
local ok, m = pcall(require, "lib")
local function main()
  out(ok, m.inc(5))
  local there, same = pcall(require, "lib")
  if there then out(same.count, same == m) end
  same = nil
  out(same)
end""",
    "an optional library that is missing": """
local ok, m = pcall(require, "nope")
if not ok then m = {inc = function() return "instead" end} end
local function main() out(ok, m.inc()) end""",
    "both variables get other values": """
local ok, m = pcall(require, "lib")
local function main()
  out(ok, m.inc())
  ok, m = 5, {}
  out(ok, m.inc)
end""",
    "other numbers of results": """
local function main()
  if pcall(require, "lib") then out("there") end
  if not pcall(require, "nope") then out("not there") end
  local all = {pcall(require, "lib")}
  local a, b, c = pcall(require, "lib")
  local only = pcall(require, "lib")
  out(#all, all[2].inc(), a, b.inc(), c, only, select("#", pcall(require, "lib")))
end""",
    "names made at run time": """
local function main()
  for _, name in ipairs({"lib", "nope", "string", "lib"}) do
    local ok, m = pcall(require, name)
    out(name, ok, type(m))
    if ok and m.inc then m.extra = name out(m.inc(2), m.count, m.extra) end
  end
  require("l" .. "ib").inc = function() return "other" end
  out(require("lib").inc())
end""",
    "a library changed through a name made at run time": """
local lib = require("lib")
local function main()
  local name = "lib"
  out(lib.count + 1)
  require(name).count = "text"
  out(type(lib.count), lib.count == "text", try(function() return lib.count + 1 end))
end""",
    "a value that is passed and stored": """
local loaders = {load = require}
local function main()
  out(try(require, "lib").inc(), try(require, "nope"), loaders.load("lib").inc())
  out(xpcall(require, function() return "handled" end, "nope"))
  out(require and "a value", require == nil)
end""",
    "a function of the program with this name": """
local function require(name) return name .. "!" end
local function main() out(require("lib"), pcall(require, "nope")) end""",
    "a global of the program with this name": """
local native = require
function require(name) if name == "x" then return "mine" end return native(name) end
local function main() out(require("x"), require("lib").inc(), try(require, "nope")) end""",
    "arguments that are no names": """
local function main() out(try(require), try(require, {}), try(require, nil)) end""",
    "a pcall of the program": """
local function main()
  local function pcall(f, name) return name, f end
  local a, b = pcall(require, "lib")
  out(a, type(b))
end""",
}


@pytest.mark.parametrize("program", _PROGRAMS.values(), ids=_PROGRAMS)
def test_require(program: str) -> None:
    """Real Lua, where it looks names up among the globals, does the same."""
    assert_same(f"{_TRY}{program}\nreturn {{ main = main }}\n", lib=_LIBRARY)


def test_listed_modules() -> None:
    """Modules are found if the entry lists them; the error of others is Wippy's."""
    outcome = run_compiled(
        """
local function main()
  local ok, json = pcall(require, "json")
  out(ok, (json.encode({1, 2})))
  for _, name in ipairs({"time", "http"}) do
    local found, module = pcall(require, name)
    out(found, found and module.SECOND or module:gsub("^.-:%d+: ", ""))
  end
  out((select(2, pcall(require, "http")):gsub("^.-:%d+: ", "")))
  require("http")
end
return { main = main }
"""
    )
    assert outcome.lines == [
        "true [1,2]",
        "true 1000000000",
        "false module 'http' not found",
        "module 'http' not found",
    ]
    assert outcome.error == "module 'http' not found"


def test_libraries_whose_chunks_are_noticed_run_first() -> None:
    registry = """
local names = {}
return { add = function(name) names[#names + 1] = name end, names = names }
"""
    plugin = """
local registry = require("registry")
registry.add("{name}")
return {{ name = "{name}", known = #registry.names }}
"""
    outer = """
local inner = require("inner")
require("registry").add("outer, which knows " .. inner.known)
return {}
"""
    assert_same(
        """
local registry, late = require("registry"), require("late")
local inner = require("inner")
local function main()
  out(table.concat(registry.names, "; "))
  out(inner.name, inner.known, late.name, late.known)
  registry.add("main")
  out(#registry.names, require("late").known)
end
return { main = main }
""",
        registry=registry,
        inner=plugin.format(name="inner"),
        outer=outer,
        late=plugin.format(name="late"),
    )


def test_libraries_share_what_their_chunks_change() -> None:
    assert_same(
        """
local load = require
local function main()
  out(order, load("third").counted, load("second").counted)
  local seen = load("fourth")
  out(seen.at_first, seen.kinds.first, #seen.list, seen.describe({}))
end
return { main = main }
""",
        first="""
order = (order or "") .. "A"
return { kinds = {}, list = {}, limit = 1 }
""",
        second="""
local first = require("first")
order = order .. "B"
first.limit = first.limit + 1
for i, name in ipairs({"first", "other"}) do first.kinds[name] = i end
return { counted = first.limit }
""",
        third="""
local first = require("first")
local list = first.list
list[#list + 1] = "third"
setmetatable(first.kinds, { __index = function(_, name) return "no " .. name end })
return { counted = first.limit }
""",
        fourth="""
local first = require("first")
return {
  at_first = first.limit,
  kinds = first.kinds,
  list = first.list,
  describe = function(of) return setmetatable(of, getmetatable(first.kinds)).what end,
}
""",
    )


_BEHIND = {
    "read": "setmetatable({}, { __index = first }).limit",
    "element": "setmetatable({}, { __index = first.names })[1]",
    "class": """(function()
  local C = {}
  C.__index = C
  setmetatable(C, { __index = first })
  return setmetatable({}, C).limit
end)()""",
    "inherited": "derived.limit",
    "stored": "stored.limit",
}


@pytest.mark.parametrize("value", _BEHIND.values(), ids=_BEHIND)
def test_chunks_that_reach_tables_of_other_libraries_through_metatables(value: str) -> None:
    assert_same(
        """
local lib, bump, first = require("lib"), require("bump"), require("first")
local function main()
  out(lib.value, first.limit, first.names[1])
end
return { main = main }
""",
        first="return { limit = 1, names = {} }",
        lib=f"""
local first = require("first")
local derived = setmetatable({{}}, {{ __index = first }})
local stored = setmetatable({{}}, {{ __newindex = first }})
stored.limit = 5
return {{ value = {value} }}
""",
        bump="""
local first = require("first")
first.limit = first.limit + 1
first.names[1] = "x"
return {}
""",
    )


def test_chunks_that_keep_what_another_library_replaces() -> None:
    assert_same(
        """
local lib, again, bump, first = require("lib"), require("again"), require("bump"), require("first")
local function main()
  out(lib.add(), lib.get(), again.list[1], first.add(), first.names[1], first.list[1])
end
return { main = main }
""",
        first="""
local M = { names = { 1 }, add = function() return 1 end }
local function new(value) return { value } end
M.list = new(1)
function M.renew() M.list = new(2) end
return M
""",
        lib="""
local first = require("first")
local add, names = first.add, first.names
return { add = add, get = function() return names[1] end }
""",
        again="return { list = require('first').list }",
        bump="""
local first = require("first")
first.add = function() return 2 end
first.names = { 2 }
first.renew()
return {}
""",
    )


@pytest.mark.parametrize(
    "first",
    [
        "return { add = function() return 1 end, call = function(f) return f() end }",
        """
local M = {}
function M.add() return 1 end
function M.call(f) return f() + M.add() end
return M
""",
    ],
)
def test_functions_of_libraries_that_others_replace(first: str) -> None:
    assert_same(
        """
local bump, first = require("bump"), require("first")
local function main()
  local n = first.add()
  out(n * 2, n .. "x", n == "7", first.call(first.add))
  first.add = nil
  out(pcall(first.add) == false, first.add == nil)
end
return { main = main }
""",
        first=first,
        bump="""
local first = require("first")
first.add = function() return "7" end
return {}
""",
    )


_LIBRARY = """
local M = {}
function M.add(a, b) return a + b end
function M.sub(a, b) return a - b end
function M.use(a, b) return M.add(a, b) end
return M
"""


@pytest.mark.parametrize(
    "change",
    [
        "local function patch(lib) lib.add = function(a, b) return (a + b) * 2 end end patch(lib)",
        "local held = { lib = lib } held.lib.add = function() return 'changed' end",
        "rawset(lib, 'add', function() return 'set' end)",
        """
  local function wrap(lib, names)
    for _, name in ipairs(names) do
      local old = lib[name]
      lib[name] = function(...) return "wrapped", old(...) end
    end
  end
  wrap(lib, { "add", "sub" })
""",
        "for _, each in pairs({ lib }) do each.sub = nil end",
        "local seven = function() return 7 end"
        " setmetatable(lib, { __index = function() return seven end }) lib.add = nil",
        "local same = lib same.add, same.sub = same.sub, same.add",
    ],
)
def test_libraries_that_are_handed_on_and_changed(change: str) -> None:
    assert_same(
        f"""
local lib = require("lib")
local function main()
  out(lib.add(1, 2), lib.use(3, 4))
  {change}
  out(lib.add(1, 2))
  out(pcall(function() return lib.sub(5, 3) end) and lib.sub(5, 3))
  out(lib.use(3, 4))
end
return {{ main = main }}
""",
        lib=_LIBRARY,
    )


def test_libraries_that_are_handed_on_and_read() -> None:
    assert_same(
        """
local lib = require("lib")
local function list(each)
  local names = {}
  for name in pairs(each) do names[#names + 1] = name end
  table.sort(names)
  return table.concat(names, " ")
end
local function main()
  out(list(lib), lib.add(1, 2), list({ lib = lib }))
end
return { main = main }
""",
        lib=_LIBRARY,
    )


def test_libraries_that_only_make_what_they_return_run_where_they_are_used() -> None:
    library = """
local Shape = {}
Shape.__index = Shape
local SIDES = { square = 4, circle = 0 }
local Round = setmetatable({ kinds = {} }, { __index = Shape })
for name, sides in pairs(SIDES) do
  if sides == 0 then Round.kinds[#Round.kinds + 1] = name end
end
function Shape.new(name) return setmetatable({ sides = SIDES[name] }, Shape) end
function Shape:text() return self.sides .. " sides" end
return { new = Shape.new, Round = Round, TITLE = ("-"):rep(3) .. #"shapes" }
"""
    program = """
local shapes = require("shapes")
local function main()
  out(shapes.new("square"):text(), shapes.Round.kinds[1], shapes.TITLE)
end
return { main = main }
"""
    assert_same(program, shapes=library)
    text = compile_sources({"main": program, "shapes": library})["t:main"].text
    assert re.search(r"^ *load_library\(.*\)$", text, re.MULTILINE) is None


def test_libraries_with_state_are_looked_up_once() -> None:
    library = """
local kept = {}
local M = {}
function M.put(name) kept[#kept + 1] = name return M end
function M.all() return table.concat(kept, " ") end
return M
"""
    program = """
local shelf = require("shelf")
require("other").put("a")
shelf.put("b").put("c")
local function fill(shelf)
  for _, name in ipairs({ "d", "e" }) do require("shelf").put(name .. shelf) end
end
local function main()
  local other = 1
  fill("!")
  out(shelf.all(), require("other").all(), other)
end
return { main = main }
"""
    assert_same(program, shelf=library, other=library)
    text = compile_sources({"main": program, "shelf": library, "other": library})["t:main"].text
    assert re.findall(r"(\w+) = load_library\(", text) == ["shelf", "other"]
    assert text.count("load_library(") == 2


def test_chunks_have_no_arguments() -> None:
    library = """
local NAME, parent = ...
local count = select("#", ...)
local list = { ... }
local arguments = { 5 }
if ... then NAME = "given" end
return {
  name = ... or "none",
  describe = function() return NAME, parent, count, #list, arguments[1] end,
}
"""
    program = """
local parts = require("parts")
local own = ...
local function main() out(parts.name, own, parts.describe()) end
return { main = main }
"""
    assert assert_same(program, parts=library).lines == ["none nil nil nil 0 0 5"]
