"""`python -m tests.mutation [NAME…]`: apply each wrong translation and report the survivors.

The tests run once as they are, which records what each asks of the compiler. Then each mutant runs
in a process of its own with the tests that it concerns, until one notices it: that which noticed it
last time goes first, then those that noticed a mutant of the same module, then the fast ones. A
mutant that no test notices is a survivor, unless it is listed as equivalent.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import signal
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator

from .judges import Judge, judges
from .killers import Killers
from .memory import forget_texts, remember_work
from .mutants import EQUIVALENT, Mutant, mutants
from .reach import Reach, forget_results, record_all

# Processor time that a test may need in addition to many times its usual, and memory of one mutant:
# mutants of an analysis may never end.
_SECONDS = 2
_TIMES = 8
_MEMORY = 3 << 30
# Answer of the process of a mutant that no test notices; others are the position of the test.
_UNNOTICED = "none"

# A test by its number, and how much processor time it may use.
_Test = tuple[int, Judge, float]


def main(arguments: list[str]) -> int:
    """Run all mutants, or those whose name contains one of the arguments; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("names", nargs="*", help="parts of the names of mutants")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--tests", default="", help="part of the names of the tests that judge")
    parser.add_argument("--programs", action="store_true", help="judge by behaviour, not by text")
    parser.add_argument("--again", action="store_true", help="ask only tests that noticed some")
    parser.add_argument("--list", action="store_true", help="print the names of the mutants")
    options = parser.parse_args(arguments)
    every = mutants()
    unknown = EQUIVALENT.keys() - {mutant.name for mutant in every}
    assert not unknown, f"listed as equivalent, but no mutants: {unknown}"
    wanted = [
        mutant
        for mutant in every
        if not options.names or any(part in mutant.name for part in options.names)
    ]
    if options.list:
        print(*(mutant.name for mutant in wanted), sep="\n")
        return 0
    killers = Killers()
    noticed_some = {killers.of(mutant.name) for mutant in wanted}
    chosen = [
        judge
        for judge in judges()
        if options.tests in judge.name
        and (judge.name in noticed_some or not options.again)
        and not (options.programs and judge.compares_text)
        and any(judge.is_for(mutant.module) for mutant in wanted)
    ]
    reaches = record_all(chosen, options.jobs)
    remember_work()
    for judge in chosen:
        judge.check()
    forget_results()
    gc.collect()
    gc.freeze()
    survivors = refuted = 0
    for mutant, killer in _run(wanted, chosen, reaches, killers, options.jobs):
        if killer is not None and mutant.name in EQUIVALENT:
            refuted += 1
            print(f"LISTED AS EQUIVALENT, killed by {killer}: {mutant.name}", flush=True)
        elif killer is not None:
            print(f"killed by {killer}: {mutant.name}", flush=True)
        elif mutant.name in EQUIVALENT:
            print(f"equivalent: {mutant.name} ({EQUIVALENT[mutant.name]})", flush=True)
        else:
            survivors += 1
            print(f"SURVIVES: {mutant.name}", flush=True)
    print(f"{survivors} survivors of {len(wanted)} mutants")
    return 1 if survivors or refuted else 0


def _run(
    wanted: list[Mutant], chosen: list[Judge], reaches: list[Reach], killers: Killers, jobs: int
) -> Iterator[tuple[Mutant, str | None]]:
    """Run mutants; yield each with what noticed it."""
    fast = sorted(range(len(chosen)), key=lambda at: reaches[at].seconds)
    numbers = {judge.name: at for at, judge in enumerate(chosen)}
    recent: dict[str, list[int]] = defaultdict(list)
    running: dict[int, tuple[Mutant, int]] = {}
    pending = wanted[::-1]
    while pending or running:
        while pending and len(running) < jobs:
            mutant = pending.pop()
            last = numbers.get(killers.of(mutant.name) or "")
            likely = [] if last is None else [last]
            order = dict.fromkeys([*likely, *reversed(recent[mutant.module]), *fast])
            tests = [
                (at, chosen[at], _SECONDS + _TIMES * reaches[at].seconds)
                for at in order
                if chosen[at].is_for(mutant.module) and mutant.concerns(reaches[at])
            ]
            process, answer = _start(mutant, tests)
            running[process] = mutant, answer
        process, _ = os.wait()
        mutant, answer = running.pop(process)
        with open(answer, encoding="ascii") as stream:
            text = stream.read()
        if not text:
            yield mutant, "time limit or crash"
        elif text == _UNNOTICED:
            yield mutant, None
        else:
            recent[mutant.module].append(int(text))
            killers.note(mutant.name, chosen[int(text)].name)
            yield mutant, chosen[int(text)].name


def _start(mutant: Mutant, tests: list[_Test]) -> tuple[int, int]:
    """Start the process of a mutant; return its number and what reads its answer."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        warnings.simplefilter("ignore")
        mutant.apply()
        if mutant.is_printing:
            forget_texts()
        os.write(writer, _first_to_notice(tests).encode("ascii"))
        os._exit(0)
    os.close(writer)
    return process, reader


def _first_to_notice(tests: list[_Test]) -> str:
    for number, judge, seconds in tests:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            judge.check()
        except Exception:
            return str(number)
    return _UNNOTICED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
