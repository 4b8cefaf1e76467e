"""A cart lives on signals, over several runs, until checkout or idleness."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from temporalio.client import WorkflowHandle

from tests.compiled.application import Running
from tests.compiled.examples import failure_of, outcome_of


async def shopping(app: Running) -> Any:
    handle = await app.start("cart", {"customer": "ann"})
    await handle.signal("add", {"sku": "tea", "price": 350})
    await handle.signal("add", {"sku": "cup", "price": 900, "quantity": 2})
    await handle.signal("add", {"sku": "tea", "price": 350, "quantity": 2})
    await handle.signal("remove", {"sku": "cup", "quantity": 1})
    await handle.signal("remove", {"sku": "pot"})
    await handle.signal("polish", {"sku": "pot"})
    await handle.signal("checkout")
    return await app.result(handle)


async def next_run(handle: WorkflowHandle[Any, Any]) -> None:
    """Wait until the cart, which has got enough messages, has continued as new."""
    latest = (await handle.describe()).run_id
    while (await handle.describe()).run_id == latest:
        await asyncio.sleep(0.02)


async def long_shopping(app: Running) -> Any:
    handle = await app.start("cart", {"customer": "bob"})
    for number in range(90):
        await handle.signal("add", {"sku": f"s{number % 3}", "price": 1})
        if number % 30 == 29:
            await next_run(handle)
    await handle.signal("checkout")
    result = await app.result(handle)
    return result, len(await app.replay(handle))


async def abandoned(app: Running) -> Any:
    handle = await app.start("cart", {"customer": "cid", "idle": "150ms"})
    await handle.signal("add", {"sku": "tea", "price": 350})
    return await app.result(handle)


async def empty(app: Running) -> Any:
    handle = await app.start("cart", {"customer": "dan"})
    await handle.signal("checkout")
    failure = await failure_of(app, handle)
    return failure.type, failure.message


SCENARIOS = {
    "shopping": shopping,
    "long": long_shopping,
    "abandoned": abandoned,
    "empty": empty,
}


@pytest.fixture(scope="module")
def found(play_example: Callable[..., Any]) -> Any:
    return play_example("cart", SCENARIOS)


def test_cart_is_ordered_with_its_items(found: Any) -> None:
    assert outcome_of(found, "shopping") == {
        "status": "ordered",
        "messages": 6,
        "runs": 1,
        "order": {
            "number": "order-ann",
            "total": 1950,
            "lines": [
                {"sku": "cup", "quantity": 1, "amount": 900},
                {"sku": "tea", "quantity": 3, "amount": 1050},
            ],
        },
    }


def test_no_message_is_lost_between_runs(found: Any) -> None:
    result, runs = outcome_of(found, "long")
    assert (result["messages"], result["order"]["total"]) == (90, 90)
    assert result["runs"] == runs == 4


def test_idle_cart_is_abandoned(found: Any) -> None:
    assert outcome_of(found, "abandoned") == {"status": "abandoned", "messages": 1, "runs": 1}


def test_empty_cart_cannot_be_ordered(found: Any) -> None:
    assert outcome_of(found, "empty") == ("Invalid", "cart is empty")
