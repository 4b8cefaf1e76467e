"""A decision by signal, escalation after a timeout, withdrawal by cancellation."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from temporalio.client import WorkflowExecutionStatus

from tests.compiled.application import Running
from tests.compiled.examples import events_of, outcome_of


async def decided_at_once(app: Running) -> Any:
    handle = await app.start(
        "approval", {"id": "r-1", "amount": 500, "requester": "ann", "wait": "1m"}
    )
    await handle.signal("decision", {"approved": True, "by": "ann"})
    await handle.signal("decision", "nonsense")
    await handle.signal("decision", {"approved": True, "by": "bob", "comment": "fine"})
    result = await app.result(handle)
    history = await handle.fetch_history()
    return result, len(events_of(history, "activity_task_scheduled"))


async def escalated(app: Running) -> Any:
    handle = await app.start(
        "approval", {"id": "r-2", "amount": 5000, "requester": "ann", "wait": "400ms"}
    )
    history = await handle.fetch_history()
    while len(events_of(history, "timer_started")) < 2:
        await asyncio.sleep(0.02)
        history = await handle.fetch_history()
    await handle.signal("decision", {"approved": False, "by": "cid"})
    result = await app.result(handle)
    history = await handle.fetch_history()
    notices = [
        json.loads(scheduled.input.payloads[0].data)
        for scheduled in events_of(history, "activity_task_scheduled")
    ]
    return result, notices


async def expired(app: Running) -> Any:
    return await app.run("approval", {"id": "r-3", "amount": 1, "requester": "ann", "wait": "10ms"})


async def withdrawn(app: Running) -> Any:
    handle = await app.start("approval", {"id": "r-4", "amount": 20000, "requester": "ann"})
    await handle.cancel()
    return await app.result(handle), (await handle.describe()).status


SCENARIOS = {
    "decided": decided_at_once,
    "escalated": escalated,
    "expired": expired,
    "withdrawn": withdrawn,
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("approval", SCENARIOS)


def test_first_valid_decision_counts(found: Any) -> None:
    result, notices = outcome_of(found, "decided")
    assert result == {
        "status": "approved",
        "by": "bob",
        "comment": "fine",
        "asked": ["team-lead"],
    }
    assert notices == 1


def test_request_is_escalated_when_nobody_decides(found: Any) -> None:
    result, notices = outcome_of(found, "escalated")
    assert result == {"status": "rejected", "by": "cid", "asked": ["department", "board"]}
    assert notices == [
        {"group": "department", "request": "r-2", "reminder": False},
        {"group": "board", "request": "r-2", "reminder": True},
    ]


def test_request_expires_after_the_last_level(found: Any) -> None:
    assert outcome_of(found, "expired") == {
        "status": "expired",
        "asked": ["team-lead", "department", "board"],
    }


def test_cancelled_request_is_withdrawn(found: Any) -> None:
    result, status = outcome_of(found, "withdrawn")
    assert result == {"status": "withdrawn", "asked": ["board"]}
    assert status == WorkflowExecutionStatus.COMPLETED
