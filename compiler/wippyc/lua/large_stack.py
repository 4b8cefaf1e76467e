"""Running recursive work over syntax trees without running out of stack."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

STACK_BYTES = 256 * 1024 * 1024
RECURSION_LIMIT = 100_000

_Result = TypeVar("_Result")

_settings_lock = threading.Lock()
_settings_users = 0
_settings_before = (1000, True)


@contextmanager
def stage_settings() -> Iterator[None]:
    """Raise the recursion limit and switch the cyclic collector off, while any work runs.

    A compiler stage makes trees of live objects; collecting them again and again costs a third
    of its time.
    """
    global _settings_users, _settings_before
    with _settings_lock:
        if _settings_users == 0:
            _settings_before = (sys.getrecursionlimit(), gc.isenabled())
            sys.setrecursionlimit(max(RECURSION_LIMIT, _settings_before[0]))
            gc.disable()
        _settings_users += 1
    try:
        yield
    finally:
        with _settings_lock:
            _settings_users -= 1
            if _settings_users == 0:
                sys.setrecursionlimit(_settings_before[0])
                if _settings_before[1]:
                    gc.enable()


def run_on_large_stack(work: Callable[[], _Result]) -> _Result:
    """Run `work` in a thread whose stack takes the deepest code the compiler accepts.

    Returns:
        What `work` returns. Its exceptions are raised here.
    """
    results: list[_Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # handed to the caller below
            errors.append(error)

    with stage_settings():
        with _settings_lock:
            before = threading.stack_size(STACK_BYTES)
            try:
                thread = threading.Thread(target=run, name="wippyc")
                thread.start()
            finally:
                threading.stack_size(before)
        thread.join()
    if errors:
        raise errors[0]
    return results[0]
