"""Lua modules as values: frozen tables made from the Python modules in `lib/`."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from .functions import lua_function
from .meta_tables import FrozenTable
from .table import Table
from .userdata import Userdata

_PACKAGE = __name__.rpartition(".lua.")[0]


@cache
def module_table(name: str, path: str = "") -> Table:
    """Return Lua module `name` as a frozen table, made once.

    The Python module `lib.<name>` lists its Lua names in `EXPORTS` (nested mappings become nested
    tables); without it its public functions and constants count, a trailing `_` dropped.

    Args:
        name: Lua name of the module, e.g. `string`.
        path: A nested table of it, e.g. `random` of `crypto`; empty for the module itself.

    Raises:
        ModuleNotFoundError: There is no such module (in a package: it was not vendored).
    """
    module = importlib.import_module(f"{_PACKAGE}.lib.{name}")
    exports: Mapping[str, Any] | None = getattr(module, "EXPORTS", None)
    if exports is None:
        return exports_table(_public_names(module, path.replace(".", "_") + "_" if path else ""))
    for part in path.split(".") if path else ():
        exports = exports[part]
    return exports_table(exports)


def exports_table(exports: Mapping[str, Any]) -> Table:
    """Return a frozen table of Python functions (as Lua functions), constants and sub-tables."""
    if isinstance(exports, Table):
        return exports
    table = FrozenTable({name: _lua_value(value) for name, value in exports.items()})
    table.arr = []
    return table


def _lua_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return exports_table(value)
    return lua_function(value) if isinstance(value, FunctionType) else value


def _public_names(module: ModuleType, prefix: str) -> Mapping[str, Any]:
    exports: dict[str, Any] = {}
    for name, value in vars(module).items():
        if name.startswith("_") or not name.startswith(prefix):
            continue
        is_function = isinstance(value, FunctionType) and value.__module__ == module.__name__
        if is_function or isinstance(value, str | int | float | Table | Userdata):
            exports[name.removeprefix(prefix).removesuffix("_")] = value
    return exports
