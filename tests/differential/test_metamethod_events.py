"""One metamethod a program: what the compiler knows of each event is not hidden by another."""

from __future__ import annotations

import pytest

from .harness import assert_same

# What calls the metamethod of an event.
USES = {
    "__add": "t + 1",
    "__call": "t()",
    "__concat": "t .. 'a'",
    "__div": "t / 2",
    "__eq": "t == other",
    "__index": "t.missing",
    "__le": "t <= other",
    "__len": "#t",
    "__lt": "t < other",
    "__mod": "t % 2",
    "__mul": "t * 2",
    "__newindex": "rawlen(store(t))",
    "__pow": "t ^ 2",
    "__sub": "t - 1",
    "__tostring": "tostring(t)",
    "__unm": "-t",
}

_CHANGES_A_TESTED_FIELD = """
local o = {x = 1}
local meta = {EVENT = function() o.x = "10" return "20" end}
local t, other = setmetatable({}, meta), setmetatable({}, meta)
local function rawlen(t) return rawget(t, "n") end
local function store(t) t.n = 1 return t end
local function main()
  if type(o.x) == "number" then
    local result = USE
    out(o.x, type(o.x) == "number", o.x == "10", o.x * 2, result)
  end
end
return { main = main }
"""
# Whatever the operation gives elsewhere, here it gives text.
_GIVES_TEXT = """
local meta = {EVENT = function() return "20" end}
local t, other = setmetatable({}, meta), setmetatable({}, meta)
local function rawlen(t) return rawget(t, "n") end
local function store(t) t.n = 1 return t end
local function double(v) return type(v), v == "20", v ~= nil and v ~= true and v * 2 end
local function main()
  local result = USE
  out(result, double(result))
  if result then out("true") end
  out(not (USE), (USE) and 1 or 2)
end
return { main = main }
"""


_PUTS_THE_NAME_TOGETHER = """
local function named(event) return "__" .. event end
local o, meta = {x = 1}, {}
meta[named("NAME")] = function() o.x = "10" return "20" end
local t, other = setmetatable({}, meta), setmetatable({}, meta)
local function rawlen(t) return rawget(t, "n") end
local function store(t) t.n = 1 return t end
local function double(v) return type(v), v == "20", v ~= nil and v ~= true and v * 2 end
local function main()
  if type(o.x) == "number" then
    local result = USE
    out(o.x, type(o.x) == "number", o.x * 2, result)
  end
  o.x = 1
  if USE then out(o.x == 1, o.x + 1) end
  local result = USE
  out(result, double(result))
end
return { main = main }
"""


def _program(text: str, event: str) -> str:
    text = text.replace("EVENT", event).replace("NAME", event.removeprefix("__"))
    return text.replace("USE", USES[event])


@pytest.mark.parametrize("event", USES)
def test_tested_field(event: str) -> None:
    """What a test says of a field holds until the metamethod changes it."""
    assert_same(_program(_CHANGES_A_TESTED_FIELD, event))


@pytest.mark.parametrize("event", USES)
def test_result(event: str) -> None:
    """The result may be anything, except of comparisons."""
    assert_same(_program(_GIVES_TEXT, event))


@pytest.mark.parametrize("event", USES)
def test_name_put_together(event: str) -> None:
    """What a program calls its metamethods need not be written in one piece."""
    assert_same(_program(_PUTS_THE_NAME_TOGETHER, event))
