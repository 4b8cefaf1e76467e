"""Remembers what the last build of an application was made of, so that it need not run again.

A build is fresh when wippyc, the options, every file the application was read from, and every
file of the output are what they were. Only builds without findings are remembered: a warning is
shown on every build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wippyc.package.file_tree import FileTree, content_hash
from wippyc.pipeline_model import CompileOptions, CompileResult

FORMAT = 1
SKIPPED_FOLDERS = frozenset({".git", ".venv", ".wippyc", "__pycache__", "node_modules"})

# Files the loader looks at whether or not another file names them.
ENTRY_SUFFIXES = frozenset({".json", ".lock", ".yaml", ".yml"})


class BuildCache:
    """The memory of builds of one application, one record per output folder."""

    def __init__(self, app: Path, target: Path, options: CompileOptions) -> None:
        self._app = app
        self._target = target
        self._options = options
        self._file = app / ".wippyc" / "cache.json"

    def is_fresh(self) -> bool:
        """Tell whether a build would write what is already there."""
        record = self._records().get(self._key)
        if not isinstance(record, dict) or record.get("tool") != tool_stamp():
            return False
        if record.get("options") != asdict(self._options):
            return False
        inputs = record.get("inputs")
        if not isinstance(inputs, dict) or self._hashes(set(inputs)) != inputs:
            return False
        outputs = record.get("outputs")
        return isinstance(outputs, dict) and all(
            _file_hash(self._target / name) == digest for name, digest in outputs.items()
        )

    def snapshot(self) -> Mapping[str, str]:
        """Return the hashes of the application's files, to be taken before they are compiled."""
        suffixes = ENTRY_SUFFIXES | {".lua"}
        return {
            path.relative_to(self._app).as_posix(): _file_hash(path)
            for path in _files(self._app, self._target)
            if path.suffix in suffixes
        }

    def store(self, result: CompileResult, tree: FileTree, before: Mapping[str, str]) -> None:
        """Remember a build that has just been written; a folder that is read-only forgets it.

        Args:
            result: The compilation.
            tree: What was written.
            before: The snapshot taken before it: a file that changed meanwhile must not count as
                built.
        """
        records = {
            key: record
            for key, record in self._records().items()
            if key != self._key and Path(key.partition(" ")[2]).is_dir()
        }
        if result.project is not None and not result.diagnostics:
            sources = {str(path) for path in result.project.sources}
            records[self._key] = {
                "tool": tool_stamp(),
                "options": asdict(self._options),
                "inputs": {**self._hashes(sources), **_chosen(before, sources)},
                "outputs": {str(path): content_hash(text) for path, text in tree},
            }
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            scratch = self._file.with_suffix(f".{os.getpid()}")
            scratch.write_text(json.dumps(records), encoding="utf-8")
            scratch.replace(self._file)

    @property
    def _key(self) -> str:
        return f"{FORMAT} {self._target.resolve()}"

    def _records(self) -> dict[str, Any]:
        try:
            records = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return records if isinstance(records, dict) else {}

    def _hashes(self, sources: set[str]) -> Mapping[str, str]:
        names = set(sources)
        for path in _files(self._app, self._target):
            if path.suffix in ENTRY_SUFFIXES:
                names.add(path.relative_to(self._app).as_posix())
        return {name: _file_hash(self._app / name) for name in sorted(names)}


def _chosen(before: Mapping[str, str], sources: set[str]) -> Mapping[str, str]:
    """Return the hashes of sources and of everything the loader looks at by itself."""
    return {
        name: digest
        for name, digest in before.items()
        if name in sources or Path(name).suffix in ENTRY_SUFFIXES
    }


def input_stamp(app: Path, target: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when a file of the application does, cheaply enough for polling."""
    found = []
    for path in _files(app, target):
        with contextlib.suppress(OSError):
            status = path.stat()
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))


# Packages that what is generated depends on, too.
_PACKAGES = ("antlr4", "libcst", "luaparser", "ruff", "yaml")


@cache
def tool_stamp() -> str:
    """Return what changes when another wippyc, or another version of its sources, runs."""
    from wippyc.package.folders import template_folder
    from wippyc.package.vendor import runtime_folder

    digest = hashlib.sha256()
    for folder in (Path(__file__).resolve().parents[1], template_folder(), runtime_folder()):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".jinja", ".txt"):
                status = path.stat()
                digest.update(f"{path}\0{status.st_mtime_ns}\0{status.st_size}\n".encode())
    for name in _PACKAGES:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            digest.update(f"{spec.origin}\0{os.stat(spec.origin).st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(app: Path, target: Path) -> Iterator[Path]:
    excluded = target.resolve()
    for folder, folders, names in os.walk(app):
        folders[:] = sorted(
            name
            for name in folders
            if name not in SKIPPED_FOLDERS and (Path(folder) / name).resolve() != excluded
        )
        yield from (Path(folder) / name for name in sorted(names))


def _file_hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
