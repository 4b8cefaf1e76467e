"""A compiled application as a Temporal plugin, for programs that run their own workers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from temporalio.client import ClientConfig
from temporalio.plugin import SimplePlugin
from temporalio.worker import WorkerConfig

from .application import Application
from .converter import data_converter
from .environment import Environment, use_environment
from .hooks import Hooks, activity_name
from .interceptors import WippyInterceptor
from .threads import prepare_threads
from .worker import workflow_runner
from .worker_options import DEFAULT_CONCURRENCY
from .worker_plan import check_implementations, worker_activities


def plugin(application: Application, hooks: Hooks | None = None) -> SimplePlugin:
    """Return a plugin with the workflows and activities of all workers of an application.

    Give it to `Client.connect(plugins=[…])`; workers of that client then take it over. Payloads,
    headers and failures are Wippy's for everything that uses the client.

    Args:
        application: The compiled application.
        hooks: Checked hooks; none when not given.

    Raises:
        ConfigurationError: The hooks do not fit the application.
    """
    chosen = hooks or Hooks()
    check_implementations(application, chosen)
    return _ApplicationPlugin(application, chosen)


class _ApplicationPlugin(SimplePlugin):
    def __init__(self, application: Application, hooks: Hooks) -> None:
        workflows: dict[type, None] = {}
        activities: dict[str, Any] = {}
        for worker in application.workers:
            workflows.update(dict.fromkeys(worker.workflows))
            for function in worker_activities(worker, hooks):
                name = activity_name(function) or ""
                # A dynamic fallback would hide the activities of the embedding program.
                if name:
                    activities[name] = function
        super().__init__(
            f"wippy.{application.package}",
            data_converter=data_converter,
            interceptors=[*hooks.interceptors, WippyInterceptor()],
            workflows=list(workflows),
            activities=list(activities.values()),
            workflow_runner=workflow_runner(False),
            run_context=lambda: _running(application),
        )
        self._codec = hooks.payload_codec

    def configure_client(self, config: ClientConfig) -> ClientConfig:
        """Set Wippy's converter, with the payload codec of the hooks or of the client."""
        before = config.get("data_converter")
        codec = self._codec or (before.payload_codec if before is not None else None)
        configured = super().configure_client(config)
        configured["data_converter"] = data_converter.__class__(
            payload_converter_class=data_converter.payload_converter_class,
            failure_converter_class=data_converter.failure_converter_class,
            payload_codec=codec,
        )
        return configured

    def configure_worker(self, config: WorkerConfig) -> WorkerConfig:
        """Add a thread pool for synchronous activities when the worker has none."""
        prepare_threads()
        configured = super().configure_worker(config)
        if configured.get("activity_executor") is None:
            limit = configured.get("max_concurrent_activities") or DEFAULT_CONCURRENCY
            configured["activity_executor"] = ThreadPoolExecutor(
                limit, thread_name_prefix="activity"
            )
        return configured


@asynccontextmanager
async def _running(application: Application) -> AsyncIterator[None]:
    use_environment(Environment(application.variables, application.storages))
    yield
