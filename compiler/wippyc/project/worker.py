"""Decodes `temporal.worker`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from wippyc.diagnostics.model import Label
from wippyc.project import rules
from wippyc.project.entries import RawEntry
from wippyc.project.fields import Fields, Reporter
from wippyc.project.lifecycle import read_lifecycle
from wippyc.project.model import EnvValue, WorkerEntry

_KEYS: Final = ("client", "task_queue", "lifecycle", "worker_options", "workflows", "activities")
_WRAP: Final = "invalid worker config: "


class _Type(Enum):
    TEXT = auto()
    FLAG = auto()
    SIZE = auto()
    RATE = auto()
    DURATION = auto()


@dataclass(frozen=True, slots=True)
class _Option:
    """A key of `worker_options`.

    Attributes:
        type: What its value is.
        words: What Wippy calls it in messages.
        unsupported: Why the Python SDK cannot honour it; empty when it can.
    """

    type: _Type
    words: str = ""
    unsupported: str = ""


_NO_SESSIONS: Final = "the Python SDK has no sessions"
_NO_EAGER_SLOTS: Final = "the Python SDK has no such slot limit"

WORKER_OPTIONS: Final[dict[str, _Option]] = {
    "identity": _Option(_Type.TEXT),
    "max_concurrent_activity_execution_size": _Option(_Type.SIZE),
    "max_concurrent_workflow_task_execution_size": _Option(_Type.SIZE),
    "max_concurrent_local_activity_execution_size": _Option(_Type.SIZE),
    "max_concurrent_session_execution_size": _Option(_Type.SIZE, unsupported=_NO_SESSIONS),
    "max_concurrent_eager_activity_execution_size": _Option(
        _Type.SIZE, unsupported=_NO_EAGER_SLOTS
    ),
    "max_concurrent_activity_task_pollers": _Option(_Type.SIZE),
    "max_concurrent_workflow_task_pollers": _Option(_Type.SIZE),
    "worker_activities_per_second": _Option(_Type.RATE, "worker activities per second"),
    "worker_local_activities_per_second": _Option(
        _Type.RATE,
        "worker local activities per second",
        "the Python SDK does not limit the rate of local activities",
    ),
    "task_queue_activities_per_second": _Option(_Type.RATE, "task queue activities per second"),
    "sticky_schedule_to_start_timeout": _Option(_Type.DURATION),
    "worker_stop_timeout": _Option(_Type.DURATION),
    "deadlock_detection_timeout": _Option(
        _Type.DURATION,
        unsupported="the Python SDK always fails a workflow task that computes for two seconds",
    ),
    "max_heartbeat_throttle_interval": _Option(_Type.DURATION),
    "default_heartbeat_throttle_interval": _Option(_Type.DURATION),
    "enable_logging_in_replay": _Option(
        _Type.FLAG, unsupported="the workflow logger of the Python SDK is silent during replay"
    ),
    "enable_session_worker": _Option(_Type.FLAG, unsupported=_NO_SESSIONS),
    "disable_workflow_worker": _Option(_Type.FLAG),
    "local_activity_worker_only": _Option(_Type.FLAG),
    "disable_eager_activities": _Option(_Type.FLAG),
    "disable_registration_aliasing": _Option(_Type.FLAG),
    "use_versioning": _Option(_Type.FLAG),
    "deployment_name": _Option(_Type.TEXT),
    "build_id": _Option(_Type.TEXT),
    "build_id_env": _Option(_Type.TEXT),
    "default_versioning_behavior": _Option(_Type.TEXT),
}
"""Every option of Wippy's workers."""

_VERSIONING_KEYS: Final = (
    "deployment_name",
    "build_id",
    "build_id_env",
    "default_versioning_behavior",
)
_VERSIONING_BEHAVIORS: Final = ("pinned", "auto_upgrade")


def decode_worker(raw: RawEntry, reporter: Reporter) -> WorkerEntry:
    """Return the worker; every problem of its configuration is reported.

    The client is what is written: `link` fills in the default client.
    """
    fields = Fields(raw.data, reporter)
    fields.warn_unknown(_KEYS)
    lifecycle = read_lifecycle(fields)
    queue = fields.env("task_queue")
    if not fields.is_given("task_queue"):
        reporter.report(
            rules.TASK_QUEUE_REQUIRED,
            f"{_WRAP}task queue is required",
            fields.span("task_queue"),
            note="a worker polls exactly one task queue",
            hint="add `task_queue: …`",
        )
    section = fields.section("worker_options")
    section.warn_unknown(WORKER_OPTIONS)
    options = {
        key: value
        for key, option in WORKER_OPTIONS.items()
        if (value := _option(section, key, option)) is not None
    }
    _check_pollers(section, options)
    _check_versioning(section, options)
    runs_workflows = fields.boolean("workflows", True)
    runs_activities = fields.boolean("activities", True)
    _check_modes(fields, section, options, runs_workflows, runs_activities)
    return WorkerEntry(
        id=raw.id,
        client=fields.reference("client"),
        task_queue=queue.template if queue is not None else "",
        workflows=runs_workflows and options.get("disable_workflow_worker") is not True,
        activities=runs_activities,
        auto_start=lifecycle.auto_start,
        stop_timeout=lifecycle.stop_timeout,
        options=options,
        late=fields.late,
        span=raw.span,
    )


def _option(
    section: Fields, key: str, option: _Option
) -> bool | int | float | str | EnvValue | None:
    value: bool | int | float | str | EnvValue | None = None
    match option.type:
        case _Type.TEXT:
            template = section.env(key)
            if template is not None:
                value = template if template.value is None else template.value
        case _Type.FLAG:
            value = section.boolean(key) if section.node(key) is not None else None
        case _Type.SIZE:
            size = section.integer(key)
            # Wippy takes its default for a size of zero and below.
            value = size if size is not None and size > 0 else None
        case _Type.RATE:
            rate = section.number(key)
            if rate is not None and rate < 0:
                section.reporter.report(
                    rules.NEGATIVE_RATE,
                    f"{_WRAP}{option.words} cannot be negative",
                    section.span(key),
                    note="zero already means no limit",
                    hint="give a rate above zero, or remove the key",
                )
            value = rate if rate is not None and rate > 0 else None
        case _Type.DURATION:
            value = _duration(section, key)
    if option.unsupported and value not in (None, False):
        section.reporter.report(
            rules.OPTION_WITHOUT_EFFECT,
            f"worker_options.{key} cannot be honoured",
            section.items[key].key_span,
            note=option.unsupported,
            hint="remove the key; it stays without effect here",
        )
    return value


def _duration(section: Fields, key: str) -> float | None:
    seconds = section.duration(key)
    if seconds is not None and seconds < 0:
        section.reporter.report(
            rules.NEGATIVE_DURATION,
            f"{_WRAP}{key.replace('_', ' ')} must be >= 0",
            section.span(key),
            note="a wait cannot be shorter than nothing",
            hint='write a duration such as "10s"',
        )
        return None
    return seconds or None


def _check_pollers(
    section: Fields, options: dict[str, bool | int | float | str | EnvValue]
) -> None:
    key = "max_concurrent_workflow_task_pollers"
    if options.get(key) == 1:
        section.reporter.report(
            rules.SINGLE_POLLER,
            f"{_WRAP}max concurrent workflow task pollers cannot be 1",
            section.span(key),
            note="one poller serves the sticky queue and one the shared queue",
            hint="give at least 2, or remove the key",
        )


def _check_versioning(
    section: Fields, options: dict[str, bool | int | float | str | EnvValue]
) -> None:
    behavior = options.get("default_versioning_behavior")
    if isinstance(behavior, str) and behavior not in _VERSIONING_BEHAVIORS:
        section.reporter.report(
            rules.INVALID_VERSIONING,
            f"{_WRAP}invalid default versioning behavior: {behavior}",
            section.span("default_versioning_behavior"),
            note="workflows of a deployment are `pinned` to it or move on by `auto_upgrade`",
            hint="use `pinned` or `auto_upgrade`",
        )
    if options.get("use_versioning") is not True:
        if "worker_options.use_versioning" in section.late:
            return
        for key in _VERSIONING_KEYS:
            if key in options:
                section.reporter.report(
                    rules.OPTION_WITHOUT_EFFECT,
                    f"worker_options.{key} has no effect without use_versioning",
                    section.items[key].key_span,
                    note="versioning options are read only when `use_versioning` is true",
                    hint="add `use_versioning: true`, or remove the key",
                )
        return
    missing = []
    if "deployment_name" not in options:
        missing.append("deployment_name")
    if "build_id" not in options and "build_id_env" not in options:
        missing.append("build_id")
    if missing:
        section.reporter.report(
            rules.INCOMPLETE_VERSIONING,
            f"use_versioning needs {' and '.join(missing)}",
            section.items["use_versioning"].key_span,
            note="a deployment version is the name of the deployment and the ID of the build",
            hint="add " + " and ".join(f"`{key}: …`" for key in missing),
        )


def _check_modes(
    fields: Fields,
    section: Fields,
    options: dict[str, bool | int | float | str | EnvValue],
    runs_workflows: bool,
    runs_activities: bool,
) -> None:
    is_disabled = options.get("disable_workflow_worker") is True
    is_local_only = options.get("local_activity_worker_only") is True
    if is_local_only and (is_disabled or not runs_workflows):
        other = section.span("disable_workflow_worker") if is_disabled else fields.span("workflows")
        section.reporter.report(
            rules.CONFLICTING_MODES,
            f"{_WRAP}cannot disable workflow worker and use local activity worker only "
            "simultaneously",
            section.span("local_activity_worker_only"),
            labels=(Label(other, "workflows are switched off here"),),
            note="local activities run inside workflow tasks, so nothing would be left to run",
            hint="remove one of the two",
        )
    elif not runs_activities and (is_disabled or not runs_workflows):
        fields.reporter.report(
            rules.IDLE_WORKER,
            f"worker '{fields.reporter.entry}' runs neither workflows nor activities",
            fields.span("activities"),
            note="the Python SDK refuses to start such a worker, so it is left out",
            hint="switch one of the two on, or remove the entry",
        )
