"""The workflows as a Python programmer writes them for Temporal."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from temporalio import activity, workflow

TIMEOUT = timedelta(minutes=1)


@activity.defn
def reserve(request: dict[str, Any]) -> dict[str, Any]:
    return {"cents": request["quantity"] * 1250}


@activity.defn
def charge(request: dict[str, Any]) -> dict[str, Any]:
    return {"receipt": f"receipt-{request['id']}-{request['cents']}"}


@activity.defn
def ship(request: dict[str, Any]) -> dict[str, Any]:
    return {"tracking": f"track-{request['receipt']}"}


@workflow.defn
class ThreeSteps:
    """Three activities, one after the other."""

    @workflow.run
    async def run(self, order: dict[str, Any]) -> dict[str, Any]:
        reserved = await workflow.execute_activity(
            reserve,
            {"id": order["id"], "quantity": order["quantity"]},
            start_to_close_timeout=TIMEOUT,
        )
        charged = await workflow.execute_activity(
            charge,
            {"id": order["id"], "cents": reserved["cents"]},
            start_to_close_timeout=TIMEOUT,
        )
        shipped = await workflow.execute_activity(
            ship,
            {"id": order["id"], "receipt": charged["receipt"]},
            start_to_close_timeout=TIMEOUT,
        )
        return {"id": order["id"], "tracking": shipped["tracking"], "cents": reserved["cents"]}


@workflow.defn
class Signals:
    """Adds up what signals bring."""

    def __init__(self) -> None:
        self.values: asyncio.Queue[int] = asyncio.Queue()

    @workflow.signal
    def tick(self, value: int) -> None:
        self.values.put_nowait(value)

    @workflow.run
    async def run(self, count: int) -> int:
        total = 0
        for _ in range(count):
            total += await self.values.get()
        return total


@workflow.defn
class Channels:
    """One task sends, the other adds up."""

    @workflow.run
    async def run(self, count: int) -> int:
        numbers: asyncio.Queue[int | None] = asyncio.Queue(maxsize=1)

        async def send() -> None:
            for i in range(1, count + 1):
                await numbers.put(i)
            await numbers.put(None)

        task = asyncio.create_task(send())
        total = 0
        while (value := await numbers.get()) is not None:
            total += value
        await task
        return total


WORKFLOWS = [ThreeSteps, Signals, Channels]
ACTIVITIES = [reserve, charge, ship]
