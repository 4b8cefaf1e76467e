"""Tables with a metatable, and how they follow changes of it."""

from __future__ import annotations

from typing import Any

import pytest

from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.meta_tables import (
    TABLE_CLASSES,
    ArrayMetaTable,
    DynamicMetaTable,
    FrozenMetaTable,
    FrozenTable,
    MetaTable,
    WatchedDynamicMetaTable,
    WatchedMetaTable,
    WatchedTable,
)
from wippy_runtime.lua.objects import make_object, setmetatable
from wippy_runtime.lua.table import Table, array
from wippy_runtime.lua.values import type_name


def _class(**fields: Any) -> Table:
    table = Table(fields)
    table["__index"] = table
    return table


def _object(meta: Table, **fields: Any) -> Table:
    return make_object(fields, meta)


def test_an_object_of_a_class_reads_and_stores_natively() -> None:
    base = _class(name="base")
    derived = setmetatable(Table({"size": 2}), base)
    derived["__index"] = derived
    thing = _object(derived, own=1)
    assert [type(thing), type(derived), type(base)] == [MetaTable, WatchedMetaTable, WatchedTable]
    assert [thing["own"], thing["size"], thing["name"], thing["nothing"]] == [1, 2, "base", None]
    assert [thing[1], thing[True], thing[0], thing[1.5], thing[None]] == [None] * 5
    base["name"] = "renamed"
    assert thing["name"] == "renamed"
    thing["name"] = "hidden"
    assert (thing["name"], base["name"]) == ("hidden", "renamed")
    thing.set("name", None)
    assert (thing["name"], "name" in thing) == ("renamed", False)


def test_fields_of_a_metatable_may_be_set_after_it_is_used() -> None:
    meta = Table()
    thing = setmetatable(Table({"own": 1}), meta)
    assert (type(thing), thing["name"]) == (DynamicMetaTable, None)
    meta["__index"] = Table({"name": "first"})
    assert (thing["name"], type(thing)) == ("first", MetaTable)
    meta["__index"] = Table({"name": "second"})
    assert (thing["name"], type(thing)) == ("second", MetaTable)
    meta.set("__index", lambda table, key, *_: f"<{key}>")
    assert (thing["name"], type(thing)) == ("<name>", DynamicMetaTable)
    meta["__index"] = None
    assert thing["name"] is None
    other = _object(meta)
    meta["__index"] = Table({"name": "third"})
    assert [thing["name"], other["name"]] == ["third", "third"]
    meta.set("__index", None)
    assert [thing["name"], other["name"]] == [None, None]


def test_a_late_newindex_is_seen_by_native_stores() -> None:
    log: list[Any] = []
    meta = _class(name="class")
    thing, other = _object(meta, own=1), _object(meta)
    meta["__newindex"] = lambda table, key, value, *_: log.append((key, value))
    thing["own"], thing["new"], other["new"] = 2, 3, 4
    assert (thing["own"], thing["new"], thing["name"]) == (2, None, "class")
    assert log == [("new", 3), ("new", 4)]
    meta["__newindex"] = None
    thing["new"] = 5
    assert thing.get_raw("new") == 5


def test_an_array_part_of_its_own_comes_before_the_class() -> None:
    meta = Table({"__index": make_indexed()})
    early = make_object({"own": 1}, meta)
    late = setmetatable(array(["own one"]), meta)
    assert [early[1], early[2], early[0], early[True]] == ["one", "two", "zero", "true"]
    early.append("mine")
    assert [type(early), type(late)] == [ArrayMetaTable, ArrayMetaTable]
    assert [early[1], early[2], late[1], late[2]] == ["mine", "two", "own one", "two"]
    for key in (0, True, 2**40, 2):
        thing = make_object({}, meta)
        thing.set(key, "own")
        assert [thing[key], thing["name"]] == ["own", "indexed"]
        thing.set(key, None)
        assert thing[key] == meta["__index"][key]
    listed = make_object({}, meta)
    listed.elements().append("through the list")
    assert listed[1] == "through the list"


def make_indexed() -> Table:
    table = array(["one", "two"])
    for key, value in ((0, "zero"), (True, "true"), ("name", "indexed"), (2**40, "far")):
        table.set(key, value)
    return table


def test_a_metatable_may_get_a_metatable_and_lose_it() -> None:
    meta = _class(name="class")
    thing = _object(meta)
    setmetatable(meta, Table({"__index": Table({"inherited": 1})}))
    assert (thing["inherited"], type(meta)) == (1, WatchedMetaTable)
    setmetatable(meta, Table({"__newindex": lambda t, k, v, *_: t.set(k, v * 2)}))
    assert type(meta) is WatchedDynamicMetaTable
    meta["twice"] = 4
    meta["__index"] = Table({"name": "other"})
    assert (thing["twice"], thing["name"]) == (None, "other")
    setmetatable(meta, None)
    assert type(meta) is WatchedTable
    meta["__index"] = meta
    assert (thing["twice"], thing["name"]) == (8, "class")
    thing.set_metatable(None)
    assert (type(thing), thing["name"]) == (Table, None)


def test_a_metatable_of_itself() -> None:
    thing = Table({"name": "self"})
    setmetatable(thing, thing)
    assert thing["other"] is None
    thing["__index"] = lambda table, key, *_: f"<{key}>"
    assert (thing["name"], thing["other"]) == ("self", "<other>")
    thing["__index"] = Table({"other": 1})
    assert thing["other"] == 1


def test_an_index_chain_in_a_circle_ends_with_an_error() -> None:
    one, other = Table(), Table()
    setmetatable(one, Table({"__index": other}))
    setmetatable(other, Table({"__index": one}))
    with pytest.raises(RecursionError):
        one["nothing"]


def test_frozen_objects_and_frozen_metatables() -> None:
    meta = _class(name="class")
    thing = _object(meta, own=1).freeze()
    meta.freeze()
    assert [type(thing), type(meta)] == [FrozenMetaTable, FrozenTable]
    assert [thing["own"], thing["name"], thing["nothing"]] == [1, "class", None]
    with pytest.raises(LuaError, match="attempt to modify Immutable table"):
        thing["own"] = 2
    with pytest.raises(LuaError, match="attempt to modify Immutable table"):
        meta["__index"] = None
    later = _object(meta, own=3)
    assert [type(later), later["name"]] == [MetaTable, "class"]
    changing = Table({"__index": Table({"name": "first"})})
    kept = setmetatable(Table(), changing).freeze()
    changing["__index"] = Table({"name": "second"})
    assert [kept["name"], type(kept)] == ["second", FrozenMetaTable]


def test_every_class_of_tables_is_a_table_in_lua() -> None:
    for each in TABLE_CLASSES:
        assert type_name(each.__new__(each)) == "table"


def test_make_object_checks_its_metatable() -> None:
    plain = make_object({"a": 1}, None)
    assert (type(plain), plain["a"]) == (Table, 1)
    with pytest.raises(LuaError, match="bad argument #2 to setmetatable"):
        make_object({}, 5)


def test_objects_with_nil_fields() -> None:
    meta = _class(name="class")
    _object(meta)
    thing = make_object({"own": 1, "name": None}, meta, has_nils=True)
    assert (thing["name"], thing["own"], "name" in thing) == ("class", 1, False)
    assert type(make_object({"own": 1}, meta, has_nils=True)) is MetaTable


def test_an_object_may_change_its_class() -> None:
    base, derived = _class(name="base", kind="base"), _class(name="derived")
    setmetatable(derived, base)
    _object(derived)
    thing = setmetatable(_object(base, own=1), derived)
    assert [type(thing), thing["name"], thing["kind"]] == [MetaTable, "derived", "base"]
    derived["name"] = "changed"
    derived["__index"] = Table({"name": "other"})
    assert thing["name"] == "other"
    locked = _class(__metatable="locked")
    with pytest.raises(LuaError, match="cannot change a protected metatable"):
        setmetatable(_object(locked), base)
    assert type(setmetatable(_object(base), None)) is Table
