"""One JSON object a line, one line a finding."""

from __future__ import annotations

import json

from wippyc.diagnostics.json_report import finding_row
from wippyc.diagnostics.report import Report


def render(report: Report) -> str:
    """Return each finding as a JSON object on a line of its own."""
    return "".join(json.dumps(finding_row(report, found)) + "\n" for found in report.findings)
