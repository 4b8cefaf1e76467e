"""`wippyc golden`: compare generated code with an accepted copy, or accept it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wippyc.cli.compilation import check_application, check_package, show_difference
from wippyc.cli.console import CommandError, Console
from wippyc.cli.parameters import Application, Package, Quiet, Verbose


def golden(
    app: Application,
    directory: Annotated[
        Path | None,
        typer.Option(
            "--directory",
            "-d",
            metavar="DIR",
            help="Folder of the accepted copy; APP/golden by default.",
            show_default=False,
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Accept the generated code as it is now.")
    ] = False,
    package: Package = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare generated code and findings with an accepted copy."""
    from wippyc.package.golden import compare_golden, golden_files, update_golden
    from wippyc.pipeline import compile_project
    from wippyc.pipeline_model import CompileOptions

    console = Console(is_quiet=quiet, is_verbose=verbose)
    check_application(app)
    check_package(package)
    folder = directory if directory is not None else app / "golden"
    options = CompileOptions(package=package)
    result = compile_project(app, options)
    files = golden_files(result, options, app)
    difference = compare_golden(files, folder)
    if update:
        if folder.exists() and not _is_golden(folder):
            raise CommandError(f"{folder} holds other files than goldens; not replaced")
        update_golden(files, folder)
        console.say(f"{folder}: {'updated' if difference else 'unchanged'}")
        return
    if difference:
        show_difference(difference, console)
        place = "" if directory is None else f" -d {directory}"
        command = f"wippyc golden {app}{place} --update"
        problem = "differs" if folder.exists() else "does not exist yet"
        raise CommandError(f"{folder} {problem}; accept with `{command}`", status=1)
    console.say(f"{folder}: as accepted")


def _is_golden(folder: Path) -> bool:
    return not any(folder.iterdir()) or (folder / "diagnostics.txt").is_file()
