"""What each test asks of the compiler: one that asks for nothing a mutant changes passes."""

from __future__ import annotations

import functools
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FrameType, FunctionType
from typing import Any

import wippyc

from .judges import Judge

_FOLDER = str(next(iter(wippyc.__path__)))


@dataclass(frozen=True)
class Reach:
    """What one test asks of the compiler.

    Attributes:
        seconds: Processor time it takes while that is recorded.
        ran: The code that runs, by its identity.
        answers: What the code that answers yes or no answers.
    """

    seconds: float
    ran: frozenset[int]
    answers: frozenset[tuple[int, bool]]


def record(judge: Judge) -> Reach:
    """Run a test of the compiler as it is."""
    ran: set[int] = set()
    answers: set[tuple[int, bool]] = set()

    def note(frame: FrameType, event: str, result: Any) -> None:
        code = frame.f_code
        if event == "return" and code.co_filename.startswith(_FOLDER):
            ran.add(id(code))
            if type(result) is bool:
                answers.add((id(code), result))

    forget_results()
    start = time.process_time()
    # The compiler works in a thread of its own, which has a larger stack.
    threading.setprofile(note)
    try:
        judge.check()
    finally:
        threading.setprofile(None)
    forget_results()
    return Reach(time.process_time() - start, frozenset(ran), frozenset(answers))


def forget_results() -> None:
    """Empty the caches of functions, which would hide that a mutant gives other results."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("wippyc.", "tests.")):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


def users_of(table: object) -> frozenset[int]:
    """Return the code of all functions of the compiler that mention a table."""
    found: set[int] = set()
    for name, module in list(sys.modules.items()):
        if not name.startswith("wippyc."):
            continue
        names = {title for title, value in vars(module).items() if value is table}
        if names:
            found.update(
                id(code)
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
