"""Temporal failures as Lua errors, row by row, and Lua outcomes as failures."""

from __future__ import annotations

from typing import Any

import pytest
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    CancelledError,
    ChildWorkflowError,
    RetryState,
    ServerError,
    TerminatedError,
    TimeoutError,
    TimeoutType,
    WorkflowAlreadyStartedError,
)

from wippy_runtime.lib import errors
from wippy_runtime.lua.strings import from_text
from wippy_runtime.lua.table import Table, array
from wippy_runtime.temporal.failures import (
    KINDS,
    error_of_external,
    error_of_failure,
    failure_of_raised,
    failure_of_returned,
)


def wippy(entry: dict[str, Any], *more: dict[str, Any]) -> ApplicationError:
    return ApplicationError("message", {"errors": [entry, *more]}, type="Other")


def caused(error: BaseException, cause: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


def timeout(kind: TimeoutType | None, text: str = "activity StartToClose timeout") -> TimeoutError:
    return TimeoutError(text, type=kind, last_heartbeat_details=[])


def activity(cause: BaseException, state: RetryState | None = None) -> BaseException:
    error = ActivityError(
        "Activity task failed",
        scheduled_event_id=1,
        started_event_id=2,
        identity="w",
        activity_type="app:charge",
        activity_id="7",
        retry_state=state,
    )
    return caused(error, cause)


def child(cause: BaseException) -> BaseException:
    error = ChildWorkflowError(
        "Child Workflow execution failed",
        namespace="default",
        workflow_id="order-1",
        run_id="run",
        workflow_type="app:order",
        initiated_event_id=1,
        started_event_id=2,
        retry_state=RetryState.TIMEOUT,
    )
    return caused(error, cause)


Row = tuple[str, str, bool | None, dict[str, Any] | None]


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (
            wippy({"msg": "gone", "kind": "NotFound", "retry": False, "details": {"id": 1}}),
            ("NotFound", "gone", False, {"id": 1}),
        ),
        (wippy({"msg": "plain"}), ("", "plain", None, None)),
        (wippy({"msg": "first", "kind": "A"}, {"msg": "second"}), ("A", "first", None, None)),
        (ApplicationError("x", {"errors": []}, type="Timeout"), ("Timeout", "x", True, None)),
        (ApplicationError("x", {"errors": [{"m": 1}]}), ("Unknown", "x", True, None)),
        (ApplicationError("x", "text", type="Invalid"), ("Invalid", "x", True, None)),
        (ApplicationError("é", type="MyError"), ("Unknown", from_text("é"), True, None)),
        (ApplicationError("x", non_retryable=True), ("Unknown", "x", False, None)),
        (
            ApplicationError("x", type="ActivityNotRegisteredError"),
            ("NotFound", "x", True, None),
        ),
        (ApplicationError("x", type="ActivityNotRegistered"), ("NotFound", "x", True, None)),
        (
            ApplicationError("x", type="WorkflowNotRegisteredError"),
            ("NotFound", "x", True, None),
        ),
        (ApplicationError("x", type="NamespaceNotFoundError"), ("NotFound", "x", True, None)),
        (CancelledError("Cancelled"), ("Canceled", "operation canceled", False, None)),
        (
            timeout(TimeoutType.START_TO_CLOSE),
            (
                "Timeout",
                "activity StartToClose timeout",
                False,
                {"timeout_type": "start_to_close"},
            ),
        ),
        (
            timeout(TimeoutType.SCHEDULE_TO_START, "t"),
            ("Timeout", "t", False, {"timeout_type": "schedule_to_start"}),
        ),
        (
            timeout(TimeoutType.SCHEDULE_TO_CLOSE, "t"),
            ("Timeout", "t", False, {"timeout_type": "schedule_to_close"}),
        ),
        (
            timeout(TimeoutType.HEARTBEAT, "t"),
            ("Timeout", "t", False, {"timeout_type": "heartbeat"}),
        ),
        (timeout(None, "t"), ("Timeout", "t", False, {"timeout_type": "unknown"})),
        (
            caused(timeout(TimeoutType.SCHEDULE_TO_CLOSE), wippy({"msg": "last", "kind": "K"})),
            ("K", "last", None, None),
        ),
        (ApplicationError("oops", type="PanicError"), ("Internal", "oops", False, None)),
        (TerminatedError("t"), ("Canceled", "workflow terminated", False, None)),
        (
            WorkflowFailureError(cause=TerminatedError("t")),
            ("Canceled", "workflow terminated", False, None),
        ),
        (ServerError("down"), ("Internal", "down", None, None)),
        (caused(ServerError("a"), ValueError("deep")), ("Internal", "deep", None, None)),
    ],
)
def test_failure_to_error(failure: BaseException, expected: Row) -> None:
    error = error_of_failure(failure)
    details = error.details()
    found = dict(details.items_in_order()) if details is not None else None
    assert (error.kind(), error.message(), error.retryable(), found) == expected


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_kinds_keep_their_name(kind: str) -> None:
    assert error_of_failure(ApplicationError("x", type=kind)).kind() == kind


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (None, "Unspecified"),
        (RetryState.IN_PROGRESS, "InProgress"),
        (RetryState.NON_RETRYABLE_FAILURE, "NonRetryableFailure"),
        (RetryState.TIMEOUT, "Timeout"),
        (RetryState.MAXIMUM_ATTEMPTS_REACHED, "MaximumAttemptsReached"),
        (RetryState.RETRY_POLICY_NOT_SET, "RetryPolicyNotSet"),
        (RetryState.INTERNAL_SERVER_ERROR, "InternalServerError"),
        (RetryState.CANCEL_REQUESTED, "CancelRequested"),
    ],
)
def test_activity_wrapper(state: RetryState | None, text: str) -> None:
    error = error_of_failure(activity(wippy({"msg": "m", "details": {"id": 1}}), state))
    details = error.details()
    assert details is not None
    assert dict(details.items_in_order()) == {
        "id": 1,
        "_wrapper": "activity",
        "_activity_id": "7",
        "_retry_state": text,
    }


def test_child_wrapper() -> None:
    error = error_of_failure(child(timeout(TimeoutType.START_TO_CLOSE, "Child workflow timeout")))
    assert error.kind() == "Timeout"
    assert error.message() == "Child workflow timeout"
    details = error.details()
    assert details is not None
    assert dict(details.items_in_order()) == {
        "timeout_type": "start_to_close",
        "_wrapper": "child_workflow",
        "_workflow_id": "order-1",
        "_workflow_type": "app:order",
        "_run_id": "run",
        "_retry_state": "Timeout",
    }


def test_an_activity_deeper_in_a_child_counts_as_activity() -> None:
    details = error_of_failure(child(activity(CancelledError("c")))).details()
    assert details is not None
    assert details["_wrapper"] == "activity"


def test_child_that_exists_already() -> None:
    error = error_of_failure(WorkflowAlreadyStartedError("order-1", "app:order"))
    assert (error.kind(), error.message(), error.retryable()) == (
        "Internal",
        "child workflow execution already started",
        None,
    )
    details = error.details()
    assert details is not None
    assert details["_wrapper"] == "child_workflow"
    assert details["_workflow_id"] == "order-1"


def test_unknown_target_of_a_signal() -> None:
    failure = ApplicationError("Unable to signal external workflow because it was not found")
    error = error_of_external(failure)
    assert (error.kind(), error.message(), error.retryable()) == (
        "Internal",
        "unknown external workflow execution",
        None,
    )


def test_details_decoded_by_the_converter_are_understood() -> None:
    detail = Table({"errors": array([Table({"msg": "m", "kind": "K", "retry": True})])})
    error = error_of_failure(ApplicationError("x", detail))
    assert (error.kind(), error.message(), error.retryable()) == ("K", "m", True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", ("Internal", "text", True, {"msg": "text", "kind": "Internal", "retry": False})),
        (
            errors.new("soft"),
            ("Internal", "soft", False, {"msg": "soft", "kind": "Internal"}),
        ),
        (
            errors.new(Table({"message": "m", "kind": "K", "retryable": True})),
            ("K", "m", False, {"msg": "m", "kind": "K", "retry": True}),
        ),
        (
            errors.new(Table({"message": "m", "kind": "K", "retryable": False})),
            ("K", "m", True, {"msg": "m", "kind": "K", "retry": False}),
        ),
        (
            errors.wrap(errors.wrap(errors.new("inner"), "ctx"), "outer"),
            ("Internal", "ctx: inner", False, {"msg": "ctx: inner", "kind": "Internal"}),
        ),
    ],
)
def test_returned_error_to_failure(value: Any, expected: Any) -> None:
    failure = failure_of_returned(value)
    assert failure is not None
    kind, message, non_retryable, entry = expected
    assert (failure.type, failure.message, failure.non_retryable) == (kind, message, non_retryable)
    assert failure.details == ({"errors": [entry]},)


@pytest.mark.parametrize("value", [None, True, False, 3, Table()])
def test_other_second_results_are_ignored(value: Any) -> None:
    assert failure_of_returned(value) is None


@pytest.mark.parametrize(
    ("value", "message", "kind"),
    [
        ("app:x:1: boom", "app:x:1: boom", "Internal"),
        (errors.new("m"), "m", "Internal"),
        (errors.new(Table({"message": "m", "kind": "Conflict"})), "m", "Conflict"),
        (42, "42", "Internal"),
        (None, "nil", "Internal"),
        (from_text("é"), "é", "Internal"),
    ],
)
def test_raised_value_to_failure(value: Any, message: str, kind: str) -> None:
    failure = failure_of_raised(value)
    assert (failure.message, failure.type, failure.non_retryable) == (message, kind, False)


def test_details_that_cannot_be_encoded_are_left_out() -> None:
    mixed = array([1])
    mixed.set("x", 1)
    failure = failure_of_returned(errors.Error("m", kind="K", details=Table({"bad": mixed})))
    assert failure is not None
    assert failure.details == ({"errors": [{"msg": "m", "kind": "K"}]},)
