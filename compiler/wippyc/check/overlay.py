"""Linting an application some of whose files differ from what is on disk, as editors need."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from wippyc.check.engine import LintResult, lint_application, lint_project
from wippyc.check.findings_cache import LintMemory
from wippyc.check.settings import LintSettings
from wippyc.diagnostics.model import Sink
from wippyc.project.load import load_partial_project
from wippyc.project.model import LuaEntry
from wippyc.source import SourceFile

_SKIPPED = shutil.ignore_patterns(
    ".git", ".venv", ".wippyc", "__pycache__", "node_modules", ".mypy_cache", ".ruff_cache"
)


def lint_overlay(
    root: Path,
    texts: Mapping[str, str],
    settings: LintSettings,
    memory: LintMemory | None = None,
) -> LintResult:
    """Lint an application with other texts in place of those on disk.

    Args:
        root: The application folder.
        texts: Path in the application → its text. Lua files are replaced in memory; for entry
            files the application is copied, because they decide what is read.
        settings: What the user configured.
        memory: Results of earlier runs; not used for other texts than those on disk.
    """
    if not texts:
        return lint_application(root, settings, memory)
    if all(name.endswith(".lua") and (root / name).is_file() for name in texts):
        return _with_lua(root, texts, settings)
    with copied(root) as copy:
        for name, text in texts.items():
            path = copy / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return lint_application(copy, settings)


def _with_lua(root: Path, texts: Mapping[str, str], settings: LintSettings) -> LintResult:
    sink = Sink()
    project = load_partial_project(root, sink)
    if project is None:
        return lint_project(None, sink, settings)
    files: dict[SourceFile, SourceFile] = {}
    entries = dict(project.entries)
    for entry_id, entry in entries.items():
        if not isinstance(entry, LuaEntry) or entry.source.is_inline:
            continue
        old = entry.source.file
        if old.path in texts:
            new = files.setdefault(old, SourceFile(old.path, texts[old.path]))
            entries[entry_id] = replace(entry, source=replace(entry.source, file=new))
    return lint_project(replace(project, entries=entries), sink, settings)


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """Give a copy of an application, of the same name, that lasts as long as the block."""
    with tempfile.TemporaryDirectory(prefix="wippyc-") as folder:
        copy = Path(folder) / (root.resolve().name or "application")
        shutil.copytree(root, copy, ignore=_SKIPPED, symlinks=True, ignore_dangling_symlinks=True)
        yield copy
