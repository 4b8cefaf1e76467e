"""Event loops on threads of their own, for Lua functions that wait.

A Lua computation blocks the loop it runs on. On the worker's loop it would stop polling and
heartbeats of everything; here it only delays the few functions that share its loop.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from ..loop_resources import release_loop_resources

_Result = TypeVar("_Result")
_STOP_SECONDS = 5.0


class LuaLoop:
    """One event loop on one thread."""

    def __init__(self, number: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.running = 0
        self.thread = threading.Thread(target=self._run, name=f"lua-loop-{number}", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def stop(self) -> None:
        """Close what belongs to the loop, then end loop and thread."""
        released = asyncio.run_coroutine_threadsafe(release_loop_resources(), self.loop)
        try:
            released.result(_STOP_SECONDS)
        except TimeoutError:
            return  # something still computes; the thread is a daemon and ends with the process
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(_STOP_SECONDS)
        if not self.thread.is_alive():
            self.loop.close()


class LuaCall(Generic[_Result]):
    """A coroutine running on a Lua loop.

    Attributes:
        future: Its result, for other threads.
    """

    def __init__(self, loop: LuaLoop, coroutine: Coroutine[Any, Any, _Result]) -> None:
        self.future: Future[_Result] = Future()
        self._loop = loop.loop
        self._task: asyncio.Task[_Result] | None = None
        self._loop.call_soon_threadsafe(self._start, coroutine)

    def interrupt(self) -> None:
        """Cancel the task; what it makes of that is its result."""
        self._loop.call_soon_threadsafe(self._cancel)

    def _start(self, coroutine: Coroutine[Any, Any, _Result]) -> None:
        self._task = self._loop.create_task(coroutine)
        self._task.add_done_callback(self._finish)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _finish(self, task: asyncio.Task[_Result]) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        if task.cancelled():
            self.future.set_exception(asyncio.CancelledError())
            return
        error = task.exception()
        if error is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(task.result())


class LuaLoops:
    """A small set of Lua loops; work goes to the least busy one."""

    def __init__(self, limit: int) -> None:
        self._limit = max(1, limit)
        self._loops: list[LuaLoop] = []
        self._lock = threading.Lock()

    def submit(self, coroutine: Coroutine[Any, Any, _Result]) -> LuaCall[_Result]:
        """Start a coroutine in a copy of the current context."""
        with self._lock:
            chosen = min(self._loops, key=lambda loop: loop.running, default=None)
            if chosen is None or (chosen.running and len(self._loops) < self._limit):
                chosen = LuaLoop(len(self._loops) + 1)
                self._loops.append(chosen)
            chosen.running += 1
        call = LuaCall(chosen, coroutine)
        call.future.add_done_callback(lambda _done: self._finished(chosen))
        return call

    def stop(self) -> None:
        """End all loops; new work starts new ones."""
        with self._lock:
            loops, self._loops = self._loops, []
        for loop in loops:
            loop.stop()

    def _finished(self, loop: LuaLoop) -> None:
        with self._lock:
            loop.running -= 1


def _loop_limit() -> int:
    wanted = os.environ.get("WIPPY_LUA_LOOPS", "")
    if wanted.isdigit() and int(wanted) > 0:
        return int(wanted)
    return min(16, (os.cpu_count() or 1) * 2 + 2)


lua_loops = LuaLoops(_loop_limit())
"""The loops of this process."""
