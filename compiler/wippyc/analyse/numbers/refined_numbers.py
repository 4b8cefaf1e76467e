"""Types of numbers, once their ranges are known: which fit in 64 bits, which are integers."""

from __future__ import annotations

from math import inf

from wippyc.analyse.abstract_values.number_flow import bits_of, integer_tag
from wippyc.analyse.abstract_values.ranges import Range
from wippyc.analyse.abstract_values.string_calls import string_call
from wippyc.analyse.abstract_values.values import INTEGERS, NUMBER, Tag, Tags, Value
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.numbers.number_fields import Field
from wippyc.analyse.numbers.number_ranges import NumberRanges
from wippyc.analyse.numbers.string_positions import StringPositions
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of

# Expressions of which the flow analysis knows no more than the range of their type.
_COMPUTED = (
    ir.VariableRef, ir.Arithmetic, ir.Unary, ir.Call, ir.MethodCall, ir.ApiCall, ir.First, ir.Index,
)  # fmt: skip
# Those that may be calls of string functions.
_CALLS = (ir.MethodCall, ir.ApiCall)
_BYTE = Value(Tag.TINY)


def refine_numbers(
    program: Program, flow: Flow, numbers: NumberRanges, positions: StringPositions
) -> None:
    """Take from the values of a program the numbers that their ranges rule out."""
    found: dict[ir.Expr, Value] = {}

    for unit in program.units.values():
        for function in all_functions(unit.main):
            for expr in expressions_of(function.body, *_COMPUTED):
                value = flow.value(expr)
                if not value.can_be(NUMBER):
                    continue
                called = string_call(expr, flow.value) if isinstance(expr, _CALLS) else None
                if called is not None and positions.gives_byte(called):
                    found[expr] = _BYTE
                else:
                    found[expr] = _refined_expression(numbers, expr, value)
    flow.expressions.update(found)
    for slot, kept in numbers.slots.items():
        if kept is None:
            continue
        if isinstance(slot, Field):
            # Reads of it are among the expressions.
            continue
        if isinstance(slot, ir.Variable):
            flow.variables[slot] = _refined(flow.variables[slot], kept)
        else:
            flow.results[slot] = _refined(flow.results[slot], kept)


def _refined_expression(numbers: NumberRanges, expr: ir.Expr, value: Value) -> Value:
    kept = numbers.of(expr)
    if kept is None:
        return value
    can_be_wide = value.can_be(Tag.WIDE)
    if can_be_wide and isinstance(expr, ir.Arithmetic | ir.Unary) and numbers.is_wide(expr):
        # How far it is from 64 bits matters to nobody.
        return value if kept.has_floats else value.without(Tag.FLOAT)
    return _refined(value, kept)


def _refined(value: Value, kept: Range) -> Value:
    """Return a value of which the numbers are within a range."""
    tags = value.tags & ~NUMBER
    tags |= _integers_within(value.tags & INTEGERS, kept)
    if kept.has_floats:
        tags |= value.tags & Tag.FLOAT
    if tags == value.tags:
        return value
    return Value(tags, value.functions, value.objects, value.tables)


def _integers_within(integers: Tags, kept: Range) -> Tags:
    if not integers or kept.magnitude == inf:
        return integers
    bits = max(int(kept.magnitude) - 1, 0).bit_length()
    return integer_tag(bits) if bits < bits_of(integers) else integers
