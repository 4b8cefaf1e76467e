"""Applications written in a test: compiled, imported, and run on the real Temporal server."""

from __future__ import annotations

import asyncio
import dataclasses
import importlib
import itertools
import sys
import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from temporalio.client import (
    Client,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowHistory,
)
from temporalio.exceptions import ApplicationError

from wippy_runtime.temporal.converter import text_data_converter
from wippy_runtime.temporal.hooks import Hooks
from wippy_runtime.temporal.replay import build_replayer
from wippy_runtime.temporal.worker import run_workers
from wippyc.package.assemble import assemble
from wippyc.package.write import write_tree
from wippyc.pipeline import compile_project
from wippyc.pipeline_model import CompileOptions

_serial = itertools.count(1)

HEAD = """\
version: "1.0"
namespace: app
entries:
  - name: client
    kind: temporal.client
    address: localhost:7233
  - name: worker
    kind: temporal.worker
    client: app:client
    task_queue: QUEUE
    lifecycle: {auto_start: true}
"""


def workflow_entry(name: str, modules: str = "", extra: str = "") -> str:
    """YAML of a workflow entry whose source is `<name>.lua`."""
    return f"""\
  - name: {name}
    kind: workflow.lua
    source: file://{name}.lua
    method: main
    modules: [{modules or "funcs, time, workflow, json"}]
    {extra}
    meta: {{temporal: {{workflow: {{worker: app:worker}}}}}}
"""


def activity_entry(
    name: str, modules: str = "", *, method: str = "main", local: bool = False
) -> str:
    """YAML of an activity entry whose source is `<name>.lua`."""
    local_text = ", local: true" if local else ""
    return f"""\
  - name: {name}
    kind: function.lua
    source: file://{name}.lua
    method: {method}
    modules: [{modules or "json, time"}]
    meta: {{temporal: {{activity: {{worker: app:worker{local_text}}}}}}}
"""


@dataclass
class Compiled:
    """A compiled application, imported.

    Attributes:
        application: Its `Application`.
        package: Import name.
        folder: Where its source files are.
        queue: Task queue of `app:worker`, or of the first worker of an example.
    """

    application: Any
    package: str
    folder: Path
    queue: str

    def module(self, name: str) -> ModuleType:
        """Import a generated module, e.g. `workflows.order`."""
        return importlib.import_module(f"{self.package}.{name}")

    async def replay(self, history: WorkflowHistory) -> None:
        """Replay a history against the compiled workflows."""
        replayer = build_replayer(self.application, Hooks(), namespace="default")
        await replayer.replay_workflow(history)


def compile_files(folder: Path, files: Mapping[str, str]) -> Compiled:
    """Write an application, compile it without findings of severity error, and import it."""
    queue = f"queue-{uuid.uuid4()}"
    source = folder / "app"
    for name, text in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("QUEUE", queue), encoding="utf-8")
    return dataclasses.replace(compile_folder(source, folder / "out"), queue=queue)


def compile_folder(source: Path, output: Path) -> Compiled:
    """Compile an application without findings of severity error, and import it."""
    package = f"compiled_case_{next(_serial)}"
    options = CompileOptions(package=package, runtime="dependency")
    result = compile_project(source, options)
    problems = [f"{found.rule.code} {found.message}" for found in result.diagnostics]
    assert result.modules, "\n".join(problems)
    write_tree(assemble(result, options), output)
    importlib.invalidate_caches()
    sys.path.insert(0, str(output / "src"))
    try:
        worker = importlib.import_module(f"{package}.worker")
    finally:
        sys.path.remove(str(output / "src"))
    application = worker.APPLICATION
    return Compiled(application, package, output, application.workers[0].task_queue)


@dataclass
class Running:
    """A compiled application whose workers run on the test server."""

    compiled: Compiled
    client: Client

    async def start(self, entry: str, *arguments: Any, **options: Any) -> WorkflowHandle[Any, Any]:
        """Start a workflow by entry name or ID."""
        options.setdefault("id", f"test-{uuid.uuid4()}")
        name = entry if ":" in entry else f"app:{entry}"
        return await self.client.start_workflow(
            name, args=arguments, task_queue=self.compiled.queue, **options
        )

    async def result(self, handle: WorkflowHandle[Any, Any]) -> Any:
        """Return the result or raise the failure; the histories are replayed either way."""
        try:
            return await asyncio.wait_for(handle.result(), 40)
        finally:
            await self.replay(handle)

    async def run(self, entry: str, *arguments: Any, **options: Any) -> Any:
        """Start a workflow, wait for it and replay it."""
        return await self.result(await self.start(entry, *arguments, **options))

    async def failure(self, entry: str, *arguments: Any) -> ApplicationError:
        """Run a workflow that must fail, and return its failure."""
        with pytest.raises(WorkflowFailureError) as caught:
            await self.run(entry, *arguments)
        cause = caught.value.cause
        assert isinstance(cause, ApplicationError), cause
        return cause

    async def replay(self, handle: WorkflowHandle[Any, Any]) -> list[WorkflowHistory]:
        """Replay every run of an execution; return their histories, oldest first."""
        histories = []
        run_id = handle.first_execution_run_id or handle.run_id
        while True:
            run = self.client.get_workflow_handle(handle.id, run_id=run_id)
            history = await run.fetch_history()
            await self.compiled.replay(history)
            histories.append(history)
            last = history.events[-1]
            if not last.HasField("workflow_execution_continued_as_new_event_attributes"):
                return histories
            attributes = last.workflow_execution_continued_as_new_event_attributes
            run_id = attributes.new_execution_run_id


@asynccontextmanager
async def running(compiled: Compiled, environment: Any) -> Any:
    """Run the workers of an application for a while."""
    config = environment.client.config()
    target = environment.client.service_client.config.target_host
    stop = asyncio.Event()
    process = {"TEMPORAL_ADDRESS": target, "TEMPORAL_NAMESPACE": config["namespace"]}
    task = asyncio.create_task(run_workers(compiled.application, process=process, stop=stop))
    client = await Client.connect(
        target,
        namespace=config["namespace"],
        data_converter=text_data_converter,
    )
    try:
        yield Running(compiled, client)
    finally:
        stop.set()
        await task


Act = Callable[[Running], Awaitable[Any]]


async def act_on(compiled: Compiled, environment: Any, act: Act) -> Any:
    """Run one action while the application's workers run."""
    async with running(compiled, environment) as application:
        return await act(application)
