"""Option tables in every spelling, and the texts of what is wrong with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from temporalio.common import (
    AutoUpgradeVersioningOverride,
    PinnedVersioningOverride,
    Priority,
    RetryPolicy,
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkerDeploymentVersion,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.workflow import (
    ActivityCancellationType,
    ChildWorkflowCancellationType,
    ParentClosePolicy,
    VersioningIntent,
)

from wippy_runtime.lua.strings import from_text
from wippy_runtime.lua.table import Table, array
from wippy_runtime.temporal.option_values import OptionError, go_duration
from wippy_runtime.temporal.options import (
    ACTIVITY_OPTIONS,
    CHILD_OPTIONS,
    START_OPTIONS,
    activity_arguments,
    child_arguments,
    start_arguments,
)


def table(**fields: Any) -> Table:
    return Table(fields)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


POLICY = table(
    initial_interval="1s",
    backoff_coefficient=3,
    maximum_interval=5000,
    maximum_attempts=4.0,
    non_retryable_error_types=array(["NotFound", "Invalid"]),
)
PARSED_POLICY = RetryPolicy(
    initial_interval=seconds(1),
    backoff_coefficient=3.0,
    maximum_interval=seconds(5),
    maximum_attempts=4,
    non_retryable_error_types=["NotFound", "Invalid"],
)
PRIORITY = table(priority_key=2, fairness_key="tenant", fairness_weight=1.5)
PARSED_PRIORITY = Priority(priority_key=2, fairness_key="tenant", fairness_weight=1.5)
VALUES = table(k="text", b=True, i=3, f=2.0, d=1.5, l=array(["a", "b"]))
ATTRIBUTES = TypedSearchAttributes(
    [
        SearchAttributePair(SearchAttributeKey.for_keyword("k"), "text"),
        SearchAttributePair(SearchAttributeKey.for_bool("b"), True),
        SearchAttributePair(SearchAttributeKey.for_int("i"), 3),
        SearchAttributePair(SearchAttributeKey.for_int("f"), 2),
        SearchAttributePair(SearchAttributeKey.for_float("d"), 1.5),
        SearchAttributePair(SearchAttributeKey.for_keyword_list("l"), ["a", "b"]),
    ]
)

ACTIVITY_ROWS = {
    "id": ("a1", {"activity_id": "a1"}),
    "task_queue": (from_text("qé"), {"task_queue": "qé"}),
    "schedule_to_close_timeout": ("1m30s", {"schedule_to_close_timeout": seconds(90)}),
    "schedule_to_start_timeout": (1500, {"schedule_to_start_timeout": seconds(1.5)}),
    "start_to_close_timeout": ("30s", {"start_to_close_timeout": seconds(30)}),
    "heartbeat_timeout": (0.5, {"heartbeat_timeout": timedelta(microseconds=500)}),
    "wait_for_cancellation": (
        True,
        {"cancellation_type": ActivityCancellationType.WAIT_CANCELLATION_COMPLETED},
    ),
    "retry_policy": (POLICY, {"retry_policy": PARSED_POLICY}),
    "disable_eager_execution": (True, {}),
    "versioning_intent": ("COMPATIBLE", {"versioning_intent": VersioningIntent.COMPATIBLE}),
    "summary": (from_text("é"), {"summary": from_text("é")}),
    "priority": (PRIORITY, {"priority": PARSED_PRIORITY}),
}

COMMON_ROWS: dict[str, tuple[Any, dict[str, Any]]] = {
    "id": ("order-1", {"id": "order-1"}),
    "task_queue": ("q", {"task_queue": "q"}),
    "execution_timeout": ("1h", {"execution_timeout": seconds(3600)}),
    "run_timeout": ("2m", {"run_timeout": seconds(120)}),
    "task_timeout": ("5s", {"task_timeout": seconds(5)}),
    "id_reuse_policy": (
        "reject-duplicate",
        {"id_reuse_policy": WorkflowIDReusePolicy.REJECT_DUPLICATE},
    ),
    "retry_policy": (POLICY, {"retry_policy": PARSED_POLICY}),
    "cron_schedule": ("* * * * *", {"cron_schedule": "* * * * *"}),
    "memo": (table(note=1), {"memo": {"note": 1}}),
    "search_attributes": (VALUES, {"search_attributes": ATTRIBUTES}),
    "summary": ("s", {"static_summary": "s"}),
    "details": ("d", {"static_details": "d"}),
    "priority": (PRIORITY, {"priority": PARSED_PRIORITY}),
}

START_ROWS = {
    **COMMON_ROWS,
    "id_conflict_policy": (
        "use_existing",
        {"id_conflict_policy": WorkflowIDConflictPolicy.USE_EXISTING},
    ),
    "execution_error_when_already_started": (
        True,
        {"execution_error_when_already_started": True},
    ),
    "enable_eager_start": (True, {"request_eager_start": True}),
    "start_delay": ("10s", {"start_delay": seconds(10)}),
    "versioning_override": (
        "auto-upgrade",
        {"versioning_override": AutoUpgradeVersioningOverride()},
    ),
}

CHILD_ROWS = {
    **COMMON_ROWS,
    "id_conflict_policy": ("fail", {}),
    "namespace": ("default", {"namespace": "default"}),
    "wait_for_cancellation": (
        False,
        {"cancellation_type": ChildWorkflowCancellationType.TRY_CANCEL},
    ),
    "parent_close_policy": (
        "PARENT_CLOSE_POLICY_ABANDON",
        {"parent_close_policy": ParentClosePolicy.ABANDON},
    ),
    "versioning_intent": (
        "use-assignment-rules",
        {"versioning_intent": VersioningIntent.DEFAULT},
    ),
}

SCOPES = [
    ("activity", activity_arguments, ACTIVITY_OPTIONS, ACTIVITY_ROWS),
    ("workflow", start_arguments, START_OPTIONS, START_ROWS),
    ("workflow", child_arguments, CHILD_OPTIONS, CHILD_ROWS),
]


def cases() -> list[Any]:
    found = []
    for scope, parse, options, rows in SCOPES:
        assert {option.name for option in options} == set(rows)
        for name, (value, expected) in rows.items():
            for key in (f"{scope}.{name}", f"temporal.{scope}.{name}", name):
                label = f"{parse.__name__}-{key}"
                found.append(pytest.param(parse, key, value, expected, id=label))
    return found


@pytest.mark.parametrize(("parse", "key", "value", "expected"), cases())
def test_every_key_in_every_spelling(parse: Any, key: str, value: Any, expected: Any) -> None:
    found = parse(Table({key: value}))
    if parse is activity_arguments:
        expected = {"start_to_close_timeout": timedelta(minutes=10), **expected}
    attributes = found.pop("search_attributes", None)
    wanted = {k: v for k, v in expected.items() if k != "search_attributes"}
    assert found == wanted
    if attributes is not None:
        assert attributes.search_attributes == ATTRIBUTES.search_attributes


@pytest.mark.parametrize(
    ("key", "argument"),
    [
        ("temporal.workflow.typed_search_attributes", "search_attributes"),
        ("temporal.workflow.static_summary", "static_summary"),
        ("temporal.workflow.static_details", "static_details"),
    ],
)
def test_other_aliases(key: str, argument: str) -> None:
    value: Any = VALUES if argument == "search_attributes" else "text"
    assert argument in start_arguments(Table({key: value}))


def test_canonical_key_wins_over_alias_and_bare_key() -> None:
    keys = ("task_queue", "temporal.activity.task_queue", "activity.task_queue")
    given = {key: key for key in keys}
    assert activity_arguments(Table(given))["task_queue"] == "activity.task_queue"
    del given["activity.task_queue"]
    assert activity_arguments(Table(given))["task_queue"] == "temporal.activity.task_queue"


def test_unknown_keys_and_no_table_are_fine() -> None:
    default = {"start_to_close_timeout": timedelta(minutes=10)}
    assert activity_arguments(Table({"timeuot": 1, 5: "x"})) == default
    assert activity_arguments(None) == default
    assert child_arguments({}) == {}


def test_defaults_of_the_entry_are_overridden_key_by_key() -> None:
    defaults = {"activity.task_queue": "a", "summary": "s"}
    found = activity_arguments(Table({"task_queue": "b"}), defaults=defaults)
    assert (found["task_queue"], found["summary"]) == ("b", "s")


def test_local_activities_keep_what_they_understand() -> None:
    given = Table({"activity.task_queue": "q", "activity.summary": "s", "heartbeat_timeout": 5})
    assert activity_arguments(given, is_local=True) == {
        "start_to_close_timeout": timedelta(minutes=10),
        "summary": "s",
    }


def test_zero_duration_means_not_set() -> None:
    given = Table({"activity.start_to_close_timeout": 0, "activity.heartbeat_timeout": "0s"})
    assert activity_arguments(given) == {"start_to_close_timeout": timedelta(minutes=10)}


@pytest.mark.parametrize(
    "policy",
    [
        table(initialInterval="1s", maxAttempts=3, maxInterval="1m"),
        table(initial_interval=1000, max_attempts=3, max_interval="1m"),
        table(InitialInterval="1s", MAXIMUM_ATTEMPTS=3, Maximum_Interval=60000),
    ],
)
def test_spellings_of_a_retry_policy(policy: Table) -> None:
    found = activity_arguments(table(retry_policy=policy))["retry_policy"]
    assert found == RetryPolicy(
        initial_interval=seconds(1), maximum_interval=seconds(60), maximum_attempts=3
    )


def test_exact_spelling_of_a_retry_key_wins() -> None:
    policy = table(MAXIMUM_ATTEMPTS=9, maximum_attempts=2, initial_interval=-5)
    found = activity_arguments(table(retry_policy=policy))["retry_policy"]
    assert found == RetryPolicy(maximum_attempts=2)


@pytest.mark.parametrize("names", ["NotFound", array(["NotFound"])])
def test_error_types_as_text_or_list(names: Any) -> None:
    policy = table(non_retryable_error_types=names)
    found = activity_arguments(table(retry_policy=policy))["retry_policy"]
    assert found.non_retryable_error_types == ["NotFound"]


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (table(mode="auto_upgrade"), AutoUpgradeVersioningOverride()),
        (
            table(mode="pinned", version=table(deployment_name="d", build_id="b")),
            PinnedVersioningOverride(WorkerDeploymentVersion("d", "b")),
        ),
        (
            table(mode="pinned", deployment_name="d", build_id="b"),
            PinnedVersioningOverride(WorkerDeploymentVersion("d", "b")),
        ),
    ],
)
def test_versioning_overrides(override: Any, expected: Any) -> None:
    assert start_arguments(table(versioning_override=override)) == {"versioning_override": expected}


@pytest.mark.parametrize(
    ("parse", "key", "value", "message"),
    [
        (activity_arguments, "id", 5, "activity.id must be a string, got int64"),
        (activity_arguments, "id", 1.5, "activity.id must be a string, got float64"),
        (activity_arguments, "id", True, "activity.id must be a string, got bool"),
        (
            activity_arguments,
            "id",
            table(x=1),
            "activity.id must be a string, got map[string]interface {}",
        ),
        (activity_arguments, "id", array([1]), "activity.id must be a string, got []interface {}"),
        (activity_arguments, "task_queue", "", "activity.task_queue cannot be empty"),
        (start_arguments, "id", "", "workflow.id cannot be empty"),
        (
            activity_arguments,
            "wait_for_cancellation",
            "yes",
            "activity.wait_for_cancellation must be a boolean, got string",
        ),
        (
            activity_arguments,
            "start_to_close_timeout",
            "5x",
            'activity.start_to_close_timeout must be a duration string (e.g. "5s"): '
            'time: unknown unit "x" in duration "5x"',
        ),
        (
            activity_arguments,
            "start_to_close_timeout",
            "soon",
            'activity.start_to_close_timeout must be a duration string (e.g. "5s"): '
            'time: invalid duration "soon"',
        ),
        (
            activity_arguments,
            "start_to_close_timeout",
            True,
            "activity.start_to_close_timeout must be a duration string or milliseconds number, "
            "got bool",
        ),
        (
            activity_arguments,
            "retry_policy",
            3,
            "activity.retry_policy must be a table/map, got int64",
        ),
        (
            activity_arguments,
            "retry_policy",
            table(backoff_coefficient="x"),
            "activity.retry_policy.backoff_coefficient must be a number, got string",
        ),
        (
            activity_arguments,
            "retry_policy",
            table(maximum_attempts=1.5),
            "activity.retry_policy.maximum_attempts must be an integer number, got 1.5",
        ),
        (
            activity_arguments,
            "retry_policy",
            table(maximum_attempts="3"),
            "activity.retry_policy.maximum_attempts must be an integer, got string",
        ),
        (
            activity_arguments,
            "retry_policy",
            table(non_retryable_error_types=5),
            "activity.retry_policy.non_retryable_error_types must be string or string array, "
            "got int64",
        ),
        (
            activity_arguments,
            "retry_policy",
            table(non_retryable_error_types=array([5])),
            "activity.retry_policy.non_retryable_error_types must contain only strings, got int64",
        ),
        (
            activity_arguments,
            "retry_policy",
            table(backoff_coefficient=0.5),
            "activity.retry_policy is invalid: Backoff coefficient cannot be less than 1",
        ),
        (
            activity_arguments,
            "versioning_intent",
            "whatever",
            'activity.versioning_intent has invalid value "whatever"',
        ),
        (
            activity_arguments,
            "versioning_intent",
            True,
            "activity.versioning_intent must be enum string/int, got bool",
        ),
        (
            start_arguments,
            "id_conflict_policy",
            "sometimes",
            'workflow.id_conflict_policy has invalid value "sometimes"',
        ),
        (
            start_arguments,
            "id_conflict_policy",
            99,
            'workflow.id_conflict_policy has invalid value "99"',
        ),
        (
            child_arguments,
            "parent_close_policy",
            table(x=1),
            "workflow.parent_close_policy must be enum string/int, got map[string]interface {}",
        ),
        (
            start_arguments,
            "versioning_override",
            "pinned",
            'workflow.versioning_override mode "pinned" requires map with version details',
        ),
        (
            start_arguments,
            "versioning_override",
            table(x=1),
            "workflow.versioning_override.mode is required",
        ),
        (
            start_arguments,
            "versioning_override",
            table(mode="pinned", version=table(build_id="b")),
            "workflow.versioning_override.version.deployment_name is required for pinned mode",
        ),
        (
            start_arguments,
            "versioning_override",
            table(mode="pinned", version=table(deployment_name="d")),
            "workflow.versioning_override.version.build_id is required for pinned mode",
        ),
        (
            start_arguments,
            "versioning_override",
            table(mode="frozen"),
            'workflow.versioning_override.mode must be "pinned" or "auto_upgrade"',
        ),
        (
            start_arguments,
            "search_attributes",
            table(n=table(x=1)),
            'search attribute "n": unsupported value type map[string]interface {}',
        ),
        (
            start_arguments,
            "search_attributes",
            table(n=array(["a", 5])),
            'search attribute "n": keyword list item at index 1 must be string, got int64',
        ),
    ],
)
def test_messages(parse: Any, key: str, value: Any, message: str) -> None:
    with pytest.raises(OptionError) as refused:
        parse(Table({key: value}))
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0", 0),
        ("1h30m", 5_400_000_000_000),
        ("1.5s", 1_500_000_000),
        (".5s", 500_000_000),
        ("1.s", 1_000_000_000),
        ("-2m", -120_000_000_000),
        ("+3ns", 3),
        ("2us", 2_000),
        ("2µs", 2_000),
        ("1.0000000005s", 1_000_000_000),
    ],
)
def test_go_durations(text: str, nanoseconds: int) -> None:
    assert go_duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'time: invalid duration ""'),
        ("5", 'time: missing unit in duration "5"'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("abc", 'time: invalid duration "abc"'),
        (".s", 'time: invalid duration ".s"'),
        ("1h-1m", 'time: unknown unit "h-" in duration "1h-1m"'),
        ("9999999h", 'time: invalid duration "9999999h"'),
    ],
)
def test_bad_go_durations(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^time: ") as refused:
        go_duration(text)
    assert str(refused.value) == message
