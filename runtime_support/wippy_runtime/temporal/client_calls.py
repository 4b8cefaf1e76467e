"""`process.*` of functions: starting, signalling and watching workflows through a client."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from .. import registry
from ..host import Result, SpawnRequest
from ..lib.errors import Error
from ..lua.strings import from_text, to_text
from ..lua.table import Table
from ..mailbox import EVENTS_TOPIC, Envelope
from .clients import find_client
from .converter import ConversionError
from .failures import error_of_failure
from .headers import outgoing_context, outgoing_sender
from .option_values import OptionError
from .options import start_arguments
from .pids import SYSTEM_PID, Pid, parse_pid

if TYPE_CHECKING:
    from .function_host import FunctionHost

_process = uuid.uuid4()
_counter = itertools.count(1)
EXIT = "pid.exit"
LINK_DOWN = "pid.link.down"


async def send(
    host: FunctionHost, destination: str, topic: str, arguments: Sequence[Any]
) -> Result:
    """Signal a workflow by PID; true once the server has it."""
    found, error = _workflow(destination)
    if found is None:
        return None, error
    client, pid = found
    with _outgoing(host.context(), host.pid()):
        try:
            await client.get_workflow_handle(to_text(pid.unique)).signal(
                to_text(topic), args=list(arguments)
            )
        except (RPCError, ConversionError) as failure:
            return None, _call_error(failure)
    return True, None


async def spawn(host: FunctionHost, request: SpawnRequest) -> Result:
    """Start a workflow and return its PID."""
    handle, pid, error = await _start(host, request)
    if handle is None:
        return None, error
    if request.is_monitored or request.is_linked:
        _watch(host, handle, pid, is_linked=request.is_linked)
    return pid, None


async def execute(host: FunctionHost, request: SpawnRequest) -> Result:
    """Start a workflow and wait for its result."""
    handle, _pid, error = await _start(host, request)
    return (None, error) if handle is None else await _result(handle)


async def control(host: FunctionHost, operation: str, destination: str, reason: str) -> Result:
    """Cancel, terminate, monitor, unmonitor, link or unlink a workflow by PID."""
    found, error = _workflow(destination)
    if found is None:
        return None, error
    client, pid = found
    handle = client.get_workflow_handle(to_text(pid.unique))
    try:
        match operation:
            case "cancel":
                await handle.cancel()
            case "terminate":
                await handle.terminate(reason=to_text(reason) or "process.terminate")
            case "monitor" | "link":
                await handle.describe()
                _watch(host, handle, destination, is_linked=operation == "link")
            case _:
                host.unwatch(destination)
    except RPCError as failure:
        return None, Error(from_text(failure.message), kind="Internal", retryable=False)
    return True, None


def _workflow(destination: str) -> tuple[tuple[Client, Pid] | None, Any]:
    pid = parse_pid(destination)
    if pid is None:
        message = f"could not resolve '{destination}' as PID or registered name"
        return None, Error(message, kind="NotFound", retryable=False)
    if not pid.unique:
        return None, Error("target workflow ID is empty", kind="Invalid", retryable=False)
    worker = registry.current().workers.get(pid.host)
    client = find_client(pid.node or (worker.client if worker is not None else ""))
    if client is None and worker is None and pid.node:
        return None, Error(
            f"could not resolve '{destination}' as PID or registered name",
            kind="NotFound",
            retryable=False,
        )
    if client is None:
        return None, _no_client()
    return (client, pid), None


async def _start(
    host: FunctionHost, request: SpawnRequest
) -> tuple[WorkflowHandle[Any, Any] | None, str, Any]:
    entries = registry.current()
    node, worker_id = entries.worker_of(request.process_id)
    target = request.host or worker_id
    worker = entries.workers.get(target)
    if worker is not None:
        node, worker_id = worker.client, target
    client = find_client(node)
    if client is None:
        return None, "", _no_client()
    try:
        arguments = start_arguments(request.options)
    except OptionError as error:
        return None, "", Error(from_text(str(error)), kind="Invalid", retryable=False)
    queue = arguments.pop("task_queue", None) or entries.queue_of_host(target)
    if not queue:
        message = f"host not found: {request.host}"
        return None, "", Error(message, kind="NotFound", retryable=False)
    named = arguments.pop("id", None) or to_text(request.name)
    refuse = arguments.pop("execution_error_when_already_started", None)
    if "id_conflict_policy" not in arguments:
        keep = bool(named) and refuse is not True
        arguments["id_conflict_policy"] = (
            WorkflowIDConflictPolicy.USE_EXISTING if keep else WorkflowIDConflictPolicy.FAIL
        )
    workflow_id = named or f"{_process}_0x{next(_counter):05x}"
    messages = [message for message in request.messages if message[0]]
    joined = arguments["id_conflict_policy"] is not WorkflowIDConflictPolicy.FAIL
    if messages and joined:
        topic, payloads = messages.pop(0)
        arguments.update(start_signal=to_text(topic), start_signal_args=list(payloads))
    pid = str(Pid(node, worker_id or target, from_text(workflow_id)))
    context = {**host.context(), **(request.context or {})}
    with _outgoing(context, host.pid()):
        try:
            handle = await client.start_workflow(
                to_text(request.process_id),
                args=list(request.arguments),
                id=workflow_id,
                task_queue=to_text(queue),
                **arguments,
            )
            for topic, payloads in messages:
                await handle.signal(to_text(topic), args=list(payloads))
        except (RPCError, WorkflowAlreadyStartedError, ConversionError, ValueError) as failure:
            return None, "", _call_error(failure)
    return handle, pid, None


async def _result(handle: WorkflowHandle[Any, Any]) -> Result:
    try:
        return await handle.result(), None
    except (WorkflowFailureError, RPCError) as failure:
        return None, error_of_failure(failure)


def _watch(
    host: FunctionHost, handle: WorkflowHandle[Any, Any], pid: str, *, is_linked: bool
) -> None:
    async def watch() -> None:
        value, error = await _result(handle)
        is_down = is_linked and error is not None
        outcome = Table({"value": value}) if error is None else Table({"error": error})
        event = Table(
            {
                "kind": LINK_DOWN if is_down else EXIT,
                "from": pid,
                "result": outcome,
                "type": "LINK_DOWN" if is_down else "EXIT",
                "pid": pid,
                "reason": "normal" if error is None else error.message(),
            }
        )
        host.mailbox.deliver(Envelope(EVENTS_TOPIC, SYSTEM_PID, (event,)))

    host.watch(pid, asyncio.ensure_future(watch()))


@contextmanager
def _outgoing(context: Mapping[str, Any], sender: str) -> Iterator[None]:
    values, source = outgoing_context.set(context), outgoing_sender.set(sender)
    try:
        yield
    finally:
        outgoing_context.reset(values)
        outgoing_sender.reset(source)


def _no_client() -> Error:
    return Error("no Temporal client is connected", kind="Unavailable", retryable=True)


def _call_error(failure: Exception) -> Error:
    if isinstance(failure, ConversionError):
        message = f"failed to convert arguments: {failure}"
        return Error(from_text(message), kind="Internal", retryable=False)
    text = failure.message if isinstance(failure, RPCError) else str(failure)
    return Error(from_text(text))
