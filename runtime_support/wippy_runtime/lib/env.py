"""Lua module `env`: the environment registry of the application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..lua.strings import from_text, to_text
from ..lua.table import Table
from ..temporal.environment import ReadOnlyVariable, current_environment
from .failure import Failure, denied, internal, invalid, not_found, wrong_type


def get(key: Any = None) -> tuple[str, None] | Failure:
    """Return a variable by its public name or entry ID.

    Raises:
        LuaError: `bad argument` when the key is no string.
    """
    if not isinstance(key, str):
        raise wrong_type(1, "get", "string", key)
    if not key:
        return None, invalid("empty key")
    value = current_environment().get(to_text(key))
    if value is None:
        return None, not_found(f"environment variable not found: {key}")
    return from_text(value), None


def set(key: Any = None, value: Any = None) -> tuple[bool, None] | Failure:
    """Store a variable where its entry says.

    Raises:
        LuaError: `bad argument` when key or value is no string.
    """
    for position, argument in ((1, key), (2, value)):
        if not isinstance(argument, str):
            raise wrong_type(position, "set", "string", argument)
    if not key:
        return None, invalid("empty key")
    try:
        current_environment().set(to_text(key), to_text(value))
    except ReadOnlyVariable as error:
        return None, denied(from_text(str(error)))
    except (OSError, ValueError) as error:
        return None, internal(from_text(str(error)))
    return True, None


def get_all() -> tuple[Table, None]:
    """Return all variables as a table."""
    values = current_environment().all()
    return Table({from_text(name): from_text(value) for name, value in values.items()}), None


EXPORTS: Mapping[str, Any] = {
    "get": get,
    "set": set,
    "get_all": get_all,
}
