"""Headers that carry Wippy's context values and security identity between executions."""

from __future__ import annotations

import types
from collections.abc import Coroutine, Generator, Mapping
from contextvars import ContextVar
from typing import Any, Final

from temporalio.api.common.v1 import Payload

from ..lua.table import Table, array
from ..wire import DecodeError, EncodeError, wire_decode, wire_encode

CONTEXT_HEADER: Final = "wippy-context"
SECURITY_HEADER: Final = "wippy-security"
SENDER_KEY: Final = "temporal.signal.from"

outgoing_context: ContextVar[Mapping[str, Any] | None] = ContextVar(
    "wippy_outgoing_context", default=None
)
"""Context of the call being made when it differs from the caller's own."""

outgoing_sender: ContextVar[str] = ContextVar("wippy_outgoing_sender", default="")
"""PID to send along with the signal being made."""

incoming_headers: ContextVar[Mapping[str, Payload] | None] = ContextVar(
    "wippy_incoming_headers", default=None
)
"""Headers of the activity or signal being handled."""


@types.coroutine
def calling_with(
    values: Mapping[str, Any] | None, call: Coroutine[Any, Any, Any]
) -> Generator[Any, Any, Any]:
    """Await `call` with `values` as outgoing context.

    The variable is set for the first step only: commands are created there, and afterwards other
    coroutines of the same context run.
    """
    token = outgoing_context.set(values)
    try:
        request = call.send(None)
    except StopIteration as stop:
        return stop.value
    finally:
        outgoing_context.reset(token)
    while True:
        try:
            try:
                sent = yield request
            except BaseException as error:
                request = call.throw(error)
            else:
                request = call.send(sent)
        except StopIteration as stop:
            return stop.value


_REFUSED: Final = object()


def portable(value: Any) -> Any:
    """Return a context value fit for the header, or `None` when it cannot travel.

    Strings, booleans and numbers travel, and tables of nothing else; a table with one value that
    cannot is dropped as a whole.
    """
    found = _portable(value, 0)
    return None if found is _REFUSED else found


def _portable(value: Any, depth: int) -> Any:
    if isinstance(value, str | bool | int | float):
        return value
    if depth > 100 or not isinstance(value, Table | dict | list):
        return _REFUSED
    if isinstance(value, list) or (isinstance(value, Table) and value.length() > 0):
        items = list(value.elements()) if isinstance(value, Table) else value
        copied = [_portable(item, depth + 1) for item in items]
        return _REFUSED if _REFUSED in copied else array(copied)
    fields = {}
    for key, item in dict.items(value):
        if item is None:
            continue
        copied_item = _portable(item, depth + 1)
        if copied_item is _REFUSED or not isinstance(key, str):
            return _REFUSED
        fields[key] = copied_item
    return Table(fields)


def context_payload(values: Mapping[str, Any], sender: str = "") -> Payload | None:
    """Return the payload of the context header; `None` when there is nothing to send."""
    fields = {key: portable(value) for key, value in values.items()}
    fields = {key: value for key, value in fields.items() if value is not None}
    if sender:
        fields[SENDER_KEY] = sender
    if not fields:
        return None
    try:
        data = wire_encode(Table(fields))
    except EncodeError:
        return None
    return Payload(metadata={"encoding": b"json/plain"}, data=data)


def read_context(headers: Mapping[str, Payload]) -> tuple[dict[str, Any], str]:
    """Return context values and sender PID of a header; empty when absent or invalid."""
    payload = headers.get(CONTEXT_HEADER)
    if payload is None:
        return {}, ""
    try:
        table = wire_decode(payload.data)
    except DecodeError:
        return {}, ""
    if not isinstance(table, Table):
        return {}, ""
    fields = {key: value for key, value in table.items() if isinstance(key, str)}
    sender = fields.pop(SENDER_KEY, "")
    return fields, sender if isinstance(sender, str) else ""


def with_context(
    headers: Mapping[str, Payload],
    values: Mapping[str, Any],
    *,
    sender: str = "",
    security: Payload | None = None,
) -> dict[str, Payload]:
    """Return headers with the context and security of the caller added."""
    result = dict(headers)
    payload = context_payload(values, sender)
    if payload is not None:
        result[CONTEXT_HEADER] = payload
    if security is not None:
        result[SECURITY_HEADER] = security
    return result
