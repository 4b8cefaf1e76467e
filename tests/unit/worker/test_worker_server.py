"""Workers against a real Temporal server."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time as clock
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowFailureError
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.worker import Worker
from worker_test_workflows import CallOne, DrawTwice

from wippy_runtime.lib import time
from wippy_runtime.lib.errors import Error
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.table import Table
from wippy_runtime.temporal.activity_host import lua_activity
from wippy_runtime.temporal.application import Application, ClientSpec, WorkerSpec
from wippy_runtime.temporal.converter import data_converter
from wippy_runtime.temporal.hooks import Hooks
from wippy_runtime.temporal.plugin import plugin
from wippy_runtime.temporal.worker import run_workers

pytestmark = pytest.mark.server
ROOT = Path(__file__).resolve().parents[3]


def shout(table: Any = None, *_: Any) -> Any:
    """Return a field in capitals."""
    return Table({"text": table["text"].upper()})


async def nap(seconds: Any = None, *_: Any) -> Any:
    """Wait, then return an error."""
    await time.sleep(seconds * time.SECOND)
    return None, Error("rested", kind="Conflict", retryable=False)


def crash(*_: Any) -> Any:
    """Raise."""
    raise LuaError("app:crash:1: boom")


def make_application(queue: str, address: str, **fields: Any) -> Application:
    activities = (
        lua_activity("app:shout", shout),
        lua_activity("app:nap", nap),
        lua_activity("app:crash", crash),
    )
    worker = WorkerSpec(
        id="app:worker",
        task_queue=queue,
        client="app:client",
        workflows=(CallOne, DrawTwice),
        activities=activities,
        **fields,
    )
    client = ClientSpec(id="app:client", address=address)
    return Application(name="demo", package="demo", clients=(client,), workers=(worker,))


@pytest.fixture
def scenario(temporal_env: Any, on_loop: Any) -> Callable[..., Any]:
    """Run a coroutine function with a client while the workers of an application run."""

    def run(body: Callable[[Client, str], Any], hooks: Hooks | None = None, **fields: Any) -> Any:
        queue = f"worker-{uuid.uuid4()}"

        async def with_workers() -> Any:
            address = temporal_env.client.service_client.config.target_host
            client = await Client.connect(address, data_converter=data_converter)
            stop = asyncio.Event()
            application = make_application(queue, address, **fields)
            running = asyncio.create_task(
                run_workers(application, hooks=hooks, process={}, stop=stop)
            )
            body_task = asyncio.create_task(body(client, queue))
            await asyncio.wait({running, body_task}, return_when=asyncio.FIRST_COMPLETED)
            stop.set()
            await running
            return await body_task

        return on_loop(with_workers())

    return run


async def call(client: Client, queue: str, name: str, argument: Any) -> Any:
    return await client.execute_workflow(
        "test:call", args=[name, argument], id=str(uuid.uuid4()), task_queue=queue
    )


async def failure(client: Client, queue: str, name: str, argument: Any) -> ApplicationError:
    with pytest.raises(WorkflowFailureError) as caught:
        await call(client, queue, name, argument)
    wrapper = caught.value.cause
    assert isinstance(wrapper, ActivityError)
    assert isinstance(wrapper.cause, ApplicationError)
    return wrapper.cause


def test_activities_of_both_kinds(scenario: Any) -> None:
    async def body(client: Client, queue: str) -> None:
        result = await call(client, queue, "app:shout", Table({"text": "hi"}))
        assert result["text"] == "HI"
        rested = await failure(client, queue, "app:nap", 0)
        assert (rested.type, rested.message, rested.non_retryable) == ("Conflict", "rested", True)
        crashed = await failure(client, queue, "app:crash", None)
        assert (crashed.type, crashed.message) == ("Internal", "app:crash:1: boom")
        assert crashed.non_retryable is False

    scenario(body)


def test_unregistered_activities_answer_as_go_workers_do(scenario: Any) -> None:
    async def body(client: Client, queue: str) -> None:
        missing = await failure(client, queue, "app:nobody", None)
        assert missing.type == "ActivityNotRegisteredError"
        assert missing.message == (
            "unable to find activityType=app:nobody. "
            "Supported types: [app:crash, app:nap, app:shout]"
        )

    scenario(body)


@pytest.mark.parametrize("sandboxed", [False, True])
def test_recorded_randomness(scenario: Any, sandboxed: bool) -> None:
    async def body(client: Client, queue: str) -> None:
        handle = await client.start_workflow("test:random", id=str(uuid.uuid4()), task_queue=queue)
        assert await handle.result() is True

    scenario(body, sandboxed=sandboxed, polls_activities=False)


def test_python_implementation_replaces_an_entry(scenario: Any) -> None:
    async def body(client: Client, queue: str) -> None:
        assert await call(client, queue, "app:shout", Table({"text": "hi"})) == "python: hi"

    hooks = Hooks(implementations={"app:shout": lambda table: f"python: {table['text']}"})
    scenario(body, hooks=hooks)


def test_application_as_a_plugin(temporal_env: Any, on_loop: Any) -> None:
    async def run() -> None:
        address = temporal_env.client.service_client.config.target_host
        queue = f"plugin-{uuid.uuid4()}"
        client = await Client.connect(address, plugins=[plugin(make_application(queue, address))])
        async with Worker(client, task_queue=queue):
            result = await call(client, queue, "app:shout", {"text": "hi"})
        assert result["text"] == "HI"

    on_loop(run())


PROGRAM = """
import sys
from wippy_runtime.temporal.activity_host import lua_activity
from wippy_runtime.temporal.application import Application, WorkerSpec
from wippy_runtime.temporal.worker import main

worker = WorkerSpec(id="app:worker", task_queue="main-test",
                    activities=(lua_activity("app:f", lambda *_: 1),))
sys.exit(main(Application(name="demo", package="demo", workers=(worker,))))
"""


def start(address: str, **environment: str) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(ROOT / "runtime_support"), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": paths, "TEMPORAL_ADDRESS": address, **environment},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_main_stops_gracefully_on_sigterm(temporal_env: Any, tmp_path: Path) -> None:
    address = temporal_env.client.service_client.config.target_host
    ready = tmp_path / "ready"
    port = _free_port()
    process = start(address, WIPPY_HEALTH_FILE=str(ready), WIPPY_HEALTH_ADDRESS=f"127.0.0.1:{port}")
    try:
        deadline = clock.monotonic() + 30
        while not ready.exists():
            assert clock.monotonic() < deadline
            assert process.poll() is None
            clock.sleep(0.05)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            assert answer.read() == b"ok\n"
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    assert not ready.exists()
    assert "INFO wippy.worker stopped" in errors


def test_main_reports_an_unreachable_server_in_one_line() -> None:
    process = start("127.0.0.1:1")
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert errors == (
        "demo-worker: failed to connect to temporal: 127.0.0.1:1 (namespace default): "
        "Connection refused\n"
    )


def _free_port() -> int:
    import socket

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])
