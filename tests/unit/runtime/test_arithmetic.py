"""Operators on grids of operands: against real Lua, and Wippy's own rules."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable
from typing import Any

import pytest
from lua_oracle import attempt, protected, same

from wippy_runtime.lua import arithmetic
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.table import Table, array
from wippy_runtime.lua.values import eq, le, length, lt, tostring

_INTEGERS = [0, 1, -1, 2, 3, -7, 10, 2**31, 2**53 + 1, 2**62, 2**63 - 1, -(2**63)]
_FLOATS = [0.0, 0.5, -0.5, 1.0, -2.0, 7.25, 1e15, 1e300, -1e300, math.inf, -math.inf, math.nan]
_TEXTS = ["10", "0x10", " 5 ", "1e2", "-3", "2.5"]
_OTHERS: list[Any] = ["", "abc", None, True, False]
_OPERANDS: list[Any] = [*_INTEGERS, *_FLOATS, *_TEXTS, *_OTHERS]

_ARITHMETIC: list[tuple[str, Callable[[Any, Any], Any]]] = [
    ("+", arithmetic.add),
    ("-", arithmetic.sub),
    ("*", arithmetic.mul),
    ("/", arithmetic.div),
    ("^", arithmetic.pow_),
]


@pytest.mark.parametrize(("symbol", "function"), _ARITHMETIC)
def test_arithmetic_agrees_with_lua(symbol: str, function: Callable[[Any, Any], Any]) -> None:
    expected = protected(f"function(a, b) return a {symbol} b end")
    for left, right in itertools.product(_OPERANDS, _OPERANDS):
        assert same(attempt(function, left, right), expected(left, right)), (left, right)


def test_modulo_agrees_with_lua_except_by_zero() -> None:
    expected = protected("function(a, b) return a % b end")
    for left, right in itertools.product(_OPERANDS, _OPERANDS):
        found = attempt(arithmetic.mod, left, right)
        if arithmetic.operand(right) == 0:
            assert found is None or math.isnan(found[0])
        else:
            assert same(found, expected(left, right)), (left, right)


def test_comparisons_agree_with_lua() -> None:
    for symbol, function in (("<", lt), ("<=", le), ("==", eq)):
        expected = protected(f"function(a, b) return a {symbol} b end")
        for left, right in itertools.product(_OPERANDS, _OPERANDS):
            assert attempt(function, left, right) == expected(left, right), (left, symbol, right)


def test_bitwise_operators_agree_with_lua_on_integers() -> None:
    pairs = [("&", arithmetic.band), ("|", arithmetic.bor), ("~", arithmetic.bxor)]
    for symbol, function in pairs:
        expected = protected(f"function(a, b) return a {symbol} b end")
        for left, right in itertools.product(_INTEGERS, _INTEGERS):
            assert attempt(function, left, right) == expected(left, right)
    expected = protected("function(a, b) return a << b end")
    for left, count in itertools.product(_INTEGERS, [0, 1, 5, 63, 64, 100]):
        assert attempt(arithmetic.shl, left, count) == expected(left, count)
    for number in _INTEGERS:
        assert attempt(arithmetic.bnot, number) == protected("function(a) return ~a end")(number)
        assert attempt(arithmetic.unm, number) == protected("function(a) return -a end")(number)


def test_floor_division_agrees_with_lua_on_integers() -> None:
    expected = protected("function(a, b) return a // b end")
    for left, right in itertools.product(_INTEGERS, filter(None, _INTEGERS)):
        assert attempt(arithmetic.idiv, left, right) == expected(left, right)


# Where Wippy differs from Lua 5.3.
_DIFFERENCES: list[tuple[Callable[..., Any], tuple[Any, ...], Any]] = [
    (arithmetic.idiv, (7.5, 2), 3),
    (arithmetic.idiv, (7, 2.5), 3),
    (arithmetic.idiv, (-7, 2), -4),
    (arithmetic.mod, (5, 0), math.nan),
    (arithmetic.mod, (-7, 3), 2),
    (arithmetic.mod, (7, -3), -2),
    (arithmetic.mod, (5.5, 2), 1.5),
    (arithmetic.shr, (-1, 1), -1),
    (arithmetic.shr, (-1, 64), 0),
    (arithmetic.shr, (1, -3), 8),
    (arithmetic.shl, (8, -3), 1),
    (arithmetic.shl, (1, 64), 0),
    (arithmetic.band, (3.7, 1), 1),
    (arithmetic.bor, (1, math.nan), -(2**63) + 1),
    (arithmetic.add, ("010", 1), 9),
]


@pytest.mark.parametrize(("function", "operands", "expected"), _DIFFERENCES)
def test_wippys_own_results(
    function: Callable[..., Any], operands: tuple[Any, ...], expected: Any
) -> None:
    assert same((function(*operands),), (expected,))


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", arithmetic.div(10, 2)), ("9007199254740992", arithmetic.pow_(2, 53)),
     ("+Inf", arithmetic.div(1, 0)), ("-Inf", arithmetic.div(-1, 0)),
     ("NaN", arithmetic.div(0, 0)), ("0", arithmetic.mul(-1, 0.0))],
)  # fmt: skip
def test_results_print_as_in_wippy(text: str, value: Any) -> None:
    assert tostring(value) == text


_ERRORS: list[tuple[Callable[..., Any], tuple[Any, ...], str]] = [
    (arithmetic.add, (None, 1), "cannot perform add operation between nil and number"),
    (arithmetic.sub, (1, Table()), "cannot perform sub operation between number and table"),
    (arithmetic.mul, ("x", 1), "cannot perform mul operation between string and number"),
    (arithmetic.div, (True, 1), "cannot perform div operation between boolean and number"),
    (arithmetic.mod, (1, None), "cannot perform mod operation between number and nil"),
    (arithmetic.pow_, (print, 1), "cannot perform pow operation between function and number"),
    (arithmetic.idiv, (1, 0), "attempt to divide by zero"),
    (arithmetic.idiv, (1, 0.4), "attempt to divide by zero"),
    (arithmetic.idiv, ("7", 2), "attempt to perform arithmetic on a string value"),
    (arithmetic.band, ("3", 1), "attempt to perform bitwise operation on a string value"),
    (arithmetic.bnot, (None,), "attempt to perform bitwise operation on a nil value"),
    (arithmetic.unm, (None,), "__unm undefined"),
    (length, (None,), "__len undefined"),
    (length, (5,), "__len undefined"),
    (arithmetic.concat, ("a", None), "cannot perform concat operation between string and nil"),
    (arithmetic.concat, (True, "a"), "cannot perform concat operation between boolean and string"),
    (arithmetic.concat, ("a", array([]), "b"),
     "cannot perform concat operation between table and string"),
    (lt, (None, 1), "attempt to compare nil with number"),
    (le, ("1", 1), "attempt to compare string with number"),
    (lt, (True, True), "attempt to compare boolean with boolean"),
    (lt, (Table(), Table()), "attempt to compare table with table"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "operands", "text"), _ERRORS)
def test_error_texts(function: Callable[..., Any], operands: tuple[Any, ...], text: str) -> None:
    with pytest.raises(LuaError) as caught:
        function(*operands)
    assert caught.value.value == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("a", 1, "b"), "a1b"),
        ((1, 2), "12"),
        (("x", 3.0), "x3"),
        (("x", 0.5, 1e15), "x0.51000000000000000"),
    ],
)
def test_concat_joins_strings_and_numbers(parts: tuple[Any, ...], text: str) -> None:
    assert arithmetic.concat(*parts) == text


def test_equality_does_not_mix_types() -> None:
    assert not eq(1, True)
    assert not eq(0, False)
    assert not eq(1, "1")
    assert eq(1, 1.0)
    assert not eq(2**53, 2**53 + 1)
    assert not eq(math.nan, math.nan)
    table = Table()
    assert eq(table, table)
    assert not eq(table, Table())
    assert operator.eq(table, table)
