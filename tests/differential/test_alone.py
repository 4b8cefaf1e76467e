"""Case files whose cases are programs of their own: nothing one does can hide what another shows.

`--- title` starts a case. It is the body of a function, unless it declares a `main` itself.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .case_files import read_case_file
from .harness import assert_same

CASES = {
    f"{path.stem}: {title}": text
    for path in sorted((Path(__file__).parent / "alone").glob("*.lua"))
    for title, text in read_case_file(path).cases
}


# Whether a function does not raise.
_PRELUDE = "local function there(f) local ok = pcall(f) return ok end\n"


def _program(text: str) -> str:
    if "local function main(" not in text:
        text = f"local function case()\n{text}end\nlocal function main() out(case()) end\n"
    return f"{_PRELUDE}{text}return {{ main = main }}\n"


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_alone(text: str) -> None:
    """Compiled and under real Lua, the program does the same."""
    assert_same(_program(text))
