"""`python -m tests.mutation [NAME…]`: apply each wrong translation and report the survivors.

Each mutant runs in a process of its own, against the case files and operator tables, until a test
program behaves differently from real Lua. A mutant that no program notices is a survivor, unless
it is listed as equivalent.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from functools import cache

from tests.differential import operand_table
from tests.differential.case_files import case_files
from tests.differential.harness import Outcome, run_compiled, run_reference
from tests.unit.emit import test_construct_goldens

from .mutants import EQUIVALENT, Mutant, mutants

_SECONDS = 180
_OPERATORS = ("+", "..", "==", "<", "<=", ">", ">=", "/", "%", "and", "&")


@cache
def programs() -> tuple[tuple[str, str, Outcome], ...]:
    """Return test programs by name, with what real Lua does."""
    found = [(file.name, file.program(), run_reference(file.program())) for file in case_files()]
    for operator in _OPERATORS:
        source = operand_table.binary_program(operator, is_reference=False)
        model = operand_table.binary_program(operator, is_reference=True)
        found.append((f"operator {operator}", source, run_reference(model)))
    return tuple(found)


def killer(mutant: Mutant) -> str | None:
    """Return the program that notices a mutant; `None` for a survivor."""
    process = os.fork()
    if process == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        signal.alarm(_SECONDS)
        os._exit(_first_difference(mutant))
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return "time limit or crash"
    number = os.WEXITSTATUS(status)
    if number == 254:
        return "goldens of constructs"
    return None if number == 255 else programs()[number][0]


def _first_difference(mutant: Mutant) -> int:
    warnings.simplefilter("ignore")
    mutant.apply()
    for number, (_, source, expected) in enumerate(programs()):
        try:
            outcome = run_compiled(source)
        except Exception:
            return number
        if outcome.lines != expected.lines or (outcome.error is None) != (expected.error is None):
            return number
    try:
        return 255 if _goldens_are_the_same() else 254
    except Exception:
        return 254


def _goldens_are_the_same() -> bool:
    """Whether single constructs are still emitted as their goldens: verdicts that cost speed."""
    texts = test_construct_goldens.generated()
    return all(path.with_suffix(".py").read_text("utf-8") == text for path, text in texts.items())


def main(wanted: list[str]) -> int:
    """Run all mutants, or those whose name contains one of `wanted`; return the survivors."""
    survivors = 0
    for mutant in mutants():
        if wanted and not any(part in mutant.name for part in wanted):
            continue
        found = killer(mutant)
        if found is not None:
            print(f"killed by {found}: {mutant.name}", flush=True)
        elif mutant.name in EQUIVALENT:
            print(f"equivalent: {mutant.name} ({EQUIVALENT[mutant.name]})", flush=True)
        else:
            survivors += 1
            print(f"SURVIVES: {mutant.name}", flush=True)
    print(f"{survivors} survivors")
    return survivors


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
