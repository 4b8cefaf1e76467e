"""The functions of this process by entry ID, and the pooled Lua states they run in."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

DEFAULT_POOL_SIZE = 16


class Instance:
    """One Lua state of a function: what its chunk returned, and the libraries it loaded.

    Attributes:
        function: The Lua function to call; `None` until the chunk ran.
        libraries: Values of libraries by entry ID; they live as long as the state.
    """

    __slots__ = ("function", "libraries")

    def __init__(self, function: Callable[..., Any] | None = None) -> None:
        self.function = function
        self.libraries: dict[str, Any] = {}


class InstancePool:
    """Lends Lua states: each to one call at a time, so that chunk state needs no locks.

    States are made on demand up to a limit; calls beyond it wait in order of arrival. The state
    returned last is lent first, so a function that is called one call at a time keeps one state.
    """

    def __init__(self, size: int) -> None:
        self._size = max(1, size)
        self._made = 0
        self._idle: list[Instance] = []
        self._waiting: deque[Future[Instance]] = deque()
        self._lock = threading.Lock()

    def acquire(self) -> Future[Instance]:
        """Return a future of a state; cancel it to give up the place in the queue."""
        future: Future[Instance] = Future()
        with self._lock:
            if self._idle:
                future.set_result(self._idle.pop())
            elif self._made < self._size:
                self._made += 1
                future.set_result(Instance())
            else:
                self._waiting.append(future)
        return future

    def release(self, instance: Instance) -> None:
        """Give a state back."""
        with self._lock:
            while self._waiting:
                future = self._waiting.popleft()
                if future.set_running_or_notify_cancel():
                    future.set_result(instance)
                    return
            self._idle.append(instance)


class FunctionEntry:
    """One `function.lua` or `process.lua` entry, or its Python implementation.

    Attributes:
        entry_id: Full entry ID.
        target: The Lua function, or the chunk whose exports hold it.
        method: Key of the function in the chunk's exports; `None` when `target` is the function.
        yields: Whether it may wait for something.
        is_python: Whether `target` takes and returns plain Python data.
        pool: Lends the states; `None` for a function without chunk state and without a limit.
    """

    __slots__ = ("entry_id", "is_python", "method", "pool", "target", "yields")

    def __init__(
        self,
        entry_id: str,
        target: Callable[..., Any],
        *,
        method: str | None = None,
        yields: bool = True,
        pool_size: int | None = None,
        is_python: bool = False,
    ) -> None:
        self.entry_id = entry_id
        self.target = target
        self.method = method
        self.yields = yields
        self.is_python = is_python
        needs_pool = method is not None or pool_size is not None
        self.pool = InstancePool(pool_size or DEFAULT_POOL_SIZE) if needs_pool else None


# Written while generated modules are imported and hooks are read, only read afterwards.
_entries: dict[str, FunctionEntry] = {}


def register_function(entry: FunctionEntry) -> None:
    """Make an entry callable by `funcs.call` in this process; a later one replaces it."""
    _entries[entry.entry_id] = entry


def find_function(entry_id: str) -> FunctionEntry | None:
    """Return the entry with an ID, or `None`."""
    return _entries.get(entry_id)
