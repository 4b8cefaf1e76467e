"""Parts of an application that share no Lua values.

Each execution of an entry has a Lua state of its own: an entry meets only the libraries it imports,
and, through a library, nothing of the other entries that import it but what they pass. Chunks that
import each other in no direction are lowered, analysed and cached apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wippyc.project.model import LuaEntry


def connected_entries(entries: Iterable[LuaEntry]) -> list[list[LuaEntry]]:
    """Return entries in groups connected by imports, in their order."""
    by_id = {str(entry.id): entry for entry in entries}
    leader = {entry_id: entry_id for entry_id in by_id}

    def find(entry_id: str) -> str:
        while leader[entry_id] != entry_id:
            leader[entry_id] = leader[leader[entry_id]]
            entry_id = leader[entry_id]
        return entry_id

    for entry_id, entry in by_id.items():
        for imported in entry.imports:
            target = str(imported.target)
            if target in leader:
                leader[find(target)] = find(entry_id)
    groups: dict[str, list[LuaEntry]] = {}
    for entry_id, entry in by_id.items():
        groups.setdefault(find(entry_id), []).append(entry)
    return list(groups.values())


def text_size(group: Sequence[LuaEntry]) -> int:
    """Return the number of characters of Lua in a group."""
    return sum(len(entry.source.file.text) for entry in group)
