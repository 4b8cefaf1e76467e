"""Generated modules of earlier compilations, by what they were made of.

The unit of reuse is a group of entries that import each other: its modules depend on nothing but
the group's Lua texts, the application's YAML, the options, and wippyc itself. Groups with findings
are not kept, because a warning is shown on every build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from wippyc.pipeline_model import CompiledModule
from wippyc.project.model import LuaEntry, Project

_FORMAT = 1


class ModuleCache:
    """A folder of cached groups.

    Args:
        folder: Where they are kept; made on the first store.
        tool: What changes when wippyc does.
    """

    def __init__(self, folder: Path, tool: str) -> None:
        self._folder = folder
        self._tool = tool
        self._used: set[str] = set()

    def key(self, project: Project, group: Sequence[LuaEntry], choices: str) -> str:
        """Return the name of a group's modules; another text, choice or wippyc gives another.

        Args:
            project: The application.
            group: Entries that import each other.
            choices: Options and settings of the compilation, as text.
        """
        digest = hashlib.sha256()
        for part in (str(_FORMAT), self._tool, choices):
            digest.update(f"{part}\0".encode())
        for path, source in sorted(project.sources.items()):
            if path.suffix != ".lua":
                digest.update(f"{path}\0{source.text}\0".encode("utf-8", "surrogateescape"))
        for entry in group:
            text = f"{entry.id}\0{entry.source.file.path}\0{entry.source.file.text}\0"
            digest.update(text.encode("utf-8", "surrogateescape"))
        return digest.hexdigest()[:32]

    def load(self, key: str) -> tuple[CompiledModule, ...] | None:
        """Return the modules stored under a key, or `None`."""
        try:
            rows = json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8"))
            modules = tuple(_read(row) for row in rows)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self._used.add(key)
        return modules

    def store(self, key: str, modules: Iterable[CompiledModule]) -> None:
        """Keep modules; a folder that cannot be written keeps nothing."""
        self._used.add(key)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            scratch = self._folder / f".{key}.{os.getpid()}"
            rows = [_row(module) for module in modules]
            scratch.write_text(json.dumps(rows), encoding="utf-8")
            scratch.replace(self._folder / f"{key}.json")

    def forget_unused(self) -> None:
        """Remove what this compilation did not use."""
        with contextlib.suppress(OSError):
            for path in self._folder.glob("*.json"):
                if path.stem not in self._used:
                    path.unlink()


def _row(module: CompiledModule) -> dict[str, object]:
    return {
        "entry_id": module.entry_id,
        "kind": module.kind,
        "path": module.path.as_posix(),
        "text": module.text,
        "line_map": module.line_map,
        "class_or_function": module.class_or_function,
        "runtime_modules": sorted(module.runtime_modules),
        "yields": module.yields,
    }


def _read(row: dict[str, object]) -> CompiledModule:
    modules = row["runtime_modules"]
    kind = row["kind"]
    if not isinstance(modules, list) or kind not in ("workflow", "activity", "library"):
        raise ValueError("not a cached module")
    return CompiledModule(
        entry_id=str(row["entry_id"]),
        kind=kind,
        path=PurePosixPath(str(row["path"])),
        text=str(row["text"]),
        line_map=str(row["line_map"]),
        class_or_function=str(row["class_or_function"]),
        runtime_modules=frozenset(str(name) for name in modules),
        yields=bool(row["yields"]),
    )
