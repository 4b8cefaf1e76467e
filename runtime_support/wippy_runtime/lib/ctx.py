"""Lua module `ctx`: values handed down from the callers of this execution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..host import current_host
from ..lua.strings import to_text
from ..lua.table import Table
from .errors import Error
from .failure import internal, invalid, not_found, wrong_type


def get(key: Any = None) -> tuple[Any, Error | None]:
    """Return one context value."""
    if not isinstance(key, str):
        raise wrong_type(1, "get", "string", key)
    if not key:
        return None, invalid("empty key")
    host = current_host.get(None)
    if host is None:
        return None, internal("no context")
    value = host.context().get(key)
    if value is None:
        return None, not_found(f"key not found: {to_text(key)}")
    return value, None


def all() -> tuple[Any, Error | None]:
    """Return all context values as a table."""
    host = current_host.get(None)
    if host is None:
        return None, internal("no context")
    return Table({key: value for key, value in host.context().items() if value is not None}), None


EXPORTS: Mapping[str, Any] = {"get": get, "all": all}
