"""What packaging finds out once: what the runtime's sources say, and the rendered boilerplate."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from wippyc.cache_folder import CacheFolder

Findings = Mapping[str, Sequence[str]]


class PackageMemory:
    """Lists of texts by what they were made from.

    Args:
        folder: Where they are kept; without one nothing is remembered.
    """

    def __init__(self, folder: CacheFolder | None = None) -> None:
        self._folder = folder

    def find(
        self, names: Sequence[str], parts: Iterable[str], make: Callable[[], Findings]
    ) -> Findings:
        """Return what was made from `parts` before, or make it.

        Args:
            names: Names of the lists.
            parts: Everything they depend on, besides wippyc itself.
            make: Makes the lists.
        """
        if self._folder is None:
            return make()
        key = self._folder.key((*names, *parts))
        known = _read(self._folder.load(key), names)
        if known is None:
            known = make()
            content = json.dumps({name: list(known[name]) for name in names})
            self._folder.store(key, content.encode())
        return known

    def forget_unused(self) -> None:
        """Remove what nobody has asked for."""
        if self._folder is not None:
            self._folder.forget_unused()


def _read(content: bytes | None, names: Sequence[str]) -> Findings | None:
    if content is None:
        return None
    try:
        found = json.loads(content)
    except ValueError:
        return None
    if not isinstance(found, dict) or list(found) != list(names):
        return None
    are_lists = all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for texts in found.values()
    )
    return found if are_lists else None
