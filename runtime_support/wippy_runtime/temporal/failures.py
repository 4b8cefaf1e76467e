"""Errors across the border: Lua outcomes as Temporal failures, Temporal failures as Lua errors.

A failure of Wippy carries its error in the first detail, `{"errors": [{msg, kind, retry, details},
…]}`, outermost first; the failure's type is the kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from temporalio.client import WorkflowFailureError
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    CancelledError,
    ChildWorkflowError,
    FailureError,
    RetryState,
    TerminatedError,
    TimeoutError,
    TimeoutType,
    WorkflowAlreadyStartedError,
)

from ..lib.errors import Error
from ..lua.strings import from_text, to_text
from ..lua.table import Table
from ..lua.values import tostring
from ..wire import EncodeError, wire_encode
from .converter import ConversionError

KINDS: Final = frozenset(
    {
        "NotFound",
        "AlreadyExists",
        "Invalid",
        "PermissionDenied",
        "Unavailable",
        "Internal",
        "Canceled",
        "Conflict",
        "Timeout",
        "RateLimited",
    }
)

_KIND_OF_TYPE: Final[Mapping[str, str]] = {
    **{kind: kind for kind in KINDS},
    "ActivityNotRegisteredError": "NotFound",
    "ActivityNotRegistered": "NotFound",
    "WorkflowNotRegisteredError": "NotFound",
    "NamespaceNotFoundError": "NotFound",
}

_TIMEOUT_TEXT: Final[Mapping[TimeoutType, str]] = {
    TimeoutType.START_TO_CLOSE: "start_to_close",
    TimeoutType.SCHEDULE_TO_START: "schedule_to_start",
    TimeoutType.SCHEDULE_TO_CLOSE: "schedule_to_close",
    TimeoutType.HEARTBEAT: "heartbeat",
}

_RETRY_STATE_TEXT: Final[Mapping[RetryState, str]] = {
    RetryState.IN_PROGRESS: "InProgress",
    RetryState.NON_RETRYABLE_FAILURE: "NonRetryableFailure",
    RetryState.TIMEOUT: "Timeout",
    RetryState.MAXIMUM_ATTEMPTS_REACHED: "MaximumAttemptsReached",
    RetryState.RETRY_POLICY_NOT_SET: "RetryPolicyNotSet",
    RetryState.INTERNAL_SERVER_ERROR: "InternalServerError",
    RetryState.CANCEL_REQUESTED: "CancelRequested",
}

CHILD_ALREADY_STARTED: Final = "child workflow execution already started"
UNKNOWN_WORKFLOW: Final = "unknown external workflow execution"


class ExecutionFailure(BaseException):
    """Ends the execution as failed past every `pcall`.

    Attributes:
        failure: What the execution fails with.
    """

    def __init__(self, failure: ApplicationError) -> None:
        super().__init__(failure.message)
        self.failure = failure


def failure_of_error(error: Error, lua_traceback: str | None = None) -> ApplicationError:
    """Return the failure of an error object; without a kind it is `Internal`."""
    details = error.details()
    return _application_error(
        message=error.message(),
        kind=error.kind() or "Internal",
        retryable=error.retryable(),
        details=details if _is_encodable(details) else None,
        lua_traceback=lua_traceback,
    )


def failure_of_returned(value: Any) -> ApplicationError | None:
    """Return the failure that a second result of `main` means; `None` when it means success.

    A string fails for good; an error object decides itself; anything else is ignored.
    """
    if isinstance(value, str):
        return _application_error(message=value, kind="Internal", retryable=False, lua_traceback="")
    if isinstance(value, Error):
        return failure_of_error(value, "\n".join(value.frames))
    return None


def failure_of_raised(value: Any, lua_traceback: str | None = None) -> ApplicationError:
    """Return the failure of an uncaught Lua error with the given error value."""
    if isinstance(value, Error):
        return failure_of_error(value, lua_traceback)
    message = value if isinstance(value, str) else tostring(value)
    return _application_error(
        message=message, kind="Internal", retryable=None, lua_traceback=lua_traceback
    )


def internal_failure(message: str, *, retryable: bool | None = False) -> ApplicationError:
    """Return a failure of the runtime itself; `message` is a Lua string."""
    return _application_error(message=message, kind="Internal", retryable=retryable)


def _application_error(
    *,
    message: str,
    kind: str,
    retryable: bool | None,
    details: Table | None = None,
    lua_traceback: str | None = None,
) -> ApplicationError:
    entry: dict[str, Any] = {"msg": message, "kind": kind}
    if retryable is not None:
        entry["retry"] = retryable
    if details is not None:
        entry["details"] = details
    failure = ApplicationError(
        to_text(message),
        {"errors": [entry]},
        type=to_text(kind),
        non_retryable=retryable is False,
    )
    if lua_traceback is not None:
        failure.lua_traceback = lua_traceback  # type: ignore[attr-defined]
    return failure


def _is_encodable(details: Any) -> bool:
    if details is None:
        return False
    try:
        wire_encode(details)
    except EncodeError:
        return False
    return True


def chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and its causes, outermost first."""
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        # A failure's `cause` is its `__cause__`; the client's wrapper has its own attribute.
        cause = getattr(current, "cause", None)
        current = cause if isinstance(cause, BaseException) else current.__cause__


def error_of_failure(error: BaseException) -> Error:
    """Return the Lua error of an exception the SDK raised.

    Failures of activities and children say so in `details()`: `_wrapper`, `_retry_state` and the
    identity of what failed.
    """
    links = list(chain(error))
    for link in links:
        if isinstance(link, ActivityError):
            return _wrapped(
                link.cause or link,
                {
                    "_wrapper": "activity",
                    "_activity_id": from_text(link.activity_id),
                    "_retry_state": _retry_state(link.retry_state),
                },
            )
    for link in links:
        if isinstance(link, ChildWorkflowError):
            return _wrapped(
                _child_timeout(link.cause) or link,
                {
                    "_wrapper": "child_workflow",
                    "_workflow_id": from_text(link.workflow_id),
                    "_workflow_type": from_text(link.workflow_type),
                    "_run_id": from_text(link.run_id),
                    "_retry_state": _retry_state(link.retry_state),
                },
            )
    for link in links:
        if isinstance(link, WorkflowAlreadyStartedError):
            return Error(
                CHILD_ALREADY_STARTED,
                kind="Internal",
                details=Table(
                    {
                        "_wrapper": "child_workflow",
                        "_workflow_id": from_text(link.workflow_id),
                        "_workflow_type": from_text(link.workflow_type),
                        "_run_id": from_text(link.run_id or ""),
                        "_retry_state": "Unspecified",
                    }
                ),
            )
    return _inner(error)


def error_of_external(error: BaseException) -> Error:
    """Return the Lua error of a failed signal or cancel request to another workflow."""
    for link in chain(error):
        if "not found" in str(link).lower() or "notfound" in str(link).lower():
            return Error(UNKNOWN_WORKFLOW, kind="Internal")
    return error_of_failure(error)


def _child_timeout(cause: BaseException | None) -> BaseException | None:
    """Return the cause of a child's failure; a timeout is worded as Wippy's SDK words it."""
    if isinstance(cause, TimeoutError):
        return TimeoutError(
            "Child workflow timeout",
            type=TimeoutType.START_TO_CLOSE,
            last_heartbeat_details=cause.last_heartbeat_details,
        )
    return cause


def _wrapped(inner: BaseException, wrapper: dict[str, Any]) -> Error:
    error = _inner(inner)
    details = error.details()
    fields = dict(details.items()) if details is not None else {}
    return Error(
        error.message(),
        kind=error.kind(),
        retryable=error.retryable(),
        details=Table({**fields, **wrapper}),
    )


def _retry_state(state: RetryState | None) -> str:
    return _RETRY_STATE_TEXT.get(state, "Unspecified") if state is not None else "Unspecified"


def _inner(error: BaseException) -> Error:
    links = [link for link in chain(error) if not isinstance(link, WorkflowFailureError)]
    for link in links:
        if isinstance(link, ApplicationError) and link.type != "PanicError":
            return _of_application(link)
    for link in links:
        if isinstance(link, CancelledError):
            return Error("operation canceled", kind="Canceled", retryable=False)
    for link in links:
        if isinstance(link, TimeoutError):
            text = _TIMEOUT_TEXT.get(link.type, "unknown") if link.type else "unknown"
            return Error(
                from_text(link.message),
                kind="Timeout",
                retryable=False,
                details=Table({"timeout_type": text}),
            )
    for link in links:
        if isinstance(link, ApplicationError):
            return Error(from_text(link.message), kind="Internal", retryable=False)
    for link in links:
        if isinstance(link, TerminatedError):
            return Error("workflow terminated", kind="Canceled", retryable=False)
    last = links[-1] if links else error
    return Error(from_text(_message(last)), kind="Internal")


def _message(error: BaseException) -> str:
    return error.message if isinstance(error, FailureError) else str(error)


def _of_application(failure: ApplicationError) -> Error:
    entry = _first_entry(failure)
    if entry is None:
        return Error(
            from_text(failure.message),
            kind=_KIND_OF_TYPE.get(failure.type or "", "Unknown"),
            retryable=not failure.non_retryable,
        )
    kind, retry, details = entry.get("kind"), entry.get("retry"), entry.get("details")
    return Error(
        entry["msg"],
        kind=kind if isinstance(kind, str) else "",
        retryable=retry if isinstance(retry, bool) else None,
        details=details if isinstance(details, Table) and not details.is_empty() else None,
    )


def _first_entry(failure: ApplicationError) -> Any:
    """Return Wippy's own description of the outermost error, if the failure carries one."""
    if not failure.details:
        return None
    first = _lua(failure.details[0])
    entries = first.get("errors") if isinstance(first, Table) else None
    if not isinstance(entries, Table) or entries.length() == 0:
        return None
    entry = entries[1]
    return entry if isinstance(entry, Table) and isinstance(entry.get("msg"), str) else None


def _lua(value: Any) -> Any:
    """Return a failure detail as a Lua value, also when it never crossed the wire."""
    if isinstance(value, Table) or not isinstance(value, dict):
        return value
    from ..wire import wire_decode

    try:
        return wire_decode(wire_encode(value))
    except (EncodeError, ValueError):
        return None


__all__ = [
    "ConversionError",
    "ExecutionFailure",
    "error_of_external",
    "error_of_failure",
    "failure_of_error",
    "failure_of_raised",
    "failure_of_returned",
    "internal_failure",
]
