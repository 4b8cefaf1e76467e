"""Finding and calling metamethods. Results are raw: a coroutine if the method is `async def`."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from .errors import runtime_error
from .meta_tables import MetaTable
from .table import Table
from .userdata import Userdata


def metamethod(value: Any, event: str) -> Any:
    """Return field `event` of the metatable of `value`, or None."""
    if isinstance(value, MetaTable):
        return value.meta.get(event)
    return None


def shared_metamethod(left: Any, right: Any, event: str) -> Any:
    """Return the metamethod both operands have in common (`__eq`, `__lt`, `__le` need that)."""
    handler = metamethod(left, event)
    if handler is not None and handler == metamethod(right, event):
        return handler
    return None


def call(function: Any, *arguments: Any) -> Any:
    """Call any Lua value; returns the results as the function returns them.

    Raises:
        LuaError: `attempt to call a non-function object`.
    """
    if type(function) is FunctionType:
        return function(*arguments)
    return call_unusual(function, arguments)


def call_unusual(function: Any, arguments: tuple[Any, ...]) -> Any:
    """Call a value that is not a plain Python function."""
    if isinstance(function, Table):
        handler = metamethod(function, "__call")
        if handler is not None:
            return call(handler, function, *arguments)
    elif isinstance(function, Userdata):
        return function.lua_call(*arguments)
    elif callable(function):
        return function(*arguments)
    raise runtime_error("attempt to call a non-function object")


def index_handler(handler: Any, target: Any, key: Any) -> Any:
    """Run an `__index` that is not a table."""
    if callable(handler) and not isinstance(handler, Userdata | Table):
        return handler(target, key)
    from .values import index

    return index(handler, key)


def newindex_handler(handler: Any, target: Any, key: Any, value: Any) -> Any:
    """Run a `__newindex`: call a function, or assign to another value."""
    if callable(handler) and not isinstance(handler, Userdata | Table):
        return handler(target, key, value)
    from .values import raw_setindex

    return raw_setindex(handler, key, value)
