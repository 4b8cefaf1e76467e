"""Temporal data converters with Wippy's payload encodings.

Every value is `json/plain`; `binary/null` stands for "no value", `binary/plain` for raw bytes.
Only the metadata key `encoding` is written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Final

from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.common import RawValue
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverter,
    PayloadConverter,
)
from temporalio.exceptions import ApplicationError

from ..lua.strings import from_bytes
from ..wire import (
    DecodeError,
    EncodeError,
    wire_decode,
    wire_decode_plain,
    wire_encode,
)

__all__ = [
    "NO_VALUE",
    "ConversionError",
    "DecodeError",
    "DecodingFailure",
    "EncodeError",
    "WippyFailureConverter",
    "WippyPayloadConverter",
    "WippyTextPayloadConverter",
    "data_converter",
    "text_data_converter",
    "wire_decode",
    "wire_encode",
]

FAILURE_SOURCE: Final = "WippySDK"

_JSON: Final = b"json/plain"
_NULL: Final = b"binary/null"
_PLAIN: Final = b"binary/plain"


class _NoValue:
    """The result of a function that returns nothing: a payload without data."""

    def __repr__(self) -> str:
        return "NO_VALUE"


NO_VALUE: Final = _NoValue()


class ConversionError(ValueError):
    """A value that cannot become a payload."""


class DecodingFailure(ApplicationError):
    """Payloads that cannot become values.

    A failure, so that an execution with undecodable input fails instead of retrying its first
    task for ever.
    """

    def __init__(self, message: str) -> None:
        super().__init__(
            f"failed to decode input payloads: {message}", type="Internal", non_retryable=True
        )


class WippyPayloadConverter(PayloadConverter):
    """Converts between Lua values and payloads.

    A `str` is a Lua string: each character is one byte.
    """

    def to_payloads(self, values: Sequence[Any]) -> list[Payload]:
        """Encode Lua values, one payload each.

        Raises:
            ConversionError: A value JSON cannot hold, with its position.
        """
        payloads = []
        for index, value in enumerate(values):
            if isinstance(value, RawValue):
                payloads.append(value.payload)
                continue
            try:
                payloads.append(self._encode(value))
            except EncodeError as error:
                raise ConversionError(
                    f"error converting payload at index {index}: error transcoding value: "
                    f"failed to encode to JSON: {error}"
                ) from None
        return payloads

    def from_payloads(
        self, payloads: Sequence[Payload], type_hints: list[type] | None = None
    ) -> list[Any]:
        """Decode payloads; hints other than `RawValue` are ignored.

        Raises:
            DecodingFailure: Unknown encoding or invalid data.
        """
        values: list[Any] = []
        for index, payload in enumerate(payloads):
            hint = type_hints[index] if type_hints and index < len(type_hints) else None
            values.append(RawValue(payload) if hint is RawValue else self._decode(payload))
        return values

    def encode_json(self, value: Any) -> bytes:
        """Encode one value as JSON."""
        return wire_encode(value)

    def decode_json(self, data: bytes) -> Any:
        """Decode one JSON document."""
        return wire_decode(data)

    def decode_bytes(self, data: bytes) -> Any:
        """Return the value of a payload of raw bytes."""
        return from_bytes(data)

    def _encode(self, value: Any) -> Payload:
        if value is NO_VALUE:
            return Payload(metadata={"encoding": _NULL})
        if isinstance(value, bytes | bytearray):
            return Payload(metadata={"encoding": _PLAIN}, data=bytes(value))
        return Payload(metadata={"encoding": _JSON}, data=self.encode_json(value))

    def _decode(self, payload: Payload) -> Any:
        encoding = payload.metadata.get("encoding")
        if encoding == _JSON:
            try:
                return self.decode_json(payload.data)
            except DecodeError as error:
                raise DecodingFailure(f"failed to decode JSON payload: {error}") from None
        if encoding == _NULL:
            return None
        if encoding == _PLAIN:
            return self.decode_bytes(payload.data)
        if encoding is None:
            raise DecodingFailure("missing encoding metadata in payload")
        raise DecodingFailure(
            f"unsupported temporal payload encoding: {encoding.decode('utf-8', 'replace')}"
        )


class WippyTextPayloadConverter(WippyPayloadConverter):
    """The same encodings for Python programs: text is Unicode, results are lists and dicts."""

    def encode_json(self, value: Any) -> bytes:
        """Encode one value as JSON."""
        return wire_encode(value, text=str)

    def decode_json(self, data: bytes) -> Any:
        """Decode one JSON document into plain Python data."""
        return wire_decode_plain(data)

    def decode_bytes(self, data: bytes) -> Any:
        """Return raw bytes unchanged."""
        return data


class WippyFailureConverter(DefaultFailureConverter):
    """Marks failures as Wippy's and gives them the Lua call stack instead of Python's."""

    def to_failure(
        self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure
    ) -> None:
        """Write an exception into a failure."""
        super().to_failure(exception, payload_converter, failure)
        if not failure.source:
            failure.source = FAILURE_SOURCE
        trace = getattr(exception, "lua_traceback", None)
        if trace is not None:
            failure.stack_trace = trace


data_converter: Final = dataclasses.replace(
    DataConverter.default,
    payload_converter_class=WippyPayloadConverter,
    failure_converter_class=WippyFailureConverter,
)
"""The converter of workers: values are Lua values."""

text_data_converter: Final = dataclasses.replace(
    data_converter, payload_converter_class=WippyTextPayloadConverter
)
"""The converter of Python clients that start and signal Wippy workflows."""
