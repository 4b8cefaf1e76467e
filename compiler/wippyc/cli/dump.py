"""`wippyc dump`: look at what a stage of the compiler makes of a file."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wippyc.cli.compilation import compile_application
from wippyc.cli.console import CommandError, Console, wants_color
from wippyc.cli.lint import application_root

if TYPE_CHECKING:
    from wippyc.project.model import Project

Stage = Literal["lua", "ir", "facts", "python"]

INDENT = "  "


def dump(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A Lua file.", show_default=False)],
    stage: Annotated[Stage, typer.Option(help="Which stage's result to print.")] = "python",
) -> None:
    """Print what a stage of the compiler makes of a Lua file."""
    if not file.is_file():
        problem = "a folder, not a file" if file.is_dir() else "no such file"
        raise CommandError(f"{problem}: {file}")
    console = Console()
    match stage:
        case "lua":
            _dump_lua(file, console)
        case "python":
            _dump_python(file, console)
        case "ir" | "facts":
            _dump_program(file, stage, console)


def _dump_lua(file: Path, console: Console) -> None:
    from wippyc.diagnostics.model import Sink
    from wippyc.diagnostics.render import render
    from wippyc.lua.parse import parse_lua
    from wippyc.source import SourceFile

    text = file.read_bytes().decode("utf-8", "surrogateescape")
    sink = Sink()
    chunk = parse_lua(SourceFile(file.name, text), sink)
    findings = tuple(sink)
    if findings:
        color = wants_color(sys.stderr)
        console.error(render(findings, "full", color=color, root=file.parent).rstrip("\n"))
    for line in tree_lines(chunk):
        console.result(line)
    if sink.has_errors:
        raise typer.Exit(1)


def _dump_python(file: Path, console: Console) -> None:
    from wippyc.pipeline_model import CompileOptions

    root = application_root(file)
    result = compile_application(root, CompileOptions(), Console(is_quiet=True))
    wanted = _entries_of(result.project, root, file)
    modules = [module for module in result.modules if module.entry_id in wanted]
    if not modules:
        raise CommandError(f"no entry of {root} has the source {file}")
    for module in modules:
        console.result(f"# {module.path}\n{module.text}")


def _dump_program(file: Path, stage: str, console: Console) -> None:
    from wippyc.analyse.facts import analyse
    from wippyc.analyse.report import report_unit
    from wippyc.diagnostics.model import Sink
    from wippyc.lower.program import lower_program
    from wippyc.lua.parse import parse_lua
    from wippyc.project.load import load_project
    from wippyc.project.model import LuaEntry

    root = application_root(file)
    sink = Sink()
    project = load_project(root, sink)
    entries = {} if project is None else project.entries
    chunks = {
        entry_id: parse_lua(entry.source.file, sink)
        for entry_id, entry in entries.items()
        if isinstance(entry, LuaEntry)
    }
    if project is None or sink.has_errors:
        from wippyc.diagnostics.render import render

        color = wants_color(sys.stderr)
        console.error(render(tuple(sink), "full", color=color, root=root).rstrip("\n"))
        raise typer.Exit(1)
    program = lower_program(project, {key: chunk for key, chunk in chunks.items() if chunk})
    wanted = _entries_of(project, root, file)
    if not wanted:
        raise CommandError(f"no entry of {root} has the source {file}")
    facts = analyse(program) if stage == "facts" else None
    for entry_id in wanted:
        unit = program.units[entry_id]
        if facts is not None:
            lines = report_unit(facts, unit)
        else:
            console.result(f"-- {entry_id}")
            lines = tree_lines(unit.main)
        for line in lines:
            console.result(line)


def _entries_of(project: Project | None, root: Path, file: Path) -> list[str]:
    from wippyc.project.model import LuaEntry

    entries = {} if project is None else project.entries
    name = file.resolve().relative_to(root.resolve()).as_posix()
    return [
        entry_id
        for entry_id, entry in entries.items()
        if isinstance(entry, LuaEntry) and entry.source.file.path == name
    ]


def tree_lines(value: object, depth: int = 0, label: str = "") -> Iterator[str]:
    """Yield the lines of a tree of dataclasses, sequences and mappings; spans as `line:column`."""
    from wippyc.source import SourceFile, Span

    prefix = INDENT * depth + (f"{label}: " if label else "")
    match value:
        case Span():
            yield f"{prefix}{value.line}:{value.column}"
        case SourceFile():
            yield f"{prefix}{value.path}"
        case Enum():
            yield f"{prefix}{value.name}"
        case tuple() | list() | set() | frozenset() if value:
            items = sorted(value, key=repr) if isinstance(value, set | frozenset) else value
            yield f"{prefix}[{len(value)}]"
            for item in items:
                yield from tree_lines(item, depth + 1)
        case Mapping() if value:
            yield f"{prefix}{{{len(value)}}}"
            for key, item in value.items():
                text = key if isinstance(key, str) else _one_line(key)
                yield from tree_lines(item, depth + 1, text)
        case _ if dataclasses.is_dataclass(value) and depth < 60:
            span = getattr(value, "span", None)
            place = f" {span.line}:{span.column}" if isinstance(span, Span) else ""
            yield f"{prefix}{type(value).__name__}{place}"
            for each in dataclasses.fields(value):
                if each.name != "span":
                    yield from tree_lines(getattr(value, each.name), depth + 1, each.name)
        case _:
            yield f"{prefix}{_one_line(value)}"


def _one_line(value: object) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 100 else f"{text[:99]}…"
