"""`file://` values: the text of a file of the application in place of its name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wippyc.project import rules
from wippyc.project.embedded import embed
from wippyc.project.fields import Reporter
from wippyc.project.files import AppFiles
from wippyc.project.model import LuaSource, MapItem, Node
from wippyc.project.suggest import did_you_mean
from wippyc.source import SourceFile

_SCHEME = "file://"
_LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True)
class Interpolator:
    """Replaces `file://` values by the text they name."""

    files: AppFiles

    def lua_source(self, node: Node, folder: Path, reporter: Reporter) -> LuaSource | None:
        """Return the Lua text a `source` value stands for; `None` after a report."""
        text = str(node.value)
        if not text.startswith(_SCHEME):
            return LuaSource(embed(text, node), is_inline=True)
        file = self._read(text, node, folder, reporter)
        return LuaSource(file) if file is not None else None

    def node(self, node: Node, folder: Path, reporter: Reporter) -> Node:
        """Return a value in which every `file://` text, however deep, is replaced."""
        match node.value:
            case str() as text if text.startswith(_SCHEME):
                file = self._read(text, node, folder, reporter)
                return Node(file.text, node.span) if file is not None else node
            case tuple() as items:
                replaced = tuple(self.node(item, folder, reporter) for item in items)
                same = all(old is new for old, new in zip(items, replaced, strict=True))
                return node if same else Node(replaced, node.span)
            case Mapping() as mapping:
                result = self.mapping(mapping, folder, reporter)
                return node if result is mapping else Node(result, node.span)
            case _:
                return node

    def mapping(
        self, items: Mapping[str, MapItem], folder: Path, reporter: Reporter
    ) -> Mapping[str, MapItem]:
        """Return a mapping in which every `file://` text is replaced."""
        replaced = {key: self.node(item.node, folder, reporter) for key, item in items.items()}
        if all(replaced[key] is item.node for key, item in items.items()):
            return items
        return {key: MapItem(item.key_span, replaced[key]) for key, item in items.items()}

    def _read(self, text: str, node: Node, folder: Path, reporter: Reporter) -> SourceFile | None:
        name = text.removeprefix(_SCHEME)
        base = self.files.base
        if not name.strip("/") or "\0" in name or len(name) > _LONGEST_PATH:
            reporter.report(
                rules.FILE_NOT_FOUND,
                f"interpolation failed: '{text[:80]}' names no file",
                node.span,
                note="`file://` is followed by a path relative to this YAML file, "
                "`file:///` by one relative to the source folder",
                hint="write `file://name.lua`",
            )
            return None
        joined = base / name.lstrip("/") if name.startswith("/") else folder / name
        path = Path(os.path.normpath(joined))
        if not path.is_relative_to(base):
            self._escapes(text, node, reporter, "the path goes above the source folder")
            return None
        if not os.path.lexists(path):
            self._missing(text, path, node, reporter)
            return None
        if not self.files.is_inside(path):
            self._escapes(text, node, reporter, "a symbolic link on the path leads outside")
            return None
        return self.files.read(path, node.span, keep_stray=True)

    def _escapes(self, text: str, node: Node, reporter: Reporter, why: str) -> None:
        reporter.report(
            rules.PATH_ESCAPES,
            f"interpolation failed: path traversal in '{text}'",
            node.span,
            note=f"{why}; an application reads only its own files",
            hint="move the file into the application",
        )

    def _missing(self, text: str, path: Path, node: Node, reporter: Reporter) -> None:
        try:
            names = sorted(os.listdir(path.parent))
        except OSError:
            names = []
        guess = did_you_mean(path.name, names)
        reporter.report(
            rules.FILE_NOT_FOUND,
            f"interpolation failed: file not found: '{text}'",
            node.span,
            label=guess,
            note=f"there is no file '{self.files.shown(path)}'",
            hint=guess or "create the file, or correct the path",
        )
