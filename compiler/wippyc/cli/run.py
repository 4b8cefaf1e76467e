"""`wippyc run`: compile an application and run its workers."""

from __future__ import annotations

from typing import Annotated

import typer

from wippyc.cli.compilation import build_for_running
from wippyc.cli.console import Console
from wippyc.cli.dev_temporal import temporal_environment
from wippyc.cli.parameters import Application, Dev, Quiet, Verbose
from wippyc.cli.python_process import run_to_end, with_python_path


def run(
    app: Application,
    dev: Dev = False,
    worker: Annotated[
        list[str] | None,
        typer.Option(
            "--worker",
            metavar="ID",
            help="Run this worker only; may be repeated.",
            show_default=False,
        ),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compile an application and run its workers.

    They run until SIGTERM or Ctrl-C.
    """
    console = Console(is_quiet=quiet, is_verbose=verbose)
    build = build_for_running(app, console)
    with temporal_environment(build.project, dev=dev, console=console) as environ:
        arguments = ["-m", build.package]
        for name in worker or ():
            arguments += ["--only", name]
        status = run_to_end(arguments, with_python_path(environ, build.python_path), folder=app)
    if status:
        # 1: a worker failed, 2: its configuration is wrong; a signal counts as a failure.
        raise typer.Exit(status if status == 2 else 1)
