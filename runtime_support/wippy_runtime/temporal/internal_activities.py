"""Activities every worker registers besides those of the application."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from temporalio import activity
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from .relay import relay_send

RANDOM_BYTES_ACTIVITY = "__wippyc_random_bytes"


@activity.defn(name=RANDOM_BYTES_ACTIVITY, no_thread_cancel_exception=True)
async def random_bytes(count: int) -> str:
    """Return cryptographically strong random bytes as Base64 text.

    Workflows run it as a local activity, so that the bytes stand in the history and a replay gets
    the same ones.
    """
    return base64.b64encode(secrets.token_bytes(int(count))).decode("ascii")


INTERNAL_ACTIVITIES: tuple[Callable[..., Any], ...] = (random_bytes, relay_send)


def not_registered_activity(known: Sequence[str]) -> Callable[..., Any]:
    """Return the dynamic activity that answers for activity types nobody registered.

    The SDK would report a failure type that Wippy callers do not know; this one has the type and
    the wording of a Go worker, so callers see an error of kind `NotFound`.
    """
    supported = ", ".join(known)

    @activity.defn(dynamic=True)
    async def not_registered(_arguments: Sequence[RawValue]) -> None:
        name = activity.info().activity_type
        raise ApplicationError(
            f"unable to find activityType={name}. Supported types: [{supported}]",
            type="ActivityNotRegisteredError",
        )

    return not_registered
