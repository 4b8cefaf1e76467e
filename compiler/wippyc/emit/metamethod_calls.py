"""Operators on objects whose metamethod is known: calls of it by name.

a + b          Vector_add(a, b)
-a             Vector_unm(a)
a == b         a is b or Vector_eq(a, b)
a < b          Vector_lt(a, b)
"""

from __future__ import annotations

import ast

from wippyc.analyse.dispatch import Operator
from wippyc.analyse.values import BOOLEAN, Value
from wippyc.emit.build import at, call, compare, name, negate, simple, walrus
from wippyc.emit.context import FunctionContext
from wippyc.emit.functions import dispatched_ref
from wippyc.ir import nodes as ir


def emit_known_arithmetic(
    context: FunctionContext, expr: ir.Arithmetic | ir.Unary
) -> ast.expr | None:
    """Emit an operation as a call of its metamethod; `None` if that is not known."""
    from wippyc.emit.expressions import emit_one

    if _known(context, expr) is None:
        return None
    operands = (expr.operand,) if isinstance(expr, ir.Unary) else (expr.left, expr.right)
    arguments = [emit_one(context, operand) for operand in operands]
    return at(_first_of_call(context, expr, arguments), expr.span)


def emit_known_compare(context: FunctionContext, expr: ir.Compare) -> ast.expr | None:
    """Emit a comparison as a call of its metamethod; `None` if that is not known."""
    from wippyc.emit.expressions import emit_one

    if _known(context, expr) is None:
        return None
    left, right = emit_one(context, expr.left), emit_one(context, expr.right)
    if expr.operator in ("<", "<="):
        return at(_truth(context, expr, [left, right]), expr.span)
    if expr.operator in (">", ">="):
        if not (simple(left) and simple(right)):
            return None
        return at(_truth(context, expr, [right, left]), expr.span)
    first, second = left, right
    if not (simple(left) and simple(right)):
        one, other = context.names.fresh("left"), context.names.fresh("right")
        first, second = walrus(one, left), walrus(other, right)
        left, right = name(one), name(other)
    is_same = compare(first, ast.Is(), second)
    node = ast.BoolOp(op=ast.Or(), values=[is_same, _truth(context, expr, [left, right])])
    return at(negate(node) if expr.operator == "~=" else node, expr.span)


def _known(context: FunctionContext, expr: Operator) -> ir.Function | None:
    found = dispatched_ref(context, expr)
    if found is None or context.facts.yields.is_async(found[0]):
        return None
    return found[0]


def _result(context: FunctionContext, function: ir.Function) -> Value | None:
    """Return what a function gives, if it always has one result."""
    if context.facts.calls.fixed.get(function) != 1:
        return None
    return context.facts.flow.results.get((function, 0))


def _first_of_call(context: FunctionContext, expr: Operator, arguments: list[ast.expr]) -> ast.expr:
    found = dispatched_ref(context, expr)
    assert found is not None
    function, reference = found
    node = call(reference, arguments)
    if context.facts.calls.fixed.get(function) == 1:
        return node
    return call(context.imports.helper("first"), [node])


def _truth(context: FunctionContext, expr: ir.Compare, arguments: list[ast.expr]) -> ast.expr:
    found = dispatched_ref(context, expr)
    assert found is not None
    node = _first_of_call(context, expr, arguments)
    value = _result(context, found[0])
    if value is not None and value.tags and value.only(BOOLEAN):
        return node
    return call(context.imports.helper("truthy"), [node])
