"""Speed of generated code: next to hand-written Python and to Lua, on the same algorithms."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import lupa.lua53

from .applications import compiled_function
from .measure import Samples, geometric_mean, interleave

PROGRAMS = Path(__file__).parent / "programs"
FORMS = ("generated", "handwritten", "lua")
_RECURSION_LIMIT = 20_000
_STACK_BYTES = 256 * 1024 * 1024

Result = TypeVar("Result")


@dataclass(frozen=True)
class ProgramSpeed:
    """Samples of the three forms of one program."""

    name: str
    generated: Samples
    handwritten: Samples
    lua: Samples

    @property
    def to_handwritten(self) -> float:
        """How many times the hand-written Python's time the generated code takes."""
        return self.generated.best / self.handwritten.best

    @property
    def to_lua(self) -> float:
        """How many times PUC Lua's time the generated code takes."""
        return self.generated.best / self.lua.best


def program_names() -> list[str]:
    """Return the names of all programs."""
    return sorted(path.parent.name for path in PROGRAMS.glob("*/program.lua"))


def load_forms(name: str, folder: Path) -> dict[str, Callable[[], Any]]:
    """Return the entry functions of a program's three forms."""
    source = (PROGRAMS / name / "program.lua").read_text(encoding="utf-8")
    handwritten = importlib.import_module(f"{__package__}.programs.{name}.handwritten")
    lua = lupa.lua53.LuaRuntime(encoding="latin-1")
    return {
        "generated": compiled_function(folder, source),
        "handwritten": handwritten.main,
        "lua": lua.execute(source),
    }


def with_deep_stack(function: Callable[[], Result]) -> Result:
    """Run a function where recursion may go as deep as in a worker."""
    outcome: list[Result] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(function())
        except BaseException as exception:
            failure.append(exception)

    limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK_BYTES)
    sys.setrecursionlimit(_RECURSION_LIMIT)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    if failure:
        raise failure[0]
    return outcome[0]


def results(name: str, folder: Path) -> dict[str, Any]:
    """Run the three forms of a program once and return what each gives."""
    forms = load_forms(name, folder)
    return with_deep_stack(lambda: {form: run() for form, run in forms.items()})


def measure_program(name: str, folder: Path, repetitions: int) -> ProgramSpeed:
    """Measure one program.

    Raises:
        ValueError: The three forms disagree.
    """
    forms = load_forms(name, folder)
    found = with_deep_stack(lambda: {form: run() for form, run in forms.items()})
    if len(set(found.values())) != 1:
        raise ValueError(f"{name}: the forms disagree: {found}")
    samples = with_deep_stack(lambda: interleave(forms, repetitions))
    return ProgramSpeed(name, **samples)


def report(names: Sequence[str], repetitions: int) -> list[str]:
    """Measure programs and return the table of ratios."""
    lines = [
        "| program | generated / hand-written | generated / Lua | hand-written / Lua |",
        "|---|---|---|---|",
    ]
    speeds = []
    with TemporaryDirectory() as folder:
        for name in names:
            speed = measure_program(name, Path(folder), repetitions)
            speeds.append(speed)
            lines.append(_row(name, speed.to_handwritten, speed.to_lua))
            print(f"  {lines[-1]}", file=sys.stderr, flush=True)
    to_handwritten = geometric_mean([speed.to_handwritten for speed in speeds])
    to_lua = geometric_mean([speed.to_lua for speed in speeds])
    lines.append(_row("**geometric mean**", to_handwritten, to_lua))
    medians = geometric_mean([s.generated.median / s.handwritten.median for s in speeds])
    lines.append("")
    lines.append(f"By medians instead of minima: {medians:.2f} to hand-written Python.")
    return lines


def _row(name: str, to_handwritten: float, to_lua: float) -> str:
    return f"| {name} | {to_handwritten:.2f} | {to_lua:.2f} | {to_lua / to_handwritten:.2f} |"
