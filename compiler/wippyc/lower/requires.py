"""`require`: it gives what its entry lists under a name.

local json = require("json")                  the module
local ok, json = pcall(require, "json")       two variables: true, and the module
local load = require                          `load("json")` is the module too
require("step_" .. kind)                      looked up when the program runs
"""

from __future__ import annotations

from collections.abc import Iterable

from wippyc.api.tables.std_base import REQUIRE, REQUIRER
from wippyc.ir import nodes as ir
from wippyc.lower.context import BASE, LowerContext
from wippyc.lua import syntax as lua
from wippyc.source import Span


def is_require(context: LowerContext, callee: lua.Expr) -> bool:
    """Whether an expression is certain to be the built-in `require`."""
    if not isinstance(callee, lua.Name):
        return False
    variable = context.resolution.names.get(callee)
    if variable is not None:
        bound = context.bindings.get(variable)
        return isinstance(bound, ir.ApiRef) and bound.function is REQUIRE
    return (
        callee.text == "require"
        and callee.text not in context.own_globals
        and callee.text not in context.shared_globals
    )


def required_name(call: lua.Expr) -> str | None:
    """Return the name of a literal `require("name")`, or `None`."""
    match call:
        case lua.Call(callee=lua.Name(text="require"), arguments=[lua.String(value=name)]):
            return name
        case _:
            return None


def required(context: LowerContext, name: str, span: Span) -> ir.Expr | None:
    """Return what a name stands for in `require(name)`; `None` if nothing has the name."""
    if name in context.aliases:
        return ir.LibraryRef(span=span, entry_id=context.aliases[name], alias=name)
    if name in context.api and name != BASE:
        return ir.ModuleRef(span=span, module=name)
    return None


def require_value(context: LowerContext, span: Span) -> ir.Expr:
    """Return `require` as a function: it knows all that the entry lists."""
    listed = {name for name in context.visible if not context.api[name].is_global}
    return _requirer(context, sorted({*context.aliases, *listed}), span)


def protected_require(context: LowerContext, call: lua.Expr) -> str | None:
    """Return the name in `pcall(require, "name")`, or `None` for any other expression."""
    match call:
        case lua.Call(
            callee=lua.Name(text="pcall") as callee, arguments=[function, lua.String(value=name)]
        ) if (
            callee not in context.resolution.names
            and callee.text not in context.own_globals
            and callee.text not in context.shared_globals
            and is_require(context, function)
        ):
            return name
        case _:
            return None


def required_if_listed(context: LowerContext, name: str, span: Span) -> ir.Expr | None:
    """Return what `require(name)` gives where it may fail: only what the entry lists."""
    is_listed = name in context.aliases or name in context.visible
    return required(context, name, span) if is_listed else None


def require_of(context: LowerContext, name: str, span: Span) -> ir.Expr:
    """Return `require` as a function that is called with one name."""
    if required_if_listed(context, name, span) is None:
        return ir.ApiRef(span=span, module=BASE, function=REQUIRE)
    return _requirer(context, [name], span)


def _requirer(context: LowerContext, names: Iterable[str], span: Span) -> ir.Expr:
    items = [
        ir.KeyedItem(span=span, key=ir.Constant(span=span, value=name), value=value)
        for name in names
        if (value := required(context, name, span)) is not None
    ]
    table = ir.TableConstructor(span=span, items=tuple(items))
    return ir.ApiCall(span=span, module=BASE, function=REQUIRER, arguments=(table,))
