"""Tables with a metatable, tables used as metatables, and immutable tables.

`setmetatable` swaps the class of a table. Most objects get `MetaTable`: no array part of their own,
a table as `__index`, no `__newindex`. Python then finds inherited fields without running Python
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
from .table import Forms, Table

_store = dict.__setitem__
# The fields of a metatable on which the class of its tables depends.
_WATCHED_FIELDS = frozenset({"__index", "__newindex"})


class MetaTable(Table):
    """A table with a metatable whose native reads and stores run no Python code."""

    __slots__ = ()

    __missing__ = cast(Any, Table.lookup)

    def _start_elements(self) -> list[Any]:
        self.__class__ = self.forms.dynamic  # type: ignore[assignment]
        return super()._start_elements()

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
        # A string that is missing here is in no other part of the table.
        if type(key) is not str:
            value = Table.__missing__(self, key)
            if value is not None:
                return value
        meta = self.meta
        handler = meta.get("__index")
        if handler is None:
            return None
        if isinstance(handler, Table):
            if meta.instance_lookup is not None and not hasattr(self, "arr"):
                # `__index` was set after `setmetatable`.
                self.follow_metatable()
            return handler[key]
        from .metamethods import index_handler

        return first(settle(index_handler(handler, self, key)))

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


class WatchedTable(Table):
    """A table that is the metatable of others."""

    __slots__ = ()

    def __setitem__(self, key: Any, value: Any) -> None:
        self.set(key, value)

    def set(self, key: Any, value: Any) -> None:
        """Store, and let the tables that have this metatable know."""
        Table.set(self, key, value)
        if key in _WATCHED_FIELDS:
            _notify_instances(self)


class WatchedMetaTable(MetaTable):
    """A table with a metatable that is the metatable of others."""

    __slots__ = ()

    __setitem__ = WatchedTable.__setitem__
    set = WatchedTable.set


class WatchedDynamicMetaTable(DynamicMetaTable):
    """A table with any metatable that is the metatable of others."""

    __slots__ = ()

    def __setitem__(self, key: Any, value: Any) -> None:
        DynamicMetaTable.__setitem__(self, key, value)
        if key in _WATCHED_FIELDS:
            _notify_instances(self)

    set = WatchedTable.set


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


class FrozenTable(Table):
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


class FrozenMetaTable(DynamicMetaTable):
    """An immutable table with a metatable."""

    __slots__ = ()

    __setitem__ = FrozenTable.__setitem__
    set = FrozenTable.set
    append = FrozenTable.append
    set_metatable = FrozenTable.set_metatable


def is_frozen(table: Table) -> bool:
    """Whether stores into the table raise."""
    return isinstance(table, FrozenTable | FrozenMetaTable)


_PLAIN = Forms(Table, MetaTable, DynamicMetaTable, WatchedTable, FrozenTable)
_META = _PLAIN._replace(watched=WatchedMetaTable, frozen=FrozenMetaTable)
_WATCHED = Forms(WatchedTable, WatchedMetaTable, WatchedDynamicMetaTable, WatchedTable, FrozenTable)
_WATCHED_META = _WATCHED._replace(watched=WatchedMetaTable, frozen=FrozenMetaTable)
Table.forms = _PLAIN
MetaTable.forms = _META
DynamicMetaTable.forms = _META._replace(watched=WatchedDynamicMetaTable)
WatchedTable.forms = _WATCHED
WatchedMetaTable.forms = _WATCHED_META
WatchedDynamicMetaTable.forms = _WATCHED_META._replace(watched=WatchedDynamicMetaTable)
FrozenTable.forms = Forms(*[FrozenTable] * 5)
FrozenMetaTable.forms = Forms(*[FrozenMetaTable] * 5)

META_CLASSES = frozenset({
    MetaTable, DynamicMetaTable, WatchedMetaTable, WatchedDynamicMetaTable, FrozenMetaTable,
})  # fmt: skip
TABLE_CLASSES = META_CLASSES | {Table, IndexedTable, WatchedTable, FrozenTable}
