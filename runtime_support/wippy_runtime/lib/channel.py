"""Lua module `channel`: queues between the coroutines of one execution.

An operation that wakes nobody completes on the spot. One that wakes a partner yields, and the
partner runs after the performer. Waiting receivers and senders are served in order of arrival.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from ..host import host
from ..lua.errors import runtime_error
from ..lua.scheduler import PARK, Handoff, Task, suspend
from ..lua.table import Table
from ..lua.userdata import Userdata
from .errors import Error

CLOSED = "send on closed channel"


class Wait:
    """A coroutine blocked in a receive, a send or a select.

    Attributes:
        task: The blocked task.
        outcome: What the blocked call returns.
        entries: Where it is queued, so that a select can be withdrawn from the losing channels.
    """

    __slots__ = ("entries", "outcome", "task")

    def __init__(self, task: Task) -> None:
        self.task = task
        self.outcome: Any = None
        self.entries: list[tuple[deque[Waiter], Waiter]] = []


class Waiter:
    """One place in a channel's queue of receivers or senders."""

    __slots__ = ("channel", "in_select", "value", "wait")

    def __init__(self, wait: Wait, channel: Channel, value: Any, *, in_select: bool) -> None:
        self.wait = wait
        self.channel = channel
        self.value = value
        self.in_select = in_select

    def complete(self, value: Any, ok: bool) -> Task:
        """Settle the operation and return the task to wake."""
        wait = self.wait
        for queue, waiter in wait.entries:
            if waiter is not self:
                queue.remove(waiter)
        wait.outcome = _selected(self.channel, value, ok) if self.in_select else (value, ok)
        return wait.task

    def fail(self) -> Task:
        """Settle a send whose channel was closed meanwhile."""
        wait = self.wait
        for queue, waiter in wait.entries:
            if waiter is not self:
                queue.remove(waiter)
        wait.outcome = (None, Error(CLOSED))
        return wait.task


class Case(Userdata):
    """One case of a select."""

    __slots__ = ("channel", "is_send", "value")
    lua_name = "*engine.SelectCase"

    def __init__(self, channel: Channel, *, is_send: bool, value: Any = None) -> None:
        self.channel = channel
        self.is_send = is_send
        self.value = value


class Channel(Userdata):
    """A Lua channel.

    Attributes:
        capacity: How many values it holds without a receiver.
        closed: Whether it was closed; held values can still be received.
    """

    __slots__ = ("buffer", "capacity", "closed", "receivers", "senders")
    lua_name = "*engine.Channel"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: name for name in ("send", "receive", "close", "case_send", "case_receive", "iter")
    }

    def __init__(self, capacity: int = 0) -> None:
        self.capacity = capacity
        self.closed = False
        self.buffer: deque[Any] = deque()
        self.receivers: deque[Waiter] = deque()
        self.senders: deque[Waiter] = deque()

    async def send(self, value: Any = None) -> Any:
        """Send a value, waiting while there is neither a receiver nor room.

        Returns:
            True; `(None, error)` when the channel is closed while this call waits.

        Raises:
            LuaError: The channel is closed already.
        """
        if self.closed:
            raise runtime_error(CLOSED)
        if self.receivers:
            task = self.receivers.popleft().complete(value, True)
            await suspend(Handoff([task]))
            return True
        if len(self.buffer) < self.capacity:
            self.buffer.append(value)
            return True
        wait = Wait(host().scheduler.current_task())
        self.senders.append(Waiter(wait, self, value, in_select=False))
        await suspend(PARK)
        return True if wait.outcome[1] is True else wait.outcome

    async def receive(self) -> tuple[Any, bool]:
        """Return the next value and true; nil and false once closed and drained."""
        buffer = self.buffer
        if buffer:
            value = buffer.popleft()
            if self.senders:
                waiter = self.senders.popleft()
                buffer.append(waiter.value)
                await suspend(Handoff([waiter.complete(waiter.value, True)]))
            return value, True
        if self.senders:
            waiter = self.senders.popleft()
            await suspend(Handoff([waiter.complete(waiter.value, True)]))
            return waiter.value, True
        if self.closed:
            return None, False
        wait = Wait(host().scheduler.current_task())
        self.receivers.append(Waiter(wait, self, None, in_select=False))
        await suspend(PARK)
        outcome: tuple[Any, bool] = wait.outcome
        return outcome

    async def close(self) -> tuple[()]:
        """Close the channel and wake everyone who waits on it; closing twice does nothing."""
        woken = self._end()
        if woken:
            await suspend(Handoff(woken))
        return ()

    def case_send(self, value: Any = None) -> Case:
        """Return a select case that sends `value`."""
        return Case(self, is_send=True, value=value)

    def case_receive(self) -> Case:
        """Return a select case that receives."""
        return Case(self, is_send=False)

    def iter(self) -> Callable[..., Awaitable[Any]]:
        """Return an iterator for `for … in` that receives until the channel is closed."""

        async def next_value(*_: Any) -> Any:
            value, ok = await self.receive()
            return value if ok else None

        return next_value

    def has_room(self) -> bool:
        """Return whether `offer` would succeed."""
        return not self.closed and (bool(self.receivers) or len(self.buffer) < self.capacity)

    def offer(self, value: Any) -> bool:
        """Put a value in from outside the coroutines (timers, messages); never waits.

        Returns:
            False when the channel is closed, or full with nobody receiving.
        """
        if self.closed:
            return False
        if self.receivers:
            self.receivers.popleft().complete(value, True).wake()
            return True
        if len(self.buffer) < self.capacity:
            self.buffer.append(value)
            return True
        return False

    def close_from_outside(self) -> None:
        """Close without being a coroutine (timers, futures)."""
        for task in self._end():
            task.wake()

    def _end(self) -> list[Task]:
        if self.closed:
            return []
        self.closed = True
        woken = []
        while self.receivers:
            woken.append(self.receivers.popleft().complete(None, False))
        while self.senders:
            woken.append(self.senders.popleft().fail())
        return woken


def new(size: Any = None) -> Channel:
    """Make a channel that holds `size` values (less than zero counts as zero)."""
    return Channel(max(0, int(size)) if size is not None else 0)


async def select(cases: Any = None, default: Any = None) -> Any:
    """Wait until one of several channel operations is possible and do it.

    Args:
        cases: Array of cases, looked at in order; a true field `default` makes it not wait.
        default: True for the same, as second argument.

    Returns:
        `{channel=, value=, ok=}`, `{default=true, ok=true}`, or `(None, error)` when the channel
        of a waiting send case is closed.
    """
    chosen = [case for case in _elements(cases) if isinstance(case, Case)]
    for case in chosen:
        channel = case.channel
        if case.is_send:
            if not channel.closed and channel.has_room():
                await channel.send(case.value)
                return _selected(channel, case.value, True)
        elif channel.buffer or channel.senders or channel.closed:
            value, ok = await channel.receive()
            return _selected(channel, value, ok)
    if (default is not None and default is not False) or _has_default(cases):
        return Table({"default": True, "ok": True})
    wait = Wait(host().scheduler.current_task())
    for case in chosen:
        channel = case.channel
        if case.is_send and channel.closed:
            continue
        queue = channel.senders if case.is_send else channel.receivers
        waiter = Waiter(wait, channel, case.value, in_select=True)
        queue.append(waiter)
        wait.entries.append((queue, waiter))
    await suspend(PARK)
    return wait.outcome


def _elements(cases: Any) -> list[Any]:
    return list(cases.elements()) if isinstance(cases, Table) else []


def _has_default(cases: Any) -> bool:
    if not isinstance(cases, Table):
        return False
    flag = cases.get_raw("default")
    return flag is not None and flag is not False


def _selected(channel: Channel, value: Any, ok: bool) -> Table:
    result = Table({"channel": channel, "ok": ok})
    if value is not None:
        result["value"] = value
    return result


EXPORTS: Mapping[str, Any] = {"new": new, "select": select}
