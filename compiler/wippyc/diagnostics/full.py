"""Findings for people: a header, the code with carets under it, the reason and the way out."""

from __future__ import annotations

from wippyc.diagnostics.frame import Mark, draw
from wippyc.diagnostics.model import Diagnostic
from wippyc.diagnostics.places import shown
from wippyc.diagnostics.preview import preview
from wippyc.diagnostics.report import Report
from wippyc.diagnostics.styles import Style
from wippyc.diagnostics.text import printable
from wippyc.source import SourceFile


def render(report: Report) -> str:
    """Return every finding with its frame, separated by blank lines."""
    style = Style(report.color)
    return "\n".join(_finding(report, finding, style) for finding in report.findings)


def _finding(report: Report, finding: Diagnostic, style: Style) -> str:
    title = style.severity(finding.level, f"{finding.level.label}[{finding.rule.code}]")
    lines = [f"{title}: {style.bold(printable(finding.message))}"]
    groups = _by_file(finding)
    width = max(
        (len(str(mark.last_line)) for marks in groups.values() for mark in marks), default=1
    )
    margin = " " * width
    for at, (source, marks) in enumerate(groups.items()):
        line, column = source.position(marks[0].span.start)
        arrow = "-->" if at == 0 else ":::"
        path = report.prefix + printable(source.path)
        lines.append(f"{margin}{style.frame(arrow)} {path}:{line}:{column}")
        if source.text:
            lines.append(f"{margin} {style.frame('|')}")
            lines.extend(draw(source, marks, width, style, finding.level))
    notes = [("note", finding.note), ("hint", finding.hint)]
    if finding.fix is not None:
        suffix = "" if finding.fix.safe else " (unsafe)"
        notes.append(("fix", finding.fix.title + suffix))
    written = [(word, text) for word, text in notes if text]
    if written and any(source.text for source in groups):
        lines.append(f"{margin} {style.frame('|')}")
    for word, text in written:
        first, *rest = text.split("\n")
        lines.append(f"{margin} {style.frame('=')} {style.bold(word)}: {printable(first)}")
        lines.extend(f"{margin}   {' ' * len(word)}  {printable(more)}" for more in rest)
    for changed in preview(finding):
        text = f"{changed.sign} {changed.text}".rstrip() if changed.sign else changed.text
        lines.append(f"{margin}     {style.change(changed.sign, text)}")
    return "\n".join(lines) + "\n"


def _by_file(finding: Diagnostic) -> dict[SourceFile, list[Mark]]:
    """Return the marks of each file, that of the finding itself first."""
    groups: dict[SourceFile, list[Mark]] = {}
    if finding.span is not None:
        span = shown(finding.span)
        groups[span.source] = [Mark(span, finding.label, True)]
    for label in finding.labels:
        span = shown(label.span)
        groups.setdefault(span.source, []).append(Mark(span, label.text, False))
    return groups
