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


@pytest.mark.parametrize("statement", ERRORS)
def test_errors_of_missing_elements(statement: str) -> None:
    program = SETTING.replace("STATEMENT", statement)
    outcome = run_compiled(f"local function main()\n{program}\nend\nreturn {{ main = main }}\n")
    line = SHOW.count("\n") + program[: program.index(statement)].count("\n") + 2
    assert outcome.lines == [f"t:main:{line}: {ERRORS[statement]}"] * 2
