"""`wippyc lint`: findings about applications, nothing else."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wippyc.cli.compilation import check_application, display_prefix
from wippyc.cli.console import CommandError, Console, wants_color
from wippyc.cli.parameters import Quiet, Verbose

if TYPE_CHECKING:
    from wippyc.diagnostics.model import Diagnostic
    from wippyc.project.model import Project

OutputFormat = Literal[
    "full", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson"
]
Level = Literal["error", "warning", "hint"]

# Formats for machines: an empty report is a report too.
DOCUMENTS = frozenset({"json", "sarif", "gitlab", "junit", "rdjson"})


def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH…",
            help="Applications, or files in them to report on; the current folder by default.",
            show_default=False,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODES",
            help="Report only these codes or prefixes, separated by commas.",
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODES", help="Do not report these codes or prefixes.", show_default=False
        ),
    ] = None,
    output_format: Annotated[OutputFormat, typer.Option(help="How to print findings.")] = "full",
    fail_level: Annotated[
        Level, typer.Option(help="Least severity that makes the exit status 1.")
    ] = "hint",
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule instead.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check determinism and wiring; exit 0 when clean, 1 with findings, 2 for wrong usage."""
    from wippyc.diagnostics.model import Severity
    from wippyc.pipeline import compile_project
    from wippyc.pipeline_model import CompileOptions

    console = Console(is_quiet=quiet, is_verbose=verbose)
    selected, ignored = _codes(select), _codes(ignore)
    roots = applications_of(paths or [Path()])
    if len(roots) > 1 and output_format in DOCUMENTS:
        raise CommandError(f"{output_format} reports hold one application; give one at a time")
    reported: list[Diagnostic] = []
    for root, wanted in roots.items():
        console.detail(f"checking {root}")
        result = compile_project(root, CompileOptions(checks_only=True))
        found = [
            each
            for each in result.diagnostics
            if _is_selected(each.rule.code, selected, ignored) and _is_wanted(each, wanted)
        ]
        reported.extend(found)
        if not statistics and (found or output_format in DOCUMENTS):
            _print_report(found, root, result.project, output_format, console)
    if statistics:
        for (code, name), count in sorted(_count(reported).items()):
            console.result(f"{count:>5}  {code}  {name}")
    elif not reported:
        console.say("no findings")
    level = Severity[fail_level.upper()]
    if any(found.level >= level for found in reported):
        raise typer.Exit(1)


def _print_report(
    found: Sequence[Diagnostic],
    root: Path,
    project: Project | None,
    output_format: str,
    console: Console,
) -> None:
    from wippyc.diagnostics.render import render

    text = render(
        found,
        output_format,
        color=wants_color(sys.stdout),
        root=root.resolve(),
        prefix=display_prefix(root),
        files=sorted(map(str, project.sources)) if project is not None else (),
        total_entries=len(project.entries) if project is not None else 0,
    )
    console.result(text.rstrip("\n"))


def applications_of(paths: Iterable[Path]) -> dict[Path, frozenset[str]]:
    """Return the applications that paths belong to, with the files to report on in each.

    No files means all of them. A path below an application's folder belongs to the application,
    whose entries decide what a file means.

    Raises:
        CommandError: A path does not exist.
    """
    found: dict[Path, frozenset[str]] = {}
    for path in paths:
        if not path.exists():
            raise CommandError(f"no such file or folder: {path}")
        root = application_root(path)
        if path.is_dir() and path.resolve() == root.resolve():
            found[check_application(root)] = frozenset()
            continue
        inside = path.resolve().relative_to(root.resolve())
        known = found.get(root)
        if known is None or known:
            found[root] = (known or frozenset()) | {inside.as_posix()}
    return found


def application_root(path: Path) -> Path:
    """Return the application's folder for a file or folder in it.

    It is the nearest folder upwards with a `.wippy.yaml` or `wippy.lock`, else the topmost of the
    folders upwards that hold an `_index.yaml`, else the path itself (the folder, for a file).
    """
    start = path if path.is_dir() else path.parent
    topmost = None
    for folder in (start, *_parents(start)):
        if (folder / ".wippy.yaml").is_file() or (folder / "wippy.lock").is_file():
            return folder
        if (folder / "_index.yaml").is_file():
            topmost = folder
        elif topmost is not None:
            break
    return start if topmost is None else topmost


def _parents(folder: Path) -> Sequence[Path]:
    """Return the parents, in the spelling of the given path where that reaches."""
    return tuple(folder.parents) if folder.is_absolute() else tuple(folder.resolve().parents)


def _codes(texts: Iterable[str] | None) -> tuple[str, ...]:
    """Return codes and prefixes of codes; a wrong one would quietly report nothing.

    Raises:
        CommandError: No rule begins like that.
    """
    codes = tuple(
        code.strip().upper() for text in texts or () for code in text.split(",") if code.strip()
    )
    if codes:
        from wippyc.cli.rule import known_rules

        rules = known_rules()
        for code in codes:
            if not any(known.startswith(code) for known in rules):
                raise CommandError(f"no rule {code}; `wippyc rule --all` lists them")
    return codes


def _is_selected(code: str, selected: tuple[str, ...], ignored: tuple[str, ...]) -> bool:
    if selected and not code.startswith(selected):
        return False
    return not (ignored and code.startswith(ignored))


def _is_wanted(found: Diagnostic, wanted: frozenset[str]) -> bool:
    if not wanted or found.span is None:
        return True
    path = found.span.source.path
    return any(path == name or path.startswith(f"{name}/") for name in wanted)


def _count(found: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter((each.rule.code, each.rule.name) for each in found)
