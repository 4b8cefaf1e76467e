"""Timers and activities that run while Lua code goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from ..lib.errors import Error
from ..lua.scheduler import Scheduler
from .failures import error_of_failure


def seconds(nanoseconds: int) -> float:
    """Return a duration as the SDK takes it."""
    # The SDK works in microseconds; a shorter timer would not exist.
    return max(nanoseconds, 1_000) / 1e9


def outcome(done: asyncio.Future[Any]) -> tuple[Any, Error | None]:
    """Return value and error of a finished activity or child workflow."""
    if done.cancelled():
        return None, Error("operation canceled", kind="Canceled", retryable=False)
    failure = done.exception()
    return (done.result(), None) if failure is None else (None, error_of_failure(failure))


class Timer:
    """A timer that keeps the execution alive until it fires or is cancelled."""

    __slots__ = ("_callback", "_handle", "_is_pending", "_scheduler")

    def __init__(self, scheduler: Scheduler, delay: float, callback: Callable[[], None]) -> None:
        self._scheduler = scheduler
        self._callback = callback
        self._is_pending = True
        scheduler.hold()
        self._handle = asyncio.get_running_loop().call_later(delay, self._fire)

    def _fire(self) -> None:
        if self._end():
            self._callback()
            self._scheduler.notify()

    def cancel(self) -> None:
        """Cancel the timer of the history as well."""
        if self._end():
            self._handle.cancel()

    def _end(self) -> bool:
        if not self._is_pending:
            return False
        self._is_pending = False
        self._scheduler.release()
        return True


class Call:
    """A started activity that reports its end."""

    __slots__ = ("_handle", "_on_done", "_scheduler")

    def __init__(
        self,
        scheduler: Scheduler,
        handle: asyncio.Task[Any],
        on_done: Callable[[Any, Any], None],
    ) -> None:
        self._scheduler = scheduler
        self._handle = handle
        self._on_done = on_done
        scheduler.hold()
        handle.add_done_callback(self._done)

    def _done(self, handle: asyncio.Future[Any]) -> None:
        self._scheduler.release()
        self._on_done(*outcome(handle))
        self._scheduler.notify()

    def cancel(self) -> None:
        """Request the cancellation of the activity."""
        self._handle.cancel()
