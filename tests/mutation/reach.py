"""What each test asks of the compiler: one that asks for nothing a mutant changes passes."""

from __future__ import annotations

import functools
import hashlib
import multiprocessing
import pickle
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import wippyc

from .judges import Judge

_FOLDER = str(next(iter(wippyc.__path__)))


# Where a function is written, and its name.
Place = tuple[str, int, str]


@dataclass(frozen=True)
class Reach:
    """What one test asks of the compiler.

    Attributes:
        seconds: Processor time it takes while that is recorded.
        ran: The code that runs.
        answers: What the code that answers yes or no answers.
    """

    seconds: float
    ran: frozenset[Place]
    answers: frozenset[tuple[Place, bool]]


def place_of(code: CodeType) -> Place:
    """Return what is the same for a function in all processes and copies of the compiler."""
    return code.co_filename.removeprefix(_FOLDER), code.co_firstlineno, code.co_qualname


def record_all(judges: list[Judge], jobs: int) -> list[Reach]:
    """Run tests of the compiler as it is; those of the same compiler are remembered."""
    remembered = Path(tempfile.gettempdir()) / f"wippyc-mutation-{_digest_of_compiler()}.pickle"
    known: dict[str, Reach] = {}
    if remembered.exists():
        known = pickle.loads(remembered.read_bytes())
    missing = [judge for judge in judges if judge.identity not in known]
    _pending[:] = missing
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        found = pool.map(_record_at, range(len(missing)), chunksize=4)
        known.update(zip((judge.identity for judge in missing), found, strict=True))
    remembered.write_bytes(pickle.dumps(known))
    return [known[judge.identity] for judge in judges]


# Tests to record, for the processes that do it.
_pending: list[Judge] = []


def _record_at(position: int) -> Reach:
    return record(_pending[position])


def _digest_of_compiler() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(_FOLDER).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def record(judge: Judge) -> Reach:
    """Run a test of the compiler as it is."""
    # By their identities: hashes of code take long.
    codes: dict[int, CodeType] = {}
    found: set[tuple[int, bool]] = set()

    def note(frame: FrameType, event: str, result: Any) -> None:
        code = frame.f_code
        if event == "return" and code.co_filename.startswith(_FOLDER):
            codes[id(code)] = code
            if type(result) is bool:
                found.add((id(code), result))

    forget_results()
    start = time.process_time()
    # The compiler works in a thread of its own, which has a larger stack.
    threading.setprofile(note)
    try:
        judge.check()
    finally:
        threading.setprofile(None)
    forget_results()
    return Reach(
        time.process_time() - start,
        frozenset(place_of(code) for code in codes.values()),
        frozenset((place_of(codes[number]), answer) for number, answer in found),
    )


def forget_results() -> None:
    """Empty the caches of functions, which would hide that a mutant gives other results."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("wippyc.", "tests.")):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


def users_of(table: object) -> frozenset[Place]:
    """Return the code of all functions of the compiler that mention a table."""
    found: set[Place] = set()
    for name, module in list(sys.modules.items()):
        if not name.startswith("wippyc."):
            continue
        names = {title for title, value in vars(module).items() if value is table}
        if names:
            found.update(
                place_of(code)
                for function in _functions(module)
                for code in _with_inner(function.__code__)
                if not names.isdisjoint(code.co_names)
            )
    return frozenset(found)


def _functions(owner: Any) -> Iterator[FunctionType]:
    module = getattr(owner, "__module__", None) or owner.__name__
    for value in vars(owner).values():
        member: Any = value
        if isinstance(value, property):
            member = value.fget
        elif isinstance(value, functools.cached_property | staticmethod | classmethod):
            member = getattr(value, "func", None) or getattr(value, "__func__", None)
        while hasattr(member, "__wrapped__"):
            member = member.__wrapped__
        if getattr(member, "__module__", None) != module:
            continue
        if isinstance(member, FunctionType):
            yield member
        elif isinstance(member, type):
            yield from _functions(member)


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _with_inner(constant)
