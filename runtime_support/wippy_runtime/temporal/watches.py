"""What a function monitors or is linked to, and the events it gets when that ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from ..host import Result
from ..lib.errors import Error
from ..lua.table import Table
from ..mailbox import EVENTS_TOPIC, Envelope, Mailbox
from .pids import SYSTEM_PID

EXIT: Final = "pid.exit"
LINK_DOWN: Final = "pid.link.down"
CANCEL: Final = "pid.cancel"
_TYPES: Final = {EXIT: "EXIT", LINK_DOWN: "LINK_DOWN"}


@dataclass(slots=True)
class _Watch:
    task: asyncio.Task[None]
    is_monitored: bool
    is_linked: bool


class Watches:
    """The monitors and links of one function call; used on its own loop only.

    A monitor gives an EXIT event, whatever the end. A link gives EXIT after a normal end; after an
    abnormal one LINK_DOWN with `trap_links`, and else the function fails.
    """

    def __init__(self, mailbox: Mailbox, fail: Callable[[Error], None]) -> None:
        """Watch nothing yet.

        Args:
            mailbox: Gets the events.
            fail: Ends the function with an error.
        """
        self._mailbox = mailbox
        self._fail = fail
        self._watches: dict[str, _Watch] = {}

    def add(
        self,
        pid: str,
        result: Coroutine[Any, Any, Result],
        *,
        is_monitored: bool = False,
        is_linked: bool = False,
    ) -> None:
        """Watch a process; one that is watched already gets the further relation.

        Args:
            pid: Its PID, as events name it.
            result: Waits for its end.
            is_monitored: Whether to monitor it.
            is_linked: Whether to link to it.
        """
        watch = self._watches.get(pid)
        if watch is None:
            task = asyncio.ensure_future(self._wait(pid, result))
            self._watches[pid] = _Watch(task, is_monitored, is_linked)
            return
        result.close()
        watch.is_monitored |= is_monitored
        watch.is_linked |= is_linked

    def remove(self, pid: str, *, monitor: bool = False, link: bool = False) -> None:
        """Undo monitor or link; no event comes afterwards."""
        watch = self._watches.get(pid)
        if watch is None:
            return
        watch.is_monitored &= not monitor
        watch.is_linked &= not link
        if not watch.is_monitored and not watch.is_linked:
            del self._watches[pid]
            watch.task.cancel()

    def close(self) -> None:
        """Stop watching everything."""
        for watch in self._watches.values():
            watch.task.cancel()
        self._watches.clear()

    async def _wait(self, pid: str, result: Coroutine[Any, Any, Result]) -> None:
        value, error = await result
        watch = self._watches.pop(pid, None)
        if watch is None:
            return
        is_down = watch.is_linked and error is not None
        if watch.is_monitored or not is_down:
            self._tell(EXIT, pid, value, error)
        if not is_down:
            return
        if self._mailbox.trap_links:
            self._tell(LINK_DOWN, pid, value, error)
        else:
            self._fail(Error("linked process failed", kind="Internal", retryable=False))

    def _tell(self, kind: str, pid: str, value: Any, error: Error | None) -> None:
        result = Table()
        if value is not None:
            result["value"] = value
        if error is not None:
            result["error"] = error
        event = Table(
            {
                "kind": kind,
                "from": pid,
                "at": int(time.time()),
                "result": result,
                "type": _TYPES[kind],
                "pid": pid,
                "reason": "normal" if error is None else error.message(),
            }
        )
        self._mailbox.deliver(Envelope(EVENTS_TOPIC, SYSTEM_PID, (event,)))


def cancel_event(sender: str, reason: str) -> Envelope:
    """Return the message that asks a function or process to end."""
    event = Table(
        {"kind": CANCEL, "from": sender, "at": int(time.time()), "type": "CANCEL", "pid": sender}
    )
    if reason:
        event["reason"] = reason
    return Envelope(EVENTS_TOPIC, sender, (event,))
