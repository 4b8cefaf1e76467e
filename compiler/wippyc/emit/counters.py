"""Integers plus a number, and variables that count from 0.

A variable that counts from 0 (`analyse/lists/zero_based.py`) is one less in Python than in Lua.
Whatever is added to it anyway takes that into account: `list[i]` is `items[i]`, and `i <= n` is
`i < n`.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from wippyc.analyse.abstract_values.values import INTEGERS
from wippyc.analyse.lists.zero_based import FREE_OFFSETS, choices, term_of
from wippyc.emit.build import at, compare, constant, name
from wippyc.emit.context import FunctionContext
from wippyc.ir import nodes as ir

_COMPARISONS: dict[str, type[ast.cmpop]] = {
    "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "==": ast.Eq, "~=": ast.NotEq,
}  # fmt: skip


def is_zero_based(context: FunctionContext, variable: ir.Variable) -> bool:
    """Whether a variable is one less in Python than in Lua."""
    return variable in context.facts.zero_based


def counts_from_zero(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression is a variable that counts from 0, and maybe a number added to it."""
    term = term_of(expr)
    return term is not None and is_zero_based(context, term.variable)


def emit_plus(context: FunctionContext, expr: ir.Expr, amount: int) -> ast.expr:
    """Emit an integer and a number added to it."""
    from wippyc.emit.expressions import emit_one
    from wippyc.emit.operators import is_wide

    match expr:
        case ir.Constant(value=int() as value) if not isinstance(value, bool):
            return constant(value + amount)
        case ir.Unary(operator="-", operand=ir.Constant(value=int() as value)):
            return constant(amount - value)
        case ir.Arithmetic(
            operator="+" | "-" as operator, left=left, right=ir.Constant(value=int() as number)
        ) if _is_integer(context, left) and not is_wide(context, expr):
            return emit_plus(context, left, amount + (number if operator == "+" else -number))
        case ir.VariableRef(variable=variable) if is_zero_based(context, variable):
            node: ast.expr = name(context.names.name_of(variable))
            amount += 1
        case ir.Logical() if choices(expr):
            node = emit_one(context, expr)
            if isinstance(node, ast.IfExp):
                body, orelse = (emit_plus(context, part, amount) for part in choices(expr))
                return ast.IfExp(test=node.test, body=body, orelse=orelse)
        case _:
            node = emit_one(context, expr)
    return plus(node, amount)


def plus(node: ast.expr, amount: int) -> ast.expr:
    """`node + amount`, `node - amount`, or `node`."""
    if not amount:
        return node
    sign: ast.operator = ast.Add() if amount > 0 else ast.Sub()
    return ast.BinOp(left=node, op=sign, right=constant(abs(amount)))


def _is_integer(context: FunctionContext, expr: ir.Expr) -> bool:
    value = context.facts.value(expr)
    return bool(value.tags) and value.only(INTEGERS)


def emit_assigned(
    context: FunctionContext, variables: Sequence[ir.Variable], values: tuple[ir.Expr, ...]
) -> list[ast.expr]:
    """Emit the values that variables get at once; each is one of the expressions, or part of it."""
    from wippyc.emit.expressions import emit_exactly, emit_one

    if not any(is_zero_based(context, variable) for variable in variables):
        return emit_exactly(context, values, len(variables))
    return [
        emit_plus(context, value, -1)
        if is_zero_based(context, variable)
        else emit_one(context, value)
        for variable, value in zip(variables, values, strict=True)
    ]


def emit_counted_compare(context: FunctionContext, expr: ir.Compare) -> ast.expr | None:
    """Emit a comparison with a variable that counts from 0; `None` for others."""
    left, right = _bare(context, expr.left), _bare(context, expr.right)
    if left is None and right is None:
        return None
    if not (_is_integer(context, expr.left) and _is_integer(context, expr.right)):
        return None
    node = _compared(context, expr, left, right)
    return at(node, expr.span)


def _compared(
    context: FunctionContext,
    expr: ir.Compare,
    left: tuple[ast.expr, int] | None,
    right: tuple[ast.expr, int] | None,
) -> ast.expr:
    operator = expr.operator
    if left is not None and isinstance(expr.right, ir.Constant):
        limit = emit_plus(context, expr.right, -left[1])
        return compare(left[0], _COMPARISONS[operator](), limit)
    if right is not None and isinstance(expr.left, ir.Constant):
        limit = emit_plus(context, expr.left, -right[1])
        return compare(limit, _COMPARISONS[operator](), right[0])
    amount = (0 if left is None else left[1]) - (0 if right is None else right[1])
    free = FREE_OFFSETS[operator].get(amount)
    if free is not None:
        operator, amount = free, 0
    if left is None:
        first, second = emit_plus(context, expr.left, 0), right
        assert second is not None
        return compare(first, _COMPARISONS[operator](), plus(second[0], -amount))
    second_node = emit_plus(context, expr.right, 0) if right is None else right[0]
    return compare(plus(left[0], amount), _COMPARISONS[operator](), second_node)


def _bare(context: FunctionContext, expr: ir.Expr) -> tuple[ast.expr, int] | None:
    """Return a variable that counts from 0 as it is, and what is to be added to it."""
    from wippyc.emit.operators import is_wide

    term = term_of(expr)
    if term is None or not is_zero_based(context, term.variable) or is_wide(context, expr):
        return None
    return name(context.names.name_of(term.variable)), term.amount + 1
