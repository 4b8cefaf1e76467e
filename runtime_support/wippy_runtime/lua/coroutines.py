"""Lua coroutines on Python generators and coroutines.

The body of a Lua coroutine that only ever suspends by `coroutine.yield` is a generator: what it
yields are the results of the resume, what is sent are the results of `coroutine.yield`, both in
the shape of function results. Any other body is a Python coroutine: `coroutine.yield` awaits a
`CoroutineYield`, which travels up to the nearest `resume`; everything else it yields is meant for
the scheduler and is passed on, so a coroutine may sleep or call an activity anywhere.

Each operation that resumes exists twice: `async`, for callers that may wait for the host, and
plain, for callers of coroutines that never do.
"""

from __future__ import annotations

import threading
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any, Final

from .errors import LuaError, runtime_error
from .results import first, pack_results, results
from .translate import translate
from .userdata import Userdata
from .values import index_error


class CoroutineYield(tuple[Any, ...]):
    """The request behind `coroutine.yield`: the values that the resume gives."""

    __slots__ = ()


@types.coroutine
def yield_values(*values: Any) -> Generator[Any, Any, Any]:
    """Give values to whoever resumed this coroutine; return those of the next resume."""
    if _local.running.thread is None:
        raise runtime_error("attempt to yield from outside a coroutine")
    return pack_results((yield CoroutineYield(values)))


SUSPENDED: Final = 0
# It runs, it resumed another thread, or it waits for the host.
ACTIVE: Final = 1
DEAD: Final = 2


class Thread(Userdata):
    """A Lua value of type `thread`.

    Attributes:
        function: The Lua function it runs.
        coroutine: Its Python coroutine or generator once started.
        send: What resumes its generator; `None` before the start and for a Python coroutine.
        state: `SUSPENDED`, `ACTIVE` or `DEAD`.
    """

    __slots__ = ("coroutine", "function", "send", "state")
    lua_type = "thread"

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.coroutine: Coroutine[Any, Any, Any] | Generator[Any, Any, Any] | None = None
        self.send: Callable[[Any], Any] | None = None
        self.state = SUSPENDED

    def lua_index(self, key: Any) -> Any:
        """Refuse to read a field: threads have none, and no methods.

        Raises:
            LuaError: Always.
        """
        raise index_error(self, key)

    def resume_pair(self, passed: Any = ()) -> tuple[Any, Any]:
        """Resume with what has the shape of function results: `ok, value = …`.

        That this thread runs is not recorded once it is under way: it is for programs in which
        nothing asks, and for threads that never wait for the host.
        """
        send = self.send
        if send is None or self.state != SUSPENDED:
            try:
                return True, first(advance_now(self, results(passed)))
            except Exception as error:
                return False, translate(error)
        self.state = ACTIVE
        try:
            result = send(passed)
        except StopIteration as stop:
            self.state = DEAD
            return True, first(stop.value)
        except Exception as error:
            self.state = DEAD
            return False, translate(error)
        except BaseException:
            self.state = DEAD
            raise
        self.state = SUSPENDED
        return True, (result if type(result) is not tuple else first(result))

    def resume_value(self, passed: Any = None, *more: Any) -> tuple[bool, Any]:
        """Resume a generator with one value, for one value: `ok, value = …`.

        That this thread runs is not recorded, nor that it is no longer suspended.
        """
        send = self.send
        try:
            if send is not None:
                return True, send(passed)
            if self.state == DEAD:
                return False, "cannot resume dead coroutine"
            self.coroutine = self.function(passed, *more)
            self.send = send = self.coroutine.send
            return True, send(None)
        except StopIteration as stop:
            if self.state == DEAD:
                return False, "cannot resume dead coroutine"
            self.state = DEAD
            return True, stop.value
        except Exception as error:
            if self.is_running():
                return False, "cannot resume non-suspended coroutine"
            self.state = DEAD
            return False, translate(error)

    def is_running(self) -> bool:
        """Whether its generator runs, or has resumed another thread."""
        generator = self.coroutine
        return isinstance(generator, types.GeneratorType) and generator.gi_running


class _Running:
    """The Lua thread being executed by one thread of the system."""

    __slots__ = ("thread",)

    def __init__(self) -> None:
        self.thread: Thread | None = None


class _Local(threading.local):
    # Attributes of a `local` are slow: one is read where three would be needed.
    def __init__(self) -> None:
        self.running = _Running()


_local = _Local()


def running_thread() -> Thread | None:
    """Return the Lua thread being executed; `None` in the main coroutine."""
    return _local.running.thread


def set_running_thread(thread: Thread | None) -> None:
    """Record the Lua thread being executed (the scheduler's and `resume`'s business)."""
    _local.running.thread = thread


def status(thread: Thread) -> str:
    """Return `running`, `suspended`, `normal` or `dead`."""
    if thread.state == DEAD:
        return "dead"
    if thread is _local.running.thread:
        return "running"
    return "normal" if thread.state == ACTIVE or thread.is_running() else "suspended"


def _begin(thread: Thread) -> None:
    if thread.state == DEAD:
        raise LuaError("cannot resume dead coroutine")
    if thread.state == ACTIVE or thread is _local.running.thread:
        raise LuaError("cannot resume non-suspended coroutine")


def _start(thread: Thread, arguments: tuple[Any, ...]) -> Any:
    result = thread.function(*arguments)
    if isinstance(result, types.GeneratorType):
        thread.coroutine = result
        thread.send = result.send
    elif isinstance(result, types.CoroutineType):
        thread.coroutine = result
    else:
        thread.state = DEAD
        return result
    return thread.coroutine.send(None)


def _step(thread: Thread, operation: Callable[..., Any], *arguments: Any) -> Any:
    """Run a part of a thread: up to its next request, or to its end, which makes it `DEAD`."""
    running = _local.running
    outer = running.thread
    running.thread = thread
    thread.state = ACTIVE
    try:
        return operation(*arguments)
    except StopIteration as stop:
        thread.state = DEAD
        return stop.value
    except BaseException:
        thread.state = DEAD
        raise
    finally:
        running.thread = outer


def _resume(thread: Thread, arguments: tuple[Any, ...]) -> Any:
    _begin(thread)
    if thread.coroutine is None:
        return _step(thread, _start, thread, arguments)
    if thread.send is not None:
        return _step(thread, thread.send, pack_results(arguments))
    return _step(thread, thread.coroutine.send, arguments)


def _has_results(thread: Thread, request: Any) -> bool:
    """Whether a step ended the resume; if not, `request` is one for the host."""
    return thread.state == DEAD or thread.send is not None or type(request) is CoroutineYield


def _results(thread: Thread, request: Any) -> Any:
    if thread.state == DEAD:
        return request
    thread.state = SUSPENDED
    return pack_results(tuple(request)) if type(request) is CoroutineYield else request


@types.coroutine
def _advance(thread: Thread, arguments: tuple[Any, ...]) -> Generator[Any, Any, Any]:
    request = _resume(thread, arguments)
    while not _has_results(thread, request):
        coroutine = thread.coroutine
        assert coroutine is not None
        try:
            value = yield request
        except BaseException as thrown:
            request = _step(thread, coroutine.throw, thrown)
        else:
            request = _step(thread, coroutine.send, value)
    return _results(thread, request)


def advance_now(thread: Thread, arguments: tuple[Any, ...]) -> Any:
    """Resume a thread that never waits for the host.

    Returns:
        What it yields or returns, as a function returns its results.

    Raises:
        LuaError: The thread is dead or not suspended, its body raised, or it tried to wait.
    """
    send = thread.send
    if send is None or thread.state != SUSPENDED:
        request = _resume(thread, arguments)
        if _has_results(thread, request):
            return _results(thread, request)
        close(thread)
        raise runtime_error("attempt to yield across a native call boundary")
    # `_step` of a generator that is under way, without its frame.
    running = _local.running
    outer = running.thread
    running.thread = thread
    thread.state = ACTIVE
    try:
        result = send(arguments[0] if len(arguments) == 1 else arguments)
    except StopIteration as stop:
        thread.state = DEAD
        return stop.value
    except BaseException:
        thread.state = DEAD
        raise
    finally:
        running.thread = outer
    thread.state = SUSPENDED
    return result


def advance(thread: Thread, arguments: tuple[Any, ...]) -> Awaitable[Any]:
    """Resume a thread and return what it yields or returns; waits of it reach the scheduler.

    Raises:
        LuaError: The thread is dead or not suspended, or its body raised.
    """
    return _advance(thread, arguments)


def close(thread: Thread) -> None:
    """End a suspended thread without resuming it."""
    coroutine, thread.coroutine = thread.coroutine, None
    thread.send = None
    thread.state = DEAD
    if coroutine is not None:
        coroutine.close()
