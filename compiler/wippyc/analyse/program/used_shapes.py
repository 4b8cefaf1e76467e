"""Userdata types that a program can get hold of: those of the modules it uses.

local time = require("time")       `x:stop()` may be a timer's or a ticker's, and no client's
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wippyc.api.model import ApiObject, ModuleApi
from wippyc.ir import nodes as ir

# Expressions that get at the functions of a module. Its constants have no methods that suspend.
API_EXPRESSIONS = (ir.ApiCall, ir.ApiRef, ir.ModuleRef)
# Modules whose functions only give values of the program, or plain data.
_LANGUAGE_MODULES = frozenset({"base", "coroutine", "json", "math", "string", "table"})


def shapes_in_use(expressions: Iterable[ir.Expr], api: Mapping[str, ModuleApi]) -> list[ApiObject]:
    """Return the userdata types of the modules that expressions use."""
    used = {expr.module for expr in expressions if isinstance(expr, API_EXPRESSIONS)}
    if not used <= _LANGUAGE_MODULES:
        # Timers, futures, processes and the like hand out channels.
        used.add("channel")
    return [shape for name in sorted(used) if name in api for shape in api[name].objects.values()]
