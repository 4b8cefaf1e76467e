"""Checks what Lua entries import: targets, circles, and aliases that collide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from wippyc.diagnostics.model import Label, Sink
from wippyc.project import rules
from wippyc.project.entries import RawEntry
from wippyc.project.fields import Reporter
from wippyc.project.kinds import Handling, handling_of
from wippyc.project.model import Entry, EntryId, Import, LuaEntry
from wippyc.project.suggest import closest_id, rename


def check_imports(
    entries: Mapping[EntryId, Entry], raw: Mapping[EntryId, RawEntry], sink: Sink
) -> None:
    """Report imports that name no Lua entry, import circles and colliding aliases.

    An import without a namespace names a built-in module, which later stages know.
    """
    lua = {identity: entry for identity, entry in entries.items() if isinstance(entry, LuaEntry)}
    for entry in lua.values():
        for used in entry.imports:
            _check_target(entry, used, raw, sink)
    circular = _check_cycles(lua, sink)
    for entry in lua.values():
        if entry.kind != "library.lua" and not circular:
            _check_aliases(entry, lua, sink)


def _check_target(
    entry: LuaEntry, used: Import, raw: Mapping[EntryId, RawEntry], sink: Sink
) -> None:
    reporter = Reporter(sink, entry.id, entry.span)
    target = raw.get(used.target)
    if not used.target.namespace:
        own = EntryId(entry.id.namespace, used.target.name)
        if own not in raw:
            return
        reporter.report(
            rules.UNKNOWN_IMPORT,
            f"import '{used.alias}' names '{used.target.name}' without a namespace",
            used.span,
            label=f"did you mean '{own}'?",
            note="imports need full IDs: a bare name stands for a built-in module",
            hint=f"write '{own}'",
            fix=rename(used.span, str(own)),
        )
        return
    if target is None:
        known = [str(found.id) for found in raw.values() if handling_of(found.kind) is Handling.LUA]
        guess = closest_id(str(used.target), known)
        reporter.report(
            rules.UNKNOWN_IMPORT,
            f"import '{used.alias}': entry '{used.target}' not found",
            used.span,
            label=f"did you mean '{guess}'?" if guess else "",
            note="a library must be in the application folder to be compiled",
            hint=f"write '{guess}'" if guess else "add the library, or remove the import",
            fix=rename(used.span, guess),
        )
    elif handling_of(target.kind) is not Handling.LUA:
        reporter.report(
            rules.IMPORT_NOT_LUA,
            f"import '{used.alias}': '{used.target}' is a {target.kind}",
            used.span,
            labels=(Label(target.span, "this entry"),),
            note="an import is the value a Lua entry returns",
            hint="import a library.lua entry",
        )


def _targets(entry: LuaEntry, lua: Mapping[EntryId, LuaEntry]) -> Iterator[tuple[Import, LuaEntry]]:
    for used in entry.imports:
        target = lua.get(used.target)
        if target is not None:
            yield used, target


def _check_cycles(lua: Mapping[EntryId, LuaEntry], sink: Sink) -> bool:
    """Report each import that closes a circle; walks without recursion."""
    done: set[EntryId] = set()
    found = False
    for start in lua.values():
        if start.id in done:
            continue
        path: dict[EntryId, LuaEntry] = {start.id: start}
        pending = [_targets(start, lua)]
        while pending:
            step = next(pending[-1], None)
            if step is None:
                pending.pop()
                done.add(path.popitem()[0])
                continue
            used, target = step
            if target.id in path:
                found = True
                _report_cycle(list(path.values()), used, target, sink)
            elif target.id not in done:
                path[target.id] = target
                pending.append(_targets(target, lua))
    return found


def _report_cycle(path: list[LuaEntry], used: Import, target: LuaEntry, sink: Sink) -> None:
    members = path[path.index(target) :]
    chain = " -> ".join(str(member.id) for member in (*members, target))
    last = members[-1]
    Reporter(sink, last.id, last.span).report(
        rules.IMPORT_CYCLE,
        f"adding dependency would create a cycle: {chain}",
        used.span,
        label="closes the circle",
        labels=tuple(
            Label(link.span, f"'{here.id}' imports '{there.id}'")
            for here, there in pairwise(members)
            for link in here.imports
            if link.target == there.id
        ),
        note="a library runs before what imports it, so none of these could run first",
        hint="move what both need into a third library",
    )


def _check_aliases(entry: LuaEntry, lua: Mapping[EntryId, LuaEntry], sink: Sink) -> None:
    """The aliases of a program and of all libraries it reaches share one space of globals."""
    aliases: dict[str, Import] = {}
    seen: set[EntryId] = {entry.id}
    pending = [entry]
    while pending:
        current = pending.pop(0)
        for used in current.imports:
            first = aliases.setdefault(used.alias, used)
            if first.target != used.target:
                Reporter(sink, entry.id, entry.span).report(
                    rules.ALIAS_COLLISION,
                    f"alias '{used.alias}' collision: '{first.target}' and '{used.target}'",
                    used.span,
                    labels=(
                        Label(first.span, f"here it is '{first.target}'"),
                        Label(entry.span, "program that holds both"),
                    ),
                    note="a program and its libraries share one space of globals, so an alias "
                    "can stand for one library only",
                    hint="rename one of the two aliases and its uses",
                )
            target = lua.get(used.target)
            if target is not None and target.id not in seen:
                seen.add(target.id)
                pending.append(target)
