"""JUnit XML, which test dashboards read: a suite per file, a failed case per finding."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from wippyc.diagnostics.model import Diagnostic, Severity
from wippyc.diagnostics.report import Report, help_lines
from wippyc.diagnostics.text import printable


def render(report: Report) -> str:
    """Return one suite per file; a file without findings has one passing case.

    Hints pass, with their text as output: they do not ask for a change.
    """
    by_path: dict[str, list[Diagnostic]] = {report.prefix + path: [] for path in report.files}
    for finding in report.findings:
        path = report.path(finding.span) if finding.span is not None else report.name or "wippyc"
        by_path.setdefault(path, []).append(finding)
    suites = [_suite(report, path, by_path[path]) for path in sorted(by_path)]
    tests = sum(max(1, len(found)) for found in by_path.values())
    failures = sum(_failures(found) for found in by_path.values())
    head = f'<testsuites name="wippyc" tests="{tests}" failures="{failures}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>", ""])


def _suite(report: Report, path: str, findings: list[Diagnostic]) -> str:
    count = max(1, len(findings))
    name = quoteattr(path)
    lines = [
        f'  <testsuite name={name} tests="{count}" failures="{_failures(findings)}" errors="0">'
    ]
    if not findings:
        lines.append(f'    <testcase name="wippyc" classname={name}/>')
    lines.extend(_case(report, path, finding) for finding in findings)
    lines.append("  </testsuite>")
    return "\n".join(lines)


def _case(report: Report, path: str, finding: Diagnostic) -> str:
    place = report.place(finding.span)
    code = finding.rule.code
    where = f":{place.line}:{place.column}" if place is not None else ""
    title = quoteattr(f"{code} {finding.rule.name}{where}")
    line = f' line="{place.line}"' if place is not None else ""
    message = printable(finding.message)
    text = "\n".join((f"{path}{where}: {code} {message}", *help_lines(finding)))
    if finding.level is Severity.HINT:
        body = f"<system-out>{escape(text)}</system-out>"
    else:
        attributes = f'message={quoteattr(message)} type="{finding.level.label}"'
        body = f"<failure {attributes}>{escape(text)}</failure>"
    file = quoteattr(path)
    return f"    <testcase name={title} classname={file} file={file}{line}>{body}</testcase>"


def _failures(findings: list[Diagnostic]) -> int:
    return sum(finding.level is not Severity.HINT for finding in findings)
