"""Remembers the findings of the last run, as long as no file of the application changes.

The record is JSON below the application's `.wippyc` folder. It is keyed by the version and the
files of wippyc, the settings, and the name, size and time of every file of the application.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import wippyc
from wippyc.check.settings import LintSettings
from wippyc.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from wippyc.diagnostics.places import shown, shown_edit
from wippyc.source import SourceFile, Span

_FORMAT = 1
_SKIPPED = frozenset({".git", ".venv", ".wippyc", "__pycache__", "node_modules"})


class LintCache:
    """The memory of one application."""

    def __init__(self, root: Path, settings: LintSettings) -> None:
        self._root = root
        self._folder = root / ".wippyc" / "lint"
        self._settings = settings
        self._key = self._stamp()

    def load(self) -> tuple[tuple[Diagnostic, ...], tuple[str, ...], int] | None:
        """Return the findings, the paths of all sources and the number of entries."""
        try:
            record = json.loads(self._file.read_text(encoding="utf-8"))
            if record["key"] != self._key:
                return None
            sources: dict[str, SourceFile] = {}
            found = tuple(self._read(each, sources) for each in record["findings"])
            return found, tuple(record["sources"]), int(record["entries"])
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None

    def store(self, found: tuple[Diagnostic, ...], sources: tuple[str, ...], entries: int) -> None:
        """Remember findings; a folder that cannot be written forgets them."""
        record = {
            "key": self._key,
            "sources": sources,
            "entries": entries,
            "findings": [self._write(each) for each in found],
        }
        with contextlib.suppress(OSError, UnicodeEncodeError):
            self._folder.mkdir(parents=True, exist_ok=True)
            ignore = self._folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
            temporary = self._file.with_suffix(f".{os.getpid()}.tmp")
            temporary.write_text(json.dumps(record), encoding="utf-8")
            temporary.replace(self._file)

    @property
    def _file(self) -> Path:
        return self._folder / "findings.json"

    def _stamp(self) -> str:
        digest = hashlib.sha256(repr((_FORMAT, self._settings)).encode("utf-8", "replace"))
        for path, size, changed in application_files(Path(wippyc.__file__).parent, (".py",)):
            digest.update(f"{path}\0{size}\0{changed}\n".encode("utf-8", "surrogateescape"))
        for path, size, changed in application_files(self._root):
            digest.update(f"{path}\0{size}\0{changed}\n".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    # --- findings as data ---------------------------------------------------------------------

    def _write(self, found: Diagnostic) -> dict[str, Any]:
        fix = None
        if found.fix is not None:
            edits = [shown_edit(edit) for edit in found.fix.edits]
            made = [[_place(edit.span), edit.text] for edit in edits if edit is not None]
            if len(made) == len(edits):
                fix = [found.fix.title, made, found.fix.safe]
        rule = found.rule
        return {
            "rule": [rule.code, rule.name, int(rule.severity), rule.summary],
            "text": [found.message, found.label, found.note, found.hint, found.entry_id],
            "span": None if found.span is None else _place(found.span),
            "labels": [[_place(label.span), label.text] for label in found.labels],
            "severity": None if found.severity is None else int(found.severity),
            "fix": fix,
        }

    def _read(self, record: dict[str, Any], sources: dict[str, SourceFile]) -> Diagnostic:
        def span(place: list[Any]) -> Span:
            path, start, end = place
            if path not in sources:
                data = (self._root / path).read_bytes()
                text = data.removeprefix(BOM_UTF8).decode("utf-8", "surrogateescape")
                sources[path] = SourceFile(path, text)
            return Span(sources[path], start, end)

        code, name, severity, summary = record["rule"]
        message, label, note, hint, entry_id = record["text"]
        found = Diagnostic(
            rule=Rule(code, name, Severity(severity), summary),
            message=message,
            span=None if record["span"] is None else span(record["span"]),
            label=label,
            labels=tuple(Label(span(place), text) for place, text in record["labels"]),
            note=note,
            hint=hint,
            severity=None if record["severity"] is None else Severity(record["severity"]),
            entry_id=entry_id,
        )
        if record["fix"] is not None:
            title, edits, safe = record["fix"]
            made = tuple(Edit(span(place), text) for place, text in edits)
            found = replace(found, fix=Fix(title, made, safe=safe))
        return found


def _place(span: Span) -> list[object]:
    place = shown(span)
    return [place.source.path, place.start, place.end]


def application_files(root: Path, suffixes: tuple[str, ...] = ()) -> Iterator[tuple[str, int, int]]:
    """Yield relative path, size and time of every file below a folder, in order."""
    pending = [root]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name, reverse=True)
        except OSError:
            continue
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in _SKIPPED:
                        pending.append(Path(entry.path))
                elif not suffixes or entry.name.endswith(suffixes):
                    status = entry.stat()
                    name = os.path.relpath(entry.path, root)
                    yield name, status.st_size, status.st_mtime_ns
            except OSError:
                continue
