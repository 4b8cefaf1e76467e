"""Indexed tables: everything that can be seen of them is as with other tables."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from wippy_runtime.lib import table as table_library
from wippy_runtime.lua.calls import iter_ipairs, next_entry
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.indexed_table import IndexedTable, indexed_array
from wippy_runtime.lua.meta_tables import DynamicMetaTable, IndexedMetaTable, is_frozen
from wippy_runtime.lua.table import Table, array, make_table
from wippy_runtime.lua.values import length, type_name
from wippy_runtime.wire import EncodeError, wire_encode

_KEYS = st.one_of(
    st.integers(-2, 12),
    st.integers(1, 300),
    st.sampled_from(["a", "b", "c", 1.0, 2.5, 0.0, -0.0, 5000, 70_000, 2**26 - 1, 2**26]),
    st.booleans(),
)
_VALUES = st.one_of(st.none(), st.integers())


def _entries(table: Table) -> list[tuple[Any, Any]]:
    """Walk with `next`; the keys with their types."""
    found = []
    entry = next_entry(table)
    while entry is not None:
        found.append((repr(entry[0]), entry[1]))
        entry = next_entry(table, entry[0])
    return found


def _encoded(table: Table) -> Any:
    try:
        return wire_encode(table)
    except EncodeError as error:
        return str(error)


def _outcome(function: Any, *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except LuaError as error:
        return error.value


class SameAsTable(RuleBasedStateMachine):
    """The same operations on an indexed and a plain table have the same effects."""

    def __init__(self) -> None:
        super().__init__()
        self.plain: Table = Table()
        self.indexed: Table = IndexedTable()
        self.first = self.last = 1

    def _both(self, function: Any, *arguments: Any) -> None:
        assert _outcome(function, self.plain, *arguments) == _outcome(
            function, self.indexed, *arguments
        )

    @rule(key=_KEYS, value=_VALUES)
    def store(self, key: Any, value: Any) -> None:
        self.plain.set(key, value)
        self.indexed.set(key, value)

    @rule(key=st.integers(-1, 40), value=_VALUES)
    def store_natively(self, key: int, value: Any) -> None:
        # Nil under a new key takes a place in the order, which only elements do not have.
        if value is not None or key > 0:
            self.plain.set(key, value)
            self.indexed[key] = value

    @rule(start=st.integers(1, 10), values=st.lists(_VALUES, max_size=10))
    def store_many_natively(self, start: int, values: list[Any]) -> None:
        for key, value in enumerate(values, start):
            self.plain.set(key, value)
            self.indexed[key] = value

    @rule(value=_VALUES)
    def name(self, value: Any) -> None:
        self.plain["name"] = value
        self.indexed["name"] = value

    @rule(value=st.integers())
    def append(self, value: int) -> None:
        self.plain.append(value)
        self.indexed.append(value)

    @rule(value=_VALUES)
    def insert_last(self, value: Any) -> None:
        self._both(table_library.insert, value)

    @precondition(lambda self: self.plain.length() < 1000)
    @rule(position=st.integers(-1, 15), value=_VALUES)
    def insert(self, position: int, value: Any) -> None:
        self._both(table_library.insert, position, value)

    @precondition(lambda self: self.plain.length() < 1000)
    @rule(position=st.one_of(st.none(), st.integers(-1, 15)))
    def remove(self, position: Any) -> None:
        self._both(table_library.remove, position)

    @precondition(lambda self: len(list(iter_ipairs(self.plain))) == self.plain.length())
    @rule()
    def sort(self) -> None:
        self._both(table_library.sort)

    @rule(stored=st.integers(0, 3), removed=st.integers(0, 3))
    def queue(self, stored: int, removed: int) -> None:
        """Store at one end and remove at the other."""
        for index in range(self.last, self.last + stored):
            self._both(lambda table, index=index: table.set(index, index))
        for index in range(self.first, self.first + removed):
            self._both(lambda table, index=index: table.set(index, None))
        self.last += stored
        self.first += removed

    @rule(count=st.integers(1, 60))
    def churn(self, count: int) -> None:
        for table in (self.plain, self.indexed):
            for number in range(count):
                table.set(f"gone{number}", number)
            for number in range(count):
                table.set(f"gone{number}", None)

    @rule(count=st.integers(0, 5))
    def traverse_a_little(self, count: int) -> None:
        for table in (self.plain, self.indexed):
            entry = next_entry(table)
            for _ in range(count):
                if entry is not None:
                    entry = next_entry(table, entry[0])

    @rule(count=st.integers(0, 6))
    def clear_while_traversing(self, count: int) -> None:
        visited = []
        for table in (self.plain, self.indexed):
            keys = []
            for key, _ in table.items_in_order():
                keys.append(key)
                table.set(key, None)
                if len(keys) == count:
                    break
            visited.append(keys)
        assert visited[0] == visited[1]

    def teardown(self) -> None:
        self.looks_the_same()

    # Not after each step: the border is found again when it is asked for, after several stores.
    @rule()
    def looks_the_same(self) -> None:
        plain, table = self.plain, self.indexed
        assert [(repr(key), value) for key, value in table.items_in_order()] == [
            (repr(key), value) for key, value in plain.items_in_order()
        ]
        assert _entries(table) == _entries(plain)
        assert list(iter_ipairs(table)) == list(iter_ipairs(plain))
        assert length(table) == length(plain)
        assert table.is_object == plain.is_object
        assert table.is_empty() == plain.is_empty()
        assert _encoded(table) == _encoded(plain)
        assert table_library.maxn(table) == table_library.maxn(plain)
        for key in (0, -1, 1, 2, 7, 1.0, 2.5, "a", True, False, None, float("nan"), 2**26):
            assert table.get_raw(key) == plain.get_raw(key)
            if type(key) is not bool:
                assert table[key] == plain[key]
        if plain.length() < 1000:
            self._both(table_library.unpack, 1, plain.length())
            self._both(table_library.concat, ",")


TestSameAsTable = SameAsTable.TestCase
TestSameAsTable.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)


def test_it_is_a_table() -> None:
    assert type_name(IndexedTable()) == "table"
    assert IndexedTable()
    assert IndexedTable() != IndexedTable()


@pytest.mark.parametrize("key", [None, float("nan")])
def test_nil_and_nan_are_no_keys(key: Any) -> None:
    assert _outcome(IndexedTable().set, key, 1) == _outcome(Table().set, key, 1) != ()


def test_a_list_of_values_may_have_holes() -> None:
    table = indexed_array([1, None, 3, None])
    assert table.length() == 3
    assert list(table.items_in_order()) == [(1, 1), (3, 3)]
    assert table.elements() == array([1, None, 3]).elements()


def test_far_elements_cost_nothing() -> None:
    table = indexed_array([1, 2])
    for key in (10_000_000, 20_000_000, 2**26 - 1):
        table[key] = key
        assert table.length() == key
    assert table.is_sparse()
    assert table.elements() == [1, 2]
    for key in (2**26 - 1, 20_000_000):
        assert table.length() == key
        table.set(key, None)
    table[10_000_000] = None
    assert table.length() == 2
    assert len(table) == 2
    table[2**26 - 1] = 1
    table[2**26] = 1
    assert table.length() == 2**26 - 1


def test_elements_appended_during_ipairs_are_visited() -> None:
    table = indexed_array([1])
    visited = []
    for index, value in iter_ipairs(table):
        visited.append(value)
        if index < 4:
            table[index + 1] = index + 1
    assert visited == [1, 2, 3, 4]


def _filled() -> Table:
    table = indexed_array([1, 2])
    table["name"] = "n"
    table["gone"] = 1
    table["gone"] = None
    table.set(True, "yes")
    table[0] = "zero"
    table.set_metatable(None)
    assert table.metatable() is None
    return table


def test_it_keeps_its_elements_when_it_gets_a_metatable() -> None:
    table = _filled()
    meta = Table({"__index": make_table(["one", "two", "three"], [("gone", "base")])})
    table.set_metatable(meta)
    assert type(table) is IndexedMetaTable
    assert [table[key] for key in (1, 2, 3, 0, "name", "gone")] == [
        1, 2, "three", "zero", "n", "base",
    ]  # fmt: skip
    table.set(2, None)
    assert [table.get_raw(2), table[2], table.length(), list(iter_ipairs(table))] == [
        None, "two", 1, [(1, 1)],
    ]  # fmt: skip
    table.append("last")
    assert [table[2], table.length(), table.metatable()] == ["last", 2, meta]
    table.set_metatable(None)
    assert [type(table), table[3], table["gone"], table.length()] == [IndexedTable, None, None, 2]


def test_a_metatable_with_functions_turns_it_into_a_table_with_a_list() -> None:
    table = _filled()
    table.set_metatable(Table({"__index": lambda _, key: f"no {key}"}))
    assert isinstance(table, DynamicMetaTable)
    assert [table[key] for key in (1, 2, 3, 0, True, "name", "gone")] == [
        1, 2, "no 3", "zero", "yes", "n", "no gone",
    ]  # fmt: skip
    assert table.length() == 2


def test_a_metatable_may_get_functions_later() -> None:
    table, meta = _filled(), Table({"__index": Table()})
    stored: list[Any] = []
    table.set_metatable(meta)
    meta["__newindex"] = lambda _, key, value: stored.append((key, value))
    assert isinstance(table, DynamicMetaTable)
    table[3] = "third"
    table[1] = "first"
    assert [stored, table[1], table[3], table[True]] == [[(3, "third")], "first", None, "yes"]


def test_native_stores_are_seen_after_it_has_got_a_metatable() -> None:
    table = IndexedTable()
    table.set_metatable(Table())
    table[1] = "one"
    assert table.length() == 1
    assert list(table.items_in_order()) == [(1, "one")]


def test_it_may_become_a_metatable() -> None:
    meta = indexed_array(["first"])
    table = Table()
    table.set_metatable(meta)
    meta["__index"] = indexed_array(["inherited"])
    assert [table[1], meta[1], meta.length()] == ["inherited", "first", 1]


def test_a_frozen_one_refuses_stores() -> None:
    table = indexed_array([1]).freeze()
    assert is_frozen(table)
    assert table[1] == 1
    with pytest.raises(LuaError, match="Immutable"):
        table[1] = 2


def test_an_emptied_object_stays_one() -> None:
    table = IndexedTable({"a": 1})
    table["a"] = None
    assert wire_encode(table) == b"{}"
    assert wire_encode(IndexedTable()) == b"[]"
