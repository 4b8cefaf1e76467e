"""Code of a chunk that runs before a later statement defines what it reads."""

from __future__ import annotations

import pytest

from .harness import assert_same

PROGRAMS = {
    "an iterator of a loop": """
local M = {}
local seen = {}
local function each()
  seen[#seen + 1] = M.later == nil and "early" or M.later()
  if #seen < 3 then return #seen end
  return nil
end
for x in each do seen[#seen + 1] = x end
function M.later() return "late" end
local function main() out(table.concat(seen, ",")) out(each(), M.later()) end
return { main = main }
""",
    "an iterator, and a local function": """
local later
local seen = {}
local function each()
  seen[#seen + 1] = later == nil and "early" or later()
  if #seen < 3 then return #seen end
  return nil
end
for x in each do seen[#seen + 1] = x end
function later() return "late" end
local function main() out(table.concat(seen, ",")) out(each(), later()) end
return { main = main }
""",
    "a metamethod": """
local M = {}
local t = setmetatable({}, {
  __add = function(a, b) return M.later == nil and "early" or M.later() end,
  __index = function(_, k) return M.later and k or "none" end,
})
local first = t + 1
local second = t.x
function M.later() return "late" end
local function main() out(first, t + 1, M.later(), second, t.x) end
return { main = main }
""",
    "a metamethod of a table that a function makes": """
local M = {}
local function make()
  return setmetatable({}, {
    __concat = function(a, b) return M.later == nil and "early" or M.later() end,
  })
end
local t = make()
local first = t .. "x"
function M.later() return "late" end
local function main() out(first, t .. "x", M.later()) end
return { main = main }
""",
    "a function, and the chunk itself": """
local M = {}
local before = M.later
local function ask() return M.later == nil end
local first = ask()
function M.later() return "late" end
local function main() out(before, first, ask(), M.later()) end
return { main = main }
""",
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=list(PROGRAMS))
def test_early_reads(program: str) -> None:
    """It finds nil, and later code what was defined."""
    assert_same(program)
