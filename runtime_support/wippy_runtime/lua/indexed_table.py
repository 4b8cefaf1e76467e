"""Tables that are read and stored by index, in no particular order.

The elements of an `IndexedTable` are entries of the dict, so `t[i]` and `t[i] = v` are operations
of C; appending and looping over the elements is slower than with the list of a `Table`. The
compiler makes one where a table is used like that, and only where it knows every access:

- A native store has an integer key.
- A native read has a key that is no boolean, because Python holds `True == 1`.

`set` deletes an element when nil is assigned; a native store leaves the value `None`, and so
does any store of nil under other keys, as in a `Table`. `0` is stored as it is, `true` and `false`
under their private keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from operator import itemgetter
from typing import Any, ClassVar

from .errors import runtime_error
from .table import GAP, ArrayTable, Table
from .table_keys import ARRAY_KEY_LIMIT, ZERO_KEY, StoredKey, stored_key

__all__ = ["IndexedTable", "indexed_array", "indexed_table"]

_get = dict.get
_KEY = itemgetter(0)


def _own_key(key: Any) -> Any:
    stored = stored_key(key)
    return 0 if stored is ZERO_KEY else stored


def _is_element(key: Any) -> bool:
    return type(key) is int and 0 < key < ARRAY_KEY_LIMIT


class IndexedTable(Table):
    """A table without metatable whose elements are entries of the dict.

    `border` is the largest index with a value, as of the time when the dict had `seen` entries; it
    had no nil beyond the border then. Native stores are not noticed, but they change the border
    in two ways only: what they add stands last in the dict, beyond the first `seen` entries; and
    the value at the border may have become nil.
    """

    __slots__ = ()

    with_metatable: ClassVar[type[IndexedTable]]

    def get_raw(self, key: Any) -> Any:
        """Return the value of `key` (`rawget`)."""
        return _get(self, _own_key(key))

    def set(self, key: Any, value: Any) -> None:
        """Store without metamethods (`rawset`).

        Raises:
            LuaError: `table index is nil` or `table index is NaN`.
        """
        if type(key) is int:
            if value is not None:
                self[key] = value
            elif not 0 < key < ARRAY_KEY_LIMIT:
                self._remove(key)
            elif key in self:
                self._delete(key)
        elif key is None:
            raise runtime_error("table index is nil")
        elif key != key:
            raise runtime_error("table index is NaN")
        else:
            stored = _own_key(key)
            if type(stored) is int:
                self.set(stored, value)
            elif value is None:
                self._remove(stored)
            else:
                self[stored] = value

    def _delete(self, key: int) -> None:
        try:
            border = self.border
        except AttributeError:
            self.length()
            border = self.border
        if key <= border:
            following, known = border + 1, self.seen
            is_queue = len(self) - known == 1 and following < ARRAY_KEY_LIMIT
            if is_queue and _get(self, following) is not None:
                # One element more behind the border, one less before it.
                self.border = following
            else:
                # Should the element have been stored since, `seen` is too small, which does no
                # harm: one of the first entries counts as added.
                self.seen = known - 1
        del self[key]

    def _purge(self, state: Any) -> None:
        self.length()
        super()._purge(state)
        self.seen = len(self)

    def length(self) -> int:
        """Return the border `#t`: the largest index that holds a value."""
        try:
            if len(self) == self.seen:
                border = self.border
                if _get(self, border) is not None or not border:
                    return border
        except AttributeError:
            self.border = self.seen = 0
        return self._measure()

    def _measure(self) -> int:
        border = self.border
        added = len(self) - self.seen
        if added == 1 and border + 1 < ARRAY_KEY_LIMIT and _get(self, border + 1) is not None:
            border += 1
        else:
            for key in list(islice(reversed(self), added)):
                if _is_element(key) and key > border:
                    if self[key] is None:
                        del self[key]
                    else:
                        border = key
            border = self._border_at_most(border)
        self.border = border
        self.seen = len(self)
        return border

    def _border_at_most(self, border: int) -> int:
        """Return the largest index with a value, and drop the nils beyond it."""
        while border and _get(self, border) is None:
            if border > 2 * len(self) + GAP:
                for key in [key for key in self if _is_element(key) and self[key] is None]:
                    del self[key]
                return max(filter(_is_element, self), default=0)
            self.pop(border, None)
            border -= 1
        return border

    def append(self, value: Any) -> None:
        """Store a value after the last element: `t[#t + 1] = value`; nil changes nothing."""
        if value is None:
            return
        size = len(self)
        try:
            if size == self.seen:
                border = self.border
                if border < ARRAY_KEY_LIMIT - 1 and (_get(self, border) is not None or not border):
                    border += 1
                    self[border] = value
                    self.border = border
                    self.seen = size + 1
                    return
        except AttributeError:
            pass
        self[self.length() + 1] = value
        self.length()

    def is_sparse(self) -> bool:
        """Whether most indexes up to the border hold nothing."""
        return self.length() > 2 * len(self) + GAP

    def elements(self) -> list[Any]:
        """Return a new list of the elements; of those before the first gap if most are missing."""
        if self.is_sparse():
            return list(self.leading_values())
        return [_get(self, index) for index in range(1, self.length() + 1)]

    def leading_values(self) -> Iterator[Any]:
        """Yield the elements up to the first nil, with changes meanwhile."""
        get = self.get
        for index in count(1):
            value = get(index)
            if value is None:
                return
            yield value

    def _hash_keys(self) -> list[Any]:
        keys = list(self)
        elements = [key for key in keys if type(key) is int and 0 < key < ARRAY_KEY_LIMIT]
        if not elements:
            return keys
        return [*sorted(elements), *(key for key in keys if not _is_element(key))]

    def items_in_order(self) -> Iterator[tuple[Any, Any]]:
        """Yield key and value as `pairs` does: elements by index, then keys by insertion."""
        get = self.get
        size = len(self)
        index = 1
        while (value := get(index)) is not None:
            yield index, value
            index += 1
        if index - 1 == size == len(self):
            return
        for key in self._hash_keys():
            if type(key) is int and 0 < key < index:
                continue
            value = get(key)
            if value is not None:
                yield (key.public if type(key) is StoredKey else key), value

    def entries(self) -> Iterator[tuple[Any, Any]]:
        """Iterate as `pairs` does; nothing may be stored meanwhile."""
        return self.items_in_order()

    def keys_in_order(self) -> Iterator[Any]:
        """Yield the keys as `pairs` does."""
        return map(_KEY, self.items_in_order())

    def next(self, key: Any = None) -> tuple[Any, Any] | None:
        """Return the entry after `key` (the first for nil), or None at the end.

        Raises:
            LuaError: `invalid key to 'next'`.
        """
        if key is None:
            stored = 0
            # A traversal that begins sees keys that were added since the last one.
            self._bookkeeping().position = -1
        else:
            stored = _own_key(key)
            if not _is_element(stored):
                return self._next_in_hash(stored)
        value = _get(self, stored + 1)
        if value is not None and stored + 1 < ARRAY_KEY_LIMIT:
            return stored + 1, value
        state = self._bookkeeping()
        position, keys = state.position, state.keys
        if not (0 <= position < len(keys) and keys[position] == stored):
            keys = state.keys = self._hash_keys()
            state.positions = None
            position = -1
            for key in keys:
                if not _is_element(key) or key > stored:
                    break
                position += 1
        return self._next_from(state, position + 1)

    def set_metatable(self, meta: Table | None) -> None:
        """Set the metatable; if it needs Python code, the elements move into a list."""
        if meta is None:
            return
        try:
            lookup = meta.instance_lookup
        except AttributeError:
            lookup = meta.watch()
        if lookup is None:
            # Not what this class does: the table gets the metatable that asks for more.
            IndexedTable._become_table(self)
            self.set_metatable(meta)
            return
        if self.metatable() is None and None in self.values():
            self._purge(self._bookkeeping())
        self.meta = meta
        self.lookup = lookup
        self.__class__ = self.with_metatable

    def watch(self) -> Callable[[Any], Any] | None:
        """Become a table that is the metatable of others."""
        self._become_table()
        return self.watch()

    def freeze(self) -> Table:
        """Make the table immutable and return it."""
        self._become_table()
        return self.freeze()

    def _become_table(self) -> None:
        entries = list(self.items_in_order())
        state = self._bookkeeping()
        state.was_object = self.is_object
        state.dead = 0
        self.clear()
        # Also without elements: with a metatable it then is one that sees native stores.
        self.__class__ = ArrayTable  # type: ignore[assignment]
        self.arr = []
        for key, value in entries:
            self.set(key, value)

    def as_table(self) -> Table:
        """Return a copy with the elements in a list."""
        table = Table()
        for key, value in self.items_in_order():
            table.set(key, value)
        return table.mark_object() if self.is_object else table


def indexed_table(fields: Mapping[Any, Any] | None = None) -> Table:
    """Return the table `{name = value, [1] = value, …}` with its elements in the dict."""
    table = IndexedTable(fields) if fields else IndexedTable()
    table.border = table.seen = 0
    return table


def indexed_array(elements: list[Any], fields: Mapping[Any, Any] | None = None) -> Table:
    """Return the table `{e1, e2, …, name = value, …}` with its elements in the dict."""
    table = IndexedTable(enumerate(elements, 1))
    table.border = table.seen = 0
    if fields is not None:
        table.update(fields)
    if None in elements:
        for index, value in enumerate(elements, 1):
            if value is None:
                del table[index]
    return table
