"""The result protocol: one result is bare, any other number is a tuple."""

from __future__ import annotations

from collections.abc import Coroutine
from types import CoroutineType
from typing import Any

from .errors import runtime_error


def first(result: Any) -> Any:
    """Cut the results of a call to one value (`nil` when there is none)."""
    if type(result) is tuple:
        return result[0] if result else None
    return result


def results(result: Any) -> tuple[Any, ...]:
    """Return all results of a call as a tuple."""
    if type(result) is tuple:
        return result
    return (result,)


def take(result: Any, count: int) -> tuple[Any, ...]:
    """Return exactly `count` results, padded with nil or cut."""
    if type(result) is not tuple:
        return (result,) + (None,) * (count - 1) if count else ()
    missing = count - len(result)
    if missing > 0:
        return result + (None,) * missing
    return result[:count] if missing else result


def pad(values: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """Return `values` with nil behind them, so that there are at least `count`."""
    missing = count - len(values)
    return values + (None,) * missing if missing > 0 else values


def pack_results(values: tuple[Any, ...]) -> Any:
    """Return the results `values` in the shape a function returns them."""
    return values[0] if len(values) == 1 else values


def settle(result: Any) -> Any:
    """Finish a call made from a place where Lua cannot yield.

    Metamethods, comparators and replacement functions may be `async def` because the compiler
    could not rule out that they yield. They run here to their end.

    Raises:
        LuaError: If the function really tries to yield.
    """
    if type(result) is CoroutineType:
        return run_without_yield(result)
    return result


def run_without_yield(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that must finish without suspending.

    Raises:
        LuaError: If it suspends.
    """
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    coroutine.close()
    raise runtime_error("attempt to yield across a native call boundary")
