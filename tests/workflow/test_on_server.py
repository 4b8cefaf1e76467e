"""Workflows on a real server; every execution is replayed from its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowUpdateFailedError,
)
from temporalio.exceptions import ApplicationError

from wippy_runtime import registry
from wippy_runtime.lib.channel import Channel
from wippy_runtime.lua.strings import from_text
from wippy_runtime.lua.table import Table, array
from wippy_runtime.mailbox import INBOX_TOPIC, Mailbox
from wippy_runtime.temporal.converter import data_converter
from wippy_runtime.temporal.headers import outgoing_context
from wippy_runtime.temporal.interceptors import WippyInterceptor
from wippy_runtime.temporal.local_processes import receivers
from wippy_runtime.temporal.relay import relay_send

from . import lua_workflows as flows
from .harness import Stage, events_of, on_stage

pytestmark = pytest.mark.server


@pytest.fixture
def play(temporal_env: Any, on_loop: Callable[[Any], Any]) -> Callable[..., Any]:
    def run(act: Callable[[Stage], Any]) -> Any:
        return on_loop(
            on_stage(
                temporal_env,
                flows.WORKFLOWS,
                act,
                activities=[*flows.ACTIVITIES, flows.local_activity, relay_send],
                functions={"app:local": registry.FunctionEntry(worker="app:worker", is_local=True)},
            )
        )

    return run


def test_inlined_and_dynamic_calls(play: Any) -> None:
    result = play(lambda stage: stage.run(flows.Inline, 21))
    assert result == {
        "doubled": 42,
        "kind": "NotFound",
        "message": "no such order",
        "retryable": False,
        "wrapper": "activity",
        "state": "NonRetryableFailure",
    }


def test_signals_reach_listeners_and_inbox_in_order(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Inbox, start_signal="early", start_signal_args=["é"])
        for number in range(20):
            await handle.signal("chosen", number)
        await handle.signal("other", "x")
        await handle.signal("stop")
        return await stage.result(handle)

    result = play(act)
    assert [seen for seen in result["seen"] if isinstance(seen, int)] == list(range(20))
    assert [seen for seen in result["seen"] if isinstance(seen, str)] == ["early=é", "other=x"]
    assert result["from"] == ""


def test_update_protocol(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Bump)
        first = await handle.execute_update("bump", {"by": 3})
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await handle.execute_update("bump", {"by": -1})
        second = await handle.execute_update("bump", {"by": 7})
        return first, refused.value.cause.message, second, await stage.result(handle)

    first, refused, second, total = play(act)
    assert first == {"value": 3, "early": "update not accepted (state: pending)"}
    assert refused == "negative"
    assert second["value"] == 10
    assert total == 10


def test_children_events_and_external_signals(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Parent)
        return await stage.result(handle), handle.id

    result, _ = play(act)
    assert result == {
        "same": True,
        "value": "done",
        "reason": "normal",
        "failure": "Conflict broken child_workflow",
        "pong": "pong1",
        "replied_as": True,
        "exec_retry": True,
        "cancelled": True,
        "cancel_value": "pid.cancelZ",
        "missing": "unknown external workflow execution",
        "missing_cancel": "unknown external workflow execution Internal",
        "monitor": "process.monitor not supported in workflow context: "
        "child workflows are automatically monitored",
        "self": True,
    }


def test_spawned_coroutines_run_in_order(play: Any) -> None:
    result = play(lambda stage: stage.run(flows.Spawning))
    assert result == {
        "order": ["start a", "main 1", "start b", "main 2", "end b", "end a", "timeout"],
        "ends": "ba",
    }


def test_futures_options_context_and_local_activities(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Futures)
        result = await stage.result(handle)
        return result, await handle.fetch_history()

    result, history = play(act)
    assert result == {
        "pending": True,
        "value": 8,
        "again": 8,
        "complete": True,
        "cancelled": "Canceled canceled",
        "closed": False,
        "bad": "invalid temporal activity options for app:double: "
        "activity.task_queue must be a string, got int64",
        "tenant": "t2",
        "local": 7,
    }
    assert len(events_of(history, "activity_task_cancel_requested")) == 1
    markers = events_of(history, "marker_recorded")
    assert [marker.marker_name for marker in markers] == ["core_local_activity"]


def test_upgrade_continues_as_new_from_any_coroutine(play: Any) -> None:
    assert play(lambda stage: stage.run(flows.Upgrading, 0)) == 3


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("nothing", None),
        ("nil", None),
        ("ignored", "v"),
        ("empty list", []),
        ("unicode", "héllo �"),
        ("other", "other"),
    ],
)
def test_successful_outcomes(play: Any, kind: str, expected: Any) -> None:
    assert play(lambda stage: stage.run(flows.Outcomes, kind)) == expected


@pytest.mark.parametrize(
    ("kind", "message", "failure_type", "non_retryable", "entry"),
    [
        ("text", "plain text", "Internal", True, {"kind": "Internal", "retry": False}),
        ("value and text", "wins", "Internal", True, {"kind": "Internal", "retry": False}),
        ("error", "soft", "Internal", False, {"kind": "Internal"}),
        (
            "hard",
            "hard",
            "NotFound",
            True,
            {"kind": "NotFound", "retry": False, "details": {"id": 7}},
        ),
        ("wrapped", "ctx: inner", "Internal", False, {"kind": "Internal"}),
        ("raised", "app:outcome:3: boom", "Internal", False, {"kind": "Internal"}),
        ("raised error", "obj", "Conflict", False, {"kind": "Conflict"}),
        ("raised in coroutine", "deep", "Internal", False, {"kind": "Internal"}),
        (
            "deadlock",
            "all coroutines blocked with no pending operations",
            "Internal",
            False,
            {"kind": "Internal", "retry": True},
        ),
        (
            "mixed",
            "failed to encode result: error converting payload at index 0: error transcoding "
            "value: failed to encode to JSON: cannot encode mixed-key table: table has both "
            "numeric and non-numeric keys",
            "Internal",
            True,
            {"kind": "Internal", "retry": False},
        ),
        (
            "bad argument",
            "failed to convert arguments: error converting payload at index 0: error transcoding "
            "value: failed to encode to JSON: cannot encode mixed-key table: table has both "
            "numeric and non-numeric keys",
            "Internal",
            True,
            {"kind": "Internal", "retry": False},
        ),
    ],
)
def test_failing_outcomes(
    play: Any, kind: str, message: str, failure_type: str, non_retryable: bool, entry: Any
) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Outcomes, kind)
        with pytest.raises(WorkflowFailureError) as failed:
            await stage.result(handle)
        return failed.value.cause, await handle.fetch_history()

    failure, history = play(act)
    assert isinstance(failure, ApplicationError)
    assert failure.message == message
    assert failure.type == failure_type
    assert failure.non_retryable is non_retryable
    assert failure.details[0]["errors"] == [{"msg": message, **entry}]
    (failed,) = events_of(history, "workflow_execution_failed")
    assert failed.failure.source == "WippySDK"
    assert not failed.failure.HasField("cause")


def test_chunks_keep_state_per_execution_and_answer_to_both_names(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        first = await stage.run(flows.Chunked)
        alias = await stage.client.execute_workflow(
            "CustomName", task_queue=stage.queue, id=f"alias-{stage.queue}"
        )
        return first, alias

    assert play(act) == (1, 1)


def test_cancel_request_is_an_event_and_the_workflow_completes(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Child, "cancel")
        await handle.cancel()
        result = await stage.result(handle)
        return result, (await handle.describe()).status

    assert play(act) == ("pid.cancelZ", WorkflowExecutionStatus.COMPLETED)


def test_attributes_and_versions(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Attributes)
        result = await stage.result(handle)
        memo = await (await handle.describe()).memo()
        return result, memo

    result, memo = play(act)
    assert result["ok"] is True
    assert result["version"] == result["again"] == 2
    assert result["length"] > 0
    assert memo == {"note": "né", "count": 2}


def test_coroutines_may_wait_for_the_host(play: Any) -> None:
    result = play(lambda stage: stage.run(flows.Generators))
    assert result == {
        "values": [2, 20, "end"],
        "dead": True,
        "why": "cannot resume dead coroutine",
    }


def test_queries(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Inbox)
        await handle.signal("other", "x")
        state = await handle.query("state")
        workflow_id = await handle.query("pid")
        trace = await handle.query("__stack_trace")
        with pytest.raises(Exception, match="unknown query type: nothing"):
            await handle.query("nothing")
        await handle.signal("stop")
        await stage.result(handle)
        return state, workflow_id == handle.id, trace

    state, same, trace = play(act)
    assert state == {}
    assert same
    assert "inbox_main" in trace


def test_a_thousand_signals_arrive_in_order(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Inbox)
        for start in range(0, 1000, 50):
            for number in range(start, start + 50):
                await handle.signal("chosen", number)
        await handle.signal("stop")
        return await stage.result(handle)

    assert play(act)["seen"] == list(range(1000))


def test_messages_to_local_processes_are_relayed_once(play: Any) -> None:
    mailbox = Mailbox()
    inbox = Channel(10)
    mailbox.subscribe(INBOX_TOPIC, inbox, lambda envelope: envelope)

    async def act(stage: Stage) -> Any:
        receivers.attach("{app:function|7}", mailbox)
        handle = await stage.start(flows.Relaying, "{app:function|7}")
        try:
            return await stage.result(handle), handle.id
        finally:
            receivers.detach("{app:function|7}")

    result, workflow_id = play(act)
    mailbox.flush()
    assert result == {
        "sent": True,
        "err": "NotFound",
        "unknown": "could not resolve 'no pid at all' as PID or registered name",
    }
    (envelope,) = inbox.buffer
    assert envelope.topic == "note"
    assert envelope.payloads == (from_text("hé"), 2)
    assert envelope.sender == f"{{app:client@app:worker|{workflow_id}}}"


def test_context_reaches_activities_and_survives_continue_as_new(play: Any) -> None:
    async def act(stage: Stage) -> Any:
        client = Client(
            stage.client.service_client,
            data_converter=data_converter,
            interceptors=[WippyInterceptor()],
        )
        values = Table({"tenant": "t", "nested": Table({"list": array([1, 2])}), "f": len})
        token = outgoing_context.set(values)
        try:
            handle = await client.start_workflow(
                "app:context", args=[1], id=f"context-{stage.queue}", task_queue=stage.queue
            )
        finally:
            outgoing_context.reset(token)
        return await stage.result(stage.client.get_workflow_handle(handle.id))

    expected = {"tenant": "t", "nested": {"list": [1, 2]}}
    assert play(act) == {"own": expected, "activity": expected}
