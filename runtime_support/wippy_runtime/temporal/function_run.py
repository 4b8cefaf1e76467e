"""Running one function outside workflows, from its arguments to its outcome."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from temporalio.exceptions import ApplicationError

from ..host import current_host
from ..interruption import Interrupted
from ..lib.errors import Error
from ..lua.errors import LuaError
from ..lua.metamethods import call
from ..lua.results import results, run_without_yield
from ..lua.scheduler import Deadlock
from ..lua.table import Table
from ..lua.translate import as_lua_error
from ..lua.values import tostring
from .converter import NO_VALUE
from .failures import (
    ExecutionFailure,
    error_of_failure,
    failure_of_error,
    failure_of_raised,
    failure_of_returned,
)
from .function_host import FunctionHost
from .functions import FunctionEntry, Instance
from .local_processes import receivers
from .transfer import from_plain, to_plain, transfer


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended: with a value, a returned error, or a raised one.

    Attributes:
        value: First result; `NO_VALUE` when the function returned nothing.
        returned: Second result, when it means failure: an error object or a text.
        raised: The uncaught error value in a tuple of one, if the function raised.
        lua_traceback: Lua call stack of a raised error.
        failure: A failure given as such, e.g. by a Python implementation.
    """

    value: Any = None
    returned: Error | str | None = None
    raised: tuple[Any] | None = None
    lua_traceback: str | None = None
    failure: ApplicationError | None = None

    def as_result(self) -> tuple[Any, Any]:
        """Return what `funcs.call` in the same process gives: `(value, nil)` or `(nil, error)`."""
        if self.failure is not None:
            return None, error_of_failure(self.failure)
        if self.raised is not None:
            error = self.raised[0]
            if isinstance(error, Error):
                return None, _with_kind(error)
            message = error if isinstance(error, str) else tostring(error)
            return None, Error(message, kind="Internal")
        if isinstance(self.returned, str):
            return None, Error(self.returned, kind="Internal", retryable=False)
        if self.returned is not None:
            return None, _with_kind(self.returned)
        return (None if self.value is NO_VALUE else transfer(self.value)), None

    def as_failure(self) -> ApplicationError | None:
        """Return the failure for Temporal; `None` when the call succeeded."""
        if self.failure is not None:
            return self.failure
        if self.raised is not None:
            return failure_of_raised(self.raised[0], self.lua_traceback)
        if self.returned is not None:
            return failure_of_returned(self.returned)
        return None

    def is_canceled(self) -> bool:
        """Tell whether the call ended with an error of kind `Canceled`."""
        error = self.returned if self.raised is None else self.raised[0]
        return isinstance(error, Error) and error.kind() == "Canceled"


def _with_kind(error: Error) -> Error:
    if error.kind():
        return error
    return Error(
        error.message(), kind="Internal", retryable=error.retryable(), details=error.details()
    )


async def run_function(
    entry: FunctionEntry,
    arguments: Sequence[Any],
    *,
    context: Mapping[str, Any] | None = None,
    security_header: Any = None,
    host: FunctionHost | None = None,
) -> Outcome:
    """Run a function on the current event loop.

    Cancelling the task interrupts the waits of the Lua code, which then gets errors of kind
    `Canceled` and may finish in its own way; with a `host` it ends the function at once.

    Args:
        entry: The function.
        arguments: Lua values that nobody else uses.
        context: Values for `ctx`.
        security_header: Security header to pass on.
        host: The host of a spawned process, whose mailbox is reachable already; one of its own
            is made when not given, and `context` and `security_header` are for that one.
    """
    if entry.is_python:
        return await _run_python(entry, arguments)
    instance = Instance()
    if entry.pool is not None:
        try:
            instance = await asyncio.wrap_future(entry.pool.acquire())
        except asyncio.CancelledError:
            return _canceled()
    on_cancel = None
    if host is None:
        host = FunctionHost(entry.entry_id, context=context, security_header=security_header)
        on_cancel = host.on_cancel
        receivers.attach(host.pid(), host.mailbox)
    host.libraries = instance.libraries
    token = current_host.set(host)
    outcome = _canceled()
    try:
        function = _function_of(entry, instance)
        result = call(function, *arguments)
        if inspect.iscoroutine(result):
            result = await host.scheduler.run(result, on_cancel=on_cancel)
        outcome = _returned(result)
    except (Exception, ExecutionFailure) as error:
        outcome = outcome_of_exception(error)
    finally:
        host.close()
        if on_cancel is not None:
            receivers.detach(host.pid(), outcome.as_result())
        current_host.reset(token)
        if entry.pool is not None:
            entry.pool.release(instance)
    return outcome


def run_function_now(
    entry: FunctionEntry,
    arguments: Sequence[Any],
    *,
    context: Mapping[str, Any] | None = None,
    security_header: Any = None,
) -> Outcome:
    """Run a function that never waits, on the current thread."""
    instance = entry.pool.acquire().result() if entry.pool is not None else Instance()
    host = FunctionHost(
        entry.entry_id,
        context=context,
        libraries=instance.libraries,
        security_header=security_header,
    )
    token = current_host.set(host)
    try:
        result = call(_function_of(entry, instance), *arguments)
        if inspect.iscoroutine(result):
            result = run_without_yield(result)
        return _returned(result)
    except (Exception, ExecutionFailure) as error:
        return outcome_of_exception(error)
    finally:
        current_host.reset(token)
        if entry.pool is not None:
            entry.pool.release(instance)


def outcome_of_exception(error: BaseException) -> Outcome:
    """Return the outcome of an exception that left a function."""
    match error:
        case ExecutionFailure():
            return Outcome(failure=error.failure)
        case Interrupted():
            return _canceled()
        case Deadlock():
            return Outcome(raised=(Error(str(error), kind="Internal", retryable=True),))
        case ApplicationError():
            return Outcome(failure=error)
        case _:
            translated = as_lua_error(error)
            return Outcome(raised=(translated.value,), lua_traceback=translated.lua_traceback)


def _canceled() -> Outcome:
    return Outcome(returned=Error("operation canceled", kind="Canceled", retryable=False))


def _returned(result: Any) -> Outcome:
    values = results(result)
    if not values:
        return Outcome(value=NO_VALUE)
    second = values[1] if len(values) > 1 else None
    return Outcome(value=values[0], returned=second if isinstance(second, str | Error) else None)


def _function_of(entry: FunctionEntry, instance: Instance) -> Callable[..., Any]:
    """Return the Lua function of a state, running the chunk in a new one."""
    if entry.method is None:
        return entry.target
    if instance.function is None:
        exported = entry.target()
        if inspect.iscoroutine(exported):
            exported = run_without_yield(exported)
        values = results(exported)
        instance.function = exported_function(values[0] if values else None, entry.method)
    return instance.function


def exported_function(exported: Any, method: str) -> Callable[..., Any]:
    """Return the function a chunk returned, or the one under `method` of the table it returned.

    Raises:
        LuaError: Of kind `NotFound`, when there is none.
    """
    function = exported
    if isinstance(exported, Table):
        function = exported.get_raw(method)
    if not callable(function):
        message = f'method "{method}" not found in module'
        raise LuaError(Error(message, kind="NotFound", retryable=False))
    return cast("Callable[..., Any]", function)


async def _run_python(entry: FunctionEntry, arguments: Sequence[Any]) -> Outcome:
    try:
        plain = [to_plain(argument) for argument in arguments]
        if inspect.iscoroutinefunction(entry.target):
            value = await entry.target(*plain)
        else:
            value = await asyncio.to_thread(entry.target, *plain)
        return Outcome(value=from_plain(value))
    except Exception as error:
        return Outcome(failure=python_failure(error))


def python_failure(error: Exception) -> ApplicationError:
    """Return the failure of an exception that Python code raised."""
    if isinstance(error, ApplicationError):
        return error
    if isinstance(error, LuaError) and isinstance(error.value, Error):
        return failure_of_error(error.value)
    failure = ApplicationError(f"{type(error).__name__}: {error}", type="Internal")
    failure.__cause__ = error
    return failure
