"""Operators on objects whose metamethod is known: calls of it by name.

a + b          Vector_add(a, b)
-a             Vector_unm(a)
a == b         a is b or Vector_eq(a, b)
a < b          Vector_lt(a, b)
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.values import BOOLEAN
from wippyc.analyse.dataflow.dispatch import Operator
from wippyc.emit.build import at, call, compare, name, negate, simple, walrus
from wippyc.emit.context import FunctionContext
from wippyc.emit.functions import dispatched_ref
from wippyc.ir import nodes as ir

# A metamethod and what stands for it.
_Method = tuple[ir.Function, ast.expr]


def emit_known_arithmetic(
    context: FunctionContext, expr: ir.Arithmetic | ir.Unary
) -> ast.expr | None:
    """Emit an operation as a call of its metamethod; `None` if that is not known."""
    from wippyc.emit.expressions import emit_one

    method = _known(context, expr)
    if method is None:
        return None
    operands = (expr.operand,) if isinstance(expr, ir.Unary) else (expr.left, expr.right)
    arguments = [emit_one(context, operand) for operand in operands]
    return at(_first_of_call(context, method, arguments), expr.span)


def emit_known_compare(context: FunctionContext, expr: ir.Compare) -> ast.expr | None:
    """Emit a comparison as a call of its metamethod; `None` if that is not known."""
    from wippyc.emit.expressions import emit_one

    method = _known(context, expr)
    if method is None:
        return None
    left, right = emit_one(context, expr.left), emit_one(context, expr.right)
    if expr.operator in ("<", "<="):
        return at(_truth(context, method, [left, right]), expr.span)
    if expr.operator in (">", ">="):
        if not (simple(left) and simple(right)):
            return None
        return at(_truth(context, method, [right, left]), expr.span)
    first, second = left, right
    if not (simple(left) and simple(right)):
        one, other = context.names.fresh("left"), context.names.fresh("right")
        first, second = walrus(one, left), walrus(other, right)
        left, right = name(one), name(other)
    is_same = compare(first, ast.Is(), second)
    node = ast.BoolOp(op=ast.Or(), values=[is_same, _truth(context, method, [left, right])])
    return at(negate(node) if expr.operator == "~=" else node, expr.span)


def _known(context: FunctionContext, expr: Operator) -> _Method | None:
    found = dispatched_ref(context, expr)
    return None if found is None or context.facts.yields.is_async(found[0]) else found


def _first_of_call(
    context: FunctionContext, method: _Method, arguments: list[ast.expr]
) -> ast.expr:
    function, reference = method
    node = call(reference, arguments)
    if context.facts.calls.fixed.get(function) == 1:
        return node
    return call(context.imports.helper("first"), [node])


def _truth(context: FunctionContext, method: _Method, arguments: list[ast.expr]) -> ast.expr:
    function, _ = method
    node = _first_of_call(context, method, arguments)
    value = context.facts.flow.results.get((function, 0))
    is_only_result = context.facts.calls.fixed.get(function) == 1
    if is_only_result and value is not None and value.tags and value.only(BOOLEAN):
        return node
    return call(context.imports.helper("truthy"), [node])
