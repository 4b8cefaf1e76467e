"""Lua arguments as payloads, encoded at the moment of the call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from temporalio.common import RawValue

from ..lib.errors import Error
from ..lib.payload import Payload as LuaPayload
from ..lua.strings import from_text
from .converter import ConversionError, WippyPayloadConverter
from .failures import ExecutionFailure, internal_failure

_converter: Final = WippyPayloadConverter()


def encode(values: Sequence[Any]) -> list[RawValue]:
    """Encode Lua values; a payload object stands for its data.

    Raises:
        ConversionError: A value JSON cannot hold.
    """
    plain = [value.value if isinstance(value, LuaPayload) else value for value in values]
    return [RawValue(payload) for payload in _converter.to_payloads(plain)]


def try_encode(values: Sequence[Any]) -> tuple[list[RawValue] | None, Error | None]:
    """Encode Lua values, or return the error that Lua code sees."""
    try:
        return encode(values), None
    except ConversionError as error:
        text = from_text(f"failed to convert arguments: {error}")
        return None, Error(text, kind="Internal", retryable=False)


def encode_or_fail(values: Sequence[Any], problem: str) -> list[RawValue]:
    """Encode Lua values, or end the execution.

    Args:
        values: Lua values.
        problem: Start of the failure's message, e.g. `failed to convert arguments`.

    Raises:
        ExecutionFailure: A value cannot be encoded; no `pcall` catches it.
    """
    try:
        return encode(values)
    except ConversionError as error:
        raise ExecutionFailure(internal_failure(from_text(f"{problem}: {error}"))) from None
