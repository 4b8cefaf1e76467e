"""Lua modules as values: frozen tables made from the Python modules in `lib/`."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from .functions import lua_function
from .table import FrozenTable, Table
from .userdata import Userdata

_PACKAGE = __name__.rpartition(".lua.")[0]


@cache
def library_table(name: str) -> Table:
    """Return Lua module `name` as a frozen table, made once.

    The Python module `lib.<name>` lists its Lua names in `EXPORTS`; without it, its public
    functions and constants count, a trailing `_` of a name dropped.

    Raises:
        ModuleNotFoundError: There is no such module (in a package: it was not vendored).
    """
    module = importlib.import_module(f"{_PACKAGE}.lib.{name}")
    exports: Mapping[str, Any] | None = getattr(module, "EXPORTS", None)
    return exports_table(_public_names(module) if exports is None else exports)


def exports_table(exports: Mapping[str, Any]) -> Table:
    """Return a frozen table of Python functions (as Lua functions), constants and sub-tables."""
    return FrozenTable({name: _lua_value(value) for name, value in exports.items()})


def _lua_value(value: Any) -> Any:
    if isinstance(value, Mapping) and not isinstance(value, Table):
        return exports_table(value)
    return lua_function(value) if isinstance(value, FunctionType) else value


def _public_names(module: ModuleType) -> Mapping[str, Any]:
    exports: dict[str, Any] = {}
    for name, value in vars(module).items():
        if name.startswith("_"):
            continue
        is_function = isinstance(value, FunctionType) and value.__module__ == module.__name__
        is_constant = isinstance(value, str | int | float | Table | Userdata)
        if is_function or (is_constant and not inspect.ismodule(value)):
            exports[name.removesuffix("_")] = value
    return exports
