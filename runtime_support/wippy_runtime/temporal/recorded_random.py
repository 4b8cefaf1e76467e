"""Cryptographic randomness in a workflow: drawn once, recorded in the history."""

from __future__ import annotations

import base64
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from .internal_activities import RANDOM_BYTES_ACTIVITY

_TIMEOUT = timedelta(seconds=30)


async def recorded_random_bytes(count: int) -> bytes:
    """Return strong random bytes; a replay gets the same ones from the history.

    They are drawn by a local activity that every worker registers. The bytes stand in the history
    in plain text unless a payload codec encrypts it.
    """
    text = await workflow.execute_local_activity(
        RANDOM_BYTES_ACTIVITY,
        count,
        start_to_close_timeout=_TIMEOUT,
        retry_policy=RetryPolicy(maximum_attempts=0),
    )
    return base64.b64decode(text)
