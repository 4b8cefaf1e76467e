"""Linting a whole application: from a folder to findings, without generating anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wippyc.analyse.facts import Facts, analyse
from wippyc.check.findings_cache import LintMemory, SourceReferences
from wippyc.check.group_findings import GroupFindings, check_group, kept_findings
from wippyc.check.selection import configured
from wippyc.check.settings import DEFAULT_SETTINGS, LintSettings
from wippyc.check.support import check_support
from wippyc.diagnostics.model import Diagnostic, Severity, Sink
from wippyc.lower.program import lower_program
from wippyc.lua.large_stack import run_on_large_stack
from wippyc.lua.syntax import Chunk
from wippyc.lua.syntax_cache import parse_in_processes, parse_once
from wippyc.processes import spread
from wippyc.project.components import connected_entries, text_size
from wippyc.project.load import load_partial_project
from wippyc.project.model import LuaEntry, Project
from wippyc.source import SourceFile


@dataclass(frozen=True, eq=False)
class LintResult:
    """What linting found.

    Attributes:
        project: The application; `None` when nothing of it could be read.
        programs: What analysis found about each group of entries that import each other, except
            groups whose findings were remembered.
        diagnostics: The findings, in the order of the sources.
    """

    project: Project | None
    programs: tuple[Facts, ...]
    diagnostics: tuple[Diagnostic, ...]


def lint_application(
    root: Path, settings: LintSettings = DEFAULT_SETTINGS, memory: LintMemory | None = None
) -> LintResult:
    """Lint an application.

    Files with syntax errors are reported and left out; the rest is checked all the same.

    Args:
        root: The application folder.
        settings: What the user configured.
        memory: Results of earlier runs.
    """
    sink = Sink()
    project = load_partial_project(root, sink)
    return lint_project(project, sink, settings, memory)


def lint_project(
    project: Project | None,
    sink: Sink,
    settings: LintSettings = DEFAULT_SETTINGS,
    memory: LintMemory | None = None,
) -> LintResult:
    """Lint an application that is already loaded; `sink` holds the loader's findings."""
    if project is None:
        return LintResult(None, (), tuple(configured(sink, settings)))
    if memory is not None:
        _check_in_processes(project, settings, memory)
    run = _Run(project, settings, memory, sink)
    found = run_on_large_stack(run.found)
    ordered = Sink()
    ordered.extend(found)
    return LintResult(project, tuple(run.programs), tuple(ordered))


def _check_in_processes(project: Project, settings: LintSettings, memory: LintMemory) -> None:
    """Let all processors fill the memory with what is not in it."""
    groups = connected_entries(project.lua_entries)
    keys = memory.findings.keys(project, groups, repr(settings))
    missing = [
        (group, key)
        for group, key in zip(groups, keys, strict=True)
        if not memory.findings.has(key)
    ]

    def check(share: Sequence[tuple[Sequence[LuaEntry], str]]) -> None:
        run = _Run(project, settings, memory, Sink())
        run_on_large_stack(lambda: [run.check(group, key) for group, key in share])

    if not spread(missing, lambda each: text_size(each[0]), check):
        sources = [entry.source.file for group, _ in missing for entry in group]
        parse_in_processes(sources, memory.syntax)


class _Run:
    """One run over an application.

    Attributes:
        programs: The groups that were analysed.
    """

    def __init__(
        self, project: Project, settings: LintSettings, memory: LintMemory | None, sink: Sink
    ) -> None:
        self.programs: list[Facts] = []
        self._project = project
        self._files = SourceReferences(project)
        self._settings = settings
        self._memory = memory
        self._sink = sink
        self._parsed: dict[SourceFile, tuple[Chunk | None, tuple[Diagnostic, ...]]] = {}

    def found(self) -> list[Diagnostic]:
        """Return the findings that settings and comments let through."""
        project, memory = self._project, self._memory
        check_support(project, self._sink)
        entries = project.lua_entries
        groups = connected_entries(entries)
        keys = [""] * len(groups)
        if memory is not None:
            keys = memory.findings.keys(project, groups, repr(self._settings))
            for entry in entries:
                memory.syntax.key(entry.source.file)
        results: list[GroupFindings] = []
        for group, key in zip(groups, keys, strict=True):
            known = memory.findings.load(key, self._files) if memory else None
            results += self.check(group, key) if known is None else [known]
            if known is not None:
                self._sink.extend(known.parsing)
        for result in results:
            self._sink.extend(result.errors)
        return list(kept_findings(project, results, self._settings, self._sink))

    def check(self, group: Sequence[LuaEntry], key: str) -> list[GroupFindings]:
        """Check what can be parsed of a group; remember it if that is all, without errors."""
        chunks: dict[str, Chunk] = {}
        is_whole = True
        parsing: list[Diagnostic] = []
        for entry in group:
            chunk, found = self._parse(entry.source.file)
            parsing += found
            is_whole = is_whole and chunk is not None and not has_errors(found)
            if chunk is not None:
                chunks[str(entry.id)] = chunk
        results = []
        for part in connected_entries(entry for entry in group if str(entry.id) in chunks):
            own = {str(entry.id): chunks[str(entry.id)] for entry in part}
            facts = analyse(lower_program(self._project, own))
            self.programs.append(facts)
            results.append(check_group(facts, self._settings, parsing))
        if self._memory is not None and is_whole:
            # Before the comments in it note what they are used for.
            self._memory.findings.store(key, self._files, results[0])
        return results

    def _parse(self, source: SourceFile) -> tuple[Chunk | None, tuple[Diagnostic, ...]]:
        if source not in self._parsed:
            own = Sink()
            chunk = parse_once(source, own, self._memory.syntax if self._memory else None)
            self._parsed[source] = chunk, tuple(own)
            self._sink.extend(own)
        return self._parsed[source]


def has_errors(found: tuple[Diagnostic, ...]) -> bool:
    """Whether a finding is an error."""
    return any(each.level is Severity.ERROR for each in found)
