"""A pool of coroutines works off a channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.compiled.application import Running
from tests.compiled.examples import outcome_of


async def some(app: Running) -> Any:
    images = ["a", "corrupt-2", "ccc", "corrupt-1", "eeeee", "ffffff"]
    handle = await app.start("process_images", {"images": images, "workers": 3})
    result = await app.result(handle)
    history = await handle.fetch_history()
    first_task = history.events[: [e.event_id for e in history.events][-1]]
    batches: dict[int, int] = {}
    for event in first_task:
        if event.HasField("activity_task_scheduled_event_attributes"):
            attributes = event.activity_task_scheduled_event_attributes
            task = attributes.workflow_task_completed_event_id
            batches[task] = batches.get(task, 0) + 1
    return result, next(iter(batches.values()))


async def many(app: Running) -> Any:
    images = ["x" * (n % 5 + 1) for n in range(60)]
    return await app.run("process_images", {"images": images, "workers": 8})


async def none(app: Running) -> Any:
    return await app.run("process_images", {"images": []})


SCENARIOS = {
    "some": some,
    "many": many,
    "none": none,
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("fan_out", SCENARIOS)


def test_results_keep_their_order_and_failures_are_reported(found: Any) -> None:
    result, at_once = outcome_of(found, "some")
    assert result == {
        "sizes": [100, 0, 300, 0, 500, 600],
        "bytes": 1500,
        "failed": [
            {"image": "corrupt-1", "error": "corrupt-1 is no image"},
            {"image": "corrupt-2", "error": "corrupt-2 is no image"},
        ],
    }
    assert at_once == 3, "as many activities at once as the pool has workers"


def test_many_images(found: Any) -> None:
    result = outcome_of(found, "many")
    assert result["sizes"] == [100 * (n % 5 + 1) for n in range(60)]
    assert result["bytes"] == sum(result["sizes"])


def test_no_images(found: Any) -> None:
    assert outcome_of(found, "none") == {"sizes": [], "bytes": 0, "failed": []}
