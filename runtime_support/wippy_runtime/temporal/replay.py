"""Replays recorded histories against the workflows of a compiled application.

`python -m <package>.wippy_runtime.temporal.replay PACKAGE SOURCE…`, where a source is an exported
history (a JSON file), `workflow:ID` or `workflow:ID/RUN` for an execution on the server, or
`query:FILTER` for all executions a list filter finds. Exit status 1 means that some history would
have gone differently.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import importlib
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client, WorkflowHistory
from temporalio.client import Plugin as ClientPlugin
from temporalio.service import RPCError
from temporalio.worker import Interceptor, Replayer

from .application import Application
from .configuration_error import ConfigurationError
from .connection import connect, resolve_connection
from .converter import data_converter
from .environment import Environment, use_environment
from .hooks import Hooks, load_hooks
from .interceptors import WippyInterceptor
from .late_values import settle
from .process_end import end_process
from .threads import prepare_threads
from .worker import client_interceptors, workflow_runner

WORKFLOW_PREFIX = "workflow:"
QUERY_PREFIX = "query:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOutcome:
    """How the replay of one history went.

    Attributes:
        name: Where the history is from.
        workflow_type: Type of the workflow.
        events: Number of events.
        problem: What went differently; `None` when nothing did.
    """

    name: str
    workflow_type: str
    events: int
    problem: str | None


def build_replayer(application: Application, hooks: Hooks, *, namespace: str) -> Replayer:
    """Return a replayer that runs workflows as the workers of the application do.

    Args:
        application: The compiled application.
        hooks: Hooks of the application.
        namespace: Where the histories are from; workflows can see it.
    """
    converter = data_converter
    if hooks.payload_codec is not None:
        converter = dataclasses.replace(converter, payload_codec=hooks.payload_codec)
    # Several workers may run the same class; a replayer takes it once.
    workflows = dict.fromkeys(each for spec in application.workers for each in spec.workflows)
    if not workflows:
        raise ConfigurationError(f"{application.name} has no workflows")
    runner = workflow_runner(any(spec.sandboxed for spec in application.workers))
    return Replayer(
        workflows=list(workflows),
        data_converter=converter,
        interceptors=[
            *(one for one in hooks.interceptors if isinstance(one, Interceptor)),
            WippyInterceptor(),
        ],
        workflow_runner=runner,
        unsandboxed_workflow_runner=runner,
        namespace=namespace,
    )


def namespace_of(application: Application, process: Mapping[str, str]) -> str:
    """Return the namespace the workers of an application would connect to.

    Offline replays need no credentials, so a connection that cannot be resolved is no failure.
    """
    client = application.client_of(application.workers[0])
    environment = Environment(application.variables, application.storages)
    try:
        return resolve_connection(client, environment, process).namespace
    except ConfigurationError:
        return client.namespace


async def replay(
    application: Application,
    sources: Sequence[str],
    *,
    process: Mapping[str, str],
    hooks: Hooks | None = None,
) -> AsyncIterator[ReplayOutcome]:
    """Replay histories one after the other.

    Args:
        application: The compiled application.
        sources: Files, `workflow:` or `query:` texts.
        process: Process environment with the `TEMPORAL_*` variables.
        hooks: Hooks of the application.

    Raises:
        ConfigurationError: A source cannot be read, or Temporal not be reached.
    """
    chosen = hooks or Hooks()
    if not application.workers:
        raise ConfigurationError(f"{application.name} has no workflows")
    replayer = build_replayer(application, chosen, namespace=namespace_of(application, process))
    async for name, history in _histories(application, sources, process, chosen):
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
        failure = result.replay_failure
        yield ReplayOutcome(
            name=name,
            workflow_type=_workflow_type(history),
            events=len(history.events),
            problem=None if failure is None else " ".join(str(failure).split()),
        )


async def _histories(
    application: Application,
    sources: Sequence[str],
    process: Mapping[str, str],
    hooks: Hooks,
) -> AsyncIterator[tuple[str, WorkflowHistory]]:
    client: Client | None = None
    for source in sources:
        if not source.startswith((WORKFLOW_PREFIX, QUERY_PREFIX)):
            yield source, _read_history(Path(source))
            continue
        if client is None:
            client = await _connect(application, process, hooks)
        try:
            if source.startswith(WORKFLOW_PREFIX):
                workflow_id, _, run_id = source.removeprefix(WORKFLOW_PREFIX).partition("/")
                handle = client.get_workflow_handle(workflow_id, run_id=run_id or None)
                yield source, await handle.fetch_history()
            else:
                executions = client.list_workflows(source.removeprefix(QUERY_PREFIX))
                async for history in executions.map_histories():
                    yield f"{WORKFLOW_PREFIX}{history.workflow_id}", history
        except RPCError as error:
            raise ConfigurationError(f"{source}: {error.message}") from error


def _read_history(path: Path) -> WorkflowHistory:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict) and "events" not in content and "history" in content:
            content = content["history"]  # as the server's HTTP API wraps it
        history = _with_its_own_id(WorkflowHistory.from_json(path.stem, content))
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigurationError(f"{path} is no workflow history: {error}") from error
    if not history.events:
        raise ConfigurationError(f"{path} is no workflow history: it has no events")
    return history


def _with_its_own_id(history: WorkflowHistory) -> WorkflowHistory:
    """Return the history under the workflow ID it was recorded with, as far as it tells.

    Workflow code can see its ID (`workflow.info()`, `process.pid()`), so a replay under the name
    of a file could go differently.
    """
    if not history.events:
        return history
    started = history.events[0].workflow_execution_started_event_attributes
    return dataclasses.replace(history, workflow_id=started.workflow_id or history.workflow_id)


async def _connect(application: Application, process: Mapping[str, str], hooks: Hooks) -> Client:
    environment = Environment(application.variables, application.storages)
    application = settle(application, environment)
    spec = application.workers[0]
    return await connect(
        resolve_connection(application.client_of(spec), environment, process),
        runtime=hooks.runtime,
        interceptors=client_interceptors(hooks),
        plugins=[plugin for plugin in hooks.plugins if isinstance(plugin, ClientPlugin)],
    )


def _workflow_type(history: WorkflowHistory) -> str:
    started = history.events[0].workflow_execution_started_event_attributes
    return started.workflow_type.name


async def _run(application: Application, options: argparse.Namespace, hooks: Hooks) -> int:
    total = failed = 0
    async for outcome in replay(application, options.sources, process=os.environ, hooks=hooks):
        total += 1
        described = f"{outcome.name} ({outcome.workflow_type}, {outcome.events} events)"
        if outcome.problem is not None:
            failed += 1
            print(f"DIFFERS  {described}: {outcome.problem}", file=sys.stderr, flush=True)
        elif options.verbose:
            print(f"replays  {described}", file=sys.stderr, flush=True)
    if not options.quiet:
        print(f"{total - failed} of {total} histories replay", file=sys.stderr)
    return 1 if failed else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Replay histories and return the exit status."""
    parser = argparse.ArgumentParser(description="Replay histories of a compiled application")
    parser.add_argument("package")
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    try:
        prepare_threads()
        application: Application = importlib.import_module(f"{options.package}.worker").APPLICATION
        use_environment(Environment(application.variables, application.storages))
        hooks = load_hooks(options.package, os.environ, Path.cwd())
        return asyncio.run(_run(application, options, hooks))
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 1


if __name__ == "__main__":
    end_process(main())
