"""SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import quote

from wippyc.diagnostics.model import Diagnostic, Label, Rule, Severity
from wippyc.diagnostics.report import Place, Report
from wippyc.diagnostics.text import printable
from wippyc.diagnostics.tool import NAME, version

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE: Final = "%SRCROOT%"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def render(report: Report) -> str:
    """Return a log with one run; paths are relative to the root of the checkout."""
    used = sorted({finding.rule for finding in report.findings}, key=lambda rule: rule.code)
    index = {rule.code: at for at, rule in enumerate(used)}
    results = [
        _result(report, finding, index[finding.rule.code], fingerprint)
        for finding, fingerprint in zip(report.findings, report.fingerprints(), strict=True)
    ]
    driver = {"name": NAME, "version": version(), "rules": [_rule(rule) for rule in used]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The root of the checkout."}}},
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {
            "text": f"{rule.summary} Run `wippyc rule {rule.code}` for more.",
            "markdown": f"{rule.summary} Run `wippyc rule {rule.code}` for more.",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(
    report: Report, finding: Diagnostic, rule_index: int, fingerprint: str
) -> dict[str, object]:
    parts = [finding.message, finding.note, finding.hint]
    result: dict[str, object] = {
        "ruleId": finding.rule.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.level],
        "message": {"text": "\n".join(printable(part) for part in parts if part)},
        "locations": [],
        "partialFingerprints": {"wippyc/v1": fingerprint},
    }
    place = report.place(finding.span)
    if place is not None:
        result["locations"] = [_location(place, finding.label)]
    related = [(label, report.place(label.span)) for label in finding.labels]
    if related:
        result["relatedLocations"] = [
            {"id": at, **_location(where, label.text)}
            for at, (label, where) in enumerate(related, start=1)
            if where is not None
        ]
        result["codeFlows"] = [_flow(related, place, finding)]
    edits = report.edits(finding)
    if finding.fix is not None and edits:
        result["fixes"] = [_fix(finding.fix.title, edits)]
    return result


def _flow(
    related: list[tuple[Label, Place | None]], place: Place | None, finding: Diagnostic
) -> dict[str, object]:
    """Return the labels in their order, and last the place of the finding itself."""
    steps = [(where, label.text) for label, where in related if where is not None]
    if place is not None:
        steps.append((place, finding.label or finding.message))
    locations = [{"location": _location(where, text)} for where, text in steps]
    return {"threadFlows": [{"locations": locations}]}


def _fix(title: str, edits: tuple[tuple[Place, str], ...]) -> dict[str, object]:
    by_path: dict[str, list[dict[str, object]]] = {}
    for place, text in edits:
        replacement = {"deletedRegion": _region(place), "insertedContent": {"text": text}}
        by_path.setdefault(place.path, []).append(replacement)
    return {
        "description": {"text": printable(title)},
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": replacements}
            for path, replacements in by_path.items()
        ],
    }


def _location(place: Place, text: str) -> dict[str, object]:
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": _artifact(place.path),
            "region": _region(place),
        }
    }
    if text:
        location["message"] = {"text": printable(text)}
    return location


def _artifact(path: str) -> dict[str, object]:
    return {"uri": quote(path.lstrip("/")), "uriBaseId": _BASE}


def _region(place: Place) -> dict[str, object]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
