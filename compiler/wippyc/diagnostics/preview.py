"""The change a fix would make, as removed and added lines."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wippyc.diagnostics.model import Diagnostic, Edit
from wippyc.diagnostics.places import shown, shown_edit
from wippyc.diagnostics.text import TAB_WIDTH, printable
from wippyc.source import SourceFile

_MOST_LINES: Final = 8
_WIDEST: Final = 120
# Lines between the first and the last edit that are compared at all.
_TALLEST: Final = 100


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line of a preview.

    Attributes:
        sign: `-`, `+`, or nothing for the path of another file.
        text: The line, safe to print.
    """

    sign: str
    text: str


def preview(finding: Diagnostic) -> list[PreviewLine]:
    """Return what the fix of a finding removes and adds.

    Nothing is returned for findings without a fix, for fixes that cannot be made in the files,
    and for changes that are too large to look at here (`wippyc lint --diff` shows them).
    """
    if finding.fix is None or finding.span is None:
        return []
    groups: dict[SourceFile, list[Edit]] = {}
    for edit in finding.fix.edits:
        made = shown_edit(edit)
        if made is None:
            return []
        groups.setdefault(made.span.source, []).append(made)
    if any(_height(source, edits) > _TALLEST for source, edits in groups.items()):
        return []
    lines: list[PreviewLine] = []
    for source, edits in groups.items():
        if source is not shown(finding.span).source:
            lines.append(PreviewLine("", printable(source.path)))
        lines.extend(_changed(source, edits))
    changes = sum(line.sign != "" for line in lines)
    if changes > _MOST_LINES or any(len(line.text) > _WIDEST for line in lines):
        return []
    return lines


def _changed(source: SourceFile, edits: list[Edit]) -> Iterator[PreviewLine]:
    """Yield the lines that differ, looking only at those the edits touch."""
    ordered = sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))
    last = max(source.position(edit.span.end)[0] for edit in ordered)
    start = ordered[0].span.start - ordered[0].span.column + 1
    before = source.text[start : _end_of_line(source, ordered, last)]
    after = before
    for edit in reversed(ordered):
        after = after[: edit.span.start - start] + edit.text + after[edit.span.end - start :]
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield from (PreviewLine("-", _shown(line)) for line in old[old_start:old_end])
            yield from (PreviewLine("+", _shown(line)) for line in new[new_start:new_end])


def _height(source: SourceFile, edits: list[Edit]) -> int:
    first = min(edit.span.line for edit in edits)
    return max(source.position(edit.span.end)[0] for edit in edits) - first + 1


def _end_of_line(source: SourceFile, edits: list[Edit], last: int) -> int:
    end = max(edit.span.end for edit in edits)
    return end - source.position(end)[1] + 1 + len(source.line_text(last))


def _shown(line: str) -> str:
    return printable(line.expandtabs(TAB_WIDTH))
