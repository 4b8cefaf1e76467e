"""Checking the arguments of library functions, with Wippy's error texts."""

from __future__ import annotations

from typing import Any

from .arithmetic import to_integer
from .errors import LuaError, argument_error
from .numbers import number_text, to_number
from .table import Table
from .values import type_name

MISSING: Any = type("Missing", (), {"__repr__": lambda self: "MISSING"})()
"""Default of a parameter that tells "not passed" from nil."""


def type_error(position: int, function: str, expected: str, value: Any) -> LuaError:
    """Return `bad argument #1 to name (table expected, got nil)`."""
    got = "no value" if value is MISSING else type_name(value)
    return argument_error(position, function, f"{expected} expected, got {got}")


def missing_error(position: int, function: str) -> LuaError:
    """Return the error of a function that takes any value and was called without it."""
    return argument_error(position, function, "value expected")


def string_argument(value: Any, position: int, function: str) -> str:
    """Return a string argument; a number counts as its text.

    Raises:
        LuaError: `bad argument #1 to upper (string expected, got nil)`.
    """
    if type(value) is str:
        return value
    if type(value) is int or type(value) is float:
        return number_text(value)
    raise type_error(position, function, "string", value)


def number_argument(value: Any, position: int, function: str) -> int | float:
    """Return a number argument; a numeric string counts as its number.

    Raises:
        LuaError: `bad argument #1 to floor (number expected, got nil)`.
    """
    number = to_number(value)
    if number is None:
        raise type_error(position, function, "number", value)
    return number


def integer_argument(value: Any, position: int, function: str, default: int | None = None) -> int:
    """Return an integer argument; a float is cut, nil is the default if there is one.

    Raises:
        LuaError: `bad argument #2 to sub (number expected, got nil)`.
    """
    if type(value) is int:
        return value
    if default is not None and (value is None or value is MISSING):
        return default
    return to_integer(number_argument(value, position, function))


def checked_list(value: Any, function: Any) -> Any:
    """Return the list that is the first argument of a function.

    Raises:
        LuaError: `bad argument #1 to ipairs (table expected, got nil)`.
    """
    if value is None:
        raise type_error(1, function, "table", value)
    return value


def table_argument(value: Any, position: int, function: str) -> Table:
    """Return a table argument.

    Raises:
        LuaError: `bad argument #1 to insert (table expected, got nil)`.
    """
    if isinstance(value, Table):
        return value
    raise type_error(position, function, "table", value)
