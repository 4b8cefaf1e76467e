"""Findings as text, in the formats people and tools read."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Final

from wippyc.diagnostics.model import Diagnostic
from wippyc.diagnostics.places import shown
from wippyc.diagnostics.report import Report
from wippyc.diagnostics.text import printable

FORMATS: Final[Mapping[str, str]] = {
    "full": "full",
    "concise": "concise",
    "json": "json_report",
    "jsonl": "json_lines",
    "github": "github",
    "gitlab": "gitlab",
    "sarif": "sarif",
    "junit": "junit",
    "rdjson": "rdjson",
}
"""The module of every output format, by the name used on the command line.

Modules are imported when used: XML and URL libraries would slow down every command.
"""


def render(
    diagnostics: Iterable[Diagnostic],
    format: str,
    *,
    color: bool = False,
    root: PurePath | str = "",
    prefix: str = "",
    files: Iterable[str] = (),
    total_entries: int = 0,
) -> str:
    """Return findings in one format; the same findings give the same text.

    Args:
        diagnostics: The findings, in any order.
        format: A key of `FORMATS`.
        color: Whether `full` and `concise` use terminal colours.
        root: The application folder; only its name is shown, so that output does not depend on
            where the application lies.
        prefix: The application folder as seen from where paths are read, for example from the
            root of the repository (`services/orders`). Paths are relative to the application
            folder without it.
        files: Paths of all files checked, for formats that list clean ones.
        total_entries: Number of entries checked, for `json`.

    Returns:
        The text, ending in a line break unless it is empty.

    Raises:
        ValueError: The format is not known.
    """
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r}; formats are {', '.join(FORMATS)}")
    start = printable(PurePath(prefix).as_posix()) if prefix else ""
    report = Report(
        findings=tuple(sorted(diagnostics, key=_order)),
        color=color,
        name=printable(PurePath(root).name),
        prefix="" if start in ("", ".") else start.rstrip("/") + "/",
        files=tuple(sorted(files)),
        total_entries=total_entries,
    )
    module = importlib.import_module(f"wippyc.diagnostics.{FORMATS[format]}")
    write: Callable[[Report], str] = module.render
    return write(report)


def _order(finding: Diagnostic) -> tuple[str, int, int, str, str]:
    """Order findings as they stand in files, also those inside embedded text."""
    if finding.span is None:
        return finding.sort_key
    place = shown(finding.span)
    return (place.source.path, place.start, place.end, finding.rule.code, finding.message)
