"""The orders example as a running system: server, gateway, compiled worker, plain client."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = REPOSITORY / "examples" / "orders"

WAIT_SECONDS = 60.0

ORDER: Mapping[str, Any] = {
    "id": "order-1",
    "customer_id": "c-7",
    "total": 42.5,
    "shipping_address": "1 Main Street",
    "fulfillment_window": "100ms",
}


def wippyc(
    *arguments: str | Path, environ: Mapping[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "wippyc.cli", *map(str, arguments)],
        env=os.environ | dict(environ or {}),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@dataclass(kw_only=True)
class OrdersSystem:
    """What a test needs to run orders.

    Attributes:
        address: Address of the Temporal server.
        python_path: Folder with the compiled package.
        gateway_url: Address of the gateway.
        folder: Scratch folder of the test.
        workflow_ids: Workflows started so far; all of them are replayed when the test ends.
    """

    address: str
    python_path: Path
    gateway_url: str
    folder: Path
    workflow_ids: list[str] = field(default_factory=list)

    @property
    def environ(self) -> dict[str, str]:
        """Variables of the worker besides those of this process."""
        return {
            "TEMPORAL_ADDRESS": self.address,
            "ORDERS_GATEWAY_URL": self.gateway_url,
            "PYTHONPATH": str(self.python_path),
        }

    @contextlib.contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run the compiled worker for the time of a `with` block."""
        with (self.folder / "worker.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "orders"],
                env=os.environ | self.environ,
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                    process.wait(30)

    def run(self, order: Mapping[str, Any], **changes: Any) -> Any:
        """Run one order to its end and return the workflow's result."""

        async def start_and_wait() -> Any:
            handle = await self.start({**order, **changes})
            return await handle.result()

        return asyncio.run(asyncio.wait_for(start_and_wait(), WAIT_SECONDS))

    async def start(self, order: Mapping[str, Any]) -> WorkflowHandle[Any, Any]:
        """Start an order with a plain Temporal client."""
        client = await Client.connect(self.address)
        workflow_id = f"{order['id']}-{len(self.workflow_ids)}-{time.monotonic_ns()}"
        self.workflow_ids.append(workflow_id)
        return await client.start_workflow(
            "app:order_workflow", order, id=workflow_id, task_queue="orders"
        )

    def history(self, workflow_id: str) -> dict[str, Any]:
        """Return a workflow's history as exported JSON."""

        async def fetch() -> str:
            client = await Client.connect(self.address)
            return (await client.get_workflow_handle(workflow_id).fetch_history()).to_json()

        content = json.loads(asyncio.run(fetch()))
        assert isinstance(content, dict)
        return content

    def export_histories(self) -> list[Path]:
        """Write the history of every workflow started so far to a file."""
        files = []
        for workflow_id in self.workflow_ids:
            path = self.folder / f"{workflow_id}.json"
            path.write_text(json.dumps(self.history(workflow_id)))
            files.append(path)
        return files


async def wait_for_event(handle: WorkflowHandle[Any, Any], event_type: EventType.ValueType) -> None:
    """Wait until a workflow's history has an event of a type."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            history = await handle.fetch_history()
            if any(event.event_type == event_type for event in history.events):
                return
            await asyncio.sleep(0.05)


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Poll until something is so."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"gave up waiting: {what}"
        time.sleep(0.05)
