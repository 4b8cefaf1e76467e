"""The change that adds a module to an entry's `modules` list."""

from __future__ import annotations

import re

from wippyc.diagnostics.model import Edit
from wippyc.project.model import LuaEntry
from wippyc.source import Span

_NAME_LINE = re.compile(r"(?P<lead>\s*(?:-\s+)?)name\s*:\s*$")


def add_module(entry: LuaEntry, module: str) -> Edit | None:
    """Return the edit that lists a module, or `None` when the YAML is written in another style."""
    if any(use.name == module for use in entry.modules):
        return None
    if entry.modules:
        last = entry.modules[-1].span
        before = last.source.line_text(last.line)[: last.column - 1]
        at = Span(last.source, last.end, last.end)
        if re.fullmatch(r"\s*-\s+", before):
            return Edit(at, f"\n{before}{module}")
        return Edit(at, f", {module}") if "[" in before else None
    line = entry.span.source.line_text(entry.span.line)
    match = _NAME_LINE.match(line[: entry.span.column - 1])
    if match is None or "modules" in entry.data:
        return None
    at = Span(entry.span.source, entry.span.end, entry.span.end)
    return Edit(at, f"\n{' ' * len(match['lead'])}modules: [{module}]")
