"""Jobs start at most `budget` per tick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.compiled.application import Running
from tests.compiled.examples import events_of, outcome_of


async def scheduled(app: Running) -> Any:
    handle = await app.start("scheduler", {"tick": "60ms", "budget": 2})
    for number in range(1, 8):
        await handle.signal("submit", {"name": f"job-{number}", "value": number})
    await handle.signal("submit", {"name": "idle"})
    await handle.signal("drain")
    result = await app.result(handle)
    history = await handle.fetch_history()
    starts: dict[int, int] = {}
    for scheduled in events_of(history, "activity_task_scheduled"):
        task = scheduled.workflow_task_completed_event_id
        starts[task] = starts.get(task, 0) + 1
    return result, starts


async def overloaded(app: Running) -> Any:
    handle = await app.start("scheduler", {"tick": "300ms", "budget": 10, "capacity": 3})
    for number in range(5):
        await handle.signal("submit", {"name": f"job-{number}", "value": number})
    await handle.signal("drain")
    return await app.result(handle)


SCENARIOS = {
    "scheduled": scheduled,
    "overloaded": overloaded,
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("scheduler", SCENARIOS)


def test_budget_is_kept(found: Any) -> None:
    result, starts = outcome_of(found, "scheduled")
    assert result["results"] == {f"job-{n}": n * n for n in range(1, 8)} | {"idle": "nothing to do"}
    assert result["busiest"] == 2
    assert result["ticks"] >= 4
    assert result["refused"] == []
    assert max(starts.values()) <= 2
    assert sum(starts.values()) == 8


def test_full_queue_refuses(found: Any) -> None:
    result = outcome_of(found, "overloaded")
    assert result["refused"] == ["job-3", "job-4"]
    assert result["results"] == {"job-0": 0, "job-1": 1, "job-2": 4}
