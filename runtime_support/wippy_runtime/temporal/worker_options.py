"""Wippy's `worker_options` as arguments of the SDK's `Worker`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import PollerBehaviorSimpleMaximum, WorkerDeploymentConfig

from .application import Application, WorkerSpec
from .configuration_error import ConfigurationError
from .environment import Environment

DEFAULT_CONCURRENCY = 1000
DEFAULT_POLLERS = 20
DEFAULT_STICKY_SECONDS = 5.0
DEFAULT_STOP_SECONDS = 10.0

# Sizes and pollers: zero or less means the default, as on Wippy.
_SIZES = {
    "max_concurrent_activity_execution_size": "max_concurrent_activities",
    "max_concurrent_workflow_task_execution_size": "max_concurrent_workflow_tasks",
    "max_concurrent_local_activity_execution_size": "max_concurrent_local_activities",
}
_POLLERS = {
    "max_concurrent_activity_task_pollers": "activity_task_poller_behavior",
    "max_concurrent_workflow_task_pollers": "workflow_task_poller_behavior",
}
# Set only when given and not zero.
_OPTIONAL: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "worker_activities_per_second": ("max_activities_per_second", float),
    "task_queue_activities_per_second": ("max_task_queue_activities_per_second", float),
    "max_heartbeat_throttle_interval": (
        "max_heartbeat_throttle_interval",
        lambda seconds: timedelta(seconds=seconds),
    ),
    "default_heartbeat_throttle_interval": (
        "default_heartbeat_throttle_interval",
        lambda seconds: timedelta(seconds=seconds),
    ),
    "disable_eager_activities": ("disable_eager_activity_execution", bool),
    "local_activity_worker_only": ("no_remote_activities", bool),
}
_BEHAVIORS = {
    "": VersioningBehavior.AUTO_UPGRADE,
    "unspecified": VersioningBehavior.AUTO_UPGRADE,
    "pinned": VersioningBehavior.PINNED,
    "auto_upgrade": VersioningBehavior.AUTO_UPGRADE,
}


def worker_arguments(
    application: Application,
    spec: WorkerSpec,
    environment: Environment,
    process: Mapping[str, str],
) -> dict[str, Any]:
    """Return the option arguments of one SDK worker.

    Args:
        application: The application; its build ID is the default one of a versioned worker.
        spec: The worker.
        environment: Registry that fills placeholders.
        process: Process environment. `TEMPORAL_DEPLOYMENT_NAME` and `TEMPORAL_WORKER_BUILD_ID` turn
            worker versioning on and win over the entry.

    Raises:
        ConfigurationError: An option has an impossible value.
    """
    options = spec.options
    arguments: dict[str, Any] = {}
    for name, argument in _SIZES.items():
        arguments[argument] = _positive(options.get(name)) or DEFAULT_CONCURRENCY
    for name, argument in _POLLERS.items():
        maximum = _positive(options.get(name)) or DEFAULT_POLLERS
        if maximum == 1 and argument == "workflow_task_poller_behavior":
            raise ConfigurationError(
                f"{spec.id}: invalid worker config: "
                "max concurrent workflow task pollers cannot be 1"
            )
        arguments[argument] = PollerBehaviorSimpleMaximum(maximum=maximum)
    for name, (argument, convert) in _OPTIONAL.items():
        if options.get(name):
            arguments[argument] = convert(options[name])
    identity = str(options.get("identity") or "")
    if identity:
        arguments["identity"] = environment.expand(identity, f"{spec.id}: identity")
    sticky = float(options.get("sticky_schedule_to_start_timeout") or DEFAULT_STICKY_SECONDS)
    arguments["sticky_queue_schedule_to_start_timeout"] = timedelta(seconds=sticky)
    arguments["graceful_shutdown_timeout"] = timedelta(seconds=_stop_seconds(spec))
    arguments["max_cached_workflows"] = max(
        DEFAULT_CONCURRENCY, arguments["max_concurrent_workflow_tasks"]
    )
    deployment = _deployment(application, spec, environment, process)
    if deployment is not None:
        arguments["deployment_config"] = deployment
    return arguments


def _positive(value: object) -> int:
    return int(value) if isinstance(value, int | float) and value > 0 else 0


def _stop_seconds(spec: WorkerSpec) -> float:
    """`worker_stop_timeout`, within `lifecycle.stop_timeout` when that is written too."""
    limit = DEFAULT_STOP_SECONDS if spec.stop_timeout is None else spec.stop_timeout
    wanted = float(spec.options.get("worker_stop_timeout") or 0)
    if wanted <= 0:
        return limit
    return wanted if spec.stop_timeout is None else min(wanted, limit)


def _deployment(
    application: Application,
    spec: WorkerSpec,
    environment: Environment,
    process: Mapping[str, str],
) -> WorkerDeploymentConfig | None:
    options = spec.options
    from_process = process.get("TEMPORAL_DEPLOYMENT_NAME", "")
    if not from_process and not options.get("use_versioning"):
        return None
    name = from_process or environment.expand(
        str(options.get("deployment_name") or ""), f"{spec.id}: deployment_name"
    )
    if not name:
        raise ConfigurationError(f"{spec.id}: use_versioning needs deployment_name")
    variable = str(options.get("build_id_env") or "")
    build_id = (
        process.get("TEMPORAL_WORKER_BUILD_ID")
        or environment.expand(str(options.get("build_id") or ""), f"{spec.id}: build_id")
        or (variable and environment.get(variable))
        or application.build_id
    )
    if not build_id:
        raise ConfigurationError(f"{spec.id}: use_versioning needs build_id")
    behavior = str(options.get("default_versioning_behavior") or "").lower().replace("-", "_")
    if behavior not in _BEHAVIORS:
        raise ConfigurationError(
            f"{spec.id}: default_versioning_behavior must be pinned or auto_upgrade, "
            f"got {behavior!r}"
        )
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment_name=name, build_id=build_id),
        use_worker_versioning=True,
        default_versioning_behavior=_BEHAVIORS[behavior],
    )
