"""Levels of the positions that `error` puts in front of its messages.

error("empty", 1)      the line of this call; so does `error("empty")`
error("empty", 2)      the line that called this function: it must be called as Lua calls it
error("empty", 3)      further out: no call in the program may disappear
error("empty", 0)      none
"""

from __future__ import annotations

from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, block_expressions


def error_level(expr: ir.ApiCall) -> object:
    """Return the level an `error` is raised at; `None` if it is not constant."""
    if len(expr.arguments) < 2:
        return None if expr.arguments and isinstance(expr.arguments[-1], ir.MULTI) else 1
    level = expr.arguments[1]
    return level.value if isinstance(level, ir.Constant) else None


def looks_beyond_callers(expr: ir.Expr) -> bool:
    """Whether an expression may raise an error with a position further out than its caller's."""
    match expr:
        case ir.ApiRef(module="base", function=row):
            return row.name == "error"
        case ir.GlobalRef(name="_G"):
            return True
        case ir.ApiCall(module="base", function=row) if row.name == "error":
            return error_level(expr) not in (0, 1, 2)
        case _:
            return False


def any_looks_beyond_callers(program: Program) -> bool:
    """Whether some expression of a program does."""
    return any(
        looks_beyond_callers(expr)
        for unit in program.units.values()
        for function in all_functions(unit.main)
        for expr in block_expressions(function.body)
    )


def looks_at_callers(function: ir.Function) -> bool:
    """Whether a function itself may raise an error with the position of its caller."""
    return any(
        isinstance(expr, ir.ApiCall)
        and (expr.module, expr.function.name) == ("base", "error")
        and error_level(expr) not in (0, 1)
        for expr in block_expressions(function.body)
    )
