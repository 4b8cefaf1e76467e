"""Blocks of other languages and merge conflicts: one sentence instead of what comes of them.

They are looked for only in files that have syntax errors. What is reported inside such a block is
mostly about its form, and what follows it about blocks that seem open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wippyc.diagnostics.model import Diagnostic, Severity
from wippyc.lua import rules
from wippyc.lua.foreign_syntax import closing_brace
from wippyc.lua.lexer import NAME, Tokens
from wippyc.source import Span

_THEN, _DO = "Write `if … then … end`.", "Write `while … do … end`."
_FOR = "Write `for i = first, last do … end`, or `for key, value in pairs(t) do … end`."
# What stands first on the line that opens a block with `{` or `:`.
_BLOCKS: dict[str, str] = {
    "if": _THEN,
    "elseif": _THEN,
    "else": "Write `if … then … else … end`.",
    "elif": _THEN,
    "while": _DO,
    "for": _FOR,
    "function": "Write `function name(…) … end`.",
    "local": "Write `function name(…) … end`.",
    "return": "Write `function(…) … end`.",
    "def": "Write `function name(…) … end`.",
    "do": "Write `do … end`.",
    "switch": "Use `if … elseif … else … end`.",
    "class": "Make a table of methods, and objects with `setmetatable`.",
    "enum": "Wippy has no enums; use a union of string literals.",
    "try": "Use `pcall`.",
    "catch": "Use `pcall`.",
    "except": "Use `pcall`.",
    "finally": "Use `pcall`.",
    "with": "Drop it.",
}
_FUNCTION_LINES = ("function", "local", "return")
_NO_COLON = (*_FUNCTION_LINES, "do", "switch", "enum", "catch")
_STRUCTURE = (
    rules.UNCLOSED_BLOCK,
    rules.UNCLOSED_BRACKET,
    rules.UNEXPECTED_CLOSER,
    rules.CODE_AFTER_RETURN,
)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Explanation:
    """A finding, and the lines on which it stands for all others."""

    found: Diagnostic
    lines: range


def explained(tokens: Tokens, findings: list[Diagnostic]) -> list[Diagnostic]:
    """Return syntax errors with those replaced that come of another language's blocks.

    Args:
        tokens: The tokens of the file.
        findings: Its syntax errors and warnings.
    """
    if not any(found.level is Severity.ERROR for found in findings):
        return findings
    findings = _without_wrong_ends(findings)
    conflicts = list(_conflicts(tokens))
    reasons = conflicts or list(_blocks(tokens))
    if not reasons:
        return findings
    first = min(reason.lines.start for reason in reasons)
    kept = [found for found in findings if not _is_echo(found, reasons, first)]
    stated = {found.span.line for found in kept if found.span is not None}
    own = (reason.found for reason in reasons if reason.lines.start not in stated)
    return sorted([*kept, *own], key=_position)


def _without_wrong_ends(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Drop what is said of a `return` before a statement such as `elif`, which ends its block."""
    foreign = {found.span.line for found in findings if found.span and _is_foreign(found)}
    return [
        found
        for found in findings
        if found.rule is not rules.CODE_AFTER_RETURN
        or not any(label.span.line in foreign for label in found.labels)
    ]


def _is_foreign(found: Diagnostic) -> bool:
    return found.rule is rules.FOREIGN_SYNTAX


def _is_echo(found: Diagnostic, reasons: Iterable[_Explanation], first: int) -> bool:
    if found.span is None or _is_foreign(found):
        return False
    line = found.span.line
    places = (line, *(label.span.line for label in found.labels))
    return (line >= first and found.rule in _STRUCTURE) or any(
        place in reason.lines for reason in reasons for place in places
    )


def _position(found: Diagnostic) -> int:
    return found.span.start if found.span else 0


def _conflicts(tokens: Tokens) -> Iterator[_Explanation]:
    """Find the marks of a merge conflict; the first one is reported."""
    source = tokens.source
    found_marks = list(_CONFLICT.finditer(source.text))
    # Those in comments and texts start no token.
    starts = frozenset(tokens.starts) if found_marks else frozenset()
    marks = [
        Span(source, each.start(), each.end()) for each in found_marks if each.start() in starts
    ]
    for mark in marks[:1]:
        found = Diagnostic(
            rule=rules.UNEXPECTED_TOKEN,
            message="a merge conflict is not resolved",
            span=mark,
            hint="Keep one side, and remove the marks.",
        )
        yield _Explanation(found, range(mark.line, marks[-1].line + 1))


def _blocks(tokens: Tokens) -> Iterator[_Explanation]:
    """Find lines that open a block with `{` or `:`."""
    kinds = tokens.kinds
    start = 0
    for at in range(1, len(kinds)):
        if not tokens.starts_line(at):
            continue
        first, last = start, at - 1
        start = at
        while kinds[first] == "}" and first < last:
            first += 1
        word = tokens.text(first) if kinds[first] == NAME else kinds[first]
        if word not in _BLOCKS or not _opens(kinds, word, first, last):
            continue
        mark = kinds[last]
        stop = closing_brace(tokens, last) if mark == "{" else last
        what = "`{ … }` around blocks" if mark == "{" else "`:` before blocks"
        found = Diagnostic(
            rule=rules.FOREIGN_SYNTAX,
            message=f"Lua has no {what}",
            span=tokens.span(last),
            hint=_BLOCKS[word],
        )
        lines = range(tokens.span(first).line, tokens.span(stop).line + 1)
        yield _Explanation(found, lines)


def _opens(kinds: list[str], word: str, first: int, last: int) -> bool:
    """Whether the last token of a line opens a block that the first one is about."""
    if kinds[last] == ":":
        return word not in _NO_COLON
    if kinds[last] != "{":
        return False
    before = kinds[last - 1]
    if word in _FUNCTION_LINES:
        has_result = kinds[last - 3 : last] == [")", ":", NAME]
        return (before == ")" or has_result) and "function" in kinds[first:last]
    return last == first + 1 or before == ")" or word in ("class", "enum", "catch")
