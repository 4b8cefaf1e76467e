"""`process.*` of functions: starting, signalling and watching workflows through a client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from .. import registry
from ..host import Result, SpawnRequest
from ..lib.errors import Error
from ..lib.failure import invalid, not_found
from ..lua.strings import from_text, to_text
from .clients import is_client, obtain_client
from .configuration_error import ConfigurationError
from .converter import ConversionError
from .failures import error_of_failure
from .headers import outgoing_context, outgoing_sender
from .pids import Pid, parse_pid
from .reply_queue import reply_queue
from .workflow_start import Message, WorkflowStart, workflow_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .function_host import FunctionHost

_NO_CONTEXT: Mapping[str, Any] = {}


async def send(
    host: FunctionHost, destination: str, topic: str, arguments: Sequence[Any]
) -> Result:
    """Signal a workflow by PID; true once the server has it."""
    found, error = await _workflow(destination)
    if found is None:
        return None, error
    client, pid = found
    reply_queue.serve(client)
    handle = client.get_workflow_handle(pid.unique)
    error = await _signal(host, handle, (topic, tuple(arguments)))
    return (True, None) if error is None else (None, error)


async def spawn(host: FunctionHost, request: SpawnRequest) -> Result:
    """Start a workflow and return its PID."""
    started, error = await _start(host, request)
    if started is None:
        return None, error
    handle, pid = started
    if request.is_monitored or request.is_linked:
        host.watches.add(
            pid,
            _result(handle),
            is_monitored=request.is_monitored,
            is_linked=request.is_linked,
        )
    return pid, None


async def execute(host: FunctionHost, request: SpawnRequest) -> Result:
    """Start a workflow and wait for its result."""
    started, error = await _start(host, request)
    return (None, error) if started is None else await _result(started[0])


async def control(host: FunctionHost, operation: str, destination: str, reason: str) -> Result:
    """Cancel, terminate, monitor, unmonitor, link or unlink a workflow by PID."""
    if operation in ("unmonitor", "unlink"):
        host.watches.remove(
            destination, monitor=operation == "unmonitor", link=operation == "unlink"
        )
        return True, None
    found, error = await _workflow(destination)
    if found is None:
        return None, error
    client, pid = found
    handle: WorkflowHandle[Any, Any] = client.get_workflow_handle(pid.unique)
    try:
        match operation:
            case "cancel":
                await handle.cancel(reason=to_text(reason))
            case "terminate":
                await handle.terminate(reason="process.terminate")
            case _:
                run_id = (await handle.describe()).run_id
                handle = client.get_workflow_handle(pid.unique, run_id=run_id)
                host.watches.add(
                    destination,
                    _result(handle),
                    is_monitored=operation == "monitor",
                    is_linked=operation == "link",
                )
    except RPCError as failure:
        return None, Error(from_text(failure.message), kind="Internal", retryable=False)
    return True, None


async def _workflow(destination: str) -> tuple[tuple[Client, Pid] | None, Error | None]:
    """Return the client and the PID, as Unicode, of a workflow."""
    text = to_text(destination)
    pid = parse_pid(text)
    unknown = not_found(from_text(f"could not resolve '{text}' as PID or registered name"))
    if pid is None:
        return None, unknown
    if not pid.unique:
        return None, invalid("target workflow ID is empty")
    workers = registry.current().workers
    worker = workers.get(pid.host)
    name = pid.node or (worker.client if worker is not None else "")
    if name and not is_client(name) and all(each.client != name for each in workers.values()):
        return None, unknown
    client, error = await _client(name)
    return (None, error) if client is None else ((client, pid), None)


async def _client(client_id: str) -> tuple[Client | None, Error | None]:
    try:
        client = await obtain_client(client_id)
    except ConfigurationError as failure:
        return None, Error(from_text(str(failure)), kind="Unavailable", retryable=True)
    if client is None:
        return None, Error("no Temporal client is connected", kind="Unavailable", retryable=True)
    return client, None


async def _start(
    host: FunctionHost, request: SpawnRequest
) -> tuple[tuple[WorkflowHandle[Any, Any], str] | None, Error | None]:
    start, error = workflow_start(request)
    if start is None:
        return None, error
    client, error = await _client(start.client)
    if client is None:
        return None, error
    reply_queue.serve(client)
    messages = start.messages
    try:
        handle = await _request(host, client, start, request)
    except WorkflowAlreadyStartedError as failure:
        if not start.joins_existing:
            return None, Error(from_text(_already_started(failure)))
        # It has ended and may not be started again: the caller gets it all the same.
        handle = client.get_workflow_handle(start.workflow_id, run_id=failure.run_id)
        if start.first_message is not None:
            messages = (start.first_message, *messages)
    except (RPCError, ConversionError, ValueError, TypeError) as failure:
        return None, _call_error(failure)
    for message in messages:
        error = await _signal(host, client.get_workflow_handle(start.workflow_id), message)
        if error is not None:
            return None, error
    return (handle, start.pid), None


async def _request(
    host: FunctionHost, client: Client, start: WorkflowStart, request: SpawnRequest
) -> WorkflowHandle[Any, Any]:
    keywords = dict(start.keywords)
    if start.first_message is not None:
        topic, payloads = start.first_message
        keywords.update(start_signal=to_text(topic), start_signal_args=list(payloads))
    context = {**host.context(), **(request.context or {})}
    with _outgoing(context, host.pid()):
        return await client.start_workflow(
            start.workflow_type,
            args=list(start.arguments),
            id=start.workflow_id,
            task_queue=start.task_queue,
            **keywords,
        )


async def _signal(
    host: FunctionHost, handle: WorkflowHandle[Any, Any], message: Message
) -> Error | None:
    topic, payloads = message
    # Only the sender travels with a signal: the receiver has a context of its own.
    with _outgoing(_NO_CONTEXT, host.pid()):
        try:
            await handle.signal(to_text(topic), args=list(payloads))
        except (RPCError, ConversionError) as failure:
            return _call_error(failure)
    return None


async def _result(handle: WorkflowHandle[Any, Any]) -> Result:
    try:
        return await handle.result(), None
    except (WorkflowFailureError, RPCError) as failure:
        return None, error_of_failure(failure)


@contextmanager
def _outgoing(context: Mapping[str, Any], sender: str) -> Iterator[None]:
    values, source = outgoing_context.set(context), outgoing_sender.set(sender)
    try:
        yield
    finally:
        outgoing_context.reset(values)
        outgoing_sender.reset(source)


def _already_started(failure: WorkflowAlreadyStartedError) -> str:
    refusal = failure.__context__
    return refusal.message if isinstance(refusal, RPCError) else failure.message


def _call_error(failure: Exception) -> Error:
    if isinstance(failure, ConversionError):
        message = f"failed to convert arguments: {failure}"
        return Error(from_text(message), kind="Internal", retryable=False)
    text = failure.message if isinstance(failure, RPCError) else str(failure)
    return Error(from_text(text))
