"""Questions are updates that an assistant or a person answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError

from tests.compiled.application import Running
from tests.compiled.examples import outcome_of


async def chat(app: Running) -> Any:
    handle = await app.start("chat", {"patience": "30s"})
    known = await handle.execute_update("ask", "What is your address?")
    waiting = asyncio.create_task(handle.execute_update("ask", "Why is the sky blue?"))
    meanwhile = await handle.execute_update("ask", "Opening hours?")
    verdict = {"question": "Why is the sky blue?", "text": "Rayleigh scattering.", "by": "eve"}
    while True:
        try:
            counted = await handle.execute_update("review", verdict)
            break
        except WorkflowUpdateFailedError:
            await asyncio.sleep(0.02)
    reviewed = await waiting
    await handle.signal("close")
    return known, meanwhile, counted, reviewed, await app.result(handle)


async def refused(app: Running) -> Any:
    handle = await app.start("chat")
    texts = []
    for name, value in (("ask", ""), ("ask", "Will it crash?"), ("review", {"question": "x"})):
        with pytest.raises(WorkflowUpdateFailedError) as failed:
            await handle.execute_update(name, value)
        texts.append(failed.value.cause.message)  # type: ignore[attr-defined]
    await handle.signal("close")
    return texts, await app.result(handle)


async def impatient(app: Running) -> Any:
    handle = await app.start("chat", {"patience": "20ms"})
    answer = await handle.execute_update("ask", "Who are you?")
    sure = await app.start("chat", {"threshold": 0.05})
    taken = await sure.execute_update("ask", "Who are you?")
    for each in (handle, sure):
        await each.signal("close")
        await app.result(each)
    return answer, taken


SCENARIOS = {
    "chat": chat,
    "refused": refused,
    "impatient": impatient,
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("support_chat", SCENARIOS)


def test_person_answers_what_the_assistant_cannot(found: Any) -> None:
    known, meanwhile, counted, reviewed, transcript = outcome_of(found, "chat")
    assert known == {"answer": "Main Street 1.", "by": "assistant"}
    assert meanwhile == {"answer": "We are open from nine to five.", "by": "assistant"}
    assert counted is True
    assert reviewed == {"answer": "Rayleigh scattering.", "by": "eve"}
    assert [line["by"] for line in transcript] == ["assistant", "assistant", "eve"]


def test_wrong_updates_are_refused(found: Any) -> None:
    texts, transcript = outcome_of(found, "refused")
    assert texts == [
        "a question is a text",
        "assistant: model is gone",
        "nobody waits for this answer",
    ]
    assert transcript == []


def test_threshold_and_patience(found: Any) -> None:
    answer, taken = outcome_of(found, "impatient")
    assert answer == {"answer": "We will come back to you.", "by": "assistant"}
    assert taken == {"answer": "I do not know.", "by": "assistant"}
