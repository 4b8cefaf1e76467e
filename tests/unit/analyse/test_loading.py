"""Which libraries run before the code that imports them."""

from __future__ import annotations

import re

import pytest

from tests.differential.harness import compile_sources

_OTHER = """
local M = { names = {}, list = {}, count = 1, add = function() end }
function M.clear() M.list = {} end
return M
"""
_MAIN = """
local function main() return 1 end
return { main = main }
"""

QUIET = {
    "functions": "local M = {} function M.f() names = 1 print(M) end return M",
    "a class": "local C = {} C.__index = C function C.new() return setmetatable({}, C) end",
    "constants": "local M = { LIMIT = 2 ^ 10 } M.TEXT = ('-'):rep(M.LIMIT) .. #'abc' return M",
    "tables filled in loops": "local M = {} for i = 1, 3 do M[#M + 1] = i end return M",
    "functions of another library": "local add = require('other').add return { add = add }",
    "a module": "local json = require('json') return { encode = json.encode }",
    "functions of json": "local json = require('json') return { text = json.encode({ 1 }) }",
    "functions of math": "return { half = math.floor(2.5) }",
    "functions of string": "return { line = string.rep('-', 3) }",
    "functions of table": "return { words = table.concat({ 'a', 'b' }, ' ') }",
    "elements": "local M = {} for i, each in ipairs({ 1, 2 }) do M[each] = i end return M",
    "fields": "local M = {} for key, each in pairs({ a = 1 }) do M[each] = key end return M",
    "words": "local M = {} for word in string.gmatch('a b', '%a') do M[word] = 1 end return M",
    "a class that inherits from another library": """
local Base = require('other')
local C = setmetatable({}, { __index = Base })
C.__index = C
function C.new() return setmetatable({}, C) end
return C
""",
    "a read of a class of its own": """
local C = { size = 1 }
C.__index = C
local one = setmetatable({}, C)
return { size = one.size }
""",
    "a read of a plain table next to classes that inherit": """
local C = setmetatable({}, { __index = require('other') })
local limits = { first = 1 }
return { new = C, first = limits.first }
""",
}
_BUILT_IN = (
    "next({ 1 })",
    "rawequal(1, 2)",
    "rawget({ 1 }, 1)",
    "rawset({}, 1, 2)",
    "select('#', 1)",
    "tonumber('1')",
    "tostring(1)",
    "type(1)",
    "unpack({ 1 })",
)
QUIET |= {call: f"return {{ value = {call} }}" for call in _BUILT_IN}
NOTICED = {
    "a call": "require('other').add('x') return {}",
    "a method call": "local M = { go = function(self) end } M:go() return M",
    "a table of another library": "require('other').names[1] = 'x' return {}",
    "such a table in a variable": "local names = require('other').names names[1] = 'x' return {}",
    "what another library holds now": "return { count = require('other').count }",
    "what others replace": """
local other = require('other')
local add = other.add
function other.replace() other.add = print end
return { add = add }
""",
    "what others renew": "return { list = require('other').list }",
    "the length of what it holds": "return { count = #require('other').names }",
    "a metatable of its table": "setmetatable(require('other').names, {}) return {}",
    "a global": "shared = (shared or 0) + 1 return {}",
    "a random number": "return { seed = math.random(9) }",
    "a seed of random numbers": "math.randomseed(5) return {}",
    "an error": "error('refused')",
    "an iterator of the program": "for _ in (function() end) do end return {}",
    "a callback": "table.sort({2, 1}, function(a, b) shared = a return a < b end)",
    "an index function": "local t = setmetatable({}, { __index = print }) return { x = t.x }",
    "a store function": "local t = setmetatable({}, { __newindex = print }) t.x = 1 return {}",
    "a store into a table behind": """
local t = setmetatable({}, { __newindex = require('other') })
t.count = 2
return {}
""",
    "a read from a table behind": """
local t = setmetatable({}, { __index = require('other') })
return { count = t.count }
""",
    "a read from a table far behind": """
local C = setmetatable({}, { __index = require('other') })
C.__index = C
local one = setmetatable({}, C)
return { count = one.count }
""",
    "an operator": "local t = setmetatable({}, { __add = print }) return { x = t + 1 }",
}


def _is_loaded(library: str) -> bool:
    """Whether a program that does not name the library, but imports it, runs its chunk."""
    sources = {"main": _MAIN, "other": _OTHER, "library": library}
    # Both mention the global, so that it belongs to no chunk.
    sources["main"] = _MAIN.replace("return 1", "return shared, names")
    text = compile_sources(sources)["t:main"].text
    return re.search(r'^ *load_library\("t:library", ', text, re.MULTILINE) is not None


@pytest.mark.parametrize("library", QUIET.values(), ids=QUIET)
def test_chunks_that_nothing_notices(library: str) -> None:
    assert not _is_loaded(library)


@pytest.mark.parametrize("library", NOTICED.values(), ids=NOTICED)
def test_chunks_that_are_noticed(library: str) -> None:
    assert _is_loaded(library)


def test_importers_of_libraries_that_are_noticed_are_noticed() -> None:
    sources = {
        "main": _MAIN,
        "library": "require('other') return { f = function() end }",
        "other": "error('refused')",
    }
    text = compile_sources(sources)["t:main"].text
    assert re.findall(r'^ *load_library\("(.*?)", ', text, re.MULTILINE) == ["t:library", "t:other"]
