"""Runs hand-written workflows in the shape of generated ones, and replays every history."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.common import RawValue
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, Worker

from wippy_runtime import registry
from wippy_runtime.temporal.converter import data_converter, text_data_converter
from wippy_runtime.temporal.interceptors import WippyInterceptor


@dataclass
class Stage:
    """A worker on a queue of its own, and a Python client that uses Unicode text."""

    client: Client
    queue: str
    workflows: Sequence[type]

    async def start(self, workflow: type, *arguments: Any, **options: Any) -> WorkflowHandle:
        options.setdefault("id", f"test-{uuid.uuid4()}")
        return await self.client.start_workflow(
            workflow.entry_id,
            args=arguments,
            task_queue=self.queue,
            **options,
        )

    async def result(self, handle: WorkflowHandle) -> Any:
        """Return the result, or raise the failure, after the history was replayed."""
        try:
            return await asyncio.wait_for(handle.result(follow_runs=True), 20)
        finally:
            await self.replay(handle)

    async def run(self, workflow: type, *arguments: Any, **options: Any) -> Any:
        return await self.result(await self.start(workflow, *arguments, **options))

    async def replay(self, handle: WorkflowHandle) -> WorkflowHistory:
        history = await handle.fetch_history()
        await replay(self.workflows, history)
        return history


async def replay(workflows: Sequence[type], history: WorkflowHistory) -> None:
    replayer = Replayer(
        workflows=list(workflows),
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=data_converter,
        interceptors=[WippyInterceptor()],
    )
    await replayer.replay_workflow(history)


async def on_stage(
    environment: Any,
    workflows: Sequence[type],
    act: Callable[[Stage], Any],
    *,
    activities: Sequence[Callable[..., Any]] = (),
    functions: dict[str, registry.FunctionEntry] | None = None,
    max_cached_workflows: int = 1000,
    queue: str = "",
) -> Any:
    """Run `act` while a worker serves the workflows on a fresh queue."""
    queue = queue or f"queue-{uuid.uuid4()}"
    registry.install(
        registry.Registry(
            workers={"app:worker": registry.WorkerEntry(client="app:client", task_queue=queue)},
            workflows={
                workflow.entry_id: registry.WorkflowEntry(worker="app:worker")
                for workflow in workflows
            },
            functions=functions or {},
        )
    )
    target = environment.client.service_client.config.target_host
    worker_client = await Client.connect(
        target, data_converter=data_converter, interceptors=[WippyInterceptor()]
    )
    test_client = await Client.connect(target, data_converter=text_data_converter)
    worker = Worker(
        worker_client,
        task_queue=queue,
        workflows=list(workflows),
        activities=list(activities),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=max_cached_workflows,
    )
    async with worker:
        return await act(Stage(test_client, queue, workflows))


def events_of(history: WorkflowHistory, name: str) -> list[Any]:
    """Return the attributes of all events of one kind, e.g. `timer_started`."""
    field = f"{name}_event_attributes"
    return [getattr(event, field) for event in history.events if event.HasField(field)]


__all__ = ["RawValue", "Stage", "events_of", "on_stage", "replay"]
