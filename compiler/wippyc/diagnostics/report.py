"""What every renderer gets, and how findings become places and fingerprints."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from wippyc.diagnostics.model import Diagnostic, Edit, Severity
from wippyc.diagnostics.places import shown, shown_edit
from wippyc.diagnostics.text import printable
from wippyc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Findings and what is known about the run that made them.

    Attributes:
        findings: Findings in the order they are shown.
        color: Whether to use terminal colours.
        name: Name of the application.
        prefix: Put before every path, ending in `/` unless empty.
        files: Paths of all files that were checked, with or without findings.
        total_entries: Number of entries that were checked.
    """

    findings: tuple[Diagnostic, ...]
    color: bool = False
    name: str = ""
    prefix: str = ""
    files: tuple[str, ...] = ()
    total_entries: int = 0

    def path(self, span: Span) -> str:
        """Return the path shown for a place."""
        return self.prefix + printable(shown(span).source.path)

    def place(self, span: Span | None) -> Place | None:
        """Return a place with its lines and columns."""
        if span is None:
            return None
        visible = shown(span)
        line, column = visible.source.position(visible.start)
        end_line, end_column = visible.source.position(visible.end)
        return Place(self.path(span), line, column, end_line, end_column, visible)

    def edits(self, finding: Diagnostic) -> tuple[tuple[Place, str], ...]:
        """Return the edits of a finding's fix, as far as all of them can be made in files."""
        if finding.fix is None:
            return ()
        made: list[tuple[Place, str]] = []
        for edit in finding.fix.edits:
            changed: Edit | None = shown_edit(edit)
            place = self.place(changed.span) if changed is not None else None
            if changed is None or place is None:
                return ()
            made.append((place, changed.text))
        return tuple(made)

    def fingerprints(self) -> list[str]:
        """Return one stable, unique text per finding that does not change when lines move."""
        seen: Counter[str] = Counter()
        made: list[str] = []
        for finding in self.findings:
            place = self.place(finding.span)
            parts = [finding.rule.code, finding.entry_id]
            if place is None:
                parts.append(finding.message)
            else:
                parts.extend((place.path, place.span.source.line_text(place.line).strip()))
            base = "\0".join(parts)
            text = f"{base}\0{seen[base]}"
            seen[base] += 1
            made.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
        return made

    def count(self, severity: Severity) -> int:
        """Return the number of findings of one severity."""
        return sum(finding.level is severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Place:
    """A range in a file; lines and columns are 1-based, columns count characters.

    The end is exclusive: `end_column` is the column behind the last character.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    span: Span

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def help_lines(finding: Diagnostic) -> list[str]:
    """Return the note and the hint of a finding as labelled lines."""
    lines = []
    if finding.note:
        lines.append(f"note: {printable(finding.note)}")
    if finding.hint:
        lines.append(f"hint: {printable(finding.hint)}")
    return lines
