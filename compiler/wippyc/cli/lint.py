"""`wippyc lint`: findings about applications, nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wippyc.cli.console import CommandError, Console
from wippyc.cli.lint_applications import application_root, applications_of
from wippyc.cli.lint_run import (
    LintOptions,
    Outcome,
    add_ignores,
    check,
    check_formats,
    difference,
    fix,
    fix_text,
    print_end,
    print_report,
    print_statistics,
    print_summary,
)
from wippyc.cli.one_run import collect_nothing
from wippyc.cli.parameters import Quiet, Verbose

if TYPE_CHECKING:
    from wippyc.check.configuration import Configuration

OutputFormat = Literal[
    "full", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson"
]
Level = Literal["error", "warning", "hint"]
STANDARD_INPUT = "-"

_Codes = list[str] | None
_Selection = "Which findings"
_Changes = "Changes"
_Output = "Output"
_Settings = "Settings"


def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help="Applications, or files in them to report on; the current folder by default. "
            "`-` reads one file from standard input.",
            show_default=False,
        ),
    ] = None,
    select: Annotated[
        _Codes,
        typer.Option(
            metavar="CODES",
            help="Report only these codes, prefixes or names, separated by commas; ALL is all.",
            show_default=False,
            rich_help_panel=_Selection,
        ),
    ] = None,
    extend_select: Annotated[
        _Codes,
        typer.Option(
            metavar="CODES",
            help="Report these besides.",
            show_default=False,
            rich_help_panel=_Selection,
        ),
    ] = None,
    ignore: Annotated[
        _Codes,
        typer.Option(
            metavar="CODES",
            help="Do not report these.",
            show_default=False,
            rich_help_panel=_Selection,
        ),
    ] = None,
    code: Annotated[
        _Codes,
        typer.Option(
            metavar="CODE",
            help="Show only findings with this exact code.",
            show_default=False,
            rich_help_panel=_Selection,
        ),
    ] = None,
    ns: Annotated[
        _Codes,
        typer.Option(
            metavar="NAMESPACE",
            help="Show only entries of this namespace and those below it.",
            show_default=False,
            rich_help_panel=_Selection,
        ),
    ] = None,
    level: Annotated[
        Level | None,
        typer.Option(
            help="Least severity to report.", show_default=False, rich_help_panel=_Selection
        ),
    ] = None,
    fail_level: Annotated[
        Level | None,
        typer.Option(
            help="Least severity that makes the exit status 1; warning by default.",
            show_default=False,
            rich_help_panel=_Selection,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="Print at most N findings.",
            show_default=False,
            rich_help_panel=_Output,
        ),
    ] = None,
    output_format: Annotated[
        OutputFormat, typer.Option(help="How to print findings.", rich_help_panel=_Output)
    ] = "full",
    statistics: Annotated[
        bool,
        typer.Option(
            "--statistics",
            help="Count the findings of each rule instead.",
            rich_help_panel=_Output,
        ),
    ] = False,
    summary: Annotated[
        bool,
        typer.Option("--summary", help="Print one line of totals.", rich_help_panel=_Output),
    ] = False,
    make_fixes: Annotated[
        bool, typer.Option("--fix", help="Make safe changes.", rich_help_panel=_Changes)
    ] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option(
            "--unsafe-fixes",
            help="With --fix or --diff, also changes that may alter behaviour.",
            rich_help_panel=_Changes,
        ),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option("--diff", help="Show the changes instead.", rich_help_panel=_Changes),
    ] = False,
    add_ignore: Annotated[
        bool,
        typer.Option(
            "--add-ignore",
            help="Write a suppression comment for everything that is found.",
            rich_help_panel=_Changes,
        ),
    ] = False,
    reason: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            help="With --add-ignore, the reason to write behind each comment.",
            show_default=False,
            rich_help_panel=_Changes,
        ),
    ] = "",
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Accept the findings of this file.",
            show_default=False,
            rich_help_panel=_Settings,
        ),
    ] = None,
    update_baseline: Annotated[
        bool,
        typer.Option(
            "--update-baseline",
            help="Accept all findings there are now.",
            rich_help_panel=_Settings,
        ),
    ] = False,
    prune_baseline: Annotated[
        bool,
        typer.Option(
            "--prune-baseline",
            help="Take what is no longer found off the baseline.",
            rich_help_panel=_Settings,
        ),
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Settings file to use instead of the nearest one.",
            show_default=False,
            rich_help_panel=_Settings,
        ),
    ] = None,
    isolated: Annotated[
        bool,
        typer.Option("--isolated", help="Ignore settings files.", rich_help_panel=_Settings),
    ] = False,
    require_reason: Annotated[
        bool,
        typer.Option(
            "--require-reason",
            help="Report suppression comments without a reason.",
            rich_help_panel=_Settings,
        ),
    ] = False,
    stdin_filename: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="With `-`, the file that standard input stands for.",
            show_default=False,
        ),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Do not use findings of an earlier run.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever a file changes.")
    ] = False,
    # Hooks of pre-commit give it to linters; nothing is excluded but by settings.
    force_exclude: Annotated[bool, typer.Option("--force-exclude", hidden=True)] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check determinism and wiring.

    Exit status: 0 clean, 1 findings, 2 wrong usage.
    """
    console = Console(is_quiet=quiet, is_verbose=verbose)
    options = LintOptions(
        output_format=output_format,
        namespaces=tuple(ns or ()),
        codes=tuple(each.upper() for each in code or ()),
        limit=limit,
        is_statistics=statistics,
        is_summary=summary,
        is_fix=make_fixes,
        is_unsafe=unsafe_fixes,
        is_diff=diff,
        is_ignore=add_ignore,
        reason=reason,
        use_cache=not (no_cache or add_ignore),
    )
    if reason and not add_ignore:
        raise CommandError("--reason is written by --add-ignore only")
    overrides: dict[str, object] = {
        "select": select,
        "extend-select": extend_select,
        "ignore": ignore,
        "level": level,
        "fail-level": fail_level,
        "require-reason": require_reason or None,
    }
    settings = SettingsSource(config, isolated, overrides)
    if paths == [Path(STANDARD_INPUT)]:
        if add_ignore:
            raise CommandError("--add-ignore changes files; it does not work on standard input")
        _lint_standard_input(stdin_filename, settings, options, console)
        return
    roots = applications_of(paths or [Path()])
    check_formats(roots, output_format)
    if diff:
        _show_difference(roots, settings, options, console)
        return
    run = _Run(settings, options, console, baseline, update_baseline, prune_baseline)
    if watch:
        from wippyc.cli.lint_watch import watch_folders

        watch_folders(list(roots), lambda: run(roots), console)
        return
    collect_nothing()
    if run(roots):
        raise typer.Exit(1)


class SettingsSource:
    """How to find the settings of an application."""

    def __init__(self, file: Path | None, is_isolated: bool, overrides: dict[str, object]) -> None:
        self._file = file
        self._is_isolated = is_isolated
        self._overrides = {
            key: ",".join(value) if isinstance(value, list) else value
            for key, value in overrides.items()
            if value is not None
        }

    def of(self, root: Path) -> Configuration:
        """Return the settings of an application.

        Raises:
            CommandError: They are wrong.
        """
        from wippyc.check.configuration import ConfigurationError, load_configuration

        try:
            return load_configuration(
                root, file=self._file, overrides=self._overrides, is_isolated=self._is_isolated
            )
        except ConfigurationError as error:
            raise CommandError(str(error)) from None


class _Run:
    """One check of all applications on the command line."""

    def __init__(
        self,
        settings: SettingsSource,
        options: LintOptions,
        console: Console,
        baseline: Path | None,
        update: bool,
        prune: bool,
    ) -> None:
        self._settings = settings
        self._options = options
        self._console = console
        self._baseline = baseline
        self._update = update
        self._prune = prune

    def __call__(self, roots: dict[Path, frozenset[str]]) -> bool:
        """Check, print, and tell whether the run fails."""
        outcomes: list[Outcome] = []
        is_failed = False
        accepted = 0
        for root, wanted in roots.items():
            self._console.detail(f"checking {root}")
            configuration = self._settings.of(root)
            if self._options.is_fix:
                outcome = fix(root, wanted, configuration, self._options, self._console)
            else:
                outcome = check(root, wanted, configuration, self._options)
            accepted += self._filter(outcome, self._baseline or configuration.baseline)
            if self._options.is_ignore:
                add_ignores(root, outcome, configuration, self._options)
            outcomes.append(outcome)
            is_failed |= any(each.level >= configuration.fail_level for each in outcome.found)
            if not self._options.is_statistics:
                print_report(outcome, self._options, self._console)
        if self._options.is_statistics:
            print_statistics(outcomes, self._console)
        if self._options.is_summary:
            print_summary(outcomes, self._console)
        print_end(outcomes, accepted, self._options, self._console)
        return is_failed

    def _filter(self, outcome: Outcome, file: Path | None) -> int:
        """Take accepted findings out and return how many; update the file when asked to."""
        from wippyc.check.baseline import apply_baseline, read_baseline, write_baseline
        from wippyc.check.configuration import ConfigurationError

        if file is None:
            if self._update or self._prune:
                raise CommandError("give the file with --baseline")
            return 0
        try:
            if self._update:
                count = write_baseline(outcome.found, file)
                self._console.say(f"{file} accepts {count} finding{'s' if count != 1 else ''}")
            accepted = read_baseline(file)
            filtered = apply_baseline(outcome.found, accepted)
            stale = sum(filtered.stale.values())
            if self._prune:
                write_baseline(outcome.found, file, keep=accepted)
            elif stale:
                self._console.say(
                    f"{stale} accepted finding{'s' if stale != 1 else ''} no longer there: "
                    "--prune-baseline removes them"
                )
        except ConfigurationError as error:
            raise CommandError(str(error)) from None
        outcome.found = list(filtered.found)
        return filtered.accepted


def _show_difference(
    roots: dict[Path, frozenset[str]],
    settings: SettingsSource,
    options: LintOptions,
    console: Console,
) -> None:
    texts = [
        difference(root, wanted, settings.of(root), options, console)
        for root, wanted in roots.items()
    ]
    text = "".join(texts)
    if text:
        console.result(text.rstrip("\n"))
        raise typer.Exit(1)


def _lint_standard_input(
    filename: Path | None, settings: SettingsSource, options: LintOptions, console: Console
) -> None:
    if filename is None:
        raise CommandError("`-` needs --stdin-filename, because a file's entries say what it is")
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    known = filename if filename.exists() else filename.parent
    if not known.exists():
        raise CommandError(f"no such folder: {filename.parent}")
    root = application_root(known)
    name = filename.resolve().relative_to(root.resolve()).as_posix()
    configuration = settings.of(root)
    if options.is_fix or options.is_diff:
        fixed = fix_text(root, name, text, configuration, options)
        if options.is_diff:
            _print_text_difference(name, text, fixed, console)
        else:
            sys.stdout.buffer.write(fixed.encode("utf-8", "surrogateescape"))
            sys.stdout.buffer.flush()
        return
    outcome = check(root, frozenset({name}), configuration, options, {name: text})
    print_report(outcome, options, console)
    print_end([outcome], 0, options, console)
    if any(each.level >= configuration.fail_level for each in outcome.found):
        raise typer.Exit(1)


def _print_text_difference(name: str, before: str, after: str, console: Console) -> None:
    import difflib

    lines: Sequence[str] = list(
        difflib.unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), name, name
        )
    )
    if lines:
        console.result("".join(lines).rstrip("\n"))
        raise typer.Exit(1)


__all__ = ["application_root", "applications_of", "lint"]
