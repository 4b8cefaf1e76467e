"""The diagnostic format of reviewdog. Its columns count UTF-8 bytes."""

from __future__ import annotations

import json
from typing import Final

from wippyc.diagnostics.model import Severity
from wippyc.diagnostics.report import Place, Report
from wippyc.diagnostics.text import printable
from wippyc.diagnostics.tool import NAME

_SEVERITIES: Final = {
    Severity.ERROR: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.HINT: "INFO",
}


def render(report: Report) -> str:
    """Return one result object with all findings."""
    rows = []
    for finding in report.findings:
        place = report.place(finding.span)
        parts = [finding.message, finding.note, finding.hint]
        row: dict[str, object] = {
            "message": "\n".join(printable(part) for part in parts if part),
            "location": _location(place) if place is not None else {"path": report.prefix or "."},
            "severity": _SEVERITIES[finding.level],
            "code": {"value": finding.rule.code},
        }
        edits = report.edits(finding)
        # A suggestion replaces text in the file the finding is in.
        if place is not None and edits and all(where.path == place.path for where, _ in edits):
            row["suggestions"] = [{"range": _range(where), "text": text} for where, text in edits]
        related = [(label.text, report.place(label.span)) for label in finding.labels]
        if related:
            row["related_locations"] = [
                {"message": printable(text), "location": _location(where)}
                for text, where in related
                if where is not None
            ]
        rows.append(row)
    document = {"source": {"name": NAME}, "severity": "WARNING", "diagnostics": rows}
    return json.dumps(document, indent=2) + "\n"


def _location(place: Place) -> dict[str, object]:
    return {"path": place.path, "range": _range(place)}


def _range(place: Place) -> dict[str, object]:
    return {
        "start": {"line": place.line, "column": _bytes(place, place.line, place.column)},
        "end": {"line": place.end_line, "column": _bytes(place, place.end_line, place.end_column)},
    }


def _bytes(place: Place, line: int, column: int) -> int:
    before = place.span.source.line_text(line)[: column - 1]
    return len(before.encode("utf-8", "surrogateescape")) + 1
