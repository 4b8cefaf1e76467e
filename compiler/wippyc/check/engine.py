"""Linting a whole application: from a folder to findings, without generating anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wippyc.analyse.facts import Facts, analyse
from wippyc.check.entry_points import check_entry_points
from wippyc.check.nesting import check_nesting
from wippyc.check.runner import rule_findings
from wippyc.check.selection import configured
from wippyc.check.settings import DEFAULT_SETTINGS, LintSettings
from wippyc.check.support import check_support
from wippyc.check.suppressions import apply_suppressions
from wippyc.diagnostics.model import Diagnostic, Severity, Sink
from wippyc.ir.program import Program
from wippyc.lower.program import lower_program
from wippyc.lua.large_stack import run_on_large_stack
from wippyc.lua.syntax import Chunk
from wippyc.lua.syntax_cache import SyntaxCache, parse_once
from wippyc.project.load import load_partial_project
from wippyc.project.model import LuaEntry, Project
from wippyc.source import SourceFile


@dataclass(frozen=True, eq=False)
class LintResult:
    """What linting found.

    Attributes:
        project: The application; `None` when nothing of it could be read.
        facts: What analysis found; `None` when there was nothing to analyse.
        diagnostics: The findings, in the order of the sources.
    """

    project: Project | None
    facts: Facts | None
    diagnostics: tuple[Diagnostic, ...]


def lint_application(
    root: Path, settings: LintSettings = DEFAULT_SETTINGS, syntax: SyntaxCache | None = None
) -> LintResult:
    """Lint an application.

    Files with syntax errors are reported and left out; the rest is checked all the same.

    Args:
        root: The application folder.
        settings: What the user configured.
        syntax: Syntax trees of earlier runs.
    """
    sink = Sink()
    project = load_partial_project(root, sink)
    return lint_project(project, sink, settings, syntax)


def lint_project(
    project: Project | None,
    sink: Sink,
    settings: LintSettings = DEFAULT_SETTINGS,
    syntax: SyntaxCache | None = None,
) -> LintResult:
    """Lint an application that is already loaded; `sink` holds the loader's findings."""
    if project is None:
        return LintResult(None, None, tuple(configured(sink, settings)))
    loaded = project

    def work() -> tuple[Facts | None, list[Diagnostic]]:
        chunks = _parse(loaded, sink, syntax)
        check_support(loaded, sink)
        facts = _analyse(loaded, chunks)
        found = list(sink)
        if facts is None:
            return None, list(configured(found, settings))
        if len(chunks) == sum(isinstance(each, LuaEntry) for each in loaded.entries.values()):
            check_entry_points(facts, sink)
            check_nesting(facts, sink)
            found = list(sink)
        found.extend(rule_findings(facts, settings))
        kept = configured(found, settings)
        return facts, list(apply_suppressions(facts.program, kept, settings))

    facts, found = run_on_large_stack(work)
    ordered = Sink()
    ordered.extend(found)
    return LintResult(project, facts, tuple(ordered))


def _parse(project: Project, sink: Sink, syntax: SyntaxCache | None) -> dict[str, Chunk]:
    chunks: dict[str, Chunk] = {}
    parsed: dict[SourceFile, Chunk | None] = {}
    for entry_id, entry in project.entries.items():
        if not isinstance(entry, LuaEntry):
            continue
        source = entry.source.file
        if source not in parsed:
            parsed[source] = parse_once(source, sink, syntax)
        chunk = parsed[source]
        if chunk is not None:
            chunks[entry_id] = chunk
    return chunks


def _analyse(project: Project, chunks: dict[str, Chunk]) -> Facts | None:
    """Analyse what could be parsed; import circles make a program nothing can be said about."""
    if not chunks:
        return None
    return analyse(lower_program(project, chunks))


def has_errors(found: tuple[Diagnostic, ...]) -> bool:
    """Whether a finding is an error."""
    return any(each.level is Severity.ERROR for each in found)


__all__ = ["LintResult", "Program", "has_errors", "lint_application", "lint_project"]
