"""What `build`, `run`, `exec`, `golden` and `replay` have in common: from a folder to files."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wippyc.cli.console import CommandError, Console, wants_color

if TYPE_CHECKING:
    from wippyc.caches import Caches
    from wippyc.package.file_tree import FileTree
    from wippyc.package.write import TreeDifference
    from wippyc.pipeline_model import CompileOptions, CompileResult
    from wippyc.project.model import Project

# Builds of `run`, `exec` and `replay`, and the build cache; below the application's folder.
WORK_FOLDER = ".wippyc"


def check_application(root: Path) -> Path:
    """Return the application's folder.

    Raises:
        CommandError: It is no folder.
    """
    if not root.exists():
        raise CommandError(f"no such folder: {root}")
    if not root.is_dir():
        raise CommandError(f"not a folder: {root}")
    return root


def check_package(name: str | None) -> None:
    """Refuse an import name that Python or the worker cannot use.

    Raises:
        CommandError: With the reason.
    """
    from wippyc.package.names import package_name_problem

    problem = None if name is None else package_name_problem(name)
    if problem is not None:
        raise CommandError(f"--package: {problem}")


def display_prefix(root: Path) -> str:
    """Return what to put before paths of an application, so that people can open them.

    It is the folder as seen from the working folder, or as it was given when it is elsewhere.
    """
    try:
        text = root.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        text = root.as_posix()
    return "" if text == "." else text


def application_caches(app: Path) -> Caches:
    """Return the results of earlier compilations of an application."""
    from wippyc.caches import open_caches
    from wippyc.cli.build_cache import tool_stamp

    return open_caches(app / WORK_FOLDER, tool_stamp())


def compile_application(root: Path, options: CompileOptions, console: Console) -> CompileResult:
    """Compile and print the findings.

    Raises:
        CommandError: The application has errors; they have been printed.
    """
    from wippyc.check.configuration import ConfigurationError
    from wippyc.diagnostics.render import render
    from wippyc.pipeline import compile_project

    app = check_application(root)
    caches = application_caches(app) if options.use_cache else None
    try:
        result = compile_project(app, options, caches)
    except ConfigurationError as error:
        raise CommandError(str(error), status=2) from None
    if result.diagnostics:
        color = wants_color(sys.stderr)
        prefix = display_prefix(root)
        text = render(result.diagnostics, "full", color=color, root=root, prefix=prefix)
        if result.has_errors or not console.is_quiet:
            console.error(text.rstrip("\n"))
    if result.has_errors:
        count = sum(found.level.label == "error" for found in result.diagnostics)
        raise CommandError(f"{count} error{'s' if count != 1 else ''}", status=1)
    return result


def package_files(
    root: Path,
    result: CompileResult,
    options: CompileOptions,
    *,
    extra_runtime: Iterable[str] = (),
) -> FileTree:
    """Assemble an error-free compilation.

    Args:
        root: The application's folder.
        result: The compilation.
        options: Its options.
        extra_runtime: Runtime modules to vendor besides those the application needs.
    """
    from wippyc.cache_folder import CacheFolder
    from wippyc.cli.build_cache import tool_stamp
    from wippyc.package.assemble import assemble
    from wippyc.package.memory import PackageMemory

    folder = root / WORK_FOLDER / "packages"
    memory = PackageMemory(CacheFolder(folder, tool_stamp()) if options.use_cache else None)
    tree = assemble(result, options, extra_runtime=extra_runtime, memory=memory)
    memory.forget_unused()
    return tree


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnableBuild:
    """An application compiled for running it on this machine.

    Attributes:
        python_path: Folder to put on `PYTHONPATH`.
        package: Import name of the package in it.
        project: The application.
    """

    python_path: Path
    package: str
    project: Project


def build_for_running(
    root: Path, console: Console, *, extra_runtime: Iterable[str] = ()
) -> RunnableBuild:
    """Build into the application's work folder.

    Raises:
        CommandError: The application has errors, or the folder cannot be written.
    """
    from wippyc.package.write import ForeignFileError, write_tree
    from wippyc.pipeline_model import CompileOptions

    options = CompileOptions()
    result = compile_application(root, options, console)
    project = result.project
    assert project is not None, "a compilation without errors has a project"
    tree = package_files(root, result, options, extra_runtime=extra_runtime)
    output = root / WORK_FOLDER / "build"
    try:
        write_tree(tree, output)
    except ForeignFileError as error:
        raise CommandError(f"{output}: {error}", status=1) from None
    except OSError as error:
        raise CommandError(f"cannot write {output}: {error.strerror}", status=1) from None
    return RunnableBuild(
        python_path=output.resolve() / "src", package=tree.package, project=project
    )


def show_difference(difference: TreeDifference, console: Console) -> None:
    """Print which files differ, with verbose how."""
    for path in difference.missing:
        console.error(f"missing: {path}")
    for path in difference.orphaned:
        console.error(f"no longer generated: {path}")
    for path, (old, new) in difference.changed.items():
        console.error(f"differs: {path}")
        lines = difflib.unified_diff(
            old.splitlines(), new.splitlines(), f"{path} (on disk)", f"{path} (now)", lineterm=""
        )
        console.detail("\n".join(lines))
