"""`wippyc exec`: start a workflow or call a function, and wait for the result."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wippyc.cli.compilation import RunnableBuild, build_for_running
from wippyc.cli.console import CommandError, Console
from wippyc.cli.dev_temporal import temporal_environment
from wippyc.cli.parameters import Application, Dev, Quiet, Verbose
from wippyc.cli.python_process import background, python_command, with_python_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wippyc.project.model import LuaEntry, Project

# Runtime module that does the work; part of the build, not of deployed packages.
RUNTIME_MODULE = "temporal.execute"

POLL_SECONDS = 0.2


def execute(
    app: Application,
    entry: Annotated[
        str,
        typer.Argument(metavar="ENTRY", help="Entry ID, or its name.", show_default=False),
    ],
    input_texts: Annotated[
        list[str] | None,
        typer.Option(
            "--input",
            metavar="JSON|@FILE|-",
            help="An argument: JSON text, a file, or standard input. May be repeated.",
            show_default=False,
        ),
    ] = None,
    workflow_id: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="Workflow ID.", show_default=False),
    ] = None,
    dev: Dev = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Start a workflow or call a function; prints the result as JSON.

    A workflow needs a running worker (`wippyc run`), and so does a function that starts one; with
    --dev one is run for the time of the command, and a Temporal dev server when none is reachable.
    """
    console = Console(is_quiet=quiet, is_verbose=verbose)
    arguments = [_read_input(text) for text in input_texts or ()]
    build = build_for_running(app, console, extra_runtime=(RUNTIME_MODULE,))
    target = find_entry(build.project, entry)
    is_workflow = target.kind == "workflow.lua"
    if not is_workflow and workflow_id is not None:
        raise CommandError(f"--id is for workflows; {target.id} is a {target.kind}")
    has_worker = dev and (is_workflow or _has_workers(build.project))
    with temporal_environment(build.project, dev=has_worker, console=console) as environ:
        if has_worker:
            status = _call_with_worker(build, target, arguments, workflow_id, environ, app, console)
        else:
            status = _call(build, target, arguments, workflow_id, environ, app)
    if status:
        raise typer.Exit(status)


def find_entry(project: Project, name: str) -> LuaEntry:
    """Return the workflow or function with an ID, or with a name that only one entry has.

    Raises:
        CommandError: There is none, or several.
    """
    import difflib

    from wippyc.project.model import LuaEntry

    callable_entries = {
        str(entry.id): entry
        for entry in project.entries.values()
        if isinstance(entry, LuaEntry) and entry.kind != "library.lua"
    }
    if name in callable_entries:
        return callable_entries[name]
    named = [entry for entry in callable_entries.values() if entry.id.name == name]
    if len(named) == 1:
        return named[0]
    if named:
        found = ", ".join(str(entry.id) for entry in named)
        raise CommandError(f"several entries are named {name}: {found}")
    close = difflib.get_close_matches(name, callable_entries, n=1)
    hint = f"; did you mean {close[0]}?" if close else ""
    raise CommandError(f"no workflow or function {name}{hint}")


def _has_workers(project: Project) -> bool:
    from wippyc.project.model import WorkerEntry

    return any(isinstance(entry, WorkerEntry) for entry in project.entries.values())


def _read_input(text: str) -> object:
    if text == "-":
        origin, content = "standard input", sys.stdin.read()
    elif text.startswith("@"):
        origin = text[1:]
        try:
            content = Path(origin).read_text(encoding="utf-8")
        except OSError as error:
            raise CommandError(f"--input: cannot read {origin}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise CommandError(f"--input: {origin} is not UTF-8 text") from None
    else:
        origin, content = "--input", text
    try:
        return json.loads(content)
    except ValueError as error:
        raise CommandError(f"{origin} is not JSON: {error}") from None


def _command(build: RunnableBuild, target: LuaEntry, workflow_id: str | None) -> list[str]:
    module = f"{build.package}.wippy_runtime.{RUNTIME_MODULE}"
    command = ["-m", module, build.package, str(target.id)]
    return command if workflow_id is None else [*command, "--id", workflow_id]


def _call(
    build: RunnableBuild,
    target: LuaEntry,
    arguments: Sequence[object],
    workflow_id: str | None,
    environ: Mapping[str, str],
    folder: Path,
    worker: subprocess.Popen[bytes] | None = None,
) -> int:
    """Run the call in a process of its own; a worker that ends takes it along."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as standard_input:
        json.dump(arguments, standard_input)
        standard_input.seek(0)
        process = subprocess.Popen(
            python_command(_command(build, target, workflow_id)),
            env=with_python_path(environ, build.python_path),
            cwd=folder,
            stdin=standard_input,
        )
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                status = process.wait(None if worker is None else POLL_SECONDS)
                return status if status in (0, 1) else 1
            if worker is not None and worker.poll() is not None:
                raise CommandError("the worker ended", status=1)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _call_with_worker(
    build: RunnableBuild,
    target: LuaEntry,
    arguments: Sequence[object],
    workflow_id: str | None,
    environ: Mapping[str, str],
    folder: Path,
    console: Console,
) -> int:
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        output = log if console.is_quiet else None
        worker_environ = with_python_path(environ, build.python_path)
        if not console.is_verbose:
            # Failures of activities are seen while they are tried again, and little else.
            worker_environ.setdefault("WIPPY_LOG_LEVEL", "warn")
        try:
            with background(
                ["-m", build.package], worker_environ, folder=folder, output=output
            ) as worker:
                return _call(build, target, arguments, workflow_id, environ, folder, worker)
        except CommandError:
            log.seek(0)
            console.error(log.read().rstrip())
            raise
