"""The table of global variables, `_G`: one for each execution."""

from __future__ import annotations

from contextlib import suppress
from contextvars import ContextVar

from ..host import current_host
from .modules import module_table
from .table import Table

# Standard libraries that are global without being listed, as far as the package carries them.
_LIBRARIES = ("string", "table", "math", "os", "coroutine", "errors")
_KEY = "_G"

_outside: ContextVar[Table] = ContextVar("wippy_globals")


def lua_globals() -> Table:
    """Return `_G` of the running execution; outside of one, that of the calling context."""
    host = current_host.get(None)
    if host is None:
        table = _outside.get(None)
        if table is None:
            table = new_globals()
            _outside.set(table)
        return table
    # No entry ID lacks a colon, so the key is free.
    existing: Table | None = host.libraries.get(_KEY)
    if existing is None:
        existing = host.libraries[_KEY] = new_globals()
    return existing


def new_globals() -> Table:
    """Return a fresh `_G`: the global functions and libraries, and itself as `_G`."""
    table = Table(module_table("base"))
    for name in _LIBRARIES:
        with suppress(ModuleNotFoundError):
            table.set(name, module_table(name))
    table.set("_G", table)
    return table
