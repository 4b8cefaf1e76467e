"""Lua module `json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..lua.strings import from_bytes, from_text, to_bytes
from ..lua.table import Table
from ..wire import DecodeError, EncodeError, wire_decode, wire_decode_plain, wire_encode
from .errors import Error
from .failure import Failure, internal, invalid
from .optional_package import optional_package

# Characters that Go escapes inside JSON strings; they occur nowhere else in JSON.
_ESCAPES: Mapping[str, str] = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\xe2\x80\xa8": "\\u2028",
    "\xe2\x80\xa9": "\\u2029",
}


def encode(value: Any = None) -> tuple[str, None] | Failure:
    """Return a value as JSON text.

    `<`, `>` and `&` come as `\\u003c` and so on, as Go writes them. Fields keep the order in which
    they were set.
    """
    try:
        text = from_bytes(wire_encode(value))
    except EncodeError as error:
        return None, internal(from_text(str(error)))
    for character, escape in _ESCAPES.items():
        if character in text:
            text = text.replace(character, escape)
    return text, None


def decode(text: Any = None) -> tuple[Any, Error | None]:
    """Return the Lua value of a JSON text; `null` is nil."""
    if not isinstance(text, str):
        return None, invalid("string expected")
    if not text:
        return None, invalid("empty string is not valid JSON")
    try:
        return wire_decode(to_bytes(text)), None
    except DecodeError as error:
        return None, internal(from_text(str(error)))


def validate(schema: Any = None, data: Any = None) -> tuple[bool, Error | None]:
    """Check a value against a JSON Schema given as a table or as JSON text."""
    if schema is None:
        return False, invalid("schema is required")
    if data is None:
        return False, invalid("data is required")
    try:
        plain = wire_decode_plain(wire_encode(data))
    except EncodeError as error:
        return False, invalid(from_text(str(error)))
    return _validate(schema, plain)


def validate_string(schema: Any = None, text: Any = None) -> tuple[bool, Error | None]:
    """Check a JSON text against a JSON Schema."""
    if schema is None:
        return False, invalid("schema is required")
    if not isinstance(text, str):
        return False, invalid("data must be a JSON string")
    try:
        plain = wire_decode_plain(to_bytes(text))
    except DecodeError as error:
        return False, invalid(from_text(str(error)))
    return _validate(schema, plain)


def _validate(schema: Any, data: Any) -> tuple[bool, Error | None]:
    if isinstance(schema, str):
        source = to_bytes(schema)
    elif isinstance(schema, Table):
        try:
            source = wire_encode(schema)
        except EncodeError as error:
            return False, invalid(f"schema error: {from_text(str(error))}")
    else:
        return False, invalid("schema error: schema must be a table or a JSON string")
    try:
        validator = _validator(source)
    except ImportError:
        return False, internal("JSON Schema validation needs the Python package jsonschema")
    except ValueError as error:
        return False, invalid(f"schema error: {from_text(str(error))}")
    problem = min(
        validator.iter_errors(data),
        key=lambda found: [str(part) for part in found.path],
        default=None,
    )
    if problem is None:
        return True, None
    place = "/".join(str(part) for part in problem.absolute_path)
    return False, invalid(from_text(f"at '/{place}': {problem.message}"))


@lru_cache(maxsize=128)
def _validator(source: bytes) -> Any:
    validators = optional_package("jsonschema.validators")
    schema_error = optional_package("jsonschema.exceptions").SchemaError
    try:
        schema = json.loads(source)
    except ValueError as error:
        raise ValueError(f"invalid JSON: {error}") from None
    kind = validators.validator_for(schema, default=validators.Draft202012Validator)
    try:
        kind.check_schema(schema)
    except schema_error as error:
        raise ValueError(error.message) from None
    return kind(schema)


EXPORTS: Mapping[str, Any] = {
    "encode": encode,
    "decode": decode,
    "validate": validate,
    "validate_string": validate_string,
}
