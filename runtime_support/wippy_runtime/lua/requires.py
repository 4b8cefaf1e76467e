"""`require` of a name that is only known when the program runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .arguments import string_argument
from .errors import runtime_error
from .globals import lua_globals
from .table import Table


def requirer(listed: Table) -> Callable[..., Any]:
    """Return `require` for an entry.

    Args:
        listed: What the entry lists under `modules` and `imports`, by name.
    """

    def require(name: Any = None, *_: Any) -> Any:
        """Return what the entry lists under a name, or the global of that name."""
        key = string_argument(name, 1, "require")
        value = listed[key]
        if value is None:
            value = lua_globals()[key]
        if value is None:
            raise runtime_error(f"module '{key}' not found")
        return value

    return require
