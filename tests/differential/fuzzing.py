"""Generated programs in batches, compared on both sides."""

from __future__ import annotations

import random
import time

from .case_files import CaseFile
from .harness import run_compiled, run_reference
from .program_generator import Generator

Cases = tuple[tuple[str, str], ...]


def make_cases(seed: int, *, count: int, may_yield: bool) -> Cases:
    """Return `count` programs, each named by its own seed."""
    cases = []
    for number in range(count):
        own = f"{seed}.{number}"
        choose = random.Random(own).randrange
        cases.append((own, Generator(choose, size=30, may_yield=may_yield).program()))
    return tuple(cases)


def compare(cases: Cases) -> str | None:
    """Run programs on both sides; return what differs, with the text of the program at fault."""
    difference = _difference(cases)
    if difference is None or len(cases) == 1:
        return difference
    for case in cases:
        alone = _difference((case,))
        if alone is not None:
            return f"{alone}\n--- {case[0]}\n{case[1]}"
    return f"only together: {difference}"


def _difference(cases: Cases) -> str | None:
    program = CaseFile("generated", cases).program()
    expected = run_reference(program)
    compiled = run_compiled(program)
    for number, (ours, theirs) in enumerate(zip(compiled.lines, expected.lines, strict=False)):
        if ours != theirs:
            return f"line {number}: compiled {ours!r}, Lua {theirs!r}"
    if compiled != expected:
        return f"compiled ends with {compiled.error!r}, Lua with {expected.error!r}"
    return None


def fuzz(seconds: float, seed: int) -> int:
    """Compare programs for some time; print each difference and return their number."""
    end = time.monotonic() + seconds
    batches = differences = 0
    while time.monotonic() < end:
        cases = make_cases(seed + batches, count=12, may_yield=batches % 3 == 0)
        batches += 1
        found = compare(cases)
        if found is not None:
            differences += 1
            print(found, flush=True)
    print(f"{batches} batches of 12 programs from seed {seed}: {differences} differ")
    return differences
