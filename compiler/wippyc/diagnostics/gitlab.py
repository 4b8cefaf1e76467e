"""The code quality report of GitLab."""

from __future__ import annotations

import json
from typing import Final

from wippyc.diagnostics.model import Severity
from wippyc.diagnostics.report import Report
from wippyc.diagnostics.text import printable

_SEVERITIES: Final = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.HINT: "info",
}


def render(report: Report) -> str:
    """Return a JSON list of issues; fingerprints survive moved lines."""
    issues = []
    for finding, fingerprint in zip(report.findings, report.fingerprints(), strict=True):
        place = report.place(finding.span)
        begin = {"line": place.line, "column": place.column} if place else _FIRST
        end = {"line": place.end_line, "column": place.end_column} if place else _FIRST
        issues.append(
            {
                "check_name": finding.rule.code,
                "description": f"{finding.rule.code}: {printable(finding.message)}",
                "severity": _SEVERITIES[finding.level],
                "fingerprint": fingerprint,
                "location": {
                    "path": place.path if place else report.prefix or ".",
                    "positions": {"begin": begin, "end": end},
                },
            }
        )
    return json.dumps(issues, indent=2) + "\n"


_FIRST: Final = {"line": 1, "column": 1}
