"""`require` of a name that is only known when the program runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .arguments import string_argument
from .errors import runtime_error
from .globals import lua_globals


def requirer(listed: Mapping[str, Callable[[], Any]]) -> Callable[..., Any]:
    """Return `require` for an entry.

    Args:
        listed: What loads each thing that the entry lists under `modules` and `imports`.
    """

    def require(name: Any = None, *_: Any) -> Any:
        """Return what the entry lists under a name, or the global of that name."""
        key = string_argument(name, 1, "require")
        load = listed.get(key)
        value = lua_globals()[key] if load is None else load()
        if value is None:
            raise runtime_error(f"module '{key}' not found")
        return value

    return require
