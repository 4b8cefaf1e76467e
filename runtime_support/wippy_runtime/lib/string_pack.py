"""`string.pack`, `unpack` and `packsize`: binary data by a format, as in Lua 5.3."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..lua.arguments import integer_argument, number_argument, string_argument
from ..lua.errors import argument_error, runtime_error
from ..lua.numbers import wrap64

_NATIVE_ALIGNMENT = 8
_LARGEST_INTEGER = 16
_INTEGER_SIZES = {"b": 1, "h": 2, "i": 4, "j": 8, "l": 8, "t": 8}
_UNSIGNED = "BHILJT"
_FLOATS = {"f": 4, "d": 8, "n": 8}


@dataclass(frozen=True, slots=True)
class _Item:
    """One option: `kind` is one of `int uint float string zero fixed pad`."""

    kind: str
    size: int
    padding: int
    order: str


class _Layout:
    """Reads a format string; `total` is the position of the next item."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.at = 0
        self.total = 0
        self.order = "little"
        self.largest_alignment = 1

    def read(self) -> Iterator[_Item]:
        """Yield the items; the consumer adds the length of what varies to `total`."""
        while self.at < len(self.template):
            item = self._option()
            if item is not None:
                self.total += item.padding + item.size
                yield item

    def _option(self) -> _Item | None:
        option = self.template[self.at]
        self.at += 1
        match option:
            case "<":
                self.order = "little"
            case ">":
                self.order = "big"
            case "=":
                self.order = "little"
            case "!":
                self.largest_alignment = self._limited_size(_NATIVE_ALIGNMENT)
            case " ":
                pass
            case "x":
                return _Item("pad", 1, 0, self.order)
            case "X":
                return _Item("pad", 0, self._padding(self._next_alignment()), self.order)
            case "z":
                return _Item("zero", 0, 0, self.order)
            case "s":
                size = self._limited_size(8)
                return _Item("string", size, self._padding(size), self.order)
            case "c":
                fixed = self._digits(-1)
                if fixed < 0:
                    raise runtime_error("missing size for format option 'c'")
                return _Item("fixed", fixed, 0, self.order)
            case "f" | "d" | "n":
                size = _FLOATS[option]
                return _Item("float", size, self._padding(size), self.order)
            case _ if option.lower() in _INTEGER_SIZES and option not in "N":
                size = self._integer_size(option)
                kind = "uint" if option in _UNSIGNED else "int"
                return _Item(kind, size, self._padding(size), self.order)
            case _:
                raise runtime_error(f"invalid format option '{option}'")
        return None

    def _integer_size(self, option: str) -> int:
        size = _INTEGER_SIZES[option.lower()]
        return self._limited_size(size) if option in "iI" else size

    def _next_alignment(self) -> int:
        """Return the alignment of the option after `X`, which is consumed."""
        option = self.template[self.at : self.at + 1]
        self.at += 1
        if option in _FLOATS:
            return _FLOATS[option]
        if option == "s":
            return self._limited_size(8)
        if option and option.lower() in _INTEGER_SIZES and option != "N":
            return self._integer_size(option)
        raise argument_error(1, "pack", "invalid next option for option 'X'")

    def _padding(self, size: int) -> int:
        alignment = min(size, self.largest_alignment)
        if alignment <= 1:
            return 0
        if alignment & (alignment - 1):
            raise argument_error(1, "pack", "format asks for alignment not power of 2")
        return -self.total % alignment

    def _digits(self, default: int) -> int:
        start = self.at
        while "0" <= self.template[self.at : self.at + 1] <= "9":
            self.at += 1
        return int(self.template[start : self.at]) if self.at > start else default

    def _limited_size(self, default: int) -> int:
        size = self._digits(default)
        if not 1 <= size <= _LARGEST_INTEGER:
            raise runtime_error(f"integral size ({size}) out of limits [1,{_LARGEST_INTEGER}]")
        return size


def pack(template: Any, *values: Any) -> str:
    """Return the values as binary data.

    Raises:
        LuaError: A bad format, or a value that does not fit.
    """
    layout = _Layout(string_argument(template, 1, "pack"))
    parts: list[bytes] = []
    used = 0
    for item in layout.read():
        parts.append(b"\0" * item.padding)
        if item.kind == "pad":
            parts.append(b"\0" * item.size)
            continue
        position = used + 2
        value = values[used] if used < len(values) else None
        used += 1
        if item.kind in ("int", "uint"):
            parts.append(_pack_integer(integer_argument(value, position, "pack"), item, position))
        elif item.kind == "float":
            number = number_argument(value, position, "pack")
            parts.append(_pack_float(float(number), item))
        else:
            data = string_argument(value, position, "pack").encode("latin-1")
            encoded = _pack_text(data, item, position)
            layout.total += len(encoded) - item.size
            parts.append(encoded)
    return b"".join(parts).decode("latin-1")


def _pack_integer(number: int, item: _Item, position: int) -> bytes:
    bits = 8 * item.size
    if item.size < 8:
        limit = 1 << bits if item.kind == "uint" else 1 << (bits - 1)
        lowest = 0 if item.kind == "uint" else -limit
        if not lowest <= number < limit:
            problem = "unsigned overflow" if item.kind == "uint" else "integer overflow"
            raise argument_error(position, "pack", problem)
    if item.kind == "uint" and number < 0:
        number += 1 << 64
    return (number & ((1 << bits) - 1)).to_bytes(item.size, item.order)  # type: ignore[arg-type]


def _pack_float(number: float, item: _Item) -> bytes:
    code = ("<" if item.order == "little" else ">") + ("f" if item.size == 4 else "d")
    try:
        return struct.pack(code, number)
    except OverflowError:
        return struct.pack(code, float("inf") if number > 0 else float("-inf"))


def _pack_text(data: bytes, item: _Item, position: int) -> bytes:
    if item.kind == "fixed":
        if len(data) > item.size:
            raise argument_error(position, "pack", "string longer than given size")
        return data.ljust(item.size, b"\0")
    if item.kind == "zero":
        if b"\0" in data:
            raise argument_error(position, "pack", "string contains zeros")
        return data + b"\0"
    if len(data) >> (8 * item.size):
        raise argument_error(position, "pack", "string length does not fit in given size")
    return len(data).to_bytes(item.size, item.order) + data  # type: ignore[arg-type]


def packsize(template: Any) -> int:
    """Return the size of the data of a format without variable-length options.

    Raises:
        LuaError: `variable-length format`.
    """
    layout = _Layout(string_argument(template, 1, "packsize"))
    for item in layout.read():
        if item.kind in ("string", "zero"):
            raise argument_error(1, "packsize", "variable-length format")
    return layout.total


def unpack(template: Any, data: Any = None, start: Any = None) -> Any:
    """Return the values in binary data, and the position after them.

    Raises:
        LuaError: `data string too short`, a bad format or position.
    """
    layout = _Layout(string_argument(template, 1, "unpack"))
    content = string_argument(data, 2, "unpack").encode("latin-1")
    begin = integer_argument(start, 3, "unpack", 1)
    if begin < 0:
        begin = max(begin + len(content) + 1, 0)
    if not 1 <= begin <= len(content) + 1:
        raise argument_error(3, "unpack", "initial position out of string")
    # Alignment counts from the start of the data, not from `begin`.
    layout.total = begin - 1
    values: list[Any] = []
    for item in layout.read():
        at = layout.total - item.size
        if layout.total > len(content):
            raise argument_error(2, "unpack", "data string too short")
        if item.kind == "pad":
            continue
        if item.kind in ("int", "uint"):
            values.append(_unpack_integer(content[at : at + item.size], item))
        elif item.kind == "float":
            code = ("<" if item.order == "little" else ">") + ("f" if item.size == 4 else "d")
            values.append(struct.unpack_from(code, content, at)[0])
        elif item.kind == "fixed":
            values.append(content[at : at + item.size].decode("latin-1"))
        else:
            text, layout.total = _unpack_text(content, at, item)
            values.append(text.decode("latin-1"))
    return (*values, layout.total + 1)


def _unpack_integer(data: bytes, item: _Item) -> int:
    is_signed = item.kind == "int"
    number = int.from_bytes(data, item.order, signed=is_signed)  # type: ignore[arg-type]
    if item.size > 8:
        extension = number >> 64
        if extension not in ((0, -1) if is_signed else (0,)):
            raise runtime_error(f"{item.size}-byte integer does not fit into Lua Integer")
    return wrap64(number)


def _unpack_text(content: bytes, at: int, item: _Item) -> tuple[bytes, int]:
    if item.kind == "zero":
        end = content.find(b"\0", at)
        if end < 0:
            raise argument_error(2, "unpack", "unfinished string for format 'z'")
        return content[at:end], end + 1
    begin = at + item.size
    size = int.from_bytes(content[at:begin], item.order)  # type: ignore[arg-type]
    if size > len(content) - begin:
        raise argument_error(2, "unpack", "data string too short")
    return content[begin : begin + size], begin + size
