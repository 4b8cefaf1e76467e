"""Comments that switch findings off, in Lua and in YAML.

    -- wippyc: ignore[WD104] dice are not part of the history     this line
    -- wippyc: ignore[WD104] …                                    alone: the next statement
    -- wippyc: disable[WD] …  up to  -- wippyc: enable[WD]        everything between
    -- wippyc: file-ignore[WD104] …                               the whole file

YAML has the same after `#`; alone on a line it covers the next line and what is indented below.
Codes, prefixes and names are accepted. Errors of the parser and the loader stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from wippyc.check.catalogue import lint_rules
from wippyc.check.settings import LintSettings
from wippyc.diagnostics.model import Diagnostic, Edit, Fix, Rule, Severity
from wippyc.diagnostics.places import EmbeddedSource, shown
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, walk_statements
from wippyc.lua.syntax import Chunk
from wippyc.project.model import Project
from wippyc.project.suggest import closest
from wippyc.source import SourceFile, Span

UNUSED = Rule(
    "WS501", "unused-suppression", Severity.HINT, "A comment switches off what is not found."
)
UNKNOWN_CODE = Rule(
    "WS502", "unknown-suppressed-code", Severity.WARNING, "A comment names a code no rule has."
)
NO_REASON = Rule(
    "WS503", "suppression-without-reason", Severity.WARNING, "A comment does not say why."
)
RULES: Final = (UNUSED, UNKNOWN_CODE, NO_REASON)

_COMMENT = re.compile(
    r"wippyc:\s*(?P<verb>ignore|disable|enable|file-ignore)\s*\[(?P<codes>[^\]\r\n]*)\]"
    r"(?P<reason>[^\r\n]*)"
)
_YAML_COMMENT = re.compile(r"(?:^|\s)#\s*(?=wippyc:)", re.MULTILINE)


@dataclass(eq=False)
class Suppression:
    """One comment.

    Attributes:
        span: The comment.
        codes: What it names, with the place of each.
        first: First line it covers.
        last: Last line it covers.
        reason: What it gives as the reason.
        used: The codes that switched something off.
    """

    span: Span
    codes: tuple[tuple[str, Span], ...]
    first: int
    last: int
    reason: str
    used: set[str] = field(default_factory=set)


_EVERY_LINE: Final = 1 << 60


def apply_suppressions(
    comments: Mapping[SourceFile, Iterable[Suppression]],
    found: Iterable[Diagnostic],
    settings: LintSettings,
) -> Iterator[Diagnostic]:
    """Yield the findings no comment switches off, and what is wrong with the comments.

    Args:
        comments: The comments of all sources; they note what they were used for.
        found: Findings after selection.
        settings: Which rules run, because a comment for another rule is not unused.
    """
    for each in found:
        if not _is_suppressed(each, comments):
            yield each
    for group in comments.values():
        for comment in group:
            yield from _complaints(comment, settings)


def in_lua(program: Program) -> dict[SourceFile, tuple[Suppression, ...]]:
    """Return the comments in the Lua files of a program."""
    found: dict[SourceFile, tuple[Suppression, ...]] = {}
    for unit in program.units.values():
        source = unit.chunk.source
        if source not in found and "wippyc:" in source.text:
            starts = sorted(
                (statement.span.start, -statement.span.end)
                for function in all_functions(unit.main)
                for statement in walk_statements(function.body)
            )
            found[source] = tuple(_in_lua(unit.chunk, [(start, -end) for start, end in starts]))
    return {source: comments for source, comments in found.items() if comments}


def in_yaml(project: Project) -> dict[SourceFile, tuple[Suppression, ...]]:
    """Return the comments in the YAML files of an application."""
    return {
        source: comments
        for path, source in project.sources.items()
        if path.suffix in (".yaml", ".yml") and "wippyc:" in source.text
        if (comments := tuple(_in_yaml(source)))
    }


def _in_lua(chunk: Chunk, statements: list[tuple[int, int]]) -> Iterator[Suppression]:
    source = chunk.source
    opened: list[Suppression] = []
    for comment in chunk.comments:
        match = _COMMENT.search(source.text, comment.span.start, comment.span.end)
        if match is None:
            continue
        line = comment.span.line
        before = source.line_text(line)[: comment.span.column - 1]
        after = next(((s, e) for s, e in statements if s >= comment.span.end), None)
        block = None
        if after is not None:
            block = (source.position(after[0])[0], source.position(max(0, after[1] - 1))[0])
        yield from _suppression(match, comment.span, line, not before.strip(), block, opened)


def _in_yaml(source: SourceFile) -> Iterator[Suppression]:
    opened: list[Suppression] = []
    for start in _YAML_COMMENT.finditer(source.text):
        match = _COMMENT.match(source.text, start.end())
        if match is None:
            continue
        at = source.text.index("#", start.start())
        line = source.position(at)[0]
        span = Span(source, at, match.end())
        is_alone = not source.line_text(line)[: span.column - 1].strip()
        yield from _suppression(match, span, line, is_alone, _yaml_block(source, line), opened)


def _yaml_block(source: SourceFile, line: int) -> tuple[int, int] | None:
    """Return the next written line and the last one that is indented deeper."""
    count = source.position(len(source.text))[0]
    first = next((at for at in range(line + 1, count + 1) if source.line_text(at).strip()), None)
    if first is None:
        return None
    indent = _indent(source.line_text(first))
    last = first
    for at in range(first + 1, count + 1):
        text = source.line_text(at)
        if text.strip() and _indent(text) <= indent:
            break
        if text.strip():
            last = at
    return first, last


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _suppression(
    match: re.Match[str],
    span: Span,
    line: int,
    is_alone: bool,
    block: tuple[int, int] | None,
    opened: list[Suppression],
) -> Iterator[Suppression]:
    codes = []
    for code in re.finditer(r"[^,\s]+", match["codes"]):
        start = match.start("codes") + code.start()
        codes.append((code[0], Span(span.source, start, start + len(code[0]))))
    names = {code for code, _ in codes}
    if match["verb"] == "enable":
        for each in list(opened):
            if not names or names & {code for code, _ in each.codes}:
                each.last = line
                opened.remove(each)
        return
    first, last = line, line
    if match["verb"] == "file-ignore":
        first, last = 0, _EVERY_LINE
    elif match["verb"] == "disable":
        last = _EVERY_LINE
    elif is_alone and block is not None:
        first, last = block
    made = Suppression(span, tuple(codes), first, last, match["reason"].strip(" \t:-"))
    if match["verb"] == "disable":
        opened.append(made)
    yield made


def _is_suppressed(found: Diagnostic, comments: Mapping[SourceFile, Iterable[Suppression]]) -> bool:
    span = found.span
    if span is None or (found.rule.code not in lint_rules() and found.level is Severity.ERROR):
        return False
    is_hit = False
    places = [span]
    if isinstance(span.source, EmbeddedSource):
        places.append(shown(span))
    for place in places:
        first, last = place.line, place.source.position(max(place.start, place.end - 1))[0]
        for comment in comments.get(place.source, ()):
            if not (comment.first <= first <= comment.last or comment.first == last):
                continue
            for code, _ in comment.codes:
                if found.rule.code.startswith(code.upper()) or found.rule.name == code:
                    comment.used.add(code)
                    is_hit = True
    return is_hit


def _complaints(comment: Suppression, settings: LintSettings) -> Iterator[Diagnostic]:
    if settings.require_reason and not comment.reason and _wants(settings, NO_REASON):
        yield Diagnostic(
            rule=NO_REASON,
            message="this suppression gives no reason",
            span=comment.span,
            note="whoever reads it later cannot tell whether it still holds",
            hint="write the reason after the bracket",
        )
    rules = lint_rules()
    names = {each.rule.name for each in rules.values()}
    for code, span in comment.codes:
        if code in comment.used:
            continue
        known = [
            each
            for each in rules.values()
            if each.rule.code.startswith(code.upper()) or each.rule.name == code
        ]
        is_other = code[:1].upper() in ("E", "C", "P") and code[1:].isdigit()
        if not known and not is_other and not "WS50".startswith(code[:4].upper()):
            if _wants(settings, UNKNOWN_CODE):
                guess = closest(code, {*rules, *names})
                yield Diagnostic(
                    rule=UNKNOWN_CODE,
                    message=f"no rule has the code {code}",
                    span=span,
                    note="a comment with a wrong code switches nothing off",
                    hint=f"did you mean {guess}?" if guess else "`wippyc rule --all` lists them",
                )
            continue
        runs = any(
            settings.is_selected(each.rule.code, each.rule.name, is_default=each.is_default)
            for each in known
        )
        if runs and _wants(settings, UNUSED):
            yield _unused(comment, code, span)


def _wants(settings: LintSettings, rule: Rule) -> bool:
    return settings.is_selected(rule.code, rule.name, is_default=True)


def _unused(comment: Suppression, code: str, span: Span) -> Diagnostic:
    fix = None
    if len(comment.codes) == 1:
        fix = Fix("remove the comment", (Edit(_with_space(comment.span), ""),))
    return Diagnostic(
        rule=UNUSED,
        message=f"{code} is not found here",
        span=span,
        note="the code it excused is gone; the next finding there would go unseen",
        hint="remove the comment",
        fix=fix,
    )


def _with_space(span: Span) -> Span:
    """Return a comment with the blanks before it, and its line break when it stands alone."""
    text, start, end = span.source.text, span.start, span.end
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    if (start == 0 or text[start - 1] in "\r\n") and text[end : end + 1] == "\n":
        end += 1
    return Span(span.source, start, end)
