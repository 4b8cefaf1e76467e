"""Integers of which only the lower bits are looked at: they need not be wrapped before.

(hash * 31 + byte) & MASK       the product may be of any size: `& MASK` gives what it gives for
                                the number that Lua has, which differs by a multiple of 2^64
(x << 13) & 0xFFFFFFFF          so may what is shifted
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.values import INTEGERS
from wippyc.emit.build import at
from wippyc.emit.context import FunctionContext
from wippyc.emit.counters import counts_from_zero
from wippyc.emit.late_reads import emit_late_read
from wippyc.ir import nodes as ir

_OPERATORS: dict[str, type[ast.operator]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult,
    "&": ast.BitAnd, "|": ast.BitOr, "~": ast.BitXor, "<<": ast.LShift,
}  # fmt: skip


def reads_low_bits(context: FunctionContext, expr: ir.Arithmetic) -> bool:
    """Whether an operation is `x & mask` of integers, and no bit of the mask is a sign."""
    if expr.operator != "&" or not _are_integers(context, expr.left, expr.right):
        return False
    known = (context.facts.numbers.of(expr.left), context.facts.numbers.of(expr.right))
    return any(each is not None and each.low >= 0 and each.high < 2**63 for each in known)


def emit_low_bits(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit an integer that may differ from Lua's by a multiple of 2^64."""
    from wippyc.emit.expressions import emit_one, emit_ring

    if (
        not isinstance(expr, ir.Arithmetic)
        or expr.operator not in _OPERATORS
        or not _are_integers(context, expr.left, expr.right)
        or counts_from_zero(context, expr)
    ):
        return emit_ring(context, expr)
    late = emit_late_read(context, expr)
    if late is not None:
        return late
    if expr.operator != "<<":
        right = emit_low_bits(context, expr.right)
    elif _is_count(context, expr.right):
        right = emit_one(context, expr.right)
    else:
        return emit_ring(context, expr)
    left = emit_low_bits(context, expr.left)
    return at(ast.BinOp(left=left, op=_OPERATORS[expr.operator](), right=right), expr.span)


def _is_count(context: FunctionContext, expr: ir.Expr) -> bool:
    count = context.facts.numbers.of(expr)
    return count is not None and count.low >= 0 and count.high < 64


def _are_integers(context: FunctionContext, *exprs: ir.Expr) -> bool:
    values = [context.facts.value(each) for each in exprs]
    return all(value.tags and value.only(INTEGERS) for value in values)
