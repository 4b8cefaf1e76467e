"""Calls that functions end with, made by their callers: the stack does not grow.

Functions that end with calls of one another are decorated, and return these calls. Whoever calls
such a function gets its results, and notices nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from types import CoroutineType
from typing import Any

from .metamethods import call

_BODY = "__lua_body__"


class _TailCall:
    """A call that is to be made once the function that ends with it has returned."""

    __slots__ = ("arguments", "body")

    def __init__(self, body: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self.body = body
        self.arguments = arguments


def tail_call(function: Any, *arguments: Any) -> Any:
    """Return what a decorated function returns that ends with a call of any Lua value.

    Raises:
        LuaError: `attempt to call a non-function object`.
    """
    body = getattr(function, _BODY, None)
    return call(function, *arguments) if body is None else _TailCall(body, arguments)


def tail_calls(body: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a function that ends with calls of others."""

    @wraps(body)
    def function(*arguments: Any) -> Any:
        result = body(*arguments)
        while type(result) is _TailCall:
            result = result.body(*result.arguments)
        return result

    setattr(function, _BODY, body)
    return function


def async_tail_calls(body: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Decorate an `async` function that ends with calls of others."""

    @wraps(body)
    async def function(*arguments: Any) -> Any:
        result = await body(*arguments)
        while True:
            if type(result) is _TailCall:
                result = result.body(*result.arguments)
            elif type(result) is CoroutineType:
                result = await result
            else:
                return result

    setattr(function, _BODY, body)
    return function
