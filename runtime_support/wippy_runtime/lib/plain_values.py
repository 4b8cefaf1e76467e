"""Plain Python data as Lua values: what entries hold besides their Lua."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..lua.strings import from_text
from ..lua.table import Table, array


def lua_value(value: Any) -> Any:
    """Return text, numbers, booleans, sequences and mappings as Lua values."""
    match value:
        case str():
            return from_text(value)
        case Mapping():
            pairs = {from_text(str(key)): lua_value(item) for key, item in value.items()}
            return Table(pairs).mark_object()
        case list() | tuple():
            return array([lua_value(item) for item in value])
        case _:
            return value
