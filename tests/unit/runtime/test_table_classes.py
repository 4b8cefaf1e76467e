"""A table on its way through its classes keeps the contents that a plain dict has."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from wippy_runtime.lib import table as table_library
from wippy_runtime.lua.calls import iter_entries, iter_ipairs, iter_keys, iter_pairs, next_entry
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.indexed_table import IndexedTable, indexed_table
from wippy_runtime.lua.meta_tables import (
    TABLE_CLASSES,
    ArrayMetaTable,
    DynamicMetaTable,
    FrozenMetaTable,
    FrozenTable,
    MetaTable,
    WatchedArrayMetaTable,
    WatchedArrayTable,
    WatchedDynamicMetaTable,
    WatchedMetaTable,
    WatchedTable,
    is_frozen,
)
from wippy_runtime.lua.objects import setmetatable
from wippy_runtime.lua.table import ArrayTable, StoredKey, Table, array, make_table
from wippy_runtime.lua.values import index, length, setindex

_LIMIT = 2**26
_PROBES: tuple[Any, ...] = (
    1, 2, 3, 1.0, 2.0, 0, -0.0, -3, -3.0, 2.5, True, False, "a", "b", "z", None, 5000, _LIMIT,
)  # fmt: skip
_KEYS = st.one_of(
    st.integers(-3, 12),
    st.integers(1, 300),
    st.sampled_from(["a", "b", 1.0, 2.0, 0.0, -0.0, -3.0, 2.5, 5000, 70_000, _LIMIT]),
    st.booleans(),
)
_NAMES = st.sampled_from(["a", "b", -3, -3.0, 2.5])
_VALUES = st.one_of(st.none(), st.integers())
_BASE = make_table(["one", "two"], [("a", "base"), ("z", "last"), (True, "yes"), (0, "zero")])


def _model_key(key: Any) -> Any:
    return ("boolean", key) if type(key) is bool else key


def _inherit(table: Any, key: Any, *_: Any) -> Any:
    return _BASE[key]


def _store_raw(table: Any, key: Any, value: Any, *_: Any) -> None:
    table.set(key, value)


_INDEXES: dict[str, Any] = {"none": None, "table": _BASE, "function": _inherit}


class TableInAllItsClasses(RuleBasedStateMachine):
    """Any operations, by way of any classes, have the effects that they have on a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.table: Table = Table()
        self.model: dict[Any, Any] = {}
        self.meta: Table | None = None
        self.follower: Table | None = None
        self.held: list[Any] | None = None
        self.may_have_elements = False

    @initialize(make=st.sampled_from([Table, lambda: array([]), indexed_table]))
    def begin(self, make: Callable[[], Table]) -> None:
        self.table = make()

    # Else few tables would get a metatable, or become one, before they have elements.
    @rule()
    def allow_elements(self) -> None:
        self.may_have_elements = True

    def _border(self) -> int:
        return max(
            (
                int(key)
                for key, value in self.model.items()
                if type(key) in (int, float)
                and value is not None
                and 0 < key < _LIMIT
                and key == int(key)
            ),
            default=0,
        )

    def _store(self, key: Any, value: Any, is_raw: bool) -> None:
        if is_raw:
            self.table.set(key, value)
        else:
            setindex(self.table, key, value)
        self.model[_model_key(key)] = value

    @precondition(lambda self: self.may_have_elements)
    @rule(key=_KEYS, value=_VALUES, is_raw=st.booleans())
    def store(self, key: Any, value: Any, is_raw: bool) -> None:
        self._store(key, value, is_raw)

    @rule(key=_NAMES, value=_VALUES, is_raw=st.booleans())
    def store_field(self, key: Any, value: Any, is_raw: bool) -> None:
        self._store(key, value, is_raw)

    @rule(key=st.sampled_from(["a", "b"]), value=st.integers())
    def store_natively(self, key: str, value: int) -> None:
        self.table[key] = value
        self.model[key] = value

    @precondition(lambda self: self.may_have_elements)
    @rule(value=_VALUES, append=st.sampled_from([table_library.append, table_library.insert]))
    def append(self, value: Any, append: Any) -> None:
        following = self._border() + 1
        append(self.table, value)
        if value is not None:
            self.model[following] = value

    @precondition(lambda self: self.may_have_elements and self._border() < 1000)
    @rule(position=st.integers(-1, 15), value=_VALUES)
    def insert(self, position: int, value: Any) -> None:
        table_library.insert(self.table, position, value)
        if position > 0:
            for moved in range(self._border(), position - 1, -1):
                self.model[moved + 1] = self.model.get(moved)
        self.model[position] = value

    @precondition(lambda self: self._border() < 1000)
    @rule(position=st.one_of(st.none(), st.integers(-1, 15)))
    def remove(self, position: int | None) -> None:
        removed = table_library.remove(self.table, position)
        size = self._border()
        first = size if position is None or position < 1 else position
        if size == 0 or first > size:
            assert removed is None
            return
        assert removed == self.model.get(first)
        for moved in range(first, size):
            self.model[moved] = self.model.get(moved + 1)
        self.model[size] = None

    @precondition(lambda self: self._border() < 1000)
    @rule()
    def reverse(self) -> None:
        size = self._border()
        values = [self.model.get(position) for position in range(size, 0, -1)]
        self.table.replace_elements(list(values))
        for position, value in enumerate(values, 1):
            self.model[position] = value

    @rule(index=st.sampled_from(sorted(_INDEXES)), newindex=st.booleans())
    def set_metatable(self, index: str, newindex: bool) -> None:
        fields = {"__index": _INDEXES[index], "__newindex": _store_raw if newindex else None}
        meta = Table({name: field for name, field in fields.items() if field is not None})
        self.meta = meta
        assert setmetatable(self.table, meta) is self.table

    @rule()
    def remove_metatable(self) -> None:
        setmetatable(self.table, None)
        self.meta = None
        has_elements = isinstance(self.table, ArrayTable)
        assert type(self.table) in (
            {ArrayTable, WatchedArrayTable} if has_elements else {Table, IndexedTable, WatchedTable}
        )

    @precondition(lambda self: self.meta is not None)
    @rule(name=st.sampled_from(sorted(_INDEXES)), natively=st.booleans())
    def change_index(self, name: str, natively: bool) -> None:
        assert self.meta is not None
        if natively:
            self.meta["__index"] = _INDEXES[name]
        else:
            setindex(self.meta, "__index", _INDEXES[name])

    @precondition(lambda self: self.meta is not None)
    @rule(newindex=st.booleans())
    def change_newindex(self, newindex: bool) -> None:
        assert self.meta is not None
        self.meta.set("__newindex", _store_raw if newindex else None)

    @rule()
    def use_as_metatable(self) -> None:
        self.follower = setmetatable(Table({"own": 1}), self.table)

    @rule(has_index=st.booleans())
    def change_index_of_followers(self, has_index: bool) -> None:
        setindex(self.table, "__index", _BASE if has_index else None)
        self.model["__index"] = _BASE if has_index else None

    @precondition(lambda self: self.may_have_elements and not isinstance(self.table, IndexedTable))
    @rule()
    def hold_elements(self) -> None:
        self.held = self.table.elements()
        assert isinstance(self.table, ArrayTable)

    @rule(count=st.integers(0, 6), walk=st.sampled_from([iter_keys, "next"]))
    def clear_while_traversing(self, count: int, walk: Any) -> None:
        def by_next() -> Any:
            entry = next_entry(self.table)
            while entry is not None:
                yield entry[0]
                entry = next_entry(self.table, entry[0])

        for key in islice(by_next() if walk == "next" else walk(self.table), count):
            self.table.set(key, None)
            self.model[_model_key(key)] = None

    @rule()
    def length_alone(self) -> None:
        assert self.table.length() == length(self.table) == self._border()

    def teardown(self) -> None:
        self.same_contents()
        self.table.freeze()
        assert is_frozen(self.table)
        for key in ("a", "new", 1, 7, True, 0):
            with pytest.raises(LuaError, match="Immutable"):
                setindex(self.table, key, 1)
            with pytest.raises(LuaError, match="Immutable"):
                self.table.set(key, None)
        with pytest.raises(LuaError, match="Immutable"):
            table_library.insert(self.table, 1)
        self.same_contents()

    @rule()
    def same_contents(self) -> None:
        self._class_fits()
        table = self.table
        expected = {key: value for key, value in self.model.items() if value is not None}
        entries = list(iter_pairs(table))
        assert {_model_key(key): value for key, value in entries} == expected
        assert len(entries) == len(expected)
        assert list(map(repr, iter_keys(table))) == [repr(key) for key, _ in entries]
        unchanged = [entry for entry in iter_entries(table) if entry[1] is not None]
        assert list(map(repr, unchanged)) == list(map(repr, entries))
        walked = []
        entry = next_entry(table)
        while entry is not None:
            walked.append(entry)
            entry = next_entry(table, entry[0])
        assert [(repr(key), value) for key, value in walked] == [
            (repr(key), value) for key, value in entries
        ]
        leading = list(iter_ipairs(table))
        assert leading == [(at, expected[at]) for at in range(1, len(leading) + 1)]
        assert len(leading) + 1 not in expected
        assert table.length() == self._border()
        assert table.is_empty() == (not expected)
        self._same_reads(expected)

    def _same_reads(self, expected: dict[Any, Any]) -> None:
        inherits = self.meta is not None and dict.get(self.meta, "__index") is not None
        for key in _PROBES:
            own = expected.get(_model_key(key))
            assert self.table.get_raw(key) == own
            if type(key) is bool and isinstance(self.table, IndexedTable):
                continue
            seen = _BASE[key] if inherits and own is None else own
            assert self.table[key] == seen
            assert index(self.table, key) == seen
        if self.follower is not None:
            has_index = expected.get("__index") is not None
            assert self.follower["z"] == ("last" if has_index else None)
            assert self.follower[1] == ("one" if has_index else None)

    def _class_fits(self) -> None:
        table = self.table
        assert type(table) in TABLE_CLASSES
        assert isinstance(table, ArrayTable) == hasattr(table, "arr")
        if isinstance(table, ArrayTable):
            assert not table.arr or table.arr[-1] is not None
            assert self.held is None or table.elements() is self.held
        elif not isinstance(table, IndexedTable):
            assert not any(type(key) is StoredKey for key in table)
            assert not any(type(key) is int and key > 0 for key in table)
        assert isinstance(table, MetaTable) == (self.meta is not None)
        assert table.metatable() is self.meta
        if isinstance(table, MetaTable):
            assert None not in table.values()


TestTableInAllItsClasses = TableInAllItsClasses.TestCase
TestTableInAllItsClasses.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)


def test_the_first_element_makes_an_array_table() -> None:
    record = Table({"a": 1})
    assert [record[1], record[True], record["b"], record.length()] == [None, None, None, 0]
    for store in (
        lambda table: table.append(1),
        lambda table: table.set(1, 1),
        lambda table: table.set(2.0, 1),
        lambda table: table.set(_LIMIT, 1),
        lambda table: table.set(True, 1),
        lambda table: table.set(0, 1),
        lambda table: setindex(table, 7, 1),
        lambda table: table.elements(),
    ):
        table = Table({"a": 1})
        store(table)
        assert (type(table), table["a"]) == (ArrayTable, 1)


def test_a_record_stays_one() -> None:
    record = Table({"a": 1})
    for use in (
        lambda: record.set(1, None),
        lambda: record.set(True, None),
        lambda: record.set(0, None),
        lambda: record.set(-1, "minus"),
        lambda: record.set(2.5, "half"),
        lambda: record.append(None),
        lambda: setindex(record, 3, None),
        lambda: list(iter_ipairs(record)),
        lambda: list(iter_pairs(record)),
        lambda: next_entry(record),
        lambda: repr(record),
        lambda: table_library.remove(record),
        lambda: table_library.sort(record),
    ):
        use()
        assert type(record) is Table
    assert dict(iter_pairs(record)) == {"a": 1, -1: "minus", 2.5: "half"}
    assert [next_entry(record, 7), next_entry(record, 7.0)] == [("a", 1)] * 2
    assert next_entry(record, -1.0) == (2.5, "half")


def test_each_class_has_one_for_tables_with_elements() -> None:
    assert type(Table().freeze()) is FrozenTable
    dynamic = setmetatable(Table(), Table())
    assert type(dynamic) is DynamicMetaTable
    dynamic.append(1)
    assert type(dynamic) is ArrayMetaTable
    native = setmetatable(Table(), Table({"__index": Table({"name": "class"})}))
    assert type(native) is MetaTable
    native.set(3, "three")
    assert [type(native), native["name"], native[3]] == [ArrayMetaTable, "class", "three"]
    assert type(setmetatable(native, None)) is ArrayTable
    watched = Table()
    setmetatable(Table(), watched)
    assert type(watched) is WatchedTable
    watched[1] = "one"
    assert [type(watched), watched[1]] == [WatchedArrayTable, "one"]
    setmetatable(watched, Table({"__index": Table({"name": "class"})}))
    assert [type(watched), watched["name"], watched[1]] == [WatchedArrayMetaTable, "class", "one"]
    assert type(watched.freeze()) is FrozenMetaTable


@pytest.mark.parametrize(
    ("fields", "is_watched", "before", "after"),
    [
        (None, False, Table, ArrayTable),
        ({"__index": _BASE}, False, MetaTable, ArrayMetaTable),
        ({}, False, DynamicMetaTable, ArrayMetaTable),
        (None, True, WatchedTable, WatchedArrayTable),
        ({"__index": _BASE}, True, WatchedMetaTable, WatchedArrayMetaTable),
        ({}, True, WatchedDynamicMetaTable, WatchedArrayMetaTable),
    ],
)
def test_a_class_changes_with_the_first_element(
    fields: dict[str, Any] | None, is_watched: bool, before: type[Table], after: type[Table]
) -> None:
    stores: list[Callable[[Table], object]] = [
        lambda table: table.append("first"),
        lambda table: table.set(1, "first"),
        lambda table: setindex(table, 1, "first"),
        lambda table: table_library.insert(table, "first"),
        lambda table: table.elements().append("first"),
    ]
    for store in stores:
        table = Table({"own": 1, "__index": _BASE} if is_watched else {"own": 1})
        meta = None if fields is None else Table(fields)
        table.set_metatable(meta)
        follower = setmetatable(Table(), table) if is_watched else None
        assert type(table) is before
        store(table)
        assert type(table) is after
        assert [table["own"], table[1], table.length()] == [1, "first", 1]
        assert table.metatable() is meta
        if follower is not None:
            assert [follower["z"], type(follower)] == ["last", MetaTable]
            table["__newindex"] = _store_raw
            assert type(follower) is DynamicMetaTable
            setindex(table, "__newindex", None)
            table.set("__index", None)
            assert follower["z"] is None


def test_a_loop_sees_the_elements_of_a_table_that_was_empty() -> None:
    table = Table()
    elements = table.elements()
    table.append("first")
    seen = []
    for value in elements:
        seen.append(value)
        if len(seen) == 1:
            setmetatable(table, Table({"__index": Table()}))
            table[2] = "second"
    assert seen == ["first", "second"]
