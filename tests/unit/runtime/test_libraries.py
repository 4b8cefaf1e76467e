"""Modules `table`, `math`, `errors`, the global functions, and module tables."""

from __future__ import annotations

import itertools
import math as python_math
import random
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lua_oracle import attempt, evaluate, protected, same

from wippy_runtime.host import current_host
from wippy_runtime.lib import base, errors, math, table
from wippy_runtime.lib.base import assert_ as lua_assert
from wippy_runtime.lua.calls import NEXT
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.globals import lua_globals
from wippy_runtime.lua.modules import module_table
from wippy_runtime.lua.table import Table, array
from wippy_runtime.lua.values import tostring


@pytest.fixture
def log() -> Iterator[list[str]]:
    records: list[str] = []
    generator = random.Random(7)
    host: Any = SimpleNamespace(
        log=lambda level, message, fields: records.append(f"{level}: {message}"),
        random=lambda: generator,
        libraries={},
    )
    token = current_host.set(host)
    yield records
    current_host.reset(token)


_VALUES = st.lists(st.one_of(st.integers(0, 9), st.text("ab", max_size=2)), max_size=6)


def _lua_list(values: list[Any]) -> Any:
    return evaluate("function(...) return {...} end")(*values)


@settings(max_examples=150, deadline=None)
@given(_VALUES, st.integers(1, 7), st.integers(1, 7))
def test_table_functions_agree_with_lua(values: list[Any], start: int, stop: int) -> None:
    ours = array(list(values))
    arguments = (",", start, stop)
    expected = protected("table.concat")(_lua_list(values), *arguments)
    assert attempt(table.concat, ours, *arguments) == expected
    expected = protected("table.unpack")(_lua_list(values), start, stop)
    assert attempt(table.unpack, ours, start, stop) == expected
    if start <= len(values) + 1:
        theirs = _lua_list(values)
        protected("table.insert")(theirs, start, "new")
        table.insert(ours, start, "new")
        assert ours.elements() == list(theirs.values())
        if start <= ours.length():
            assert (table.remove(ours, start),) == protected("table.remove")(theirs, start)
            assert ours.elements() == list(theirs.values())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-5, 5), max_size=10), st.booleans())
def test_sort_agrees_with_lua(values: list[int], descending: bool) -> None:
    ours, theirs = array(list(values)), _lua_list(list(values))
    if descending:
        table.sort(ours, lambda left, right, *_: left > right)
        evaluate("function(t) table.sort(t, function(a, b) return a > b end) end")(theirs)
    else:
        table.sort(ours)
        evaluate("table.sort")(theirs)
    assert ours.elements() == list(theirs.values())


def test_wippys_own_rules_of_insert_and_remove() -> None:
    values = array(["a", "b"])
    table.insert(values, None)
    assert values.length() == 2
    table.insert(values, 5, "e")
    assert values.length() == 5
    assert table.remove(values, 9) is None
    assert table.remove(values, 0) == "e"
    assert values.elements() == ["a", "b"]
    assert table.remove(values, -1) == "b"
    assert table.remove(array([])) is None
    table.insert(values, 0, "zero")
    assert values[0] == "zero"
    far = array([1])
    far.set(100_000, "far")
    assert table.remove(far) == "far"
    assert far.length() == 1


def test_sort_compares_mixed_values_with_the_operator() -> None:
    with pytest.raises(LuaError, match="attempt to compare"):
        table.sort(array([1, "a"]))
    with pytest.raises(LuaError, match="bad argument #2 to sort"):
        table.sort(array([1]), "x")
    strings = array(["b", "a"])
    table.sort(strings)
    assert strings.elements() == ["a", "b"]


def test_table_extras() -> None:
    assert table.create(5, 2).length() == 0
    assert table.getn(array([1, 2])) == 2
    values = array([1, 2])
    values.set(7.5, "x")
    values.set(2**30, "y")
    assert table.maxn(values) == 2**30
    assert table.maxn(Table()) == 0
    assert not table.isfrozen(values)
    assert table.freeze(values) is values
    assert table.isfrozen(values)
    for change in (
        lambda: table.insert(values, 3),
        lambda: table.insert(values, 1, 3),
        lambda: table.remove(values),
        lambda: table.remove(values, 1),
        lambda: table.sort(values),
        lambda: table.insert(values, None),
    ):
        with pytest.raises(LuaError, match="Immutable table"):
            change()
    assert values.elements() == [1, 2]
    assert table.concat(array([errors.new("e"), 1, 2.5]), "-") == "e-1-2.5"


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: table.insert(None, 1), "bad argument #1 to insert (table expected, got nil)"),
        (lambda: table.insert(Table()), "wrong number of arguments to 'insert'"),
        (
            lambda: table.concat(array([1, True])),
            "invalid value (boolean) at index 2 in table for concat",
        ),
        (
            lambda: table.concat(array(["a"]), "", 1, 2),
            "invalid value (nil) at index 2 in table for concat",
        ),
        (lambda: table.unpack(Table(), 1, 1 << 40), "too many results to unpack"),
        (lambda: math.floor("x"), "bad argument #1 to floor (number expected, got string)"),
        (lambda: math.max(), "bad argument #1 to max (number expected, got no value)"),
        (lambda: base.select(0), "bad argument #1 to select (index out of range)"),
        (lambda: base.type(), "bad argument #1 to type (value expected)"),
        (lambda: base.ipairs(None), "bad argument #1 to ipairs (table expected, got nil)"),
        (lambda: base.tonumber("1", 99), "bad argument #2 to tonumber (base out of range)"),
        (lambda: base.setmetatable(1, None),
         "bad argument #1 to setmetatable (table expected, got number)"),
        (lambda: lua_assert(False), "assertion failed!"),
        (lambda: lua_assert(None, "why"), "why"),
    ],
)  # fmt: skip
def test_error_texts(call: Callable[[], Any], text: str) -> None:
    with pytest.raises(LuaError) as caught:
        call()
    assert caught.value.value == text


_NUMBERS = [0, 1, -1, 7, -3, 2.5, -2.5, 0.0, 100, 1e10, 0.1, 2**53, 2**63 - 1, -(2**63)]
_UNARY = (
    "abs", "ceil", "floor", "sqrt", "exp", "sin", "cos", "tan", "asin", "acos", "atan", "log",
    "deg", "rad", "tointeger", "modf",
)  # fmt: skip


@pytest.mark.parametrize("name", _UNARY)
def test_unary_math_functions_agree_with_lua(name: str) -> None:
    for number in [*_NUMBERS, python_math.inf, -python_math.inf, python_math.nan]:
        expected = protected(f"math.{name}")(number)
        found = attempt(getattr(math, name), number)
        assert found is not None
        assert expected is not None
        for ours, theirs in zip(found, expected, strict=True):
            is_close = isinstance(ours, float) and isinstance(theirs, float)
            assert same((ours,), (theirs,)) or (
                is_close and python_math.isclose(ours, theirs, rel_tol=1e-15)
            ), number


@pytest.mark.parametrize("name", ["atan", "fmod", "log", "max", "min", "ult"])
def test_binary_math_functions_agree_with_lua(name: str) -> None:
    for left, right in itertools.product(_NUMBERS, _NUMBERS):
        if (name == "fmod" and right == 0) or (name == "ult" and type(left + right) is float):
            continue
        expected = protected(f"math.{name}")(left, right)
        found = attempt(getattr(math, name), left, right)
        assert found is not None
        assert expected is not None
        is_close = python_math.isclose(found[0], expected[0], rel_tol=1e-14)
        assert same(found, expected) or is_close, (left, right)


def test_the_rest_of_math() -> None:
    assert [math.type(1), math.type(1.0), math.type("1")] == ["integer", "float", None]
    assert [math.tointeger("8"), math.tointeger(3.5), math.tointeger("x")] == [8, None, None]
    assert math.huge == python_math.inf
    assert python_math.isnan(math.fmod(1, 0))
    assert math.pow(2, 10) == 1024
    assert math.mod(-7, 3) == 2
    assert math.ldexp(0.5, 3) == 4
    assert math.ldexp(1, 10_000) == python_math.inf
    assert math.frexp(8) == (0.5, 4)
    assert math.log10(1000) == 3
    assert math.atan2(1, 1) == python_math.pi / 4
    assert math.sinh(1000) == python_math.inf
    assert math.sinh(-1000) == -python_math.inf
    assert math.exp(1000) == python_math.inf
    assert [math.cosh(0), math.tanh(0)] == [1, 0]
    assert math.randomseed(1) == ()


def test_random_comes_from_the_execution(log: list[str]) -> None:
    expected = random.Random(7)
    assert math.random() == expected.random()
    assert math.random(6) == expected.randint(1, 6)
    assert math.random(-3, 3) == expected.randint(-3, 3)
    with pytest.raises(LuaError, match="interval is empty"):
        math.random(0)


def test_print_writes_one_log_record(log: list[str]) -> None:
    base.print("caf\xc3\xa9", 1, 2.0, None, True, Table(), errors.new("e"))
    assert log == ["info: café 1 2    e"]


def test_select_and_assert() -> None:
    assert base.select("#", 1, None) == 2
    assert base.select(2, "a", "b", "c") == ("b", "c")
    assert base.select(-1, "a", "b") == "b"
    assert base.select(5, "a") == ()
    assert lua_assert(1, "x") == (1, "x")
    failure = errors.new("e")
    with pytest.raises(LuaError) as caught:
        lua_assert(False, failure)
    assert caught.value.value is failure


def test_raw_access_and_metatables() -> None:
    values = Table()
    meta = Table({"__index": lambda *_: "found"})
    assert base.setmetatable(values, meta) is values
    assert base.getmetatable(values) is meta
    assert base.rawget(values, "x") is None
    assert base.rawset(values, "x", 1) is values
    assert base.rawequal(values, values)
    assert not base.rawequal(1, True)
    assert base.setmetatable(values, None) is values
    assert base.getmetatable(values) is None
    assert base.getmetatable("text")["__index"] is module_table("string")
    protected_table = base.setmetatable(Table(), Table({"__metatable": "locked"}))
    assert base.getmetatable(protected_table) == "locked"
    with pytest.raises(LuaError, match="cannot change a protected metatable"):
        base.setmetatable(protected_table, None)
    with pytest.raises(LuaError, match="bad argument #2 to setmetatable"):
        base.setmetatable(Table(), 5)


def test_tonumber_and_friends() -> None:
    assert [base.tonumber("1e5"), base.tonumber("5."), base.tonumber(None)] == [1e5, 5.0, None]
    assert base.tonumber("ff", 16) == 255
    assert base.next(Table({"a": 1})) == ("a", 1)
    assert base.pairs(array([1]))[0] is NEXT
    assert base.type(None) == "nil"
    with pytest.raises(LuaError, match="boom"):
        base.error("boom")


def test_module_tables_are_frozen_and_made_once() -> None:
    strings = module_table("string")
    assert strings is module_table("string")
    assert strings["upper"]("x", "extra") == "X"
    assert module_table("math")["pi"] == python_math.pi
    with pytest.raises(LuaError, match="attempt to modify Immutable table"):
        strings["trim"] = None
    with pytest.raises(ModuleNotFoundError):
        module_table("no_such_module")


def test_globals_belong_to_the_execution(log: list[str]) -> None:
    found = lua_globals()
    assert found is lua_globals()
    assert found["_G"] is found
    assert found["string"] is module_table("string")
    assert found["_VERSION"] == "Lua 5.3 - Wippy Modification"
    found["answer"] = 42
    assert lua_globals()["answer"] == 42
    for name in ("load", "dofile", "collectgarbage", "utf8", "io", "debug"):
        assert found[name] is None


def test_every_global_has_an_api_row() -> None:
    from wippyc.api.registry import modules

    for name in ("base", "string", "table", "math", "errors"):
        row = modules()[name]
        assert {key for key, _ in module_table(name).items_in_order()} == {
            *row.functions,
            *row.constants,
        }
        python = __import__(f"wippy_runtime.{row.python}", fromlist=["x"])
        for function in row.functions.values():
            assert callable(getattr(python, function.python or function.name))


def test_new_errors() -> None:
    plain = errors.new("gone")
    assert (plain.message(), plain.kind(), plain.retryable(), plain.details()) == (
        "gone", "", None, None,
    )  # fmt: skip
    full = errors.new(
        Table({"message": "m", "kind": "Timeout", "retryable": True, "details": Table({"a": 1})})
    )
    assert (full.kind(), full.retryable()) == ("Timeout", True)
    details = full.details()
    assert details is not None
    assert details["a"] == 1
    assert errors.new("NOT_FOUND", "no user").kind() == "NotFound"
    assert errors.new("Invalid", "bad").message() == "bad"
    assert errors.new("something", "else").message() == "something"
    assert errors.UNKNOWN == ""
    assert errors.new(Table({"message": "m", "details": array([1])})).details() is None


def test_wrapped_errors() -> None:
    inner = errors.new(Table({"message": "disk", "kind": "Internal", "retryable": False}))
    once = errors.wrap(inner, "saving")
    twice = errors.wrap(once, errors.new("order"))
    assert (once.message(), once.full_text(), once.kind()) == ("disk", "saving: disk", "Internal")
    assert (twice.message(), twice.full_text()) == ("saving: disk", "order: saving: disk")
    assert twice.stack().startswith("order: saving: disk")
    assert tostring(once) == "disk"
    assert errors.wrap("text", "ctx").kind() == ""
    assert once != inner
    assert errors.is_(once, "Internal")
    assert not errors.is_("x", "Internal")
    assert not errors.is_(once, "Timeout")
    stack = errors.call_stack(once)
    assert stack is not None
    assert isinstance(stack["frames"], Table)
    assert errors.call_stack("x") is None


@pytest.mark.parametrize(
    ("call", "text"),
    [(lambda: errors.new(Table()), "message field is required"),
     (lambda: errors.new(Table({"message": 5})), "message must be a string"),
     (lambda: errors.new(None), "string or table expected, got nil"),
     (lambda: errors.wrap(5, "c"), "error or string expected, got number"),
     (lambda: errors.wrap("e", None), "string or error expected, got nil")],
)  # fmt: skip
def test_error_arguments(call: Callable[[], Any], text: str) -> None:
    with pytest.raises(LuaError, match=text):
        call()
