"""Compensations run backwards, and what cannot be undone is reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.compiled.application import Running
from tests.compiled.examples import Scenario, events_of, outcome_of


def trip(**parts: str) -> Scenario:
    async def scenario(app: Running) -> Any:
        handle = await app.start("book_trip", {"traveller": "ann", **parts})
        result = await app.result(handle)
        history = await handle.fetch_history()
        types = [one.activity_type.name for one in events_of(history, "activity_task_scheduled")]
        return result, types

    return scenario


SCENARIOS = {
    "booked": trip(flight="AB1", hotel="Ritz", car="Mini"),
    "busy": trip(flight="busy", hotel="Ritz"),
    "sold out": trip(flight="AB1", hotel="Ritz", car="sold out"),
    "nothing done": trip(flight="sold out", hotel="Ritz"),
    "stuck": trip(flight="AB1", hotel="Ritz", car="sold out", traveller="ghost"),
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("saga", SCENARIOS)


def test_everything_is_booked(found: Any) -> None:
    result, activities = outcome_of(found, "booked")
    assert result == {
        "status": "booked",
        "booked": {"flight": "FL-ann", "hotel": "HO-ann", "car": "CA-ann"},
    }
    assert activities == ["app:reserve"] * 3


def test_unavailable_part_is_tried_again(found: Any) -> None:
    result, activities = outcome_of(found, "busy")
    assert result["status"] == "booked"
    assert activities == ["app:reserve"] * 2


def test_what_was_booked_is_given_back_in_reverse_order(found: Any) -> None:
    result, activities = outcome_of(found, "sold out")
    assert result == {
        "status": "failed",
        "failed": "car",
        "error": {"kind": "Invalid", "message": "car is sold out"},
        "undone": ["hotel", "flight"],
        "stuck": [],
    }
    assert activities == ["app:reserve"] * 3 + ["app:release"] * 2


def test_nothing_is_given_back_when_nothing_was_booked(found: Any) -> None:
    result, activities = outcome_of(found, "nothing done")
    assert (result["undone"], result["stuck"]) == ([], [])
    assert activities == ["app:reserve"]


def test_failed_compensation_is_reported_and_does_not_stop_the_others(found: Any) -> None:
    result, _ = outcome_of(found, "stuck")
    assert result["undone"] == []
    assert result["stuck"] == [
        {"part": "hotel", "error": "app:release:29: no record of HO-ghost"},
        {"part": "flight", "error": "app:release:29: no record of FL-ghost"},
    ]
