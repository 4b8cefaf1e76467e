"""Types of arithmetic results, with a coarse idea of magnitude.

Integers are exact in Python and wrap at 64 bits in Lua. `+ - *` are ring operations, so wrapping
may wait until a value is observed; a result that may have left the 64-bit range is `WIDE`.
Adding a small constant to a small integer stays small: a program would have to do so 2^33 times
or more to leave the exact range, each time adding less than 2^20.
"""

from __future__ import annotations

from collections.abc import Callable

from wippyc.analyse.values import EMPTY, INTEGERS, NUMBER, Tag, Value
from wippyc.ir import nodes as ir

_SMALL_STEP = 2**20
_RAISING = Tag.NIL | Tag.FUNCTION | Tag.FALSE | Tag.TRUE


def _is_small_constant(expr: ir.Expr) -> bool:
    return (
        isinstance(expr, ir.Constant)
        and isinstance(expr.value, int)
        and not isinstance(expr.value, bool)
        and abs(expr.value) < _SMALL_STEP
    )


def arithmetic_value(
    expr: ir.Arithmetic, left: Value, right: Value, unknown: Callable[[], Value]
) -> Value:
    """Return the value of a binary arithmetic operation."""
    if not left.tags or not right.tags:
        return EMPTY
    # After the operation the operands are known to have been numbers, or it has raised.
    left, right = left.without(_RAISING), right.without(_RAISING)
    if not left.tags or not right.tags:
        return EMPTY
    if not (left.only(NUMBER) and right.only(NUMBER)):
        return _coerced(left, right, unknown)
    integers = left.only(INTEGERS) and right.only(INTEGERS)
    match expr.operator:
        case "+" | "-" | "*":
            if integers:
                return Value(_ring_result(expr, left, right))
            if left.only(Tag.FLOAT) or right.only(Tag.FLOAT):
                return Value(Tag.FLOAT)
            return Value(Tag.FLOAT | Tag.WIDE | Tag.INTEGER)
        case "/" | "^":
            return Value(Tag.FLOAT)
        case "%":
            if integers and _is_nonzero_constant(expr.right):
                return Value(Tag.SMALL if right.only(Tag.SMALL) else Tag.INTEGER)
            return Value(Tag.FLOAT | Tag.SMALL | Tag.INTEGER)
        case "//":
            small = left.only(Tag.SMALL) and right.only(Tag.SMALL)
            return Value(Tag.SMALL if small else Tag.INTEGER)
        case "&" if _is_small_constant(expr.right) or _is_small_constant(expr.left):
            return Value(Tag.INTEGER)
        case _:
            return Value(Tag.INTEGER)


def _ring_result(expr: ir.Arithmetic, left: Value, right: Value) -> Tag:
    small = left.only(Tag.SMALL) and right.only(Tag.SMALL)
    constant = _is_small_constant(expr.left) or _is_small_constant(expr.right)
    if small and expr.operator in ("+", "-"):
        # The sum of two values below 2^53 fits 64 bits, but a variable that grows by such sums
        # does not stay small.
        return Tag.SMALL if constant else Tag.INTEGER
    if small and (_is_factor(expr.left) or _is_factor(expr.right)):
        return Tag.INTEGER
    return Tag.WIDE


def _is_factor(expr: ir.Expr) -> bool:
    """Whether a constant times a value below 2^53 still fits 64 bits."""
    return _is_small_constant(expr) and abs(expr.value) <= 512  # type: ignore[union-attr,arg-type]


def _is_nonzero_constant(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Constant) and bool(expr.value)


def _coerced(left: Value, right: Value, unknown: Callable[[], Value]) -> Value:
    """The runtime computes: numbers, numeric strings, or a metamethod's result."""
    number = Value(Tag.SMALL | Tag.INTEGER | Tag.FLOAT)
    if left.can_be(Tag.TABLE | Tag.OBJECT) or right.can_be(Tag.TABLE | Tag.OBJECT):
        return number.join(unknown())
    return number


def unary_value(
    expr: ir.Unary, operand: Value, unknown: Callable[[], Value], *, has_length_metamethod: bool
) -> Value:
    """Return the value of `-x`, `#x` or `~x`."""
    if not operand.tags:
        return EMPTY
    match expr.operator:
        case "#":
            return unknown() if has_length_metamethod else Value(Tag.SMALL)
        case "-":
            operand = operand.without(_RAISING)
            if not operand.tags:
                return EMPTY
            if operand.only(Tag.SMALL):
                return Value(Tag.SMALL)
            if operand.only(Tag.FLOAT):
                return Value(Tag.FLOAT)
            if operand.only(NUMBER):
                return Value(Tag.WIDE | Tag.INTEGER | Tag.FLOAT)
            return _coerced(operand, operand, unknown)
        case _:
            return Value(Tag.INTEGER)
