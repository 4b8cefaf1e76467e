"""Case files: Lua texts that hold many small programs, run as one.

A line `--- title` starts a case. Each case becomes a function of one program, called under `pcall`;
it reports with `out(...)`, and with `check(f, ...)`, which reports what a protected call gives (the
text of messages differs between the two sides and counts as `message`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"

PRELUDE = r"""
local function shown(...)
  local values = {...}
  if values[1] == false and type(values[2]) == "string" then values[2] = "message" end
  return unpack(values, 1, select("#", ...))
end
local function check(f, ...) out(shown(pcall(f, ...))) end
"""


@dataclass(frozen=True)
class CaseFile:
    """A file of cases: title and Lua text of each."""

    name: str
    cases: tuple[tuple[str, str], ...]

    def program(self) -> str:
        """Return all cases as one program."""
        functions = "".join(
            f"local function case_{number}()\n{text}end\n"
            for number, (_, text) in enumerate(self.cases)
        )
        runs = "".join(
            f"  out('== {title}')\n  check(case_{number})\n"
            for number, (title, _) in enumerate(self.cases)
        )
        return f"{PRELUDE}{functions}local function main()\n{runs}end\nreturn {{ main = main }}\n"


def read_case_file(path: Path) -> CaseFile:
    """Read one case file."""
    cases: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("--- "):
            cases.append((line[4:].strip().replace("'", ""), ""))
        elif cases:
            cases[-1] = (cases[-1][0], cases[-1][1] + line)
    return CaseFile(path.stem, tuple(cases))


def case_files() -> list[CaseFile]:
    """Return all case files by name."""
    return [read_case_file(path) for path in sorted(FOLDER.glob("*.lua"))]
