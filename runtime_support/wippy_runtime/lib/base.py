"""Lua's global functions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ..host import host
from ..lua.arguments import (
    MISSING,
    integer_argument,
    missing_error,
    string_argument,
    table_argument,
)
from ..lua.arithmetic import concat_text
from ..lua.calls import NEXT, NEXT_INDEX, next_entry, pcall_value, xpcall_value
from ..lua.errors import argument_error
from ..lua.errors import error as make_error
from ..lua.modules import module_table
from ..lua.numbers import text_to_number, text_to_number_in_base
from ..lua.objects import setmetatable as setmetatable
from ..lua.requires import requirer
from ..lua.results import pack_results
from ..lua.strings import to_text
from ..lua.table import Table
from ..lua.values import rawequal as values_are_equal
from ..lua.values import tostring as text_of
from ..lua.values import type_name
from .table import unpack as unpack

_VERSION = "Lua 5.3 - Wippy Modification"


def assert_(*arguments: Any) -> Any:
    """Return the arguments, or raise the second one if the first is false or nil.

    Raises:
        LuaError: With the message, or `assertion failed!`; a text gets the caller's position.
    """
    if not arguments:
        raise missing_error(1, "assert")
    condition = arguments[0]
    if condition is not None and condition is not False:
        return pack_results(arguments)
    message = arguments[1] if len(arguments) > 1 else None
    raise make_error("assertion failed!" if message is None else message, 1)


def error(message: Any = None, level: Any = 1) -> Any:
    """Raise a Lua error; a string gets the position of the function at `level`."""
    raise make_error(message, level)


def getmetatable(value: Any = None) -> Any:
    """Return the metatable, or its field `__metatable`; strings have the `string` library's."""
    if isinstance(value, Table):
        meta = value.metatable()
        if meta is None:
            return None
        protected = meta.get("__metatable")
        return meta if protected is None else protected
    return _string_metatable() if value.__class__ is str else None


@cache
def _string_metatable() -> Table:
    return Table({"__index": module_table("string")}).freeze()


def pairs(table: Any = None) -> tuple[Any, Any, None]:
    """Return what the generic `for` needs to visit all entries; `__pairs` is not honoured."""
    return NEXT, table_argument(table, 1, "pairs"), None


def ipairs(table: Any = None) -> tuple[Any, Any, int]:
    """Return what the generic `for` needs to visit the elements up to the first nil."""
    return NEXT_INDEX, table_argument(table, 1, "ipairs"), 0


def print_(*values: Any) -> tuple[()]:
    """Write one log record: strings, numbers and errors joined by spaces, the rest as nothing."""
    host().log("info", to_text(" ".join(concat_text(value) or "" for value in values)), {})
    return ()


def rawequal(left: Any = None, right: Any = None) -> bool:
    """Compare without metamethods."""
    return values_are_equal(left, right)


def rawget(table: Any = None, key: Any = None) -> Any:
    """Read a field without metamethods."""
    return table_argument(table, 1, "rawget").get_raw(key)


def rawset(table: Any = None, key: Any = None, value: Any = None) -> Any:
    """Assign a field without metamethods and return the table."""
    table_argument(table, 1, "rawset").set(key, value)
    return table


def require(name: Any) -> Any:
    """Return the global of a name; what an entry lists is found when it is compiled.

    Raises:
        LuaError: There is none.
    """
    return requirer({})(name)


def select(position: Any = None, *values: Any) -> Any:
    """Return the values from a position on (negative from the end), or their number for `#`.

    Raises:
        LuaError: `index out of range`.
    """
    if position == "#":
        return len(values)
    start = integer_argument(position, 1, "select")
    if start < 0:
        start += len(values) + 1
    if start < 1:
        raise argument_error(1, "select", "index out of range")
    return pack_results(values[start - 1 :])


def tonumber(value: Any = MISSING, base: Any = None) -> Any:
    """Return a number, or a numeral in a base (10), as a number; nil if it is none.

    Raises:
        LuaError: `base out of range`, or a base without a string.
    """
    kind = value.__class__
    if base is None:
        if kind is int or kind is float:
            return value
        if value is MISSING:
            raise missing_error(1, "tonumber")
        return text_to_number(value) if kind is str else None
    radix = integer_argument(base, 2, "tonumber")
    if not 2 <= radix <= 36:
        raise argument_error(2, "tonumber", "base out of range")
    return text_to_number_in_base(string_argument(value, 1, "tonumber"), radix)


def tostring(value: Any = MISSING) -> str:
    """Return the text of a value, honouring `__tostring`."""
    if value is MISSING:
        raise missing_error(1, "tostring")
    return text_of(value)


def type_(value: Any = MISSING) -> str:
    """Return the type of a value."""
    if value is MISSING:
        raise missing_error(1, "type")
    return type_name(value)


pcall = pcall_value
xpcall = xpcall_value
print = print_
type = type_
next = next_entry

EXPORTS: Mapping[str, Any] = {
    "assert": assert_,
    "error": error,
    "getmetatable": getmetatable,
    "ipairs": ipairs,
    "next": next_entry,
    "pairs": pairs,
    "pcall": pcall_value,
    "print": print_,
    "rawequal": rawequal,
    "rawget": rawget,
    "rawset": rawset,
    "require": require,
    "select": select,
    "setmetatable": setmetatable,
    "tonumber": tonumber,
    "tostring": tostring,
    "type": type_,
    "unpack": unpack,
    "xpcall": xpcall_value,
    "_VERSION": _VERSION,
}
