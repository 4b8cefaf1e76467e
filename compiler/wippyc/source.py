"""Source texts and positions in them.

Every later stage points at user text through `Span`; only this module turns offsets into
lines and columns. Lines and columns are 1-based and count characters, as editors do.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, eq=False)
class SourceFile:
    """One text file of an application.

    Attributes:
        path: Path shown to people, relative to the application folder, with `/`.
        text: The file's text (UTF-8; stray bytes are kept as lone surrogates).
    """

    path: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        text = self.text
        at = 0
        while at < len(text):
            char = text[at]
            at += 1
            if char == "\r":
                if text[at : at + 1] == "\n":
                    at += 1
                starts.append(at)
            elif char == "\n":
                if text[at : at + 1] == "\r":
                    at += 1
                starts.append(at)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based `(line, column)` of a character offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """Return one line (1-based) without its line break."""
        starts = self._line_starts
        if not 1 <= line <= len(starts):
            return ""
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")


@dataclass(unsafe_hash=True, slots=True)
class Span:
    """A half-open range of characters `[start, end)` in one source file.

    It never changes, but is not frozen: there are more spans than anything else, and the
    initialiser of a frozen class is three times as slow.
    """

    source: SourceFile
    start: int
    end: int

    @property
    def line(self) -> int:
        """1-based line of the first character."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """1-based column of the first character."""
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        """The characters the span covers."""
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """Return the smallest span that covers this one and `other`."""
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))
