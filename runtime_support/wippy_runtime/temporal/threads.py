"""Limits of a worker process that let Lua code recurse as deep as on Wippy."""

from __future__ import annotations

import sys
import threading

# Lua's own limit is enforced by the language runtime; Python's must lie safely above it. One Lua
# call takes up to three Python frames (the call helper, a wrapper, the function).
PYTHON_RECURSION_LIMIT = 40_000

# Virtual memory of one thread; pages that are never touched cost nothing. Awaiting 5,000 nested
# async frames takes several MiB of C stack.
THREAD_STACK_BYTES = 64 * 1024 * 1024


def prepare_threads() -> None:
    """Raise the recursion limit and the stack size of the threads started from now on."""
    if sys.getrecursionlimit() < PYTHON_RECURSION_LIMIT:
        sys.setrecursionlimit(PYTHON_RECURSION_LIMIT)
    # Asking for the size without giving one would set it back to the default.
    before = threading.stack_size(THREAD_STACK_BYTES)
    if before > THREAD_STACK_BYTES:
        threading.stack_size(before)
