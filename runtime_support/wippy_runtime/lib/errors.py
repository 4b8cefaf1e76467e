"""Lua module `errors`: structured errors with kind, retryability and details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..lua.arguments import type_error
from ..lua.errors import argument_error
from ..lua.table import Table, array, object_table
from ..lua.userdata import Userdata

NOT_FOUND = "NotFound"
ALREADY_EXISTS = "AlreadyExists"
INVALID = "Invalid"
PERMISSION_DENIED = "PermissionDenied"
UNAVAILABLE = "Unavailable"
INTERNAL = "Internal"
CANCELED = "Canceled"
CONFLICT = "Conflict"
TIMEOUT = "Timeout"
RATE_LIMITED = "RateLimited"
UNKNOWN = ""

_KINDS = {
    "NOT_FOUND": NOT_FOUND,
    "ALREADY_EXISTS": ALREADY_EXISTS,
    "INVALID": INVALID,
    "PERMISSION_DENIED": PERMISSION_DENIED,
    "UNAVAILABLE": UNAVAILABLE,
    "INTERNAL": INTERNAL,
    "CANCELED": CANCELED,
    "CONFLICT": CONFLICT,
    "TIMEOUT": TIMEOUT,
    "RATE_LIMITED": RATE_LIMITED,
    "UNKNOWN": UNKNOWN,
}
# Both spellings (`INVALID`, `Invalid`) that `errors.new(kind, message)` understands.
_KIND_SPELLINGS = _KINDS | {kind: kind for kind in _KINDS.values() if kind}


class Error(Userdata):
    """An error value: what module functions return as their second result.

    Two errors are equal only if they are the same object. As text an error is its message; the
    context that `errors.wrap` adds shows in `full_text()`, `%s` of `string.format` and JSON.
    """

    lua_methods: ClassVar[Mapping[str, str]] = {
        "kind": "kind",
        "message": "message",
        "retryable": "retryable",
        "details": "details",
        "stack": "stack",
    }

    def __init__(
        self,
        message: str,
        kind: str = "",
        retryable: bool | None = None,
        details: Table | None = None,
        context: str = "",
        frames: tuple[str, ...] = (),
    ) -> None:
        """Make an error.

        Args:
            message: Byte text.
            kind: One of the kind constants or any other text; empty when unset.
            retryable: Whether a retry may help; None when unset.
            details: Table with string keys; an empty one counts as none.
            context: What `errors.wrap` put in front of the message.
            frames: Lines of the Lua call stack at the place of its creation.
        """
        self._message = message
        self._kind = kind
        self._retryable = retryable
        self._details = details
        self.context = context
        self.frames = frames

    def message(self) -> str:
        """Return the message, without wrap context."""
        return self._message

    def kind(self) -> str:
        """Return the kind, or the empty string."""
        return self._kind

    def retryable(self) -> bool | None:
        """Return whether a retry may help; None when unset."""
        return self._retryable

    def details(self) -> Table | None:
        """Return the details, or None when there are none."""
        details = self._details
        return None if details is None or details.is_empty() else details

    def stack(self) -> str:
        """Return message with context, and the Lua frames, one to a line."""
        return "\n".join((self.full_text(), *(f"\t{frame}" for frame in self.frames)))

    def full_text(self) -> str:
        """Return `context: message`, or the message."""
        return f"{self.context}: {self._message}" if self.context else self._message

    def lua_tostring(self) -> str:
        """Return the message."""
        return self._message

    def lua_concat_text(self) -> str:
        """Return the message: errors may be joined with strings."""
        return self._message

    def lua_format_text(self) -> str:
        """Return `context: message`."""
        return self.full_text()

    def __str__(self) -> str:
        return self._message

    def __repr__(self) -> str:
        return f"Error({self._message!r}, kind={self._kind!r}, retryable={self._retryable!r})"


def new(message: Any = None, text: Any = None) -> Error:
    """Make an error from a message, from `(kind, message)`, or from a table of fields.

    Fields: `message` (required), `kind`, `retryable`, `details`. Two strings are kind and message
    if the first is a kind; otherwise the second is ignored.

    Raises:
        LuaError: `message field is required`, `message must be a string`, or a wrong type.
    """
    frames = _call_stack()
    if type(message) is str:
        if type(text) is str and message in _KIND_SPELLINGS:
            return Error(text, kind=_KIND_SPELLINGS[message], frames=frames)
        return Error(message, frames=frames)
    if not isinstance(message, Table):
        raise type_error(1, "new", "string or table", message)
    content = message["message"]
    if content is None:
        raise argument_error(1, "new", "message field is required")
    if type(content) is not str:
        raise argument_error(1, "new", "message must be a string")
    kind, retryable, details = message["kind"], message["retryable"], message["details"]
    return Error(
        content,
        kind=kind if type(kind) is str else "",
        retryable=retryable if type(retryable) is bool else None,
        details=_named_fields(details) if isinstance(details, Table) else None,
        frames=frames,
    )


def _named_fields(details: Table) -> Table:
    """Copy the fields with string keys, which are all that an error keeps."""
    return object_table({k: v for k, v in details.items_in_order() if type(k) is str})


def wrap(error: Any = None, context: Any = None) -> Error:
    """Put a context in front of an error (or text); kind, retryability and details stay.

    Raises:
        LuaError: The error is neither an error nor a string, or the context likewise.
    """
    prefix = context.message() if isinstance(context, Error) else context
    if type(prefix) is not str:
        raise type_error(2, "wrap", "string or error", context)
    if type(error) is str:
        return Error(error, context=prefix, frames=_call_stack())
    if not isinstance(error, Error):
        raise type_error(1, "wrap", "error or string", error)
    return Error(
        error.full_text(),
        kind=error.kind(),
        retryable=error.retryable(),
        details=error.details(),
        context=prefix,
        frames=error.frames or _call_stack(),
    )


def is_(value: Any = None, kind: Any = None) -> bool:
    """Whether a value is an error of exactly this kind."""
    return isinstance(value, Error) and value.kind() == kind


def call_stack(error: Any = None) -> Table | None:
    """Return `{thread=, frames={{level, source, line, name, type} …}}` of an error, or nil."""
    if not isinstance(error, Error):
        return None
    frames = []
    for level, frame in enumerate(error.frames):
        source, _, line = frame.rpartition(":")
        frames.append(
            Table(
                {
                    "level": level,
                    "source": source,
                    "line": int(line) if line.isdigit() else 0,
                    "name": "",
                    "type": "lua",
                }
            )
        )
    return Table({"thread": "main", "frames": array(frames)})


# A longer stack would only repeat a recursion.
_LONGEST_STACK = 32


def _call_stack() -> tuple[str, ...]:
    """Return `entry:line` of the Lua functions that are running, innermost first."""
    from ..lua.tracebacks import current_places

    return tuple(
        f"{place.chunk}:{place.line}" for place in current_places()[: -_LONGEST_STACK - 1 : -1]
    )


EXPORTS: Mapping[str, Any] = {
    "new": new,
    "wrap": wrap,
    "is": is_,
    "call_stack": call_stack,
    **_KINDS,
}
