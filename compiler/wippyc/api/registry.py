"""All Lua modules the compiler knows, by name."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache

from wippyc.api.model import ModuleApi

# One module of this package per Lua module; each defines `MODULE`. Sorted.
TABLES = ()


@cache
def modules() -> Mapping[str, ModuleApi]:
    """Return the table of every Lua module, keyed by its Lua name."""
    tables = (importlib.import_module(f"wippyc.api.{table}").MODULE for table in TABLES)
    return {module.name: module for module in tables}
