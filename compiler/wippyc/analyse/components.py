"""Parts of an application that share no Lua values.

Each execution of an entry has a Lua state of its own: an entry meets only the libraries it imports,
and, through a library, nothing of the other entries that import it but what they pass. Chunks that
import each other in no direction are analysed apart.
"""

from __future__ import annotations

from wippyc.ir.program import Program, Unit


def connected_units(program: Program) -> list[list[Unit]]:
    """Return the units in groups connected by imports or shared globals, in program order."""
    leader = {entry_id: entry_id for entry_id in program.units}

    def find(entry_id: str) -> str:
        while leader[entry_id] != entry_id:
            leader[entry_id] = leader[leader[entry_id]]
            entry_id = leader[entry_id]
        return entry_id

    for entry_id, unit in program.units.items():
        for imported in unit.entry.imports:
            target = str(imported.target)
            if target in leader:
                leader[find(target)] = find(entry_id)
    groups: dict[str, list[Unit]] = {}
    for entry_id, unit in program.units.items():
        groups.setdefault(find(entry_id), []).append(unit)
    return list(groups.values())
