"""Texts of earlier compilations, by the Python syntax tree they were printed from.

Modules that a change elsewhere leaves as they were are not printed again. Whole groups refer to
these texts too, by their names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from wippyc.cache_folder import CacheFolder
from wippyc.pipeline_model import ModuleText


class TextCache:
    """Texts in a folder."""

    def __init__(self, folder: CacheFolder) -> None:
        self._folder = folder
        self._keys: dict[str, str] = {}

    def find(self, entry_id: str, parts: Iterable[str | bytes]) -> ModuleText | None:
        """Return the text of an entry's module if it was made from `parts` before."""
        return self.load(entry_id, self._folder.key(parts))

    def key_of(self, entry_id: str) -> str:
        """Return the name of an entry's text that was looked for in this compilation."""
        return self._keys[entry_id]

    def load(self, entry_id: str, key: str) -> ModuleText | None:
        """Return the text of an entry's module by its name."""
        self._keys[entry_id] = key
        self._folder.keep(key)
        content = self._folder.load(key)
        if content is None:
            return None
        try:
            match json.loads(content):
                case [str(text), str(line_map)]:
                    return ModuleText(text=text, line_map=line_map)
        except ValueError:
            pass
        return None

    def store(self, entry_id: str, printed: ModuleText) -> None:
        """Keep a text that was not found."""
        self._folder.store(
            self._keys[entry_id], json.dumps([printed.text, printed.line_map]).encode()
        )
