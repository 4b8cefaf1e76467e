"""Starting workflows from functions: every start option, IDs in conflict, hosts, messages."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest

from tests.compiled.application import (
    HEAD,
    Running,
    activity_entry,
    compile_files,
    running,
    workflow_entry,
)

SPAWNER = """
return { main = function(spec)
  local spawner = process.with_options(spec.options or {})
  if spec.name then spawner = spawner:with_name(spec.name) end
  if spec.context then spawner = spawner:with_context(spec.context) end
  for _, message in ipairs(spec.messages or {}) do
    spawner = spawner:with_message(message[1], message[2])
  end
  local pid, err = spawner:spawn(spec.entry or "app:waiting", spec.host or "app:worker", spec.input)
  if err then
    return { message = err:message(), kind = err:kind(), retryable = err:retryable(),
      details = err:details() }
  end
  return { pid = pid }
end }
"""

# Collects messages until one is named "stop"; tells its input and context.
WAITING = """
local function main(input)
  local inbox, seen = process.inbox(), {}
  while true do
    local message = inbox:receive()
    if message:topic() == "stop" then
      return { input = input, seen = seen, context = (ctx.all()) }
    end
    table.insert(seen, message:topic() .. "=" .. tostring(message:payload():data()))
  end
end
return { main = main }
"""

EXECUTOR = """
return { main = function(entry, host, ...)
  local value, err = process.exec(entry, host, ...)
  if err then
    return { message = err:message(), kind = err:kind(), retryable = err:retryable() }
  end
  return { value = value }
end }
"""

FINISHING = """
local function main(mode, value)
  if mode == "fail" then
    return nil, errors.new({ message = "no stock", kind = errors.CONFLICT, retryable = false })
  end
  return value
end
return { main = main }
"""

FILES = {
    "_index.yaml": HEAD
    + workflow_entry("waiting", "ctx")
    + workflow_entry("finishing", "json")
    + activity_entry("spawner")
    + activity_entry("executor")
    + workflow_entry("caller", "funcs"),
    "waiting.lua": WAITING,
    "finishing.lua": FINISHING,
    "spawner.lua": SPAWNER,
    "executor.lua": EXECUTOR,
    # Runs a function as an activity.
    "caller.lua": """
        return { main = function(name, ...)
          local value, err = funcs.call(name, ...)
          if err then error(err) end
          return value
        end }
    """,
}


class Outside:
    """The running application, and its functions as activities."""

    def __init__(self, app: Running) -> None:
        self.app = app

    async def spawn(self, **spec: Any) -> Any:
        return await self.app.run("caller", "app:spawner", spec)

    async def exec(self, *arguments: Any) -> Any:
        return await self.app.run("caller", "app:executor", *arguments)

    async def finish(self, workflow_id: str) -> Any:
        handle = self.app.client.get_workflow_handle(workflow_id)
        await handle.signal("stop", None)
        return await self.app.result(handle)

    async def describe(self, workflow_id: str) -> Any:
        service = self.app.client.workflow_service
        request = DescribeWorkflowExecutionRequest(namespace=self.app.client.namespace)
        request.execution.workflow_id = workflow_id
        return await service.describe_workflow_execution(request)

    async def started(self, workflow_id: str) -> Any:
        history = await self.app.client.get_workflow_handle(workflow_id).fetch_history()
        return history.events[0].workflow_execution_started_event_attributes


@pytest.fixture(scope="module")
def outside(
    tmp_path_factory: pytest.TempPathFactory, temporal_env: Any, on_loop: Callable[..., Any]
) -> Any:
    folder: Path = tmp_path_factory.mktemp("outside")
    context = running(compile_files(folder, FILES), temporal_env)
    app = on_loop(context.__aenter__())
    on_loop(add_search_attribute(app, "OutsideTier"))
    yield Outside(app)
    on_loop(context.__aexit__(None, None, None))


async def add_search_attribute(app: Running, name: str) -> None:
    request = AddSearchAttributesRequest(namespace=app.client.namespace)
    request.search_attributes[name] = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
    await app.client.operator_service.add_search_attributes(request)


def new_id() -> str:
    return f"outside-{uuid.uuid4()}"


@dataclass(frozen=True)
class OptionCase:
    """One start option and where the server shows it.

    Attributes:
        key: Option key as Lua writes it.
        value: Its value.
        read: Reads it from the execution's first event and its description.
        expected: What that gives.
    """

    key: str
    value: Any
    read: Callable[[Any, Any], Any]
    expected: Any
    more: dict[str, Any] = field(default_factory=dict)


def seconds(name: str) -> Callable[[Any, Any], Any]:
    return lambda started, _described: getattr(started, name).ToSeconds()


def metadata(name: str) -> Callable[[Any, Any], Any]:
    def read(_started: Any, described: Any) -> Any:
        return getattr(described.execution_config.user_metadata, name).data

    return read


OPTIONS = [
    OptionCase(
        "temporal.workflow.execution_timeout", "2h", seconds("workflow_execution_timeout"), 7200
    ),
    OptionCase("workflow.execution_timeout", 90_000, seconds("workflow_execution_timeout"), 90),
    OptionCase("workflow.run_timeout", "30m", seconds("workflow_run_timeout"), 1800),
    OptionCase("temporal.workflow.task_timeout", "7s", seconds("workflow_task_timeout"), 7),
    OptionCase("task_timeout", "8s", seconds("workflow_task_timeout"), 8),
    OptionCase(
        "workflow.retry_policy",
        {"initial_interval": "2s", "maximum_attempts": 4, "backoff_coefficient": 3},
        lambda started, _: (
            started.retry_policy.initial_interval.ToSeconds(),
            started.retry_policy.maximum_attempts,
            started.retry_policy.backoff_coefficient,
        ),
        (2, 4, 3.0),
    ),
    OptionCase(
        "workflow.cron_schedule", "0 0 1 1 *", lambda started, _: started.cron_schedule, "0 0 1 1 *"
    ),
    OptionCase(
        "workflow.memo",
        {"order": 7, "name": "hé"},
        lambda started, _: {name: each.data for name, each in started.memo.fields.items()},
        {"order": b"7", "name": '"hé"'.encode()},
    ),
    OptionCase(
        "workflow.start_delay",
        "100ms",
        lambda started, _: started.first_workflow_task_backoff.ToMilliseconds(),
        100,
    ),
    OptionCase("workflow.summary", "billing", metadata("summary"), b'"billing"'),
    OptionCase("temporal.workflow.static_summary", "older", metadata("summary"), b'"older"'),
    OptionCase("workflow.details", "of May", metadata("details"), b'"of May"'),
    OptionCase(
        "workflow.priority",
        {"priority_key": 2},
        lambda started, _: started.priority.priority_key,
        2,
    ),
    OptionCase(
        "workflow.search_attributes",
        {"OutsideTier": "gold"},
        lambda started, _: started.search_attributes.indexed_fields["OutsideTier"].data,
        b'"gold"',
    ),
    OptionCase(
        "workflow.versioning_override",
        "auto_upgrade",
        lambda started, _: started.versioning_override.auto_upgrade,
        True,
    ),
    OptionCase(
        "workflow.enable_eager_start",
        True,
        lambda started, _: started.workflow_type.name,
        "app:waiting",
    ),
    OptionCase(
        "workflow.id_reuse_policy",
        "reject_duplicate",
        lambda started, _: started.workflow_type.name,
        "app:waiting",
    ),
]


@pytest.mark.parametrize("case", OPTIONS, ids=lambda case: case.key)
def test_start_options_reach_the_server(
    outside: Outside, on_loop: Callable[..., Any], case: OptionCase
) -> None:
    async def act() -> Any:
        workflow_id = new_id()
        options = {case.key: case.value, "workflow.id": workflow_id, **case.more}
        spawned = await outside.spawn(options=options)
        assert spawned == {"pid": f"{{app:client@app:worker|{workflow_id}}}"}
        found = case.read(await outside.started(workflow_id), await outside.describe(workflow_id))
        await outside.app.client.get_workflow_handle(workflow_id).terminate()
        return found

    assert on_loop(act()) == case.expected


INVALID_OPTIONS = [
    ({"workflow.run_timeout": "soon"}, "workflow.run_timeout"),
    ({"temporal.workflow.id_conflict_policy": "never"}, "workflow.id_conflict_policy has invalid"),
    ({"workflow.id": ""}, "workflow.id"),
    ({"workflow.retry_policy": "often"}, "workflow.retry_policy"),
    (
        {"workflow.versioning_override": {"mode": "pinned", "version": {}}},
        "workflow.versioning_override.version.deployment_name is required for pinned mode",
    ),
]


@pytest.mark.parametrize(("options", "text"), INVALID_OPTIONS)
def test_invalid_options_are_errors_without_kind(
    outside: Outside, on_loop: Callable[..., Any], options: dict[str, Any], text: str
) -> None:
    error = on_loop(outside.spawn(options=options))
    assert text in error["message"]
    assert error["kind"] == ""
    assert "retryable" not in error


RUNNING = "Workflow execution is already running. WorkflowId: "


@dataclass(frozen=True)
class Conflict:
    """A second start with the ID of a running workflow.

    Attributes:
        options: Options of the second start besides the ID.
        joins: Whether it gets the running workflow.
        replaces: Whether it gets a new one in place of the running one.
        message: Whether the second start has a message.
    """

    options: dict[str, Any]
    joins: bool = False
    replaces: bool = False
    message: bool = False


CONFLICTS = [
    Conflict({}, joins=True),
    Conflict({}, joins=True, message=True),
    Conflict({"workflow.id_conflict_policy": "use_existing"}, joins=True, message=True),
    Conflict({"workflow.execution_error_when_already_started": True}),
    Conflict({"workflow.execution_error_when_already_started": True}, message=True),
    Conflict({"workflow.execution_error_when_already_started": False}, joins=True),
    Conflict({"workflow.id_conflict_policy": "fail"}),
    Conflict({"workflow.id_conflict_policy": "fail"}, message=True),
    Conflict({"workflow.id_conflict_policy": "WORKFLOW_ID_CONFLICT_POLICY_FAIL"}),
    Conflict({"workflow.id_conflict_policy": "unspecified"}),
    Conflict({"workflow.id_conflict_policy": "terminate_existing"}, replaces=True),
    Conflict({"workflow.id_conflict_policy": "Terminate-Existing"}, replaces=True, message=True),
    Conflict({"workflow.id_reuse_policy": "terminate_if_running"}, replaces=True),
    Conflict({"workflow.id_reuse_policy": "terminate_if_running"}, replaces=True, message=True),
]


@pytest.mark.parametrize("case", CONFLICTS, ids=str)
def test_starts_with_the_id_of_a_running_workflow(
    outside: Outside, on_loop: Callable[..., Any], case: Conflict
) -> None:
    workflow_id = new_id()

    async def act() -> tuple[Any, Any, Any, bool]:
        first = await outside.spawn(name=workflow_id, input="first")
        old_run = (await outside.describe(workflow_id)).workflow_execution_info.execution.run_id
        messages = [["note", "hello"]] if case.message else []
        options = {"workflow.id": workflow_id, **case.options}
        second = await outside.spawn(options=options, input="second", messages=messages)
        new_run = (await outside.describe(workflow_id)).workflow_execution_info.execution.run_id
        return first, second, await outside.finish(workflow_id), old_run == new_run

    first, second, result, is_same_run = on_loop(act())
    assert result["input"] == ("second" if case.replaces else "first")
    assert is_same_run is not case.replaces
    if case.joins or case.replaces:
        assert second == first
        assert result["seen"] == (["note=hello"] if case.message else [])
    else:
        assert second["message"].startswith(RUNNING + workflow_id)
        assert second["kind"] == ""
        assert result["seen"] == []


def test_an_id_whose_workflow_has_ended(outside: Outside, on_loop: Callable[..., Any]) -> None:
    async def act() -> Any:
        workflow_id = new_id()
        await outside.spawn(name=workflow_id, input=1)
        await outside.finish(workflow_id)
        again = await outside.spawn(name=workflow_id, input=2)
        assert (await outside.finish(workflow_id))["input"] == 2
        rejecting = {"workflow.id_reuse_policy": "reject_duplicate"}
        joined = await outside.spawn(name=workflow_id, options=rejecting)
        told = await outside.spawn(name=workflow_id, options=rejecting, messages=[["a", 1]])
        return again == joined, told

    joined, told = on_loop(act())
    assert joined
    assert told["message"] == "workflow execution already completed"


def test_messages_arrive_in_order_with_or_without_a_name(
    outside: Outside, on_loop: Callable[..., Any]
) -> None:
    async def act() -> list[Any]:
        seen = []
        for name in (None, new_id()):
            spawned = await outside.spawn(
                name=name, messages=[["a", 1], ["b", 2], ["c", 3]], context={"tenant": "t1"}
            )
            result = await outside.finish(spawned["pid"].partition("|")[2][:-1])
            seen.append((result["seen"], result["context"]))
        return seen

    expected = (["a=1", "b=2", "c=3"], {"tenant": "t1"})
    assert on_loop(act()) == [expected, expected]


def test_hosts(outside: Outside, on_loop: Callable[..., Any]) -> None:
    queue = outside.app.compiled.queue

    async def act() -> list[Any]:
        found = []
        for host in ("app:worker", f"temporal:{queue}", queue):
            spawned = await outside.spawn(host=host)
            place, _, workflow_id = spawned["pid"][1:-1].partition("|")
            found.append((place, (await outside.finish(workflow_id))["seen"]))
        found.append(await outside.spawn(host="app:nowhere"))
        return found

    *places, error = on_loop(act())
    assert places == [("app:client@app:worker", [])] * 3
    assert error == {
        "message": "host not found: app:nowhere",
        "kind": "NotFound",
        "retryable": False,
        "details": {"host_id": "app:nowhere"},
    }


def test_generated_ids_are_numbered(outside: Outside, on_loop: Callable[..., Any]) -> None:
    async def act() -> list[str]:
        pids = [(await outside.spawn())["pid"] for _ in range(2)]
        ids = [pid.partition("|")[2][:-1] for pid in pids]
        for workflow_id in ids:
            await outside.finish(workflow_id)
        return ids

    first, second = on_loop(act())
    prefix, _, number = first.partition("_0x")
    assert uuid.UUID(prefix)
    assert second == f"{prefix}_0x{int(number, 16) + 1:05x}"


EXECUTIONS = [
    (("app:finishing", "app:worker", "ok", {"total": 3}), {"value": {"total": 3}}),
    (
        ("app:finishing", "app:worker", "fail"),
        {"message": "no stock", "kind": "Conflict", "retryable": False},
    ),
    (
        ("finishing", "app:worker"),
        {
            "message": "invalid process ID format (namespace:name required)",
            "kind": "Invalid",
            "retryable": False,
        },
    ),
]


@pytest.mark.parametrize(("arguments", "expected"), EXECUTIONS)
def test_exec_waits_for_the_result(
    outside: Outside, on_loop: Callable[..., Any], arguments: tuple[Any, ...], expected: Any
) -> None:
    assert on_loop(outside.exec(*arguments)) == expected
