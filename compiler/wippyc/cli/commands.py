"""All commands by name. Their modules import the compiler only when a command runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from wippyc.cli.build import build
from wippyc.cli.dump import dump
from wippyc.cli.execute import execute
from wippyc.cli.golden import golden
from wippyc.cli.initialise import initialise
from wippyc.cli.lint import lint
from wippyc.cli.lsp import lsp
from wippyc.cli.replay import replay
from wippyc.cli.rule import rule
from wippyc.cli.run import run
from wippyc.cli.test_command import run_tests

COMMANDS: dict[str, Callable[..., None]] = {
    "build": build,
    "lint": lint,
    "rule": rule,
    "lsp": lsp,
    "run": run,
    "exec": execute,
    "test": run_tests,
    "replay": replay,
    "golden": golden,
    "dump": dump,
    "init": initialise,
}


def application() -> Callable[..., Any]:
    """Return the command-line application."""
    app = typer.Typer(
        name="wippyc",
        help="Compile Wippy applications into Python packages for Temporal.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for name, function in COMMANDS.items():
        app.command(name)(function)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"wippyc {version('wippyc')}")
        except PackageNotFoundError:
            typer.echo("wippyc (source tree)")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Compile Wippy applications into Python packages for Temporal."""
