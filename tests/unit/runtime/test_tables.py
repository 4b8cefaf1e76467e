"""Tables: keys, length, order, tombstones, metatables, freezing."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wippy_runtime.lua.calls import iter_ipairs, iter_pairs, iterate, next_entry
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.meta_tables import FrozenTable, MetaTable, is_frozen
from wippy_runtime.lua.table import Table, array, make_table, object_table


def _pairs(table: Table) -> list[tuple[Any, Any]]:
    return list(table.items_in_order())


def test_an_empty_table_is_true_and_equal_only_to_itself() -> None:
    table = Table()
    assert table
    assert bool(table) is True
    assert table != Table()
    assert len({table, Table()}) == 2


def test_keys_that_python_confuses_are_kept_apart() -> None:
    table = Table()
    for key, value in ((True, "true"), (1, "one"), (False, "false"), (0, "zero")):
        table.set(key, value)
    assert [table[key] for key in (True, 1, False, 0)] == ["true", "one", "false", "zero"]
    assert [table.get_raw(key) for key in (True, 1, False, 0)] == ["true", "one", "false", "zero"]
    assert {repr(key) for key, _ in _pairs(table)} == {"1", "True", "False", "0"}


def test_float_keys_are_normalised() -> None:
    table = array(["a", "b"])
    table.set(2.0, "B")
    table.set(-0.0, "zero")
    table.set(-3.0, "minus")
    table.set(2.5, "half")
    assert [table[1.0], table[2], table[0], table[-3], table[2.5]] == [
        "a", "B", "zero", "minus", "half",
    ]  # fmt: skip
    assert table[math.nan] is None
    assert table[1e300] is None


@pytest.mark.parametrize(
    ("key", "text"), [(None, "table index is nil"), (math.nan, "table index is NaN")]
)
def test_nil_and_nan_are_no_keys(key: Any, text: str) -> None:
    with pytest.raises(LuaError) as caught:
        Table().set(key, 1)
    assert caught.value.value == text


def test_length_is_the_highest_index_with_a_value() -> None:
    table = Table()
    assert table.length() == 0
    table.set(5, "x")
    assert table.length() == 5
    assert array([1, None, 3]).length() == 3
    assert array([1, None, None]).length() == 1
    table.set(5, None)
    assert table.length() == 0
    table.set("name", 1)
    assert table.length() == 0


def test_far_elements_count_for_the_length_without_filling_the_gap() -> None:
    table = array([1, 2])
    table.set(1_000_000, "far")
    assert table.length() == 1_000_000
    assert table[1_000_000] == "far"
    assert len(table.elements()) == 2
    table.set(3, 3)
    assert _pairs(table) == [(1, 1), (2, 2), (3, 3), (1_000_000, "far")]
    table.set(1_000_000, None)
    assert table.length() == 3
    table.set(2**26, "a hash key")
    assert table.length() == 3


def test_a_table_filled_backwards_becomes_an_array() -> None:
    table = Table()
    for index in range(500, 0, -1):
        table.set(index, index)
    assert table.length() == 500
    assert table.elements() == list(range(1, 501))
    assert not len(table)


def test_pairs_visits_elements_then_keys_by_insertion() -> None:
    table = make_table(["a", "b"], [("z", 1), ("y", 2), (True, 3), (-1, 4)])
    assert _pairs(table) == [(1, "a"), (2, "b"), ("z", 1), ("y", 2), (True, 3), (-1, 4)]


def test_a_key_deleted_and_set_again_keeps_its_slot() -> None:
    table = Table({"a": 1, "b": 2})
    table.set("a", None)
    assert _pairs(table) == [("b", 2)]
    table.set("a", 3)
    assert _pairs(table) == [("a", 3), ("b", 2)]


def test_fields_may_be_set_to_nil_during_a_traversal() -> None:
    table = make_table([1, 2, 3], [("a", 1), ("b", 2)])
    visited = []
    for key, _ in iter_pairs(table):
        visited.append(key)
        table.set(key, None)
    assert visited == [1, 2, 3, "a", "b"]
    assert table.is_empty()
    assert next_entry(table) is None


def test_a_field_removed_ahead_is_not_visited() -> None:
    table = Table({"a": 1, "b": 2, "c": 3})
    visited = []
    for key, _ in iter_pairs(table):
        visited.append(key)
        table.set("b", None)
    assert visited == ["a", "c"]


def test_many_deleted_keys_leave_no_trace() -> None:
    table = Table()
    for number in range(10_000):
        table.set(f"key{number}", number)
        table.set(f"key{number}", None)
    assert len(table) < 100
    assert table.is_object


def test_next_walks_like_pairs_and_survives_deletion() -> None:
    table = make_table([1, None, 3], [("a", 1), (True, 2), (0, 3)])
    expected = _pairs(table)
    assert list(iterate(next_entry, table, None)) == expected
    walked = []
    entry = next_entry(table)
    while entry is not None:
        walked.append(entry)
        table.set(entry[0], None)
        entry = next_entry(table, entry[0])
    assert walked == expected


def test_next_from_any_key_and_from_an_unknown_one() -> None:
    table = Table({"a": 1, "b": 2, "c": 3})
    assert table.next("b") == ("c", 3)
    assert table.next("a") == ("b", 2)
    assert table.next("c") is None
    with pytest.raises(LuaError) as caught:
        table.next("unknown")
    assert caught.value.value == "invalid key to 'next'"


def test_ipairs_is_raw_and_stops_at_nil() -> None:
    assert list(iter_ipairs(array(["a", None, "c"]))) == [(1, "a")]
    growing = array([1])
    visited = []
    for index, value in iter_ipairs(growing):
        visited.append(value)
        if index < 4:
            growing.set(index + 1, index + 1)
    assert visited == [1, 2, 3, 4]


@pytest.mark.parametrize("function", [iter_pairs, iter_ipairs])
def test_iterating_something_else_raises(function: Any) -> None:
    name = function.__name__.removeprefix("iter_")
    with pytest.raises(LuaError) as caught:
        function(None)
    assert caught.value.value == f"bad argument #1 to {name} (table expected, got nil)"


def test_positional_values_win_in_a_constructor() -> None:
    assert make_table(["b"], [(1, "a")])[1] == "b"
    assert _pairs(make_table([None, None], [(2, "x"), (3, "y")])) == [(3, "y")]


def test_whether_an_empty_table_was_an_object() -> None:
    assert not Table().is_object
    assert object_table({}).is_object
    table = Table({"a": 1})
    table.set("a", None)
    assert table.is_object
    assert table.is_empty()
    assert not array([1]).is_object
    table.set_metatable(Table())
    assert table.is_object


def test_index_of_a_metatable_is_seen_by_native_reads() -> None:
    base = Table({"greet": "hello"})
    table = Table({"own": 1, "gone": 2})
    table["gone"] = None
    table.set_metatable(Table({"__index": base}))
    assert type(table) is MetaTable
    assert [table["own"], table["greet"], table["missing"]] == [1, "hello", None]
    base.set("gone", "from base")
    assert table["gone"] == "from base"
    table.set_metatable(Table({"__index": lambda t, key, *_: f"<{key}>"}))
    assert [table["x"], table[7], table[True]] == ["<x>", "<7>", "<True>"]
    table.set_metatable(None)
    assert type(table) is Table
    assert table["x"] is None


def test_newindex_is_seen_by_native_stores() -> None:
    log: list[Any] = []
    table = Table({"own": 1})
    table.set_metatable(Table({"__newindex": lambda t, key, value, *_: log.append((key, value))}))
    table["own"] = 2
    table["new"] = 3
    assert (table["own"], table["new"], log) == (2, None, [("new", 3)])
    table["own"] = None
    table["own"] = 4
    assert log[-1] == ("own", 4)
    backing = Table()
    table.set_metatable(Table({"__newindex": backing}))
    table["other"] = 5
    assert backing["other"] == 5
    assert table.get_raw("other") is None


def test_frozen_tables_refuse_every_store() -> None:
    table = Table({"a": 1}).freeze()
    assert type(table) is FrozenTable
    assert is_frozen(table)
    stores = [
        lambda: table.set("a", 2),
        lambda: table.__setitem__("a", 2),
        lambda: table.append(1),
        lambda: table.set_metatable(Table()),
    ]
    for store in stores:
        with pytest.raises(LuaError, match="attempt to modify Immutable table"):
            store()
    assert table["a"] == 1
    with_meta = Table({"a": 1})
    with_meta.set_metatable(Table({"__index": Table({"b": 2})}))
    with_meta.freeze()
    assert with_meta["b"] == 2
    with pytest.raises(LuaError, match="Immutable"):
        with_meta["c"] = 3


class TableModel(RuleBasedStateMachine):
    """Any sequence of stores leaves the table with the contents of a plain dict."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        self.model: dict[Any, Any] = {}

    keys = st.one_of(
        st.integers(-2, 12),
        st.integers(1, 300),
        st.sampled_from(["a", "b", "c", 1.0, 2.5, 0.0, 5000, 70_000, 2**26 + 1]),
        st.booleans(),
    )

    @staticmethod
    def _model_key(key: Any) -> Any:
        return ("boolean", key) if type(key) is bool else key

    @rule(key=keys, value=st.one_of(st.none(), st.integers()))
    def store(self, key: Any, value: Any) -> None:
        self.table.set(key, value)
        self.model[self._model_key(key)] = value

    @rule(value=st.integers())
    def append(self, value: int) -> None:
        index = self.table.length() + 1
        self.table.append(value)
        self.model[index] = value

    @rule(meta=st.sampled_from([None, {}, {"__index": Table()}]))
    def change_metatable(self, meta: dict[str, Any] | None) -> None:
        self.table.set_metatable(None if meta is None else Table(meta))

    @invariant()
    def same_contents(self) -> None:
        expected = {key: value for key, value in self.model.items() if value is not None}
        found = {self._model_key(key): value for key, value in self.table.items_in_order()}
        assert found == expected
        assert all(
            self.table[key] == value for key, value in expected.items() if type(key) is not tuple
        )
        indexes = [k for k in expected if type(k) in (int, float) and 0 < k < 2**26 and k == int(k)]
        assert self.table.length() == max(indexes, default=0)
        positions = [k for k, _ in self.table.items_in_order() if type(k) is int and 0 < k < 2**26]
        assert positions == sorted(positions)


TestTableModel = TableModel.TestCase
TestTableModel.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers()), max_size=8))
def test_array_length_skips_trailing_nils_only(values: list[Any]) -> None:
    expected = max((index for index, value in enumerate(values, 1) if value is not None), default=0)
    assert array(list(values)).length() == expected
