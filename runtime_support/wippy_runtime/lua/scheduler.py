"""The scheduler of one execution: steps Lua coroutines in first-in, first-out order.

A Lua coroutine is a Python coroutine. It runs until it yields one of

* an `asyncio.Future`: resumed once the future is done (activities, timers, network);
* `None`: resumed after everything that is runnable now;
* a request of this module: `PARK`, `Handoff` or `Spawn`.

Work happens in rounds. All runnable coroutines run, each up to its next yield. Then the
channel operations that woke a partner are settled in the order in which they were made: the
performer is queued first, the partner behind it. Then waiting messages are handed to their
channels. Rounds repeat until nothing is runnable; only then does the execution wait for its host.

The task that drives the scheduler awaits nothing but its own wake-up future, so a request to
cancel it never cancels an activity or a timer some Lua coroutine is waiting for.
"""

from __future__ import annotations

import asyncio
import types
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Final

from .coroutines import (
    ACTIVE,
    DEAD,
    SUSPENDED,
    CoroutineYield,
    Thread,
    running_thread,
    set_running_thread,
)
from .errors import runtime_error


class _Park:
    """The coroutine registered itself somewhere and is woken with `Task.wake`."""


PARK: Final = _Park()


class Handoff:
    """The coroutine completed an operation that woke others.

    Attributes:
        woken: Tasks that become runnable behind the one that yields this.
    """

    __slots__ = ("woken",)

    def __init__(self, woken: list[Task]) -> None:
        self.woken = woken


class Spawn:
    """Starts a Lua coroutine: it runs first, the spawner is queued behind it."""

    __slots__ = ("coroutine", "thread")

    def __init__(self, coroutine: Coroutine[Any, Any, Any], thread: Thread) -> None:
        self.coroutine = coroutine
        self.thread = thread


@types.coroutine
def suspend(request: Any) -> Generator[Any, Any, Any]:
    """Yield a request to the scheduler and return what it sends back."""
    return (yield request)


class Task:
    """One Lua coroutine known to the scheduler: `main`, or one made by `coroutine.spawn`."""

    __slots__ = ("coroutine", "scheduler", "thread", "throw", "waits_for_host")

    def __init__(
        self, scheduler: Scheduler, coroutine: Coroutine[Any, Any, Any], thread: Thread | None
    ) -> None:
        self.scheduler = scheduler
        self.coroutine = coroutine
        self.thread = thread
        self.throw: BaseException | None = None
        self.waits_for_host = False

    def wake(self) -> None:
        """Make a parked task runnable (called from outside a round: timers, messages)."""
        self.scheduler.ready.append(self)
        self.scheduler.notify()


class Scheduler:
    """Runs the coroutines of one execution on the current event loop.

    Attributes:
        ready: Runnable tasks in order.
        current: The task being stepped; `None` between steps.
    """

    def __init__(
        self,
        *,
        flush: Callable[[], None] | None = None,
        is_subscribed: Callable[[], bool] | None = None,
    ) -> None:
        """Create an idle scheduler.

        Args:
            flush: Hands waiting messages to their channels; called between rounds.
            is_subscribed: Whether a message from outside could still wake a coroutine.
        """
        self.ready: deque[Task] = deque()
        self.current: Task | None = None
        self._flush = flush
        self._is_subscribed = is_subscribed
        self._tasks: dict[Task, None] = {}
        self._handoffs: list[tuple[Task, Handoff]] = []
        self._wake_up: asyncio.Future[None] | None = None
        self._holds = 0
        self._waiting = 0
        self._main: Task | None = None
        self._finished = False
        self._result: Any = None

    def hold(self) -> None:
        """Announce an outside event that will reach a channel (a timer, an async call)."""
        self._holds += 1

    def release(self) -> None:
        """Take back one `hold`: the event happened or was cancelled."""
        self._holds -= 1

    def notify(self) -> None:
        """Wake the driving task: something became runnable, or a message arrived."""
        if self._wake_up is not None and not self._wake_up.done():
            self._wake_up.set_result(None)

    def current_task(self) -> Task:
        """Return the task being stepped.

        Raises:
            LuaError: No coroutine is running: code of a chunk's top level tried to block.
        """
        if self.current is None:
            raise runtime_error("attempt to yield from outside a coroutine")
        return self.current

    def start(self, coroutine: Coroutine[Any, Any, Any], thread: Thread | None = None) -> Task:
        """Queue a new coroutine behind the runnable ones."""
        task = Task(self, coroutine, thread)
        self._tasks[task] = None
        self.ready.append(task)
        return task

    async def run(
        self,
        coroutine: Coroutine[Any, Any, Any],
        *,
        on_cancel: Callable[[asyncio.CancelledError], bool] | None = None,
    ) -> Any:
        """Run `coroutine` as the main coroutine until it returns; all others are dropped then.

        Args:
            coroutine: The Lua main function's coroutine.
            on_cancel: Called when the driving task is cancelled; true keeps the execution going.

        Returns:
            What the main coroutine returned.

        Raises:
            BaseException: Whatever any of the coroutines raised; it ends the execution at once.
            LuaError: Every coroutine is blocked and nothing outside can wake one.
        """
        self._main = self.start(coroutine)
        try:
            while True:
                self._run_rounds()
                if self._finished:
                    return self._result
                self._check_deadlock()
                self._wake_up = asyncio.get_running_loop().create_future()
                try:
                    await self._wake_up
                except asyncio.CancelledError as cancelled:
                    if on_cancel is None or not on_cancel(cancelled):
                        raise
                    task = asyncio.current_task()
                    if task is not None:
                        task.uncancel()
                finally:
                    self._wake_up = None
        finally:
            self.close()

    def close(self) -> None:
        """Drop every coroutine, in the order in which they were started."""
        self.ready.clear()
        self._handoffs.clear()
        while self._tasks:
            task = next(iter(self._tasks))
            del self._tasks[task]
            try:
                task.coroutine.close()
            except RuntimeError:
                # It awaited something while being closed; it is gone all the same.
                continue

    def live_coroutines(self) -> list[Coroutine[Any, Any, Any]]:
        """Return the coroutines that have not ended, oldest first (for stack traces)."""
        return [task.coroutine for task in self._tasks]

    def _run_rounds(self) -> None:
        ready = self.ready
        if self._flush is not None:
            self._flush()
        while True:
            while ready:
                self._step(ready.popleft())
                if self._finished:
                    return
            if self._handoffs:
                settled, self._handoffs = self._handoffs, []
                for task, handoff in settled:
                    ready.append(task)
                    ready.extend(handoff.woken)
                continue
            if self._flush is not None:
                self._flush()
            if not ready:
                return

    def _step(self, task: Task) -> None:
        self.current = task
        outer = running_thread()
        set_running_thread(task.thread)
        if task.thread is not None:
            task.thread.state = ACTIVE
        try:
            if task.throw is not None:
                error, task.throw = task.throw, None
                request = task.coroutine.throw(error)
            else:
                request = task.coroutine.send(None)
        except StopIteration as stop:
            del self._tasks[task]
            if task.thread is not None:
                task.thread.state = DEAD
            if task is self._main:
                self._finished = True
                self._result = stop.value
            return
        except BaseException:
            self._tasks.pop(task, None)
            raise
        finally:
            self.current = None
            set_running_thread(outer)
            if task.thread is not None and task.thread.state == ACTIVE:
                task.thread.state = SUSPENDED
        self._serve(task, request)

    def _serve(self, task: Task, request: Any) -> None:
        if request is PARK:
            return
        if type(request) is Handoff:
            self._handoffs.append((task, request))
        elif getattr(request, "_asyncio_future_blocking", None) is not None:
            request._asyncio_future_blocking = False
            self._waiting += 1
            task.waits_for_host = True
            request.add_done_callback(lambda _future: self._resume(task))
        elif type(request) is Spawn:
            self.start(request.coroutine, request.thread)
            self.ready.append(task)
        elif request is None:
            self.ready.append(task)
        elif isinstance(request, CoroutineYield):
            task.throw = runtime_error("attempt to yield from outside a coroutine")
            self.ready.append(task)
        else:
            task.throw = TypeError(f"a Lua coroutine yielded {request!r} to the scheduler")
            self.ready.append(task)

    def _resume(self, task: Task) -> None:
        if task.waits_for_host:
            task.waits_for_host = False
            self._waiting -= 1
        if task in self._tasks:
            task.wake()

    def _check_deadlock(self) -> None:
        if self._waiting or self._holds > 0:
            return
        if self._is_subscribed is not None and self._is_subscribed():
            return
        raise Deadlock


class Deadlock(Exception):
    """Every coroutine is blocked and nothing outside the execution can wake one."""

    def __init__(self) -> None:
        super().__init__("all coroutines blocked with no pending operations")
