"""Children of one parent fail one by one; too many failures cancel the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.compiled.application import Running
from tests.compiled.examples import Scenario, outcome_of


def order(*parcels: dict[str, Any], tolerated: int = 0) -> Scenario:
    async def scenario(app: Running) -> Any:
        handle = await app.start("dispatch", {"parcels": list(parcels), "tolerated": tolerated})
        result = await app.result(handle)
        for number in range(1, len(parcels) + 1):
            child = app.client.get_workflow_handle(f"{handle.id}/parcel-{number}")
            await app.replay(child)
        return result

    return scenario


HOME = {"to": "home"}
NOWHERE = {"to": "nowhere"}
LATE = {"to": "home", "delay": "1m"}


SCENARIOS = {
    "complete": order(*[HOME] * 6),
    "partial": order(HOME, NOWHERE, HOME, tolerated=1),
    "aborted": order(NOWHERE, LATE, HOME, LATE),
    "empty": order(),
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("shipments", SCENARIOS)


def test_all_parcels_arrive(found: Any) -> None:
    assert outcome_of(found, "complete") == {
        "status": "complete",
        "delivered": [1, 2, 3, 4, 5, 6],
        "failed": [],
        "stopped": [],
    }


def test_tolerated_failures_leave_the_others_alone(found: Any) -> None:
    assert outcome_of(found, "partial") == {
        "status": "partial",
        "delivered": [1, 3],
        "failed": [{"number": 2, "reason": "no carrier goes to nowhere"}],
        "stopped": [],
    }


def test_too_many_failures_cancel_the_rest(found: Any) -> None:
    result = outcome_of(found, "aborted")
    assert result["status"] == "aborted"
    assert result["failed"] == [{"number": 1, "reason": "no carrier goes to nowhere"}]
    assert result["stopped"] == [2, 4]
    assert result["delivered"] == [3]


def test_order_without_parcels(found: Any) -> None:
    assert outcome_of(found, "empty")["status"] == "complete"
