"""What `wippyc dump --stage facts` says about functions and variables."""

from __future__ import annotations

from tests.differential.harness import make_project
from wippyc.analyse.facts import analyse
from wippyc.analyse.report import report_unit
from wippyc.diagnostics.model import Sink
from wippyc.lower.program import lower_program
from wippyc.pipeline import parse_project

SOURCE = """
local function fetch(key) return channel.new():receive() end
local function get(key) return fetch(key) end
local function pair(flag) if flag then return 1, "x" end return nil end
local function main()
  local list = {}
  for i = 1, 3 do
    local n = i
    list[4 - i] = function() n = n + 1 return n end
  end
  local a, b = pair(true)
  local squares, seen, met, log = {}, {}, setmetatable({}, {}), {}
  for i = 1, 3 do
    squares[4 - i] = i * i
    seen[i] = seen[i == 2] or seen[i]
    met[i] = i
    for _, line in ipairs(log) do print(log == met, line) end
    log[#log + 1] = log[i]
  end
  local parts, counts = {}, {}
  for i = 1, 3 do parts[i] = i counts["c" .. i] = i end
  local point = { x = 1, y = 2 }
  point.x = point.x + point.y
  return get("k"), list[1](), a, b, parts, point.x, #squares
end
return { main = main }
"""


def report() -> list[str]:
    project = make_project({"main": SOURCE})
    facts = analyse(lower_program(project, parse_project(project, Sink())))
    return list(report_unit(facts, facts.program.units["t:main"]))


def lines_of(name: str) -> list[str]:
    """Return the lines below a function's heading."""
    found = report()
    start = next(at for at, line in enumerate(found) if line.startswith(f"  {name} ("))
    below = found[start + 1 :]
    end = next((at for at, line in enumerate(below) if not line.startswith("    ")), len(below))
    return [line.strip() for line in below[:end]]


def test_the_reason_of_async_is_followed_through_calls() -> None:
    assert lines_of("get")[0] == (
        "async def: calls fetch (main.lua:3), which :receive (main.lua:2)"
    )


def test_a_direct_function_tells_its_results() -> None:
    assert lines_of("pair")[:2] == [
        "def: nothing in it suspends",
        "only called by name; 2 results: nil | integer below 2^20, nil | string",
    ]


def test_a_cell_has_its_reason() -> None:
    assert "local n (8): integer below 2^53; in a cell: captured in a loop, and changes" in (
        lines_of("main")
    )


def test_tables_tell_where_their_elements_are() -> None:
    assert [line for line in lines_of("main") if line.startswith("table ")] == [
        "table (6): a Python dict",
        "table (12): elements in the dict",
        "table (12): elements in a list: read with a key that may be a boolean",
        "table (12): elements in a list: has a metatable, or built-in functions keep it",
        "table (12): elements in a list: appended to and walked more than used by index",
        "table (20): a Python list",
        "table (20): a Python dict",
        "table (22): an object with slots: x, y",
    ]
    assert "list (24): becomes a table" in lines_of("main")
