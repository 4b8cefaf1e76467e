"""Lua module `payload`: values together with a format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..lua.strings import from_bytes, to_bytes
from ..lua.table import Table
from ..lua.userdata import Userdata
from ..lua.values import tostring
from ..wire import DecodeError, EncodeError, wire_decode, wire_encode
from .errors import Error
from .failure import internal, invalid

JSON = "json/plain"
YAML = "yaml/plain"
STRING = "text/plain"
GOLANG = "golang/any"
LUA = "lua/any"
BYTES = "application/octet-stream"
MSGPACK = "application/msgpack"
ERROR = "golang/error"

format = Table(
    {
        "JSON": JSON,
        "YAML": YAML,
        "STRING": STRING,
        "GOLANG": GOLANG,
        "LUA": LUA,
        "BYTES": BYTES,
        "MSGPACK": MSGPACK,
        "ERROR": ERROR,
    }
).freeze()

format_JSON = JSON
format_YAML = YAML
format_STRING = STRING
format_GOLANG = GOLANG
format_LUA = LUA
format_BYTES = BYTES
format_MSGPACK = MSGPACK
format_ERROR = ERROR

_TEXTS = frozenset({STRING, BYTES})
_NATIVE = frozenset({LUA, GOLANG, ERROR})


class Payload(Userdata):
    """A value and the format it is held in.

    Attributes:
        value: A Lua value; encoded text for the text formats.
        held_format: One of the constants of this module.
    """

    __slots__ = ("held_format", "value")
    lua_name = "*payload.Payload"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: name for name in ("get_format", "data", "unmarshal", "transcode")
    }

    def __init__(self, value: Any, held_format: str = LUA) -> None:
        self.value = value
        self.held_format = held_format

    def get_format(self) -> str:
        """Return the format."""
        return self.held_format

    def data(self) -> tuple[Any, Error | None]:
        """Return the decoded Lua value."""
        if self.held_format == JSON:
            try:
                return wire_decode(to_bytes(self.value)), None
            except DecodeError as error:
                return None, internal(f"transcode failed: {error}")
        if self.held_format == YAML:
            from . import yaml

            value, problem = yaml.decode(self.value)
            return value, problem
        return self.value, None

    def unmarshal(self) -> tuple[Any, Error | None]:
        """Return the decoded Lua value."""
        return self.data()

    def transcode(self, target: Any = None) -> tuple[Any, Error | None]:
        """Return the same value in another format."""
        value, error = self.data()
        if error is not None:
            return None, error
        if target in _NATIVE:
            return Payload(value, target), None
        if target == JSON:
            try:
                return Payload(from_bytes(wire_encode(value)), JSON), None
            except EncodeError as failure:
                return None, internal(f"transcode failed: {failure}")
        if target == YAML:
            from . import yaml

            text, problem = yaml.encode(value)
            return (Payload(text, YAML), None) if problem is None else (None, problem)
        if target in _TEXTS:
            return Payload(value if isinstance(value, str) else tostring(value), target), None
        return None, invalid(f"transcode failed: no transcoder from {self.held_format} to {target}")

    def lua_tostring(self) -> str:
        """Return `payload{format=F}`."""
        return f"payload{{format={self.held_format}}}"


def new(value: Any = None) -> Payload:
    """Wrap a Lua value; an error object keeps being one."""
    return Payload(value, ERROR if isinstance(value, Error) else LUA)


EXPORTS: Mapping[str, Any] = {"new": new, "format": format}
