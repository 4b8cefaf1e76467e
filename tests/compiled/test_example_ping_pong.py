"""Two workflows send each other messages until one of them ends the game."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.compiled.application import Running
from tests.compiled.examples import events_of, outcome_of


async def full_game(app: Running) -> Any:
    handle = await app.start("ping", {"name": "final", "rounds": 8})
    result = await app.result(handle)
    history = await handle.fetch_history()
    child_id = events_of(history, "start_child_workflow_execution_initiated")[0].workflow_id
    child = app.client.get_workflow_handle(child_id)
    told = await app.result(child)
    child_history = await child.fetch_history()
    topics = [one.signal_name for one in events_of(child_history, "workflow_execution_signaled")]
    return result, told, topics


async def missed(app: Running) -> Any:
    return await app.run("ping", {"name": "short", "rounds": 50, "strength": 4})


SCENARIOS = {
    "full": full_game,
    "missed": missed,
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("ping_pong", SCENARIOS)


def test_game_of_eight_rounds(found: Any) -> None:
    result, told, topics = outcome_of(found, "full")
    assert result == {"winner": "pong", "rally": 8, "last": 16, "same": True}
    assert told == {"returned": 8, "told": 8}
    assert topics == ["ping"] * 8 + ["over"]


def test_missed_ball_ends_the_child_and_the_game(found: Any) -> None:
    assert outcome_of(found, "missed") == {
        "winner": "ping",
        "rally": 2,
        "opponent": {"returned": 2, "missed": 5},
    }
