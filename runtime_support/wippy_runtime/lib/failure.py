"""Errors that library modules return, and the argument checks they share."""

from __future__ import annotations

from typing import Any

from ..lua.errors import LuaError, argument_error
from ..lua.values import type_name
from .errors import Error

Failure = tuple[None, Error]


def invalid(message: str) -> Error:
    """Return an error of kind `Invalid` that is not worth a retry."""
    return Error(message, kind="Invalid", retryable=False)


def internal(message: str, *, retryable: bool = False) -> Error:
    """Return an error of kind `Internal`."""
    return Error(message, kind="Internal", retryable=retryable)


def not_found(message: str) -> Error:
    """Return an error of kind `NotFound` that is not worth a retry."""
    return Error(message, kind="NotFound", retryable=False)


def denied(message: str) -> Error:
    """Return an error of kind `PermissionDenied` that is not worth a retry."""
    return Error(message, kind="PermissionDenied", retryable=False)


def canceled(message: str = "operation canceled") -> Error:
    """Return the error of a wait that was cancelled from outside."""
    return Error(message, kind="Canceled", retryable=False)


def wrong_type(position: int, function: str, expected: str, value: Any) -> LuaError:
    """Return `bad argument #1 to f (string expected, got nil)`."""
    return argument_error(position, function, f"{expected} expected, got {type_name(value)}")
