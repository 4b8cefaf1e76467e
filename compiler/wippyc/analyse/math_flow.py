"""Types of the results of `math` functions, from their arguments."""

from __future__ import annotations

from collections.abc import Callable

from wippyc.analyse.number_flow import quotient_tags
from wippyc.analyse.values import EMPTY, INT64, INTEGERS, NUMBER, Tag, Value
from wippyc.ir import nodes as ir


def math_value(
    name: str, arguments: tuple[ir.Expr, ...], value_of: Callable[[ir.Expr], Value]
) -> Value | None:
    """Return the result of a call; `None` if the arguments say no more than the function's row."""
    if arguments and isinstance(arguments[-1], ir.MULTI) and name in ("max", "min", "random"):
        return None
    tags = 0
    for argument in arguments:
        value = value_of(argument).stored()
        if not value.tags:
            # Nothing has reached the call yet.
            return EMPTY
        if not value.only(NUMBER):
            return None
        tags |= value.tags
    match name, arguments:
        case "floor" | "ceil", (ir.Arithmetic(operator="/", left=left, right=right),) if is_divisor(
            right
        ) and value_of(left).only(INTEGERS):
            return Value(quotient_tags(value_of(left).stored()))
        case ("floor" | "ceil", (_,)) if not tags & Tag.FLOAT:
            return Value(tags)
        case ("abs", (_,)) | ("max" | "min", (_, *_)):
            return Value(tags)
        case "random", ():
            return Value(Tag.FLOAT)
        case "random", (_,) | (_, _):
            # From the first bound, or 1, to the other.
            return Value(INT64 if tags & Tag.FLOAT else tags | Tag.TINY)
        case _:
            return None


def is_divisor(expr: ir.Expr) -> bool:
    """Whether integers divided by a literal stay in the range of integers."""
    match expr:
        case ir.Constant(value=bool()):
            return False
        case ir.Constant(value=int() as divisor):
            return 1 < divisor < 2**53
        case _:
            return False
