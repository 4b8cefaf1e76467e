"""The applications of `examples/`, compiled and run; each test module plays its scenarios."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowFailureError, WorkflowHandle, WorkflowHistory
from temporalio.exceptions import ApplicationError

from tests.compiled.application import Running, compile_folder, running

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = REPOSITORY / "examples"

NAMES = (
    "approval",
    "saga",
    "fan_out",
    "sliding_batch",
    "cart",
    "subscription",
    "shipments",
    "support_chat",
    "ping_pong",
    "scheduler",
)

Scenario = Callable[[Running], Awaitable[Any]]


async def play(
    name: str, scenarios: Mapping[str, Scenario], folder: Path, environment: Any
) -> dict[str, Any]:
    """Run the scenarios of an example side by side; a failed one has its exception as outcome."""
    compiled = compile_folder(EXAMPLES / name, folder)
    async with running(compiled, environment) as app:
        outcomes = await asyncio.gather(
            *(scenario(app) for scenario in scenarios.values()), return_exceptions=True
        )
    return dict(zip(scenarios, outcomes, strict=True))


def outcome_of(found: Mapping[str, Any], scenario: str) -> Any:
    """Return the outcome of a scenario, or raise what it raised."""
    outcome = found[scenario]
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


async def failure_of(app: Running, handle: WorkflowHandle[Any, Any]) -> ApplicationError:
    """Wait for a workflow that must fail; its history is replayed."""
    with pytest.raises(WorkflowFailureError) as failed:
        await app.result(handle)
    assert isinstance(failed.value.cause, ApplicationError), failed.value.cause
    return failed.value.cause


def events_of(history: WorkflowHistory, name: str) -> list[Any]:
    """Return the attributes of all events of one kind, e.g. `timer_started`."""
    field = f"{name}_event_attributes"
    return [getattr(event, field) for event in history.events if event.HasField(field)]
