"""All Lua modules the compiler knows, by name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from wippyc.api import tables
from wippyc.api.model import ModuleApi


@cache
def modules() -> Mapping[str, ModuleApi]:
    """Return the table of every Lua module, keyed by its Lua name."""
    names = sorted(found.name for found in pkgutil.iter_modules(tables.__path__))
    rows = (importlib.import_module(f"{tables.__name__}.{name}").MODULE for name in names)
    return {module.name: module for module in rows}
