"""Tables with a metatable, tables used as metatables, and immutable tables.

`setmetatable` swaps the class of a table. Most objects get `MetaTable`: no elements of their own, a
table as `__index`, no `__newindex`. Python then finds inherited fields without running Python
code: CPython takes `__missing__` from the type and binds it as a descriptor, so a slot in its place
means that the C code calls what that slot of the table holds, here `__getitem__` of the table
behind `__index`.

The metatable is watched meanwhile. Once its `__index` or `__newindex` changes, its tables are
searched for and change their class.
"""

from __future__ import annotations

import gc
from typing import Any, cast

from .errors import runtime_error
from .indexed_table import IndexedTable
from .results import first, settle
from .table import ArrayTable, Forms, Table

_store = dict.__setitem__
# The fields of a metatable on which the class of its tables depends.
_WATCHED_FIELDS = frozenset({"__index", "__newindex"})


class MetaTable(Table):
    """A table with a metatable whose native reads and stores run no Python code."""

    __slots__ = ()

    __missing__ = cast(Any, Table.lookup)

    def _remove(self, key: Any) -> None:
        if dict.pop(self, key, None) is not None and type(key) is str:
            self._bookkeeping().was_object = True

    def __call__(self, *arguments: Any) -> Any:
        """Call the table through its `__call` metamethod."""
        handler = self.meta.get("__call")
        if handler is None:
            raise runtime_error("attempt to call a non-function object")
        return handler(self, *arguments)

    def metatable(self) -> Table | None:
        """Return the metatable."""
        return self.meta


class DynamicMetaTable(MetaTable):
    """A table with any metatable: native reads and stores run `__index` and `__newindex`."""

    __slots__ = ()

    def __missing__(self, key: Any) -> Any:
        handler = self.meta.get("__index")
        if handler is None:
            return None
        if isinstance(handler, Table):
            if self.meta.instance_lookup is not None:
                # `__index` was set after `setmetatable`.
                self.follow_metatable()
            return handler[key]
        return _call_index(handler, self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        if type(key) is str:
            if key in self or "__newindex" not in self.meta:
                if value is not None:
                    _store(self, key, value)
                else:
                    self._remove(key)
                return
        elif self.get_raw(key) is not None:
            self.set(key, value)
            return
        handler = self.meta.get("__newindex")
        if handler is None:
            self.set(key, value)
            return
        from .metamethods import newindex_handler

        settle(newindex_handler(handler, self, key, value))


def _call_index(handler: Any, table: Table, key: Any) -> Any:
    from .metamethods import index_handler

    return first(settle(index_handler(handler, table, key)))


class ArrayMetaTable(DynamicMetaTable, ArrayTable):
    """A table with elements and a metatable."""

    __slots__ = ()

    def __missing__(self, key: Any) -> Any:
        # A string that is missing here is in no other part of the table.
        if type(key) is not str:
            value = ArrayTable.__missing__(self, key)
            if value is not None:
                return value
        handler = self.meta.get("__index")
        if handler is None:
            return None
        return handler[key] if isinstance(handler, Table) else _call_index(handler, self, key)


class IndexedMetaTable(IndexedTable, MetaTable):
    """A table with a metatable whose elements are entries of the dict.

    The compiler makes one where it knows that no table behind `__index` has elements. Once its
    metatable needs Python code, it becomes an `ArrayMetaTable`.
    """

    __slots__ = ()

    def set_metatable(self, meta: Table | None) -> None:
        """Set or remove the metatable."""
        if meta is None:
            self.__class__ = IndexedTable  # type: ignore[assignment]
        else:
            super().set_metatable(meta)

    def follow_metatable(self) -> None:
        """Take the class that the metatable's fields `__index` and `__newindex` ask for."""
        super().set_metatable(self.meta)

    def _become_table(self) -> None:
        meta = self.meta
        super()._become_table()
        self.set_metatable(meta)


class WatchedTable(Table):
    """A table that is the metatable of others."""

    __slots__ = ()

    def __setitem__(self, key: Any, value: Any) -> None:
        if type(key) is str and value is not None and key not in _WATCHED_FIELDS:
            _store(self, key, value)
        else:
            self.set(key, value)

    def set(self, key: Any, value: Any) -> None:
        """Store, and let the tables that have this metatable know."""
        if type(key) is str and value is not None:
            _store(self, key, value)
        else:
            super().set(key, value)
        if key in _WATCHED_FIELDS:
            _notify_instances(self)


class WatchedArrayTable(WatchedTable, ArrayTable):
    """A table with elements that is the metatable of others."""

    __slots__ = ()


class WatchedMetaTable(WatchedTable, MetaTable):
    """A table with a metatable that is the metatable of others."""

    __slots__ = ()


class WatchedDynamicMetaTable(WatchedTable, DynamicMetaTable):
    """A table with any metatable that is the metatable of others."""

    __slots__ = ()

    def __setitem__(self, key: Any, value: Any) -> None:
        DynamicMetaTable.__setitem__(self, key, value)
        if key in _WATCHED_FIELDS:
            _notify_instances(self)


class WatchedArrayMetaTable(WatchedDynamicMetaTable, ArrayMetaTable):
    """A table with elements and a metatable that is the metatable of others."""

    __slots__ = ()


def _notify_instances(meta: Table) -> None:
    """Change the class of the tables that have a metatable whose fields have changed."""
    before = meta.instance_lookup
    if meta.watch() == before or before is None:
        # A dynamic table looks at the fields of its metatable each time.
        return
    for referrer in gc.get_referrers(meta):
        if isinstance(referrer, MetaTable) and referrer.meta is meta:
            referrer.follow_metatable()


def _immutable() -> Exception:
    return runtime_error("attempt to modify Immutable table")


class FrozenTable(ArrayTable):
    """An immutable table: the standard library's, and the result of `table.freeze`."""

    __slots__ = ()

    def __setitem__(self, key: Any, value: Any) -> None:
        raise _immutable()

    def set(self, key: Any, value: Any) -> None:
        """Refuse every store."""
        raise _immutable()

    def append(self, value: Any) -> None:
        """Refuse every store."""
        raise _immutable()

    def set_metatable(self, meta: Table | None) -> None:
        """Refuse to change the metatable."""
        raise _immutable()


class FrozenMetaTable(FrozenTable, ArrayMetaTable):
    """An immutable table with a metatable."""

    __slots__ = ()


def is_frozen(table: Table) -> bool:
    """Whether stores into the table raise."""
    return isinstance(table, FrozenTable)


Table.forms = Forms(Table, MetaTable, DynamicMetaTable, WatchedTable, FrozenTable)
ArrayTable.forms = Forms(ArrayTable, ArrayMetaTable, ArrayMetaTable, WatchedArrayTable, FrozenTable)
MetaTable.forms = Table.forms._replace(watched=WatchedMetaTable, frozen=FrozenMetaTable)
DynamicMetaTable.forms = MetaTable.forms._replace(watched=WatchedDynamicMetaTable)
ArrayMetaTable.forms = ArrayTable.forms._replace(
    watched=WatchedArrayMetaTable, frozen=FrozenMetaTable
)
WatchedTable.forms = Forms(
    WatchedTable, WatchedMetaTable, WatchedDynamicMetaTable, WatchedTable, FrozenTable
)
WatchedArrayTable.forms = Forms(
    WatchedArrayTable, WatchedArrayMetaTable, WatchedArrayMetaTable, WatchedArrayTable, FrozenTable
)
WatchedMetaTable.forms = WatchedTable.forms._replace(
    watched=WatchedMetaTable, frozen=FrozenMetaTable
)
WatchedDynamicMetaTable.forms = WatchedMetaTable.forms._replace(watched=WatchedDynamicMetaTable)
WatchedArrayMetaTable.forms = WatchedArrayTable.forms._replace(
    watched=WatchedArrayMetaTable, frozen=FrozenMetaTable
)
FrozenTable.forms = Forms(*[FrozenTable] * 5)
FrozenMetaTable.forms = Forms(*[FrozenMetaTable] * 5)

MetaTable.with_elements = DynamicMetaTable.with_elements = ArrayMetaTable
WatchedTable.with_elements = WatchedArrayTable
WatchedMetaTable.with_elements = WatchedArrayMetaTable
WatchedDynamicMetaTable.with_elements = WatchedArrayMetaTable

IndexedTable.with_metatable = IndexedMetaTable

META_CLASSES = frozenset({
    MetaTable, DynamicMetaTable, ArrayMetaTable, IndexedMetaTable, WatchedMetaTable,
    WatchedDynamicMetaTable, WatchedArrayMetaTable, FrozenMetaTable,
})  # fmt: skip
TABLE_CLASSES = META_CLASSES | {
    Table, ArrayTable, IndexedTable, WatchedTable, WatchedArrayTable, FrozenTable,
}  # fmt: skip
