"""Lua module `table`. All functions work on raw elements, as Wippy's do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cmp_to_key, partial
from types import FunctionType
from typing import Any

from ..lua.arguments import integer_argument, string_argument, table_argument, type_error
from ..lua.arithmetic import concat_text
from ..lua.errors import runtime_error
from ..lua.indexed_table import IndexedTable
from ..lua.meta_tables import is_frozen
from ..lua.metamethods import call
from ..lua.results import first, pack_results, settle
from ..lua.table import ArrayTable, Table, array
from ..lua.values import lt, truthy, type_name

_UNPACK_LIMIT = 8_000_000


def insert(table: Any = None, *arguments: Any) -> Any:
    """Append a value, or insert it at a position: `insert(t, value)`, `insert(t, pos, value)`.

    A position outside the elements is a plain store; appending nil does nothing.

    Raises:
        LuaError: Not a table, a frozen one, or a wrong number of arguments.
    """
    if type(table) is not ArrayTable:
        table = table_argument(table, 1, "insert")
    if len(arguments) == 1:
        table.append(arguments[0])
        return ()
    if len(arguments) != 2:
        raise runtime_error("wrong number of arguments to 'insert'")
    position = integer_argument(arguments[0], 2, "insert")
    value = arguments[1]
    if 1 <= position <= table.length() and not is_frozen(table):
        table.insert_element(position, value)
    else:
        table.set(position, value)
    return ()


def append(table: Any, value: Any) -> None:
    """`table.insert(t, value)`, for calls with exactly two arguments."""
    kind = type(table)
    if kind is ArrayTable or kind is IndexedTable or kind is Table:
        table.append(value)
    else:
        insert(table, value)


def remove(table: Any, position: Any = None) -> Any:
    """Remove and return the element at `position` (the last one), moving the rest down.

    A position beyond the elements gives nil; one below 1 removes the last element.
    """
    if position is None and type(table) is ArrayTable:
        last = table.elements()
        if last and not table.is_sparse():
            removed = last.pop()
            while last and last[-1] is None:
                last.pop()
            return removed
    table = table_argument(table, 1, "remove")
    size = table.length()
    index = size if position is None else integer_argument(position, 2, "remove")
    if size == 0 or index > size:
        return None
    if index < 1:
        index = size
    if is_frozen(table):
        table.set(index, None)
    return table.pop_element(index)


def remove_element(elements: list[Any], position: int) -> Any:
    """`table.remove(t, position)` of a table that is a list."""
    if not elements or position > len(elements):
        return None
    return elements.pop(position - 1 if position > 0 else -1)


def concat(table: Any, separator: Any = None, start: Any = None, stop: Any = None) -> str:
    """Join the elements from `start` to `stop`: strings, numbers and errors.

    Raises:
        LuaError: `invalid value (nil) at index 1 in table for concat`.
    """
    table = table_argument(table, 1, "concat")
    between = "" if separator is None else string_argument(separator, 2, "concat")
    begin = integer_argument(start, 3, "concat", 1)
    elements = table.elements()
    if stop is None and begin == 1 and not table.is_sparse():
        values: list[Any] = elements
    else:
        end = table.length() if stop is None else integer_argument(stop, 4, "concat")
        values = [table.get_raw(index) for index in _checked_range(begin, end)]
    try:
        return between.join(values)
    except TypeError:
        # Some are no texts.
        texts = []
    for offset, value in enumerate(values):
        text = value if type(value) is str else concat_text(value)
        if text is None:
            raise runtime_error(
                f"invalid value ({type_name(value)}) at index {begin + offset} in table for concat"
            )
        texts.append(text)
    return between.join(texts)


def _checked_range(start: int, stop: int) -> range:
    if stop - start >= _UNPACK_LIMIT:
        raise runtime_error("too many results to unpack")
    return range(start, stop + 1)


class _ByOperator:
    """Sort key that compares with Lua's `<`."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _ByOperator) -> bool:
        return lt(self.value, other.value)


def sort(table: Any, comparator: Any = None) -> Any:
    """Sort the elements in place by `<`, or by a function `comparator(a, b)` (not yielding).

    Raises:
        LuaError: Elements without an order, or whatever the comparator raises.
    """
    table = table_argument(table, 1, "sort")
    key = _sort_key(comparator)
    values = [table.get_raw(index) for index in range(1, table.length() + 1)]
    if is_frozen(table):
        table.set(1, None)
    _put_in_order(values, key)
    table.replace_elements(values)
    return ()


def sort_list(elements: list[Any], comparator: Any = None) -> None:
    """`sort` of a Python list; a comparator that looks at the list finds the old order."""
    values = elements.copy()
    _put_in_order(values, _sort_key(comparator))
    elements[: len(values)] = values


_Key = Callable[[Any], Any]


def _put_in_order(values: list[Any], key: _Key | None) -> None:
    if key is None:
        kinds = set(map(type, values))
        is_native = kinds <= {int, float} or kinds == {str}
        key = None if is_native else _ByOperator
    values.sort(key=key)


def _sort_key(comparator: Any) -> _Key | None:
    """Return what a comparator orders elements by; `None` for their own order."""
    if comparator is None:
        return None
    if type(comparator) is not FunctionType:
        if not callable(comparator) and not isinstance(comparator, Table):
            raise type_error(2, "sort", "function", comparator)
        comparator = partial(call, comparator)

    def order(left: Any, right: Any) -> int:
        result = comparator(left, right)
        if result is True:
            return -1
        if result is False or result is None:
            return 0
        return -1 if truthy(first(settle(result))) else 0

    return cmp_to_key(order)


def unpack(table: Any, start: Any = None, stop: Any = None) -> Any:
    """Return the elements from `start` (1) to `stop` (the length)."""
    table = table_argument(table, 1, "unpack")
    elements = table.elements()
    if start is None and stop is None and not table.is_sparse():
        return pack_results(tuple(elements))
    begin = integer_argument(start, 2, "unpack", 1)
    end = table.length() if stop is None else integer_argument(stop, 3, "unpack")
    return pack_results(tuple(map(table.get_raw, _checked_range(begin, end))))


def maxn(table: Any) -> int | float:
    """Return the largest positive number that is a key, or 0."""
    table = table_argument(table, 1, "maxn")
    largest: int | float = table.length()
    for key, _ in table.items_in_order():
        if type(key) in (int, float) and key > largest:
            largest = key
    return largest


def getn(table: Any) -> int:
    """Return the length without metamethods."""
    return table_argument(table, 1, "getn").length()


def create(elements: Any = None, fields: Any = None) -> Table:
    """Return an empty table; the sizes announced only matter to Wippy's allocator."""
    return array([])


def freeze(table: Any) -> Table:
    """Make a table immutable and return it: stores raise `attempt to modify Immutable table`."""
    return table_argument(table, 1, "freeze").freeze()


def isfrozen(table: Any) -> bool:
    """Whether a table is immutable."""
    return is_frozen(table_argument(table, 1, "isfrozen"))


EXPORTS: Mapping[str, Any] = {
    "concat": concat,
    "create": create,
    "freeze": freeze,
    "getn": getn,
    "insert": insert,
    "isfrozen": isfrozen,
    "maxn": maxn,
    "remove": remove,
    "sort": sort,
    "unpack": unpack,
}
