"""Messages from workflows to functions and processes outside workflows.

Such a receiver lives in some Python process and Temporal does not know it. Its PID names that
process: the node is the task queue on which the process takes messages. A workflow that sends to
it runs the relay activity, so that the send is recorded and a replay does not send again:

1. as a local activity, which finds the receiver when both live in the same Python process;
2. else as an activity on the task queue that the PID names.

Delivery is at least once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from temporalio import activity, workflow
from temporalio.common import RawValue, RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, FailureError, TimeoutError

from ..host import Result
from ..lib.failure import not_found
from ..lua.strings import from_text, to_text
from ..mailbox import Envelope
from .failures import error_of_failure
from .local_processes import NODE, NODE_PREFIX, receivers
from .pids import Pid, parse_pid

RELAY_ACTIVITY: Final = "__wippyc_relay_send"
_LOCAL_TIMEOUT: Final = timedelta(seconds=10)
_PICKED_UP_WITHIN: Final = timedelta(seconds=10)
_DELIVERED_WITHIN: Final = timedelta(seconds=30)
_ATTEMPT_TIMEOUT: Final = timedelta(seconds=5)


@activity.defn(name=RELAY_ACTIVITY, no_thread_cancel_exception=True)
async def relay_send(sender: str, destination: str, topic: str, *payloads: Any) -> bool:
    """Deliver one message of a workflow to a receiver of this Python process.

    Returns:
        Whether it was delivered; false when the receiver lives in another process.

    Raises:
        ApplicationError: The receiver has ended, or never existed.
    """
    if receivers.deliver(destination, Envelope(topic, sender, payloads)):
        return True
    pid = parse_pid(destination)
    if pid is not None and pid.node.startswith(NODE_PREFIX) and pid.node != NODE:
        return False
    raise ApplicationError(_missing(destination), type="NotFound", non_retryable=True)


async def relay_from_workflow(
    sender: str, pid: Pid, topic: str, values: Sequence[RawValue]
) -> Result:
    """Send a message of the running workflow to a function or process; true once delivered.

    Args:
        sender: PID of the workflow.
        pid: The receiver; its texts are Unicode.
        topic: Topic as a Lua string.
        values: Encoded payloads.
    """
    destination = from_text(str(pid))
    arguments = [sender, destination, topic, *values]
    try:
        is_delivered = await workflow.execute_local_activity(
            RELAY_ACTIVITY,
            args=arguments,
            schedule_to_close_timeout=_LOCAL_TIMEOUT,
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
        if is_delivered is False:
            await workflow.execute_activity(
                RELAY_ACTIVITY,
                args=arguments,
                task_queue=pid.node,
                schedule_to_start_timeout=_PICKED_UP_WITHIN,
                schedule_to_close_timeout=_DELIVERED_WITHIN,
                start_to_close_timeout=_ATTEMPT_TIMEOUT,
                retry_policy=RetryPolicy(maximum_attempts=3),
            )
    except ActivityError as failure:
        if isinstance(failure.cause, TimeoutError):
            # Nobody takes messages for that process any more.
            return None, not_found(_missing(destination))
        return None, error_of_failure(failure)
    except FailureError as failure:
        return None, error_of_failure(failure)
    return True, None


def _missing(destination: str) -> str:
    return f"process not found: {to_text(destination)}"
