"""Which numbers expressions can give: found by following all that is stored in variables.

for i = 2, limit do … end          2 to `limit`, not zero
while i * i <= limit do … end      `i` inside is no larger than the root of `limit`
local state = (state * 75 + 74) % 65537

Loops and recursion widen ranges in a few steps. What is not followed (elements of tables, results
of unknown functions) has the range of its types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf, isqrt
from typing import Final

from wippyc.analyse.abstract_values import ranges
from wippyc.analyse.abstract_values.comparisons import Comparison, bounded_variable, moved_variable
from wippyc.analyse.abstract_values.math_flow import math_range
from wippyc.analyse.abstract_values.ranges import ANY_NUMBER, Numbers, Range
from wippyc.analyse.abstract_values.string_calls import string_call
from wippyc.analyse.abstract_values.values import BOOLEAN, INTEGERS, NUMBER, SMALLS, Site, Tag
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.numbers.number_fields import Field, ReadFields
from wippyc.analyse.numbers.number_sources import (
    Counted,
    Positions,
    Slot,
    Source,
    Stored,
)
from wippyc.ir import nodes as ir

_RAISING = Tag.NIL | Tag.FUNCTION
_COMPUTED = NUMBER | _RAISING | BOOLEAN
# `<` of a number and such a value compares numbers or raises.
_COMPARED = NUMBER | Tag.STRING | _RAISING | BOOLEAN
# No memory holds longer tables or texts.
_POSITIONS = Range(1, 2**40)
_COUNTS = Range(0, 2**40)
_ONE = Range(1, 1)
_BYTES = Range(0, 255)
# What other expressions give depends neither on slots nor on tests.
_FOLLOWED: Final = frozenset({
    ir.VariableRef, ir.Arithmetic, ir.First, ir.Logical, ir.Unary, ir.Call, ir.MethodCall,
    ir.ApiCall, ir.Index,
})  # fmt: skip
_STRING_RESULTS: Mapping[str, tuple[Numbers, ...]] = {
    "byte": (_BYTES,) * 4,
    "find": (_POSITIONS, _COUNTS),
    "gsub": (None, _COUNTS),
    "len": (_COUNTS,),
}
_MIRRORED: Mapping[str, ir.CompareOperator] = {
    "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "~=": "~=",
}  # fmt: skip
_OPPOSITE: Mapping[str, ir.CompareOperator] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "~=", "~=": "==",
}  # fmt: skip
_BINARY: Final[Mapping[str, Callable[[Range, Range], Range]]] = {
    "%": ranges.remainder, "//": ranges.quotient, "/": ranges.ratio, "&": ranges.masked,
    "|": ranges.united, "~": ranges.united, ">>": ranges.shifted_right, "<<": ranges.shifted_left,
}  # fmt: skip
_RING: Final[Mapping[str, Callable[[Range, Range], Range]]] = {
    "+": ranges.add, "-": ranges.subtract, "*": ranges.multiply,
}  # fmt: skip
# Assignments that are followed back from the use of a variable.
FOLLOWED_ASSIGNMENTS = 2
# A number of which the square is below a 64-bit limit stays this far from the root of the largest:
# a loop that counts further has made 10^8 rounds and more, and in Lua it would then not end.
_ROOT_MARGIN = 16
_LARGEST_LIMIT = 2**63 - 2**40


def computes(flow: Flow, expr: ir.Expr) -> bool:
    """Whether an operand is a number, or the operation raises."""
    tags = flow.value(expr).tags
    return bool(tags) and not tags & ~_COMPUTED


class NumberRanges:
    """Ranges of expressions, once `find_number_ranges` has found those of slots.

    Attributes:
        slots: The numbers of each variable, function result and field that is followed.
        loops: The loop of each variable that counts rounds.
        fields: What reads of fields give, as far as they are followed.
    """

    def __init__(self, flow: Flow, fixed: Mapping[Site, int], fields: ReadFields) -> None:
        self._flow = flow
        self._fixed = fixed
        self.fields = fields
        self.slots: dict[Slot, Numbers] = {}
        self.loops: dict[ir.Variable, ir.NumericFor] = {}
        self._depth = 0
        self._is_settled = False
        self._kept: dict[ir.Expr, Numbers] = {}

    def settle(self) -> None:
        """From here on the slots do not change."""
        self._is_settled = True

    def least(self, expr: ir.Expr) -> int | None:
        """Return a number that no integer the expression gives is below; `None` if not known."""
        numbers = self.of(expr)
        if numbers is None:
            return 1
        return None if numbers.low == -inf else int(numbers.low)

    def excludes_zero(self, expr: ir.Expr) -> bool:
        """Whether an expression certainly gives a number other than zero, if it gives one."""
        numbers = self.of(expr)
        return numbers is not None and numbers.excludes_zero

    def of(self, expr: ir.Expr, position: int = 0, *, is_narrowed: bool = True) -> Numbers:
        """Return the numbers an expression can give.

        Args:
            expr: The expression.
            position: Which of its results.
            is_narrowed: Whether tests around the expression count.
        """
        is_kept = not position and (
            type(expr) not in _FOLLOWED or (self._is_settled and is_narrowed and not self._depth)
        )
        if is_kept and expr in self._kept:
            return self._kept[expr]
        found = self._range(expr, position, is_narrowed=is_narrowed)
        if found is not None and not position:
            tags = self._flow.value(expr).tags
            if tags:
                found = ranges.meet(found, ranges.range_of(tags))
        if is_kept:
            self._kept[expr] = found
        return found

    def is_wide(self, expr: ir.Arithmetic | ir.Unary) -> bool:
        """Whether the integer that `+`, `-` or `*` computes may need more than 64 bits."""
        if expr.operator not in _RING:
            return False
        _, integers = self._ring(expr, is_narrowed=True)
        return integers is not None and not integers.fits

    def is_exact_ratio(self, expr: ir.Arithmetic) -> bool:
        """Whether integers are divided that are so small that no quotient is rounded to the next.

        Two integers below 2^53 have a quotient that is further from any other integer.
        """
        values = [self._flow.value(operand) for operand in (expr.left, expr.right)]
        is_small = all(value.tags and value.only(SMALLS) for value in values)
        return is_small and self.excludes_zero(expr.right)

    def keeps_bits(self, expr: ir.Arithmetic) -> bool:
        """Whether `<<` shifts no bit out of 64."""
        left, right = self.of(expr.left), self.of(expr.right)
        return (
            left is not None
            and right is not None
            and ranges.shifted_left(left, right) != (ranges.ANY_INTEGER)
        )

    def of_slot(self, slot: Slot) -> Numbers:
        """Return the numbers of a variable, a function's result or a field."""
        if slot in self.slots:
            return self.slots[slot]
        if isinstance(slot, Field):
            return ANY_NUMBER
        flow = self._flow
        held = flow.variables.get(slot) if isinstance(slot, ir.Variable) else flow.results.get(slot)
        return ANY_NUMBER if held is None or not held.tags else ranges.range_of(held.tags)

    def given(self, source: Source) -> Numbers:
        """Return the numbers that a source stores."""
        match source:
            case Stored(expr=expr, position=position):
                return self.of(expr, position)
            case Counted(loop=loop):
                return self._counted(loop)
            case Positions():
                return _POSITIONS

    def _counted(self, loop: ir.NumericFor) -> Numbers:
        start, stop = self.of(loop.start), self.of(loop.stop)
        step = _ONE if loop.step is None else self.of(loop.step)
        if start is None or stop is None or step is None:
            return None
        rising = Range(start.low, stop.high) if step.high > 0 else None
        falling = Range(stop.low, start.high) if step.low < 0 else None
        ways = [way for way in (rising, falling) if way is not None and way.low <= way.high]
        if step.low <= 0 <= step.high:
            ways.append(start)
        counted = ranges.join_all(ways)
        if counted is None:
            return None
        return counted.with_floats(start.has_floats or step.has_floats)

    def _range(self, expr: ir.Expr, position: int, *, is_narrowed: bool) -> Numbers:
        match expr:
            case ir.VariableRef(variable=variable):
                numbers = self.of_slot(variable)
                return self._narrowed(expr, numbers) if is_narrowed else numbers
            case ir.Constant(value=None | bool() | str()):
                return None
            case ir.Constant(value=int() | float() as value):
                return ranges.constant_range(value)
            case ir.Arithmetic():
                return self._arithmetic(expr, is_narrowed=is_narrowed)
            case ir.First(inner=inner):
                return self.of(inner, is_narrowed=is_narrowed)
            case ir.Logical(operator="and", right=right):
                return self.of(right, is_narrowed=is_narrowed)
            case ir.Logical(left=left, right=right):
                return ranges.join(
                    self.of(left, is_narrowed=is_narrowed), self.of(right, is_narrowed=is_narrowed)
                )
            case ir.Unary(operator="-"):
                return self._ring(expr, is_narrowed=is_narrowed)[0]
            case ir.Unary(operator="#", operand=operand):
                return self._size(expr, operand)
            case ir.Call():
                return self._result(expr, position)
            case ir.MethodCall() | ir.ApiCall():
                return self._call(expr, position, is_narrowed=is_narrowed)
            case ir.Index() if expr in self.fields:
                return ranges.join_all(self.of_slot(field) for field in self.fields[expr])
            case _:
                return ANY_NUMBER

    # --- operations ----------------------------------------------------------------------------

    def _computes(self, expr: ir.Expr) -> bool:
        return computes(self._flow, expr)

    def _arithmetic(self, expr: ir.Arithmetic, *, is_narrowed: bool) -> Numbers:
        if expr.operator in _RING:
            return self._ring(expr, is_narrowed=is_narrowed)[0]
        if not (self._computes(expr.left) and self._computes(expr.right)):
            return ANY_NUMBER
        left = self.of(expr.left, is_narrowed=is_narrowed)
        right = self.of(expr.right, is_narrowed=is_narrowed)
        if left is None or right is None:
            return None
        compute = _BINARY.get(expr.operator)
        if compute is None:
            return ANY_NUMBER
        return ranges.in_reach(compute(left, right), left, right)

    def _ring(
        self, expr: ir.Arithmetic | ir.Unary, *, is_narrowed: bool
    ) -> tuple[Numbers, Numbers]:
        """Return what `+`, `-` or `*` gives, and its integers before they are wrapped."""
        operands = _operands(expr)
        for operand in operands:
            if not self._computes(operand):
                return ANY_NUMBER, ANY_NUMBER
        known = [self.of(operand, is_narrowed=is_narrowed) for operand in operands]
        whole = [
            ranges.integers_of(numbers, self._flow.value(operand).tags)
            for operand, numbers in zip(operands, known, strict=True)
        ]
        exact = _compute_ring(expr, whole)
        found = exact if exact is None or exact.fits else ranges.ANY_INTEGER
        if any(each is not None and each.has_floats for each in known):
            floats = [None if each is None else each.with_floats(True) for each in known]
            found = ranges.join(found, _compute_ring(expr, floats))
        return found, exact

    def _size(self, expr: ir.Unary, operand: ir.Expr) -> Numbers:
        size, measured = self._flow.value(expr), self._flow.value(operand)
        if not size.tags or not size.only(INTEGERS):
            return ANY_NUMBER
        counts = [self._fixed.get(site) for site in measured.tables]
        if not counts or not measured.only(Tag.TABLE | _RAISING | BOOLEAN):
            return _COUNTS
        return ranges.join_all(_COUNTS if each is None else Range(each, each) for each in counts)

    def _result(self, expr: ir.Call | ir.MethodCall, position: int) -> Numbers:
        """Return the numbers among a result of a call of the program's own functions."""
        callees = self._flow.callees.get(expr, frozenset())
        if not callees or expr in self._flow.open_calls:
            return ANY_NUMBER
        functions = [callee for callee in callees if isinstance(callee, ir.Function)]
        if len(functions) != len(callees):
            return ANY_NUMBER
        return ranges.join_all(self.of_slot((function, position)) for function in functions)

    def _call(
        self, expr: ir.MethodCall | ir.ApiCall, position: int, *, is_narrowed: bool
    ) -> Numbers:
        called = string_call(expr, self._flow.value)
        if called is not None:
            known = _STRING_RESULTS.get(called.name, ())
            return known[position] if position < len(known) else ANY_NUMBER
        match expr:
            case ir.MethodCall():
                return self._result(expr, position)
            case ir.ApiCall(
                module="base", function=row, arguments=(ir.Constant(value="#"), *_)
            ) if row.name == "select":
                return _COUNTS
            case ir.ApiCall(
                module="math", function=row, arguments=(ir.Arithmetic(operator="/") as ratio,)
            ) if row.name in ("floor", "ceil") and self.is_exact_ratio(ratio):
                rounded = self.of(ratio, is_narrowed=is_narrowed)
                return None if rounded is None else rounded.with_floats(False)
            case ir.ApiCall(module="math", function=row, arguments=arguments) if not position:
                if all(self._computes(argument) for argument in arguments):
                    given = [self.of(each, is_narrowed=is_narrowed) for each in arguments]
                    return math_range(row.name, arguments, given)
        return ANY_NUMBER

    # --- tests ---------------------------------------------------------------------------------

    def _narrowed(self, expr: ir.VariableRef, numbers: Numbers) -> Numbers:
        narrowing = self._flow.narrowings.get(expr)
        if narrowing is None:
            return numbers
        if narrowing.sources is not None and self._depth < FOLLOWED_ASSIGNMENTS:
            self._depth += 1
            assigned = ranges.join_all(
                self._tested(expr.variable, self.of(source.expr), source.comparisons)
                for source in narrowing.sources
            )
            self._depth -= 1
            numbers = ranges.meet(numbers, assigned)
        return self._tested(expr.variable, numbers, narrowing.comparisons)

    def _tested(
        self, variable: ir.Variable, numbers: Numbers, comparisons: frozenset[Comparison]
    ) -> Numbers:
        # Their order decides what `~=` cuts off.
        if not comparisons:
            return numbers
        for comparison in sorted(comparisons, key=_place):
            numbers = self._compared(variable, numbers, comparison)
        return numbers

    def _compared(self, variable: ir.Variable, numbers: Numbers, comparison: Comparison) -> Numbers:
        """Return the numbers of a variable after a comparison."""
        compare = comparison.compare
        for operand, other, written in (
            (compare.left, compare.right, compare.operator),
            (compare.right, compare.left, _MIRRORED[compare.operator]),
        ):
            if numbers is None or bounded_variable(operand) is not variable:
                continue
            operator = written if comparison.holds else _OPPOSITE[written]
            # Tests around the other operand are left out: each could lead to all others.
            limit = self.of(other, is_narrowed=False)
            value = self._flow.value(other)
            if limit is None and operator != "~=" and value.can_be(NUMBER):
                # Nothing has reached the comparison yet.
                return None
            if limit is None or not value.tags:
                continue
            if operator in ("<", "<=", ">", ">="):
                if not value.only(_COMPARED):
                    continue
                may_be_nan = limit.has_floats and not isinstance(other, ir.Constant)
                if may_be_nan and not comparison.holds:
                    continue
            elif not value.only(NUMBER):
                continue
            numbers = self._bounded(numbers, operand, operator, limit)
        return numbers

    def _bounded(
        self, numbers: Range, operand: ir.Expr, operator: ir.CompareOperator, limit: Range
    ) -> Numbers:
        if isinstance(operand, ir.Arithmetic) and (
            numbers.has_floats or self._is_plainly_wide(operand)
        ):
            return numbers
        moved = moved_variable(operand)
        if isinstance(operand, ir.Arithmetic) and moved is None:
            # A square below a limit is that of a number between two roots.
            if operator not in ("<", "<=", "==") or limit.high == inf:
                return numbers
            root = isqrt(max(int(limit.high), 0))
            if limit.high >= _LARGEST_LIMIT:
                root -= _ROOT_MARGIN
            moved, operator, limit = moved_variable(operand.left), "==", Range(-root, root)
        if moved is None:
            return numbers
        _, step = moved
        if step:
            low, high = limit.low - step, limit.high - step
            limit = Range(low, high, limit.has_floats)
        return _within(numbers, operator, limit)

    def _is_plainly_wide(self, expr: ir.Arithmetic) -> bool:
        _, integers = self._ring(expr, is_narrowed=False)
        return integers is not None and not integers.fits


def _place(comparison: Comparison) -> tuple[int, bool]:
    return comparison.compare.span.start, comparison.holds


def _operands(expr: ir.Arithmetic | ir.Unary) -> tuple[ir.Expr, ...]:
    return (expr.operand,) if isinstance(expr, ir.Unary) else (expr.left, expr.right)


def _compute_ring(expr: ir.Arithmetic | ir.Unary, operands: list[Numbers]) -> Numbers:
    match expr, operands:
        case ir.Unary(), [Range() as one]:
            return ranges.negate(one)
        case (
            ir.Arithmetic(
                operator="*",
                left=ir.VariableRef(variable=first),
                right=ir.VariableRef(variable=second),
            ),
            [Range() as one, Range()],
        ) if first is second:
            return ranges.square(one)
        case ir.Arithmetic(operator=operator), [Range() as one, Range() as other]:
            return _RING[operator](one, other)
        case _:
            return None


def _within(numbers: Range, operator: ir.CompareOperator, limit: Range) -> Numbers:
    """Return the numbers for which a comparison with a limit can hold."""
    step = 0 if numbers.has_floats or limit.has_floats else 1
    match operator:
        case "<":
            has_zero = limit.high > 0
            allowed = Range(-inf, limit.high - step, True, has_zero)
        case "<=":
            allowed = Range(-inf, limit.high, True)
        case ">":
            has_zero = limit.low < 0
            allowed = Range(limit.low + step, inf, True, has_zero)
        case ">=":
            allowed = Range(limit.low, inf, True)
        case "==":
            allowed = Range(limit.low, limit.high, True, not limit.excludes_zero)
        case _:
            if limit.low != limit.high:
                return numbers
            at_low, at_high = numbers.low == limit.low, numbers.high == limit.low
            inner = replace(numbers, low=numbers.low + step * at_low)
            inner = replace(inner, high=numbers.high - step * at_high)
            if inner.low > inner.high:
                return None
            return replace(inner, has_zero=False) if limit.low == 0 else inner
    return ranges.meet(numbers, allowed)


def loop_ends(loop: ir.NumericFor) -> tuple[ir.Expr, ir.Expr] | None:
    """Return the least and the greatest value a loop counts to; `None` if its step is unknown."""
    match loop.step:
        case None:
            return loop.start, loop.stop
        case ir.Constant(value=int() as step) if step:
            return (loop.start, loop.stop) if step > 0 else (loop.stop, loop.start)
        case _:
            return None
