"""The language documentation says what the tests show."""

from __future__ import annotations

import re
from pathlib import Path

from .case_files import FOLDER
from .harness import run_compiled, run_reference

DOCS = Path(__file__).parents[2] / "docs"


def _rows(text: str) -> list[list[str]]:
    """Return the cells of all table rows, headings aside."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    return [row for row in cells if not set(row[0]) <= set("-|")]


def test_every_construct_is_tested() -> None:
    """Each row names tests that exist, and each case file is named by some row."""
    text = (DOCS / "language.md").read_text(encoding="utf-8")
    cases = {path.stem for path in FOLDER.glob("*.lua")}
    tests_root = Path(__file__).parents[1]
    modules = {path.stem for path in tests_root.rglob("test_*.py")}
    named: set[str] = set()
    for row in _rows(text):
        if row[-1] == "shown by":
            continue
        shown_by = set(re.findall(r"`([^`]+)`", row[-1].strip("| ")))
        assert shown_by, row
        assert shown_by <= cases | modules, row
        named |= shown_by
    assert cases <= named


def _expressions() -> list[tuple[str, str, str]]:
    text = (DOCS / "differences.md").read_text(encoding="utf-8")
    section = text.split("## ")[1]
    found = []
    for row in _rows(section)[1:]:
        cells = [cell.strip("| ") for cell in row]
        assert len(cells) == 3, row
        found.append((cells[0].strip("`"), cells[1], cells[2].strip("`")))
    return found


def _program(expression: str) -> str:
    return f"local function main() out(tostring({expression})) end\nreturn {{ main = main }}\n"


def test_differences_from_lua() -> None:
    """Both columns of the first table of differences are true."""
    for expression, lua, wippy in _expressions():
        assert run_compiled(_program(expression)).lines == [wippy], expression
        reference = run_reference(_program(expression))
        if lua == "an error":
            assert reference.error is not None, expression
        elif lua.startswith("`"):
            assert reference.lines == [lua.strip("`")], expression
        else:
            assert reference.lines != [wippy], expression
