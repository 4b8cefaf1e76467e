"""Runs the orders example: dev server, gateway, compiled worker, one good and one bad order.

Everything is started here and ended here; the exit status is 0 when both orders ended as they
should. The client is a plain Temporal client: it knows nothing of Wippy.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

from gateway import Gateway, start_gateway
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHandle, WorkflowHistoryEventFilterType

from wippyc.cli.dev_server import dev_server

EXAMPLE = Path(__file__).resolve().parent
REPOSITORY = EXAMPLE.parents[1]
OUTPUT = REPOSITORY / "dist" / "orders"

ORDER = {
    "id": "order-1",
    "customer_id": "c-7",
    "total": 42.5,
    "shipping_address": "1 Main Street",
    "fulfillment_window": "3s",
}
UNDELIVERABLE = ORDER | {"id": "order-2", "shipping_address": "1 Nowhere Lane"}

GOOD_RESULT = {"status": "completed", "payment_id": "pay-0001", "tracking": "TRACK-0001"}
BAD_RESULT = {"status": "failed", "error": "cannot deliver to 1 Nowhere Lane"}

WAIT_SECONDS = 60.0


def say(text: str = "") -> None:
    """Print a line at once."""
    print(text, flush=True)


def build() -> None:
    """Compile the example with the command people use."""
    command = [sys.executable, "-m", "wippyc.cli", "build", str(EXAMPLE), "-o", str(OUTPUT)]
    subprocess.run(command, check=True, cwd=REPOSITORY)


@contextlib.contextmanager
def worker(variables: Mapping[str, str], log: Path) -> Iterator[None]:
    """Run the compiled worker for the time of a `with` block."""
    environ = os.environ | dict(variables) | {"PYTHONPATH": str(OUTPUT / "src")}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "orders"],
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=OUTPUT,
            start_new_session=True,
        )
        try:
            yield
            if process.poll() is not None:
                raise RuntimeError(f"the worker ended with status {process.returncode}: see {log}")
        finally:
            process.terminate()
            process.wait(30)


async def run_order(client: Client, order: Mapping[str, Any]) -> Any:
    """Start an order, tell what happens as its history grows, and return its result."""
    handle: WorkflowHandle[Any, Any] = await client.start_workflow(
        "app:order_workflow", order, id=str(order["id"]), task_queue="orders"
    )
    say(f"  started   app:order_workflow as {handle.id}")
    started = time.monotonic()
    names: dict[int, str] = {}
    async for event in events(handle):
        text = describe(event, names)
        if text:
            say(f"  {time.monotonic() - started:5.1f} s   {text}")
    return await handle.result()


async def events(handle: WorkflowHandle[Any, Any]) -> AsyncIterator[HistoryEvent]:
    """Yield the events of a workflow as they happen, until it is closed."""
    async for event in handle.fetch_history_events(
        wait_new_event=True, event_filter_type=WorkflowHistoryEventFilterType.ALL_EVENT
    ):
        yield event


def describe(event: HistoryEvent, names: dict[int, str]) -> str:
    """Return what an event means to a reader; empty for bookkeeping.

    Args:
        event: The event.
        names: Activity name by scheduling event; filled here.
    """
    match event.event_type:
        case EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            scheduled = event.activity_task_scheduled_event_attributes
            names[event.event_id] = scheduled.activity_type.name
            return f"activity  {scheduled.activity_type.name} scheduled"
        case EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
            completed = event.activity_task_completed_event_attributes
            data = completed.result.payloads[0].data.decode() if completed.result.payloads else ""
            return f"activity  {names[completed.scheduled_event_id]} returned {data}"
        case EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED:
            failed = event.activity_task_failed_event_attributes
            name = names[failed.scheduled_event_id]
            return f"activity  {name} failed: {failed.failure.message}"
        case EventType.EVENT_TYPE_TIMER_STARTED:
            timeout = event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
            return f"wait      {timeout.total_seconds():g} s, kept by Temporal"
        case EventType.EVENT_TYPE_TIMER_FIRED:
            return "wait      over"
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED:
            return "workflow  completed"
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED:
            attributes = event.workflow_execution_failed_event_attributes
            return f"workflow  failed: {attributes.failure.message}"
        case _:
            return ""


async def run_scenarios(address: str, gateway: Gateway) -> bool:
    """Run both orders and compare what came out with what should have."""
    client = await Client.connect(address)
    say("\nAn order that can be delivered")
    good = await asyncio.wait_for(run_order(client, ORDER), WAIT_SECONDS)
    say(f"  result    {good}")
    say("\nAn order that cannot be delivered: its payment is given back")
    bad = await asyncio.wait_for(run_order(client, UNDELIVERABLE), WAIT_SECONDS)
    say(f"  result    {bad}")
    statuses = [payment["status"] for payment in gateway.ledger()["payments"]]
    say(f"\nThe gateway's books: payments {', '.join(statuses)}")
    return good == GOOD_RESULT and bad == BAD_RESULT and statuses == ["charged", "refunded"]


def main() -> int:
    """Run the demonstration and return the exit status."""
    log = OUTPUT.with_suffix(".worker.log")
    gateway = Gateway()
    server = start_gateway(gateway)
    try:
        with dev_server(ui=True, say=say) as temporal:
            say(f"Temporal dev server on {temporal.address}, UI on {temporal.ui_url}")
            say(f"Gateway on http://127.0.0.1:{server.server_port}")
            build()
            variables = {
                "TEMPORAL_ADDRESS": temporal.address,
                "ORDERS_GATEWAY_URL": f"http://127.0.0.1:{server.server_port}",
            }
            with worker(variables, log):
                went_well = asyncio.run(run_scenarios(temporal.address, gateway))
    except TimeoutError:
        say(f"  ended     nothing: gave up after {WAIT_SECONDS:.0f} s")
        went_well = False
    finally:
        server.shutdown()
    workflow = OUTPUT / "src" / "orders" / "workflows" / "order_workflow.py"
    say(f"The generated workflow: {workflow.relative_to(REPOSITORY)}")
    if not went_well:
        say(f"\nThat is not what should have happened. The end of the worker's log, {log}:")
        say("\n".join(log.read_text().splitlines()[-20:]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
