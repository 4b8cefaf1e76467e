"""Where tables get their metatables: `setmetatable({ first = 1 }, Queue)`."""

from __future__ import annotations

from typing import TypeGuard

from wippyc.ir import nodes as ir


def is_setmetatable(expr: ir.Expr) -> TypeGuard[ir.ApiCall]:
    """Whether an expression is `setmetatable(table, metatable)`, whose result is the table."""
    return (
        isinstance(expr, ir.ApiCall)
        and (expr.module, expr.function.name) == ("base", "setmetatable")
        and len(expr.arguments) == 2
    )
