"""Lua module `logger`, used with a colon: `logger:info("text", {field = 1})`.

Records go through the host: a workflow writes none while it replays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..host import host
from ..lua.table import Table
from ..lua.userdata import Userdata
from .failure import wrong_type


class Logger(Userdata):
    """Writes log records with fixed fields and a name."""

    __slots__ = ("_fields", "_name")
    lua_name: ClassVar[str] = "*logger.Logger"
    lua_methods: ClassVar[Mapping[str, str]] = {
        "debug": "debug",
        "info": "info",
        "warn": "warn",
        "error": "error",
        "with": "with_",
        "named": "named",
    }

    def __init__(self, name: str = "", fields: Mapping[str, Any] | None = None) -> None:
        self._name = name
        self._fields = dict(fields or {})

    def debug(self, message: Any = None, fields: Any = None) -> tuple[()]:
        """Write a record for developers."""
        return self._write("debug", message, fields)

    def info(self, message: Any = None, fields: Any = None) -> tuple[()]:
        """Write a record about normal operation."""
        return self._write("info", message, fields)

    def warn(self, message: Any = None, fields: Any = None) -> tuple[()]:
        """Write a record about something odd."""
        return self._write("warn", message, fields)

    def error(self, message: Any = None, fields: Any = None) -> tuple[()]:
        """Write a record about a failure."""
        return self._write("error", message, fields)

    def with_(self, fields: Any = None) -> Logger:
        """Return a logger that adds fields to every record.

        Raises:
            LuaError: `bad argument` when the fields are no table.
        """
        if not isinstance(fields, Table):
            raise wrong_type(1, "with", "table", fields)
        return Logger(self._name, {**self._fields, **_named_fields(fields)})

    def named(self, name: Any = None) -> Logger:
        """Return a logger whose records carry a name; names nest with dots.

        Raises:
            LuaError: `bad argument` when the name is no string.
        """
        if not isinstance(name, str):
            raise wrong_type(1, "named", "string", name)
        return Logger(f"{self._name}.{name}" if self._name else name, self._fields)

    def _write(self, level: str, message: Any, fields: Any) -> tuple[()]:
        if not isinstance(message, str):
            raise wrong_type(1, level, "string", message)
        values = dict(self._fields)
        if self._name:
            values["logger"] = self._name
        if isinstance(fields, Table):
            values.update(_named_fields(fields))
        host().log(level, message, values)
        return ()


def _named_fields(fields: Table) -> dict[str, Any]:
    return {key: value for key, value in fields.items_in_order() if isinstance(key, str)}


_default = Logger()


def _logger(value: Any) -> Logger:
    return value if isinstance(value, Logger) else _default


def debug(logger: Any = None, message: Any = None, fields: Any = None) -> tuple[()]:
    """Write a record for developers: `logger:debug(message, fields)`."""
    return _logger(logger).debug(message, fields)


def info(logger: Any = None, message: Any = None, fields: Any = None) -> tuple[()]:
    """Write a record about normal operation: `logger:info(message, fields)`."""
    return _logger(logger).info(message, fields)


def warn(logger: Any = None, message: Any = None, fields: Any = None) -> tuple[()]:
    """Write a record about something odd: `logger:warn(message, fields)`."""
    return _logger(logger).warn(message, fields)


def error(logger: Any = None, message: Any = None, fields: Any = None) -> tuple[()]:
    """Write a record about a failure: `logger:error(message, fields)`."""
    return _logger(logger).error(message, fields)


def with_(logger: Any = None, fields: Any = None) -> Logger:
    """Return a logger that adds fields to every record: `logger:with(fields)`."""
    return _logger(logger).with_(fields)


def named(logger: Any = None, name: Any = None) -> Logger:
    """Return a logger whose records carry a name: `logger:named(name)`."""
    return _logger(logger).named(name)


EXPORTS: Mapping[str, Any] = {
    "debug": debug,
    "info": info,
    "warn": warn,
    "error": error,
    "with": with_,
    "named": named,
}
