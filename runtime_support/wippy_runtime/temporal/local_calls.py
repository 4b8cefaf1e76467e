"""`process.*` of functions, where the other side is a function or process of this process too."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from .. import registry
from ..host import Result, SpawnRequest
from ..lib.failure import canceled, internal, not_found
from ..lua.strings import to_text
from ..mailbox import Envelope
from .functions import FunctionEntry, find_function
from .local_processes import NODE_PREFIX, LocalProcess, receivers
from .logging import log_lua
from .pids import parse_pid
from .process_names import process_names
from .transfer import transfer
from .watches import cancel_event

if TYPE_CHECKING:
    from .function_host import FunctionHost

# The event loop itself keeps only weak references to its tasks.
_running: set[asyncio.Task[Result]] = set()


def is_outside_workflows(destination: str) -> bool:
    """Return whether a PID is that of a function or process, of this Python process or another."""
    pid = parse_pid(destination)
    return pid is not None and pid.node.startswith(NODE_PREFIX)


def spawnable_entry(process_id: str) -> FunctionEntry | None:
    """Return the entry behind an ID, if it is no workflow and this process can run it."""
    name = to_text(process_id)
    return None if name in registry.current().workflows else find_function(name)


def send(host: FunctionHost, destination: str, topic: str, arguments: Sequence[Any]) -> Result:
    """Deliver copies of the values to a mailbox of this Python process."""
    values = tuple(transfer(argument) for argument in arguments)
    if receivers.deliver(destination, Envelope(topic, host.pid(), values)):
        return True, None
    return None, not_found(f"process not found: {destination}")


def control(host: FunctionHost, operation: str, destination: str, reason: str) -> Result:
    """Cancel, terminate, monitor, unmonitor, link or unlink a function or process."""
    process = receivers.find(destination)
    match operation:
        case "unmonitor" | "unlink":
            host.watches.remove(
                destination, monitor=operation == "unmonitor", link=operation == "unlink"
            )
        case _ if process is None:
            return None, internal(f"process not found: {destination}")
        case "cancel":
            receivers.deliver(destination, cancel_event(host.pid(), reason))
        case "terminate":
            if not receivers.stop(destination):
                return None, internal("a function call cannot be terminated")
        case _:
            _watch(host, destination, process, operation == "monitor", operation == "link")
    return True, None


def spawn(host: FunctionHost, entry: FunctionEntry, request: SpawnRequest) -> Result:
    """Start a process or function; it goes on when the spawner has ended."""
    existing = process_names.lookup(request.name) if request.name else None
    if existing is not None and receivers.find(existing) is not None:
        pid = existing
    else:
        pid = _start(host, entry, request)
    for topic, payloads in request.messages:
        send(host, pid, topic, payloads)
    process = receivers.find(pid)
    if process is not None:
        _watch(host, pid, process, request.is_monitored, request.is_linked)
    return pid, None


async def execute(host: FunctionHost, entry: FunctionEntry, request: SpawnRequest) -> Result:
    """Run a process or function to its end."""
    pid = _start(host, entry, request)
    process = receivers.find(pid)
    assert process is not None, "a process that was just started is known"
    return await asyncio.shield(asyncio.wrap_future(process.ended))


def _start(host: FunctionHost, entry: FunctionEntry, request: SpawnRequest) -> str:
    child = host.child(entry.entry_id, request.context or {})
    pid = child.pid()
    arguments = [transfer(argument) for argument in request.arguments]
    task = asyncio.ensure_future(_run(entry, arguments, child))
    _running.add(task)

    def stop() -> None:
        task.cancel()

    def ended(done: asyncio.Task[Result]) -> None:
        _running.discard(done)
        child.close()
        outcome = (None, canceled("process terminated")) if done.cancelled() else done.result()
        receivers.detach(pid, outcome)

    receivers.attach(pid, child.mailbox, stop=stop)
    task.add_done_callback(ended)
    if request.name:
        process_names.register(request.name, pid)
    if request.is_linked:
        own = receivers.find(host.pid())
        if own is not None:
            child.watches.add(host.pid(), _end_of(own), is_linked=True)
    return pid


async def _run(entry: FunctionEntry, arguments: Sequence[Any], child: FunctionHost) -> Result:
    from .function_run import run_function

    outcome = (await run_function(entry, arguments, host=child)).as_result()
    if outcome[1] is not None:
        text = f"process {to_text(child.pid())} failed: {to_text(outcome[1].message())}"
        log_lua("error", text, {}, entry.entry_id)
    return outcome


def _watch(
    host: FunctionHost, pid: str, process: LocalProcess, is_monitored: bool, is_linked: bool
) -> None:
    if is_monitored or is_linked:
        host.watches.add(pid, _end_of(process), is_monitored=is_monitored, is_linked=is_linked)


def _end_of(process: LocalProcess) -> Coroutine[Any, Any, Result]:
    async def wait() -> Result:
        # Shielded: whoever stops watching must not cancel the end for the others.
        value, error = await asyncio.shield(asyncio.wrap_future(process.ended))
        return transfer(value), error

    return wait()
