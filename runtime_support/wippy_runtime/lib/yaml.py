"""Lua module `yaml`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import yaml

from ..lua.numbers import number_text
from ..lua.strings import from_text, to_text
from ..lua.table import Table, array
from ..lua.values import tostring, truthy
from .errors import Error
from .failure import Failure, internal, invalid
from .yaml_loader import GoLoader
from .yaml_text import scalar_text

MAXIMUM_DEPTH = 128
# An alias repeats what it names; text of a few lines can stand for billions of values.
MAXIMUM_VALUES = 4_000_000

_PLAIN_INDENT = 4
_OPTIONS_INDENT = 2


class _EncodeError(ValueError):
    """A table that YAML text cannot hold."""


class _Excessive(ValueError):
    """A document too large or too deep."""


def encode(value: Any = None, options: Any = None) -> tuple[str, None] | Failure:
    """Return a table as YAML text.

    Args:
        value: The table. An array part wins over other keys.
        options: `field_order`, names that come first at every level, and `sort_unordered`, whether
            the others are sorted. Without options all keys are sorted.
    """
    if not isinstance(value, Table):
        return None, invalid("table expected")
    order: list[str] = []
    is_sorted, indent = True, _PLAIN_INDENT
    if isinstance(options, Table):
        indent = _OPTIONS_INDENT
        wanted = options["field_order"]
        if isinstance(wanted, Table):
            order = [name for name in wanted.elements() if isinstance(name, str)]
        flag = options["sort_unordered"]
        is_sorted = flag is not None and truthy(flag)
    writer = _Writer(order, is_sorted, indent)
    try:
        return from_text("\n".join(writer.lines(value, 0)) + "\n"), None
    except _EncodeError as error:
        return None, internal(str(error))


def decode(text: Any = None) -> tuple[Any, Error | None]:
    """Return the value of the first document of a YAML text.

    Timestamps become seconds since the epoch.
    """
    if not isinstance(text, str):
        return None, invalid("string expected")
    if not text:
        return None, invalid("input cannot be empty")
    loader = None
    try:
        loader = GoLoader(to_text(text))
        # The first document counts; later ones are ignored.
        found = next(iter(_documents(loader)), None)
        return _Reader().value(found, 0), None
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        return None, internal(from_text("yaml: " + " ".join(str(error).split())))
    finally:
        if loader is not None:
            loader.dispose()


def _documents(loader: Any) -> Iterator[Any]:
    while loader.check_data():
        yield loader.get_data()


class _Reader:
    """Turns what the YAML parser found into Lua values."""

    def __init__(self) -> None:
        self._values = 0

    def value(self, found: Any, depth: int) -> Any:
        """Return one value.

        Raises:
            _Excessive: Nested too deep, or too many values.
        """
        self._values += 1
        if self._values > MAXIMUM_VALUES:
            raise _Excessive("document contains excessive aliasing")
        if depth > MAXIMUM_DEPTH:
            raise _Excessive("exceeded maximum nesting depth")
        match found:
            case None | bool() | float():
                return found
            case int():
                return found if -(2**63) <= found < 2**63 else float(found)
            case str():
                return from_text(found)
            case bytes():
                return found.decode("latin-1")
            case datetime():
                moment = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
                return int(moment.timestamp())
            case date():
                return int(datetime(found.year, found.month, found.day, tzinfo=UTC).timestamp())
            case list() | tuple() | set():
                return array([self.value(item, depth + 1) for item in found])
            case dict():
                table = Table()
                for key, item in found.items():
                    if key is None or (isinstance(key, float) and math.isnan(key)):
                        continue
                    table.set(self.value(key, depth + 1), self.value(item, depth + 1))
                return table.mark_object()
            case _:
                return from_text(str(found))


class _Writer:
    """Writes tables in block style."""

    def __init__(self, order: list[str], is_sorted: bool, indent: int) -> None:
        self._ranks = {name: rank for rank, name in enumerate(order)}
        self._is_sorted = is_sorted
        self._indent = indent

    def lines(self, table: Table, depth: int) -> list[str]:
        """Return the lines of a table, not yet indented.

        Raises:
            _EncodeError: Nested too deep or in itself.
        """
        if depth > MAXIMUM_DEPTH:
            raise _EncodeError("cannot encode recursively nested tables to YAML")
        elements = table.elements()
        if elements:
            return self._sequence(elements, depth)
        fields = self._fields(table)
        if not fields:
            return ["{}" if table.is_object else "[]"]
        lines: list[str] = []
        for name, item in fields:
            lines += self._entry(f"{scalar_text(name, 0)}:", item, depth)
        return lines

    def _fields(self, table: Table) -> list[tuple[str, Any]]:
        pairs = [(to_text(tostring(key)), item) for key, item in table.items_in_order()]
        unranked = len(self._ranks)
        if self._is_sorted:
            pairs.sort(key=lambda pair: (self._ranks.get(pair[0], unranked), pair[0]))
        else:
            pairs.sort(key=lambda pair: self._ranks.get(pair[0], unranked))
        return pairs

    def _sequence(self, elements: list[Any], depth: int) -> list[str]:
        lines: list[str] = []
        for item in elements:
            if isinstance(item, Table) and not item.is_empty():
                nested = self.lines(item, depth + 1)
                lines.append("- " + nested[0])
                lines += ["  " + line if line else line for line in nested[1:]]
            else:
                lines += self._entry("-", item, depth)
        return lines

    def _entry(self, start: str, item: Any, depth: int) -> list[str]:
        if isinstance(item, Table):
            nested = self.lines(item, depth + 1)
            if item.is_empty():
                return [f"{start} {nested[0]}"]
            pad = " " * self._indent
            return [start, *(pad + line if line else line for line in nested)]
        first, *rest = self._scalar(item).split("\n")
        return [f"{start} {first}", *rest]

    def _scalar(self, value: Any) -> str:
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            if math.isnan(value):
                return ".nan"
            if math.isinf(value):
                return ".inf" if value > 0 else "-.inf"
            return number_text(value)
        if isinstance(value, int):
            return str(value)
        if isinstance(value, str):
            return scalar_text(to_text(value), self._indent)
        return (
            scalar_text(to_text(tostring(value)), self._indent)
            if isinstance(value, Error)
            else "null"
        )


EXPORTS: Mapping[str, Any] = {
    "encode": encode,
    "decode": decode,
}
