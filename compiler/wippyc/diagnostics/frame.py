"""Draws lines of a source file with marks under the places of interest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wippyc.diagnostics.model import Severity
from wippyc.diagnostics.styles import Style
from wippyc.diagnostics.text import cell, printable
from wippyc.source import SourceFile, Span

_WIDEST: Final = 160
_BEFORE: Final = 40
_TALLEST: Final = 6
_GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to point at; the primary one is what the finding is about."""

    span: Span
    text: str
    is_primary: bool

    @property
    def first_line(self) -> int:
        """1-based line the mark begins in."""
        return self.span.source.position(self.span.start)[0]

    @property
    def last_line(self) -> int:
        """1-based line of the mark's last character."""
        return self.span.source.position(max(self.span.start, self.span.end - 1))[0]

    @property
    def is_tall(self) -> bool:
        """Whether the mark covers several lines."""
        return self.first_line != self.last_line


@dataclass(frozen=True, slots=True)
class _Underline:
    """A mark within one line, in cells of the drawn line."""

    start: int
    end: int
    text: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class _Canvas:
    source: SourceFile
    width: int
    style: Style
    severity: Severity

    def gutter(self, line: int | None) -> str:
        number = str(line) if line is not None else ""
        return self.style.frame(f"{number:>{self.width}} |")

    def paint(self, text: str, is_primary: bool) -> str:
        return self.style.severity(self.severity, text) if is_primary else self.style.frame(text)


def draw(
    source: SourceFile, marks: list[Mark], width: int, style: Style, severity: Severity
) -> list[str]:
    """Return the lines of a frame.

    Args:
        source: The file.
        marks: Places in it.
        width: Columns for line numbers.
        style: Colours.
        severity: Gives the colour of the primary mark.
    """
    canvas = _Canvas(source, width, style, severity)
    bracket = next((mark for mark in marks if mark.is_tall), None)
    flat = [mark for mark in marks if mark is not bracket]
    drawn: list[str] = []
    previous = 0
    for line in _lines(flat, bracket):
        if previous and line > previous + 1:
            if line - previous <= _GAP and not _inside(bracket, previous + 1):
                drawn.extend(_line(canvas, previous + 1, [], bracket))
            else:
                drawn.append(style.frame("..."))
        own = [mark for mark in flat if mark.first_line == line]
        drawn.extend(_line(canvas, line, own, bracket))
        previous = line
    return drawn


def _lines(flat: list[Mark], bracket: Mark | None) -> list[int]:
    lines = {mark.first_line for mark in flat}
    if bracket is not None:
        first, last = bracket.first_line, bracket.last_line
        if last - first < _TALLEST:
            lines.update(range(first, last + 1))
        else:
            lines.update((first, first + 1, first + 2, last))
    return sorted(lines)


def _inside(bracket: Mark | None, line: int) -> bool:
    return bracket is not None and bracket.first_line <= line <= bracket.last_line


def _line(canvas: _Canvas, line: int, marks: list[Mark], bracket: Mark | None) -> Iterator[str]:
    text = canvas.source.line_text(line)
    columns = [canvas.source.position(mark.span.start)[1] for mark in marks]
    start, end = _window(text, min(columns, default=1))
    shown, offsets = _cells(text, start, end)
    lead = ""
    if bracket is not None:
        corner = " "
        if _inside(bracket, line):
            corner = "/" if line == bracket.first_line else "|"
        lead = canvas.paint(corner, bracket.is_primary) + " "
    yield f"{canvas.gutter(line)} {lead}{shown}".rstrip()
    below = lead
    if bracket is not None:
        is_open = _inside(bracket, line) and line != bracket.last_line
        below = canvas.paint(
            "|" if is_open or line == bracket.last_line else " ", bracket.is_primary
        )
        below += " "
        if not _inside(bracket, line):
            below = "  "
    underlines = [_underline(canvas.source, mark, text, offsets, start) for mark in marks]
    yield from _labels(canvas, underlines, below)
    if bracket is not None and line == bracket.last_line:
        column = canvas.source.position(max(bracket.span.start, bracket.span.end - 1))[1]
        at = _at(offsets, column - 1 - start)
        foot = "|" + "_" * (at + 1) + "^" + (f" {printable(bracket.text)}" if bracket.text else "")
        yield f"{canvas.gutter(None)} {canvas.paint(foot, bracket.is_primary)}"


def _window(text: str, column: int) -> tuple[int, int]:
    """Return the part of a line that is shown; very long lines are cut around the mark."""
    if len(text) <= _WIDEST:
        return 0, len(text)
    start = max(0, min(column - 1, len(text)) - _BEFORE)
    return start, min(len(text), start + _WIDEST - _BEFORE)


def _cells(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """Return the drawn text of `text[start:end]` and the cell each character begins at."""
    parts = ["…" if start > 0 else ""]
    offsets: list[int] = []
    at = len(parts[0])
    for char in text[start:end]:
        drawn, columns = cell(char)
        offsets.append(at)
        parts.append(drawn)
        at += columns
    offsets.append(at)
    parts.append("…" if end < len(text) else "")
    return "".join(parts), offsets


def _at(offsets: list[int], index: int) -> int:
    return offsets[max(0, min(index, len(offsets) - 1))]


def _underline(
    source: SourceFile, mark: Mark, text: str, offsets: list[int], start: int
) -> _Underline:
    column = source.position(mark.span.start)[1] - 1 - start
    end_column = len(text) - start
    if not mark.is_tall:
        end_column = column + (mark.span.end - mark.span.start)
    left = _at(offsets, column)
    right = max(left + 1, _at(offsets, end_column))
    return _Underline(left, right, printable(mark.text), mark.is_primary)


def _labels(canvas: _Canvas, underlines: list[_Underline], lead: str) -> Iterator[str]:
    """Draw carets and dashes, then the labels from right to left, hanging on bars."""
    if not underlines:
        return
    # Where marks overlap, the primary one is on top, and of the others the shorter one.
    order = sorted(underlines, key=lambda mark: (mark.is_primary, -(mark.end - mark.start)))
    row = _Row()
    for mark in order:
        row.put(
            mark.start, ("^" if mark.is_primary else "-") * (mark.end - mark.start), mark.is_primary
        )
    hanging = sorted(
        (mark for mark in underlines if mark.text), key=lambda mark: (mark.start, mark.end)
    )
    last_end = max(mark.end for mark in underlines)
    if hanging and hanging[-1].end == last_end:
        last = hanging.pop()
        row.put(last.end + 1, last.text, last.is_primary)
    yield f"{canvas.gutter(None)} {lead}{row.painted(canvas)}"
    while hanging:
        bars = _Row()
        for mark in hanging:
            bars.put(mark.start, "|", mark.is_primary)
        yield f"{canvas.gutter(None)} {lead}{bars.painted(canvas)}"
        last = hanging.pop()
        labels = _Row()
        for mark in hanging:
            labels.put(mark.start, "|", mark.is_primary)
        labels.put(last.start, last.text, last.is_primary)
        yield f"{canvas.gutter(None)} {lead}{labels.painted(canvas)}"


class _Row:
    """A line of cells, each with the colour of the mark it belongs to."""

    def __init__(self) -> None:
        self._cells: list[tuple[str, bool | None]] = []

    def put(self, at: int, text: str, is_primary: bool) -> None:
        """Write a text over the cells from `at` on."""
        missing = at + len(text) - len(self._cells)
        self._cells.extend([(" ", None)] * missing)
        self._cells[at : at + len(text)] = [(char, is_primary) for char in text]

    def painted(self, canvas: _Canvas) -> str:
        """Return the row, coloured run by run."""
        parts: list[str] = []
        at = 0
        while at < len(self._cells):
            kind = self._cells[at][1]
            end = at
            while end < len(self._cells) and self._cells[end][1] == kind:
                end += 1
            text = "".join(char for char, _ in self._cells[at:end])
            parts.append(text if kind is None else canvas.paint(text, kind))
            at = end
        return "".join(parts)
