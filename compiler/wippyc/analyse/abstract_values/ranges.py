"""Ranges of numbers, and arithmetic of ranges.

Bounds are integers or infinite. They say nothing of NaN. A float within exact bounds is within
them after rounding too, as long as floats hold the bounds exactly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import ceil, floor, inf, isfinite, isqrt

from wippyc.analyse.abstract_values.values import INTEGERS, Tag, Tags

SMALLEST, LARGEST = -(2**63), 2**63 - 1
# Magnitude of the integers of each tag.
_MAGNITUDES = (
    (Tag.WIDE, 2**63), (Tag.INTEGER, 2**63), (Tag.LARGE, 2**58), (Tag.SMALL, 2**53),
    (Tag.LENGTH, 2**40), (Tag.SHORT, 2**31), (Tag.BRIEF, 2**24), (Tag.TINY, 2**20),
)  # fmt: skip
# Bounds that additions of a number no larger than the second do not pass: a program would have to
# make 2^33 of them.
_OUT_OF_REACH = ((2**53, 2**20), (2**58, 2**24))
_LIMITS = frozenset(bound for bound, _ in _OUT_OF_REACH)
# Bounds that grow do so in these steps.
_STEPS = (0, 1, 2**20, 2**24, 2**31, isqrt(LARGEST), 2**40, 2**53, 2**58, 2**62)
_LOWER_STEPS = (1, *(-step for step in _STEPS))
_EXACT = 2**53

Bound = int | float


@dataclass(unsafe_hash=True, slots=True)
class Range:
    """A set of numbers. It never changes; initialising a frozen class takes thrice as long.

    Attributes:
        low: No number is below.
        high: No number is above.
        has_floats: Whether there may be floats among them, NaN included.
        has_zero: Whether zero may be among them.
    """

    low: Bound
    high: Bound
    has_floats: bool = False
    has_zero: bool = True

    @property
    def excludes_zero(self) -> bool:
        """Whether no number is zero."""
        return not self.has_zero or self.low > 0 or self.high < 0

    def includes(self, other: Range) -> bool:
        """Whether two ranges with zero between their bounds are known to be one in the other."""
        return (
            self.low <= other.low <= 0 <= other.high <= self.high
            and self.has_zero
            and other.has_zero
            and (self.has_floats or not other.has_floats)
        )

    def with_floats(self, has_floats: bool) -> Range:
        """Return the range with or without floats."""
        if self.has_floats is has_floats:
            return self
        return Range(self.low, self.high, has_floats, self.has_zero)

    @property
    def fits(self) -> bool:
        """Whether integers between the bounds have 64 bits."""
        return self.low >= SMALLEST and self.high <= LARGEST

    @property
    def magnitude(self) -> Bound:
        """The largest absolute value."""
        return max(-self.low, self.high)


ANY_INTEGER = Range(SMALLEST, LARGEST)
ANY_NUMBER = Range(-inf, inf, has_floats=True)
# What no number comes out of: nil, or code that is not reached.
Numbers = Range | None


@cache
def range_of(tags: Tags) -> Numbers:
    """Return the numbers that types allow."""
    if tags & Tag.FLOAT:
        return ANY_NUMBER
    for tag, magnitude in _MAGNITUDES:
        if tags & tag:
            return ANY_INTEGER if magnitude == 2**63 else Range(-magnitude, magnitude)
    return None


@lru_cache(maxsize=1024, typed=True)
def constant_range(value: float) -> Numbers:
    """Return the range of a literal."""
    if value != value or not isfinite(value):
        return ANY_NUMBER
    if isinstance(value, float):
        return Range(floor(value), ceil(value), has_floats=True, has_zero=value == 0)
    for bound, _ in _OUT_OF_REACH:
        if abs(value) == bound:
            # Out of reach by additions, but written down.
            return Range(min(value, value - 1), max(value, value + 1))
    return Range(value, value)


def integers_of(numbers: Numbers, tags: Tags) -> Numbers:
    """Return the integers among numbers of some types."""
    allowed = range_of(tags & INTEGERS)
    if numbers is None or allowed is None:
        return None
    return meet(numbers.with_floats(False), allowed)


def bound_of_sums(part: Range) -> int | None:
    """Return what no sum of integers from a range passes; `None` if that is not known."""
    if part.has_floats:
        return None
    return next((bound for bound, most in _OUT_OF_REACH if part.magnitude <= most), None)


def join(one: Numbers, other: Numbers) -> Numbers:
    """Return the numbers of both ranges."""
    if one is None or other is None:
        return one or other
    if one is other:
        return one
    return Range(
        min(one.low, other.low),
        max(one.high, other.high),
        one.has_floats or other.has_floats,
        not (one.excludes_zero and other.excludes_zero),
    )


def join_all(ranges: Iterable[Numbers]) -> Numbers:
    """Return the numbers of all ranges."""
    found: Numbers = None
    for each in ranges:
        found = join(found, each)
    return found


def meet(one: Numbers, other: Numbers) -> Numbers:
    """Return the numbers that both ranges have."""
    if one is None or other is None:
        return None
    if other.includes(one):
        return one
    if one.includes(other):
        return other
    low, high = max(one.low, other.low), min(one.high, other.high)
    if low > high:
        return None
    has_zero = not (one.excludes_zero or other.excludes_zero)
    has_floats = one.has_floats and other.has_floats
    if not has_zero and not has_floats:
        low, high = low + (low == 0), high - (high == 0)
        if low > high:
            return None
    return Range(low, high, has_floats, has_zero)


def widened(old: Range, new: Range) -> Range:
    """Return `new` with the bounds that have moved at the next of few steps."""
    low, high = new.low, new.high
    if low < old.low:
        low = next((step for step in _LOWER_STEPS if step <= low), SMALLEST)
        low = low if low <= new.low else -inf
    if high > old.high:
        high = next((step for step in _STEPS if step >= high), LARGEST)
        high = high if high >= new.high else inf
    return Range(low, high, new.has_floats, new.has_zero)


def add(one: Range, other: Range) -> Range:
    """Return the range of sums."""
    one, other = _as_operands(one, other)
    low, high = one.low + other.low, one.high + other.high
    for bound, step in _OUT_OF_REACH:
        if max(one.high, other.high) == bound and min(one.high, other.high) <= step:
            high = bound
        if min(one.low, other.low) == -bound and max(one.low, other.low) >= -step:
            low = -bound
    return _computed(low, high, one, other)


def subtract(one: Range, other: Range) -> Range:
    """Return the range of differences."""
    return add(one, negate(other))


def negate(one: Range) -> Range:
    """Return the range of opposites."""
    return Range(-one.high, -one.low, one.has_floats, one.has_zero)


def multiply(one: Range, other: Range) -> Range:
    """Return the range of products."""
    one, other = _as_operands(one, other)
    corners = [_product(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    return in_reach(_computed(min(corners), max(corners), one, other), one, other)


def square(one: Range) -> Range:
    """Return the range of squares."""
    one, _ = _as_operands(one, one)
    high = _product(one.magnitude, one.magnitude)
    low = 0 if one.low <= 0 <= one.high else min(_product(one.low, one.low), high)
    low = min(low, _product(one.high, one.high))
    return in_reach(_computed(low, high, one, one), one, one)


def remainder(one: Range, other: Range) -> Range:
    """Return the range of remainders, which have the sign of the divisor; by zero it is NaN."""
    has_floats = one.has_floats or other.has_floats or not other.excludes_zero
    slack = 0 if one.has_floats or other.has_floats else 1
    high = max(other.high - slack, 0)
    low = min(other.low + slack, 0)
    if one.low >= 0 and other.low >= 0:
        high = min(high, one.high)
    return Range(low, high, has_floats) if slack else _floats(low, high)


def quotient(one: Range, other: Range) -> Range:
    """Return the range of quotients of integers rounded down."""
    if 1 <= other.low == other.high and one.fits and not (one.has_floats or other.has_floats):
        return Range(one.low // other.low, one.high // other.low)
    if other.low >= 1 and not (one.has_floats or other.has_floats):
        return Range(min(one.low, 0), max(one.high, 0))
    if one.low >= 0 and other.low >= 0 and not (one.has_floats or other.has_floats):
        return Range(0, one.high)
    if one.low > SMALLEST and not (one.has_floats or other.has_floats):
        return Range(-one.magnitude, one.magnitude)
    return ANY_INTEGER


def ratio(one: Range, other: Range) -> Range:
    """Return the range of quotients as floats."""
    if 1 <= other.low == other.high and one.magnitude <= _EXACT:
        return _floats(one.low // other.low, -(-one.high // other.low))
    if other.low >= 1:
        return _floats(min(one.low, 0), max(one.high, 0))
    # Minus zero as a divisor gives what is negative.
    has_minus_zero = other.has_floats and not other.excludes_zero
    if one.low >= 0 and other.low >= 0 and not has_minus_zero:
        return Range(0, inf, has_floats=True)
    return ANY_NUMBER


def masked(one: Range, other: Range) -> Range:
    """Return the range of `one & other`: it has the bits of both."""
    bounds = [each.high for each in (one, other) if each.low >= 0 and not each.has_floats]
    return Range(0, min(bounds)) if bounds else ANY_INTEGER


def united(one: Range, other: Range) -> Range:
    """Return the range of `one | other` and `one ~ other`."""
    if one.low < 0 or other.low < 0 or not (one.fits and other.fits):
        return ANY_INTEGER
    return Range(0, 2 ** int(max(one.high, other.high)).bit_length() - 1)


def shifted_right(one: Range, other: Range) -> Range:
    """Return the range of `one >> other`."""
    if one.low >= 0 and other.low >= 0 and not one.has_floats:
        return Range(0, one.high)
    return ANY_INTEGER


def shifted_left(one: Range, other: Range) -> Range:
    """Return the range of `one << other`; any integer if bits may get lost."""
    if one.has_floats or other.has_floats or other.low < 0 or other.high >= 64:
        return ANY_INTEGER
    factor = 2 ** int(other.high)
    low, high = min(_product(one.low, factor), one.low), max(_product(one.high, factor), one.high)
    found = Range(low, high)
    return found if found.fits else ANY_INTEGER


def root(one: Range) -> Range:
    """Return the range of square roots; that of a negative number is NaN."""
    high = isqrt(int(one.high)) + 1 if 0 <= one.high < _EXACT else inf
    return Range(0, high, has_floats=True, has_zero=not one.excludes_zero)


def in_reach(found: Range, one: Range, other: Range) -> Range:
    """Return the range of a result other than a sum, whose bounds additions may pass.

    Only what operands and loops have counted up to counts as out of reach.
    """
    low, high = found.low, found.high
    if high in _LIMITS and high not in (one.high, other.high):
        high += 1
    if -low in _LIMITS and low not in (one.low, other.low):
        low -= 1
    return found if (low, high) == (found.low, found.high) else replace(found, low=low, high=high)


def _product(one: Bound, other: Bound) -> Bound:
    return 0 if one == 0 or other == 0 else one * other


def _as_operands(one: Range, other: Range) -> tuple[Range, Range]:
    """Return the numbers an operation computes with: beside a float, integers become floats."""
    if one.has_floats or other.has_floats:
        return _floats(one.low, one.high), _floats(other.low, other.high)
    return one, other


def _computed(low: Bound, high: Bound, one: Range, other: Range) -> Range:
    if one.has_floats or other.has_floats:
        return _floats(low, high)
    return Range(low, high)


def _floats(low: Bound, high: Bound) -> Range:
    """Return a range of floats; large bounds may be rounded to either side."""
    if abs(low) > _EXACT:
        low = _EXACT if low > 0 else -inf
    if abs(high) > _EXACT:
        high = inf if high > 0 else -_EXACT
    return Range(low, high, has_floats=True)
