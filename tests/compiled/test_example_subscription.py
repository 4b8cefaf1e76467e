"""Periods are timers, changes are signals, receipts came with a version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.compiled.application import Running
from tests.compiled.examples import events_of, outcome_of

PLAN = {"name": "basic", "price": 10}


def subscription(customer: str, period: str = "20ms", **more: Any) -> dict[str, Any]:
    return {"customer": customer, "plan": PLAN, "period": period, **more}


async def whole(app: Running) -> Any:
    handle = await app.start("subscription", subscription("ann", periods=3, trial="10ms"))
    result = await app.result(handle)
    history = await handle.fetch_history()
    markers = [marker.marker_name for marker in events_of(history, "marker_recorded")]
    types = [one.activity_type.name for one in events_of(history, "activity_task_scheduled")]
    return result, markers, types


async def cancelled(app: Running) -> Any:
    handle = await app.start("subscription", subscription("bob", period="1h"))
    await handle.signal("cancel", "too expensive")
    return await app.result(handle)


async def changed(app: Running) -> Any:
    handle = await app.start("subscription", subscription("cid", period="250ms", periods=2))
    await handle.signal("change_plan", {"name": "gold", "price": 25})
    return await app.result(handle)


async def declined(app: Running) -> Any:
    return await app.run("subscription", subscription("broke"))


SCENARIOS = {
    "whole": whole,
    "cancelled": cancelled,
    "changed": changed,
    "declined": declined,
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("subscription", SCENARIOS)


def test_every_period_is_billed_and_has_a_receipt(found: Any) -> None:
    result, markers, activities = outcome_of(found, "whole")
    assert result == {
        "status": "ended",
        "paid": 30,
        "payments": ["ann-1", "ann-2", "ann-3"],
        "plan": "basic",
    }
    assert markers == ["core_patch"]
    assert activities == ["app:bill", "app:send_receipt"] * 3


def test_cancelled_in_the_middle_of_a_period(found: Any) -> None:
    assert outcome_of(found, "cancelled") == {
        "status": "cancelled",
        "paid": 10,
        "payments": ["bob-1"],
    }


def test_changed_plan_counts_from_the_next_period(found: Any) -> None:
    assert outcome_of(found, "changed") == {
        "status": "ended",
        "paid": 35,
        "payments": ["cid-1", "cid-2"],
        "plan": "gold",
    }


def test_declined_card_suspends(found: Any) -> None:
    assert outcome_of(found, "declined") == {
        "status": "suspended",
        "reason": "card was declined",
        "paid": 10,
        "payments": ["broke-1"],
    }
