"""Names for what is made of a group of entries that import each other.

Such a result depends on nothing but the group's Lua texts, the application's other files, which
entries there are, the choices of the user, and wippyc itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from wippyc.cache_folder import CacheFolder
from wippyc.project.model import LuaEntry, Project


def group_keys(
    folder: CacheFolder, project: Project, groups: Iterable[Sequence[LuaEntry]], choices: str
) -> list[str]:
    """Return the name of each group's result; another text, choice or wippyc gives another.

    Args:
        folder: Where the results are kept.
        project: The application.
        groups: Entries that import each other.
        choices: Options and settings, as text.
    """
    shared = _digest(_shared_parts(project, choices))
    keys = []
    for group in groups:
        parts = [shared]
        for entry in group:
            source = entry.source.file
            parts += [str(entry.id), source.path, source.text]
        keys.append(folder.key(parts))
    return keys


def _shared_parts(project: Project, choices: str) -> Iterable[str]:
    yield choices
    yield project.name
    for path, source in sorted(project.sources.items()):
        if path.suffix != ".lua":
            yield str(path)
            yield source.text
    # An entry whose source is missing is not among them, whatever the other files say.
    yield from project.entries
    yield ""
    yield from (str(entry.id) for entry in project.skipped)


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d " % len(content))
        digest.update(content)
    return digest.hexdigest()
