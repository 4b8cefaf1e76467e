"""Payload and failure converters."""

from __future__ import annotations

from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from wippy_runtime.lua.strings import from_text
from wippy_runtime.lua.table import array
from wippy_runtime.temporal.converter import (
    NO_VALUE,
    ConversionError,
    DecodingFailure,
    data_converter,
    text_data_converter,
)
from wippy_runtime.temporal.failures import failure_of_raised

lua = data_converter.payload_converter
text = text_data_converter.payload_converter


def payload(encoding: str, data: bytes = b"") -> Payload:
    return Payload(metadata={"encoding": encoding.encode()}, data=data)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, payload("json/plain", b"null")),
        (NO_VALUE, payload("binary/null")),
        (b"\x00\xff", payload("binary/plain", b"\x00\xff")),
        (from_text("é"), payload("json/plain", '"é"'.encode())),
        (array([1]), payload("json/plain", b"[1]")),
        (RawValue(payload("x")), payload("x")),
    ],
)
def test_encodings(value: Any, expected: Payload) -> None:
    assert lua.to_payloads([value]) == [expected]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (payload("json/plain", '"é"'.encode()), from_text("é")),
        (payload("binary/null"), None),
        (payload("binary/plain", b"\xc3\x28"), "\xc3\x28"),
    ],
)
def test_decodings(given: Payload, expected: Any) -> None:
    assert lua.from_payloads([given]) == [expected]


def test_raw_values_pass_through() -> None:
    (value,) = lua.from_payloads([payload("odd")], [RawValue])
    assert value.payload == payload("odd")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (payload("json/protobuf"), "unsupported temporal payload encoding: json/protobuf"),
        (Payload(data=b"1"), "missing encoding metadata in payload"),
        (payload("json/plain", b"{"), "failed to decode JSON payload"),
    ],
)
def test_refused_payloads_fail_the_execution(given: Payload, message: str) -> None:
    with pytest.raises(DecodingFailure, match=message) as refused:
        lua.from_payloads([given])
    assert isinstance(refused.value, ApplicationError)


def test_the_position_of_a_bad_value_is_named() -> None:
    mixed = array([1])
    mixed.set("x", 1)
    with pytest.raises(ConversionError, match="error converting payload at index 1: "):
        lua.to_payloads([1, mixed])


def test_text_converter_is_for_python_programs() -> None:
    (encoded,) = text.to_payloads([{"é": ["ü", b"x"[:0].decode()]}])
    assert encoded.data.decode() == '{"é":["ü",""]}'
    assert text.from_payloads([encoded, payload("binary/plain", b"\xff")]) == [
        {"é": ["ü", ""]},
        b"\xff",
    ]


def test_failures_carry_source_and_lua_stack() -> None:
    error = failure_of_raised("app:x:1: boom", "app:x:1: in main")
    failure = Failure()
    data_converter.failure_converter.to_failure(error, lua, failure)
    assert failure.source == "WippySDK"
    assert failure.stack_trace == "app:x:1: in main"
    assert failure.message == "app:x:1: boom"
    assert failure.application_failure_info.type == "Internal"
    assert failure.application_failure_info.details.payloads[0].data == (
        b'{"errors":[{"msg":"app:x:1: boom","kind":"Internal"}]}'
    )
