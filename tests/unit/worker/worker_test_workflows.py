"""Workflows for the tests, in a module the sandbox can import."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy

from wippy_runtime.temporal.recorded_random import recorded_random_bytes


@workflow.defn(name="test:call", sandboxed=False)
class CallOne:
    """Calls one activity and returns its result."""

    @workflow.run
    async def run(self, name: str, argument: Any) -> Any:
        """Call it with one attempt."""
        return await workflow.execute_activity(
            name,
            argument,
            start_to_close_timeout=timedelta(seconds=20),
            heartbeat_timeout=timedelta(seconds=5),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )


@workflow.defn(name="test:random", sandboxed=False)
class DrawTwice:
    """Draws recorded random bytes."""

    @workflow.run
    async def run(self) -> bool:
        """Tell whether two draws differ and have the right length."""
        first, second = await recorded_random_bytes(16), await recorded_random_bytes(16)
        return first != second and len(first) == len(second) == 16
