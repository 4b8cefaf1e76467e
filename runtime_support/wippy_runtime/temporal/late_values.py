"""Settings that are no texts but are written as placeholders: `enabled: ${env:USE_TLS|false}`.

They are read when the process starts, as the type their field has. A value that does not fit ends
the worker with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..lib.time_duration import SECOND, parse_duration
from .application import Application, ClientSpec, WorkerSpec
from .configuration_error import ConfigurationError
from .environment import Environment

# The spellings YAML has for booleans.
_BOOLEANS = {
    spelling: value
    for word, value in (("true", True), ("false", False))
    for spelling in (word, word.title(), word.upper())
}


def _boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        raise ValueError("must be true or false")
    return _BOOLEANS[text]


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("must be an integer") from None


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("must be a number") from None
    if value - value != 0:
        raise ValueError("must be a finite number")
    return value


def _duration(text: str) -> float:
    return parse_duration(text) / SECOND


_Reader = Callable[[str], Any]

# Field of the spec and how to read it, by the path in the entry.
_CLIENT: Mapping[str, tuple[str, _Reader]] = {
    "tls.enabled": ("tls_enabled", _boolean),
    "connection_timeout": ("connection_timeout", _duration),
    "keep_alive_time": ("keep_alive_time", _duration),
    "keep_alive_timeout": ("keep_alive_timeout", _duration),
}
_WORKER: Mapping[str, tuple[str, _Reader]] = {
    "workflows": ("polls_workflows", _boolean),
    "activities": ("polls_activities", _boolean),
    "lifecycle.auto_start": ("auto_start", _boolean),
    "lifecycle.stop_timeout": ("stop_timeout", _duration),
}
_OPTION_PREFIX = "worker_options."
_OPTIONS: Mapping[str, _Reader] = {
    "max_concurrent_activity_execution_size": _integer,
    "max_concurrent_workflow_task_execution_size": _integer,
    "max_concurrent_local_activity_execution_size": _integer,
    "max_concurrent_activity_task_pollers": _integer,
    "max_concurrent_workflow_task_pollers": _integer,
    "worker_activities_per_second": _number,
    "task_queue_activities_per_second": _number,
    "sticky_schedule_to_start_timeout": _duration,
    "worker_stop_timeout": _duration,
    "max_heartbeat_throttle_interval": _duration,
    "default_heartbeat_throttle_interval": _duration,
    "disable_workflow_worker": _boolean,
    "local_activity_worker_only": _boolean,
    "disable_eager_activities": _boolean,
    "use_versioning": _boolean,
}


def settle(application: Application, environment: Environment) -> Application:
    """Return the application with every late value read.

    Args:
        application: As compiled.
        environment: Registry that fills placeholders.

    Raises:
        ConfigurationError: A variable without default is not set, or its value does not fit.
    """
    return replace(
        application,
        clients=tuple(_settle_client(client, environment) for client in application.clients),
        workers=tuple(_settle_worker(worker, environment) for worker in application.workers),
    )


def _settle_client(client: ClientSpec, environment: Environment) -> ClientSpec:
    changes = {
        _CLIENT[path][0]: _read(client.id, path, template, _CLIENT[path][1], environment)
        for path, template in client.late.items()
        if path in _CLIENT
    }
    return replace(client, **changes) if changes else client


def _settle_worker(worker: WorkerSpec, environment: Environment) -> WorkerSpec:
    changes: dict[str, Any] = {}
    options = dict(worker.options)
    for path, template in worker.late.items():
        option = path.removeprefix(_OPTION_PREFIX)
        if path in _WORKER:
            name, reader = _WORKER[path]
            changes[name] = _read(worker.id, path, template, reader, environment)
        elif option != path and option in _OPTIONS:
            options[option] = _read(worker.id, path, template, _OPTIONS[option], environment)
    return replace(worker, **changes, options=options) if worker.late else worker


def _read(
    entry_id: str, path: str, template: str, reader: _Reader, environment: Environment
) -> Any:
    what = f"{entry_id}: {path}"
    text = environment.expand(template, what).strip()
    try:
        return reader(text)
    except ValueError as error:
        raise ConfigurationError(f"{what}: {error}, got {text!r}") from None
