"""Calls, results, protected calls, metamethods and their async twins, function values."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from wippy_runtime.lib import base, errors, string
from wippy_runtime.lua import async_values, calls
from wippy_runtime.lua.arithmetic import add, concat, unm
from wippy_runtime.lua.errors import LuaError, error
from wippy_runtime.lua.functions import lua_function
from wippy_runtime.lua.results import first, results, take
from wippy_runtime.lua.table import Table, array
from wippy_runtime.lua.userdata import Userdata
from wippy_runtime.lua.values import (
    eq,
    index,
    indexable,
    le,
    length,
    lt,
    setindex,
    tostring,
    truthy,
    type_name,
)


def _with_meta(**events: Any) -> Table:
    table = Table({"mark": 1})
    table.set_metatable(Table({f"__{event}": handler for event, handler in events.items()}))
    return table


def test_the_result_protocol() -> None:
    assert [first(()), first(7), first((1, 2)), first(None)] == [None, 7, 1, None]
    assert [results(()), results(7), results((1, 2))] == [(), (7,), (1, 2)]
    assert [take((), 2), take(7, 2), take((1, 2, 3), 2), take(7, 0), take((1, 2), 2)] == [
        (None, None), (7, None), (1, 2), (), (1, 2),
    ]  # fmt: skip


def test_truth() -> None:
    assert [truthy(value) for value in (None, False, 0, "", True, Table())] == [
        False, False, True, True, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "name"),
    [(None, "nil"), (True, "boolean"), (1, "number"), (1.5, "number"), ("x", "string"),
     (Table(), "table"), (len, "function"), (lambda: None, "function"), (Userdata(), "userdata"),
     (errors.new("x"), "userdata"), (_with_meta(), "table"), (Table().freeze(), "table"),
     (indexable("x"), "string")],
)  # fmt: skip
def test_type_names(value: Any, name: str) -> None:
    assert type_name(value) == name


def test_calling_what_is_no_function() -> None:
    for value in (None, 5, "x", True, Table(), Userdata()):
        with pytest.raises(LuaError) as caught:
            calls.call(value)
        assert caught.value.value == "attempt to call a non-function object"
    assert calls.call(_with_meta(call=lambda self, a, *_: (self["mark"], a)), 2) == (1, 2)


@pytest.mark.parametrize(
    ("target", "key", "text"),
    [(None, "name", "attempt to index a non-table object(nil) with key 'name'"),
     (5, 1, "attempt to index a non-table object(number) with key '1'"),
     (True, None, "attempt to index a non-table object(boolean) with key 'nil'"),
     (print, "x", "attempt to index a non-table object(function) with key 'x'")],
)  # fmt: skip
def test_indexing_what_has_no_fields(target: Any, key: Any, text: str) -> None:
    for action in (lambda: index(target, key), lambda: setindex(target, key, 1)):
        with pytest.raises(LuaError) as caught:
            action()
        assert caught.value.value == text


def test_fields_of_strings_are_the_string_library() -> None:
    upper = index("x", "upper")
    assert upper("abc") == "ABC"
    assert indexable("x")["upper"] is upper
    assert indexable("x")[1] is None
    assert indexable("x") == "x"
    assert indexable(5) == 5
    assert index("x", "nothing") is None
    assert calls.invoke("a,b", "find", ",") == (2, 2)


def test_methods_of_tables_and_userdata() -> None:
    table = Table({"name": "T"})
    table.set("hello", lambda self, who, *_: f"{self['name']} {who}")
    assert calls.invoke(table, "hello", "you") == "T you"
    failure = errors.new(Table({"message": "gone", "kind": "NotFound"}))
    assert calls.invoke(failure, "kind") == "NotFound"
    assert index(failure, "kind")(failure) == "NotFound"
    assert index(failure, "kind") is index(failure, "kind")
    assert index(failure, "unknown") is None
    with pytest.raises(LuaError, match="attempt to call a non-function object"):
        calls.invoke(failure, "unknown")
    with pytest.raises(LuaError, match="attempt to index a non-table object"):
        setindex(failure, "kind", 1)


def test_lua_function_pads_and_cuts() -> None:
    def two(left: Any, right: Any = "default") -> Any:
        return left, right

    def rest(left: Any, *others: Any) -> Any:
        return left, others

    wrapped = lua_function(two)
    assert wrapped is lua_function(two) is lua_function(wrapped)
    assert [wrapped(), wrapped(1), wrapped(1, 2), wrapped(1, 2, 3), wrapped(1, None)] == [
        (None, "default"), (1, "default"), (1, 2), (1, 2), (1, None),
    ]  # fmt: skip
    assert lua_function(rest)() == (None, ())
    assert lua_function(rest)(1, 2, 3) == (1, (2, 3))
    flexible = lambda a=None, *_: a  # noqa: E731
    assert lua_function(flexible)(1, 2) == 1


def test_error_values_and_positions() -> None:
    table = Table()
    assert error(table).value is table
    assert error(None).value is None
    assert error(5).value == 5
    assert error("text", 0).value == "text"
    assert error("text").value == "text"  # no Lua code runs here
    assert str(error("text", 0)) == "text"
    assert str(error(Table())).startswith("table: 0x")


def _raise(value: Any) -> Callable[..., Any]:
    def function(*_: Any) -> Any:
        raise LuaError(value)

    return function


def test_pcall() -> None:
    table = Table()
    assert calls.pcall(lambda *values: values, 1, None) == (True, 1, None)
    assert calls.pcall(lambda *_: 5) == (True, 5)
    assert calls.pcall(lambda *_: ()) == (True,)
    assert calls.pcall(_raise(table)) == (False, table)
    assert calls.pcall(None) == (False, "attempt to call a nil value")
    assert calls.pcall(Table()) == (False, "attempt to call a table value")
    assert calls.pcall(_with_meta(call=lambda self, a, *_: a), 3) == (True, 3)
    assert calls.pcall_value(_raise("x")) == (False, "x")
    assert calls.pcall_value(lambda *_: (1, 2)) == (True, 1, 2)
    with pytest.raises(KeyboardInterrupt):
        calls.pcall(_interrupt)


def _interrupt() -> None:
    raise KeyboardInterrupt


def test_xpcall() -> None:
    handler = lambda value=None, *_: f"handled {value}"  # noqa: E731
    assert calls.xpcall(lambda a=None, *_: a, handler, 7) == (True, 7)
    assert calls.xpcall(_raise("x"), handler) == (False, "handled x")
    assert calls.xpcall(_raise("x"), _raise("y")) == (False, "y")
    with pytest.raises(LuaError, match="bad argument #1 to xpcall"):
        calls.xpcall(None, handler)
    assert calls.xpcall_value(_raise("x"), handler) == (False, "handled x")
    with pytest.raises(LuaError, match="bad argument #2 to xpcall"):
        calls.xpcall(handler, None)


async def _later(value: Any) -> Any:
    await asyncio.sleep(0)
    return value


async def _fail_later(*_: Any) -> Any:
    await asyncio.sleep(0)
    raise LuaError("late")


def test_calls_that_may_yield() -> None:
    async def main() -> None:
        assert await calls.acall(_later, 5) == 5
        assert await calls.acall(lambda *_: 6) == 6
        assert await calls.apcall(_later, (1, 2)) == (True, 1, 2)
        assert await calls.apcall(_fail_later) == (False, "late")
        assert await calls.apcall(None) == (False, "attempt to call a nil value")
        assert await calls.axpcall(_fail_later, lambda value, *_: f"<{value}>") == (False, "<late>")
        assert await calls.axpcall(_later, print, 3) == (True, 3)
        assert await calls.pcall_value(_fail_later) == (False, "late")
        assert await calls.xpcall_value(_later, print, 4) == (True, 4)
        table = Table()
        table.set("later", lambda self, value, *_: _later(value))
        assert await calls.ainvoke(table, "later", 8) == 8
        assert await calls.ainvoke("abc", "upper") == "ABC"
        seen = [entry async for entry in calls.aiterate(_count_to_three, None, 0)]
        assert seen == [(1,), (2,), (3,)]

    asyncio.run(main())


async def _count_to_three(_: Any, control: Any, *__: Any) -> Any:
    await asyncio.sleep(0)
    return control + 1 if control < 3 else None


def test_a_yield_where_lua_cannot_yield() -> None:
    ok, message = calls.pcall(_later, 1)
    assert not ok
    assert message == "attempt to yield across a native call boundary"


def test_general_iteration() -> None:
    assert list(calls.iterate(lambda s, c, *_: (c + 1, "x") if c < 2 else None, None, 0)) == [
        (1, "x"), (2, "x"),
    ]  # fmt: skip
    assert list(calls.iterate(*base.pairs(array(["a"])))) == [(1, "a")]
    assert list(calls.iterate(*base.ipairs(array(["a", "b"])))) == [(1, "a"), (2, "b")]
    assert list(calls.iterate(string.gmatch("a b", "%a"))) == [("a",), ("b",)]
    with pytest.raises(LuaError, match="attempt to call a non-function object"):
        list(calls.iterate(None))


# Event → (operands, plain operator, twin, result of a handler that gives its operands' marks).
def _binary(left: Any, right: Any, *_: Any) -> Any:
    return "handled"


_OPERATORS: list[tuple[str, Callable[..., Any], Callable[..., Any], tuple[Any, ...]]] = [
    ("add", add, async_values.aadd, (1,)),
    ("concat", concat, async_values.aconcat, ("x",)),
    ("unm", unm, async_values.aunm, ()),
    ("len", length, async_values.alen, ()),
    ("index", index, async_values.aindex, ("missing",)),
    ("tostring", tostring, async_values.atostring, ()),
]


@pytest.mark.parametrize(("event", "plain", "twin", "others"), _OPERATORS)
def test_metamethods_and_their_twins(
    event: str, plain: Callable[..., Any], twin: Callable[..., Any], others: tuple[Any, ...]
) -> None:
    async def later(*_: Any) -> Any:
        await asyncio.sleep(0)
        return "handled"

    async def at_once(*_: Any) -> Any:
        return ("handled", "second result is dropped")

    assert plain(_with_meta(**{event: lambda *_: "handled"}), *others) == "handled"
    assert plain(_with_meta(**{event: at_once}), *others) == "handled"
    assert asyncio.run(twin(_with_meta(**{event: later}), *others)) == "handled"
    assert asyncio.run(twin(_with_meta(**{event: lambda *_: "handled"}), *others)) == "handled"
    with pytest.raises(LuaError, match="attempt to yield across"):
        plain(_with_meta(**{event: later}), *others)


def test_twins_without_metamethods_agree_with_the_operators() -> None:
    async def main() -> None:
        assert await async_values.aadd(1, "2") == 3
        assert await async_values.asub(5, 2) == 3
        assert await async_values.amul(5, 2) == 10
        assert await async_values.adiv(5, 2) == 2.5
        assert await async_values.amod(-7, 3) == 2
        assert await async_values.apow_(2, 3) == 8.0
        assert await async_values.aconcat("a", 1, "b") == "a1b"
        assert await async_values.aindex(Table({"a": 1}), "a") == 1
        assert await async_values.aindex("x", "nothing") is None
        assert await async_values.alt(1, 2)
        assert await async_values.ale("a", "a")
        assert await async_values.aeq(None, None)
        assert not await async_values.aeq(1, True)
        table = Table()
        await async_values.asetindex(table, 1, "x")
        assert table[1] == "x"
        with pytest.raises(LuaError, match="cannot perform add"):
            await async_values.aadd(None, 1)

    asyncio.run(main())


def test_comparison_metamethods() -> None:
    less = lambda left, right, *_: left["mark"] < right["mark"]  # noqa: E731
    low, high = _with_meta(lt=less), _with_meta(lt=less)
    high.set("mark", 2)
    assert lt(low, high)
    assert not lt(high, low)
    assert le(low, high)  # not (high < low)
    assert not le(high, low)
    with pytest.raises(LuaError, match="attempt to compare table with table"):
        lt(low, _with_meta(lt=lambda *_: True))
    same = lambda *_: 1  # noqa: E731
    assert eq(_with_meta(eq=same), _with_meta(eq=same))
    assert not eq(_with_meta(eq=same), _with_meta(eq=lambda *_: 1))
    assert not eq(_with_meta(eq=same), Table())

    async def less_later(left: Table, right: Table, *_: Any) -> bool:
        await asyncio.sleep(0)
        return bool(left["mark"] < right["mark"])

    one, two = _with_meta(lt=less_later), _with_meta(lt=less_later)
    two.set("mark", 2)
    assert asyncio.run(async_values.alt(one, two))
    assert asyncio.run(async_values.ale(one, two))
    assert not asyncio.run(async_values.ale(two, one))


def test_concat_uses_metamethods_from_the_right() -> None:
    joined = _with_meta(concat=lambda left, right, *_: "joined")
    assert concat("a", "b", joined) == "ajoined"
    assert concat(joined, "b", "c") == "joined"


def test_newindex_twin_waits() -> None:
    log: list[Any] = []

    async def store(table: Table, key: Any, value: Any, *_: Any) -> None:
        await asyncio.sleep(0)
        log.append((key, value))

    asyncio.run(async_values.asetindex(_with_meta(newindex=store), "k", 5))
    assert log == [("k", 5)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "nil"), (True, "true"), (False, "false"), (3, "3"), (3.0, "3"), ("x", "x"),
     (errors.new("gone"), "gone")],
)  # fmt: skip
def test_tostring(value: Any, text: str) -> None:
    assert tostring(value) == text


def test_tostring_of_reference_values() -> None:
    assert tostring(Table()).startswith("table: 0x")
    assert tostring(_raise(1)).startswith("function: 0x")
    assert tostring(base.rawget).startswith("gofunc: 0x")
    assert tostring(Userdata()).startswith("userdata(*Userdata): 0x")
    with pytest.raises(LuaError, match="'__tostring' must return a string"):
        tostring(_with_meta(tostring=lambda *_: None))


class Answer(Userdata):
    """Has a field and, in the older form, a method of the same name."""

    def lua_index(self, key: Any) -> Any:
        return "text" if key == "body" else super().lua_index(key)

    def lua_method(self, name: str) -> Any:
        return (lambda *_: "by method") if name == "body" else super().lua_method(name)


def test_a_method_call_finds_methods_that_fields_hide() -> None:
    answer = Answer()
    assert index(answer, "body") == "text"
    assert calls.invoke(answer, "body") == "by method"
    assert asyncio.run(calls.ainvoke(answer, "body")) == "by method"
    with pytest.raises(LuaError, match="attempt to call a non-function object"):
        calls.invoke(answer, "nothing")
