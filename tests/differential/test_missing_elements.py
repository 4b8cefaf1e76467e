"""What Lua says where a list has no element and something is done with the element at once."""

from __future__ import annotations

import pytest

from .harness import SHOW, run_compiled

# What is in scope: `list` has 3 numbers, `rows` 2 lists, `items` 2 tables, `names` 2 strings.
SETTING = """
local list, rows, items, names = {}, {}, {}, {}
for i = 1, 3 do list[i] = i end
for i = 1, 2 do
  rows[i] = {i}
  items[i] = {score = i}
  names[i] = "name" .. i
end
local function read(i)
  local two, text, nothing, zero = 2, "text", nil, 0
  local result
  STATEMENT
  return result
end
local ok, message = pcall(function()
  for i = 1, 9 do read(i) end
end)
out(message)
local ok, message = pcall(function()
  for i = 1, -9, -1 do read(i) end
end)
out(message)
"""

# A statement that needs an element that is not there → the text of the error.
ERRORS = {
    "result = list[i] + 1": "cannot perform add operation between nil and number",
    "result = two - list[i]": "cannot perform sub operation between number and nil",
    "result = list[i] * list[i]": "cannot perform mul operation between nil and nil",
    "result = list[i] // 2": "attempt to perform arithmetic on a nil value",
    "result = list[i] % 7": "cannot perform mod operation between nil and number",
    "result = list[i] / 2": "cannot perform div operation between nil and number",
    "result = 0 result = result + list[i]": "cannot perform add operation between number and nil",
    "result = items[1].score + list[i]": "cannot perform add operation between number and nil",
    "result = list[i] + items[1].score": "cannot perform add operation between nil and number",
    "result = -list[i]": "__unm undefined",
    "result = #rows[i]": "__len undefined",
    "result = list[i] < two": "attempt to compare nil with number",
    "result = list[i] >= two": "attempt to compare number with nil",
    "result = two <= list[i]": "attempt to compare number with nil",
    "while list[i] > zero do i = i + 20 end": "attempt to compare number with nil",
    "result = items[i].score": "attempt to index a non-table object(nil) with key 'score'",
    "items[i].score = two": "attempt to index a non-table object(nil) with key 'score'",
    "items[i].score = items[i].score + 1": (
        "attempt to index a non-table object(nil) with key 'score'"
    ),
    "result = rows[i][1]": "attempt to index a non-table object(nil) with key '1'",
    "result = rows[i][two]": "attempt to index a non-table object(nil) with key '2'",
    "result = rows[i][two + 1]": "attempt to index a non-table object(nil) with key '3'",
    # The other operand fails first.
    "result = list[i] + items[i].score": (
        "attempt to index a non-table object(nil) with key 'score'"
    ),
}  # fmt: skip


# An index or a bound of a loop that is a sum of nil → the text of the error.
SUMS = {
    "result = list[none + 1]": "cannot perform add operation between nil and number",
    "result = list[none + 2]": "cannot perform add operation between nil and number",
    "result = list[none - 1]": "cannot perform sub operation between nil and number",
    "list[none + 1] = 7": "cannot perform add operation between nil and number",
    "list[none + 1] = list[none + 1] + 7": "cannot perform add operation between nil and number",
    "result = text:sub(none + 1)": "cannot perform add operation between nil and number",
    "result = text:sub(none + 2)": "cannot perform add operation between nil and number",
    "result = text:sub(1, none + 1)": "cannot perform add operation between nil and number",
    "result = text:byte(none + 1)": "cannot perform add operation between nil and number",
    "for i = none + 1, 3 do result = list[i] end": (
        "cannot perform add operation between nil and number"
    ),
    "for i = 1, none - 1 do result = list[i] end": (
        "cannot perform sub operation between nil and number"
    ),
}  # fmt: skip

_SUM = """
local list, text = {}, "text"
for i = 1, 3 do list[i] = i end
local function position(is_there) if is_there then return 2 end return nil end
local function read(is_there)
  local none = position(is_there == 1)
  local result
  STATEMENT
  return result
end
out(pcall(read, 1))
local ok, message = pcall(read, 3)
out(message)
"""

# What reads an element of a list that another list does not have → the key in the error.
ROWS = {"rows[i][1]": 1, "rows[i][3]": 3}

_ROW = """
local rows = {}
for i = 1, 3 do
  local row = {}
  for j = 1, 3 do row[j] = i * j end
  rows[i] = row
end
local function sum(count)
  local result = 0
  for i = 1, count do
    result = result + STATEMENT
  end
  return result
end
local ok, message = pcall(sum, 4)
out(message)
"""

# Keys that are looked for in a table or nil → what they are.
KEYS = {"i": 3, "i + 1": 4, "i * 2 - 1": 5, "i % 2": 1, "i // 2": 1, "-i": -3, "#name": 4}

_KEY = """
local function made(is_there)
  if not is_there then return nil end
  local list = {}
  for n = 1, 5 do list[n] = n end
  return list
end
local function read(is_there, i, name)
  local list = made(is_there == 1)
  local found = STATEMENT
  return found
end
local function at(is_there) return read(is_there, 3, "four") end
at(1)
local ok, message = pcall(at, 2)
out(message)
"""


@pytest.mark.parametrize("statement", ERRORS)
def test_errors_of_missing_elements(statement: str) -> None:
    lines = _run(SETTING, statement)
    assert lines == [ERRORS[statement]] * 2


@pytest.mark.parametrize("statement", SUMS)
def test_errors_of_sums(statement: str) -> None:
    there, missing = _run(_SUM, statement)
    assert there.startswith("true")
    assert missing == SUMS[statement]


@pytest.mark.parametrize("element", ROWS)
def test_errors_of_missing_rows(element: str) -> None:
    (message,) = _run(_ROW, element)
    assert message == f"attempt to index a non-table object(nil) with key '{ROWS[element]}'"


@pytest.mark.parametrize("key", KEYS)
def test_errors_of_keys(key: str) -> None:
    (message,) = _run(_KEY, f"list[{key}]")
    assert message == f"attempt to index a non-table object(nil) with key '{KEYS[key]}'"


def _run(setting: str, statement: str) -> list[str]:
    """Return what a program reports, without the position that all errors have."""
    program = setting.replace("STATEMENT", statement)
    outcome = run_compiled(f"local function main()\n{program}\nend\nreturn {{ main = main }}\n")
    line = SHOW.count("\n") + program[: program.index(statement)].count("\n") + 2
    return [each.removeprefix(f"t:main:{line}: ") for each in outcome.lines]
