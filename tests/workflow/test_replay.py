"""Eviction, versions across code changes, and task failures."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from temporalio import workflow
from temporalio.workflow import NondeterminismError

from wippy_runtime import registry
from wippy_runtime.lib import time
from wippy_runtime.lib import workflow as workflow_module
from wippy_runtime.temporal.workflow_base import WippyWorkflow

from . import lua_workflows as flows
from .harness import Stage, events_of, on_stage, replay

pytestmark = pytest.mark.server

SEEN: list[int | None] = []


def versioned(minimum: int, maximum: int) -> type[WippyWorkflow]:
    """The workflow `app:versioned` after a code change; before it for `maximum` 0."""

    async def main(*_: Any) -> Any:
        await time.sleep("1ms")
        found = None
        if maximum:
            found = workflow_module.version("change", minimum, maximum)[0]
            assert workflow_module.version("change", minimum, maximum)[0] == found
        SEEN.append(found)
        await time.sleep("1ms")
        return found

    async def run(self: Any, *args: Any) -> Any:
        return await self.execute(main, args)

    run.__qualname__ = "Versioned.run"
    namespace = {"entry_id": "app:versioned", "run": workflow.run(run), "__module__": __name__}
    cls = type("Versioned", (WippyWorkflow,), namespace)
    return workflow.defn(name="app:versioned", sandboxed=False)(cls)


BEFORE = versioned(0, 0)


@pytest.mark.parametrize(
    ("recorded", "replayed", "expected"),
    [
        (versioned(-1, 1), versioned(-1, 1), 1),
        (versioned(-1, 1), versioned(-1, 3), 1),
        (versioned(-1, 2), versioned(1, 3), 2),
        (versioned(1, 2), versioned(2, 2), 2),
        (BEFORE, versioned(-1, 2), -1),
        (BEFORE, BEFORE, None),
    ],
)
def test_version_after_a_code_change(
    temporal_env: Any, on_loop: Any, recorded: Any, replayed: Any, expected: int | None
) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(recorded)
        await stage.result(handle)
        history = await handle.fetch_history()
        SEEN.clear()
        await replay([replayed], history)
        return list(SEEN)

    assert on_loop(on_stage(temporal_env, [recorded], act)) == [expected]


@pytest.mark.parametrize(
    ("recorded", "replayed", "message"),
    [
        (BEFORE, versioned(1, 2), "has version -1, supported are 1 to 2"),
        (versioned(-1, 1), versioned(2, 3), "has version -1, supported are 2 to 3"),
        (versioned(-1, 3), versioned(-1, 2), "change change:3"),
        (versioned(-1, 1), BEFORE, "change change:1"),
    ],
)
def test_unsupported_version_fails_the_task_not_the_execution(
    temporal_env: Any, on_loop: Any, recorded: Any, replayed: Any, message: str
) -> None:
    async def act(stage: Stage) -> Any:
        handle = await stage.start(recorded)
        await stage.result(handle)
        await replay([replayed], await handle.fetch_history())

    with pytest.raises((RuntimeError, NondeterminismError), match=message):
        on_loop(on_stage(temporal_env, [recorded], act))


@pytest.mark.parametrize(
    "scenario",
    ["bump", "spawn", "cancel", "future", "generator"],
)
def test_without_cache_every_task_replays_and_evicts(
    temporal_env: Any, on_loop: Any, caplog: pytest.LogCaptureFixture, scenario: str
) -> None:
    async def act(stage: Stage) -> Any:
        if scenario == "spawn":
            return (await stage.run(flows.Spawning))["ends"]
        if scenario == "future":
            return (await stage.run(flows.Futures))["value"]
        if scenario == "generator":
            return (await stage.run(flows.Generators))["values"]
        if scenario == "cancel":
            handle = await stage.start(flows.Child, "cancel")
            await handle.cancel()
            return await stage.result(handle)
        handle = await stage.start(flows.Bump)
        for _ in range(5):
            await handle.execute_update("bump", {"by": 2})
        return await stage.result(handle)

    expected = {
        "bump": 10,
        "spawn": "ba",
        "cancel": "pid.cancelZ",
        "future": 8,
        "generator": [2, 20, "end"],
    }
    with caplog.at_level(logging.WARNING, "temporalio"):
        found = on_loop(
            on_stage(
                temporal_env,
                flows.WORKFLOWS,
                act,
                activities=[*flows.ACTIVITIES, flows.local_activity],
                functions={"app:local": registry.FunctionEntry(worker="app:worker", is_local=True)},
                max_cached_workflows=0,
            )
        )
    assert found == expected[scenario]
    assert [record.getMessage() for record in caplog.records] == []


def test_a_worker_that_goes_away_loses_nothing(temporal_env: Any, on_loop: Any) -> None:
    """Signals sent to nobody and to successive workers all arrive, in order."""

    async def scenario() -> Any:
        handles: list[Any] = []

        async def begin(stage: Stage) -> None:
            handles.append((await stage.start(flows.Inbox), stage.queue))
            await handles[0][0].signal("chosen", 0)
            await asyncio.sleep(0.1)

        await on_stage(temporal_env, flows.WORKFLOWS, begin)
        handle, queue = handles[0]
        for number in range(1, 30):
            await handle.signal("chosen", number)

        async def finish(stage: Stage) -> Any:
            await handle.signal("stop")
            return await stage.result(handle)

        return await on_stage(temporal_env, flows.WORKFLOWS, finish, queue=queue)

    assert on_loop(scenario())["seen"] == list(range(30))


def test_undecodable_input_fails_and_undecodable_signals_arrive_as_nil(
    temporal_env: Any, on_loop: Callable[[Any], Any]
) -> None:
    from temporalio.api.common.v1 import Payload
    from temporalio.client import WorkflowFailureError
    from temporalio.common import RawValue

    odd = RawValue(Payload(metadata={"encoding": b"json/protobuf"}, data=b"{}"))

    async def act(stage: Stage) -> Any:
        handle = await stage.start(flows.Outcomes, odd)
        with pytest.raises(WorkflowFailureError) as failed:
            await stage.result(handle)
        inbox = await stage.start(flows.Inbox)
        await inbox.signal("stop", odd)
        result = await stage.result(inbox)
        failures = events_of(await handle.fetch_history(), "workflow_task_failed")
        return failed.value.cause.message, result["seen"], len(failures)

    assert on_loop(on_stage(temporal_env, flows.WORKFLOWS, act)) == (
        "failed to decode input payloads: unsupported temporal payload encoding: json/protobuf",
        [],
        0,
    )
