"""Compiles what can be compiled of an application: for running its tests while parts are broken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wippyc.analyse.facts import Facts, analyse
from wippyc.check.entry_points import check_entry_points
from wippyc.check.nesting import check_nesting
from wippyc.check.support import check_support
from wippyc.diagnostics.model import Diagnostic, Severity, Sink
from wippyc.lower.program import lower_program
from wippyc.lua.large_stack import run_on_large_stack
from wippyc.pipeline import emit_programs, parse_project
from wippyc.pipeline_model import CompiledModule, CompileOptions, CompileResult
from wippyc.project.load import load_partial_project
from wippyc.project.model import LuaEntry, Project

Failures = dict[str, tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TolerantResult:
    """The compilable part of an application, and why the rest is not in it.

    Attributes:
        result: The entries without errors, as a compilation without errors.
        project: The whole application as far as it could be read.
        failures: Errors of each entry that is left out, by full ID; of one that imports a broken
            library the library's.
        general: Errors that belong to no Lua entry: unreadable files, broken clients and workers.
        unsupported: What compiled entries use that compiled workers do not have, by full ID.
    """

    result: CompileResult
    project: Project | None
    failures: Mapping[str, tuple[Diagnostic, ...]]
    general: tuple[Diagnostic, ...]
    unsupported: Mapping[str, tuple[Diagnostic, ...]]


def compile_tolerantly(root: Path, options: CompileOptions) -> TolerantResult:
    """Compile the entries without errors. The linter's rules do not run.

    Args:
        root: The application folder.
        options: Choices of the caller.
    """
    sink = Sink()
    project = load_partial_project(root, sink)
    if project is None:
        empty = CompileResult(project=None, modules=(), diagnostics=())
        return TolerantResult(
            result=empty, project=None, failures={}, general=tuple(_errors(sink)), unsupported={}
        )
    return run_on_large_stack(lambda: _compile(project, options, sink))


def _compile(project: Project, options: CompileOptions, sink: Sink) -> TolerantResult:
    parse_project(project, sink)
    failures, general = _attributed(_errors(sink), project)
    while True:
        _spread(failures, project)
        rest = _without(project, failures)
        own = Sink()
        facts = _analysed(rest, own)
        found, _ = _attributed(_errors(own), rest)
        if not found:
            break
        failures.update(found)
    modules: tuple[CompiledModule, ...] = ()
    if facts is not None:
        modules = emit_programs([facts], options)
    return TolerantResult(
        result=CompileResult(project=rest, modules=modules, diagnostics=()),
        project=project,
        failures=failures,
        general=general,
        unsupported=_unsupported(rest),
    )


def _unsupported(project: Project) -> Failures:
    sink = Sink()
    check_support(project, sink)
    found: Failures = {}
    for each in sink:
        found[each.entry_id] = (*found.get(each.entry_id, ()), each)
    return found


def _analysed(project: Project, sink: Sink) -> Facts | None:
    if not any(isinstance(entry, LuaEntry) for entry in project.entries.values()):
        return None
    facts = analyse(lower_program(project, parse_project(project, Sink())))
    check_entry_points(facts, sink)
    check_nesting(facts, sink)
    return facts


def _errors(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [each for each in found if each.level is Severity.ERROR]


def _attributed(
    errors: Iterable[Diagnostic], project: Project
) -> tuple[Failures, tuple[Diagnostic, ...]]:
    """Return the errors of each Lua entry, and those of none."""
    failures: Failures = {}
    general = []
    undecoded = {str(entry.id) for entry in project.skipped if entry.kind.endswith(".lua")}
    for error in errors:
        entry = project.entries.get(error.entry_id)
        if isinstance(entry, LuaEntry) or error.entry_id in undecoded:
            owners = [error.entry_id]
        else:
            owners = _entries_of_source(error, project)
        for owner in owners:
            failures[owner] = (*failures.get(owner, ()), error)
        if not owners:
            general.append(error)
    return failures, tuple(general)


def _entries_of_source(error: Diagnostic, project: Project) -> list[str]:
    if error.span is None:
        return []
    return [
        entry_id
        for entry_id, entry in project.entries.items()
        if isinstance(entry, LuaEntry) and entry.source.file is error.span.source
    ]


def _spread(failures: Failures, project: Project) -> None:
    """Add the entries that import a broken one, directly or not."""
    is_growing = True
    while is_growing:
        is_growing = False
        for entry_id, entry in project.entries.items():
            if entry_id in failures or not isinstance(entry, LuaEntry):
                continue
            broken = [
                error
                for imported in entry.imports
                for error in failures.get(str(imported.target), ())
            ]
            if broken:
                failures[entry_id] = tuple(dict.fromkeys(broken))
                is_growing = True


def _without(project: Project, failures: Failures) -> Project:
    entries = {
        entry_id: entry for entry_id, entry in project.entries.items() if entry_id not in failures
    }
    return replace(project, entries=entries)
