"""What a worker process is going to run, decided before anything connects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from temporalio.workflow import _Definition as WorkflowDefinition

from .application import Application, ClientSpec, WorkerSpec
from .configuration_error import ConfigurationError
from .connection import ConnectOptions, resolve_connection
from .environment import Environment
from .hooks import Hooks, activity_name
from .internal_activities import INTERNAL_ACTIVITIES, not_registered_activity
from .late_values import settle
from .python_implementation import implementation_activity, plain_activity
from .worker_options import worker_arguments


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPlan:
    """One SDK worker to be.

    Attributes:
        spec: The worker entry.
        client: Its client entry.
        connection: How to connect.
        task_queue: Queue it polls, with the client's prefix.
        workflows: Workflow classes.
        activities: Activity callables, internal ones included.
        arguments: Option arguments of the SDK's `Worker`.
    """

    spec: WorkerSpec
    client: ClientSpec
    connection: ConnectOptions
    task_queue: str
    workflows: tuple[type, ...]
    activities: tuple[Callable[..., Any], ...]
    arguments: Mapping[str, Any] = field(repr=False)

    def summary(self) -> str:
        """Return one line about the plan, without secrets."""
        names = [name for name in map(activity_name, self.activities) if name]
        public = [name for name in names if not name.startswith("__")]
        return (
            f"{self.spec.id}: queue {self.task_queue} at {self.connection.target_host}, "
            f"namespace {self.connection.namespace}, {len(self.workflows)} workflow types, "
            f"{len(public)} activity types"
        )


def plan_workers(
    application: Application,
    hooks: Hooks,
    environment: Environment,
    process: Mapping[str, str],
    only: Sequence[str] = (),
) -> tuple[WorkerPlan, ...]:
    """Decide what to run.

    Args:
        application: The compiled application.
        hooks: Checked hooks.
        environment: Registry that fills placeholders.
        process: Process environment.
        only: IDs (or the names after the colon) of the workers to run. Empty means the workers
            with `auto_start`, or all of them when no worker has it.

    Raises:
        ConfigurationError: Anything is wrong or missing.
    """
    check_implementations(application, hooks)
    application = settle(application, environment)
    return tuple(
        _plan(application, spec, hooks, environment, process)
        for spec in select_workers(application, only)
    )


def select_workers(application: Application, only: Sequence[str]) -> tuple[WorkerSpec, ...]:
    """Return the workers to run.

    Raises:
        ConfigurationError: The application has no workers, or a name is unknown.
    """
    if not application.workers:
        raise ConfigurationError(f"{application.name} has no temporal.worker entry to run")
    if not only:
        started = tuple(worker for worker in application.workers if worker.auto_start)
        return started or application.workers
    chosen = []
    for name in only:
        matches = [
            worker
            for worker in application.workers
            if name in (worker.id, worker.id.partition(":")[2])
        ]
        if not matches:
            known = ", ".join(worker.id for worker in application.workers)
            raise ConfigurationError(f"no worker {name!r}; known workers: {known}")
        if len(matches) > 1:
            raise ConfigurationError(f"worker name {name!r} is ambiguous; use its full ID")
        if matches[0] not in chosen:
            chosen.append(matches[0])
    return tuple(chosen)


def check_implementations(application: Application, hooks: Hooks) -> None:
    """Check that Python implementations are for existing entries, and none is missing.

    Raises:
        ConfigurationError: Otherwise.
    """
    known = {name for name in map(activity_name, application.functions) if name}
    for worker in application.workers:
        known.update(name for name in map(activity_name, worker.activities) if name)
        known.update(worker.implementations)
        for entry_id in worker.implementations:
            if entry_id not in hooks.implementations:
                raise ConfigurationError(
                    f"{entry_id} needs a Python implementation: define "
                    f"implementations = {{{entry_id!r}: function}} in hooks.py"
                )
    for entry_id in hooks.implementations:
        if entry_id not in known:
            close = get_close_matches(entry_id, sorted(known), n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise ConfigurationError(
                f"{hooks.origin}: implementations: no function entry {entry_id!r}{hint}"
            )


def worker_activities(spec: WorkerSpec, hooks: Hooks) -> tuple[Callable[..., Any], ...]:
    """Return all activities of a worker: its own, replaced ones, those of hooks, internal ones.

    Raises:
        ConfigurationError: Two activities have the same name.
    """
    if not spec.polls_activities:
        return tuple(INTERNAL_ACTIVITIES)
    chosen: dict[str, Callable[..., Any]] = {}
    for function in spec.activities:
        name = activity_name(function) or ""
        if name in chosen:
            raise ConfigurationError(f"{spec.id}: activity {name} already registered")
        replacement = hooks.implementations.get(name)
        chosen[name] = (
            function if replacement is None else implementation_activity(name, replacement)
        )
    for entry_id in spec.implementations:
        chosen[entry_id] = implementation_activity(entry_id, hooks.implementations[entry_id])
    for function in hooks.activities:
        name = activity_name(function) or ""
        if name in chosen:
            raise ConfigurationError(f"{hooks.origin}: activity {name} already registered")
        chosen[name] = plain_activity(name, function) if name else function
    for function in INTERNAL_ACTIVITIES:
        chosen[activity_name(function) or ""] = function
    if "" not in chosen:
        chosen[""] = not_registered_activity(sorted(name for name in chosen if name[:2] != "__"))
    return tuple(chosen.values())


def _plan(
    application: Application,
    spec: WorkerSpec,
    hooks: Hooks,
    environment: Environment,
    process: Mapping[str, str],
) -> WorkerPlan:
    try:
        client = application.client_of(spec)
    except KeyError as error:
        raise ConfigurationError(f"{spec.id}: failed to get client: {error.args[0]}") from error
    arguments = worker_arguments(application, spec, environment, process)
    if not spec.polls_activities:
        arguments["no_remote_activities"] = True
    runs_workflows = spec.polls_workflows and not spec.options.get("disable_workflow_worker")
    if not runs_workflows and arguments.get("no_remote_activities"):
        raise ConfigurationError(f"{spec.id}: runs neither workflows nor activities")
    workflows = spec.workflows if runs_workflows else ()
    _check_workflows(spec, workflows)
    queue = environment.expand(client.queue_prefix + spec.task_queue, f"{spec.id}: task_queue")
    if not queue:
        raise ConfigurationError(f"{spec.id}: invalid worker config: task queue is required")
    return WorkerPlan(
        spec=spec,
        client=client,
        connection=resolve_connection(client, environment, process),
        task_queue=queue,
        workflows=workflows,
        activities=worker_activities(spec, hooks),
        arguments=arguments,
    )


def _check_workflows(spec: WorkerSpec, workflows: Sequence[type]) -> None:
    names: set[str | None] = set()
    for workflow in workflows:
        name = WorkflowDefinition.must_from_class(workflow).name
        if name in names:
            raise ConfigurationError(f"{spec.id}: workflow {name} already registered")
        names.add(name)
