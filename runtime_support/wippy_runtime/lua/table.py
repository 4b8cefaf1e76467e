"""Lua tables.

A table is a `dict` (hash part) with a list `arr` (elements 1 … n). Invariants:

- `arr` exists only after the first use of the array part (`elements()` creates it): leaving the
  slot empty makes a record as cheap as a dict copy. It never ends in nil, so its length is the
  border.
- Once it exists, `arr` stays the same list object: a loop may hold it.
- Positive integer keys far beyond the end of `arr` ("sparse") live in the hash part; a heap in the
  table's state then knows the largest of them. No such key is within `arr` or directly behind it.
- `True`, `False` and `0` are stored under private keys, because Python holds `True == 1`,
  `False == 0`; the key 1 is always in `arr`. A table that has such keys has an `arr`.
- In a plain table an assigned nil stays as the value `None` of its key (a tombstone). A table with
  a metatable has none, so that a missing key always reaches `__missing__` and `__index`.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from .errors import runtime_error
from .table_keys import ARRAY_KEY_LIMIT, ZERO_KEY, StoredKey, stored_key
from .table_state import TableState

__all__ = [
    "GAP", "Forms", "StoredKey", "Table", "array", "make_table", "object_table", "stored_key",
]  # fmt: skip

# How far beyond twice its length the array part is filled with nil at once.
GAP = 64
# Number of tombstones below which they are never purged.
_TOMBSTONES = 32


class Forms(NamedTuple):
    """The classes between which a table changes.

    Attributes:
        plain: Without a metatable.
        native: With one, as long as reads and stores need no Python code.
        dynamic: With any metatable.
        watched: Used as a metatable itself.
        frozen: Immutable.
    """

    plain: type[Table]
    native: type[Table]
    dynamic: type[Table]
    watched: type[Table]
    frozen: type[Table]


class Table(dict[Any, Any]):
    """A Lua table without metatable.

    Attributes:
        arr: The elements.
        state: The rarely needed part.
        meta: The metatable, if the class is one of `meta_tables`.
        lookup: What answers for a missing key, in a table with a metatable of class `native`.
        instance_lookup: The `lookup` of the tables that have this one as their metatable; `None`
            if they need the class `dynamic`. Only a table that is used as a metatable has it.
        border: Used by `IndexedTable` alone, as is `seen`; `__class__` changes between classes
            with equal slots only.
    """

    __slots__ = ("arr", "border", "instance_lookup", "lookup", "meta", "seen", "state")

    forms: ClassVar[Forms]
    arr: list[Any]
    border: int
    instance_lookup: Callable[[Any], Any] | None
    lookup: Callable[[Any], Any]
    meta: Table
    seen: int
    state: TableState

    __hash__ = object.__hash__  # type: ignore[assignment]
    # All six, so that CPython keeps `object`'s C function: `==` by identity in 14 ns, not 140.
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __lt__ = object.__lt__  # type: ignore[operator]
    __le__ = object.__le__  # type: ignore[operator]
    __gt__ = object.__gt__  # type: ignore[operator]
    __ge__ = object.__ge__  # type: ignore[operator]
    # A bound C method: it is called without a Python frame, unlike a `def`.
    __bool__: Callable[[], bool] = True.__bool__

    def __repr__(self) -> str:
        return f"<table {dict.__repr__(self)} {self.elements()!r}>"

    if TYPE_CHECKING:
        # Tables with a metatable are: setting one changes the class of a table.
        def __call__(self, *arguments: Any) -> Any: ...

    def __missing__(self, key: Any) -> Any:
        kind = type(key)
        if kind is int:
            if key > 0:
                try:
                    arr = self.arr
                except AttributeError:
                    self.arr = []
                    return None
                return arr[key - 1] if key <= len(arr) else None
            return None if key else dict.get(self, ZERO_KEY)
        if kind is str:
            return None
        return self._get_unusual(key)

    def _get_unusual(self, key: Any) -> Any:
        stored = stored_key(key)
        if type(stored) is int:
            if stored > 0:
                arr = self.elements()
                if stored <= len(arr):
                    return arr[stored - 1]
            return dict.get(self, stored)
        return dict.get(self, stored)

    def get_raw(self, key: Any) -> Any:
        """Return the value of `key` without metamethods (`rawget`)."""
        if type(key) is str:
            return dict.get(self, key)
        return self._get_unusual(key)

    def elements(self) -> list[Any]:
        """Return the list of the array part, creating it if needed. Never let it end in nil.

        Only the methods of this class may change the list: other tables return a new one.
        """
        try:
            return self.arr
        except AttributeError:
            return self._start_elements()

    def _start_elements(self) -> list[Any]:
        arr: list[Any] = []
        self.arr = arr
        return arr

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
            try:
                arr = self.arr
            except AttributeError:
                arr = self._start_elements()
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
        try:
            arr = self.arr
        except AttributeError:
            self._start_elements().append(value)
            return
        if len(self) and self.is_sparse():
            self.set(self.length() + 1, value)
        else:
            arr.append(value)

    def leading_values(self) -> Iterator[Any]:
        """Yield the elements up to the first nil, as `ipairs` does."""
        # A list iterator sees changes and appended elements, as Lua's loop does.
        for value in self.elements():
            if value is None:
                return
            yield value

    def insert_element(self, position: int, value: Any) -> None:
        """Store a value within the elements, moving the later ones up."""
        if self.is_sparse():
            self._insert_one_by_one(position, value)
        else:
            self.elements().insert(position - 1, value)

    def _insert_one_by_one(self, position: int, value: Any) -> None:
        for index in range(self.length(), position - 1, -1):
            self.set(index + 1, self.get_raw(index))
        self.set(position, value)

    def pop_element(self, position: int) -> Any:
        """Remove and return an element, moving the later ones down."""
        if position < self.length() and not self.is_sparse():
            return self.elements().pop(position - 1)
        return self._pop_one_by_one(position)

    def _pop_one_by_one(self, position: int) -> Any:
        removed = self.get_raw(position)
        size = self.length()
        for index in range(position, size):
            self.set(index, self.get_raw(index + 1))
        self.set(size, None)
        return removed

    def replace_elements(self, values: list[Any]) -> None:
        """Give the elements new values, one for each index up to the border."""
        elements = self.elements()
        if not self.is_sparse() and len(elements) == len(values):
            while values and values[-1] is None:
                values.pop()
            elements[:] = values
        else:
            for index, value in enumerate(values, 1):
                self.set(index, value)

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

    def _set_unusual(self, key: Any, value: Any) -> None:
        if key is None:
            raise runtime_error("table index is nil")
        if key != key:
            raise runtime_error("table index is NaN")
        stored = stored_key(key)
        if type(stored) is int and stored > 0:
            self.set(stored, value)
        elif value is None:
            self._remove(stored)
        else:
            if type(stored) is StoredKey:
                self.elements()
            dict.__setitem__(self, stored, value)

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

    def _remove(self, key: Any) -> None:
        if dict.get(self, key) is None:
            return
        dict.__setitem__(self, key, None)
        state = self._bookkeeping()
        state.dead += 1
        if state.dead > _TOMBSTONES and 2 * state.dead > len(self):
            self._purge(state)

    def _purge(self, state: TableState) -> None:
        """Drop the tombstones. Running traversals hold their own list of keys."""
        for key in [key for key, value in self.items() if value is None]:
            del self[key]
            state.was_object = state.was_object or type(key) is str
        state.dead = 0

    def _bookkeeping(self) -> TableState:
        try:
            return self.state
        except AttributeError:
            state = self.state = TableState()
            return state

    def length(self) -> int:
        """Return the border `#t`: the largest index of the array part that holds a value."""
        try:
            arr = self.arr
        except AttributeError:
            if type(self) is Table:
                # The next question is answered without an exception.
                self.arr = []
            return 0
        if len(self) and self.is_sparse():
            heap = self.state.heap
            while heap:
                if -heap[0] in self:
                    return -heap[0]
                heapq.heappop(heap)
            self.state.heap = None
        return len(arr)

    def _hash_keys(self) -> list[Any]:
        """Return the stored keys in traversal order: sparse elements ascending, then the rest."""
        keys = list(self)
        if getattr(self, "arr", None) is None or not self.is_sparse():
            return keys
        sparse = [key for key in keys if type(key) is int and 0 < key < ARRAY_KEY_LIMIT]
        others = [key for key in keys if not (type(key) is int and 0 < key < ARRAY_KEY_LIMIT)]
        return sorted(sparse) + others

    def items_in_order(self) -> Iterator[tuple[Any, Any]]:
        """Yield key and value as `pairs` does: elements by index, then keys by insertion.

        Values are read when they are reached, so fields may be changed or set to nil meanwhile.
        """
        arr = getattr(self, "arr", None)
        get = self.get
        if arr is None:
            # Without elements there are no far elements and no private keys either.
            for key in list(self):
                value = get(key)
                if value is not None:
                    yield key, value
            return
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

    def keys_in_order(self) -> Iterator[Any]:
        """Yield the keys as `pairs` does."""
        if getattr(self, "arr", None) is not None:
            for key, _ in self.items_in_order():
                yield key
            return
        get = self.get
        for key in list(self):
            if get(key) is not None:
                yield key

    def next(self, key: Any = None) -> tuple[Any, Any] | None:
        """Return the entry after `key` (the first for nil), or None at the end.

        Raises:
            LuaError: `invalid key to 'next'`.
        """
        stored = None if key is None else stored_key(key)
        arr = self.elements()
        position = 0
        if type(stored) is int and 0 < stored < ARRAY_KEY_LIMIT:
            position = stored
        if stored is None or position:
            while position < len(arr):
                value = arr[position]
                position += 1
                if value is not None:
                    return position, value
        return self._next_in_hash(stored, position)

    def _next_in_hash(self, stored: Any, index: int) -> tuple[Any, Any] | None:
        state = self._bookkeeping()
        keys = state.keys
        if stored is None or (index and index not in self):
            keys = state.keys = self._hash_keys()
            state.positions = None
            position = 0
            while index and position < len(keys):
                key = keys[position]
                if not (type(key) is int and 0 < key <= index):
                    break
                position += 1
        elif 0 <= state.position < len(keys) and keys[state.position] == stored:
            position = state.position + 1
        else:
            position = self._find_key(state, stored) + 1
        return self._next_from(state, position)

    def _next_from(self, state: TableState, position: int) -> tuple[Any, Any] | None:
        """Return the first entry of the running traversal from a position on."""
        keys = state.keys
        while position < len(keys):
            key = keys[position]
            value = self.get(key)
            if value is not None:
                state.position = position
                return (key.public if type(key) is StoredKey else key), value
            position += 1
        state.position = -1
        return None

    def _find_key(self, state: TableState, stored: Any) -> int:
        if state.positions is None or stored not in state.positions:
            if stored in self:
                state.keys = self._hash_keys()
            state.positions = {key: position for position, key in enumerate(state.keys)}
        found = state.positions.get(stored)
        if found is None:
            raise runtime_error("invalid key to 'next'")
        return found

    @property
    def is_object(self) -> bool:
        """Whether the empty table encodes as `{}`: it was an object or ever held a string key."""
        try:
            if self.state.was_object:
                return True
        except AttributeError:
            pass
        return any(type(key) is str for key in self)

    def mark_object(self) -> Table:
        """Remember that the table comes from a JSON object, and return it."""
        self._bookkeeping().was_object = True
        return self

    def is_empty(self) -> bool:
        """Whether the table holds no value."""
        return not self.length() and all(value is None for value in self.values())

    def set_metatable(self, meta: Table | None) -> None:
        """Set or remove the metatable (`setmetatable` without its checks)."""
        forms = self.forms
        if meta is None:
            self.__class__ = forms.plain
            return
        if self.metatable() is None and None in self.values():
            self._purge(self._bookkeeping())
        self.meta = meta
        self.follow_metatable()

    def follow_metatable(self) -> None:
        """Take the class that the metatable's fields `__index` and `__newindex` ask for."""
        try:
            lookup = self.meta.instance_lookup
        except AttributeError:
            lookup = self.meta.watch()
        if lookup is None or hasattr(self, "arr"):
            self.__class__ = self.forms.dynamic
        else:
            self.lookup = lookup
            self.__class__ = self.forms.native

    def watch(self) -> Callable[[Any], Any] | None:
        """Become a metatable: stores that change how its tables behave are noticed from now on."""
        self.__class__ = self.forms.watched
        self.instance_lookup = self._instances_look_up()
        return self.instance_lookup

    def _instances_look_up(self) -> Callable[[Any], Any] | None:
        index = dict.get(self, "__index")
        if isinstance(index, Table) and dict.get(self, "__newindex") is None:
            return index.__getitem__
        return None

    def metatable(self) -> Table | None:
        """Return the metatable, or None."""
        return None

    def freeze(self) -> Table:
        """Make the table immutable and return it."""
        self.__class__ = self.forms.frozen
        return self


def array(elements: list[Any]) -> Table:
    """Return the table `{e1, e2, …}`; takes ownership of the list and drops trailing nils."""
    while elements and elements[-1] is None:
        elements.pop()
    table = Table()
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
    table = array(positional)
    for key, value in pairs:
        stored = stored_key(key)
        if not (type(stored) is int and 0 < stored <= size):
            table.set(key, value)
    return table


def object_table(fields: Mapping[str, Any]) -> Table:
    """Return a table that encodes as a JSON object even when it is empty."""
    table = Table(fields)
    return table if fields else table.mark_object()
