"""Numbers as text and text as numbers."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lua_oracle import attempt, evaluate, protected, same

from wippy_runtime.lib import base
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.numbers import float_text, for_range, number_text, operand_number, wrap64

_FORMATS = [
    (0.1, "0.1"),
    (1 / 3, "0.3333333333333333"),
    (123456.5, "123456.5"),
    (1234567.5, "1.2345675e+06"),
    (1e-5, "1e-05"),
    (0.0001, "0.0001"),
    (0.00012345, "0.00012345"),
    (1e19, "1e+19"),
    (1e21, "1e+21"),
    (1e100, "1e+100"),
    (1.5e300, "1.5e+300"),
    (5e-324, "5e-324"),
    (3.0, "3"),
    (-3.0, "-3"),
    (-0.0, "0"),
    (1e15, "1000000000000000"),
    (2.0**53, "9007199254740992"),
    (2.0**63, "9.223372036854776e+18"),
    (-(2.0**63), "-9223372036854775808"),
    (99999.5, "99999.5"),
    (999999.5, "999999.5"),
    (-2.5, "-2.5"),
    (-1e-7, "-1e-07"),
    (math.inf, "+Inf"),
    (-math.inf, "-Inf"),
    (math.nan, "NaN"),
]


@pytest.mark.parametrize(("number", "text"), _FORMATS)
def test_floats_print_as_in_go(number: float, text: str) -> None:
    assert float_text(number) == text
    assert base.tostring(number) == text


@settings(max_examples=300, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_printed_float_reads_back_as_itself(number: float) -> None:
    assert base.tonumber(float_text(number)) == number


def test_integers_print_in_full() -> None:
    assert number_text(2**63 - 1) == "9223372036854775807"


_NUMERALS = st.one_of(
    st.text("0123456789abxXeEpP.+- \t_", max_size=8),
    st.integers().map(str),
    st.integers(0).map(hex),
    st.floats().map(repr),
    st.builds("0x{}.{}p{}".format, st.integers(0, 255), st.integers(0, 9), st.integers(-5, 5)),
)


@settings(max_examples=600, deadline=None)
@given(_NUMERALS)
def test_tonumber_agrees_with_lua(text: str) -> None:
    (expected,) = protected("tonumber")(text) or (None,)
    found = base.tonumber(text)
    assert same((found,), (expected,))
    assert type(found) is type(expected)


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789azAZ -+_", max_size=6), st.integers(1, 37))
def test_tonumber_with_a_base_agrees_with_lua(text: str, radix: int) -> None:
    assert attempt(base.tonumber, text, radix) == protected("tonumber")(text, radix)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10", 10),
        (" 0x10 ", 16),
        ("0b101", 5),
        ("0o17", 15),
        ("010", 8),
        ("08", 8),
        ("1_000", 1000),
        ("1e2", 100.0),
        ("-0x10", -16),
        ("1__0", None),
        ("", None),
        ("inf", None),
        ("nan", None),
        ("ten", None),
        ("0x", None),
    ],
)
def test_numerals_in_operands_of_arithmetic(text: str, number: Any) -> None:
    assert operand_number(text) == number


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**64, 2**127 + 5, -(2**64) + 1, 7])
def test_wrap64_keeps_the_low_bits(number: int) -> None:
    wrapped = wrap64(number)
    assert -(2**63) <= wrapped < 2**63
    assert (wrapped - number) % 2**64 == 0


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((1, 3), [1, 2, 3]),
        ((3, 1), []),
        ((3, 1, -1), [3, 2, 1]),
        ((1, 2, 0.5), [1.0, 1.5, 2.0]),
        ((1.0, 3), [1.0, 2.0, 3.0]),
        ((1, 2.9), [1, 2]),
        ((1, math.inf, 2**62), [1, 2**62 + 1]),
        ((1, 2, 0), []),
        ((1, math.nan), []),
        ((1, -math.inf), []),
        ((2, 1.5, -1), [2]),
    ],
)
def test_numeric_for(bounds: tuple[Any, ...], expected: list[Any]) -> None:
    assert list(for_range(*bounds)) == expected


def test_a_step_of_zero_runs_for_ever_from_the_limit_on() -> None:
    steps = for_range(1, 1, 0)
    assert [next(steps) for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("bounds", "name"), [((None, 1), "init"), ((1, "2"), "limit"), ((1, 2, True), "step")]
)
def test_numeric_for_wants_numbers(bounds: tuple[Any, ...], name: str) -> None:
    with pytest.raises(LuaError) as caught:
        for_range(*bounds)
    assert caught.value.value == f"for statement {name} must be a number"


_SMALL = st.integers(-6, 6)


@settings(max_examples=200, deadline=None)
@given(_SMALL, _SMALL, _SMALL.filter(bool))
def test_integer_loops_agree_with_lua(start: int, stop: int, step: int) -> None:
    loop = evaluate(
        "function(a, b, c) local r = {} for i = a, b, c do r[#r + 1] = i end return r end"
    )
    assert list(for_range(start, stop, step)) == list(loop(start, stop, step).values())
