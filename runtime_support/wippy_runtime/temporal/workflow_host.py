"""The host of Lua code in a workflow: time, commands and messages of one execution."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from temporalio import workflow
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue
from temporalio.exceptions import FailureError

from .. import registry
from ..host import Cancellable, Result, SpawnRequest, current_host
from ..lib.errors import Error
from ..lib.failure import not_found
from ..lua.scheduler import Scheduler, suspend
from ..lua.strings import from_text, to_text
from ..lua.table import Table
from ..lua.tracebacks import lua_position
from ..mailbox import EVENTS_TOPIC, Envelope, Mailbox
from .arguments import encode, encode_or_fail, try_encode
from .converter import NO_VALUE, ConversionError, DecodingFailure, WippyPayloadConverter
from .failures import (
    error_of_external,
    error_of_failure,
)
from .headers import (
    SECURITY_HEADER,
    calling_with,
    outgoing_context,
    read_context,
)
from .logging import log_lua
from .names import LocalNames
from .option_values import OptionError, search_attribute
from .options import activity_arguments, child_arguments
from .pending_calls import Call, Timer, outcome, seconds
from .pids import SYSTEM_PID, UPDATE_HOST, Pid, parse_pid
from .relay import relay_from_workflow
from .transfer import to_plain
from .updates import Updates
from .versions import Versions

_UNSUPPORTED: Final[Mapping[str, str]] = {
    "monitor": "process.monitor not supported in workflow context: "
    "child workflows are automatically monitored",
    "unmonitor": "process.unmonitor not supported in workflow context",
    "link": "process.link not supported in workflow context: "
    "Temporal doesn't support bidirectional linking",
    "unlink": "process.unlink not supported in workflow context",
}

_converter: Final = WippyPayloadConverter()


class WorkflowHost:
    """Implements `Host` for one workflow execution.

    Attributes:
        security_header: The security identity the execution was started with, passed on as it is.
    """

    is_workflow = True

    def __init__(self, entry_id: str) -> None:
        """Create the host inside a workflow's `__init__`."""
        info = workflow.info()
        self.entry_id = entry_id
        self.mailbox = Mailbox(on_arrival=self._notify)
        self.scheduler = Scheduler(
            flush=self.mailbox.flush, is_subscribed=self.mailbox.is_subscribed
        )
        self.libraries: dict[str, Any] = {}
        self.updates = Updates()
        self.security_header: Payload | None = info.headers.get(SECURITY_HEADER)
        self._versions = Versions()
        self._names = LocalNames()
        self._context, _ = read_context(info.headers)
        self._client, self._worker = registry.current().worker_of(entry_id)
        self._pid = Pid(
            self._client,
            self._worker or registry.current().host_of_queue(info.task_queue),
            info.workflow_id,
        )
        self._is_cancelled = False

    def enter(self) -> None:
        """Make this the host of the code that runs in the current context."""
        current_host.set(self)

    # Time, randomness, logs

    def now_ns(self) -> int:
        """Return the time of the current workflow task in nanoseconds."""
        return workflow.time_ns()

    async def sleep(self, nanoseconds: int) -> None:
        """Suspend the calling coroutine by a timer; zero or less only lets the others run."""
        if nanoseconds <= 0:
            await suspend(None)
        else:
            await workflow.sleep(seconds(nanoseconds))

    def start_timer(self, nanoseconds: int, callback: Callable[[], None]) -> Cancellable:
        """Start a timer of the history."""
        return Timer(self.scheduler, seconds(nanoseconds), callback)

    def random(self) -> random.Random:
        """Return the generator seeded by the history."""
        return workflow.random()

    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        """Write a log record, except during replay."""
        if not workflow.unsafe.is_replaying():
            plain = {to_text(str(key)): to_plain(value) for key, value in fields.items()}
            position = lua_position(1) or self.entry_id
            log_lua(level, to_text(message), plain, position, workflow.logger)

    def context(self) -> Mapping[str, Any]:
        """Return the context values the execution was started with."""
        return self._context

    def names(self) -> LocalNames:
        """Return the name registry of the execution."""
        return self._names

    def pid(self) -> str:
        """Return the PID of the execution."""
        return from_text(str(self._pid))

    # Functions

    async def call_function(
        self, function_id: str, arguments: Sequence[Any], options: Any, context: Mapping[str, Any]
    ) -> Result:
        """Run an activity to its end."""
        handle, error = self._start_activity(function_id, arguments, options, context)
        if handle is None:
            return None, error
        try:
            return await handle, None
        except FailureError as failure:
            return None, error_of_failure(failure)

    def start_function(
        self,
        function_id: str,
        arguments: Sequence[Any],
        options: Any,
        context: Mapping[str, Any],
        on_done: Callable[[Any, Any], None],
    ) -> tuple[Cancellable | None, Any]:
        """Start an activity and report its end to `on_done`."""
        handle, error = self._start_activity(function_id, arguments, options, context)
        if handle is None:
            return None, error
        return Call(self.scheduler, handle, on_done), None

    def _start_activity(
        self, function_id: str, arguments: Sequence[Any], options: Any, context: Mapping[str, Any]
    ) -> tuple[workflow.ActivityHandle[Any] | None, Error | None]:
        entries = registry.current()
        is_local = entries.is_local(function_id)
        values = encode_or_fail(arguments, "failed to convert arguments")
        token = outgoing_context.set({**self._context, **context} if context else None)
        try:
            keywords = activity_arguments(
                options, defaults=entries.default_options(function_id), is_local=is_local
            )
            start = workflow.start_local_activity if is_local else workflow.start_activity
            return start(to_text(function_id), args=values, **keywords), None
        except (OptionError, TypeError, ValueError) as error:
            text = f"invalid temporal activity options for {to_text(function_id)}: {error}"
            return None, Error(from_text(text))
        finally:
            outgoing_context.reset(token)

    # Processes

    async def send(self, destination: str, topic: str, arguments: Sequence[Any]) -> Result:
        """Answer an update, signal a workflow, or hand a message to a local process."""
        values, failure = try_encode(arguments)
        if values is None:
            return None, failure
        pid = parse_pid(to_text(destination))
        if pid is None:
            registered = self._names.lookup(destination)
            pid = parse_pid(to_text(registered)) if registered is not None else None
        if pid is None:
            text = f"could not resolve '{to_text(destination)}' as PID or registered name"
            return None, not_found(text)
        if pid.host == UPDATE_HOST:
            return self._reply(pid, topic, arguments, values)
        if pid.unique == self._pid.unique and pid.host == self._pid.host:
            self.log("warn", "process.send to the own PID is dropped in a workflow", {})
            return True, None
        if self._is_workflow(pid):
            return await self._signal(pid, topic, values)
        return await relay_from_workflow(self.pid(), pid, topic, values)

    def _is_workflow(self, pid: Pid) -> bool:
        entries = registry.current()
        return (
            pid.host == "temporal"
            or (pid.node != "" and pid.node == self._pid.node)
            or pid.host == self._pid.host
            or pid.host in entries.workers
        )

    def _reply(
        self, pid: Pid, topic: str, arguments: Sequence[Any], values: list[RawValue]
    ) -> Result:
        value = arguments[0] if arguments else None
        encoded = values[0] if values else RawValue(_converter.to_payload(NO_VALUE))
        error = self.updates.reply(pid.unique, topic, value, encoded)
        return (True, None) if error is None else (None, error)

    async def _signal(self, pid: Pid, topic: str, values: list[RawValue]) -> Result:
        handle = workflow.get_external_workflow_handle(pid.unique)
        try:
            await handle.signal(to_text(topic), args=values)
        except FailureError as failure:
            return None, error_of_external(failure)
        return True, None

    async def spawn(self, request: SpawnRequest) -> Result:
        """Start a child workflow; its end becomes an EXIT event."""
        values, failure = try_encode(request.arguments)
        if values is None:
            return None, failure
        try:
            keywords = self._child_keywords(request)
        except OptionError as error:
            return None, Error(from_text(_child_option_text(request.process_id, error)))
        try:
            handle = await calling_with(
                None if request.context is None else {**self._context, **request.context},
                workflow.start_child_workflow(to_text(request.process_id), args=values, **keywords),
            )
        except FailureError as failure_error:
            return None, error_of_failure(failure_error)
        except (TypeError, ValueError) as error:
            return None, Error(from_text(_child_option_text(request.process_id, error)))
        pid = from_text(str(Pid(self._client, self._child_host(request.host), handle.id)))
        handle.add_done_callback(lambda done: self._exited(pid, done))
        return await self._greet(handle, pid, request)

    def _child_host(self, host: str) -> str:
        literal = to_text(host)
        if literal.startswith("temporal:"):
            return registry.current().host_of_queue(literal.removeprefix("temporal:"))
        return literal or self._pid.host

    async def _greet(
        self, handle: workflow.ChildWorkflowHandle[Any, Any], pid: str, request: SpawnRequest
    ) -> Result:
        for topic, payloads in request.messages:
            values, failure = try_encode(payloads)
            if values is None:
                return None, failure
            try:
                await handle.signal(to_text(topic), args=values)
            except FailureError as failure_error:
                return None, error_of_external(failure_error)
        return pid, None

    def _child_keywords(self, request: SpawnRequest) -> dict[str, Any]:
        keywords = child_arguments(request.options)
        namespace = keywords.pop("namespace", None)
        if namespace and namespace != workflow.info().namespace:
            raise OptionError(
                f'workflow.namespace "{namespace}" is not supported: '
                "child workflows run in the namespace of their parent"
            )
        if request.name:
            keywords.setdefault("id", to_text(request.name))
        if request.host:
            keywords["task_queue"] = registry.current().queue_of_host(to_text(request.host))
        return keywords

    def _exited(self, pid: str, done: asyncio.Task[Any]) -> None:
        value, error = outcome(done)
        result = Table()
        if value is not None:
            result["value"] = value
        if error is not None:
            result["error"] = error
        event = Table(
            {
                "kind": "pid.exit",
                "from": pid,
                "at": self.now_ns() // 1_000_000_000,
                "result": result,
                "pid": pid,
                "type": "EXIT",
                "reason": "normal" if error is None else error.message(),
            }
        )
        self.mailbox.deliver(Envelope(EVENTS_TOPIC, pid, (event,)))

    async def execute(self, request: SpawnRequest) -> Result:
        """Run a child workflow to its end (`process.exec`)."""
        return await self._execute(request)

    async def execute_workflow(self, workflow_id: str, arguments: Sequence[Any]) -> Result:
        """Run a child workflow on the own queue to its end (`workflow.exec`)."""
        request = SpawnRequest(process_id=workflow_id, host="", arguments=tuple(arguments))
        value, error = await self._execute(request)
        if error is None:
            return value, None
        retryable = error.retryable()
        return None, Error(
            error.message(),
            kind=error.kind() or "Internal",
            retryable=True if retryable is None else retryable,
            details=error.details(),
        )

    async def _execute(self, request: SpawnRequest) -> Result:
        values, failure = try_encode(request.arguments)
        if values is None:
            return None, failure
        queue = registry.current().queue_of_host(to_text(request.host)) or None
        try:
            return await workflow.execute_child_workflow(
                to_text(request.process_id), args=values, task_queue=queue
            ), None
        except FailureError as failure_error:
            return None, error_of_failure(failure_error)

    async def control(self, operation: str, destination: str, reason: str) -> Result:
        """Request the cancellation of another workflow; linking and monitoring are refused."""
        unsupported = _UNSUPPORTED.get(operation)
        if unsupported is not None:
            return None, Error(unsupported, kind="Internal", retryable=False)
        pid = parse_pid(to_text(destination))
        if pid is None:
            text = f"could not resolve '{to_text(destination)}' as PID or registered name"
            return None, not_found(text)
        try:
            await workflow.get_external_workflow_handle(pid.unique).cancel()
        except FailureError as failure:
            error = error_of_external(failure)
            return None, Error(error.message(), kind="Internal", retryable=False)
        return True, None

    def upgrade(self, entry_id: str, arguments: Sequence[Any]) -> NoReturn:
        """Continue as new: as the given entry, or as the own one."""
        values = encode_or_fail(arguments, "upgrade: failed to encode input")
        workflow.continue_as_new(
            args=values,
            workflow=to_text(entry_id or self.entry_id),
            task_queue=workflow.info().task_queue,
        )

    # The workflow itself

    def workflow_info(self) -> Mapping[str, Any] | None:
        """Return the fields of `workflow.info()`."""
        info = workflow.info()
        return {
            "workflow_id": from_text(info.workflow_id),
            "run_id": from_text(info.run_id),
            "workflow_type": from_text(info.workflow_type),
            "task_queue": from_text(info.task_queue),
            "namespace": from_text(info.namespace),
            "attempt": info.attempt,
            "history_length": info.get_current_history_length(),
            "history_size": info.get_current_history_size(),
            "start_time": info.workflow_start_time,
        }

    def workflow_version(self, change_id: str, minimum: int, maximum: int) -> int:
        """Return the version of a change this execution follows."""
        return self._versions.version(change_id, minimum, maximum)

    def upsert_attributes(
        self, search: Mapping[str, Any] | None, memo: Mapping[str, Any] | None
    ) -> Result:
        """Set search attributes, then memo fields."""
        try:
            pairs = [search_attribute(name, value) for name, value in (search or {}).items()]
            fields = {to_text(name): value for name, value in (memo or {}).items()}
            for value in fields.values():
                encode([value])
        except (OptionError, ConversionError) as error:
            return None, Error(from_text(str(error)), kind="Internal")
        if pairs:
            workflow.upsert_search_attributes([pair.key.value_set(pair.value) for pair in pairs])
        if fields:
            workflow.upsert_memo(fields)
        return True, None

    # What arrives from outside

    def on_cancel(self, _error: asyncio.CancelledError) -> bool:
        """Turn a cancel request into an event; false when the execution is being evicted."""
        reason = workflow.cancellation_reason()
        if reason is None or self._is_cancelled:
            return False
        self._is_cancelled = True
        moment = datetime.fromtimestamp(self.now_ns() // 1_000_000_000, UTC)
        event = Table(
            {
                "kind": "pid.cancel",
                "from": SYSTEM_PID,
                "at": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "pid": SYSTEM_PID,
                "type": "CANCEL",
            }
        )
        if reason:
            event["reason"] = from_text(reason)
        self.mailbox.deliver(Envelope(EVENTS_TOPIC, SYSTEM_PID, (event,)))
        return True

    def on_message(self, topic: str, sender: str, payloads: Sequence[RawValue]) -> None:
        """Put a signal or an update into the mailbox; undecodable payloads arrive as nil."""
        values = []
        for raw in payloads:
            try:
                values.append(_converter.from_payload(raw.payload))
            except DecodingFailure as error:
                workflow.logger.warning("signal %s: %s", topic, error)
                values.append(None)
        self.mailbox.deliver(Envelope(from_text(topic), sender, tuple(values)))

    def _notify(self) -> None:
        self.scheduler.notify()


def _child_option_text(process_id: str, error: Exception) -> str:
    return f"invalid temporal child workflow options for {to_text(process_id)}: {error}"
