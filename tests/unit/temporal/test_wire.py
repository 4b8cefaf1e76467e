"""Lua values as JSON and back."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wippy_runtime.lib import channel, errors
from wippy_runtime.lua.strings import from_text
from wippy_runtime.lua.table import Table, array
from wippy_runtime.wire import (
    DecodeError,
    EncodeError,
    wire_decode,
    wire_decode_plain,
    wire_encode,
)


def record(**fields: Any) -> Table:
    return Table(fields)


def holed() -> Table:
    table = array([1, 2, 3])
    table.set(2, None)
    return table


def keyed(key: Any, value: Any) -> Table:
    table = Table()
    table.set(key, value)
    return table


def emptied() -> Table:
    table = record(x=1)
    table.set("x", None)
    return table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (2**63 - 1, "9223372036854775807"),
        (3.0, "3"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1e-7, "1e-7"),
        (1.5e-10, "1.5e-10"),
        (1e-6, "0.000001"),
        (0.1, "0.1"),
        (-0.5, "-0.5"),
        (math.nan, "null"),
        (math.inf, "null"),
        ("text", '"text"'),
        ('a"\\\n\x01', '"a\\"\\\\\\n\\u0001"'),
        (from_text("é<&>"), '"é<&>"'),
        ("\xff", '"�"'),
        (array([1, "a", True, 2.0, 0.25]), '[1,"a",true,2,0.25]'),
        (array([1e21, 1e-7, 1.5e-10]), "[1000000000000000000000,0.0000001,0.00000000015]"),
        (array([5.960464477539063e-08]), "[0.00000005960464477539063]"),
        (array([math.nan, 1]), "[null,1]"),
        (record(a=1, b=array([])), '{"a":1,"b":[]}'),
        (record(z=1, a=2), '{"z":1,"a":2}'),
        (keyed(True, 1), '{"true":1}'),
        (keyed(False, 1), '{"false":1}'),
        (keyed(1.5, "x"), '{"1.5":"x"}'),
        (keyed(3.0, None), "[]"),
        (Table(), "[]"),
        (emptied(), "{}"),
        (record(f=len, c=channel.new(), v=1), '{"v":1}'),
        (array([len, 1]), "[null,1]"),
        (errors.wrap(errors.new("inner"), "ctx"), '"ctx: inner"'),
        (record(e=errors.new("x")), '{"e":"x"}'),
        ({"plain": [1, None, {"x": ()}]}, '{"plain":[1,null,{"x":[]}]}'),
        ({}, "{}"),
        ([], "[]"),
    ],
)
def test_encode(value: Any, text: str) -> None:
    assert wire_encode(value).decode() == text


def deep(levels: int) -> Table:
    table = Table()
    for _ in range(levels - 1):
        table = array([table])
    return table


def cyclic() -> Table:
    table = Table()
    table.set("self", table)
    return table


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (keyed("x", 1), None),
        (holed(), "cannot encode sparse array: non-contiguous numeric keys found"),
        (keyed(0, 1), "cannot encode sparse array: non-contiguous numeric keys found"),
        (keyed(500, 1), "cannot encode sparse array: non-contiguous numeric keys found"),
        (keyed(2**40, 1), "cannot encode sparse array: non-contiguous numeric keys found"),
        (cyclic(), "cannot encode recursively nested tables to JSON"),
        (deep(128), None),
        (deep(129), "exceeded maximum nesting depth for JSON encoding"),
    ],
)
def test_what_json_cannot_hold(value: Any, message: str | None) -> None:
    if message is None:
        assert wire_encode(value)
        return
    with pytest.raises(EncodeError) as refused:
        wire_encode(value)
    assert str(refused.value) == message


@pytest.mark.parametrize("key", ["name", True, 1.5])
def test_mixed_keys_are_refused(key: Any) -> None:
    table = array([1])
    table.set(key, 2)
    with pytest.raises(EncodeError, match="cannot encode mixed-key table"):
        wire_encode(table)


def test_a_table_may_appear_twice_side_by_side() -> None:
    shared = record(a=1)
    assert wire_encode(array([shared, shared])) == b'[{"a":1},{"a":1}]'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("1", 1),
        ("1.0", 1.0),
        ("1e2", 100.0),
        ("-0", 0),
        ("99999999999999999999999", 2**63 - 1),
        ("-99999999999999999999999", -(2**63)),
        ("1e999", 1.7976931348623157e308),
        ('"é"', from_text("é")),
        ('"\\u00e9"', from_text("é")),
        ('"\\ud83d\\ude00"', from_text("😀")),
    ],
)
def test_decode_scalars(text: str, value: Any) -> None:
    decoded = wire_decode(text.encode())
    assert decoded == value
    assert type(decoded) is type(value)


def test_decode_tables() -> None:
    table = wire_decode('{"b":{"é":[1,null,3]},"n":null,"a":[],"o":{},"1":true}'.encode())
    assert next(iter(table.items_in_order()))[0] == "b"
    inner = table["b"][from_text("é")]
    assert [inner[index] for index in (1, 2, 3)] == [1, None, 3]
    assert table["n"] is None
    assert table[1] is None
    assert table["1"] is True
    assert wire_encode(record(a=table["a"], o=table["o"])) == b'{"a":[],"o":{}}'


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'[{"x":{"a":1,"a":2}}]',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b'"\xff"',
        b'"\\ud800"',
        b"[1,]",
        b"",
        b"{} x",
        b"[" * 200_000,
    ],
)
def test_decoding_is_strict(data: bytes) -> None:
    with pytest.raises(DecodeError):
        wire_decode(data)


def test_plain_decoding_gives_python_data() -> None:
    assert wire_decode_plain('{"é":[1,null]}'.encode()) == {"é": [1, None]}


def test_text_option_keeps_unicode() -> None:
    assert wire_encode({"k": "é"}, text=str).decode() == '{"k":"é"}'


_JSON = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(-1e15, 1e15)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@given(_JSON)
def test_decoding_then_encoding_is_the_identity(value: Any) -> None:
    data = json.dumps(value).encode()
    again = wire_decode_plain(wire_encode(wire_decode(data)))
    assert again == value
