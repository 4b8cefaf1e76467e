"""What other Temporal clients see: bytes of payloads, headers, signals and failures.

The client of these tests knows nothing of Wippy: it sends and reads raw payloads.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.common.v1 import Header, Payload, Payloads, WorkflowExecution, WorkflowType
from temporalio.api.failure.v1 import Failure
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.query.v1 import WorkflowQuery
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.update.v1 import Input, Meta, Request, WaitPolicy
from temporalio.api.workflowservice.v1 import (
    GetWorkflowExecutionHistoryRequest,
    QueryWorkflowRequest,
    SignalWorkflowExecutionRequest,
    StartWorkflowExecutionRequest,
    UpdateWorkflowExecutionRequest,
)
from temporalio.client import Client, WorkflowHistory

from tests.compiled.application import (
    HEAD,
    Compiled,
    activity_entry,
    compile_files,
    running,
    workflow_entry,
)

JSON = {"encoding": b"json/plain"}
NULL = Payload(metadata={"encoding": b"binary/null"})


def plain(text: str) -> Payload:
    """A payload as the Go SDK writes it."""
    return Payload(metadata=JSON, data=text.encode())


@dataclass
class Wire:
    """The service, one task queue, and nothing else."""

    client: Client
    compiled: Compiled

    async def start(
        self, entry: str, payloads: Sequence[Payload] = (), header: dict[str, Payload] | None = None
    ) -> str:
        workflow_id = f"wire-{uuid.uuid4()}"
        request = StartWorkflowExecutionRequest(
            namespace="default",
            workflow_id=workflow_id,
            workflow_type=WorkflowType(name=entry),
            task_queue=TaskQueue(name=self.compiled.queue),
            input=Payloads(payloads=payloads) if payloads else None,
            header=Header(fields=header or {}),
            request_id=str(uuid.uuid4()),
        )
        await self.client.workflow_service.start_workflow_execution(request)
        return workflow_id

    async def signal(
        self,
        workflow_id: str,
        name: str,
        payloads: Sequence[Payload] = (),
        header: dict[str, Payload] | None = None,
    ) -> None:
        await self.client.workflow_service.signal_workflow_execution(
            SignalWorkflowExecutionRequest(
                namespace="default",
                workflow_execution=WorkflowExecution(workflow_id=workflow_id),
                signal_name=name,
                input=Payloads(payloads=payloads) if payloads else None,
                header=Header(fields=header or {}),
            )
        )

    async def history(self, workflow_id: str) -> list[HistoryEvent]:
        """Wait for the end and return the events; they are replayed."""
        execution = WorkflowExecution(workflow_id=workflow_id)
        events: list[HistoryEvent] = []
        token = b""
        while True:
            page = await asyncio.wait_for(
                self.client.workflow_service.get_workflow_execution_history(
                    GetWorkflowExecutionHistoryRequest(
                        namespace="default",
                        execution=execution,
                        wait_new_event=True,
                        next_page_token=token,
                    )
                ),
                30,
            )
            events += page.history.events
            token = page.next_page_token
            if not token:
                break
        await self.compiled.replay(WorkflowHistory(workflow_id, events))
        return events

    async def result(self, workflow_id: str) -> list[Payload]:
        last = (await self.history(workflow_id))[-1]
        assert last.HasField("workflow_execution_completed_event_attributes"), last
        return list(last.workflow_execution_completed_event_attributes.result.payloads)

    async def failure(self, workflow_id: str) -> Failure:
        last = (await self.history(workflow_id))[-1]
        assert last.HasField("workflow_execution_failed_event_attributes"), last
        return last.workflow_execution_failed_event_attributes.failure


def attributes(events: Sequence[HistoryEvent], name: str) -> list[Any]:
    field = f"{name}_event_attributes"
    return [getattr(event, field) for event in events if event.HasField(field)]


# Lua expression, bytes of its payload
OUTGOING: list[tuple[str, str]] = [
    ("nil", "null"),
    ("true", "true"),
    ("42", "42"),
    ("-9223372036854775807 - 1", "-9223372036854775808"),
    ("3.0", "3"),
    ("1e21", "1e+21"),
    ("2.5", "2.5"),
    ("0/0", "null"),
    ("math.huge", "null"),
    ('"text"', '"text"'),
    ('"h\\195\\169 <&>"', '"h\u00e9 <&>"'),
    ('"bad \\255 byte"', '"bad \ufffd byte"'),
    ("{}", "[]"),
    ("{ 1, 2, 3.0 }", "[1,2,3]"),
    ('{ a = 1, b = { c = "x" } }', '{"a":1,"b":{"c":"x"}}'),
    ("{ x = 1e20 }", '{"x":100000000000000000000}'),
    ("{ x = nil, t = time.now() }", "{}"),
    ("{ [true] = 1 }", '{"true":1}'),
    ("errors.new('oops')", '"oops"'),
    ("process.pid()", "PID"),
    ("a", "{}"),
    ("{ inner = a }", '{"inner":{}}'),
]

# Payload, what Lua sees of it as text
INCOMING: list[tuple[Payload, str]] = [
    (plain("{}"), "table 0"),
    (NULL, "nil nil"),
    (plain("null"), "nil nil"),
    (plain(" 7 "), "integer 7"),
    (plain("7.0"), "float 7"),
    (plain("1e3"), "float 1000"),
    (plain("99999999999999999999"), "integer 9223372036854775807"),
    (plain('"\\u00e9\\u003c"'), "string é<"),
    (Payload(metadata={"encoding": b"binary/plain"}, data=b"raw"), "string raw"),
    (plain("[1, null, 3]"), "table 3"),
    (plain('{"1": "x"}'), "table 0"),
    (plain("false"), "boolean false"),
]

SENDER = """
return function(a)
  local r = funcs.new():with_context({ tenant = "t1", n = 2 }):call("app:sink", VALUES)
  return { a, r }
end
""".replace("VALUES", ", ".join(expression for expression, _ in OUTGOING))

READER = """
return function(...)
  local texts = {}
  for n = 1, select("#", ...) do
    local value = (select(n, ...))
    local kind = type(value)
    if kind == "number" then kind = math.type(value) end
    texts[n] = kind .. " " .. tostring(kind == "table" and #value or value)
  end
  return texts
end
"""

FAILING = """
return function(how)
  if how == "text" then return nil, "plain text" end
  if how == "raise" then error("raised") end
  if how == "object" then
    return nil, errors.new({ message = "no stock", kind = errors.CONFLICT, retryable = true,
      details = { left = 0 } })
  end
  if how == "activity" then return nil, (select(2, funcs.call("app:broken"))) end
  if how == "nothing" then return end
  if how == "both" then return 1, 2 end
end
"""

TALKER = """
return function()
  local inbox = process.inbox()
  local first = inbox:receive()
  local reply = { process.send(first:from(), "reply", first:payload():data(), nil, "x") }
  local second = inbox:receive()
  process.send(first:from(), "bare")
  local update = inbox:receive()
  process.send(update:from(), "ack")
  local terms = update:payload()
  process.send(update:from(), "ok", { sum = terms[1]:data() + terms[2]:data() })
  return { reply[1], second:from(), second:payload() == nil or second:payload():data() == nil,
    update:from(), update:topic(), (ctx.get("tenant")) }
end
"""

LISTENER = """
return function()
  local inbox = process.inbox()
  local one, two = inbox:receive(), inbox:receive()
  return { one:from(), one:topic(), #one:payload(), two:topic(), two:payload() == nil }
end
"""


@pytest.fixture(scope="module")
def wire(
    tmp_path_factory: pytest.TempPathFactory, temporal_env: Any, on_loop: Callable[..., Any]
) -> Callable[[Callable[[Wire], Any]], Any]:
    names = ("sender", "reader", "failing", "talker", "listener")
    index = HEAD + "".join(workflow_entry(name, "funcs, time, ctx") for name in names)
    files = {
        "_index.yaml": index + activity_entry("sink") + activity_entry("broken"),
        "sender.lua": SENDER,
        "reader.lua": READER,
        "failing.lua": FAILING,
        "talker.lua": TALKER,
        "listener.lua": LISTENER,
        "sink.lua": "return function() return 3.0 end",
        "broken.lua": 'return function() return nil, errors.new({ message = "denied",\n'
        '  kind = "PermissionDenied", retryable = false }) end',
    }
    folder: Path = tmp_path_factory.mktemp("wire")
    compiled = compile_files(folder, files)

    def run(act: Callable[[Wire], Any]) -> Any:
        async def scenario() -> Any:
            target = temporal_env.client.service_client.config.target_host
            async with running(compiled, temporal_env):
                return await act(Wire(await Client.connect(target), compiled))

        return on_loop(scenario())

    return run


def test_arguments_context_and_results_are_as_on_wippy(wire: Any) -> None:
    async def act(wire: Wire) -> Any:
        workflow_id = await wire.start("app:sender", [plain("{}")])
        return workflow_id, await wire.history(workflow_id)

    workflow_id, events = wire(act)
    (scheduled,) = attributes(events, "activity_task_scheduled")
    sent = list(scheduled.input.payloads)
    expected = [
        text.replace("PID", f'"{{app:client@app:worker|{workflow_id}}}"') for _, text in OUTGOING
    ]
    assert [payload.data.decode() for payload in sent] == expected
    assert all(dict(payload.metadata) == JSON for payload in sent)
    assert scheduled.activity_type.name == "app:sink"
    assert scheduled.start_to_close_timeout.ToSeconds() == 600
    assert list(scheduled.header.fields) == ["wippy-context"]
    context = scheduled.header.fields["wippy-context"]
    assert dict(context.metadata) == JSON
    assert json.loads(context.data) == {"tenant": "t1", "n": 2}
    (completed,) = attributes(events, "activity_task_completed")
    assert [payload.data for payload in completed.result.payloads] == [b"3"]
    (result,) = attributes(events, "workflow_execution_completed")[0].result.payloads
    assert (dict(result.metadata), result.data) == (JSON, b"[{},3]")


def test_incoming_payloads_are_read_as_on_wippy(wire: Any) -> None:
    async def act(wire: Wire) -> Any:
        workflow_id = await wire.start("app:reader", [payload for payload, _ in INCOMING])
        return await wire.result(workflow_id)

    (result,) = wire(act)
    assert json.loads(result.data) == [text for _, text in INCOMING]


def test_results_of_every_form(wire: Any) -> None:
    async def act(wire: Wire) -> Any:
        nothing = await wire.result(await wire.start("app:failing", [plain('"nothing"')]))
        both = await wire.result(await wire.start("app:failing", [plain('"both"')]))
        none = await wire.result(await wire.start("app:failing"))
        return nothing, both, none

    nothing, both, none = wire(act)
    assert nothing == [NULL]
    assert both == [plain("1")]
    assert none == [NULL]


# how, message, type, not retryable, first detail
FAILURES: list[tuple[str, str, str, bool, dict[str, Any]]] = [
    (
        "text",
        "plain text",
        "Internal",
        True,
        {"msg": "plain text", "kind": "Internal", "retry": False},
    ),
    (
        "raise",
        "app:failing:4: raised",
        "Internal",
        False,
        {"msg": "app:failing:4: raised", "kind": "Internal"},
    ),
    (
        "object",
        "no stock",
        "Conflict",
        False,
        {"msg": "no stock", "kind": "Conflict", "retry": True, "details": {"left": 0}},
    ),
    (
        "activity",
        "denied",
        "PermissionDenied",
        True,
        {
            "msg": "denied",
            "kind": "PermissionDenied",
            "retry": False,
            "details": {
                "_wrapper": "activity",
                "_activity_id": "1",
                "_retry_state": "NonRetryableFailure",
            },
        },
    ),
]


def test_failures_carry_the_error_as_on_wippy(wire: Any) -> None:
    async def act(wire: Wire) -> Any:
        ids = [await wire.start("app:failing", [plain(f'"{row[0]}"')]) for row in FAILURES]
        return [await wire.failure(workflow_id) for workflow_id in ids]

    failures: list[Failure] = wire(act)
    for failure, (_, message, kind, is_final, error) in zip(failures, FAILURES, strict=True):
        info = failure.application_failure_info
        assert (failure.message, info.type, info.non_retryable) == (message, kind, is_final)
        (detail,) = info.details.payloads
        assert dict(detail.metadata) == JSON
        assert json.loads(detail.data) == {"errors": [error]}
        assert failure.source == "WippySDK"


def test_signals_and_updates_between_clients_and_workflows(wire: Any) -> None:
    async def act(wire: Wire) -> Any:
        context = {"wippy-context": plain('{"tenant":"t9"}')}
        listener = await wire.start("app:listener")
        sender = f"{{app:client@app:elsewhere|{listener}}}"
        talker = await wire.start("app:talker", header=context)
        from_listener = {
            "wippy-context": plain(json.dumps({"temporal.signal.from": sender, "tenant": "other"}))
        }
        await wire.signal(talker, "hello", [plain('{"n": 1}')], from_listener)
        await wire.signal(talker, "again", [NULL])
        update = await wire.client.workflow_service.update_workflow_execution(
            UpdateWorkflowExecutionRequest(
                namespace="default",
                workflow_execution=WorkflowExecution(workflow_id=talker),
                wait_policy=WaitPolicy(lifecycle_stage=3),
                request=Request(
                    meta=Meta(update_id="u-7"),
                    input=Input(name="add", args=Payloads(payloads=[plain("2"), plain("3")])),
                ),
            )
        )
        heard = await wire.history(listener)
        state = await wire.client.workflow_service.query_workflow(
            QueryWorkflowRequest(
                namespace="default",
                execution=WorkflowExecution(workflow_id=talker),
                query=WorkflowQuery(query_type="state"),
            )
        )
        pid = await wire.client.workflow_service.query_workflow(
            QueryWorkflowRequest(
                namespace="default",
                execution=WorkflowExecution(workflow_id=talker),
                query=WorkflowQuery(query_type="pid"),
            )
        )
        answers = [list(each.query_result.payloads) for each in (state, pid)]
        return talker, update, heard, await wire.result(talker), answers

    talker, update, heard, result, answers = wire(act)
    pid = f"{{app:client@app:worker|{talker}}}"
    assert list(update.outcome.success.payloads) == [plain('{"sum":5}')]
    reply, bare = attributes(heard, "workflow_execution_signaled")
    assert reply.signal_name == "reply"
    assert list(reply.input.payloads) == [plain('{"n":1}'), plain("null"), plain('"x"')]
    assert json.loads(reply.header.fields["wippy-context"].data) == {
        "tenant": "t9",
        "temporal.signal.from": pid,
    }
    assert (bare.signal_name, list(bare.input.payloads)) == ("bare", [])
    (talked,) = result
    assert json.loads(talked.data) == [True, "", True, "{update|u-7}", "add", "t9"]
    completed = attributes(heard, "workflow_execution_completed")[0].result.payloads[0]
    assert json.loads(completed.data) == [pid, "reply", 3, "bare", True]
    assert answers == [[plain("{}")], [plain(f'"{talker}"')]]
