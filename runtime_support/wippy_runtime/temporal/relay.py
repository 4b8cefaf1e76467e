"""Messages from a workflow to functions and processes of the same Python process.

A workflow cannot reach them through Temporal. It runs a local activity, so that a replay does not
send again; the activity finds the receiver here. Delivery is at least once.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any, Final

from temporalio import activity
from temporalio.exceptions import ApplicationError

from ..lua.strings import to_text
from ..mailbox import Envelope, Mailbox

RELAY_ACTIVITY: Final = "__wippyc_relay_send"


class Receivers:
    """The mailboxes of this Python process, by PID. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mailboxes: dict[str, tuple[asyncio.AbstractEventLoop, Mailbox]] = {}

    def attach(self, pid: str, mailbox: Mailbox) -> None:
        """Make a mailbox reachable; called on the event loop that owns it."""
        with self._lock:
            self._mailboxes[pid] = (asyncio.get_running_loop(), mailbox)

    def detach(self, pid: str) -> None:
        """Forget a mailbox."""
        with self._lock:
            self._mailboxes.pop(pid, None)

    def deliver(self, pid: str, envelope: Envelope) -> bool:
        """Hand a message over; false when nobody has this PID."""
        with self._lock:
            found = self._mailboxes.get(pid)
            if found is None:
                return False
            loop, mailbox = found
            try:
                loop.call_soon_threadsafe(mailbox.deliver, envelope)
            except RuntimeError:
                # Its loop has been closed: the receiver is gone.
                return False
        return True


receivers: Final = Receivers()


@activity.defn(name=RELAY_ACTIVITY, no_thread_cancel_exception=True)
async def relay_send(sender: str, destination: str, topic: str, *payloads: Any) -> None:
    """Deliver one message of a workflow to a receiver of this Python process.

    Raises:
        ApplicationError: There is no such receiver here.
    """
    if not receivers.deliver(destination, Envelope(topic, sender, payloads)):
        raise ApplicationError(
            f"process not found: {to_text(destination)}", type="NotFound", non_retryable=True
        )
