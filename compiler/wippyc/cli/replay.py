"""`wippyc replay`: replay recorded histories against the current code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wippyc.cli.compilation import build_for_running
from wippyc.cli.console import CommandError, Console
from wippyc.cli.parameters import Application, Quiet, Verbose
from wippyc.cli.python_process import run_to_end, with_python_path

# Runtime module that does the work; part of the build, not of deployed packages.
RUNTIME_MODULE = "temporal.replay"


def replay(
    app: Application,
    histories: Annotated[
        list[str],
        typer.Argument(
            metavar="HISTORY",
            help="Exported histories (JSON files, or folders of them), or `workflow:ID[/RUN]` of "
            "executions on the server, or `query:LIST FILTER`.",
            show_default=False,
        ),
    ],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Replay recorded histories against this build.

    Exit status: 1 when the build would not do what a history recorded.
    """
    import os

    console = Console(is_quiet=quiet, is_verbose=verbose)
    sources = [source for text in histories for source in _expand(text)]
    build = build_for_running(app, console, extra_runtime=(RUNTIME_MODULE,))
    module = f"{build.package}.wippy_runtime.{RUNTIME_MODULE}"
    options = ["--quiet"] if quiet else ["--verbose"] if verbose else []
    environ = with_python_path(os.environ, build.python_path)
    status = run_to_end(["-m", module, build.package, *options, *sources], environ)
    if status:
        raise typer.Exit(1 if status < 0 else min(status, 2))


def _expand(text: str) -> list[str]:
    if text.startswith(("workflow:", "query:")):
        return [text]
    path = Path(text)
    if path.is_dir():
        found = sorted(path.glob("*.json"))
        if not found:
            raise CommandError(f"no histories (*.json) in {text}")
        return [str(each.resolve()) for each in found]
    if not path.is_file():
        raise CommandError(f"no such file: {text}")
    return [str(path.resolve())]
