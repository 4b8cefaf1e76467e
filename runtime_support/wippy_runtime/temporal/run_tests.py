"""Runs test functions of a compiled application, for `wippyc test`.

`python -m <package>.wippy_runtime.temporal.run_tests PACKAGE --report FD` reads a JSON object from
standard input: `tests`, a list of entry IDs, and `workers`, whether to run the application's
workers meanwhile. Every event is a line of JSON on the file descriptor: `{"event": "started"}` and
`{"event": "finished"}` for each test. Workers and tests share the process, so that workflows can
answer test functions directly.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import importlib
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TextIO

from .. import registry
from ..lib.errors import Error
from ..lua.strings import to_text
from ..lua.table import Table
from ..lua.values import tostring
from ..mailbox import Mailbox
from .application import Application
from .client_offers import client_offers
from .clients import find_client, offer_clients
from .configuration_error import ConfigurationError
from .environment import Environment, use_environment
from .function_host import FunctionHost
from .function_run import Outcome, run_function
from .functions import FunctionEntry, find_function
from .hooks import Hooks, load_hooks
from .local_processes import new_pid, receivers
from .logging import configure_logging
from .lua_loops import LuaCall, lua_loops
from .python_implementation import implementation_activity
from .reply_queue import reply_queue
from .threads import prepare_threads
from .transfer import to_plain
from .worker import run_workers

_TOPIC: Final = "test:update"
_FAILED_WORDS: Final = frozenset({"failed", "failure", "error"})
_GRACE_SECONDS: Final = 5.0
_POLL_SECONDS: Final = 0.02


async def run_tests(tests: Sequence[str], report: TextIO, *, timeout: float) -> None:
    """Run test functions one after the other, each in a context of its own.

    Args:
        tests: Entry IDs.
        report: Gets the events.
        timeout: How long one test may take, in seconds.
    """
    for entry_id in tests:
        _write(report, {"event": "started", "test": entry_id})
        started = time.perf_counter()
        failure = await _run_test(entry_id, timeout)
        seconds = time.perf_counter() - started
        _write(
            report, {"event": "finished", "test": entry_id, "seconds": seconds, **(failure or {})}
        )


async def _run_test(entry_id: str, timeout: float) -> dict[str, str] | None:
    """Return `message` and `traceback` of a failed test, or `None`."""
    entry = find_function(entry_id)
    if entry is None:
        return {"message": f"function not found: {entry_id}"}
    call = lua_loops.submit(_call(entry))
    future = asyncio.wrap_future(call.future)
    try:
        return failure_of(await asyncio.wait_for(asyncio.shield(future), timeout))
    except TimeoutError:
        await _interrupt(call, future)
        return {"message": f"the test has not ended after {timeout:g} s"}
    except Exception as error:
        return {"message": f"{type(error).__name__}: {error}"}


async def _call(entry: FunctionEntry) -> Outcome:
    # Test libraries may report to whoever runs them; the messages are not needed here.
    listener = new_pid("wippyc:test")
    receivers.attach(listener, Mailbox())
    options = Table({"pid": listener, "topic": _TOPIC, "ref_id": entry.entry_id})
    # With a host from outside, a cancelled test ends whatever it waits for.
    host = FunctionHost(entry.entry_id)
    receivers.attach(host.pid(), host.mailbox)
    try:
        return await run_function(entry, [options], host=host)
    finally:
        receivers.detach(host.pid())
        receivers.detach(listener)


async def _interrupt(call: LuaCall[Outcome], future: asyncio.Future[Outcome]) -> None:
    call.interrupt()
    with contextlib.suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(asyncio.shield(future), _GRACE_SECONDS)


def failure_of(outcome: Outcome) -> dict[str, str] | None:
    """Return message and Lua traceback of a test that failed, or `None`.

    A test fails by an error, raised or returned, by returning `false`, or by returning a table
    that tells of failures as test libraries do (`status = "failed"`, `failed = 2`, …).
    """
    if outcome.raised is not None:
        error = outcome.raised[0]
        message = error.message() if isinstance(error, Error) else tostring(error)
        failure = {"message": to_text(message)}
        if outcome.lua_traceback:
            failure["traceback"] = outcome.lua_traceback.rstrip()
        return failure
    if outcome.failure is not None:
        return {"message": outcome.failure.message}
    if outcome.returned is not None:
        error = outcome.returned
        return {"message": to_text(error.message() if isinstance(error, Error) else error)}
    if outcome.value is False:
        return {"message": "the test returned false"}
    if isinstance(outcome.value, Table) and _tells_of_failures(outcome.value):
        return {"message": _summary(outcome.value)}
    return None


def _tells_of_failures(result: Table) -> bool:
    for name in ("success", "ok", "passed"):
        if result.get_raw(name) is False:
            return True
    status = result.get_raw("status")
    if isinstance(status, str) and status.lower() in _FAILED_WORDS:
        return True
    for name in ("failed", "failures", "errors"):
        value = result.get_raw(name)
        if value is True or (isinstance(value, int | float) and value > 0):
            return True
        if isinstance(value, Table) and not value.is_empty():
            return True
    return False


def _summary(result: Table) -> str:
    for name in ("error", "message"):
        text = result.get_raw(name)
        if isinstance(text, str) and text:
            return to_text(text)
    return json.dumps(to_plain(result), ensure_ascii=False, default=str)


def _write(report: TextIO, event: Mapping[str, Any]) -> None:
    report.write(json.dumps(event) + "\n")
    report.flush()


@contextlib.asynccontextmanager
async def _workers(application: Application, hooks: Hooks) -> AsyncIterator[None]:
    """Run the workers of an application for the time of a `with` block.

    Raises:
        ConfigurationError: They cannot start, or the server cannot be reached.
    """
    stop = asyncio.Event()
    task = asyncio.create_task(run_workers(application, hooks=hooks, process=os.environ, stop=stop))
    try:
        while find_client("") is None and not task.done():
            await asyncio.sleep(_POLL_SECONDS)
        if task.done():
            await task
        yield
    finally:
        stop.set()
        if not task.done():
            await task


async def _run(
    application: Application,
    hooks: Hooks,
    tests: Sequence[str],
    report: TextIO,
    *,
    has_workers: bool,
    timeout: float,
) -> None:
    if not has_workers:
        await run_tests(tests, report, timeout=timeout)
        return
    async with _workers(application, hooks):
        await run_tests(tests, report, timeout=timeout)


def runnable(application: Application, hooks: Hooks) -> Application:
    """Return an application whose workers ask for no implementation that the hooks lack."""
    workers = tuple(
        dataclasses.replace(
            worker,
            implementations=tuple(
                each for each in worker.implementations if each in hooks.implementations
            ),
        )
        for worker in application.workers
    )
    return dataclasses.replace(application, workers=workers)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests named on standard input; returns 0 when they ran, 2 when they could not."""
    parser = argparse.ArgumentParser(description="Run test functions of a compiled application")
    parser.add_argument("package")
    parser.add_argument("--report", type=int, required=True, help="file descriptor of the events")
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds for one test")
    parser.add_argument("--log-level", default="error")
    options = parser.parse_args(arguments)
    wanted = json.load(sys.stdin)
    try:
        with open(options.report, "w", encoding="utf-8") as report:
            _main(options, wanted["tests"], report, has_workers=wanted["workers"])
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        reply_queue.stop()
        lua_loops.stop()
    return 0


def _main(
    options: argparse.Namespace, tests: Sequence[str], report: TextIO, *, has_workers: bool
) -> None:
    configure_logging(os.environ, options.log_level)
    prepare_threads()
    application: Application = importlib.import_module(f"{options.package}.worker").APPLICATION
    hooks = load_hooks(options.package, os.environ, Path())
    application = runnable(application, hooks)
    environment = Environment(application.variables, application.storages)
    use_environment(environment)
    offer_clients(client_offers(application, hooks, environment, os.environ))
    known = registry.current().workflows
    for entry_id, implementation in hooks.implementations.items():
        if entry_id not in known:
            implementation_activity(entry_id, implementation)
    asyncio.run(
        _run(
            application,
            hooks,
            tests,
            report,
            has_workers=has_workers and bool(application.workers),
            timeout=options.timeout,
        )
    )


if __name__ == "__main__":
    sys.exit(main())
