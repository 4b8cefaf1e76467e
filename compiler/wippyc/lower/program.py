"""The whole application: syntax trees to a `Program`.

A global that only one chunk of the application mentions is lowered as a variable of that chunk;
globals that several chunks share stay fields of the execution's global table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from wippyc.api.registry import modules
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program, Unit
from wippyc.ir.walk import all_functions, expressions_of, walk_statements
from wippyc.lower.context import LowerContext
from wippyc.lower.expressions import lower_global
from wippyc.lower.resolve import Resolution, resolve_names
from wippyc.lower.statements import lower_block
from wippyc.lua import syntax as lua
from wippyc.lua.syntax import NO_COMMENTS
from wippyc.project.components import connected_entries
from wippyc.project.model import LuaEntry, Project
from wippyc.source import Span


def lower_program(project: Project, chunks: Mapping[str, lua.Chunk]) -> Program:
    """Lower every chunk of an application.

    Args:
        project: The application.
        chunks: Syntax tree of each Lua entry, by full ID.
    """
    resolutions = {entry_id: resolve_names(chunk) for entry_id, chunk in chunks.items()}
    shared: dict[str, frozenset[str]] = {}
    entries = [project.entries[entry_id] for entry_id in chunks]
    for group in connected_entries(entry for entry in entries if isinstance(entry, LuaEntry)):
        ids = [str(entry.id) for entry in group]
        names = _shared_globals({entry_id: resolutions[entry_id] for entry_id in ids})
        shared.update(dict.fromkeys(ids, names))
    units = {
        entry_id: _lower_unit(project, entry_id, chunk, resolutions[entry_id], shared[entry_id])
        for entry_id, chunk in chunks.items()
    }
    return Program(project=project, units=units)


def _shared_globals(resolutions: Mapping[str, Resolution]) -> frozenset[str]:
    """Assigned globals that more than one chunk mentions, or that `_G` may reach."""
    mentions = Counter(
        name for found in resolutions.values() for name in {use.text for use in found.global_uses}
    )
    assigned = {name for found in resolutions.values() for name in found.global_assigned}
    if mentions["_G"]:
        return frozenset(assigned)
    return frozenset(name for name in assigned if mentions[name] > 1)


def visible_modules(project: Project, entry: LuaEntry) -> frozenset[str]:
    """Modules that are globals of an entry: always-global ones, its own, and its libraries'."""
    known = modules()
    names = {name for name, module in known.items() if module.is_global}
    pending, seen = [entry], {str(entry.id)}
    while pending:
        current = pending.pop()
        names.update(use.name for use in current.modules if use.name in known)
        for imported in current.imports:
            target = project.entries.get(str(imported.target))
            if isinstance(target, LuaEntry) and str(target.id) not in seen:
                seen.add(str(target.id))
                pending.append(target)
    return frozenset(names)


def import_aliases(project: Project, entry: LuaEntry) -> dict[str, str]:
    """Import alias → entry ID; a library's own imports are visible to its importers too."""
    aliases: dict[str, str] = {}
    pending, seen = [entry], {str(entry.id)}
    while pending:
        current = pending.pop(0)
        for imported in current.imports:
            target = project.entries.get(str(imported.target))
            if not isinstance(target, LuaEntry):
                continue
            aliases.setdefault(imported.alias, str(target.id))
            if str(target.id) not in seen:
                seen.add(str(target.id))
                pending.append(target)
    return aliases


def _lower_unit(
    project: Project,
    entry_id: str,
    chunk: lua.Chunk,
    resolution: Resolution,
    shared: frozenset[str],
) -> Unit:
    entry = project.entries[entry_id]
    assert isinstance(entry, LuaEntry)
    start = Span(chunk.source, 0, 0)
    own = {
        name: ir.Variable(
            name=name, span=_first_use(resolution, name, start), kind="global", depth=0
        )
        for name in sorted(resolution.global_assigned - shared)
    }
    context = LowerContext(
        project=project,
        entry=entry,
        api=modules(),
        resolution=resolution,
        visible=visible_modules(project, entry),
        aliases=import_aliases(project, entry),
        shared_globals=shared,
        own_globals=own,
        types={
            statement.name.text: statement
            for statement in chunk.body.statements
            if isinstance(statement, lua.TypeDeclaration)
        },
    )
    body = lower_block(context, chunk.body)
    replaced = tuple(_built_in_values(context, chunk, start))
    main = ir.Function(
        span=chunk.body.span,
        name="",
        parameters=(),
        is_vararg=True,
        body=replace(body, statements=(*replaced, *body.statements)) if replaced else body,
        depth=0,
        end_span=Span(chunk.source, chunk.body.span.end, chunk.body.span.end),
    )
    return Unit(
        entry=entry,
        chunk=chunk,
        main=main,
        globals=tuple(own.values()),
        spent=_spent_executors(context, main),
    )


def _spent_executors(context: LowerContext, main: ir.Function) -> frozenset[ir.Variable]:
    """Return the variables of executors whose options are with all activities they call.

    A declaration that has a comment stays, and the comment with it.
    """
    if not context.executors:
        return frozenset()
    declared: set[ir.Variable] = set()
    mentioned: set[ir.Variable] = set()
    for function in all_functions(main):
        mentioned.update(each.variable for each in expressions_of(function.body, ir.VariableRef))
        for statement in walk_statements(function.body):
            match statement:
                case ir.Local(variables=[variable], comments=comments) if comments == NO_COMMENTS:
                    declared.add(variable)
                case _:
                    pass
    return frozenset((context.executors.keys() & declared) - mentioned)


def _built_in_values(context: LowerContext, chunk: lua.Chunk, start: Span) -> Iterator[ir.Assign]:
    """Yield statements that give assigned globals the built-in values they have before.

    local native = tostring
    function tostring(value) … native(value) … end
    """
    for name, variable in context.own_globals.items():
        if _is_set_first(name, chunk, context.resolution):
            continue
        value = lower_global(replace(context, own_globals={}), name, start)
        if not isinstance(value, ir.GlobalRef | ir.TypeRef):
            target = ir.VariableRef(span=start, variable=variable)
            yield ir.Assign(span=start, targets=(target,), values=(value,))


def _is_set_first(name: str, chunk: lua.Chunk, resolution: Resolution) -> bool:
    """Whether a chunk assigns a global before anything of it can read the global."""
    uses = [use for use in resolution.global_uses if use.text == name]
    first = min(uses, key=lambda use: use.span.start)
    for statement in chunk.body.statements:
        match statement:
            case lua.FunctionDeclaration(target=target) if target is first:
                return True
            case lua.Assign(targets=targets, values=values) if first in targets:
                within = (values[0].span.start, statement.span.end)
                return not any(within[0] <= use.span.start < within[1] for use in uses)
            case _:
                pass
    return False


def _first_use(resolution: Resolution, name: str, default: Span) -> Span:
    return next((use.span for use in resolution.global_uses if use.text == name), default)
