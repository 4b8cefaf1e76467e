"""Types and ranges of the results of `math` functions, from their arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from wippyc.analyse.abstract_values import ranges
from wippyc.analyse.abstract_values.number_flow import quotient_tags
from wippyc.analyse.abstract_values.ranges import ANY_NUMBER, SMALLEST, Numbers, Range
from wippyc.analyse.abstract_values.values import EMPTY, INT64, INTEGERS, NUMBER, Tag, Value
from wippyc.ir import nodes as ir


def math_value(
    name: str, arguments: tuple[ir.Expr, ...], value_of: Callable[[ir.Expr], Value]
) -> Value | None:
    """Return the result of a call; `None` if the arguments say no more than the function's row."""
    if spreads(arguments) and name in ("max", "min", "random"):
        return None
    tags = 0
    for argument in arguments:
        value = value_of(argument).stored()
        if not value.tags:
            # Nothing has reached the call yet.
            return EMPTY
        # Nil raises.
        value = value.without(Tag.NIL)
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


def spreads(arguments: tuple[ir.Expr, ...]) -> bool:
    """Whether the last argument may stand for another number of values than one."""
    match arguments:
        case (*_, ir.ApiCall(module="math", function=row)):
            return row.results is None or len(row.results) != 1
        case (*_, last):
            return isinstance(last, ir.MULTI)
        case _:
            return False


def is_divisor(expr: ir.Expr) -> bool:
    """Whether integers divided by a literal stay in the range of integers."""
    match expr:
        case ir.Constant(value=bool()):
            return False
        case ir.Constant(value=int() as divisor):
            return 1 < divisor < 2**53
        case _:
            return False


def math_range(name: str, arguments: tuple[ir.Expr, ...], given: Sequence[Numbers]) -> Numbers:
    """Return the numbers a call can give, from those of its arguments.

    Args:
        name: The function.
        arguments: Its arguments.
        given: Their numbers; what an argument gives besides makes the call raise.
    """
    known = [numbers for numbers in given if numbers is not None]
    if len(known) != len(given):
        return None
    if spreads(arguments) and name in ("max", "min", "random"):
        return ANY_NUMBER
    match name, known:
        case "floor" | "ceil", [one]:
            # A fraction may be rounded to zero.
            return replace(one, has_zero=one.has_zero or one.has_floats)
        case "abs", [one] if one.low > SMALLEST or one.has_floats:
            low = 0 if one.low <= 0 <= one.high else min(abs(one.low), abs(one.high))
            return replace(one, low=low, high=one.magnitude)
        case "max" | "min" as name, [one, *others]:
            return _chosen(name, [one, *others])
        case "sqrt", [one]:
            return ranges.root(one)
        case "random", []:
            return Range(0, 1, has_floats=True)
        case "random", [last] if not last.has_floats:
            return Range(1, max(last.high, 1))
        case "random", [first, last] if not (first.has_floats or last.has_floats):
            return Range(first.low, max(first.high, last.high))
        case _:
            return ANY_NUMBER


def _chosen(name: str, given: list[Range]) -> Numbers:
    """The largest or smallest number; of a NaN and a number it can be either."""
    joined = ranges.join_all(given)
    if joined is None or joined.has_floats:
        return joined
    if name == "max":
        return replace(joined, low=max(each.low for each in given))
    return replace(joined, high=min(each.high for each in given))
