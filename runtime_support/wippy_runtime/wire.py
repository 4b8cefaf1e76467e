"""Lua values as JSON on the wire, by Wippy's rules.

A pre-pass turns a Lua value into plain lists and dicts, checking what JSON cannot hold; the C
encoder writes those. Decoding is strict: duplicate names, invalid UTF-8 and numbers such as `NaN`
are errors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, Final

from .lib.errors import Error
from .lua.indexed_table import IndexedTable
from .lua.strings import from_text, to_text
from .lua.table import ArrayTable, StoredKey, Table, array, object_table

MAXIMUM_DEPTH: Final = 128
MAXIMUM_INTEGER: Final = 2**63 - 1
MINIMUM_INTEGER: Final = -(2**63)
LARGEST_FLOAT: Final = 1.7976931348623157e308

MIXED_KEYS = "cannot encode mixed-key table: table has both numeric and non-numeric keys"
SPARSE_ARRAY = "cannot encode sparse array: non-contiguous numeric keys found"
RECURSIVE = "cannot encode recursively nested tables to JSON"
TOO_DEEP = "exceeded maximum nesting depth for JSON encoding"


class EncodeError(ValueError):
    """A Lua value that JSON cannot hold."""


class DecodeError(ValueError):
    """Bytes that are not strict JSON."""


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def wire_encode(value: Any, *, text: Callable[[str], str] = to_text) -> bytes:
    """Encode one value as JSON.

    Tables, error objects and plain Python lists, tuples and dicts are understood; any other
    object becomes `null`, or disappears when it is a field of an object.

    Args:
        value: A Lua value.
        text: Makes Unicode text out of a string; the identity for callers whose strings are
            Unicode already.

    Raises:
        EncodeError: A table with both kinds of keys, with holes, within itself or nested deeper
            than 128 levels.
    """
    if value is None:
        return b"null"
    if type(value) is float:
        return _top_level_float(value).encode()
    exporter = _Exporter(text)
    plain = exporter.export(value, 0)
    if exporter.has_tiny_float:
        return _write(plain).encode("utf-8")
    return _encode(plain).encode("utf-8")


class _Exporter:
    __slots__ = ("_open", "has_tiny_float", "text")

    def __init__(self, text: Callable[[str], str]) -> None:
        self.text = text
        self.has_tiny_float = False
        self._open: set[int] = set()

    def export(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is str:
            return value if value.isascii() else self.text(value)
        if kind is int or kind is bool or value is None:
            return value
        if kind is float:
            return self._float(value)
        if isinstance(value, Table):
            return self._nested(value, depth, self._table)
        if isinstance(value, dict):
            return self._nested(value, depth, self._dict)
        if isinstance(value, list | tuple):
            return self._nested(value, depth, self._list)
        if isinstance(value, Error):
            return self.text(value.lua_format_text())
        if isinstance(value, str):
            return self.text(str(value))
        return None

    def _float(self, value: float) -> Any:
        if value != value or value in (float("inf"), float("-inf")):
            return None
        if value.is_integer():
            return int(value)
        if -1e-4 < value < 1e-4:
            self.has_tiny_float = True
        return value

    def _nested(self, value: Any, depth: int, convert: Callable[[Any, int], Any]) -> Any:
        if id(value) in self._open:
            raise EncodeError(RECURSIVE)
        if depth >= MAXIMUM_DEPTH:
            raise EncodeError(TOO_DEEP)
        self._open.add(id(value))
        result = convert(value, depth + 1)
        self._open.discard(id(value))
        return result

    def _list(self, value: Any, depth: int) -> list[Any]:
        return [self.export(item, depth) for item in value]

    def _dict(self, value: dict[Any, Any], depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, item in value.items():
            exported = self.export(item, depth)
            if exported is not None:
                result[key if key.isascii() else self.text(key)] = exported
        return result

    def _table(self, table: Table, depth: int) -> Any:
        if isinstance(table, IndexedTable):
            table = table.as_table()
        elements = table.arr if isinstance(table, ArrayTable) else []
        if not len(table):
            if not elements:
                return {} if table.is_object else []
            if None in elements:
                raise EncodeError(SPARSE_ARRAY)
            return [self.export(item, depth) for item in elements]
        if not elements:
            record = self._record(table, depth)
            if record is not None:
                return record if record or table.is_object else []
        return self._unusual_table(table, elements, depth)

    def _record(self, table: Table, depth: int) -> dict[str, Any] | None:
        """Convert a table whose keys are all strings; `None` when it has others."""
        result: dict[str, Any] = {}
        for key, item in dict.items(table):
            if type(key) is not str:
                return None
            kind = type(item)
            if kind is str:
                exported = item if item.isascii() else self.text(item)
            elif kind is int or kind is bool:
                exported = item
            elif item is None:
                continue
            else:
                exported = self.export(item, depth)
                if exported is None:
                    continue
            result[key if key.isascii() else self.text(key)] = exported
        return result

    def _unusual_table(self, table: Table, elements: list[Any], depth: int) -> Any:
        result: dict[str, Any] = {}
        is_numeric = bool(elements)
        is_sparse = None in elements
        has_names = False
        for key, item in dict.items(table):
            if item is None:
                continue
            if type(key) is str:
                name = key if key.isascii() else self.text(key)
            elif type(key) is int or (type(key) is StoredKey and type(key.public) is int):
                is_numeric = is_sparse = True
                continue
            else:
                other_name = _key_name(key)
                if other_name is None:
                    continue
                name = other_name
            has_names = True
            if not is_numeric:
                exported = self.export(item, depth)
                if exported is not None:
                    result[name] = exported
        if is_numeric:
            if has_names:
                raise EncodeError(MIXED_KEYS)
            if is_sparse:
                raise EncodeError(SPARSE_ARRAY)
            return [self.export(item, depth) for item in elements]
        if has_names or table.is_object:
            return result
        return []


def _key_name(key: Any) -> str | None:
    if type(key) is StoredKey:
        return "true" if key.public else "false"
    return _plain_digits(key) if type(key) is float else None


def _top_level_float(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return "null"
    if value == 0 or 1e-6 <= abs(value) < 1e21:
        return _plain_digits(value)
    digits = repr(value)
    return re.sub(r"e-0(\d)$", r"e-\1", digits)


def _plain_digits(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    digits = repr(value)
    # Through `Decimal`: formatting the float itself rounds the shortest digits once more.
    return format(Decimal(digits), "f") if "e" in digits else digits


def _write(value: Any) -> str:
    if type(value) is float:
        return _plain_digits(value)
    if type(value) is list:
        return "[" + ",".join([_write(item) for item in value]) + "]"
    if type(value) is dict:
        fields = [encode_basestring(key) + ":" + _write(item) for key, item in value.items()]
        return "{" + ",".join(fields) + "}"
    return _encode(value)


_LONG_NUMBER = re.compile(rb"[0-9]{19}|[eE][+]?[0-9]{3}")


def wire_decode(data: bytes, *, text: Callable[[str], str] = from_text) -> Any:
    """Decode one JSON document into a Lua value.

    Fields with null vanish, null elements of arrays stay as holes; integers outside 64 bits are
    clamped; empty arrays and objects remember what they were.

    Args:
        data: The document.
        text: Makes a Lua string out of Unicode text.

    Raises:
        DecodeError: Not strict JSON.
    """
    if b"\\u" in data or not data.isascii():
        return _lua_value(_parse(data, _decoders), text)
    value = _parse(data, _table_decoders)
    return _lua_list(value) if type(value) is list else value


def wire_decode_plain(data: bytes) -> Any:
    """Decode one JSON document into Python lists, dicts and Unicode strings.

    Raises:
        DecodeError: Not strict JSON.
    """
    return _parse(data, _decoders)


def _parse(data: bytes, decoders: tuple[json.JSONDecoder, json.JSONDecoder]) -> Any:
    try:
        source = data.decode("utf-8")
        value = decoders[_LONG_NUMBER.search(data) is not None].decode(source)
        if b"\\ud" in data or b"\\uD" in data:
            _encode(value).encode("utf-8")
    except RecursionError:
        raise DecodeError("exceeded max depth") from None
    except ValueError as error:
        raise DecodeError(str(error)) from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise DecodeError(f'duplicate object member name "{name}"')
            seen.add(name)
    return result


def _reject_constant(name: str) -> Any:
    raise DecodeError(f"invalid number {name}")


def _clamped_integer(digits: str) -> int:
    if len(digits) > 20:
        return MINIMUM_INTEGER if digits.startswith("-") else MAXIMUM_INTEGER
    return max(MINIMUM_INTEGER, min(MAXIMUM_INTEGER, int(digits)))


def _clamped_float(digits: str) -> float:
    return max(-LARGEST_FLOAT, min(LARGEST_FLOAT, float(digits)))


def _record_table(pairs: list[tuple[str, Any]]) -> Table:
    """Return an object of ASCII text as a table, without a second pass over its scalars."""
    table = Table(pairs)
    if len(table) != len(pairs):
        _object(pairs)
    for name, value in pairs:
        if value is None:
            del table[name]
        elif type(value) is list:
            dict.__setitem__(table, name, _lua_list(value))
    return table if len(table) else table.mark_object()


def _lua_list(values: list[Any]) -> Table:
    for index, value in enumerate(values):
        if type(value) is list:
            values[index] = _lua_list(value)
    return array(values)


def _plain_and_careful(
    hook: Callable[[list[tuple[str, Any]]], Any],
) -> tuple[json.JSONDecoder, json.JSONDecoder]:
    """Return a decoder at C speed, and one for documents with very long numbers."""
    plain = json.JSONDecoder(object_pairs_hook=hook, parse_constant=_reject_constant)
    careful = json.JSONDecoder(
        object_pairs_hook=hook,
        parse_constant=_reject_constant,
        parse_int=_clamped_integer,
        parse_float=_clamped_float,
    )
    return plain, careful


_decoders: Final = _plain_and_careful(_object)
_table_decoders: Final = _plain_and_careful(_record_table)


def _lua_value(value: Any, text: Callable[[str], str]) -> Any:
    kind = type(value)
    if kind is str:
        return text(value)
    if kind is dict:
        return object_table(
            {text(key): _lua_value(item, text) for key, item in value.items() if item is not None}
        )
    if kind is list:
        return array([_lua_value(item, text) for item in value])
    return value
