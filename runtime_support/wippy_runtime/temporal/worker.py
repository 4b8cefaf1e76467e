"""The main program of a generated package: connect, run the workers, stop gracefully."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

from temporalio.client import Client
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.client import Plugin as ClientPlugin
from temporalio.runtime import (
    OpenTelemetryConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
)
from temporalio.worker import Interceptor as WorkerInterceptor
from temporalio.worker import UnsandboxedWorkflowRunner, Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from .application import Application
from .client_offers import client_offers
from .clients import forget_clients, offer_clients, register_client
from .configuration_error import ConfigurationError
from .connection import connect
from .converter import data_converter
from .environment import Environment, use_environment
from .health import health_probes
from .hooks import Hooks, load_hooks
from .interceptors import WippyInterceptor
from .logging import configure_logging
from .lua_loops import lua_loops
from .process_end import end_process
from .reply_queue import reply_queue
from .threads import prepare_threads
from .worker_plan import WorkerPlan, plan_workers

_log = logging.getLogger("wippy.worker")
_STOP_MARGIN_SECONDS = 15.0
_RUNTIME_PACKAGE = __name__.rpartition(".temporal.")[0]

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_CONFIGURATION = 2


def run_program(application: Application) -> NoReturn:
    """Be the program of a generated package: `main`, then the end of the process."""
    end_process(main(application))


def main(application: Application, argv: Sequence[str] | None = None) -> int:
    """Run the command line of a generated package.

    Args:
        application: The compiled application.
        argv: Arguments without the program's name; those of the process when not given.

    Returns:
        Exit code: 0 after a graceful stop, 1 when a worker failed, 2 for a wrong configuration.
    """
    options = _arguments(application, argv)
    process = os.environ
    try:
        configure_logging(process, options.log_level)
        hooks = load_hooks(application.package, process, Path.cwd())
        environment = Environment(application.variables, application.storages)
        plans = plan_workers(application, hooks, environment, process, options.only)
        if options.check:
            for plan in plans:
                print(plan.summary())
            return EXIT_OK
        prepare_threads()
        use_environment(environment)
        offer_clients(client_offers(application, hooks, environment, process))
        asyncio.run(run_plans(plans, hooks, process))
    except ConfigurationError as error:
        print(f"{application.package}-worker: {error}", file=sys.stderr)
        return EXIT_CONFIGURATION
    except _WorkerFailed as error:
        print(f"{application.package}-worker: {error}", file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        return 130
    finally:
        lua_loops.stop()
    return EXIT_OK


async def run_workers(
    application: Application,
    *,
    only: Sequence[str] = (),
    hooks: Hooks | None = None,
    process: Mapping[str, str] | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Run the workers of an application until told to stop; for programs that embed it.

    Args:
        application: The compiled application.
        only: Workers to run, as for `plan_workers`.
        hooks: Checked hooks; none when not given.
        process: Process environment; `os.environ` when not given.
        stop: Set it to stop gracefully. Without it, SIGTERM and SIGINT do.

    Raises:
        ConfigurationError: Anything is wrong or missing, or a server cannot be reached.
    """
    variables = os.environ if process is None else process
    chosen = hooks or Hooks()
    environment = Environment(application.variables, application.storages)
    plans = plan_workers(application, chosen, environment, variables, only)
    prepare_threads()
    use_environment(environment)
    offer_clients(client_offers(application, chosen, environment, variables))
    await run_plans(plans, chosen, variables, stop=stop)


class _WorkerFailed(Exception):
    """A worker ended by itself; the text names it and the reason."""


async def run_plans(
    plans: Sequence[WorkerPlan],
    hooks: Hooks,
    process: Mapping[str, str],
    *,
    stop: asyncio.Event | None = None,
) -> None:
    """Connect, run the planned workers until `stop` (or a signal), and shut them down."""
    if stop is None:
        stop = asyncio.Event()
        _stop_on_signals(stop)
    runtime = hooks.runtime or _metrics_runtime(process)
    clients = await _connect_all(plans, hooks, runtime)
    registered = {plan.client.id: client for plan, client in zip(plans, clients, strict=True)}
    for client_id, client in registered.items():
        register_client(client_id, client)
    workers = [
        build_worker(plan, client, hooks) for plan, client in zip(plans, clients, strict=True)
    ]
    try:
        async with health_probes(process, lambda: all(w.is_running for w in workers)):
            await _run_until(stop, plans, workers)
    finally:
        await asyncio.to_thread(reply_queue.stop)
        forget_clients(registered)


async def _connect_all(
    plans: Sequence[WorkerPlan], hooks: Hooks, runtime: Runtime | None
) -> list[Client]:
    """Connect the clients. Workers of one client share it unless they poll the same queue."""
    converter = data_converter
    if hooks.payload_codec is not None:
        converter = dataclasses.replace(converter, payload_codec=hooks.payload_codec)
    connected: dict[tuple[str, int], Client] = {}
    queues: dict[tuple[str, str], int] = {}
    clients = []
    for plan in plans:
        place = (plan.client.id, plan.task_queue)
        number = queues.get(place, 0)
        queues[place] = number + 1
        key = (plan.client.id, number)
        if key not in connected:
            connected[key] = await connect(
                plan.connection,
                runtime=runtime,
                data_converter=converter,
                interceptors=[*client_interceptors(hooks), WippyInterceptor()],
                plugins=[plugin for plugin in hooks.plugins if isinstance(plugin, ClientPlugin)],
            )
        clients.append(connected[key])
    return clients


def client_interceptors(hooks: Hooks) -> list[ClientInterceptor]:
    """Return the interceptors that act on clients (and, if they can, on their workers)."""
    return [one for one in hooks.interceptors if isinstance(one, ClientInterceptor)]


def worker_interceptors(hooks: Hooks) -> list[WorkerInterceptor]:
    """Return the interceptors that act on workers and are not taken over from the client."""
    return [
        one
        for one in hooks.interceptors
        if isinstance(one, WorkerInterceptor) and not isinstance(one, ClientInterceptor)
    ]


def build_worker(plan: WorkerPlan, client: Client, hooks: Hooks) -> Worker:
    """Make the SDK worker of a plan.

    Raises:
        ConfigurationError: The SDK refuses an option.
    """
    concurrency = plan.arguments["max_concurrent_activities"]
    runner = workflow_runner(plan.spec.sandboxed)
    try:
        return Worker(
            client,
            task_queue=plan.task_queue,
            workflows=plan.workflows,
            activities=plan.activities,
            activity_executor=ThreadPoolExecutor(concurrency, thread_name_prefix="activity"),
            workflow_runner=runner,
            unsandboxed_workflow_runner=runner,
            interceptors=worker_interceptors(hooks),
            plugins=[one for one in hooks.plugins if not isinstance(one, ClientPlugin)],
            **plan.arguments,
        )
    except (ValueError, TypeError, RuntimeError) as error:
        raise ConfigurationError(f"{plan.spec.id}: invalid worker config: {error}") from error


def workflow_runner(sandboxed: bool) -> UnsandboxedWorkflowRunner | SandboxedWorkflowRunner:
    """Return the runner of workflows; the sandbox passes the runtime package through."""
    if not sandboxed and not os.environ.get("WIPPY_SANDBOXED"):
        return UnsandboxedWorkflowRunner()
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(_RUNTIME_PACKAGE)
    )


async def _run_until(
    stop: asyncio.Event, plans: Sequence[WorkerPlan], workers: Sequence[Worker]
) -> None:
    tasks = {
        asyncio.create_task(worker.run(), name=plan.spec.id): plan
        for plan, worker in zip(plans, workers, strict=True)
    }
    for plan in plans:
        _log.info("%s", plan.summary())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
    ended_early = [task for task in tasks if task.done()] if not stop.is_set() else []
    stopped.cancel()
    _log.info("stopping")
    limit = max(plan.arguments["graceful_shutdown_timeout"].total_seconds() for plan in plans)
    shutdowns = [
        asyncio.create_task(worker.shutdown())
        for worker, task in zip(workers, tasks, strict=True)
        if not task.done()
    ]
    _done, pending = await asyncio.wait([*tasks, *shutdowns], timeout=limit + _STOP_MARGIN_SECONDS)
    for task in pending:
        task.cancel()
    for task in ended_early:
        error = task.exception()
        raise _WorkerFailed(f"{tasks[task].spec.id}: worker failed: {error or 'it stopped'}")
    for task in tasks:
        if task.done() and not task.cancelled() and task.exception() is not None:
            raise _WorkerFailed(f"{tasks[task].spec.id}: worker failed: {task.exception()}")
    if pending:
        raise _WorkerFailed(f"activities did not end within {limit:g} s; stopping without them")
    _log.info("stopped")


def _stop_on_signals(stop: asyncio.Event) -> None:
    """Let the first SIGTERM or SIGINT stop gracefully and the second end the process at once."""
    loop = asyncio.get_running_loop()

    def on_signal(number: int) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, on_signal, number)
        except (NotImplementedError, RuntimeError, ValueError):
            return  # not the main thread: whoever owns it decides


def _metrics_runtime(process: Mapping[str, str]) -> Runtime | None:
    """Return a runtime that exports metrics when the environment asks for it.

    `WIPPY_METRICS_ADDRESS` (`host:port`) opens a Prometheus endpoint, `WIPPY_METRICS_OTLP_URL`
    pushes to an OpenTelemetry collector.
    """
    address, url = process.get("WIPPY_METRICS_ADDRESS"), process.get("WIPPY_METRICS_OTLP_URL")
    if not address and not url:
        return None
    metrics = (
        PrometheusConfig(bind_address=address) if address else OpenTelemetryConfig(url=url or "")
    )
    try:
        return Runtime(telemetry=TelemetryConfig(metrics=metrics))
    except (RuntimeError, ValueError) as error:
        raise ConfigurationError(f"cannot export metrics: {error}") from error


def _arguments(application: Application, argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"{application.package}-worker",
        description=f"Run the Temporal workers of {application.name}.",
        epilog="Connection: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS …",
    )
    parser.add_argument(
        "--check", action="store_true", help="check the configuration without connecting, and exit"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="WORKER",
        help="run only this worker (entry ID or name); may be repeated",
    )
    parser.add_argument(
        "--log-level", choices=("debug", "info", "warn", "error"), help="default: info"
    )
    return parser.parse_args(argv)
