"""The host of a function call outside workflows: real clock, direct calls, Python logging."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from ..host import Result, SpawnRequest
from ..interruption import Interrupted
from ..lib.errors import Error
from ..lua.errors import LuaError
from ..lua.scheduler import Scheduler, suspend
from ..lua.strings import to_text
from ..lua.tracebacks import lua_position
from ..mailbox import Mailbox
from . import client_calls, local_calls
from .functions import find_function
from .local_processes import new_pid
from .logging import log_lua
from .process_names import ProcessNames, process_names
from .transfer import to_plain, transfer
from .watches import Watches

_Value = TypeVar("_Value")

_NANOSECONDS = 1_000_000_000


class _Timer:
    """A pending timer of a function call."""

    __slots__ = ("_call", "_handle")

    def __init__(self, call: FunctionHost, seconds: float, callback: Callable[[], None]) -> None:
        self._call = call
        call.scheduler.hold()
        self._handle: asyncio.TimerHandle | None = asyncio.get_running_loop().call_later(
            seconds, self._fire, callback
        )

    def _fire(self, callback: Callable[[], None]) -> None:
        self.cancel()
        callback()
        self._call.scheduler.notify()

    def cancel(self) -> None:
        """Stop it; also what a timer that fired is."""
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.cancel()
            self._call.forget(self)
            self._call.scheduler.release()
            self._call.scheduler.notify()


class _Call:
    """A function started by `funcs.async`."""

    __slots__ = ("_task",)

    def __init__(self, task: asyncio.Task[Result]) -> None:
        self._task = task

    def cancel(self) -> None:
        """Ask the function to stop."""
        self._task.cancel()


class FunctionHost:
    """Services of one function call.

    Attributes:
        entry_id: Entry ID of the function.
        libraries: Values of libraries by entry ID, kept by the Lua state the call runs in.
        security_header: Security header to pass on with calls, if one came in.
        watches: What the call monitors or is linked to.
    """

    is_workflow = False

    def __init__(
        self,
        entry_id: str,
        *,
        context: Mapping[str, Any] | None = None,
        libraries: dict[str, Any] | None = None,
        security_header: Any = None,
    ) -> None:
        self.entry_id = entry_id
        self.libraries: dict[str, Any] = {} if libraries is None else libraries
        self.security_header = security_header
        self.mailbox = Mailbox(self._notify)
        self.scheduler = Scheduler(
            flush=self.mailbox.flush, is_subscribed=self.mailbox.is_subscribed
        )
        self._context = dict(context or {})
        self._pid = new_pid(entry_id)
        self._random: random.Random | None = None
        self._interrupted = False
        self._waits: dict[asyncio.Future[Any], None] = {}
        self._timers: dict[_Timer, None] = {}
        self._started: dict[asyncio.Task[Result], None] = {}
        self.watches = Watches(self.mailbox, self.fail)

    # -- life cycle

    def interrupt(self) -> None:
        """End every wait of the call with `Interrupted`, now and from now on."""
        self._interrupted = True
        for future in list(self._waits):
            future.cancel()

    def on_cancel(self, _error: asyncio.CancelledError) -> bool:
        """Turn the cancellation of the driving task into an interruption (scheduler callback)."""
        self.interrupt()
        return True

    def close(self) -> None:
        """Drop timers, watches and started calls once the call has ended."""
        for timer in list(self._timers):
            timer.cancel()
        for task in list(self._started):
            task.cancel()
        self.watches.close()
        process_names.forget(self._pid)

    def fail(self, error: Error) -> None:
        """End the call with an error, whatever it is doing."""

        async def fail() -> None:
            raise LuaError(error)

        self.scheduler.start(fail())
        self.scheduler.notify()

    def child(self, entry_id: str, context: Mapping[str, Any]) -> FunctionHost:
        """Return a host for a process that this call starts."""
        return FunctionHost(
            entry_id,
            context={**self._context, **context},
            security_header=self.security_header,
        )

    def forget(self, timer: _Timer) -> None:
        """Remove a timer that fired or was cancelled."""
        self._timers.pop(timer, None)

    async def interruptible(self, awaitable: Awaitable[_Value]) -> _Value:
        """Await something; safe for code that needs a real asyncio task, such as network I/O.

        Raises:
            Interrupted: The activity was cancelled.
        """
        future = asyncio.ensure_future(awaitable)
        if self._interrupted:
            future.cancel()
        self._waits[future] = None
        try:
            return await future
        except asyncio.CancelledError:
            if self._interrupted:
                raise Interrupted from None
            raise
        finally:
            del self._waits[future]

    def _notify(self) -> None:
        self.scheduler.notify()

    # -- clock

    def now_ns(self) -> int:
        """Return the real time."""
        return time.time_ns()

    async def sleep(self, nanoseconds: int) -> None:
        """Suspend the calling coroutine.

        Raises:
            Interrupted: The activity was cancelled.
        """
        if nanoseconds <= 0:
            await suspend(None)
            return
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        handle = loop.call_later(nanoseconds / _NANOSECONDS, _settle, future)
        try:
            await self.interruptible(future)
        finally:
            handle.cancel()

    def start_timer(self, nanoseconds: int, callback: Callable[[], None]) -> _Timer:
        """Call `callback` once, `nanoseconds` from now."""
        timer = _Timer(self, nanoseconds / _NANOSECONDS, callback)
        self._timers[timer] = None
        return timer

    def random(self) -> random.Random:
        """Return a generator of the call, seeded by the operating system."""
        if self._random is None:
            self._random = random.Random()
        return self._random

    # -- logging and context

    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        """Write a record with the Lua position."""
        plain = {to_text(str(key)): to_plain(value) for key, value in fields.items()}
        log_lua(level, to_text(message), plain, lua_position(1) or self.entry_id)

    def context(self) -> Mapping[str, Any]:
        """Return the values the caller passed on."""
        return self._context

    # -- functions

    async def call_function(
        self, function_id: str, arguments: Sequence[Any], options: Any, context: Mapping[str, Any]
    ) -> Result:
        """Run another function of this process and wait for it."""
        task = asyncio.ensure_future(self._call(function_id, arguments, context))
        try:
            return await self.interruptible(task)
        except Interrupted:
            return None, Error("operation canceled", kind="Canceled", retryable=False)

    def start_function(
        self,
        function_id: str,
        arguments: Sequence[Any],
        options: Any,
        context: Mapping[str, Any],
        on_done: Callable[[Any, Any], None],
    ) -> tuple[_Call | None, Any]:
        """Start another function of this process without waiting."""
        task = asyncio.ensure_future(self._call(function_id, arguments, context))
        self._started[task] = None
        self.scheduler.hold()

        def done(finished: asyncio.Task[Result]) -> None:
            del self._started[task]
            self.scheduler.release()
            if finished.cancelled():
                on_done(None, Error("operation canceled", kind="Canceled", retryable=False))
            else:
                on_done(*finished.result())
            self.scheduler.notify()

        task.add_done_callback(done)
        return _Call(task), None

    async def _call(
        self, function_id: str, arguments: Sequence[Any], context: Mapping[str, Any]
    ) -> Result:
        from .function_run import run_function

        entry = find_function(function_id)
        if entry is None:
            message = f"function not found: {function_id}"
            return None, Error(message, kind="NotFound", retryable=False)
        outcome = await run_function(
            entry,
            [transfer(argument) for argument in arguments],
            context={**self._context, **context},
            security_header=self.security_header,
        )
        return outcome.as_result()

    # -- processes

    def pid(self) -> str:
        """Return the PID of the call: this Python process, the function, a number."""
        return self._pid

    async def send(self, destination: str, topic: str, arguments: Sequence[Any]) -> Result:
        """Signal a workflow, or deliver to a function or process of this Python process."""
        pid = process_names.resolve(destination)
        if local_calls.is_outside_workflows(pid):
            return local_calls.send(self, pid, topic, arguments)
        return await self._remote(client_calls.send(self, pid, topic, arguments))

    async def spawn(self, request: SpawnRequest) -> Result:
        """Start a workflow, or a process of this Python process."""
        entry = local_calls.spawnable_entry(request.process_id)
        if entry is not None:
            return local_calls.spawn(self, entry, request)
        return await self._remote(client_calls.spawn(self, request))

    async def execute(self, request: SpawnRequest) -> Result:
        """Run a workflow or a process to its end."""
        entry = local_calls.spawnable_entry(request.process_id)
        if entry is not None:
            return await self._remote(local_calls.execute(self, entry, request))
        return await self._remote(client_calls.execute(self, request))

    async def control(self, operation: str, destination: str, reason: str) -> Result:
        """Cancel, terminate, monitor or link a workflow or process."""
        pid = process_names.resolve(destination)
        if local_calls.is_outside_workflows(pid):
            return local_calls.control(self, operation, pid, reason)
        return await self._remote(client_calls.control(self, operation, pid, reason))

    async def _remote(self, call: Awaitable[Result]) -> Result:
        try:
            return await self.interruptible(call)
        except Interrupted:
            return None, Error("operation canceled", kind="Canceled", retryable=False)

    def upgrade(self, entry_id: str, arguments: Sequence[Any]) -> NoReturn:
        """Refuse: only a workflow can be upgraded.

        Raises:
            LuaError: Always.
        """
        raise LuaError(
            Error("process.upgrade is only supported in workflows", kind="Invalid", retryable=False)
        )

    # -- workflow API outside workflows

    async def execute_workflow(self, workflow_id: str, arguments: Sequence[Any]) -> Result:
        """Refuse: `workflow.exec` needs a workflow."""
        return None, _not_in_workflow("workflow.exec")

    def workflow_info(self) -> Mapping[str, Any] | None:
        """Return nothing: this is no workflow."""
        return None

    def workflow_version(self, change_id: str, minimum: int, maximum: int) -> int:
        """Return the newest version, as Wippy does outside workflows."""
        return maximum

    def upsert_attributes(
        self, search: Mapping[str, Any] | None, memo: Mapping[str, Any] | None
    ) -> Result:
        """Refuse: `workflow.attrs` needs a workflow."""
        return None, _not_in_workflow("workflow.attrs")

    def names(self) -> ProcessNames:
        """Return the names of this process."""
        return process_names


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _not_in_workflow(function: str) -> Error:
    return Error(f"{function} is only supported in workflows", kind="Invalid", retryable=False)
