"""Python functions as activities of a Wippy application: they see plain Python data."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, get_type_hints

from temporalio import activity
from temporalio.converter import value_to_type

from .function_run import python_failure
from .functions import FunctionEntry, register_function
from .transfer import from_plain, to_plain


def implementation_activity(entry_id: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a Python implementation of an entry as an activity, and register it as a function."""
    register_function(FunctionEntry(entry_id, function, is_python=True))
    return plain_activity(entry_id, function)


def plain_activity(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return an activity that calls `function` with plain data instead of Lua values.

    Arguments with type hints (dataclasses, typed dicts, models …) are converted as the SDK's
    default converter would.

    Args:
        name: Activity type.
        function: The Python function; `async` ones run on the worker's event loop, others in its
            thread pool.
    """
    hints = _parameter_hints(function)

    def convert(arguments: Sequence[Any]) -> list[Any]:
        plain = [to_plain(argument) for argument in arguments]
        return [
            value if hint is None else value_to_type(hint, value)
            for value, hint in zip(plain, [*hints, *[None] * len(plain)], strict=False)
        ]

    if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
        getattr(function, "__call__", None)  # noqa: B004 - an object with an async __call__
    ):

        @activity.defn(name=name)
        async def run(*arguments: Any) -> Any:
            try:
                return from_plain(await function(*convert(arguments)))
            except Exception as error:
                raise _failure(error) from error

        return run

    @activity.defn(name=name)
    def run_in_thread(*arguments: Any) -> Any:
        try:
            return from_plain(function(*convert(arguments)))
        except Exception as error:
            raise _failure(error) from error

    return run_in_thread


def _failure(error: Exception) -> BaseException:
    """Keep what the SDK understands (cancellation, async completion), convert the rest."""
    if type(error).__module__.startswith("temporalio."):
        return error
    return python_failure(error)


def _parameter_hints(function: Callable[..., Any]) -> list[Any]:
    try:
        hints = get_type_hints(function)
        parameters = inspect.signature(function).parameters.values()
    except (NameError, TypeError, ValueError):
        return []
    return [hints.get(parameter.name) for parameter in parameters]
