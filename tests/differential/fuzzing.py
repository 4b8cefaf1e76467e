"""Generated programs in batches, compared on both sides."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .case_files import PRELUDE, CaseFile
from .class_generator import ClassGenerator, with_annotations, without_annotations
from .harness import Outcome, run_compiled, run_reference
from .program_generator import Generator
from .table_generator import TableGenerator

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
    return _first_difference(run_compiled(program), expected)


def _first_difference(compiled: Outcome, expected: Outcome) -> str | None:
    for number, (ours, theirs) in enumerate(zip(compiled.lines, expected.lines, strict=False)):
        if ours != theirs:
            return f"line {number}: compiled {ours!r}, Lua {theirs!r}"
    if len(compiled.lines) != len(expected.lines):
        return f"{len(compiled.lines)} lines compiled, {len(expected.lines)} in Lua"
    if (compiled.error is None) != (expected.error is None):
        return f"compiled ends with {compiled.error!r}, Lua with {expected.error!r}"
    return None


@dataclass
class Choices:
    """A stream of choices: those that are given, then others; `taken` has all of them."""

    given: Sequence[int]
    others: Callable[[int], int] = lambda _: 0
    taken: list[int] = field(default_factory=list)

    def __call__(self, count: int) -> int:
        """Choose a number below `count`."""
        at = len(self.taken)
        self.taken.append(self.given[at] % count if at < len(self.given) else self.others(count))
        return self.taken[-1]


def class_program(choices: Choices) -> str:
    """Return a chunk of classes."""
    return ClassGenerator(choices).program()


def table_program(choices: Choices) -> str:
    """Return a chunk of tables."""
    return TableGenerator(choices).program()


def compare_chunk(program: str) -> str | None:
    """Run a chunk with annotations compiled and without under real Lua; return what differs."""
    expected = run_reference(PRELUDE + without_annotations(program))
    try:
        compiled = run_compiled(PRELUDE + with_annotations(program))
    except Exception as error:
        return f"compiler: {type(error).__name__} {str(error)[:400]}"
    return _first_difference(compiled, expected)


def shrink(make: Callable[[Choices], str], choices: Sequence[int], seconds: float) -> list[int]:
    """Return the choices of a smaller chunk that is different too."""
    best = list(choices)
    end = time.monotonic() + seconds
    width = max(1, len(best) // 2)
    while width and time.monotonic() < end:
        at, is_smaller = 0, False
        while at < len(best) and time.monotonic() < end:
            for attempt in (
                best[:at] + best[at + width :],
                best[:at] + [0] * len(best[at : at + width]) + best[at + width :],
            ):
                if attempt != best and _differs(make, attempt):
                    best, is_smaller = attempt, True
                    break
            else:
                at += width
        if not is_smaller or width > 1:
            width //= 2
    return best


def _differs(make: Callable[[Choices], str], attempt: list[int]) -> bool:
    try:
        return compare_chunk(make(Choices(attempt))) is not None
    except Exception:
        # The smaller chunk is no program.
        return False


def fuzz_classes(seed: int) -> str | None:
    """Compare one chunk of classes; return what differs, with a small chunk that shows it."""
    return _fuzz(class_program, f"class {seed}")


def fuzz_tables(seed: int) -> str | None:
    """Compare one chunk of tables; return what differs, with a small chunk that shows it."""
    return _fuzz(table_program, f"tables {seed}")


def _fuzz(make: Callable[[Choices], str], title: str) -> str | None:
    choices = Choices((), random.Random(title).randrange)
    if compare_chunk(make(choices)) is None:
        return None
    small = make(Choices(shrink(make, choices.taken, seconds=60)))
    return f"{compare_chunk(small)}\n--- {title}\n{small}"


def fuzz(seconds: float, seed: int) -> int:
    """Compare programs for some time; print each difference and return their number."""
    end = time.monotonic() + seconds
    batches = differences = 0
    while time.monotonic() < end:
        cases = make_cases(seed + batches, count=12, may_yield=batches % 3 == 0)
        batches += 1
        seeds = range(100 * (seed + batches), 100 * (seed + batches) + 20)
        texts = [compare(cases), *map(fuzz_classes, seeds), *map(fuzz_tables, seeds)]
        for found in filter(None, texts):
            differences += 1
            print(found, flush=True)
    print(f"{batches} batches of 12 programs and 40 chunks from seed {seed}: {differences} differ")
    return differences
