"""What libraries return: at their end, from inside a block, early, or nothing."""

from __future__ import annotations

import pytest

from .harness import assert_same

LIBRARIES = {
    "from a block": """
do
  local f = {}
  function f.map(t, g)
    local r = {}
    for i = 1, #t do r[i] = g(t[i], i) end
    return r
  end
  do return f end
end
""",
    "early, which does not happen": """
local f = {}
function f.map(t, g) return { g(t[1], "normal"), g(t[2]) } end
if tostring(nil) == "NIL" then
  return { map = function(t) return { "early" } end }
end
return f, 5
""",
    "early, which happens": """
local f = {}
function f.map(t, g) return { "normal" } end
if tostring(nil) == "nil" then
  return { map = function(t, g) return { g(t[3]), g(t[2], "early"), t[1] } end }
end
return f
""",
    "from both branches": """
local function one(t, g) return { g(t[2]) } end
if tostring(1) == "1" then
  return { map = one }
else
  return { map = function() return {} end }
end
""",
    "through wrappers that are made in a loop": """
local M = {}
function M.map(t, f)
  local r = {}
  for i, v in pairs(t) do r[i] = f(v, i) end
  return r
end
do
  local f, wrapper = {}, {}
  wrapper.__index = f
  setmetatable(wrapper, { __index = function(_, key) return f[key] end })
  for name, inner in pairs(M) do
    f[name] = function(v, ...) return inner(v, ...) end
  end
  return wrapper
end
""",
}


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=list(LIBRARIES))
def test_functions_of_the_value_that_is_returned(library: str) -> None:
    program = """
local lib = require("lib")
local function main()
  local made = lib.map({1, 2, 3}, function(v) return v * v end)
  out(#made, made[1], made[2], made[3])
  local other = lib.map({4, 5, 6}, function(v, how) return tostring(v) .. tostring(how) end)
  out(#other, other[1], other[2], other[3])
end
return { main = main }
"""
    assert_same(program, lib=library)


def test_entries_that_return_their_functions_from_blocks() -> None:
    assert_same("""
local function one(x) return x end
if tostring(1) == "1" then
  do return { main = function() out("early", one(), one(2)) end } end
end
return { main = function() out("late") end }
""")
