"""`wippyc build`: compile an application into a deployable package."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wippyc.cli.compilation import (
    check_application,
    check_package,
    compile_application,
    package_files,
    show_difference,
)
from wippyc.cli.console import CommandError, Console
from wippyc.cli.one_run import collect_nothing
from wippyc.cli.parameters import Application, Package, Quiet, RuntimeChoice, Verbose

if TYPE_CHECKING:
    from wippyc.pipeline_model import CompileOptions

WATCH_SECONDS = 0.3


def build(
    app: Application,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Folder of the generated package; dist/<package> by default.",
            show_default=False,
        ),
    ] = None,
    package: Package = None,
    runtime: Annotated[
        RuntimeChoice,
        typer.Option(help="Put the runtime into the package, or depend on an installed one."),
    ] = "vendor",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 when the output is stale.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Build again whenever a file changes.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Compile even when nothing has changed.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compile an application into a deployable Python package."""
    from wippyc.package.names import package_name
    from wippyc.pipeline_model import CompileOptions

    console = Console(is_quiet=quiet, is_verbose=verbose)
    if check and watch:
        raise CommandError("--check and --watch exclude each other")
    check_application(app)
    check_package(package)
    options = CompileOptions(package=package, runtime=runtime, use_cache=not no_cache)
    name = package or package_name(app.resolve().name)
    target = output if output is not None else Path("dist") / name
    if target.exists() and not target.is_dir():
        raise CommandError(f"not a folder: {target}")
    if watch:
        _watch(app, target, options, console)
        return
    collect_nothing()
    if check:
        _check(app, target, options, console)
    else:
        _build(app, target, options, console)


def _build(app: Path, target: Path, options: CompileOptions, console: Console) -> None:
    from wippyc.cli.build_cache import BuildCache
    from wippyc.package.write import ForeignFileError, write_tree

    started = time.monotonic()
    cache = BuildCache(app, target, options)
    before = cache.snapshot()
    if options.use_cache and cache.is_fresh():
        console.say(f"up to date: {target}")
        return
    result = compile_application(app, options, console)
    tree = package_files(app, result, options)
    try:
        report = write_tree(tree, target)
    except ForeignFileError as error:
        raise CommandError(f"{target}: {error}", status=1) from None
    except OSError as error:
        raise CommandError(f"cannot write {target}: {error.strerror}", status=1) from None
    cache.store(result, tree, before)
    for path in report.written:
        console.detail(f"wrote {path}")
    for path in report.removed:
        console.detail(f"removed {path}")
    for path in report.kept:
        console.say(f"kept {path}: a file of your own, without wippyc's header")
    seconds = time.monotonic() - started
    changed = len(report.written) + len(report.removed)
    console.say(f"built {target}: {len(tree.files)} files, {changed} changed ({seconds:.1f} s)")


def _check(app: Path, target: Path, options: CompileOptions, console: Console) -> None:
    from wippyc.package.write import compare_tree

    difference = compare_tree(
        package_files(app, compile_application(app, options, console), options), target
    )
    if not difference:
        console.say(f"up to date: {target}")
        return
    show_difference(difference, console)
    raise CommandError(f"{target} is stale; run `wippyc build`", status=1)


def _watch(app: Path, target: Path, options: CompileOptions, console: Console) -> None:
    from wippyc.cli.build_cache import input_stamp

    previous: object = None
    console.say(f"watching {app}; Ctrl-C ends")
    while True:
        try:
            stamp = input_stamp(app, target)
            if stamp != previous:
                previous = stamp
                _build(app, target, options, console)
        except CommandError as error:
            # The last good output stays; the next change may repair it.
            console.error(f"error: {error}")
        except KeyboardInterrupt:
            return
        try:
            time.sleep(WATCH_SECONDS)
        except KeyboardInterrupt:
            return
