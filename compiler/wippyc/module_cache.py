"""Generated modules of earlier compilations, by what they were made of.

The unit of reuse is a group of entries that import each other (`project/group_keys`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from wippyc.cache_folder import CacheFolder
from wippyc.pipeline_model import CompiledModule
from wippyc.project.group_keys import group_keys
from wippyc.project.model import LuaEntry, Project
from wippyc.text_cache import TextCache


class ModuleCache:
    """The modules of groups in a folder, without their texts.

    Args:
        folder: Where they are kept.
        texts: The texts they refer to.
    """

    def __init__(self, folder: CacheFolder, texts: TextCache) -> None:
        self._folder = folder
        self._texts = texts

    def keys(
        self, project: Project, groups: Sequence[Sequence[LuaEntry]], choices: str
    ) -> list[str]:
        """Return the name of each group's modules.

        Args:
            project: The application.
            groups: Entries that import each other.
            choices: Options and settings of the compilation, as text.
        """
        return group_keys(self._folder, project, groups, choices)

    def load(self, key: str, group: Sequence[LuaEntry]) -> tuple[CompiledModule, ...] | None:
        """Return the modules of a group that are stored under its key, or `None`."""
        content = self._folder.load(key)
        if content is None:
            return None
        try:
            modules = tuple(self._read(row) for row in json.loads(content))
        except (ValueError, KeyError, TypeError):
            return None
        is_whole = [module.entry_id for module in modules] == [str(entry.id) for entry in group]
        return modules if is_whole else None

    def store(self, key: str, modules: Iterable[CompiledModule]) -> None:
        """Keep modules."""
        rows = [self._row(module) for module in modules]
        self._folder.store(key, json.dumps(rows).encode())

    def _row(self, module: CompiledModule) -> dict[str, object]:
        return {
            "entry_id": module.entry_id,
            "kind": module.kind,
            "path": module.path.as_posix(),
            "text": self._texts.key_of(module.entry_id),
            "class_or_function": module.class_or_function,
            "runtime_modules": sorted(module.runtime_modules),
            "yields": module.yields,
        }

    def _read(self, row: dict[str, object]) -> CompiledModule:
        modules, kind, entry_id = row["runtime_modules"], row["kind"], str(row["entry_id"])
        printed = self._texts.load(entry_id, str(row["text"]))
        if printed is None:
            raise ValueError("the text is gone")
        if not isinstance(modules, list) or kind not in ("workflow", "activity", "library"):
            raise ValueError("not a cached module")
        return CompiledModule(
            entry_id=entry_id,
            kind=kind,
            path=PurePosixPath(str(row["path"])),
            text=printed.text,
            line_map=printed.line_map,
            class_or_function=str(row["class_or_function"]),
            runtime_modules=frozenset(str(name) for name in modules),
            yields=bool(row["yields"]),
        )
