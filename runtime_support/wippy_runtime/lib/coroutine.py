"""Lua module `coroutine`. What resumes exists twice: `…_now` for callers that never wait."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import CoroutineType, GeneratorType
from typing import Any

from ..lua.arguments import type_error
from ..lua.coroutines import (
    Thread,
    advance,
    advance_now,
    running_thread,
    yield_values,
)
from ..lua.coroutines import close as close_thread
from ..lua.coroutines import status as status_of
from ..lua.errors import LuaError, runtime_error
from ..lua.functions import set_lua_function
from ..lua.scheduler import Spawn, suspend
from ..lua.translate import translate
from ..lua.values import type_name


def create(function: Any = None) -> Thread:
    """Make a suspended coroutine of a function."""
    return Thread(_checked(function, "create"))


async def resume(thread: Any = None, *arguments: Any) -> tuple[Any, ...]:
    """Run a coroutine up to its next yield: `true, …` or `false, error`."""
    thread = _thread(thread, "resume")
    try:
        result = await advance(thread, arguments)
    except Exception as error:
        return False, translate(error)
    return (True, *result) if type(result) is tuple else (True, result)


def resume_now(thread: Any = None, *arguments: Any) -> tuple[Any, ...]:
    """`resume` for a coroutine that never waits for the host."""
    if type(thread) is not Thread:
        thread = _thread(thread, "resume")
    try:
        result = advance_now(thread, arguments)
    except Exception as error:
        return False, translate(error)
    return (True, *result) if type(result) is tuple else (True, result)


def resume_pair(thread: Any = None, *arguments: Any) -> tuple[Any, Any]:
    """`resume_now` with exactly two results: `ok, value = …`."""
    if type(thread) is not Thread:
        thread = _thread(thread, "resume")
    try:
        result = advance_now(thread, arguments)
    except Exception as error:
        return False, translate(error)
    if type(result) is tuple:
        return True, result[0] if result else None
    return True, result


async def _yield_value(*values: Any) -> Any:
    """`coroutine.yield` as a function value: what may suspend returns a coroutine object."""
    return await yield_values(*values)


yield_ = yield_values
set_lua_function(yield_values, _yield_value)


def wrap(function: Any = None) -> Callable[..., Awaitable[Any]]:
    """Make a function that resumes a coroutine; errors of it reach the caller."""
    thread = Thread(_checked(function, "wrap"))

    async def resume_wrapped(*arguments: Any) -> Any:
        return await advance(thread, arguments)

    return resume_wrapped


def wrap_now(function: Any = None) -> Callable[..., Any]:
    """`wrap` for a coroutine that never waits for the host."""
    thread = Thread(_checked(function, "wrap"))

    def resume_wrapped(*arguments: Any) -> Any:
        return advance_now(thread, arguments)

    return resume_wrapped


def wrap_quietly(function: Any = None) -> Callable[..., Any]:
    """`wrap` of a generator function, with one value each way, that need not be noticed."""
    generator: GeneratorType[Any, Any, Any] | None = None
    send: Callable[[Any], Any] | None = None
    is_dead = False

    def resume_wrapped(passed: Any = None, *more: Any) -> Any:
        nonlocal generator, send, is_dead
        try:
            if send is not None:
                return send(passed)
            generator = function(passed, *more)
            send = generator.send
            return send(None)
        except StopIteration as stop:
            if is_dead:
                raise LuaError("cannot resume dead coroutine") from None
            is_dead = True
            return stop.value
        except BaseException:
            if generator is not None and generator.gi_running:
                raise LuaError("cannot resume non-suspended coroutine") from None
            is_dead = True
            raise

    return resume_wrapped


def status(thread: Any = None) -> str:
    """Return `running`, `suspended`, `normal` or `dead`."""
    return status_of(thread if type(thread) is Thread else _thread(thread, "status"))


def running() -> Thread | None:
    """Return the running coroutine; nil in the main one."""
    return running_thread()


def isyieldable() -> bool:
    """Return whether the caller runs inside a coroutine."""
    return running_thread() is not None


def close(thread: Any = None) -> Any:
    """End a suspended or dead coroutine."""
    thread = _thread(thread, "close")
    state = status_of(thread)
    if state not in ("suspended", "dead"):
        raise runtime_error(f"cannot close a {state} coroutine")
    close_thread(thread)
    return True


async def spawn(function: Any = None) -> Thread:
    """Start a function as a concurrent coroutine; it runs before the caller goes on.

    An uncaught error in it ends the whole execution.
    """
    thread = Thread(_checked(function, "spawn"))

    async def body() -> None:
        result = thread.function()
        if type(result) is CoroutineType:
            await result

    await suspend(Spawn(body(), thread))
    return thread


def _checked(function: Any, name: str) -> Callable[..., Any]:
    if type_name(function) != "function":
        raise type_error(1, name, "function", function)
    checked: Callable[..., Any] = function
    return checked


def _thread(thread: Any, name: str) -> Thread:
    if not isinstance(thread, Thread):
        raise type_error(1, name, "thread", thread)
    return thread


EXPORTS: Mapping[str, Any] = {
    "close": close,
    "create": create,
    "isyieldable": isyieldable,
    "resume": resume,
    "yield": _yield_value,
    "wrap": wrap,
    "status": status,
    "running": running,
    "spawn": spawn,
}
