"""Every option key of activities and children, in every spelling, as the server gets it.

Each row runs twice: with the table known to the compiler, and with a table that is input.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.compiled.application import (
    HEAD,
    Running,
    activity_entry,
    compile_files,
    running,
    workflow_entry,
)
from tests.compiled.examples import events_of, outcome_of


@dataclass(frozen=True)
class Row:
    """One option.

    Attributes:
        key: Key as Lua writes it.
        value: Value of the option, as JSON.
        read: Takes what the server got out of the event's attributes.
        expected: What that must be.
    """

    key: str
    value: Any
    read: Callable[[Any], Any]
    expected: Any


def seconds(field: str) -> Callable[[Any], Any]:
    return lambda event: getattr(event, field).ToTimedelta().total_seconds()


def retry(event: Any) -> Any:
    policy = event.retry_policy
    return (
        policy.initial_interval.ToTimedelta().total_seconds(),
        policy.backoff_coefficient,
        policy.maximum_interval.ToTimedelta().total_seconds(),
        policy.maximum_attempts,
        list(policy.non_retryable_error_types),
    )


def priority(event: Any) -> Any:
    return event.priority.priority_key, event.priority.fairness_key


def attempts(event: Any) -> Any:
    return event.retry_policy.maximum_attempts


POLICY = {
    "initial_interval": "1s",
    "backoff_coefficient": 1.5,
    "maximum_interval": 5000,
    "maximum_attempts": 4,
    "non_retryable_error_types": ["Invalid", "NotFound"],
}
OLDER_POLICY = {"max_attempts": 3, "initial_interval": "2s", "max_interval": "1m"}
CAMEL_POLICY = {"initialInterval": 250, "maximumAttempts": 2, "nonRetryableErrorTypes": "Invalid"}
FULL_POLICY = (1.0, 1.5, 5.0, 4, ["Invalid", "NotFound"])

ACTIVITY_ROWS = [
    Row("activity.id", "step-1", lambda event: event.activity_id, "step-1"),
    Row("activity.task_queue", "elsewhere", lambda event: event.task_queue.name, "elsewhere"),
    Row("temporal.activity.task_queue", "q2", lambda event: event.task_queue.name, "q2"),
    Row("task_queue", "q3", lambda event: event.task_queue.name, "q3"),
    Row("activity.schedule_to_close_timeout", "2m", seconds("schedule_to_close_timeout"), 120.0),
    Row("activity.schedule_to_start_timeout", 1500, seconds("schedule_to_start_timeout"), 1.5),
    Row("activity.start_to_close_timeout", "1m30s", seconds("start_to_close_timeout"), 90.0),
    Row("start_to_close_timeout", "30s", seconds("start_to_close_timeout"), 30.0),
    Row("activity.unknown", "x", seconds("start_to_close_timeout"), 600.0),
    Row("activity.heartbeat_timeout", "5s", seconds("heartbeat_timeout"), 5.0),
    Row("activity.retry_policy", POLICY, retry, FULL_POLICY),
    Row("temporal.activity.retry_policy", POLICY, retry, FULL_POLICY),
    Row("retry_policy", OLDER_POLICY, retry, (2.0, 2.0, 60.0, 3, [])),
    Row("activity.retry_policy", CAMEL_POLICY, lambda e: retry(e)[3:], (2, ["Invalid"])),
    Row("activity.priority", {"priority_key": 2, "fairness_key": "t"}, priority, (2, "t")),
    Row("activity.disable_eager_execution", True, seconds("start_to_close_timeout"), 600.0),
    Row("activity.wait_for_cancellation", True, seconds("start_to_close_timeout"), 600.0),
]

CHILD_ROWS = [
    Row("workflow.id", "ID", lambda event: event.workflow_id[:7], "option-"),
    Row("temporal.workflow.id", "ID", lambda event: event.workflow_id[:7], "option-"),
    Row("id", "ID", lambda event: event.workflow_id[:7], "option-"),
    Row("workflow.execution_timeout", "1h", seconds("workflow_execution_timeout"), 3600.0),
    Row("workflow.run_timeout", 90000, seconds("workflow_run_timeout"), 90.0),
    Row("workflow.task_timeout", "7s", seconds("workflow_task_timeout"), 7.0),
    Row("workflow.id_reuse_policy", "reject-duplicate", lambda e: e.workflow_id_reuse_policy, 3),
    Row("workflow.retry_policy", POLICY, retry, FULL_POLICY),
    Row("retry_policy", {"max_attempts": 2}, attempts, 2),
    Row("workflow.cron_schedule", "0 0 1 1 *", lambda event: event.cron_schedule, "0 0 1 1 *"),
    Row(
        "workflow.memo",
        {"owner": "ann", "n": 2},
        lambda event: {key: value.data for key, value in event.memo.fields.items()},
        {"owner": b'"ann"', "n": b"2"},
    ),
    Row("workflow.parent_close_policy", "abandon", lambda event: event.parent_close_policy, 2),
    Row(
        "temporal.workflow.parent_close_policy",
        "PARENT_CLOSE_POLICY_REQUEST_CANCEL",
        lambda event: event.parent_close_policy,
        3,
    ),
    Row("workflow.task_queue", "ignored", lambda event: event.task_queue.name[:6], "queue-"),
    Row("workflow.namespace", "default", lambda event: event.namespace, "default"),
    Row("workflow.priority", {"priorityKey": 3}, lambda event: event.priority.priority_key, 3),
    Row("workflow.wait_for_cancellation", False, seconds("workflow_task_timeout"), 10.0),
]

# scope, key, value, text of the error
REFUSED: list[tuple[str, str, Any, str]] = [
    ("activity", "activity.task_queue", "", "activity.task_queue cannot be empty"),
    ("activity", "task_queue", 5, "activity.task_queue must be a string, got int64"),
    (
        "activity",
        "activity.heartbeat_timeout",
        True,
        "activity.heartbeat_timeout must be a duration string or milliseconds number, got bool",
    ),
    (
        "activity",
        "activity.wait_for_cancellation",
        "yes",
        "activity.wait_for_cancellation must be a boolean, got string",
    ),
    (
        "activity",
        "activity.retry_policy",
        "often",
        "activity.retry_policy must be a table/map, got string",
    ),
    (
        "workflow",
        "workflow.parent_close_policy",
        "never",
        'workflow.parent_close_policy has invalid value "never"',
    ),
    ("workflow", "workflow.memo", 1, "workflow.memo must be a table/map, got int64"),
    (
        "workflow",
        "workflow.run_timeout",
        "1d",
        'workflow.run_timeout must be a duration string (e.g. "5s"): '
        'time: unknown unit "d" in duration "1d"',
    ),
]

CALL = {
    # A call to a queue nobody polls would wait for ever: the workflow ends without waiting.
    "activity": 'funcs.new():with_options(OPTIONS):async("app:sink", 1)',
    "workflow": 'process.with_options(OPTIONS):spawn("app:child", "app:worker")',
}


def lua(value: Any) -> str:
    """Return a JSON value as a Lua literal."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{ " + ", ".join(f'["{k}"] = {lua(v)}' for k, v in value.items()) + " }"
        case list():
            return "{ " + ", ".join(lua(item) for item in value) + " }"
        case str():
            return f'"{value}"'
        case _:
            return repr(value)


def source(scope: str, options: str) -> str:
    """A workflow that makes one call with options and tells its error."""
    call = CALL[scope].replace("OPTIONS", options)
    return (
        "local function main(options)\n"
        f"  local started, err = {call}\n"
        '  time.sleep("1ms")\n'
        "  return err and err:message()\nend\nreturn { main = main }\n"
    )


def own_id(value: Any, entry: str) -> Any:
    return f"option-{entry}" if value == "ID" else value


ROWS = [("activity", row) for row in ACTIVITY_ROWS] + [("workflow", row) for row in CHILD_ROWS]
EVENTS = {
    "activity": "activity_task_scheduled",
    "workflow": "start_child_workflow_execution_initiated",
}


def name_of(number: int, scope: str, row: Row) -> str:
    return re.sub("[^a-z]+", "_", f"{scope}_{row.key}") + f"_{number}"


async def one(app: Running, entry: str, scope: str, row: Row, *arguments: Any) -> Any:
    handle = await app.start(entry, *arguments)
    error = await app.result(handle)
    history = await handle.fetch_history()
    return error, [row.read(event) for event in events_of(history, EVENTS[scope])]


@pytest.fixture(scope="module")
def found(
    tmp_path_factory: pytest.TempPathFactory, temporal_env: Any, on_loop: Callable[..., Any]
) -> dict[str, Any]:
    files = {
        "child.lua": "return function() return 1 end",
        "sink.lua": "return function(x) return x end",
        "activity_dynamic.lua": source("activity", "options"),
        "workflow_dynamic.lua": source("workflow", "options"),
    }
    names = [name_of(number, scope, row) for number, (scope, row) in enumerate(ROWS)]
    for name, (scope, row) in zip(names, ROWS, strict=True):
        files[f"{name}.lua"] = source(scope, lua({row.key: own_id(row.value, name)}))
    entries = [*names, "child", "activity_dynamic", "workflow_dynamic"]
    index = HEAD + "".join(workflow_entry(entry) for entry in entries) + activity_entry("sink")
    compiled = compile_files(tmp_path_factory.mktemp("options"), {**files, "_index.yaml": index})

    async def refused(app: Running, scope: str, key: str, value: Any) -> Any:
        return await app.run(f"{scope}_dynamic", {key: value})

    async def act() -> dict[str, Any]:
        async with running(compiled, temporal_env) as app:
            calls: dict[str, Any] = {}
            for name, (scope, row) in zip(names, ROWS, strict=True):
                calls[f"{name} constant"] = one(app, name, scope, row)
                options = {row.key: own_id(row.value, f"{name}-2")}
                calls[f"{name} dynamic"] = one(app, f"{scope}_dynamic", scope, row, options)
            for scope, key, value, text in REFUSED:
                calls[text] = refused(app, scope, key, value)
            results = await asyncio.gather(*calls.values(), return_exceptions=True)
            return dict(zip(calls, results, strict=True))

    outcomes: dict[str, Any] = on_loop(act())
    return outcomes


@pytest.mark.parametrize("how", ["constant", "dynamic"])
@pytest.mark.parametrize(
    ("number", "scope", "row"),
    [
        pytest.param(number, scope, row, id=name_of(number, scope, row))
        for number, (scope, row) in enumerate(ROWS)
    ],
)
def test_option_reaches_the_server(
    number: int, scope: str, row: Row, how: str, found: dict[str, Any]
) -> None:
    outcome = outcome_of(found, f"{name_of(number, scope, row)} {how}")
    assert outcome == (None, [row.expected])


@pytest.mark.parametrize(("scope", "key", "value", "text"), REFUSED)
def test_refused_value_is_an_error_of_the_call(
    scope: str, key: str, value: Any, text: str, found: dict[str, Any]
) -> None:
    target = "activity options for app:sink"
    if scope == "workflow":
        target = "child workflow options for app:child"
    assert outcome_of(found, text) == f"invalid temporal {target}: {text}"
