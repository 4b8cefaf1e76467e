"""The order of the stages: an application folder to Python modules, without writing anything."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeVar

from wippyc.analyse.facts import Facts, analyse
from wippyc.diagnostics.model import Sink
from wippyc.ir.program import Program, Unit
from wippyc.lower.program import lower_program
from wippyc.lua.parse import parse_lua
from wippyc.lua.syntax import Chunk
from wippyc.pipeline_model import CompiledModule, CompileOptions, CompileResult, ModuleKind
from wippyc.project.load import load_project
from wippyc.project.model import ConnectionDefaults, LuaEntry, Project

Result = TypeVar("Result")
_STACK_BYTES = 512 * 1024 * 1024
_RECURSION_LIMIT = 200_000
_FOLDERS = {"workflow.lua": "workflows", "library.lua": "libraries"}
_KINDS: dict[str, ModuleKind] = {"workflow.lua": "workflow", "library.lua": "library"}


def with_deep_stack(function: Callable[[], Result]) -> Result:
    """Run a function in a thread whose stack allows deeply nested programs."""
    outcome: list[Result] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(function())
        except BaseException as exception:
            failure.append(exception)

    limit = sys.getrecursionlimit()
    previous = threading.stack_size(_STACK_BYTES)
    try:
        sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
        thread = threading.Thread(target=run, name="wippyc")
        thread.start()
    finally:
        threading.stack_size(previous)
    thread.join()
    sys.setrecursionlimit(limit)
    if failure:
        raise failure[0]
    return outcome[0]


def compile_project(root: Path, options: CompileOptions) -> CompileResult:
    """Compile an application.

    Args:
        root: The application folder.
        options: Choices of the caller.

    Returns:
        The generated modules, or no modules if an error was found; and every finding.
    """
    sink = Sink()
    project = load_project(root, sink)
    if project is None:
        empty = Project(name=root.name, entries={}, connection=ConnectionDefaults(), sources={})
        return CompileResult(project=empty, modules=(), diagnostics=tuple(sink))
    return compile_loaded(project, options, sink)


def compile_loaded(project: Project, options: CompileOptions, sink: Sink) -> CompileResult:
    """Compile an application that is already loaded."""

    def work() -> tuple[CompiledModule, ...]:
        facts = analyse_project(project, sink)
        if sink.has_errors or facts is None:
            return ()
        return emit_program(facts, options)

    collecting = gc.isenabled()
    gc.disable()
    try:
        modules = with_deep_stack(work)
    finally:
        if collecting:
            gc.enable()
    return CompileResult(project=project, modules=modules, diagnostics=tuple(sink))


def parse_project(project: Project, sink: Sink) -> dict[str, Chunk]:
    """Parse every Lua entry; those with syntax errors are missing from the result."""
    chunks: dict[str, Chunk] = {}
    parsed: dict[int, Chunk | None] = {}
    for entry_id, entry in project.entries.items():
        if not isinstance(entry, LuaEntry):
            continue
        key = id(entry.source.file)
        if key not in parsed:
            parsed[key] = parse_lua(entry.source.file, sink)
        chunk = parsed[key]
        if chunk is not None:
            chunks[entry_id] = chunk
    return chunks


def analyse_project(project: Project, sink: Sink) -> Facts | None:
    """Parse, lower and analyse an application; `None` after syntax errors."""
    chunks = parse_project(project, sink)
    if sink.has_errors:
        return None
    facts = analyse(lower_program(project, chunks))
    from wippyc.check.entry_points import check_entry_points

    check_entry_points(facts, sink)
    return facts


def emit_program(facts: Facts, options: CompileOptions) -> tuple[CompiledModule, ...]:
    """Emit every unit of an analysed program."""
    from wippyc.emit.formatting import format_modules
    from wippyc.emit.linemap import make_line_map
    from wippyc.emit.module import dynamic_libraries, emit_module, module_names
    from wippyc.emit.statement_printer import print_module

    program = facts.program
    paths = module_paths(program)
    names = module_names(facts, program)
    dynamic = dynamic_libraries(facts)
    trees = {
        unit.id: emit_module(
            facts, unit, paths, names,
            runtime=options.runtime, is_loaded_dynamically=unit.id in dynamic,
        )
        for unit in program.units.values()
    }  # fmt: skip
    texts = {
        unit.id: print_module(trees[unit.id].tree, _head(unit), _docstring(unit)).code
        for unit in program.units.values()
    }
    formatted = format_modules(texts)
    modules = []
    for unit in program.units.values():
        tree = trees[unit.id]
        modules.append(
            CompiledModule(
                entry_id=unit.id,
                kind=_KINDS.get(unit.entry.kind, "activity"),
                path=paths[unit.id],
                text=formatted[unit.id],
                line_map=make_line_map(
                    tree.tree, formatted[unit.id], unit.chunk.source.path, unit.id
                ),
                class_or_function=tree.public_name,
                runtime_modules=tree.runtime_modules,
                yields=tree.yields,
            )
        )
    return tuple(modules)


def _head(unit: Unit) -> list[str]:
    source = _one_line(unit.chunk.source.path)
    head = [f"Code generated by wippyc from {_one_line(unit.id)} ({source}). DO NOT EDIT."]
    for comment in unit.chunk.header:
        head.extend(line.strip().lstrip("-").strip() for line in comment.text.splitlines())
    return head


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


def _docstring(unit: Unit) -> str:
    what = {"workflow.lua": "Workflow", "library.lua": "Library"}.get(unit.entry.kind, "Activity")
    return f"{what} {_one_line(unit.id)}, compiled from {_one_line(unit.chunk.source.path)}."


def module_paths(program: Program) -> Mapping[str, PurePosixPath]:
    """Decide the module path of every unit; names from one namespace stay short."""
    from wippyc.emit.names import snake_name

    namespaces = {unit.entry.id.namespace for unit in program.units.values()}
    root = min(namespaces, key=lambda each: (each.count("."), each)) if namespaces else ""
    paths: dict[str, PurePosixPath] = {}
    taken: set[str] = set()
    for unit in program.units.values():
        folder = _FOLDERS.get(unit.entry.kind, "activities")
        entry_id = unit.entry.id
        inner = entry_id.namespace.removeprefix(root).strip(".")
        stem = snake_name(f"{inner}_{entry_id.name}" if inner else entry_id.name)
        candidate, number = f"{folder}/{stem}.py", 2
        while candidate.lower() in taken:
            candidate = f"{folder}/{stem}_{number}.py"
            number += 1
        taken.add(candidate.lower())
        paths[unit.id] = PurePosixPath(candidate)
    return paths
