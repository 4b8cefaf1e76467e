"""What `wippyc lint` does with one application after another."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from wippyc.cli.compilation import application_caches, display_prefix
from wippyc.cli.console import CommandError, Console, wants_color

if TYPE_CHECKING:
    from wippyc.check.configuration import Configuration
    from wippyc.check.engine import LintResult
    from wippyc.check.findings_cache import LintMemory
    from wippyc.diagnostics.model import Diagnostic

# Formats for machines: an empty report is a report too.
DOCUMENTS = frozenset({"json", "sarif", "gitlab", "junit", "rdjson"})


@dataclass(frozen=True, kw_only=True)
class LintOptions:
    """The command line, as far as it is not settings.

    Attributes:
        output_format: How findings are printed.
        namespaces: Report only entries of these namespaces; `*` is a wildcard.
        codes: Report only these exact codes.
        limit: Print at most this many findings.
        is_statistics: Whether to count by rule instead.
        is_summary: Whether to print one line of totals as well.
        is_fix: Whether to make safe changes.
        is_unsafe: Whether to make unsafe changes as well.
        is_diff: Whether to show changes instead of making them.
        is_ignore: Whether to write suppression comments for what is found.
        reason: What these comments give as the reason.
        use_cache: Whether findings of earlier runs may be used.
    """

    output_format: str = "full"
    namespaces: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    limit: int | None = None
    is_statistics: bool = False
    is_summary: bool = False
    is_fix: bool = False
    is_unsafe: bool = False
    is_diff: bool = False
    is_ignore: bool = False
    reason: str = ""
    use_cache: bool = True


@dataclass
class Outcome:
    """Findings of one application.

    Attributes:
        root: The application folder.
        found: The findings to report.
        sources: Paths of all files read.
        entries: Number of entries.
        fixed: Number of findings that were fixed.
        hidden: Number of findings that were not printed.
        ignored: Number of findings for which a suppression comment was written.
    """

    root: Path
    found: list[Diagnostic]
    sources: tuple[str, ...] = ()
    entries: int = 0
    fixed: int = 0
    hidden: int = 0
    ignored: int = 0


def check(
    root: Path,
    wanted: frozenset[str],
    configuration: Configuration,
    options: LintOptions,
    texts: Mapping[str, str] | None = None,
) -> Outcome:
    """Lint one application and return what is to be reported.

    Args:
        root: The application folder.
        wanted: Files and folders to report on; empty means all.
        configuration: Settings.
        options: The command line.
        texts: Texts in place of files on disk.
    """
    from wippyc.check.lint_cache import LintCache

    cache = None
    if options.use_cache and not texts:
        cache = LintCache(root, configuration.lint)
        known = cache.load()
        if known is not None:
            found, sources, entries = known
            return Outcome(root, _kept(found, wanted, configuration, options), sources, entries)
    caches = None if cache is None else application_caches(root)
    result = _lint(root, configuration, texts, caches.lint if caches else None)
    project = result.project
    sources = () if project is None else tuple(sorted(map(str, project.sources)))
    entries = 0 if project is None else len(project.entries)
    if caches is not None:
        caches.lint.forget_unused()
    if cache is not None:
        cache.store(result.diagnostics, sources, entries)
    found_now = _kept(result.diagnostics, wanted, configuration, options)
    return Outcome(root, found_now, sources, entries)


def _lint(
    root: Path,
    configuration: Configuration,
    texts: Mapping[str, str] | None,
    memory: LintMemory | None = None,
) -> LintResult:
    from wippyc.check.overlay import lint_overlay

    return lint_overlay(root, texts or {}, configuration.lint, memory)


def _kept(
    found: Iterable[Diagnostic],
    wanted: frozenset[str],
    configuration: Configuration,
    options: LintOptions,
) -> list[Diagnostic]:
    return [
        each
        for each in found
        if each.level >= configuration.level
        and _is_wanted(each, wanted)
        and (not options.codes or each.rule.code in options.codes)
        and (not options.namespaces or _is_in(each, options.namespaces))
    ]


def _is_wanted(found: Diagnostic, wanted: frozenset[str]) -> bool:
    if not wanted or found.span is None:
        return True
    path = found.span.source.path
    return any(path == name or path.startswith(f"{name}/") for name in wanted)


def _is_in(found: Diagnostic, namespaces: Sequence[str]) -> bool:
    namespace = found.entry_id.partition(":")[0]
    return any(
        namespace == each or namespace.startswith(f"{each}.") or fnmatchcase(namespace, each)
        for each in namespaces
    )


# --- fixes ------------------------------------------------------------------------------------


def fix(
    root: Path,
    wanted: frozenset[str],
    configuration: Configuration,
    options: LintOptions,
    console: Console,
) -> Outcome:
    """Make the changes findings offer until none is left, and return what remains."""
    from wippyc.check.fixing import MOST_ROUNDS, plan_fixes, write_changes

    fixed = 0
    for _ in range(MOST_ROUNDS):
        outcome = check(root, wanted, configuration, options)
        changes = plan_fixes(outcome.found, unsafe=options.is_unsafe)
        if not changes.texts:
            break
        skipped = write_changes(root, changes.texts)
        for name in skipped:
            console.error(f"not changed, because it cannot be written: {name}")
        if len(skipped) == len(changes.texts):
            break
        fixed += len(changes.fixed)
    outcome = check(root, wanted, configuration, options)
    outcome.fixed = fixed
    return outcome


def add_ignores(
    root: Path, outcome: Outcome, configuration: Configuration, options: LintOptions
) -> None:
    """Write a suppression comment for every finding of an outcome and take those findings out.

    The findings must not come from the cache, which does not know the Lua inside of YAML.

    Raises:
        CommandError: A file cannot be written.
    """
    from wippyc.check.fixing import write_changes
    from wippyc.check.ignoring import plan_ignores

    def relint(texts: Mapping[str, str]) -> Iterable[Diagnostic]:
        return _lint(root, configuration, texts).diagnostics

    planned = plan_ignores(outcome.found, relint, reason=options.reason)
    skipped = write_changes(root, planned.texts)
    if skipped:
        raise CommandError(f"cannot be written: {', '.join(skipped)}")
    outcome.ignored = len(planned.ignored)
    outcome.found = [each for each in outcome.found if each not in planned.ignored]


def difference(
    root: Path,
    wanted: frozenset[str],
    configuration: Configuration,
    options: LintOptions,
    console: Console,
) -> str:
    """Return the changes that fixing would make, as a unified diff."""
    from wippyc.check.overlay import copied

    parts: list[str] = []
    with copied(root) as copy:
        if options.is_ignore and not options.is_fix:
            outcome = check(copy, wanted, configuration, options)
        else:
            outcome = fix(copy, wanted, configuration, options, console)
        if options.is_ignore:
            add_ignores(copy, outcome, configuration, options)
        prefix = display_prefix(root)
        for name in outcome.sources:
            before, after = _text(root / name), _text(copy / name)
            if before != after:
                path = f"{prefix}/{name}" if prefix else name
                parts.extend(
                    difflib.unified_diff(
                        before.splitlines(keepends=True),
                        after.splitlines(keepends=True),
                        path,
                        path,
                    )
                )
    return "".join(parts)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def fix_text(
    root: Path, name: str, text: str, configuration: Configuration, options: LintOptions
) -> str:
    """Return the text of one file with the changes its findings offer, for editors."""
    from wippyc.check.fixing import MOST_ROUNDS, plan_fixes

    for _ in range(MOST_ROUNDS):
        outcome = check(root, frozenset({name}), configuration, options, {name: text})
        changes = plan_fixes(outcome.found, unsafe=options.is_unsafe)
        if name not in changes.texts:
            break
        text = changes.texts[name][1]
    return text


# --- output -----------------------------------------------------------------------------------


def print_report(outcome: Outcome, options: LintOptions, console: Console) -> None:
    """Print the findings of one application."""
    from wippyc.diagnostics.render import render

    shown = outcome.found if options.limit is None else outcome.found[: options.limit]
    outcome.hidden = len(outcome.found) - len(shown)
    if not shown and options.output_format not in DOCUMENTS:
        return
    text = render(
        shown,
        options.output_format,
        color=wants_color(sys.stdout),
        root=outcome.root.resolve(),
        prefix=display_prefix(outcome.root),
        files=outcome.sources,
        total_entries=outcome.entries,
    )
    console.result(text.rstrip("\n"))
    if outcome.hidden:
        console.say(f"{outcome.hidden} more not shown (--limit {options.limit})")


def print_statistics(outcomes: Iterable[Outcome], console: Console) -> None:
    """Print how often each rule was found."""
    counts = Counter(
        (each.rule.code, each.rule.name) for outcome in outcomes for each in outcome.found
    )
    fixable = Counter(
        each.rule.code for outcome in outcomes for each in outcome.found if each.fix is not None
    )
    for (code, name), count in sorted(counts.items()):
        mark = "[*]" if fixable[code] else "   "
        console.result(f"{count:>5}  {code}  {mark} {name}")


def print_summary(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print the totals in one line."""
    levels = Counter(each.level.label for outcome in outcomes for each in outcome.found)
    entries = sum(outcome.entries for outcome in outcomes)
    parts = [_count(levels[word], word) for word in ("error", "warning", "hint")]
    console.say(f"{', '.join(parts)} in {_count(entries, 'entry', 'entries')}")


def _count(number: int, word: str, plural: str = "") -> str:
    return f"{number} {word if number == 1 else plural or word + 's'}"


def print_end(
    outcomes: Sequence[Outcome], accepted: int, options: LintOptions, console: Console
) -> None:
    """Print what people want to know after the findings."""
    found = [each for outcome in outcomes for each in outcome.found]
    fixed = sum(outcome.fixed for outcome in outcomes)
    if fixed:
        console.say(f"fixed {_count(fixed, 'finding')}")
    ignored = sum(outcome.ignored for outcome in outcomes)
    if ignored:
        console.say(f"wrote comments for {_count(ignored, 'finding')}")
    if accepted:
        console.say(f"{_count(accepted, 'finding')} accepted by the baseline")
    if not found:
        console.say("no findings")
    elif not options.is_fix and options.output_format in ("full", "concise"):
        safe = sum(each.fix is not None and each.fix.safe for each in found)
        unsafe = sum(each.fix is not None and not each.fix.safe for each in found)
        if safe:
            also = f" ({unsafe} more with --unsafe-fixes)" if unsafe else ""
            console.detail(f"{safe} can be fixed with --fix{also}")


def check_formats(roots: Mapping[Path, frozenset[str]], output_format: str) -> None:
    """Refuse one document for several applications.

    Raises:
        CommandError: The format holds one application.
    """
    if len(roots) > 1 and output_format in DOCUMENTS:
        raise CommandError(f"{output_format} reports hold one application; give one at a time")
