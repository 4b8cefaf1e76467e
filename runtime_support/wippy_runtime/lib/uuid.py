"""Lua module `uuid`.

New identifiers come from the random generator of the execution, which in a workflow is seeded by
the history: a replay makes the same ones.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from typing import Any

from ..host import host
from ..lua.strings import to_bytes
from ..lua.table import Table
from .errors import Error
from .failure import Failure, invalid

Text = tuple[str, None] | Failure

_FORM = re.compile(
    r"(?:urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}"
    r"|[0-9a-f]{32}",
    re.IGNORECASE,
)
# 100-nanosecond steps between 1582-10-15 and 1970-01-01.
_GREGORIAN_OFFSET = 0x01B21DD213814000
_TIME_VERSIONS = (1, 2, 6)


def v1() -> tuple[str, None]:
    """Return a time-based identifier with a random node."""
    generator = host().random()
    ticks = host().now_ns() // 100 + _GREGORIAN_OFFSET
    value = uuid.UUID(
        fields=(
            ticks & 0xFFFFFFFF,
            (ticks >> 32) & 0xFFFF,
            ((ticks >> 48) & 0x0FFF) | 0x1000,
            generator.getrandbits(6) | 0x80,
            generator.getrandbits(8),
            generator.getrandbits(48) | 0x010000000000,
        )
    )
    return str(value), None


def v4() -> tuple[str, None]:
    """Return a random identifier."""
    return str(uuid.UUID(int=host().random().getrandbits(128), version=4)), None


def v7() -> tuple[str, None]:
    """Return an identifier that sorts by its time in milliseconds."""
    milliseconds = host().now_ns() // 1_000_000
    random_bits = host().random().getrandbits(74)
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80 | 7 << 76
    value |= (random_bits >> 62) << 64 | 2 << 62 | (random_bits & (1 << 62) - 1)
    return str(uuid.UUID(int=value)), None


def v3(namespace: Any = None, name: Any = None) -> Text:
    """Return the MD5-based identifier of a name in a namespace."""
    return _named(namespace, name, 3)


def v5(namespace: Any = None, name: Any = None) -> Text:
    """Return the SHA-1-based identifier of a name in a namespace."""
    return _named(namespace, name, 5)


def validate(text: Any = None) -> tuple[bool, Error | None]:
    """Tell whether a text is an identifier."""
    return _parse(text) is not None, None


def version(text: Any = None) -> tuple[int, None] | Failure:
    """Return the version number of an identifier."""
    value, error = _checked(text)
    return (None, error) if error is not None else (value.int >> 76 & 0xF, None)


def variant(text: Any = None) -> Text:
    """Return the variant of an identifier: `RFC4122`, `Microsoft`, `NCS` or `Future`."""
    value, error = _checked(text)
    return (None, error) if error is not None else (_variant(value), None)


def parse(text: Any = None) -> tuple[Table, None] | Failure:
    """Return version and variant of an identifier, timestamp and node of a time-based one."""
    value, error = _checked(text)
    if error is not None:
        return None, error
    number = value.int >> 76 & 0xF
    found = Table({"version": number, "variant": _variant(value)})
    if number in _TIME_VERSIONS:
        found["timestamp"] = (value.time - _GREGORIAN_OFFSET) // 10_000_000
        found["node"] = f"{value.node:012x}"
    elif number == 7:
        found["timestamp"] = (value.int >> 80) // 1000
    return found, None


def format(text: Any = None, form: Any = None) -> Text:
    """Return an identifier as `standard`, `simple` (no dashes) or `urn` text."""
    value, error = _checked(text)
    if error is not None:
        return None, error
    match form:
        case None | "standard":
            return str(value), None
        case "simple":
            return value.hex, None
        case "urn":
            return value.urn, None
        case _:
            return None, invalid("unsupported format")


def _named(namespace: Any, name: Any, number: int) -> Text:
    if not isinstance(namespace, str) or not isinstance(name, str):
        return None, invalid("namespace and name must be strings")
    space = _parse(namespace)
    if space is None:
        return None, invalid("invalid namespace UUID")
    algorithm = "md5" if number == 3 else "sha1"
    digest = hashlib.new(algorithm, space.bytes + to_bytes(name), usedforsecurity=False).digest()
    return str(uuid.UUID(bytes=digest[:16], version=number)), None


def _parse(text: Any) -> uuid.UUID | None:
    if not isinstance(text, str) or _FORM.fullmatch(text) is None:
        return None
    return uuid.UUID(text)


def _checked(text: Any) -> tuple[uuid.UUID, None] | tuple[Any, Error]:
    if not isinstance(text, str):
        return None, invalid("input must be a string")
    value = _parse(text)
    return (None, invalid("invalid UUID format")) if value is None else (value, None)


def _variant(value: uuid.UUID) -> str:
    top = value.bytes[8]
    if top & 0xC0 == 0x80:
        return "RFC4122"
    if top & 0xE0 == 0xC0:
        return "Microsoft"
    return "Future" if top & 0xE0 == 0xE0 else "NCS"


EXPORTS: Mapping[str, Any] = {
    "v1": v1,
    "v3": v3,
    "v4": v4,
    "v5": v5,
    "v7": v7,
    "validate": validate,
    "version": version,
    "variant": variant,
    "parse": parse,
    "format": format,
}
