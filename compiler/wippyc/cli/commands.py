"""All commands by name. A command's module, and the compiler, are imported when it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, Any, Final

import typer

# The function of each command: its module here, and its name.
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "build": ("build", "build"),
    "lint": ("lint", "lint"),
    "rule": ("rule", "rule"),
    "lsp": ("lsp", "lsp"),
    "run": ("run", "run"),
    "exec": ("execute", "execute"),
    "test": ("test_command", "run_tests"),
    "replay": ("replay", "replay"),
    "golden": ("golden", "golden"),
    "dump": ("dump", "dump"),
    "init": ("initialise", "initialise"),
}


def command_function(name: str) -> Callable[..., None]:
    """Return the function that is a command.

    Raises:
        KeyError: There is no such command.
    """
    module, function = COMMANDS[name]
    found: Callable[..., None] = getattr(import_module(f"wippyc.cli.{module}"), function)
    return found


def application(arguments: Sequence[str]) -> Callable[..., Any]:
    """Return the command-line application.

    Args:
        arguments: What it will be called with: it has all commands unless they begin with one.
    """
    app = typer.Typer(
        name="wippyc",
        help="Compile Wippy applications into Python packages for Temporal.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for name in arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS:
        app.command(name)(command_function(name))
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
