"""Functions and processes that run in this Python process, reachable by PID.

Each has a mailbox. A message for one of them may come from another thread: from a function on
another Lua loop, or from a workflow through the relay activity.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final

from ..mailbox import Envelope, Mailbox
from .pids import Pid

NODE_PREFIX: Final = "wippyc-reply-"
NODE: Final = f"{NODE_PREFIX}{uuid.uuid4()}"
"""Node of the PIDs of this process, and the task queue on which other processes reach it."""

_numbers = itertools.count(1)


def new_pid(entry_id: str) -> str:
    """Return a PID for one more execution of an entry in this process."""
    number = next(_numbers)
    return str(Pid(NODE, f"{entry_id}#lua.{number}", str(number)))


@dataclass(frozen=True, slots=True)
class LocalProcess:
    """One running function or process.

    Attributes:
        mailbox: Its messages; only its own loop may touch it.
        loop: The event loop that owns it.
        stop: Ends it at once; `None` when it can only be asked to end.
        ended: Value and error of its end.
    """

    mailbox: Mailbox
    loop: asyncio.AbstractEventLoop
    stop: Callable[[], None] | None = None
    ended: Future[tuple[Any, Any]] = field(default_factory=Future)


class Receivers:
    """The running functions and processes by PID. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[str, LocalProcess] = {}

    def attach(
        self, pid: str, mailbox: Mailbox, *, stop: Callable[[], None] | None = None
    ) -> LocalProcess:
        """Make a mailbox reachable; called on the event loop that owns it.

        Args:
            pid: Its PID.
            mailbox: Its mailbox.
            stop: Ends the process; called on its own loop.
        """
        process = LocalProcess(mailbox, asyncio.get_running_loop(), stop)
        with self._lock:
            self._running[pid] = process
        return process

    def detach(self, pid: str, outcome: tuple[Any, Any] = (None, None)) -> None:
        """Forget a mailbox, and tell those who watch it how it ended."""
        with self._lock:
            process = self._running.pop(pid, None)
        if process is not None and not process.ended.done():
            process.ended.set_result(outcome)

    def find(self, pid: str) -> LocalProcess | None:
        """Return the running function or process with a PID."""
        with self._lock:
            return self._running.get(pid)

    def deliver(self, pid: str, envelope: Envelope) -> bool:
        """Hand a message over; false when nobody has this PID."""
        return self._on_its_loop(pid, lambda process: process.mailbox.deliver(envelope))

    def stop(self, pid: str) -> bool:
        """End a process at once; false when there is none, or it cannot be ended from outside."""
        process = self.find(pid)
        if process is None or process.stop is None:
            return False
        stop = process.stop
        return self._on_its_loop(pid, lambda _process: stop())

    def _on_its_loop(self, pid: str, action: Callable[[LocalProcess], None]) -> bool:
        process = self.find(pid)
        if process is None:
            return False
        try:
            process.loop.call_soon_threadsafe(action, process)
        except RuntimeError:
            # Its loop has been closed: the receiver is gone.
            return False
        return True


receivers: Final = Receivers()
"""The functions and processes of this Python process."""
