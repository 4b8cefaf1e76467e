"""Lua tables without elements, and what all tables have in common.

A table is a `dict` (hash part), and from the first store at a positive integer or private key on
also has a list `arr` of elements: it then is an `ArrayTable` (`table.py`), or with a metatable an
`ArrayMetaTable`, and stays one. Invariants of a table of any other class:

- It has no positive integer keys, so that its length is 0, and no private keys: what its dict
  lacks is nil.
- In a table without metatable an assigned nil stays as the value `None` of its key (a tombstone).
  A table with a metatable has none, so that a missing key always reaches `__missing__` and
  `__index`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from .errors import runtime_error
from .table_keys import ARRAY_KEY_LIMIT, StoredKey, stored_key
from .table_state import TableState

# Number of tombstones below which they are never purged.
_TOMBSTONES = 32
_EMPTY: Mapping[Any, Any] = {}


class Forms(NamedTuple):
    """The classes between which a table changes.

    Attributes:
        plain: Without a metatable.
        native: With one, as long as reads and stores need no Python code; that of a table with
            elements is its `dynamic`.
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
    """A Lua table without metatable and without elements; the base of all other tables.

    Attributes:
        with_elements: The class that the table takes when its first element is stored.
        arr: The elements, of an `ArrayTable` alone.
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
    with_elements: ClassVar[type[Table]]
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

    if TYPE_CHECKING:
        # Tables with a metatable are: setting one changes the class of a table.
        def __call__(self, *arguments: Any) -> Any: ...

        def __missing__(self, key: Any) -> Any: ...

        def entries(self) -> Iterable[tuple[Any, Any]]:
            """Iterate as `pairs` does, over removed entries too: their values are `None`.

            Nothing may be stored into the table meanwhile.
            """
    else:
        __missing__ = _EMPTY.get
        # A C method: it is called without a Python frame, unlike a `def`.
        entries = dict.items

    def __repr__(self) -> str:
        return f"<table {dict.__repr__(self)}>"

    def get_raw(self, key: Any) -> Any:
        """Return the value of `key` without metamethods (`rawget`)."""
        return dict.get(self, key)

    def elements(self) -> list[Any]:
        """Return the list of the array part, creating it if needed. Never let it end in nil.

        Only the methods of this class may change the list: other tables return a new one.
        """
        return self._start_elements()

    def _start_elements(self) -> list[Any]:
        arr: list[Any] = []
        self.arr = arr
        self.__class__ = self.with_elements
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
            if value is not None:
                arr = self._start_elements()
                if key == 1:
                    arr.append(value)
                else:
                    self.set(key, value)
        else:
            self._set_unusual(key, value)

    def append(self, value: Any) -> None:
        """Store a value after the last element: `t[#t + 1] = value`; nil changes nothing."""
        if value is not None:
            self._start_elements().append(value)

    def leading_values(self) -> Iterator[Any]:
        """Iterate over the elements up to the first nil, as `ipairs` does."""
        return iter(())

    def insert_element(self, position: int, value: Any) -> None:
        """Store a value within the elements, moving the later ones up."""
        for index in range(self.length(), position - 1, -1):
            self.set(index + 1, self.get_raw(index))
        self.set(position, value)

    def pop_element(self, position: int) -> Any:
        """Remove and return an element, moving the later ones down."""
        removed = self.get_raw(position)
        size = self.length()
        for index in range(position, size):
            self.set(index, self.get_raw(index + 1))
        self.set(size, None)
        return removed

    def replace_elements(self, values: list[Any]) -> None:
        """Give the elements new values, one for each index up to the border."""
        for index, value in enumerate(values, 1):
            self.set(index, value)

    def is_sparse(self) -> bool:
        """Whether elements live in the hash part, behind a gap."""
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
        return 0

    def _hash_keys(self) -> list[Any]:
        """Return the stored keys in traversal order."""
        return list(self)

    def items_in_order(self) -> Iterator[tuple[Any, Any]]:
        """Yield key and value as `pairs` does: elements by index, then keys by insertion.

        Values are read when they are reached, so fields may be changed or set to nil meanwhile.
        """
        get = self.get
        for key in list(self):
            value = get(key)
            if value is not None:
                yield key, value

    def keys_in_order(self) -> Iterator[Any]:
        """Yield the keys as `pairs` does."""
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
        # After an index comes what follows the elements.
        is_index = type(stored) is int and 0 < stored < ARRAY_KEY_LIMIT
        return self._next_in_hash(None if is_index else stored)

    def _next_in_hash(self, stored: Any) -> tuple[Any, Any] | None:
        """Return the entry after a stored key of the hash part (the first for None)."""
        state = self._bookkeeping()
        keys = state.keys
        if stored is None:
            state.keys = self._hash_keys()
            state.positions = None
            return self._next_from(state, 0)
        if 0 <= state.position < len(keys) and keys[state.position] == stored:
            return self._next_from(state, state.position + 1)
        return self._next_from(state, self._find_key(state, stored) + 1)

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
        for value in self.values():
            if value is not None:
                return False
        return not self.length()

    def set_metatable(self, meta: Table | None) -> None:
        """Set or remove the metatable (`setmetatable` without its checks)."""
        if meta is None:
            self.__class__ = self.forms.plain
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
        if lookup is None:
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
        self.elements()
        self.__class__ = self.forms.frozen
        return self
