"""What people are told about an execution that failed."""

from __future__ import annotations

import pytest
from temporalio.exceptions import ApplicationError

from wippy_runtime.temporal.execute import error_lines


def _error(message: str, trace: str | None) -> ApplicationError:
    error = ApplicationError(message, type="Internal")
    if trace is not None:
        error.lua_traceback = trace  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("message", "trace", "lines"),
    [
        ("refused", None, ["Internal: refused"]),
        ("a:1: x", "stack traceback:\n\ta", ["Internal: a:1: x", "stack traceback:", "\ta"]),
        ("a:1: x", "a:1: x\nstack:\n\ta\n", ["Internal: a:1: x", "stack:", "\ta"]),
        ("a:1: x", "a:1: x (field 'y')\nstack:", ["Internal: a:1: x (field 'y')", "stack:"]),
        ("one\ntwo", "one\ntwo\nstack:", ["Internal: one", "two", "stack:"]),
    ],
)
def test_messages_are_told_once(message: str, trace: str | None, lines: list[str]) -> None:
    assert error_lines(_error(message, trace)) == lines


def test_other_exceptions_are_told_with_their_class() -> None:
    assert error_lines(ValueError("no")) == ["ValueError: no"]
