"""Lua functions as Temporal activities."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

from temporalio import activity

from ..lua.strings import from_text
from ..wire import EncodeError, wire_encode
from .failures import internal_failure
from .function_run import Outcome, run_function, run_function_now
from .functions import FunctionEntry, register_function
from .headers import SECURITY_HEADER, incoming_headers, read_context
from .lua_loops import LuaCall, lua_loops

_HEARTBEATS_PER_TIMEOUT = 3


def lua_activity(
    entry_id: str,
    target: Callable[..., Any],
    method: str | None = None,
    *,
    yields: bool | None = None,
    pool: int | None = None,
) -> Callable[..., Any]:
    """Make an activity of a compiled function, and register it for direct calls.

    A function that never waits becomes a synchronous activity, which runs in the thread pool of
    the worker. One that may wait becomes an `async` activity that runs on a Lua loop. Results and
    errors follow Wippy: `return value`, `return nil, err`, raised errors. Activities with a
    heartbeat timeout send heartbeats by themselves; cancellation makes the waits of the Lua code
    return errors of kind `Canceled`.

    Args:
        entry_id: Full entry ID: the activity type.
        target: The Lua function; or, with `method`, the chunk that returns it. Chunk state lives
            as long as one of the pooled Lua states, as on Wippy.
        method: Key of the function in the table the chunk returns.
        yields: Whether the function may wait; found out from `target` when not given (a chunk
            counts as one that may).
        pool: Number of Lua states, which is also the number of calls that run at once.
    """
    if yields is None:
        yields = method is not None or inspect.iscoroutinefunction(target)
    entry = FunctionEntry(entry_id, target, method=method, yields=yields, pool_size=pool)
    register_function(entry)
    run = _waiting_activity(entry) if yields else _plain_activity(entry)
    run.__name__ = run.__qualname__ = entry_id.rpartition(":")[2] or entry_id
    run.__doc__ = target.__doc__
    run.__wippy_function__ = entry  # type: ignore[attr-defined]
    return run


def _waiting_activity(entry: FunctionEntry) -> Callable[..., Any]:
    @activity.defn(name=entry.entry_id, no_thread_cancel_exception=True)
    async def run(*arguments: Any) -> Any:
        context, security = _caller()
        call = lua_loops.submit(
            run_function(entry, arguments, context=context, security_header=security)
        )
        beats = asyncio.create_task(_heartbeats())
        try:
            return _deliver(await _finished(call))
        finally:
            beats.cancel()

    return run


async def _finished(call: LuaCall[Outcome]) -> Outcome:
    """Wait for the Lua loop; a cancellation is passed on, and the function still waited for."""
    outcome = asyncio.wrap_future(call.future)
    while True:
        try:
            return await asyncio.shield(outcome)
        except asyncio.CancelledError:
            if outcome.done():
                raise
            call.interrupt()
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()


def _plain_activity(entry: FunctionEntry) -> Callable[..., Any]:
    @activity.defn(name=entry.entry_id, no_thread_cancel_exception=True)
    def run(*arguments: Any) -> Any:
        context, security = _caller()
        with _heartbeats_from_thread():
            outcome = run_function_now(entry, arguments, context=context, security_header=security)
        return _deliver(outcome)

    return run


def _caller() -> tuple[dict[str, Any], Any]:
    headers = incoming_headers.get() or {}
    context, _sender = read_context(headers)
    return context, headers.get(SECURITY_HEADER)


def _deliver(outcome: Outcome) -> Any:
    """Return the value of a call or raise its failure."""
    if outcome.is_canceled() and activity.is_cancelled():
        # Asked for by the server: reported as cancelled, not as failed.
        raise asyncio.CancelledError("operation canceled")
    failure = outcome.as_failure()
    if failure is not None:
        raise failure
    if isinstance(outcome.value, dict | list):
        try:
            wire_encode(outcome.value)
        except EncodeError as error:
            message = from_text(f"failed to encode result: {error}")
            raise internal_failure(message) from None
    return outcome.value


def _interval() -> float | None:
    timeout = activity.info().heartbeat_timeout
    return timeout.total_seconds() / _HEARTBEATS_PER_TIMEOUT if timeout else None


async def _heartbeats() -> None:
    interval = _interval()
    while interval is not None:
        activity.heartbeat()
        await asyncio.sleep(interval)


@contextmanager
def _heartbeats_from_thread() -> Iterator[None]:
    interval = _interval()
    if interval is None:
        yield
        return
    done = threading.Event()
    context = copy_context()

    def beat() -> None:
        while not done.wait(interval):
            activity.heartbeat()

    thread = threading.Thread(target=context.run, args=(beat,), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
