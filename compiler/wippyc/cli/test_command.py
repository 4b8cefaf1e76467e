"""`wippyc test`: run an application's own Lua tests on the compiled code."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wippyc.cli.compilation import (
    WORK_FOLDER,
    check_application,
    display_prefix,
    package_files,
)
from wippyc.cli.console import CommandError, Console, wants_color
from wippyc.cli.dev_server import is_reachable
from wippyc.cli.dev_temporal import connection_of, temporal_environment
from wippyc.cli.lua_test_report import (
    LuaTestResult,
    junit,
    result_lines,
    suite_line,
    summary_line,
)
from wippyc.cli.lua_tests import LuaTest, find_tests, select_tests
from wippyc.cli.parameters import Application, Dev, Quiet, Verbose
from wippyc.cli.python_process import python_command, with_python_path

if TYPE_CHECKING:
    from wippyc.diagnostics.model import Diagnostic
    from wippyc.project.model import Project
    from wippyc.tolerant import TolerantResult

# Runtime module that runs the tests; part of this build, not of deployed packages.
RUNTIME_MODULE = "temporal.run_tests"


def run_tests(
    app: Application,
    pattern: Annotated[
        str | None,
        typer.Argument(
            metavar="PATTERN",
            help="Part of the entry IDs to run, or a pattern with * ? [ ] for whole IDs.",
            show_default=False,
        ),
    ] = None,
    suite: Annotated[
        str | None,
        typer.Option("--suite", metavar="S", help="Run this suite only.", show_default=False),
    ] = None,
    dev: Dev = False,
    junit_file: Annotated[
        Path | None,
        typer.Option("--junit", metavar="F", help="Write a JUnit report.", show_default=False),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Limit for one test.")
    ] = 600.0,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Run the application's own tests.

    A test is a function entry with `meta.type: test`. The application's workers run meanwhile,
    if its Temporal server is reachable; --dev starts a server when none is.
    Exit status: 0 all passed, 1 a test failed, 2 nothing could be run.
    """
    from wippyc.pipeline_model import CompileOptions
    from wippyc.tolerant import compile_tolerantly

    console = Console(is_quiet=quiet, is_verbose=verbose)
    check_application(app)
    options = CompileOptions()
    compiled = compile_tolerantly(app, options)
    if compiled.project is None:
        console.error(_rendered(compiled.general, app).rstrip("\n"))
        raise CommandError("the application cannot be read")
    known = find_tests(compiled.project)
    tests = select_tests(known, pattern=pattern, suite=suite)
    _report_broken_entries(compiled, known, app, console)
    if not tests:
        raise CommandError(_nothing_to_run(pattern, suite))
    broken = {
        each.id: _rendered(compiled.failures[each.id], app)
        for each in tests
        if each.id in compiled.failures
    }
    progress = _Progress(console, wants_color(sys.stdout), tests, broken, _notes(compiled))
    started = time.perf_counter()
    runnable = [each for each in tests if each.id not in broken]
    status = 0
    if runnable:
        package = _write_build(compiled, app)
        project = compiled.result.project or compiled.project
        with _environment(project, dev, console) as (environ, has_workers):
            runner = _Runner(app, package, environ, timeout=timeout, is_verbose=verbose)
            status = runner.run(runnable, has_workers, progress)
    progress.skip_broken()
    results = [progress.results[each.id] for each in tests if each.id in progress.results]
    if junit_file is not None:
        _write_junit(junit_file, compiled.project.name, results)
    if len(results) < len(tests):
        raise CommandError("the tests could not be run to the end", status=2 if status == 2 else 1)
    seconds = time.perf_counter() - started
    console.result(summary_line(results, seconds, color=progress.color))
    if compiled.general or any(not result.is_passed for result in results):
        raise typer.Exit(1)


class _Progress:
    """Prints each result under the heading of its suite."""

    def __init__(
        self,
        console: Console,
        color: bool,
        tests: Sequence[LuaTest],
        broken: Mapping[str, str],
        notes: Mapping[str, str],
    ) -> None:
        """Prepare for a run.

        Args:
            console: Where to print.
            color: Whether to use terminal colours.
            tests: All tests of the run, in order.
            broken: Diagnostics of the tests that cannot be compiled, by ID.
            notes: What to say about a test when it fails, by ID.
        """
        self.color = color
        self.results: dict[str, LuaTestResult] = {}
        self._waiting = list(tests)
        self._broken = broken
        self._notes = notes
        self._console = console
        self._suite: str | None = None
        self._is_terminal = sys.stderr.isatty() and not console.is_quiet

    def started(self, lua_test: LuaTest) -> None:
        """Report the broken tests before this one; show on a terminal what is running."""
        self.skip_broken()
        if self._is_terminal:
            sys.stderr.write(f"\r\x1b[K  running {lua_test.id}")
            sys.stderr.flush()

    def finished(self, result: LuaTestResult) -> None:
        """Take and print a result; quiet prints failures only."""
        note = self._notes.get(result.test.id)
        if note is not None and not result.is_passed:
            result = replace(result, traceback=f"{result.traceback}\n{note}".lstrip("\n"))
        if self._is_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        self.results[result.test.id] = result
        self._waiting.remove(result.test)
        if self._console.is_quiet and result.is_passed:
            return
        if result.test.suite != self._suite:
            self._suite = result.test.suite
            self._console.result(suite_line(result.test.suite, color=self.color))
        self._console.result("\n".join(result_lines(result, color=self.color)))

    def skip_broken(self) -> None:
        """Report the next tests as long as they cannot be compiled."""
        while self._waiting and self._waiting[0].id in self._broken:
            self.finished(
                LuaTestResult(
                    test=self._waiting[0],
                    message="the entry cannot be compiled",
                    traceback=self._broken[self._waiting[0].id].rstrip("\n"),
                    is_broken=True,
                )
            )


@dataclass(frozen=True, slots=True)
class _Build:
    python_path: Path
    package: str


def _write_build(compiled: TolerantResult, app: Path) -> _Build:
    from wippyc.package.write import ForeignFileError, write_tree
    from wippyc.pipeline_model import CompileOptions

    tree = package_files(app, compiled.result, CompileOptions(), extra_runtime=(RUNTIME_MODULE,))
    output = app / WORK_FOLDER / "test"
    try:
        write_tree(tree, output)
    except ForeignFileError as error:
        raise CommandError(f"{output}: {error}", status=2) from None
    except OSError as error:
        raise CommandError(f"cannot write {output}: {error.strerror}") from None
    return _Build(output.resolve() / "src", tree.package)


@contextlib.contextmanager
def _environment(
    project: Project, dev: bool, console: Console
) -> Iterator[tuple[dict[str, str], bool]]:
    """Yield the environment of the test process, and whether it can run workers."""
    from wippyc.project.model import WorkerEntry

    has_workers = any(isinstance(entry, WorkerEntry) for entry in project.entries.values())
    with temporal_environment(project, dev=dev, console=console) as environ:
        address = environ.get("TEMPORAL_ADDRESS") or connection_of(project)[0]
        if has_workers and not is_reachable(address):
            console.say(
                f"no Temporal server at {address}: no workers run, and tests that start workflows "
                "fail; --dev starts a server"
            )
            has_workers = False
        yield environ, has_workers


class _Runner:
    """Runs compiled tests in a process of its own and follows its events."""

    def __init__(
        self,
        app: Path,
        build: _Build,
        environ: Mapping[str, str],
        *,
        timeout: float,
        is_verbose: bool,
    ) -> None:
        self._app = app
        self._build = build
        self._environ = environ
        self._timeout = timeout
        self._level = "info" if is_verbose else "error"

    def run(self, tests: Sequence[LuaTest], has_workers: bool, progress: _Progress) -> int:
        """Run tests and return the exit status of their process; results go to `progress`."""
        by_id = {each.id: each for each in tests}
        wanted = {"tests": list(by_id), "workers": has_workers}
        reading, writing = os.pipe()
        with (
            open(reading, encoding="utf-8") as events,
            tempfile.TemporaryFile("w+", encoding="utf-8") as standard_input,
        ):
            json.dump(wanted, standard_input)
            standard_input.seek(0)
            try:
                process = subprocess.Popen(
                    python_command(self._command(writing)),
                    env=with_python_path(self._environ, self._build.python_path),
                    cwd=self._app,
                    stdin=standard_input,
                    pass_fds=(writing,),
                )
            finally:
                os.close(writing)
            with _stopped_with_us(process):
                for line in events:
                    _follow(json.loads(line), by_id, progress)
                return process.wait()

    def _command(self, descriptor: int) -> list[str]:
        return [
            "-m",
            f"{self._build.package}.wippy_runtime.{RUNTIME_MODULE}",
            self._build.package,
            "--report",
            str(descriptor),
            "--timeout",
            str(self._timeout),
            "--log-level",
            self._level,
        ]


def _follow(event: dict[str, Any], tests: Mapping[str, LuaTest], progress: _Progress) -> None:
    lua_test = tests[event["test"]]
    if event["event"] == "started":
        progress.started(lua_test)
        return
    message = event.get("message")
    progress.finished(
        LuaTestResult(
            test=lua_test,
            seconds=event["seconds"],
            message="" if message is None else message or "the test failed without a message",
            traceback=event.get("traceback", ""),
        )
    )


@contextlib.contextmanager
def _stopped_with_us(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Pass SIGTERM on to a process, and end it when the `with` block is left early."""

    def pass_on(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)

    previous: Callable[..., object] | int | None = signal.signal(signal.SIGTERM, pass_on)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
        if process.poll() is None:
            process.terminate()
            process.wait()


def _report_broken_entries(
    compiled: TolerantResult, tests: Sequence[LuaTest], app: Path, console: Console
) -> None:
    """Print the errors that are not those of a test."""
    reported = {error for each in tests for error in compiled.failures.get(each.id, ())}
    others = dict.fromkeys(
        error
        for error in (*compiled.general, *(e for f in compiled.failures.values() for e in f))
        if error not in reported
    )
    if others:
        console.error(_rendered(others, app).rstrip("\n"))
        console.error("these entries are left out of the run")


def _notes(compiled: TolerantResult) -> dict[str, str]:
    return {
        entry_id: "\n".join(f"note: {each.message}; {each.hint}" for each in found)
        for entry_id, found in compiled.unsupported.items()
    }


def _rendered(diagnostics: Sequence[Diagnostic] | Mapping[Diagnostic, None], app: Path) -> str:
    from wippyc.diagnostics.render import render

    return render(diagnostics, "full", root=app, prefix=display_prefix(app))


def _nothing_to_run(pattern: str | None, suite: str | None) -> str:
    if suite is not None:
        return f"no test in suite {suite}" + (f" matches {pattern}" if pattern else "")
    if pattern is not None:
        return f"no test matches {pattern}"
    return "no tests found: a test is a function.lua entry with `meta: {type: test}`"


def _write_junit(path: Path, name: str, results: Sequence[LuaTestResult]) -> None:
    try:
        path.write_text(junit(name, results), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"cannot write {path}: {error.strerror}") from None
