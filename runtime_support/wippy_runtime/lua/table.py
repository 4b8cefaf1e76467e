"""Lua tables with elements, and making tables.

An `ArrayTable` is a `dict` (hash part) with a list `arr` (elements 1 … n). Invariants:

- `arr` never ends in nil, so its length is the border, and it stays the same list object: a loop
  may hold it.
- Positive integer keys far beyond the end of `arr` ("sparse") live in the hash part; a heap in the
  table's state then knows the largest of them. No such key is within `arr` or directly behind it.
- `True`, `False` and `0` are stored under private keys, because Python holds `True == 1`,
  `False == 0`; the key 1 is always in `arr`.
- The first such key makes an `ArrayTable` of a table without elements (`table_base.py`), and it
  stays one when it loses them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .table_base import Forms, Table
from .table_keys import ARRAY_KEY_LIMIT, ZERO_KEY, StoredKey, stored_key
from .table_state import TableState

__all__ = [
    "GAP", "ArrayTable", "Forms", "StoredKey", "Table", "array", "make_table", "object_table",
    "stored_key",
]  # fmt: skip

# How far beyond twice its length the array part is filled with nil at once.
GAP = 64


class ArrayTable(Table):
    """A table without metatable that has, or once had, elements."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<table {dict.__repr__(self)} {self.arr!r}>"

    def __missing__(self, key: Any) -> Any:
        kind = type(key)
        if kind is int:
            if key > 0:
                arr = self.arr
                return arr[key - 1] if key <= len(arr) else None
            return None if key else dict.get(self, ZERO_KEY)
        if kind is str:
            return None
        return self._get_unusual(key)

    def _get_unusual(self, key: Any) -> Any:
        stored = stored_key(key)
        if type(stored) is int and stored > 0:
            arr = self.arr
            if stored <= len(arr):
                return arr[stored - 1]
        return dict.get(self, stored)

    def get_raw(self, key: Any) -> Any:
        """Return the value of `key` without metamethods (`rawget`)."""
        if type(key) is str:
            return dict.get(self, key)
        return self._get_unusual(key)

    def elements(self) -> list[Any]:
        """Return the list of the array part. Never let it end in nil."""
        return self.arr

    def set(self, key: Any, value: Any) -> None:
        """Store without metamethods (`rawset`).

        Raises:
            LuaError: `table index is nil`, `table index is NaN`, or the table is frozen.
        """
        kind = type(key)
        if kind is str:
            if value is not None:
                dict.__setitem__(self, key, value)
            else:
                self._remove(key)
        elif kind is int and key > 0:
            arr = self.arr
            size = len(arr)
            if key <= size:
                if value is not None or key < size:
                    arr[key - 1] = value
                else:
                    arr.pop()
                    while arr and arr[-1] is None:
                        arr.pop()
            elif key == size + 1 and not (len(self) and self.is_sparse()):
                if value is not None:
                    arr.append(value)
            else:
                self._set_beyond(key, value, arr)
        else:
            self._set_unusual(key, value)

    def append(self, value: Any) -> None:
        """Store a value after the last element: `t[#t + 1] = value`; nil changes nothing."""
        if value is None:
            return
        if len(self) and self.is_sparse():
            self.set(self.length() + 1, value)
        else:
            self.arr.append(value)

    def leading_values(self) -> Iterator[Any]:
        """Yield the elements up to the first nil, as `ipairs` does."""
        # A list iterator sees changes and appended elements, as Lua's loop does.
        for value in self.arr:
            if value is None:
                return
            yield value

    def insert_element(self, position: int, value: Any) -> None:
        """Store a value within the elements, moving the later ones up."""
        if self.is_sparse():
            super().insert_element(position, value)
        else:
            self.arr.insert(position - 1, value)

    def pop_element(self, position: int) -> Any:
        """Remove and return an element, moving the later ones down."""
        if position < self.length() and not self.is_sparse():
            return self.arr.pop(position - 1)
        return super().pop_element(position)

    def replace_elements(self, values: list[Any]) -> None:
        """Give the elements new values, one for each index up to the border."""
        elements = self.arr
        if not self.is_sparse() and len(elements) == len(values):
            while values and values[-1] is None:
                values.pop()
            elements[:] = values
        else:
            super().replace_elements(values)

    def is_sparse(self) -> bool:
        """Whether elements live in the hash part, behind a gap."""
        if not len(self):
            return False
        try:
            return self.state.heap is not None
        except AttributeError:
            # The next question is answered without an exception.
            self.state = TableState()
            return False

    def _set_beyond(self, key: int, value: Any, arr: list[Any]) -> None:
        """Store at a positive integer key beyond the end of the array part."""
        size = len(arr)
        if key >= ARRAY_KEY_LIMIT:
            if value is None:
                self._remove(key)
            else:
                dict.__setitem__(self, key, value)
        elif value is None:
            # A real deletion: a tombstone would hide the array part once it has grown this far.
            self.pop(key, None)
        elif key <= 2 * size + GAP:
            if self.is_sparse():
                arr.extend([self.pop(skipped, None) for skipped in range(size + 1, key)])
                self.pop(key, None)
                arr.append(value)
                self._absorb(arr)
            else:
                arr.extend([None] * (key - size - 1))
                arr.append(value)
        else:
            state = self._bookkeeping()
            if state.heap is None:
                state.heap = []
            if key not in self:
                heapq.heappush(state.heap, -key)
            dict.__setitem__(self, key, value)

    def _absorb(self, arr: list[Any]) -> None:
        """Move elements that now follow the array part from the hash part into it."""
        following = len(arr) + 1
        while following in self:
            arr.append(self.pop(following))
            following += 1

    def length(self) -> int:
        """Return the border `#t`: the largest index of the array part that holds a value."""
        if len(self) and self.is_sparse():
            heap = self.state.heap
            while heap:
                if -heap[0] in self:
                    return -heap[0]
                heapq.heappop(heap)
            self.state.heap = None
        return len(self.arr)

    def _hash_keys(self) -> list[Any]:
        """Return the stored keys in traversal order: sparse elements ascending, then the rest."""
        keys = list(self)
        if not self.is_sparse():
            return keys
        sparse = [key for key in keys if type(key) is int and 0 < key < ARRAY_KEY_LIMIT]
        others = [key for key in keys if not (type(key) is int and 0 < key < ARRAY_KEY_LIMIT)]
        return sorted(sparse) + others

    def items_in_order(self) -> Iterator[tuple[Any, Any]]:
        """Yield key and value as `pairs` does: elements by index, then keys by insertion.

        Values are read when they are reached, so fields may be changed or set to nil meanwhile.
        """
        arr = self.arr
        get = self.get
        if arr:
            position = 0
            # Not `enumerate`, which ends for good where the list ends.
            while position < len(arr):
                value = arr[position]
                position += 1
                if value is not None:
                    yield position, value
        for key in self._hash_keys():
            value = get(key)
            if value is not None:
                yield (key.public if type(key) is StoredKey else key), value

    def entries(self) -> Iterable[tuple[Any, Any]]:
        """Iterate as `pairs` does, over removed elements too: their values are `None`."""
        return self.items_in_order() if len(self) else enumerate(self.arr, 1)

    def keys_in_order(self) -> Iterator[Any]:
        """Yield the keys as `pairs` does."""
        for key, _ in self.items_in_order():
            yield key

    def next(self, key: Any = None) -> tuple[Any, Any] | None:
        """Return the entry after `key` (the first for nil), or None at the end.

        Raises:
            LuaError: `invalid key to 'next'`.
        """
        position = 0
        if key is not None:
            stored = stored_key(key)
            if not (type(stored) is int and 0 < stored < ARRAY_KEY_LIMIT):
                return self._next_in_hash(stored)
            position = stored
        arr = self.arr
        index = position
        while index < len(arr):
            value = arr[index]
            index += 1
            if value is not None:
                return index, value
        return self._next_after_index(position)

    def _next_after_index(self, index: int) -> tuple[Any, Any] | None:
        """Return the first entry of the hash part behind an index."""
        if index in self:
            return self._next_in_hash(index)
        state = self._bookkeeping()
        keys = state.keys = self._hash_keys()
        state.positions = None
        position = 0
        while index and position < len(keys):
            key = keys[position]
            if not (type(key) is int and 0 < key <= index):
                break
            position += 1
        return self._next_from(state, position)


Table.with_elements = ArrayTable
ArrayTable.with_elements = ArrayTable


def array(elements: list[Any]) -> Table:
    """Return the table `{e1, e2, …}`; takes ownership of the list and drops trailing nils."""
    while elements and elements[-1] is None:
        elements.pop()
    table = ArrayTable()
    table.arr = elements
    return table


def make_table(positional: list[Any], pairs: Iterable[tuple[Any, Any]]) -> Table:
    """Build the table of a constructor with computed keys.

    Positional values win over pairs for the same key, as in `{[1] = "a", "b"}`.

    Args:
        positional: Values of the list part; taken over.
        pairs: Keys and values of the other fields, in source order.

    Raises:
        LuaError: If a key is nil or NaN.
    """
    size = len(positional)
    table = array(positional) if positional else Table()
    for key, value in pairs:
        if type(key) is str and value is not None:
            table[key] = value
            continue
        stored = stored_key(key)
        if not (type(stored) is int and 0 < stored <= size):
            table.set(key, value)
    return table


def object_table(fields: Mapping[str, Any]) -> Table:
    """Return a table that encodes as a JSON object even when it is empty."""
    table = Table(fields)
    return table if fields else table.mark_object()
