"""Records are migrated a window at a time; every page is a run of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.compiled.application import Running
from tests.compiled.examples import outcome_of


async def batch(app: Running) -> Any:
    handle = await app.start("migrate_records", {"total": 43, "window": 4, "page_size": 15})
    result = await app.result(handle)
    histories = await app.replay(handle)
    return result, len(histories), (await (await handle.describe()).memo_value("migrated"))


async def exact(app: Running) -> Any:
    return await app.run("migrate_records", {"total": 20, "window": 30, "page_size": 10})


async def empty(app: Running) -> Any:
    return await app.run("migrate_records", {"total": 0})


SCENARIOS = {
    "batch": batch,
    "exact": exact,
    "empty": empty,
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("sliding_batch", SCENARIOS)


def test_pages_are_runs_and_the_window_is_never_exceeded(found: Any) -> None:
    result, runs, memo = outcome_of(found, "batch")
    kept = [n for n in range(1, 44) if n % 10 and n % 7]
    assert result == {
        "total": 43,
        "window": 4,
        "page_size": 15,
        "offset": 43,
        "migrated": len(kept),
        "skipped": 43 - len(kept),
        "highest": 4,
        "runs": 3,
    }
    assert runs == 3
    assert memo == len(kept)


def test_last_page_may_be_empty(found: Any) -> None:
    result = outcome_of(found, "exact")
    assert (result["runs"], result["offset"], result["highest"]) == (3, 20, 10)


def test_no_records(found: Any) -> None:
    result = outcome_of(found, "empty")
    assert (result["runs"], result["migrated"]) == (1, 0)
