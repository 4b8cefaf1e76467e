"""Calling Lua values, protected calls, and the iterators of `for … in`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from types import CoroutineType, FunctionType
from typing import Any

from .arguments import MISSING, missing_error, type_error
from .functions import lua_function
from .metamethods import call, call_unusual
from .results import first, results, settle, take
from .table import Table
from .userdata import Userdata
from .values import index, raw_index, string_library, type_name

__all__ = [
    "acall", "ainvoke", "aiterate", "apcall", "axpcall", "call", "first", "invoke", "iter_ipairs",
    "iter_pairs", "iter_values", "iterate", "iterate_first", "lua_function", "next_entry",
    "next_index", "pcall", "pcall_value", "results", "take", "xpcall", "xpcall_value",
]  # fmt: skip


async def acall(function: Any, *arguments: Any) -> Any:
    """Call any Lua value and await it if it may yield; results as the function returns them."""
    result = call(function, *arguments)
    if type(result) is CoroutineType:
        return await result
    return result


def invoke(target: Any, name: str, *arguments: Any) -> Any:
    """Execute `target:name(…)`.

    Raises:
        LuaError: The target has no fields, or the field is not a function.
    """
    if type(target) is str:
        function = string_library().get(name)
    elif isinstance(target, Table):
        function = target[name]
    else:
        function = method(target, name)
    if type(function) is FunctionType:
        return function(target, *arguments)
    return call_unusual(function, (target, *arguments))


async def ainvoke(target: Any, name: str, *arguments: Any) -> Any:
    """Execute `target:name(…)` where lookup and method may yield."""
    found = target.lua_method(name) if isinstance(target, Userdata) else raw_index(target, name)
    if type(found) is CoroutineType:
        found = await found
    found = first(found)
    result = call(found, target, *arguments)
    if type(result) is CoroutineType:
        return await result
    return result


def method(target: Any, name: str) -> Any:
    """Return the function that `target:name(…)` calls."""
    if isinstance(target, Table):
        return target[name]
    if type(target) is str:
        return string_library().get(name)
    if isinstance(target, Userdata):
        return target.lua_method(name)
    return index(target, name)


def _translate(exception: Exception) -> Any:
    from .translate import translate

    return translate(exception)


def _refused(function: Any) -> tuple[bool, str]:
    """Return what `pcall` gives for what cannot be called."""
    if function is MISSING:
        raise missing_error(1, "pcall")
    return False, f"attempt to call a {type_name(function)} value"


def _is_callable(function: Any) -> bool:
    if isinstance(function, Table):
        meta = function.metatable()
        return meta is not None and meta.get("__call") is not None
    if isinstance(function, Userdata):
        return type(function).lua_call is not Userdata.lua_call
    return callable(function)


def pcall(function: Any = MISSING, *arguments: Any) -> tuple[Any, ...]:
    """Call in protected mode: `true` and the results, or `false` and the error value."""
    if not _is_callable(function):
        return _refused(function)
    try:
        result = settle(call(function, *arguments))
    except Exception as exception:
        return False, _translate(exception)
    return (True, *result) if type(result) is tuple else (True, result)


async def apcall(function: Any = MISSING, *arguments: Any) -> tuple[Any, ...]:
    """`pcall` of a function that may yield."""
    if not _is_callable(function):
        return _refused(function)
    try:
        result = call(function, *arguments)
        if type(result) is CoroutineType:
            result = await result
    except Exception as exception:
        return False, _translate(exception)
    return (True, *result) if type(result) is tuple else (True, result)


def pcall_value(function: Any = MISSING, *arguments: Any) -> Any:
    """`pcall` as a function value: the caller awaits the result if `function` may yield."""
    if not _is_callable(function):
        return _refused(function)
    try:
        result = call(function, *arguments)
    except Exception as exception:
        return False, _translate(exception)
    if type(result) is CoroutineType:
        return apcall(_awaiting(result))
    return (True, *result) if type(result) is tuple else (True, result)


def _awaiting(coroutine: Any) -> Any:
    return lambda: coroutine


def xpcall(function: Any = None, handler: Any = None, *arguments: Any) -> tuple[Any, ...]:
    """`pcall` whose error value is what `handler` returns for it."""
    _require_functions(function, handler)
    status = pcall(function, *arguments)
    if status[0]:
        return status
    handled = pcall(handler, status[1])
    return False, handled[1] if len(handled) > 1 else None


async def axpcall(function: Any = None, handler: Any = None, *arguments: Any) -> tuple[Any, ...]:
    """`xpcall` of functions that may yield."""
    _require_functions(function, handler)
    status = await apcall(function, *arguments)
    if status[0]:
        return status
    handled = await apcall(handler, status[1])
    return False, handled[1] if len(handled) > 1 else None


def xpcall_value(function: Any = None, handler: Any = None, *arguments: Any) -> Any:
    """`xpcall` as a function value: the caller awaits the result if `function` may yield."""
    _require_functions(function, handler)
    try:
        result = call(function, *arguments)
    except Exception as exception:
        return xpcall(_raising(exception), handler)
    if type(result) is CoroutineType:
        return axpcall(_awaiting(result), handler)
    return (True, *result) if type(result) is tuple else (True, result)


def _raising(exception: Exception) -> Any:
    def raise_again() -> Any:
        raise exception

    return raise_again


def _require_functions(function: Any, handler: Any) -> None:
    for position, value in enumerate((function, handler), 1):
        if not _is_callable(value):
            raise type_error(position, "xpcall", "function", value)


def next_entry(table: Any, key: Any = None) -> Any:
    """Lua's `next`: the entry after `key` as `(key, value)`, or nil at the end."""
    if not isinstance(table, Table):
        raise type_error(1, "next", "table", table)
    return table.next(key)


def next_index(table: Any, position: Any = 0) -> Any:
    """The iterator function behind `ipairs`."""
    following = position + 1
    value = table.get_raw(following)
    return None if value is None else (following, value)


NEXT = lua_function(next_entry)
NEXT_INDEX = lua_function(next_index)


def iter_pairs(table: Any) -> Iterator[tuple[Any, Any]]:
    """Iterate as `for k, v in pairs(table)`: elements by index, then keys by insertion.

    Raises:
        LuaError: `bad argument #1 to pairs (table expected, got nil)`.
    """
    if not isinstance(table, Table):
        raise type_error(1, "pairs", "table", table)
    return table.items_in_order()


def iter_entries(table: Any) -> Iterable[tuple[Any, Any]]:
    """Iterate as `iter_pairs`, over removed entries too: their values are `None`.

    Nothing may be stored into the table meanwhile.

    Raises:
        LuaError: `bad argument #1 to pairs (table expected, got nil)`.
    """
    if not isinstance(table, Table):
        raise type_error(1, "pairs", "table", table)
    return table.entries()


def iter_keys(table: Any) -> Iterator[Any]:
    """Iterate as `for k in pairs(table)`.

    Raises:
        LuaError: `bad argument #1 to pairs (table expected, got nil)`.
    """
    if not isinstance(table, Table):
        raise type_error(1, "pairs", "table", table)
    return table.keys_in_order()


def iter_ipairs(table: Any) -> Iterator[tuple[int, Any]]:
    """Iterate as `for i, v in ipairs(table)`: raw elements up to the first nil.

    Raises:
        LuaError: `bad argument #1 to ipairs (table expected, got nil)`.
    """
    if not isinstance(table, Table):
        raise type_error(1, "ipairs", "table", table)
    return enumerate(table.leading_values(), 1)


def iter_values(table: Any) -> Iterator[Any]:
    """Iterate as `for _, v in ipairs(table)` whose index is not used.

    Raises:
        LuaError: `bad argument #1 to ipairs (table expected, got nil)`.
    """
    if not isinstance(table, Table):
        raise type_error(1, "ipairs", "table", table)
    return table.leading_values()


def iterate(
    function: Any, state: Any = None, control: Any = None, *_: Any
) -> Iterator[tuple[Any, ...]]:
    """Iterate as the general `for … in function, state, control`: tuples of results."""
    if isinstance(state, Table):
        if function is NEXT and control is None:
            yield from state.items_in_order()
            return
        if function is NEXT_INDEX and control == 0:
            yield from enumerate(state.leading_values(), 1)
            return
    if type(function) is not FunctionType:
        function = partial(call, function)
    while True:
        result = function(state, control)
        if type(result) is CoroutineType:
            result = settle(result)
        if type(result) is not tuple:
            result = (result,)
        if not result or result[0] is None:
            return
        control = result[0]
        yield result


def iterate_first(function: Any, state: Any = None, control: Any = None, *_: Any) -> Iterator[Any]:
    """Iterate as `for v in function, state, control`: the first result of each call."""
    if isinstance(state, Table) and (function is NEXT or function is NEXT_INDEX):
        for row in iterate(function, state, control):
            yield row[0]
        return
    if type(function) is not FunctionType:
        function = partial(call, function)
    while True:
        control = function(state, control)
        if type(control) is CoroutineType:
            control = settle(control)
        if type(control) is tuple:
            control = control[0] if control else None
        if control is None:
            return
        yield control


class aiterate:
    """`iterate` with an iterator function that may yield, for `async for`.

    Not an async generator: leaving the loop early must not need the event loop's clean-up hooks.
    """

    __slots__ = ("_control", "_function", "_state")

    def __init__(self, function: Any, state: Any = None, control: Any = None, *_: Any) -> None:
        self._function = function
        self._state = state
        self._control = control

    def __aiter__(self) -> aiterate:
        return self

    async def __anext__(self) -> tuple[Any, ...]:
        result = call(self._function, self._state, self._control)
        if type(result) is CoroutineType:
            result = await result
        if type(result) is not tuple:
            result = (result,)
        values: tuple[Any, ...] = result
        if not values or values[0] is None:
            raise StopAsyncIteration
        self._control = values[0]
        return values
