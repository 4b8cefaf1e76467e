"""What one `process.spawn*` or `process.exec` outside workflows asks of the server."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from .. import registry
from ..host import SpawnRequest
from ..lib.errors import Error
from ..lua.strings import from_text, to_text
from ..lua.table import Table
from .configuration_error import ConfigurationError
from .environment import current_environment
from .option_values import OptionError
from .options import start_arguments
from .pids import Pid

_process: Final = uuid.uuid4()
_counter = itertools.count(1)

_FAIL: Final = WorkflowIDConflictPolicy.FAIL
_USE_EXISTING: Final = WorkflowIDConflictPolicy.USE_EXISTING
_UNSPECIFIED: Final = WorkflowIDConflictPolicy.UNSPECIFIED

Message = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowStart:
    """One start request, ready for a client.

    Attributes:
        client: Entry ID of the client; "" for the only one.
        pid: PID of the workflow as the spawner sees it, a Lua string.
        workflow_type: Type name.
        arguments: Lua arguments.
        workflow_id: Workflow ID.
        task_queue: Task queue.
        keywords: Further arguments of `Client.start_workflow`.
        first_message: Message that is sent with the start itself.
        messages: Messages to send once it runs.
        joins_existing: Whether a workflow that has the ID already is as good as a new one.
    """

    client: str
    pid: str
    workflow_type: str
    arguments: tuple[Any, ...]
    workflow_id: str
    task_queue: str
    keywords: Mapping[str, Any]
    first_message: Message | None = None
    messages: tuple[Message, ...] = ()
    joins_existing: bool = False


def workflow_start(request: SpawnRequest) -> tuple[WorkflowStart | None, Error | None]:
    """Decide everything about a start before the server is asked.

    The workflow ID is the option `workflow.id`, else the name, else a generated one. The queue is
    the option `workflow.task_queue`, else that of the host.
    """
    try:
        keywords = start_arguments(request.options)
    except OptionError as error:
        return None, Error(from_text(str(error)))
    entries = registry.current()
    client, worker_id = entries.worker_of(to_text(request.process_id))
    host = to_text(request.host) or worker_id
    if host in entries.workers:
        client, worker_id = entries.workers[host].client, host
    queue = keywords.pop("task_queue", None)
    if queue is None:
        queue, problem = _queue_of(host)
        if queue is None:
            return None, problem
        # Another program's queue, or the own one by its name instead of its worker's.
        worker_id = entries.host_of_queue(queue)
    elif host not in entries.workers and host:
        worker_id = host
    named = keywords.pop("id", None) or to_text(request.name)
    policy = conflict_policy(keywords, is_named=bool(named))
    keywords["id_conflict_policy"] = policy
    workflow_id = named or f"{_process}_0x{next(_counter):05x}"
    joins = policy is _USE_EXISTING
    messages = request.messages
    first = None
    if joins:
        # The server refuses a signal with the start under other policies.
        named_messages = [each for each in messages if each[0]]
        first = named_messages[0] if named_messages else None
        messages = tuple(each for each in messages if each is not first)
    return WorkflowStart(
        client=client,
        pid=from_text(str(Pid(client, worker_id or host, workflow_id))),
        workflow_type=to_text(request.process_id),
        arguments=request.arguments,
        workflow_id=workflow_id,
        task_queue=queue,
        keywords=keywords,
        first_message=first,
        messages=messages,
        joins_existing=joins,
    ), None


def conflict_policy(keywords: dict[str, Any], *, is_named: bool) -> WorkflowIDConflictPolicy:
    """Return what the server shall do when a workflow with the ID runs already.

    A workflow with an ID or name of its own joins the running one by default, one with a generated
    ID fails. `id_conflict_policy` decides when given, else `execution_error_when_already_started`,
    which is taken out of `keywords`.

    Args:
        keywords: Parsed start options.
        is_named: Whether ID or name was given.
    """
    refuses = keywords.pop("execution_error_when_already_started", None)
    given: WorkflowIDConflictPolicy | None = keywords.get("id_conflict_policy")
    if given is not None:
        return given
    if keywords.get("id_reuse_policy") is WorkflowIDReusePolicy.TERMINATE_IF_RUNNING:
        # Says itself what to do with a running one; the server accepts no policy beside it.
        return _UNSPECIFIED
    return _FAIL if (not is_named if refuses is None else refuses) else _USE_EXISTING


def _queue_of(host: str) -> tuple[str | None, Error | None]:
    """Return the task queue of a host: a worker's entry ID, `temporal:<queue>`, or a queue."""
    entries = registry.current()
    queue = entries.queue_of_host(host)
    is_entry_id = ":" in host and not host.startswith("temporal:")
    is_queue = any(worker.task_queue == queue for worker in entries.workers.values())
    if not queue or (is_entry_id and host not in entries.workers and not is_queue):
        details = Table({"host_id": from_text(host)})
        message = from_text(f"host not found: {host}")
        return None, Error(message, kind="NotFound", retryable=False, details=details)
    try:
        return current_environment().expand(queue, "task_queue"), None
    except ConfigurationError as error:
        return None, Error(from_text(str(error)), kind="Invalid", retryable=False)
