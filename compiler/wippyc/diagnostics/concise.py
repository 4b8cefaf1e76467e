"""One line per finding: `path:line:column: CODE [*] message`."""

from __future__ import annotations

from wippyc.diagnostics.report import Report
from wippyc.diagnostics.styles import Style
from wippyc.diagnostics.text import printable


def render(report: Report) -> str:
    """Return one line per finding; `[*]` marks those a fix exists for."""
    style = Style(report.color)
    lines = []
    for finding in report.findings:
        place = report.place(finding.span)
        where = f"{style.bold(str(place))}: " if place is not None else ""
        mark = "[*] " if finding.fix is not None else ""
        code = style.severity(finding.level, finding.rule.code)
        lines.append(f"{where}{code} {mark}{printable(finding.message)}\n")
    return "".join(lines)
