"""One JSON object: the keys of Wippy's own linter, and more."""

from __future__ import annotations

import json

from wippyc.diagnostics.model import Diagnostic, Severity
from wippyc.diagnostics.report import Place, Report
from wippyc.diagnostics.text import printable


def render(report: Report) -> str:
    """Return all findings and their counts as one indented JSON object."""
    document = {
        "diagnostics": [finding_row(report, finding) for finding in report.findings],
        "total_entries": report.total_entries,
        "error_count": report.count(Severity.ERROR),
        "warning_count": report.count(Severity.WARNING),
        "hint_count": report.count(Severity.HINT),
    }
    return json.dumps(document, indent=2) + "\n"


def finding_row(report: Report, finding: Diagnostic) -> dict[str, object]:
    """Return one finding as a JSON object.

    Lines and columns are 1-based and count characters; ends are exclusive. A finding without a
    place has no file and zero for each number.
    """
    edits = report.edits(finding)
    fix = finding.fix
    return {
        "entry_id": finding.entry_id,
        "code": finding.rule.code,
        "severity": finding.level.label,
        "message": printable(finding.message),
        **place_row(report.place(finding.span)),
        "rule": finding.rule.name,
        "url": None,
        "label": printable(finding.label),
        "note": printable(finding.note),
        "hint": printable(finding.hint),
        "fix": None
        if fix is None or not edits
        else {
            "title": printable(fix.title),
            "applicability": "safe" if fix.safe else "unsafe",
            "edits": [{**place_row(place), "text": text} for place, text in edits],
        },
        "related": [
            {"message": printable(label.text), **place_row(report.place(label.span))}
            for label in finding.labels
        ],
    }


def place_row(place: Place | None) -> dict[str, object]:
    """Return the keys that say where something is."""
    return {
        "file": place.path if place is not None else None,
        "line": place.line if place is not None else 0,
        "column": place.column if place is not None else 0,
        "end_line": place.end_line if place is not None else 0,
        "end_column": place.end_column if place is not None else 0,
    }
