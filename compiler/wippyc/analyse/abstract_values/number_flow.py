"""Types of arithmetic results, with a coarse idea of magnitude.

Integers are exact in Python and wrap at 64 bits in Lua. `+ - *` are ring operations, so wrapping
may wait until a value is observed; a result that may have left the 64-bit range is `WIDE`.
Magnitudes are bounds by powers of two. Adding a number below 2^20 to one below 2^53 counts as
staying below 2^53: a program would have to do so 2^33 times or more to leave the exact range, and
even then 64 bits leave room for a thousand times as much. The same holds of lengths of strings,
which the memory bounds.
"""

from __future__ import annotations

from collections.abc import Callable

from wippyc.analyse.abstract_values.values import (
    BOOLEAN,
    EMPTY,
    INT64,
    INTEGERS,
    NUMBER,
    SMALLS,
    Tag,
    Tags,
    Value,
)
from wippyc.ir import nodes as ir

# Upper bound of the magnitude of each integer tag, as a power of two.
_BITS = (
    (Tag.WIDE, 64), (Tag.INTEGER, 63), (Tag.LARGE, 58), (Tag.SMALL, 53), (Tag.LENGTH, 40),
    (Tag.SHORT, 31), (Tag.BRIEF, 24), (Tag.TINY, 20),
)  # fmt: skip
# Literals just below 2^53 could leave the range by small additions.
_SMALL_LITERAL_BITS = 50
_LENGTHS = Tag.TINY | Tag.LENGTH
# Operands of these types make both Python and Lua raise.
_RAISING = Tag.NIL | Tag.FUNCTION | BOOLEAN


def integer_tag(bits: int) -> Tags:
    """Return the tag of integers below `2^bits` in magnitude."""
    for tag, bound in reversed(_BITS):
        if bits <= bound and tag != Tag.LENGTH:
            return tag
    return Tag.WIDE


def _computed_tag(bits: int) -> Tags:
    """Return the tag of results below `2^bits` that no additions have led to."""
    # Additions pass a bound of 53 bits that is reached at once.
    return integer_tag(54 if bits == 53 else bits)


def literal_tag(value: int) -> Tags:
    """Return the tag of an integer literal."""
    bits = abs(value).bit_length()
    return integer_tag(bits) if bits <= _SMALL_LITERAL_BITS else Tag.INTEGER


def bits_of(tags: Tags) -> int:
    """Return the bound of the integers among `tags`; 0 if there are none."""
    return next((bound for tag, bound in _BITS if tags & tag), 0)


def arithmetic_value(
    expr: ir.Arithmetic,
    left: Value,
    right: Value,
    unknown: Callable[[], Value],
    *,
    has_metamethod: bool,
) -> Value:
    """Return the value of a binary arithmetic operation."""
    # After the operation the operands are known to have been numbers, or it has raised.
    left, right = left.without(_RAISING), right.without(_RAISING)
    if not left.tags or not right.tags:
        return EMPTY
    if not (left.only(NUMBER) and right.only(NUMBER)):
        return _coerced(left.join(right), unknown, has_metamethod=has_metamethod)
    match expr.operator:
        case "+" | "-" | "*":
            return Value(_ring_result(expr, left.tags, right.tags))
        case "/" | "^":
            return Value(Tag.FLOAT)
        case "%":
            return _modulo(expr, left, right)
        case "//":
            return Value(_quotient(expr, left, right))
        case "&":
            return Value(_masked(expr))
        case _:
            return Value(Tag.INTEGER)


def _ring_result(expr: ir.Arithmetic, left: Tags, right: Tags) -> Tags:
    tags = 0
    if (left | right) & Tag.FLOAT:
        tags |= Tag.FLOAT
    first, second = bits_of(left), bits_of(right)
    if first and second:
        adds_length = not left & INTEGERS & ~_LENGTHS or not right & INTEGERS & ~_LENGTHS
        tags |= _integer_result(expr, first, second, adds_length=adds_length)
    return tags


def _integer_result(expr: ir.Arithmetic, first: int, second: int, *, adds_length: bool) -> Tags:
    if expr.operator == "*":
        factor = _literal_bits(expr.left), _literal_bits(expr.right)
        return _computed_tag((factor[0] or first) + (factor[1] or second))
    if 64 in (first, second):
        return Tag.WIDE
    if max(first, second) == 53 and (min(first, second) <= 20 or adds_length):
        return Tag.SMALL
    return integer_tag(max(first, second) + 1)


def _literal_bits(expr: ir.Expr) -> int:
    """Exact size of a literal factor; 0 for anything else."""
    if isinstance(expr, ir.Constant) and isinstance(expr.value, int):
        return max(abs(expr.value).bit_length(), 1)
    return 0


def _modulo(expr: ir.Arithmetic, left: Value, right: Value) -> Value:
    """A remainder is smaller than the divisor."""
    integers = left.only(INTEGERS) and right.only(INTEGERS)
    if integers and isinstance(expr.right, ir.Constant) and expr.right.value:
        return Value(_computed_tag(min(_literal_bits(expr.right), 63)))
    tags = Tag.FLOAT
    if bits_of(right.tags):
        tags |= integer_tag(min(bits_of(right.tags), 63))
    return Value(tags)


def _quotient(expr: ir.Arithmetic, left: Value, right: Value) -> Tags:
    """`//` gives an integer; of integers it is no larger than the dividend."""
    if left.only(SMALLS) and right.only(INTEGERS):
        return integer_tag(bits_of(left.tags))
    return Tag.INTEGER


def quotient_tags(dividend: Value) -> Tags:
    """Return the integers that a dividend over an integer other than 0 rounds down to."""
    return integer_tag(bits_of(dividend.tags))


def _masked(expr: ir.Arithmetic) -> Tags:
    """`x & mask` with a literal mask that is not negative is no larger than the mask."""
    for operand in (expr.left, expr.right):
        mask = operand.value if isinstance(operand, ir.Constant) else None
        if isinstance(mask, int) and mask >= 0:
            return _computed_tag(min(mask.bit_length(), 63))
    return Tag.INTEGER


def _coerced(operands: Value, unknown: Callable[[], Value], *, has_metamethod: bool) -> Value:
    """The runtime computes: numbers, numeric strings, or a metamethod's result."""
    number = Value(INT64 | Tag.FLOAT)
    if operands.can_be(Tag.OBJECT) or (has_metamethod and operands.can_be(Tag.TABLE)):
        return number.join(unknown())
    return number


def unary_value(
    expr: ir.Unary, operand: Value, unknown: Callable[[], Value], *, has_metamethod: bool
) -> Value:
    """Return the value of `-x`, `#x` or `~x`."""
    if not operand.tags:
        return EMPTY
    match expr.operator:
        case "#":
            if operand.only(Tag.STRING | _RAISING):
                return Value(Tag.LENGTH)
            return unknown() if has_metamethod else Value(Tag.SMALL)
        case "-":
            operand = operand.without(_RAISING)
            if not operand.tags:
                return EMPTY
            if not operand.only(NUMBER):
                return _coerced(operand, unknown, has_metamethod=has_metamethod)
            tags = operand.tags & Tag.FLOAT
            bits = bits_of(operand.tags)
            if bits:
                # The smallest 64-bit integer has no opposite.
                tags |= Tag.WIDE if bits >= 63 else integer_tag(bits)
            return Value(tags)
        case _:
            return Value(Tag.INTEGER)
