"""The orders example on a real Temporal server."""

from __future__ import annotations

import asyncio
import json
import signal
from typing import Any

import pytest
from orders_system import EXAMPLE, ORDER, OrdersSystem, wait_for_event, wait_until, wippyc
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus

pytestmark = pytest.mark.server


def events_of(history: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [event for event in history["events"] if event["eventType"] == f"EVENT_TYPE_{name}"]


def test_an_order_is_charged_waits_and_is_shipped(orders: OrdersSystem, gateway: Any) -> None:
    with orders.worker():
        result = orders.run(ORDER)
    assert result == {"status": "completed", "payment_id": "pay-0001", "tracking": "TRACK-0001"}
    assert [payment["status"] for payment in gateway.ledger()["payments"]] == ["charged"]
    history = orders.history(orders.workflow_ids[0])
    scheduled = [
        event["activityTaskScheduledEventAttributes"]
        for event in events_of(history, "ACTIVITY_TASK_SCHEDULED")
    ]
    names = [each["activityType"]["name"] for each in scheduled]
    assert names == ["app:charge_payment", "app:ship_order"]
    assert {each["startToCloseTimeout"] for each in scheduled} == {"600s"}
    (timer,) = events_of(history, "TIMER_STARTED")
    assert timer["timerStartedEventAttributes"]["startToFireTimeout"] == "0.100s"


def test_the_wait_is_an_hour_unless_the_order_says_otherwise(orders: OrdersSystem) -> None:
    async def start() -> None:
        order = {key: value for key, value in ORDER.items() if key != "fulfillment_window"}
        handle = await orders.start(order)
        await wait_for_event(handle, EventType.EVENT_TYPE_TIMER_STARTED)
        await handle.terminate()

    with orders.worker():
        asyncio.run(start())
    (timer,) = events_of(orders.history(orders.workflow_ids[0]), "TIMER_STARTED")
    assert timer["timerStartedEventAttributes"]["startToFireTimeout"] == "3600s"


def test_a_payment_is_given_back_when_shipping_fails(orders: OrdersSystem, gateway: Any) -> None:
    with orders.worker():
        result = orders.run(ORDER, shipping_address="1 Nowhere Lane")
    assert result == {"status": "failed", "error": "cannot deliver to 1 Nowhere Lane"}
    assert [payment["status"] for payment in gateway.ledger()["payments"]] == ["refunded"]


def test_a_declined_card_is_final(orders: OrdersSystem, gateway: Any) -> None:
    with orders.worker():
        result = orders.run(ORDER, customer_id="declined-1")
    assert result == {"status": "failed", "error": "card of customer declined-1 was declined"}
    assert gateway.ledger() == {"payments": [], "shipments": []}
    history = orders.history(orders.workflow_ids[0])
    (failed,) = events_of(history, "ACTIVITY_TASK_FAILED")
    failure = failed["activityTaskFailedEventAttributes"]["failure"]
    assert failure["applicationFailureInfo"]["type"] == "Invalid"
    assert failure["applicationFailureInfo"]["nonRetryable"] is True


def test_an_outage_is_retried(orders: OrdersSystem, gateway: Any) -> None:
    gateway.outages = 1
    with orders.worker():
        result = orders.run(ORDER)
    assert result["status"] == "completed"
    history = orders.history(orders.workflow_ids[0])
    attempts = [
        event["activityTaskStartedEventAttributes"]["attempt"]
        for event in events_of(history, "ACTIVITY_TASK_STARTED")
    ]
    assert attempts == [2, 2]


def test_an_order_survives_the_death_of_its_worker(orders: OrdersSystem, gateway: Any) -> None:
    async def run() -> Any:
        with orders.worker() as first:
            handle = await orders.start({**ORDER, "fulfillment_window": "3s"})
            await wait_for_event(handle, EventType.EVENT_TYPE_TIMER_STARTED)
            first.send_signal(signal.SIGKILL)
            first.wait(10)
        description = await handle.describe()
        assert description.status == WorkflowExecutionStatus.RUNNING
        with orders.worker():
            return await asyncio.wait_for(handle.result(), 60)

    result = asyncio.run(run())
    assert result["status"] == "completed"
    assert [payment["status"] for payment in gateway.ledger()["payments"]] == ["charged"]


def test_sigterm_ends_the_worker_gracefully(orders: OrdersSystem) -> None:
    with orders.worker() as process:
        orders.run(ORDER)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_an_altered_history_does_not_replay(orders: OrdersSystem) -> None:
    with orders.worker():
        orders.run(ORDER)
    history = json.dumps(orders.history(orders.workflow_ids[0]))
    path = orders.folder / "altered.json"
    path.write_text(history.replace("app:ship_order", "app:send_order"))
    replayed = wippyc("replay", EXAMPLE, path)
    assert replayed.returncode == 1
    assert "DIFFERS" in replayed.stderr
    assert "0 of 1 histories replay" in replayed.stderr


def test_live_executions_replay(orders: OrdersSystem) -> None:
    with orders.worker():
        orders.run(ORDER)
    workflow_id = orders.workflow_ids[0]
    environ = {"TEMPORAL_ADDRESS": orders.address}
    replayed = wippyc("replay", EXAMPLE, f"workflow:{workflow_id}", "-v", environ=environ)
    assert replayed.returncode == 0, replayed.stderr
    assert f"replays  workflow:{workflow_id} (app:order_workflow" in replayed.stderr


def test_exec_runs_a_workflow_with_a_worker_of_its_own(orders: OrdersSystem) -> None:
    environ = {"TEMPORAL_ADDRESS": orders.address, "ORDERS_GATEWAY_URL": orders.gateway_url}
    done = wippyc(
        "exec", EXAMPLE, "order_workflow", "--dev", "--id", f"exec-{orders.folder.name}",
        "--input", json.dumps(ORDER), environ=environ,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["tracking"] == "TRACK-0001"
    orders.workflow_ids.append(f"exec-{orders.folder.name}")


def test_exec_calls_a_function_without_temporal(gateway: Any) -> None:
    environ = {"ORDERS_GATEWAY_URL": gateway.url, "TEMPORAL_ADDRESS": "127.0.0.1:1"}
    payment = '{"amount": 5, "customer": "c"}'
    done = wippyc("exec", EXAMPLE, "app:charge_payment", "--input", payment, environ=environ)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "pay-0001"
    payment = '{"amount": 5, "customer": "declined"}'
    done = wippyc("exec", EXAMPLE, "app:charge_payment", "--input", payment, environ=environ)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Invalid: card of customer declined was declined" in done.stderr


def test_run_serves_orders_until_sigterm(orders: OrdersSystem) -> None:
    import os
    import subprocess
    import sys

    environ = os.environ | {
        "TEMPORAL_ADDRESS": orders.address,
        "ORDERS_GATEWAY_URL": orders.gateway_url,
    }
    with (orders.folder / "run.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wippyc.cli", "run", str(EXAMPLE), "--dev"],
            env=environ,
            stdout=log,
            stderr=log,
        )
        try:
            assert orders.run(ORDER)["status"] == "completed"
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0


def test_a_second_execution_with_the_same_id_is_refused(orders: OrdersSystem) -> None:
    async def start() -> str:
        handle = await orders.start({**ORDER, "fulfillment_window": "1h"})
        return handle.id

    async def end(workflow_id: str) -> None:
        client = await Client.connect(orders.address)
        await client.get_workflow_handle(workflow_id).terminate()

    workflow_id = asyncio.run(start())
    environ = {"TEMPORAL_ADDRESS": orders.address}
    done = wippyc(
        "exec", EXAMPLE, "order_workflow", "--id", workflow_id, "--input", "{}", environ=environ
    )
    assert done.returncode == 1
    assert f"workflow {workflow_id} is running already" in done.stderr
    asyncio.run(end(workflow_id))


def test_the_worker_log_has_no_python_error(orders: OrdersSystem) -> None:
    with orders.worker():
        orders.run(ORDER)
        log = orders.folder / "worker.log"
        wait_until(lambda: "app:worker" in log.read_text(), "the worker's first line")
    assert "Traceback" not in log.read_text()
