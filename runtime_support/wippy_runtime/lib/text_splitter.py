"""Text splitters of Lua module `text`: pieces of limited length for indexing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from ..lua.strings import from_text, to_text
from ..lua.table import Table, array
from ..lua.userdata import Userdata
from ..lua.values import truthy
from .failure import Failure, invalid

DEFAULT_SIZE = 512
DEFAULT_OVERLAP = 100
_SEPARATORS = ("\n\n", "\n", " ", "")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")


class Splitter(Userdata):
    """Splits texts."""

    __slots__ = ("_hierarchy", "_is_markdown", "_keep", "_overlap", "_separators", "_size")
    lua_name: ClassVar[str] = "*text.Splitter"
    lua_methods: ClassVar[Mapping[str, str]] = {
        "split_text": "split_text",
        "split_batch": "split_batch",
    }

    def __init__(self, options: Table, *, is_markdown: bool) -> None:
        self._size = _whole(options, "chunk_size", DEFAULT_SIZE)
        self._overlap = _whole(options, "chunk_overlap", DEFAULT_OVERLAP)
        self._keep = _flag(options, "keep_separator")
        self._hierarchy = _flag(options, "heading_hierarchy")
        wanted = options["separators"]
        listed = wanted.elements() if isinstance(wanted, Table) else []
        self._separators = (
            tuple(to_text(one) for one in listed if isinstance(one, str)) or _SEPARATORS
        )
        self._is_markdown = is_markdown

    def problem(self) -> str | None:
        """Return what is wrong with the options."""
        if self._size <= 0:
            return "chunk_size must be positive"
        if self._overlap < 0 or self._overlap >= self._size:
            return "chunk_overlap must be at least 0 and less than chunk_size"
        return None

    def split_text(self, text: Any = None) -> tuple[Table, None] | Failure:
        """Return the pieces of a text."""
        if not isinstance(text, str):
            return None, invalid("text must be a string")
        return array([from_text(piece) for piece in self._pieces(to_text(text))]), None

    def split_batch(self, pages: Any = None) -> tuple[Table, None] | Failure:
        """Return the pieces of several `{content, metadata}` as `{content, metadata}` again."""
        if not isinstance(pages, Table):
            return None, invalid("pages must be an array of tables")
        found: list[Any] = []
        for page in pages.elements():
            if not isinstance(page, Table) or not isinstance(page["content"], str):
                return None, invalid("each page needs content")
            for piece in self._pieces(to_text(page["content"])):
                item = Table({"content": from_text(piece)})
                if page["metadata"] is not None:
                    item["metadata"] = page["metadata"]
                found.append(item)
        return array(found), None

    def _pieces(self, text: str) -> list[str]:
        if not self._is_markdown:
            return self._recursive(text, self._separators)
        pieces: list[str] = []
        for heading, body in _sections(text, self._hierarchy):
            room = self._size - len(heading) - 1
            if not heading or room <= self._overlap:
                whole = f"{heading}\n{body}" if heading else body
                pieces += self._recursive(whole, self._separators)
                continue
            parts = self._recursive(body, self._separators, room) or [""]
            pieces += [f"{heading}\n{part}".rstrip() for part in parts]
        return pieces

    def _recursive(
        self, text: str, separators: tuple[str, ...], size: int | None = None
    ) -> list[str]:
        limit = self._size if size is None else size
        separator = separators[-1]
        remaining: tuple[str, ...] = ()
        for index, candidate in enumerate(separators):
            if candidate == "" or candidate in text:
                separator, remaining = candidate, separators[index + 1 :]
                break
        splits = text.split(separator) if separator else list(text)
        glue = separator
        if self._keep and separator:
            splits = [splits[0], *(separator + split for split in splits[1:])]
            glue = ""
        pieces: list[str] = []
        short: list[str] = []
        for split in splits:
            if len(split) < limit:
                short.append(split)
                continue
            pieces += self._merge(short, glue, limit)
            short = []
            pieces += self._recursive(split, remaining, limit) if remaining else [split]
        return pieces + self._merge(short, glue, limit)

    def _merge(self, splits: list[str], glue: str, limit: int) -> list[str]:
        pieces: list[str] = []
        current: list[str] = []
        total = 0
        for split in splits:
            if current and total + len(split) + len(glue) > limit:
                _add(pieces, glue.join(current))
                while current and (
                    total > self._overlap
                    or total + len(split) + (len(glue) if len(current) > 1 else 0) > limit
                ):
                    total -= len(current[0]) + (len(glue) if len(current) > 1 else 0)
                    current = current[1:]
            current.append(split)
            total += len(split) + (len(glue) if len(current) > 1 else 0)
        _add(pieces, glue.join(current))
        return pieces


def recursive(options: Any = None) -> tuple[Splitter, None] | Failure:
    """Return a splitter that prefers paragraphs, then lines, then words."""
    return _new(options, is_markdown=False)


def markdown(options: Any = None) -> tuple[Splitter, None] | Failure:
    """Return a splitter that starts a piece at each heading and repeats it in the next ones."""
    return _new(options, is_markdown=True)


def _new(options: Any, *, is_markdown: bool) -> tuple[Splitter, None] | Failure:
    if options is not None and not isinstance(options, Table):
        return None, invalid("options must be a table")
    splitter = Splitter(options if options is not None else Table(), is_markdown=is_markdown)
    problem = splitter.problem()
    return (None, invalid(problem)) if problem else (splitter, None)


def _whole(options: Table, name: str, default: int) -> int:
    value = options[name]
    return int(value) if type(value) in (int, float) else default


def _flag(options: Table, name: str) -> bool:
    value = options[name]
    return value is not None and truthy(value)


def _add(pieces: list[str], text: str) -> None:
    stripped = text.strip()
    if stripped:
        pieces.append(stripped)


def _sections(text: str, hierarchy: bool) -> list[tuple[str, str]]:
    """Cut Markdown at its headings, leaving code blocks alone."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    path: list[tuple[int, str]] = []
    in_code = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
        match = None if in_code else _HEADING.match(line)
        if match is None:
            sections[-1][1].append(line)
            continue
        level = len(match[1])
        path = [entry for entry in path if entry[0] < level] + [(level, line.strip())]
        shown = path if hierarchy else path[-1:]
        sections.append(("\n".join(title for _, title in shown), []))
    joined = [(heading, "\n".join(lines).strip()) for heading, lines in sections]
    return [section for section in joined if section[0] or section[1]]
