"""Writing suppression comments for findings that are to stay.

A comment goes where it changes nothing else: behind the line of the finding if that is possible,
else behind its last line, else above it. Whether it did is checked twice: the comment must be one
(not part of a string or a YAML value), and the finding must be gone afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import yaml

from wippyc.check.catalogue import lint_rules
from wippyc.check.fixing import apply_edits
from wippyc.check.suppressions import RULES as SUPPRESSION_RULES
from wippyc.diagnostics.model import Diagnostic, Edit, Severity, Sink
from wippyc.diagnostics.places import EmbeddedSource, shown, shown_edit
from wippyc.lua.parse import parse_lua
from wippyc.source import SourceFile, Span

Relint = Callable[[Mapping[str, str]], Iterable[Diagnostic]]
_ABOUT_COMMENTS: Final = frozenset(rule.code for rule in SUPPRESSION_RULES)
_WRITTEN: Final = re.compile(r"wippyc:\s*ignore\s*\[([^\]\r\n]*)\]")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Way(IntEnum):
    """Where a comment is written; the next one is tried when one does not work."""

    BEHIND_FIRST_LINE = 0
    BEHIND_LAST_LINE = 1
    ABOVE = 2
    NOWHERE = 3


@dataclass(eq=False)
class _Target:
    """The findings of one line, which get one comment together."""

    span: Span
    found: list[Diagnostic] = field(default_factory=list)
    way: _Way = _Way.BEHIND_FIRST_LINE

    @property
    def codes(self) -> list[str]:
        return sorted({each.rule.code for each in self.found})

    @property
    def path(self) -> str:
        return shown(self.span).source.path


@dataclass(frozen=True)
class Ignores:
    """Comments that switch findings off.

    Attributes:
        texts: Path in the application → (text before, text after).
        ignored: The findings that are switched off.
        refused: The findings no comment can be written for.
    """

    texts: Mapping[str, tuple[str, str]]
    ignored: tuple[Diagnostic, ...]
    refused: tuple[Diagnostic, ...]


def plan_ignores(found: Iterable[Diagnostic], relint: Relint, *, reason: str = "") -> Ignores:
    """Choose comments that switch findings off.

    Args:
        found: Findings as linting gave them. Errors that stop the compiler and findings about
            suppression comments are left alone.
        relint: Lints the application with other texts (path → text) in place of those on disk.
        reason: Written behind each comment; one line.
    """
    targets = _targets(found)
    note = " ".join(reason.split())
    while True:
        edits = {each: _edit(each, note) for each in targets if each.way is not _Way.NOWHERE}
        failed = _not_comments(edits)
        if not failed:
            texts = _texts(edits)
            failed = _still_found(edits, relint({path: new for path, (_, new) in texts.items()}))
        if not failed:
            break
        for each in failed:
            each.way = _Way(each.way + 1)
    return Ignores(
        texts,
        tuple(one for each in targets if each in edits for one in each.found),
        tuple(one for each in targets if each not in edits for one in each.found),
    )


def _targets(found: Iterable[Diagnostic]) -> list[_Target]:
    targets: dict[tuple[SourceFile, int], _Target] = {}
    for each in found:
        is_fatal = each.rule.code not in lint_rules() and each.level is Severity.ERROR
        if each.span is None or is_fatal or each.rule.code in _ABOUT_COMMENTS:
            continue
        span = each.span
        if isinstance(span.source, EmbeddedSource) and not span.source.is_exact:
            span = shown(span)
        targets.setdefault((span.source, span.line), _Target(span)).found.append(each)
    return list(targets.values())


def _is_lua(source: SourceFile) -> bool:
    return isinstance(source, EmbeddedSource) or source.path.endswith(".lua")


def _edit(target: _Target, reason: str) -> Edit:
    """Return the edit that writes the comment, in the text the finding is in."""
    source, codes = target.span.source, ", ".join(target.codes)
    line = target.span.line
    if target.way is _Way.BEHIND_LAST_LINE:
        line = source.position(max(target.span.start, target.span.end - 1))[0]
    start, text = _line_start(source, target.span, line), source.line_text(line)
    written = _WRITTEN.search(text)
    if written is not None and target.way is not _Way.ABOVE:
        at = start + written.end(1)
        return Edit(Span(source, at, at), f", {codes}" if written[1].strip() else codes)
    sign = "--" if _is_lua(source) else "#"
    comment = f"{sign} wippyc: ignore[{codes}]" + (f" {reason}" if reason else "")
    if target.way is _Way.ABOVE:
        indent = text[: len(text) - len(text.lstrip())]
        at = start + len(indent)
        after = source.text[start + len(text) : start + len(text) + 2]
        line_break = "\r\n" if after == "\r\n" else "\n"
        return Edit(Span(source, at, at), f"{comment}{line_break}{indent}")
    at = start + len(text.rstrip())
    return Edit(Span(source, at, at), f"{' ' if sign == '--' else '  '}{comment}")


def _line_start(source: SourceFile, span: Span, line: int) -> int:
    if line == span.line:
        return span.start - span.column + 1
    end = max(span.start, span.end - 1)
    return end - source.position(end)[1] + 1


def _not_comments(edits: Mapping[_Target, Edit]) -> list[_Target]:
    """Return the targets whose comment would be part of something else."""
    groups: dict[SourceFile, list[_Target]] = {}
    for each in edits:
        groups.setdefault(each.span.source, []).append(each)
    failed: list[_Target] = []
    for source, group in groups.items():
        if _are_comments(source, [edits[each] for each in group]):
            continue
        alone = [each for each in group if not _are_comments(source, [edits[each]])]
        failed.extend(alone or group)
    return failed


def _are_comments(source: SourceFile, edits: list[Edit]) -> bool:
    text = apply_edits(source.text, edits)
    if not _is_lua(source):
        try:
            return list(_events(source.text)) == list(_events(text))
        except yaml.YAMLError:
            return False
    sink = Sink()
    chunk = parse_lua(SourceFile(source.path, text), sink)
    if chunk is None or (sink.has_errors and _parses(source)):
        return False
    spans = [(each.span.start, each.span.end) for each in chunk.comments]
    shift = 0
    for edit in sorted(edits, key=lambda each: each.span.start):
        at = edit.span.start + shift + edit.text.find("wippyc:")
        shift += len(edit.text)
        if not any(start <= at < end for start, end in spans):
            return False
    return True


def _parses(source: SourceFile) -> bool:
    sink = Sink()
    parse_lua(source, sink)
    return not sink.has_errors


def _events(text: str) -> Iterator[tuple[object, ...]]:
    for event in yaml.parse(text, Loader=_LOADER):
        parts = (getattr(event, name, None) for name in ("anchor", "tag", "value"))
        yield (type(event), *parts)


def _texts(edits: Mapping[_Target, Edit]) -> dict[str, tuple[str, str]]:
    """Return the files on disk with the comments."""
    groups: dict[str, list[Edit]] = {}
    for edit in edits.values():
        made = shown_edit(edit)
        if made is not None:
            groups.setdefault(made.span.source.path, []).append(made)
    texts = {path: group[0].span.source.text for path, group in groups.items()}
    return {path: (texts[path], apply_edits(texts[path], group)) for path, group in groups.items()}


def _still_found(edits: Mapping[_Target, Edit], found: Iterable[Diagnostic]) -> list[_Target]:
    """Return the targets that have a finding left after linting with the comments."""
    added: dict[str, list[int]] = {}
    for each in edits:
        if each.way is _Way.ABOVE:
            added.setdefault(each.path, []).append(shown(each.span).line)
    left: set[tuple[str, int, str]] = set()
    for one in found:
        if one.span is not None:
            place = shown(one.span)
            line = place.line
            for before in sorted(added.get(place.source.path, ())):
                if before < line:
                    line -= 1
            left.add((place.source.path, line, one.rule.code))
    return [
        each
        for each in edits
        if any((each.path, shown(each.span).line, code) in left for code in each.codes)
    ]
