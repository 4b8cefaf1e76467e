"""Copying Lua values between two executions of one process, and to and from Python code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from ..lib.errors import Error
from ..lua.errors import LuaError
from ..lua.strings import from_text, to_text
from ..lua.table import Table, array
from ..lua.userdata import Userdata

MAXIMUM_DEPTH = 128


def transfer(value: Any) -> Any:
    """Return a deep copy for another execution.

    Tables keep their metatables (as copies), error objects stay, any other userdata becomes nil.
    Shared and cyclic tables keep their shape.
    """
    return _copy(value, {})


def _copy(value: Any, known: dict[int, Table]) -> Any:
    if isinstance(value, Table):
        existing = known.get(id(value))
        if existing is not None:
            return existing
        copy = known[id(value)] = Table()
        for key, item in value.items_in_order():
            copy.set(_copy(key, known), _copy(item, known))
        if value.is_object:
            copy.mark_object()
        metatable = value.metatable()
        if metatable is not None:
            copy.set_metatable(_copy(metatable, known))
        return copy
    if isinstance(value, Userdata) and not isinstance(value, Error):
        return None
    return value


def to_plain(value: Any) -> Any:
    """Return a Lua value as Python data: lists, dicts with Unicode text, numbers, `None`.

    Raises:
        LuaError: Tables nested too deep or in themselves.
    """
    return _plain(value, 0)


def _plain(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return to_text(value)
    if isinstance(value, Table):
        if depth > MAXIMUM_DEPTH:
            raise LuaError("exceeded maximum nesting depth for JSON encoding")
        pairs = list(value.items_in_order())
        if not value.is_object and all(type(key) is int and key > 0 for key, _ in pairs):
            return [_plain(item, depth + 1) for item in value.elements()]
        return {
            to_text(key) if isinstance(key, str) else key: _plain(item, depth + 1)
            for key, item in pairs
        }
    if isinstance(value, Error):
        return to_text(value.message())
    if value is None or isinstance(value, bool | int | float):
        return value
    return None


def from_plain(value: Any) -> Any:
    """Return Python data as a Lua value.

    Dataclasses and models become tables; objects that are no data become their text.
    """
    match value:
        case Enum():
            return from_plain(value.value)
        case None | bool() | int() | float() | Table() | Userdata():
            return value
        case str():
            return from_text(value)
        case bytes():
            return value.decode("latin-1")
        case Mapping():
            table = Table()
            for key, item in value.items():
                table.set(from_plain(key), from_plain(item))
            return table.mark_object()
        case list() | tuple() | set() | frozenset():
            return array([from_plain(item) for item in value])
        case datetime() | date():
            return value.isoformat()
        case _ if is_dataclass(value) and not isinstance(value, type):
            return from_plain({one.name: getattr(value, one.name) for one in fields(value)})
        case _ if hasattr(value, "model_dump"):
            return from_plain(value.model_dump(mode="json"))
        case _:
            return from_text(str(value))
