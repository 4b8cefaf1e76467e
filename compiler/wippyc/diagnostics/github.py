"""Workflow commands of GitHub Actions, which become annotations of a pull request."""

from __future__ import annotations

from typing import Final

from wippyc.diagnostics.model import Severity
from wippyc.diagnostics.report import Report, help_lines
from wippyc.diagnostics.text import printable

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.HINT: "notice",
}


def render(report: Report) -> str:
    """Return one command a finding."""
    lines = []
    for finding in report.findings:
        code = finding.rule.code
        properties = {"title": f"wippyc ({code})"}
        place = report.place(finding.span)
        where = ""
        if place is not None:
            where = f"{place}: "
            properties["file"] = place.path
            properties["line"] = str(place.line)
            # GitHub refuses columns for a range of several lines.
            if place.line == place.end_line:
                properties["col"] = str(place.column)
                properties["endLine"] = str(place.end_line)
                properties["endColumn"] = str(place.end_column)
            else:
                properties["endLine"] = str(place.end_line)
        listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        text = "\n".join((f"{where}{code} {printable(finding.message)}", *help_lines(finding)))
        lines.append(f"::{_COMMANDS[finding.level]} {listed}::{_data(text)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
