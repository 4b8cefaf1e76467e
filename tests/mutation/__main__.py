"""`python -m tests.mutation [NAME…]`: apply each wrong translation and report the survivors.

Each mutant runs in a process of its own, until a test notices it: those that noticed a mutant of
the same module go first. A mutant that no test notices is a survivor, unless it is listed as
equivalent.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator

from .judges import Judge, judges
from .mutants import EQUIVALENT, Mutant, mutants

# Processor time of one test and memory of one mutant: mutants of an analysis may never end.
_SECONDS = 20
_MEMORY = 3 << 30
# Exit status of a mutant that no test notices; others are positions of tests.
_UNNOTICED = 255


def main(arguments: list[str]) -> int:
    """Run all mutants, or those whose name contains one of the arguments; return the survivors."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("names", nargs="*", help="parts of the names of mutants")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--programs", action="store_true", help="judge by behaviour, not by text")
    parser.add_argument("--list", action="store_true", help="print the names of the mutants")
    options = parser.parse_args(arguments)
    wanted = [
        mutant
        for mutant in mutants()
        if not options.names or any(part in mutant.name for part in options.names)
    ]
    if options.list:
        print(*(mutant.name for mutant in wanted), sep="\n")
        return 0
    chosen = [judge for judge in judges() if not (options.programs and judge.compares_text)]
    unchanged = Mutant("the compiler as it is", "operators", lambda: None)
    for _, killer in _run([unchanged], chosen, 1):
        if killer is not None:
            print(f"{killer} fails without any mutant")
            return 1
    survivors = 0
    for mutant, killer in _run(wanted, chosen, options.jobs):
        if killer is not None:
            print(f"killed by {killer}: {mutant.name}", flush=True)
        elif mutant.name in EQUIVALENT:
            print(f"equivalent: {mutant.name} ({EQUIVALENT[mutant.name]})", flush=True)
        else:
            survivors += 1
            print(f"SURVIVES: {mutant.name}", flush=True)
    print(f"{survivors} survivors of {len(wanted)} mutants")
    return 1 if survivors else 0


def _run(
    wanted: list[Mutant], chosen: list[Judge], jobs: int
) -> Iterator[tuple[Mutant, str | None]]:
    """Run mutants; yield each with what noticed it."""
    recent: dict[str, list[int]] = defaultdict(list)
    running: dict[int, Mutant] = {}
    pending = wanted[::-1]
    while pending or running:
        while pending and len(running) < jobs:
            mutant = pending.pop()
            able = [at for at, judge in enumerate(chosen) if judge.is_for(mutant.module)]
            order = dict.fromkeys([*reversed(recent[mutant.module]), *able])
            running[_start(mutant, chosen, list(order))] = mutant
        process, status = os.wait()
        mutant = running.pop(process)
        if os.WIFSIGNALED(status):
            yield mutant, "time limit or crash"
            continue
        number = os.WEXITSTATUS(status)
        if number == _UNNOTICED:
            yield mutant, None
            continue
        recent[mutant.module].append(number)
        yield mutant, chosen[number].name


def _start(mutant: Mutant, chosen: list[Judge], order: list[int]) -> int:
    """Start the process of a mutant; return its number."""
    process = os.fork()
    if process == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        warnings.simplefilter("ignore")
        mutant.apply()
        os._exit(_first_to_notice(chosen, order))
    return process


def _first_to_notice(chosen: list[Judge], order: list[int]) -> int:
    for number in order:
        signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
        try:
            chosen[number].check()
        except Exception:
            return number
    return _UNNOTICED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
