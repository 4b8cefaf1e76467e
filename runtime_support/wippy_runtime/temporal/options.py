"""Option tables of `funcs` executors and process spawners as SDK keyword arguments.

Every key is accepted as `activity.X` / `workflow.X` (canonical), with a `temporal.` prefix, and
bare (older form), in this order of precedence. Unknown keys are ignored. Messages name the
canonical key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from temporalio.common import (
    AutoUpgradeVersioningOverride,
    PinnedVersioningOverride,
    VersioningOverride,
    WorkerDeploymentVersion,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.workflow import (
    ActivityCancellationType,
    ChildWorkflowCancellationType,
    ParentClosePolicy,
)

from . import option_values as values
from .option_values import OptionError, Parser

DEFAULT_START_TO_CLOSE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Option:
    """One option key.

    Attributes:
        name: Key without prefix.
        parse: Parser of its value.
        argument: SDK keyword argument; "" when the SDK has none and the value is only checked.
        aliases: Other names of the key, with the `temporal.` prefix only.
    """

    name: str
    parse: Parser
    argument: str
    aliases: tuple[str, ...] = ()


def _activity_cancellation(key: str, value: Any) -> ActivityCancellationType:
    if values.boolean(key, value):
        return ActivityCancellationType.WAIT_CANCELLATION_COMPLETED
    return ActivityCancellationType.TRY_CANCEL


def _child_cancellation(key: str, value: Any) -> ChildWorkflowCancellationType:
    if values.boolean(key, value):
        return ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED
    return ChildWorkflowCancellationType.TRY_CANCEL


def _versioning_override(key: str, value: Any) -> VersioningOverride:
    if isinstance(value, str):
        if _mode(value) == "auto_upgrade":
            return AutoUpgradeVersioningOverride()
        raise OptionError(
            f'{key} mode "{values.string(key, value)}" requires map with version details'
        )
    table = values.table(key, value)
    if table.get("mode") is None:
        raise OptionError(f"{key}.mode is required")
    match _mode(values.string(f"{key}.mode", table["mode"])):
        case "auto_upgrade":
            return AutoUpgradeVersioningOverride()
        case "pinned":
            found = table.get("version")
            version = values.table(f"{key}.version", found) if found is not None else table
            names = ("deployment_name", "build_id")
            parts = [values.string(f"{key}.version.{n}", version.get(n, "")) for n in names]
            for name, part in zip(names, parts, strict=True):
                if not part:
                    raise OptionError(f"{key}.version.{name} is required for pinned mode")
            return PinnedVersioningOverride(WorkerDeploymentVersion(*parts))
        case _:
            raise OptionError(f'{key}.mode must be "pinned" or "auto_upgrade"')


def _mode(text: str) -> str:
    return text.strip().lower().replace("-", "_")


_conflict_policy = values.enumeration(
    WorkflowIDConflictPolicy,
    "WORKFLOW_ID_CONFLICT_POLICY_",
    {"unspecified": 0, "fail": 1, "use_existing": 2, "terminate_existing": 3},
)
_reuse_policy = values.enumeration(
    WorkflowIDReusePolicy,
    "WORKFLOW_ID_REUSE_POLICY_",
    {
        "allow_duplicate": 1,
        "allow_duplicate_failed_only": 2,
        "reject_duplicate": 3,
        "terminate_if_running": 4,
    },
)
_parent_close_policy = values.enumeration(
    ParentClosePolicy,
    "PARENT_CLOSE_POLICY_",
    {"unspecified": 0, "terminate": 1, "abandon": 2, "request_cancel": 3},
)

ACTIVITY_OPTIONS: Final = (
    Option("id", values.string, "activity_id"),
    Option("task_queue", values.filled_string, "task_queue"),
    Option("schedule_to_close_timeout", values.duration, "schedule_to_close_timeout"),
    Option("schedule_to_start_timeout", values.duration, "schedule_to_start_timeout"),
    Option("start_to_close_timeout", values.duration, "start_to_close_timeout"),
    Option("heartbeat_timeout", values.duration, "heartbeat_timeout"),
    Option("wait_for_cancellation", _activity_cancellation, "cancellation_type"),
    Option("retry_policy", values.retry_policy, "retry_policy"),
    Option("disable_eager_execution", values.boolean, ""),
    Option("versioning_intent", values.versioning_intent, "versioning_intent"),
    Option("summary", values.lua_string, "summary"),
    Option("priority", values.priority, "priority"),
)

LOCAL_ACTIVITY_ARGUMENTS: Final = frozenset(
    {
        "activity_id",
        "schedule_to_close_timeout",
        "schedule_to_start_timeout",
        "start_to_close_timeout",
        "cancellation_type",
        "retry_policy",
        "summary",
    }
)

_COMMON_WORKFLOW_OPTIONS: Final = (
    Option("id", values.filled_string, "id"),
    Option("task_queue", values.filled_string, "task_queue"),
    Option("execution_timeout", values.duration, "execution_timeout"),
    Option("run_timeout", values.duration, "run_timeout"),
    Option("task_timeout", values.duration, "task_timeout"),
    Option("id_reuse_policy", _reuse_policy, "id_reuse_policy"),
    Option("retry_policy", values.retry_policy, "retry_policy"),
    Option("cron_schedule", values.string, "cron_schedule"),
    Option("memo", values.memo, "memo"),
    Option(
        "search_attributes",
        values.search_attributes,
        "search_attributes",
        ("typed_search_attributes",),
    ),
    Option("summary", values.lua_string, "static_summary", ("static_summary",)),
    Option("details", values.lua_string, "static_details", ("static_details",)),
    Option("priority", values.priority, "priority"),
)

START_OPTIONS: Final = (
    *_COMMON_WORKFLOW_OPTIONS,
    Option("id_conflict_policy", _conflict_policy, "id_conflict_policy"),
    Option(
        "execution_error_when_already_started",
        values.boolean,
        "execution_error_when_already_started",
    ),
    Option("enable_eager_start", values.boolean, "request_eager_start"),
    Option("start_delay", values.duration, "start_delay"),
    Option("versioning_override", _versioning_override, "versioning_override"),
)

CHILD_OPTIONS: Final = (
    *_COMMON_WORKFLOW_OPTIONS,
    Option("id_conflict_policy", _conflict_policy, ""),
    Option("namespace", values.string, "namespace"),
    Option("wait_for_cancellation", _child_cancellation, "cancellation_type"),
    Option("parent_close_policy", _parent_close_policy, "parent_close_policy"),
    Option("versioning_intent", values.versioning_intent, "versioning_intent"),
)


def _spellings(scope: str, option: Option) -> list[str]:
    names = [f"{scope}.{option.name}", f"temporal.{scope}.{option.name}"]
    for alias in option.aliases:
        names += [f"temporal.{scope}.{alias}", f"{scope}.{alias}"]
    return [*names, option.name, *option.aliases]


def _parse(scope: str, options: tuple[Option, ...], table: Any) -> dict[str, Any]:
    given = values.fields(table)
    arguments: dict[str, Any] = {}
    for option in options:
        for spelling in _spellings(scope, option):
            if spelling in given:
                value = option.parse(f"{scope}.{option.name}", given[spelling])
                if option.argument and value is not None:
                    arguments[option.argument] = value
                break
    return arguments


def activity_arguments(
    table: Any, *, defaults: Mapping[str, Any] | None = None, is_local: bool = False
) -> dict[str, Any]:
    """Return keyword arguments for `workflow.start_activity` or its local form.

    Args:
        table: Option table of the call, or nil.
        defaults: Options of the entry itself; those of the call win key by key.
        is_local: Whether to keep only what local activities understand.

    Raises:
        OptionError: A value cannot be used; the text names the canonical key.
    """
    arguments = _parse("activity", ACTIVITY_OPTIONS, defaults or {})
    arguments.update(_parse("activity", ACTIVITY_OPTIONS, table))
    arguments.setdefault("start_to_close_timeout", DEFAULT_START_TO_CLOSE)
    if is_local:
        return {k: v for k, v in arguments.items() if k in LOCAL_ACTIVITY_ARGUMENTS}
    return arguments


def child_arguments(table: Any) -> dict[str, Any]:
    """Return keyword arguments for `workflow.start_child_workflow`, and `namespace` if given.

    Raises:
        OptionError: A value cannot be used; the text names the canonical key.
    """
    return _parse("workflow", CHILD_OPTIONS, table)


def start_arguments(table: Any) -> dict[str, Any]:
    """Return keyword arguments for `Client.start_workflow`.

    `execution_error_when_already_started` is among them when given, for the caller to resolve
    into a conflict policy.

    Raises:
        OptionError: A value cannot be used; the text names the canonical key.
    """
    return _parse("workflow", START_OPTIONS, table)
