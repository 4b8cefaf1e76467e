"""What the running package knows about its own entries, clients and queues.

A generated package installs one `Registry` when it is imported. It answers by entry ID: which
queue a worker polls, which name a workflow is registered under, which activities are local.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerEntry:
    """One `temporal.worker` entry.

    Attributes:
        client: Entry ID of its client: the node of its PIDs.
        task_queue: Queue it polls, the client's prefix included.
    """

    client: str
    task_queue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowEntry:
    """One `workflow.lua` entry.

    Attributes:
        worker: Entry ID of the worker that runs it: the host of its PIDs.
        type_name: Custom workflow type; "" when it is the entry ID.
    """

    worker: str
    type_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionEntry:
    """One function or process entry that can be called.

    Attributes:
        worker: Entry ID of the worker that runs it as an activity; "" for none.
        is_local: Whether it asks to be run as a local activity.
        options: Default activity options of the entry (`meta.options`), by Lua key.
    """

    worker: str = ""
    is_local: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataEntry:
    """One entry that Lua modules read: a contract, a binding, a template.

    Attributes:
        kind: Entry kind.
        data: Its fields as plain data, without `meta`.
    """

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The entries of one application, by entry ID."""

    workers: Mapping[str, WorkerEntry] = field(default_factory=dict)
    workflows: Mapping[str, WorkflowEntry] = field(default_factory=dict)
    functions: Mapping[str, FunctionEntry] = field(default_factory=dict)
    data: Mapping[str, DataEntry] = field(default_factory=dict)

    def is_local(self, function_id: str) -> bool:
        """Return whether calling the function from a workflow makes a local activity."""
        entry = self.functions.get(function_id)
        return entry is not None and entry.is_local

    def default_options(self, function_id: str) -> Mapping[str, Any]:
        """Return the activity options an entry declares for itself."""
        entry = self.functions.get(function_id)
        return entry.options if entry is not None else {}

    def worker_of(self, workflow_id: str) -> tuple[str, str]:
        """Return entry IDs of the client and the worker of a workflow, "" for unknown ones."""
        entry = self.workflows.get(workflow_id)
        if entry is None:
            return "", ""
        worker = self.workers.get(entry.worker)
        return (worker.client if worker is not None else "", entry.worker)

    def queue_of_host(self, host: str) -> str:
        """Return the task queue a host argument means; "" stands for the caller's own.

        A worker's entry ID is its queue, `temporal:<queue>` the queue itself (older form), any
        other text the queue it names.
        """
        worker = self.workers.get(host)
        if worker is not None:
            return worker.task_queue
        return host.removeprefix("temporal:")

    def host_of_queue(self, queue: str) -> str:
        """Return the entry ID of the first worker that polls a queue, or the queue itself."""
        for worker_id, worker in self.workers.items():
            if worker.task_queue == queue:
                return worker_id
        return queue


_installed = Registry()


def install(registry: Registry) -> None:
    """Make `registry` the one this package answers from."""
    global _installed
    _installed = registry


def current() -> Registry:
    """Return the installed registry; empty before `install`."""
    return _installed
