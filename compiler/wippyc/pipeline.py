"""The order of the stages: an application folder to Python modules, without writing anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from wippyc.analyse.facts import Facts, analyse
from wippyc.caches import Caches
from wippyc.check.configuration import build_settings
from wippyc.check.findings_cache import SourceReferences
from wippyc.check.group_findings import GroupFindings, check_group, kept_findings
from wippyc.check.settings import DEFAULT_SETTINGS, LintSettings
from wippyc.check.support import check_support
from wippyc.diagnostics.model import Sink
from wippyc.lower.program import lower_program
from wippyc.lua.large_stack import run_on_large_stack, stage_settings
from wippyc.lua.syntax import Chunk
from wippyc.lua.syntax_cache import parse_in_processes, parse_once
from wippyc.module_texts import Draft, print_modules
from wippyc.pipeline_model import (
    CompiledModule,
    CompileOptions,
    CompileResult,
    ModuleKind,
    ModuleText,
)
from wippyc.processes import spread
from wippyc.project.components import connected_entries, text_size
from wippyc.project.load import load_project
from wippyc.project.model import LuaEntry, Project

if TYPE_CHECKING:
    from wippyc.emit.module import ModuleTree

_FOLDERS = {"workflow.lua": "workflows", "library.lua": "libraries"}
_KINDS: dict[str, ModuleKind] = {"workflow.lua": "workflow", "library.lua": "library"}


def compile_project(
    root: Path, options: CompileOptions, caches: Caches | None = None
) -> CompileResult:
    """Compile an application.

    Args:
        root: The application folder.
        options: Choices of the caller.
        caches: Results of earlier compilations.

    Returns:
        The generated modules, or no modules if an error was found; and every finding.
    """
    sink = Sink()
    project = load_project(root, sink)
    if project is None:
        return CompileResult(project=None, modules=(), diagnostics=tuple(sink))
    return compile_loaded(project, options, sink, caches, build_settings(root))


def compile_loaded(
    project: Project,
    options: CompileOptions,
    sink: Sink,
    caches: Caches | None = None,
    settings: LintSettings = DEFAULT_SETTINGS,
) -> CompileResult:
    """Compile an application that is already loaded."""
    entries = project.lua_entries
    groups = [_Group(entries=group) for group in connected_entries(entries)]
    if caches is not None:
        _remember(project, groups, caches, options, settings)
        if _compile_in_processes(project, groups, caches, options, settings):
            _remember(project, groups, caches, options, settings)
    stale = [group for group in groups if group.modules is None]
    if caches is not None:
        sources = [entry.source.file for group in stale for entry in group.entries]
        parse_in_processes(sources, caches.syntax)
    drafts: list[Draft] = []

    def work() -> None:
        programs = _checked(project, stale, sink, caches, settings)
        if sink.has_errors:
            return
        check_support(project, sink)
        findings = [group.findings for group in groups if group.findings is not None]
        for each in findings:
            sink.extend(each.parsing)
            sink.extend(each.errors)
        sink.extend(kept_findings(project, findings, settings))
        if not sink.has_errors:
            drafts.extend(_drafts(programs, options))

    # What the first collection of garbage does not find it looks at again and again.
    with stage_settings():
        run_on_large_stack(work)
        if sink.has_errors:
            return CompileResult(project=project, modules=(), diagnostics=tuple(sink))
        texts = print_modules(drafts, caches.texts if caches else None, is_divided=True)
        _hand_out(_finished(drafts, texts), stale, caches)
        drafts.clear()
    if caches is not None:
        for entry in entries:
            caches.syntax.key(entry.source.file)
        caches.forget_unused()
    compiled = {each.entry_id: each for group in groups for each in group.modules or ()}
    modules = tuple(compiled[str(entry.id)] for entry in entries)
    return CompileResult(project=project, modules=modules, diagnostics=tuple(sink))


@dataclass(eq=False, kw_only=True)
class _Group:
    """Entries that import each other, and what is made of them.

    Each group is a program of its own, so its code does not depend on what else is compiled with
    it, and can be kept.

    Attributes:
        entries: The entries.
        findings: What is found in them.
        modules: Their modules.
        findings_key: Name of the findings in the cache.
        modules_key: Name of the modules in the cache.
    """

    entries: Sequence[LuaEntry]
    findings: GroupFindings | None = None
    modules: tuple[CompiledModule, ...] | None = None
    findings_key: str = ""
    modules_key: str = ""


def _remember(
    project: Project,
    groups: Sequence[_Group],
    caches: Caches,
    options: CompileOptions,
    settings: LintSettings,
) -> None:
    """Fill in what is known of groups from earlier compilations: all of a group or nothing."""
    entries = [group.entries for group in groups]
    findings_keys = caches.findings.keys(project, entries, repr(settings))
    modules_keys = caches.modules.keys(project, entries, options.runtime)
    files = SourceReferences(project)
    for group, findings_key, modules_key in zip(groups, findings_keys, modules_keys, strict=True):
        group.findings_key, group.modules_key = findings_key, modules_key
        if group.modules is not None:
            continue
        found = caches.findings.load(findings_key, files)
        modules = None if found is None else caches.modules.load(modules_key, group.entries)
        if modules is not None:
            group.findings, group.modules = found, modules


def _compile_in_processes(
    project: Project,
    groups: Sequence[_Group],
    caches: Caches,
    options: CompileOptions,
    settings: LintSettings,
) -> bool:
    """Let all processors fill the caches with the groups that are not in them.

    Returns:
        Whether they did.
    """

    def compile_groups(share: Sequence[_Group]) -> None:
        programs = _checked(project, share, Sink(), caches, settings)
        pairs = [
            (facts, group)
            for facts, group in zip(programs, share, strict=False)
            if group.findings is not None and not group.findings.errors
        ]
        made = emit_programs([facts for facts, _ in pairs], options, caches)
        _hand_out(made, [group for _, group in pairs], caches)

    stale = [group for group in groups if group.modules is None]
    return spread(
        stale,
        lambda group: text_size(group.entries),
        lambda share: run_on_large_stack(lambda: compile_groups(share)),
    )


def _hand_out(
    modules: Iterable[CompiledModule], groups: Sequence[_Group], caches: Caches | None
) -> None:
    """Give groups their modules, and keep these."""
    made = {each.entry_id: each for each in modules}
    for group in groups:
        group.modules = tuple(made[str(entry.id)] for entry in group.entries)
        if caches is not None:
            caches.modules.store(group.modules_key, group.modules)


def _checked(
    project: Project,
    groups: Sequence[_Group],
    sink: Sink,
    caches: Caches | None,
    settings: LintSettings,
) -> list[Facts]:
    """Parse, analyse and check groups; nothing is analysed where there are errors of syntax."""
    entries = [entry for group in groups for entry in group.entries]
    own = Sink()
    chunks = parse_project(project, own, entries, caches)
    noted = tuple(own)
    sink.extend(noted)
    if sink.has_errors:
        return []
    files = SourceReferences(project)
    programs = []
    for group in groups:
        parts = {str(entry.id): chunks[str(entry.id)] for entry in group.entries}
        facts = analyse(lower_program(project, parts))
        programs.append(facts)
        sources = {entry.source.file for entry in group.entries}
        parsing = [each for each in noted if each.span is not None and each.span.source in sources]
        group.findings = check_group(facts, settings, parsing)
        if caches is not None:
            # Before the comments in it note what they are used for.
            caches.findings.store(group.findings_key, files, group.findings)
    return programs


def parse_project(
    project: Project,
    sink: Sink,
    entries: Sequence[LuaEntry] | None = None,
    caches: Caches | None = None,
) -> dict[str, Chunk]:
    """Parse Lua entries (all by default); those with syntax errors are missing."""
    chunks: dict[str, Chunk] = {}
    parsed: dict[int, Chunk | None] = {}
    chosen = project.entries.values() if entries is None else entries
    for entry in chosen:
        if not isinstance(entry, LuaEntry):
            continue
        key = id(entry.source.file)
        if key not in parsed:
            parsed[key] = parse_once(entry.source.file, sink, caches.syntax if caches else None)
        chunk = parsed[key]
        if chunk is not None:
            chunks[str(entry.id)] = chunk
    return chunks


def emit_programs(
    programs: Sequence[Facts], options: CompileOptions, caches: Caches | None = None
) -> tuple[CompiledModule, ...]:
    """Emit every unit of analysed programs."""
    drafts = _drafts(programs, options)
    return _finished(drafts, print_modules(drafts, caches.texts if caches else None))


def _drafts(programs: Sequence[Facts], options: CompileOptions) -> list[Draft]:
    """Emit every unit of analysed programs, without printing."""
    from wippyc.emit.augmented import augment

    drafts: list[Draft] = []
    paths = module_paths(programs[0].program.project) if programs else {}
    for facts in programs:
        trees = _emit_trees(facts, options, paths)
        drafts += (
            Draft(
                unit=unit,
                module=trees[unit.id],
                body=augment(trees[unit.id].tree),
                path=paths[unit.id],
            )
            for unit in facts.program.units.values()
        )
    return drafts


def _finished(
    drafts: Sequence[Draft], texts: Mapping[str, ModuleText]
) -> tuple[CompiledModule, ...]:
    return tuple(
        CompiledModule(
            entry_id=draft.unit.id,
            kind=_KINDS.get(draft.unit.entry.kind, "activity"),
            path=draft.path,
            text=texts[draft.unit.id].text,
            line_map=texts[draft.unit.id].line_map,
            class_or_function=draft.module.public_name,
            runtime_modules=draft.module.runtime_modules,
            yields=draft.module.yields,
        )
        for draft in drafts
    )


def _emit_trees(
    facts: Facts, options: CompileOptions, paths: Mapping[str, PurePosixPath]
) -> Mapping[str, ModuleTree]:
    from wippyc.emit.annotate import annotate_modules
    from wippyc.emit.chunks import dynamic_libraries
    from wippyc.emit.module import emit_module
    from wippyc.emit.module_names import module_names

    facts = facts.refined
    program = facts.program
    names = module_names(facts, program)
    dynamic = dynamic_libraries(facts)
    return annotate_modules({
        unit.id: emit_module(
            facts, unit, paths, names,
            runtime=options.runtime, is_loaded_dynamically=unit.id in dynamic,
        )
        for unit in program.units.values()
    })  # fmt: skip


def module_paths(project: Project) -> Mapping[str, PurePosixPath]:
    """Decide the module path of every Lua entry; names from one namespace stay short."""
    from wippyc.emit.names import snake_name

    entries = [entry for entry in project.entries.values() if isinstance(entry, LuaEntry)]
    namespaces = {entry.id.namespace for entry in entries}
    root = min(namespaces, key=lambda each: (each.count("."), each)) if namespaces else ""
    paths: dict[str, PurePosixPath] = {}
    taken: set[str] = set()
    for entry in entries:
        folder = _FOLDERS.get(entry.kind, "activities")
        inner = entry.id.namespace.removeprefix(root).strip(".")
        stem = snake_name(f"{inner}_{entry.id.name}" if inner else entry.id.name)
        candidate, number = f"{folder}/{stem}.py", 2
        while candidate.lower() in taken:
            candidate = f"{folder}/{stem}_{number}.py"
            number += 1
        taken.add(candidate.lower())
        paths[str(entry.id)] = PurePosixPath(candidate)
    return paths
