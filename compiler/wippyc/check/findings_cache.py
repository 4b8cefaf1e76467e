"""Findings of earlier runs about groups of entries, by what the groups were made of.

They are kept as pickles in which source files are references. Reading one makes instances of the
classes of findings and nothing else, so that a file somebody else has written cannot run code.
"""

from __future__ import annotations

import contextlib
import io
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wippyc.cache_folder import CacheFolder
from wippyc.check.group_findings import GroupFindings
from wippyc.check.suppressions import Suppression
from wippyc.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from wippyc.lua.syntax_cache import SyntaxCache
from wippyc.project.group_keys import group_keys
from wippyc.project.model import LuaEntry, Project
from wippyc.source import SourceFile, Span

_CLASSES = {
    (each.__module__, each.__name__): each
    for each in (Diagnostic, Edit, Fix, GroupFindings, Label, Rule, Severity, Span, Suppression)
}

# A Lua source by the ID of an entry that has it, or any file by its path.
_Reference = tuple[str, str]


class SourceReferences:
    """The files of an application and what stands for them in stored findings."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def sources(self) -> Mapping[_Reference, SourceFile]:
        """The file behind each reference."""
        return dict(_sources(self._project))

    @cached_property
    def references(self) -> Mapping[SourceFile, _Reference]:
        """A reference to each file."""
        return {source: reference for reference, source in self.sources.items()}


class FindingsCache:
    """Findings in a folder."""

    def __init__(self, folder: CacheFolder) -> None:
        self._folder = folder

    def keys(
        self, project: Project, groups: Sequence[Sequence[LuaEntry]], choices: str
    ) -> list[str]:
        """Return the name of each group's findings.

        Args:
            project: The application.
            groups: Entries that import each other.
            choices: The settings, as text.
        """
        return group_keys(self._folder, project, groups, choices)

    def has(self, key: str) -> bool:
        """Whether something is stored under a key."""
        return self._folder.has(key)

    def load(self, key: str, files: SourceReferences) -> GroupFindings | None:
        """Return the findings that are stored under a key, or `None`."""
        content = self._folder.load(key)
        if content is None:
            return None
        try:
            found = _Reader(content, files.sources).load()
        except Exception:
            # The file is damaged, and what reading one can raise is not documented.
            return None
        return found if isinstance(found, GroupFindings) else None

    def store(self, key: str, files: SourceReferences, findings: GroupFindings) -> None:
        """Keep the findings of a group, all of whose files were parsed without errors."""
        content = io.BytesIO()
        # A finding in a file that is not the application's is found again every time.
        with contextlib.suppress(LookupError):
            _Writer(content, files.references).dump(findings)
            self._folder.store(key, content.getvalue())

    def forget_unused(self) -> None:
        """Remove the findings nobody has asked for."""
        self._folder.forget_unused()


@dataclass(frozen=True, slots=True, kw_only=True)
class LintMemory:
    """What linting reuses of earlier runs.

    Attributes:
        syntax: Syntax trees of Lua files.
        findings: Findings of groups that are as they were.
    """

    syntax: SyntaxCache
    findings: FindingsCache

    def forget_unused(self) -> None:
        """Remove what the run that ends now had no use for."""
        self.syntax.forget_unused()
        self.findings.forget_unused()


def _sources(project: Project) -> Iterator[tuple[_Reference, SourceFile]]:
    for path, source in project.sources.items():
        yield ("file", str(path)), source
    for entry_id, entry in project.entries.items():
        if isinstance(entry, LuaEntry):
            yield ("entry", entry_id), entry.source.file


class _Writer(pickle.Pickler):
    def __init__(self, content: io.BytesIO, references: Mapping[SourceFile, _Reference]) -> None:
        super().__init__(content, protocol=5)
        self._references = references

    def persistent_id(self, item: object) -> _Reference | None:
        return self._references[item] if isinstance(item, SourceFile) else None

    def reducer_override(self, item: object) -> Any:
        # Some versions of Python 3.11 store a member of an enumeration as a call of `getattr`.
        return (type(item), (item.value,)) if isinstance(item, Severity) else NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, content: bytes, sources: Mapping[_Reference, SourceFile]) -> None:
        super().__init__(io.BytesIO(content))
        self._sources = sources

    def persistent_load(self, reference: _Reference) -> SourceFile:
        return self._sources[reference]

    def find_class(self, module: str, name: str) -> type:
        return _CLASSES[module, name]
