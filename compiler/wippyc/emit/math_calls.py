"""Calls of `math` functions in Python's own terms, where those are exact.

math.floor(low / 2)         low // 2          if low is an integer below 2^53
math.max(a, b)              max(a, b)         if both are numbers, or two elements that may be nil
math.abs(i - j)             abs(i - j)        if that is a float or an integer below 2^53
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.math_flow import spreads
from wippyc.analyse.abstract_values.values import INTEGERS, NUMBER, SMALLS, Tag, Value
from wippyc.emit.build import at, call, name
from wippyc.emit.context import FunctionContext
from wippyc.ir import nodes as ir


def emit_math(context: FunctionContext, expr: ir.ApiCall) -> ast.expr | None:
    """Emit a call of a `math` function; `None` if the runtime has to do it."""
    from wippyc.emit.expressions import emit_one

    arguments = expr.arguments
    values = [context.facts.value(argument) for argument in arguments]
    if _compares_elements(expr, values):
        return call(name(expr.function.name), [emit_one(context, each) for each in arguments])
    if (
        expr.function.name == "abs"
        and arguments[0] in context.facts.lists.raising
        and values[0].only(SMALLS | Tag.FLOAT | Tag.NIL)
    ):
        return at(call(name("abs"), [emit_one(context, arguments[0])]), expr.span)
    if not all(value.tags and value.only(NUMBER) for value in values):
        return None
    match expr.function.name, arguments:
        case "floor", (ir.Arithmetic(operator="/", left=dividend, right=divisor) as quotient,) if (
            context.facts.numbers.is_exact_ratio(quotient)
        ):
            left, right = emit_one(context, dividend), emit_one(context, divisor)
            return at(ast.BinOp(left=left, op=ast.FloorDiv(), right=right), quotient.span)
        case "floor" | "ceil", (argument,) if values[0].only(INTEGERS):
            return emit_one(context, argument)
        case "abs", (argument,) if values[0].only(SMALLS | Tag.FLOAT):
            return call(name("abs"), [emit_one(context, argument)])
        case "max" | "min" as function, (_, _, *_) if not spreads(arguments):
            return call(name(function), [emit_one(context, argument) for argument in arguments])
        case _:
            return None


def _compares_elements(expr: ir.ApiCall, values: list[Value]) -> bool:
    """Whether Python's `max` or `min` of two numbers raises where an element is nil."""
    return (
        expr.function.name in ("max", "min")
        and len(values) == 2
        and all(value.can_be(NUMBER) for value in values)
        and all(
            value.only(NUMBER) or (value.only(NUMBER | Tag.NIL) and isinstance(argument, ir.Index))
            for value, argument in zip(values, expr.arguments, strict=True)
        )
        and not spreads(expr.arguments)
    )
