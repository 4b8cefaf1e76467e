"""Starts one workflow or calls one function of a compiled application, from a command line.

`python -m <package>.wippy_runtime.temporal.execute PACKAGE ENTRY [--id ID]` reads the arguments as
a JSON list from standard input and writes the result as JSON to standard output. A Lua error goes
to standard error with its kind and call stack; the exit status is then 1, and 2 when the
configuration is wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from temporalio.client import Client, Plugin, WorkflowFailureError
from temporalio.exceptions import ApplicationError, FailureError, WorkflowAlreadyStartedError
from temporalio.service import RPCError

from .. import registry
from .application import Application, WorkerSpec
from .client_offers import client_offers
from .clients import offer_clients
from .configuration_error import ConfigurationError
from .connection import connect, resolve_connection
from .converter import NO_VALUE, text_data_converter
from .environment import Environment, current_environment, use_environment
from .function_run import run_function
from .functions import find_function
from .hooks import Hooks, load_hooks
from .interceptors import WippyInterceptor
from .late_values import settle
from .process_end import end_process
from .python_implementation import implementation_activity
from .reply_queue import reply_queue
from .threads import prepare_threads
from .transfer import from_plain, to_plain
from .worker import client_interceptors


async def start_workflow(
    application: Application,
    entry_id: str,
    arguments: Sequence[Any],
    *,
    workflow_id: str,
    process: Mapping[str, str],
    hooks: Hooks | None = None,
) -> Any:
    """Start a workflow on the queue of its worker and wait for its result.

    Args:
        application: The compiled application.
        entry_id: ID of the workflow's entry.
        arguments: Plain Python data, one value per argument.
        workflow_id: Temporal workflow ID.
        process: Process environment with the `TEMPORAL_*` variables.
        hooks: Hooks of the application; a payload codec is needed here too.

    Raises:
        ConfigurationError: No such workflow, or Temporal cannot be reached.
        WorkflowFailureError: The workflow failed.
    """
    environment = Environment(application.variables, application.storages)
    application = settle(application, environment)
    spec = _worker_of(application, entry_id)
    client = await _connect(application, spec, environment, process, hooks or Hooks())
    queue = environment.expand(application.queue_of(spec), f"{spec.id}: task_queue")
    handle = await client.start_workflow(
        entry_id, args=list(arguments), id=workflow_id, task_queue=queue
    )
    return await handle.result()


def call_function(
    application: Application,
    entry_id: str,
    arguments: Sequence[Any],
    *,
    process: Mapping[str, str],
    hooks: Hooks | None = None,
) -> Any:
    """Call a function in this process; Temporal is connected when the function needs it.

    Args:
        application: The compiled application, whose modules have been imported.
        entry_id: ID of the function's entry.
        arguments: Plain Python data, one value per argument.
        process: Process environment with the `TEMPORAL_*` variables.
        hooks: Hooks of the application.

    Raises:
        ConfigurationError: No such function.
        ApplicationError: The function failed.
    """
    entry = find_function(entry_id)
    if entry is None:
        raise ConfigurationError(f"{application.name} has no function {entry_id}")
    offers = client_offers(application, hooks or Hooks(), current_environment(), process)
    offer_clients(offers)
    try:
        outcome = asyncio.run(run_function(entry, [from_plain(each) for each in arguments]))
    finally:
        reply_queue.stop()
    failure = outcome.as_failure()
    if failure is not None:
        raise failure
    return None if outcome.value is NO_VALUE else to_plain(outcome.value)


def _worker_of(application: Application, entry_id: str) -> WorkerSpec:
    _, worker_id = registry.current().worker_of(entry_id)
    for spec in application.workers:
        if spec.id == worker_id:
            return spec
    raise ConfigurationError(f"no worker of {application.name} runs the workflow {entry_id}")


async def _connect(
    application: Application,
    spec: WorkerSpec,
    environment: Environment,
    process: Mapping[str, str],
    hooks: Hooks,
) -> Client:
    options = resolve_connection(application.client_of(spec), environment, process)
    return await connect(
        options,
        runtime=hooks.runtime,
        data_converter=replace(text_data_converter, payload_codec=hooks.payload_codec),
        interceptors=[*client_interceptors(hooks), WippyInterceptor()],
        plugins=[plugin for plugin in hooks.plugins if isinstance(plugin, Plugin)],
    )


def error_lines(error: BaseException) -> list[str]:
    """Return what to tell people about a failed execution: message, kind, Lua call stack."""
    cause: BaseException = error
    while isinstance(cause, WorkflowFailureError) and cause.cause is not None:
        cause = cause.cause
    message = cause.message if isinstance(cause, FailureError) else str(cause)
    kind = cause.type if isinstance(cause, ApplicationError) else type(cause).__name__
    trace = getattr(cause, "lua_traceback", None)
    failure = cause.failure if isinstance(cause, FailureError) else None
    if trace is None and failure is not None:
        trace = failure.stack_trace
    if trace and trace.startswith(message):
        # It describes the error at its head, and may name what was at fault besides.
        message, trace = trace, None
    text = "\n".join(filter(None, (f"{kind}: {message}" if kind else message, trace)))
    return text.rstrip().split("\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Execute one entry and return the exit status."""
    parser = argparse.ArgumentParser(description="Execute one entry of a compiled application")
    parser.add_argument("package")
    parser.add_argument("entry")
    parser.add_argument("--id", default="")
    options = parser.parse_args(arguments)
    values = json.load(sys.stdin)
    try:
        result = _execute(options.package, options.entry, options.id, values)
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except WorkflowAlreadyStartedError as error:
        print(f"error: workflow {error.workflow_id} is running already", file=sys.stderr)
        return 1
    except (WorkflowFailureError, ApplicationError) as error:
        print("\n".join(error_lines(error)), file=sys.stderr)
        return 1
    except RPCError as error:
        print(f"error: Temporal refused: {error.message}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    print(json.dumps(result, ensure_ascii=False, default=_plain))
    return 0


def _execute(package: str, entry_id: str, workflow_id: str, values: Sequence[Any]) -> Any:
    prepare_threads()
    application: Application = importlib.import_module(f"{package}.worker").APPLICATION
    use_environment(Environment(application.variables, application.storages))
    hooks = load_hooks(package, os.environ, Path())
    if entry_id in registry.current().workflows:
        identifier = workflow_id or f"{entry_id}-{uuid.uuid4()}"
        return asyncio.run(
            start_workflow(
                application,
                entry_id,
                values,
                workflow_id=identifier,
                process=os.environ,
                hooks=hooks,
            )
        )
    if entry_id in hooks.implementations:
        implementation_activity(entry_id, hooks.implementations[entry_id])
    return call_function(application, entry_id, values, process=os.environ, hooks=hooks)


def _plain(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    end_process(main())
