"""Arithmetic of ranges against the numbers in them."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wippy_runtime.lua import arithmetic
from wippyc.analyse.abstract_values import ranges
from wippyc.analyse.abstract_values.ranges import LARGEST, SMALLEST, Range

_EDGES = [0, 1, 2, 7, 63, 64, 2**20, 2**31, 2**53 - 1, 2**53 + 1, 2**62, LARGEST]
_INTEGERS = st.one_of(
    st.integers(-20, 20),
    st.integers(SMALLEST, LARGEST),
    st.sampled_from([*_EDGES, *(-edge for edge in _EDGES), SMALLEST]),
)
_FLOATS = st.one_of(
    st.floats(-20, 20), st.floats(allow_nan=False), st.sampled_from([0.0, -0.0, 0.5, math.inf])
)
_BINARY: dict[str, tuple[Callable[[Range, Range], Range], Callable[[float, float], float]]] = {
    "+": (ranges.add, lambda a, b: a + b),
    "-": (ranges.subtract, lambda a, b: a - b),
    "*": (ranges.multiply, lambda a, b: a * b),
    "/": (ranges.ratio, arithmetic.div),
    "%": (ranges.remainder, arithmetic.mod),
}
_INTEGER_BINARY: dict[str, tuple[Callable[[Range, Range], Range], Callable[[int, int], int]]] = {
    "//": (ranges.quotient, arithmetic.idiv),
    "&": (ranges.masked, arithmetic.band),
    "|": (ranges.united, arithmetic.bor),
    "~": (ranges.united, arithmetic.bxor),
    "<<": (ranges.shifted_left, arithmetic.shl),
    ">>": (ranges.shifted_right, arithmetic.shr),
}


def holds(found: Range | None, number: float) -> bool:
    """Whether a range has a number; NaN counts as a float."""
    if found is None:
        return False
    if number != number:
        return found.has_floats
    if isinstance(number, float) and not found.has_floats:
        return False
    return found.low <= number <= found.high and not (number == 0 and found.excludes_zero)


def range_around(one: float, other: float) -> Range:
    """The range between two numbers, as the analysis finds it for two literals."""
    found = ranges.join(ranges.constant_range(one), ranges.constant_range(other))
    assert found is not None
    return found


@pytest.mark.parametrize("operator", _BINARY)
@given(data=st.data())
def test_operations_stay_within(operator: str, data: st.DataObject) -> None:
    """What two numbers of two ranges give is in the range of the operation."""
    compute, operation = _BINARY[operator]
    numbers = st.one_of(_INTEGERS, _FLOATS)
    a, b, c, d = (data.draw(numbers) for _ in range(4))
    found = compute(range_around(a, b), range_around(c, d))
    for left in (a, b):
        for right in (c, d):
            assert holds(found, operation(left, right)), (found, left, right)


@pytest.mark.parametrize("operator", _INTEGER_BINARY)
@given(data=st.data())
def test_integer_operations_stay_within(operator: str, data: st.DataObject) -> None:
    """The same for operations of integers, which give 64 bits."""
    compute, operation = _INTEGER_BINARY[operator]
    a, b = data.draw(_INTEGERS), data.draw(_INTEGERS)
    c, d = (data.draw(st.one_of(_INTEGERS, st.integers(0, 70))) for _ in range(2))
    found = compute(range_around(a, b), range_around(c, d))
    for left in (a, b):
        for right in (c, d):
            if operator != "//" or right:
                assert holds(found, operation(left, right)), (found, left, right)


@given(_INTEGERS, _INTEGERS, st.one_of(_INTEGERS, _FLOATS))
def test_squares_opposites_and_roots(one: int, other: int, number: float) -> None:
    """Operations of one operand stay within their ranges too."""
    found = range_around(one, number)
    for each in (one, number):
        assert holds(ranges.square(found), each * each)
        assert holds(ranges.negate(found), -each)
        if each >= 0:
            assert holds(ranges.root(found), math.sqrt(each))
    assert holds(ranges.widened(range_around(one, one), range_around(one, other)), other)


@given(_INTEGERS, _INTEGERS, _INTEGERS, _INTEGERS, _INTEGERS)
def test_joins_and_meets(a: int, b: int, c: int, d: int, number: int) -> None:
    """A join has the numbers of either range, a meeting those of both."""
    one, other = range_around(a, b), range_around(c, d)
    in_one, in_other = holds(one, number), holds(other, number)
    assert holds(ranges.join(one, other), number) or not (in_one or in_other)
    assert holds(ranges.meet(one, other), number) == (in_one and in_other)


def test_counting_stays_out_of_reach() -> None:
    """Adding small numbers does not lead beyond 2^53, but larger ones and literals do."""
    counter = Range(0, 2**53)
    assert ranges.add(counter, Range(0, 2**20)).high == 2**53
    assert ranges.add(counter, Range(0, 2**21)).high > 2**53
    assert ranges.add(range_around(2**53, 2**53), Range(1, 1)).high > 2**53
    assert ranges.subtract(Range(-(2**53), 0), Range(0, 2**20)).low == -(2**53)
    assert ranges.subtract(Range(-(2**53), 0), Range(0, 2**21)).low < -(2**53)
