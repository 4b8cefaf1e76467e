"""Lua coroutines on Python coroutines.

The body of a Lua coroutine is a Python coroutine. `coroutine.yield` awaits a `CoroutineYield`,
which travels up to the nearest `resume`; everything else a body yields is meant for the scheduler
and is passed on, so a coroutine may sleep or call an activity anywhere.

Each operation that resumes exists twice: `async`, for callers that may wait for the host, and
plain, for callers of coroutines that never do.
"""

from __future__ import annotations

import threading
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

from .errors import LuaError, runtime_error
from .userdata import Userdata


class CoroutineYield(tuple[Any, ...]):
    """The request behind `coroutine.yield`: the values that the resume gives."""

    __slots__ = ()


@types.coroutine
def yield_values(*values: Any) -> Generator[Any, Any, Any]:
    """Give values to whoever resumed this coroutine; return those of the next resume."""
    if _running.thread is None:
        raise runtime_error("attempt to yield from outside a coroutine")
    received = yield CoroutineYield(values)
    return received[0] if len(received) == 1 else received


class Thread(Userdata):
    """A Lua value of type `thread`.

    Attributes:
        function: The Lua function it runs.
        coroutine: Its Python coroutine once started.
        is_started: Whether it was resumed before.
        is_dead: Whether it returned, failed or was closed.
        is_active: Whether a `resume` of it is under way.
        is_running: Whether it is a spawned task being stepped.
    """

    __slots__ = ("coroutine", "function", "is_active", "is_dead", "is_running", "is_started")
    lua_type = "thread"

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.coroutine: Coroutine[Any, Any, Any] | None = None
        self.is_started = False
        self.is_dead = False
        self.is_active = False
        self.is_running = False


class _Running(threading.local):
    thread: Thread | None = None


_running = _Running()


def running_thread() -> Thread | None:
    """Return the Lua thread being executed; `None` in the main coroutine."""
    return _running.thread


def set_running_thread(thread: Thread | None) -> None:
    """Record the Lua thread being executed (the scheduler's and `resume`'s business)."""
    _running.thread = thread


def status(thread: Thread) -> str:
    """Return `running`, `suspended`, `normal` or `dead`."""
    if thread.is_dead:
        return "dead"
    if thread is _running.thread:
        return "running"
    return "normal" if thread.is_active else "suspended"


def _begin(thread: Thread) -> None:
    if thread.is_dead:
        raise LuaError("cannot resume dead coroutine")
    if thread.is_active or thread is _running.thread or thread.is_running:
        raise LuaError("cannot resume non-suspended coroutine")


def _values(result: Any) -> tuple[Any, ...]:
    return result if type(result) is tuple else (result,)


_FINISHED = object()


def _send(thread: Thread, value: Any, error: BaseException | None) -> tuple[Any, tuple[Any, ...]]:
    """Run a thread up to its next yield; `(_FINISHED, results)` when it returned."""
    outer = _running.thread
    was_active = thread.is_active
    _running.thread = thread
    thread.is_active = True
    try:
        coroutine = thread.coroutine
        if coroutine is None:
            thread.is_started = True
            result = thread.function(*value)
            if not isinstance(result, types.CoroutineType):
                thread.is_dead = True
                return _FINISHED, _values(result)
            coroutine = thread.coroutine = result
            value = None
        request = coroutine.throw(error) if error is not None else coroutine.send(value)
    except StopIteration as stop:
        thread.is_dead = True
        return _FINISHED, _values(stop.value)
    except BaseException:
        thread.is_dead = True
        raise
    finally:
        thread.is_active = was_active
        _running.thread = outer
    return request, ()


@types.coroutine
def _advance(thread: Thread, arguments: tuple[Any, ...]) -> Generator[Any, Any, tuple[Any, ...]]:
    _begin(thread)
    thread.is_active = True
    value: Any = arguments
    error: BaseException | None = None
    try:
        while True:
            request, results = _send(thread, value, error)
            if request is _FINISHED:
                return results
            if type(request) is CoroutineYield:
                return request
            try:
                value, error = (yield request), None
            except BaseException as thrown:
                error = thrown
    finally:
        thread.is_active = False


def advance_now(thread: Thread, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Resume a thread that never waits for the host.

    Returns:
        What it yields (a `CoroutineYield`) or returns (a tuple).

    Raises:
        LuaError: The thread is dead or not suspended, its body raised, or it tried to wait.
    """
    _begin(thread)
    coroutine = thread.coroutine
    if coroutine is None:
        request, results = _send(thread, arguments, None)
        if request is _FINISHED:
            return results
    else:
        # `_send` for a thread that is under way, without its frame.
        outer = _running.thread
        _running.thread = thread
        thread.is_active = True
        try:
            request = coroutine.send(arguments)
        except StopIteration as stop:
            thread.is_dead = True
            return _values(stop.value)
        except BaseException:
            thread.is_dead = True
            raise
        finally:
            thread.is_active = False
            _running.thread = outer
    if type(request) is CoroutineYield:
        return request
    close(thread)
    raise runtime_error("attempt to yield across a native call boundary")


def advance(thread: Thread, arguments: tuple[Any, ...]) -> Awaitable[tuple[Any, ...]]:
    """Resume a thread and return what it yields or returns; waits of it reach the scheduler.

    Raises:
        LuaError: The thread is dead or not suspended, or its body raised.
    """
    return _advance(thread, arguments)


def close(thread: Thread) -> None:
    """End a suspended thread without resuming it."""
    coroutine, thread.coroutine = thread.coroutine, None
    thread.is_dead = True
    if coroutine is not None:
        coroutine.close()
