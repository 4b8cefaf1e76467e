"""Operations on any Lua value: truth, type, text, comparison, indexing, length.

Where a metamethod is needed and is `async def`, the functions here run it to its end without
yielding; their twins in `async_values` await it.
"""

from __future__ import annotations

from functools import cache
from types import CoroutineType, NoneType
from typing import Any

from .errors import LuaError, runtime_error
from .indexed_table import IndexedTable
from .meta_tables import META_CLASSES, TABLE_CLASSES, MetaTable
from .metamethods import call, index_handler, metamethod, newindex_handler, shared_metamethod
from .numbers import float_text
from .results import first, settle
from .table import ArrayTable, Table
from .userdata import Userdata

_TYPE_NAMES: dict[type, str] = {
    NoneType: "nil",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    **dict.fromkeys(TABLE_CLASSES, "table"),
}
NUMBER_TYPES = (int, float)
"""The Python types of Lua's numbers; `bool`, a subclass of `int`, is none of them."""
nil: Any = None
"""`None`, of which a type checker does not object to any use: Lua raises an error there."""

_PACKAGE = __name__.partition(".lua.")[0]
_store = dict.__setitem__


def truthy(value: Any) -> bool:
    """Whether a value counts as true: everything but nil and false."""
    return value is not None and value is not False


def value_or(value: Any, default: Any) -> Any:
    """Return `value or default`: the default only for nil and false."""
    return default if value is None or value is False else value


def text_key(key: Any) -> str:
    """Return the key under which something is stored, which is a text or nil.

    Raises:
        LuaError: `table index is nil`.
    """
    if key is None:
        raise runtime_error("table index is nil")
    text: str = key
    return text


def number_key(key: Any) -> Any:
    """Return the key under which something is stored, which is a number or nil.

    Raises:
        LuaError: `table index is nil` or `table index is NaN`.
    """
    if key is None:
        raise runtime_error("table index is nil")
    if key != key:
        raise runtime_error("table index is NaN")
    return key


def type_name(value: Any) -> str:
    """Return what Lua's `type(value)` says."""
    name = _TYPE_NAMES.get(type(value))
    if name is not None:
        return name
    if isinstance(value, Userdata):
        return value.lua_type
    if isinstance(value, Table):
        return "table"
    return "string" if isinstance(value, str) else "function"


def same_type(left: Any, right: Any) -> bool:
    """Return what Lua's `type(left) == type(right)` says."""
    return type(left) is type(right) or type_name(left) == type_name(right)


def tostring(value: Any) -> str:
    """Return the text of any value, honouring `__tostring`."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    if kind is float:
        return float_text(value)
    return tostring_result(settle(raw_tostring(value)))


def raw_tostring(value: Any) -> Any:
    """Return the text of a value, or the raw result of its `__tostring`."""
    kind = type(value)
    if kind is str:
        return value
    if kind is int:
        return str(value)
    if kind is float:
        return float_text(value)
    handler = metamethod(value, "__tostring")
    if handler is not None:
        return call(handler, value)
    return basic_tostring(value)


def tostring_result(result: Any) -> str:
    """Check the result of `__tostring`."""
    result = first(result)
    if type(result) is str:
        return result
    if type(result) is int or type(result) is float:
        return basic_tostring(result)
    raise runtime_error("'__tostring' must return a string")


def basic_tostring(value: Any) -> str:
    """Return the text of a value without metamethods."""
    match value:
        case None:
            return "nil"
        case True:
            return "true"
        case False:
            return "false"
        case str():
            return value
        case float():
            return float_text(value)
        case int():
            return str(value)
        case Userdata():
            return value.lua_tostring()
        case Table():
            return f"table: 0x{id(value):012x}"
        case _:
            wrapped = getattr(value, "__wrapped__", value)
            module = getattr(wrapped, "__module__", None) or ""
            is_builtin = module.startswith(_PACKAGE + ".")
            return f"{'gofunc' if is_builtin else 'function'}: 0x{id(value):012x}"


def eq(left: Any, right: Any) -> bool:
    """Return `left == right`, honouring `__eq`."""
    left_type, right_type = type(left), type(right)
    if left_type is right_type and left_type not in META_CLASSES:
        return bool(left == right)
    if left_type is bool or right_type is bool:
        return False
    if isinstance(left, MetaTable) and isinstance(right, MetaTable):
        return truthy(first(settle(raw_eq(left, right))))
    return bool(left == right)


def raw_eq(left: Any, right: Any) -> Any:
    """Return the equality of two values, or the raw result of their common `__eq`."""
    if type(left) is bool or type(right) is bool:
        return left is right
    if left is not right:
        handler = shared_metamethod(left, right, "__eq")
        if handler is not None:
            return call(handler, left, right)
    return left == right


def rawequal(left: Any, right: Any) -> bool:
    """Return `left == right` without metamethods."""
    if type(left) is bool or type(right) is bool:
        return left is right
    return bool(left == right)


_NUMBERS = (int, float)


def lt(left: Any, right: Any) -> bool:
    """Return `left < right`.

    Raises:
        LuaError: `attempt to compare nil with number`.
    """
    kind = type(left)
    if kind is int or kind is float:
        other = type(right)
        if other is int or other is float:
            return left < right  # type: ignore[no-any-return]
    elif kind is str is type(right):
        return left < right  # type: ignore[no-any-return]
    return truthy(first(settle(raw_lt(left, right))))


def le(left: Any, right: Any) -> bool:
    """Return `left <= right`.

    Raises:
        LuaError: `attempt to compare nil with number`.
    """
    kind = type(left)
    if kind is int or kind is float:
        other = type(right)
        if other is int or other is float:
            return left <= right  # type: ignore[no-any-return]
    elif kind is str is type(right):
        return left <= right  # type: ignore[no-any-return]
    return truthy(first(settle(raw_le(left, right))))


def raw_lt(left: Any, right: Any) -> Any:
    """Return `left < right`, or the raw result of the common `__lt`."""
    result = _primitive_order(left, right, "__lt__")
    if result is not None:
        return result
    handler = shared_metamethod(left, right, "__lt")
    if handler is not None:
        return call(handler, left, right)
    raise compare_error(left, right)


def raw_le(left: Any, right: Any) -> Any:
    """Return `left <= right`, or the raw result of `__le`, or of `not (right < left)`."""
    result = _primitive_order(left, right, "__le__")
    if result is not None:
        return result
    handler = shared_metamethod(left, right, "__le")
    if handler is not None:
        return call(handler, left, right)
    handler = shared_metamethod(left, right, "__lt")
    if handler is None:
        raise compare_error(left, right)
    result = call(handler, right, left)
    if type(result) is CoroutineType:
        return _negated(result)
    return not truthy(first(result))


async def _negated(coroutine: Any) -> bool:
    return not truthy(first(await coroutine))


def _primitive_order(left: Any, right: Any, operation: str) -> bool | None:
    """Compare numbers, strings, and userdata that define an order; None for anything else."""
    left_type, right_type = type(left), type(right)
    if (
        (left_type in _NUMBERS and right_type in _NUMBERS)
        or left_type is str is right_type
        or (isinstance(left, Userdata) and isinstance(right, Userdata))
    ):
        result = getattr(left, operation)(right)
        if result is NotImplemented and left_type in _NUMBERS:
            return bool(left < right if operation == "__lt__" else left <= right)
        return None if result is NotImplemented else bool(result)
    return None


def compare_error(left: Any, right: Any) -> LuaError:
    """Return the error of ordering two values that have no order."""
    return runtime_error(f"attempt to compare {type_name(left)} with {type_name(right)}")


def index(target: Any, key: Any) -> Any:
    """Return `target[key]` for any value, honouring `__index`.

    Raises:
        LuaError: `attempt to index a non-table object(nil) with key 'name'`.
    """
    if isinstance(target, Table):
        return target[key]
    return _index_other(target, key)


def _index_other(target: Any, key: Any) -> Any:
    if isinstance(target, str):
        return string_library().get_raw(key)
    if isinstance(target, Userdata):
        return target.lua_index(key)
    raise index_error(target, key)


def raw_index(target: Any, key: Any) -> Any:
    """Return `target[key]`, or the raw result of an `__index` function."""
    while isinstance(target, MetaTable):
        value = target.get_raw(key)
        if value is not None:
            return value
        handler = target.meta.get("__index")
        if handler is None:
            return None
        if not isinstance(handler, Table):
            return index_handler(handler, target, key)
        target = handler
    return target.get_raw(key) if isinstance(target, Table) else _index_other(target, key)


def setindex(target: Any, key: Any, value: Any) -> None:
    """Execute `target[key] = value` for any value, honouring `__newindex`.

    Raises:
        LuaError: `attempt to index a non-table object(nil) with key 'name'`.
    """
    kind = type(target)
    if kind is ArrayTable:
        if value is not None:
            # The common stores of `ArrayTable.set`, without its frame.
            if type(key) is int:
                arr = target.arr
                size = len(arr)
                if 0 < key <= size:
                    arr[key - 1] = value
                    return
                if key == size + 1 and not (len(target) and target.is_sparse()):
                    arr.append(value)
                    return
            elif type(key) is str:
                _store(target, key, value)
                return
        target.set(key, value)
    elif kind is Table:
        if value is not None and type(key) is str:
            _store(target, key, value)
        else:
            target.set(key, value)
    elif kind is IndexedTable:
        target.set(key, value)
    elif value is not None and type(key) is str and isinstance(target, MetaTable):
        target[key] = value
    else:
        settle(raw_setindex(target, key, value))


def raw_setindex(target: Any, key: Any, value: Any) -> Any:
    """Assign a field, or return the raw result of a `__newindex` function."""
    while isinstance(target, MetaTable):
        handler = target.meta.get("__newindex")
        if handler is None or target.get_raw(key) is not None:
            break
        if not isinstance(handler, Table):
            return newindex_handler(handler, target, key, value)
        target = handler
    if isinstance(target, Table):
        target.set(key, value)
    elif isinstance(target, Userdata):
        target.lua_setindex(key, value)
    else:
        raise index_error(target, key)
    return None


def index_error(target: Any, key: Any) -> LuaError:
    """Return the error of indexing a value that has no fields."""
    return runtime_error(
        f"attempt to index a non-table object({type_name(target)}) with key '{basic_tostring(key)}'"
    )


def length(value: Any) -> Any:
    """Return `#value`, honouring `__len`.

    Raises:
        LuaError: `__len undefined`.
    """
    kind = type(value)
    if kind is ArrayTable or kind is Table or kind is IndexedTable:
        return value.length()
    if kind is str:
        return len(value)
    return first(settle(raw_length(value)))


def raw_length(value: Any) -> Any:
    """Return `#value`, or the raw result of `__len`."""
    if isinstance(value, str):
        return len(value)
    handler = metamethod(value, "__len")
    if handler is not None:
        return call(handler, value)
    if isinstance(value, Table):
        return value.length()
    raise runtime_error("__len undefined")


class IndexableString(str):
    """A string whose fields are those of the `string` library."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        return string_library().get_raw(key)


def indexable(value: Any) -> Any:
    """Return `value` in a form that native `value["field"]` reads exactly.

    Only strings change: Python would take the subscript for a position.
    """
    return IndexableString(value) if type(value) is str else value


@cache
def string_library() -> Table:
    """Return the table of the `string` library, where fields of strings are found."""
    from .modules import module_table

    return module_table("string")
