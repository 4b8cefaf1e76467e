"""Sentences for syntax errors, and how the grammar goes on after one."""

from __future__ import annotations

from wippyc.diagnostics.model import Diagnostic, Label
from wippyc.lua import rules
from wippyc.lua.cursor import Cursor, SyntaxFailure
from wippyc.lua.foreign_syntax import (
    foreign_comment,
    foreign_comparison,
    foreign_operator,
    foreign_statement,
)
from wippyc.lua.lexer import END_OF_FILE, NAME, NUMBER, STRING

BLOCK_ENDS = frozenset(("end", "else", "elseif", "until", END_OF_FILE))

STATEMENT_KEYWORDS = frozenset(
    ("local", "if", "for", "while", "repeat", "do", "return", "break", "goto")
)

_BLOCK_OPENERS = frozenset(("function", "if", "do", "repeat"))


def not_a_statement(cursor: Cursor, first: int) -> SyntaxFailure:
    """Return the error for an expression from token `first` that stands as a statement."""
    at = cursor.at
    kind = cursor.kinds[at]
    if at == first + 1 and cursor.kinds[first] == NAME:
        cursor.at = first
        failure = foreign_statement(cursor)
        cursor.at = at
        if failure is not None:
            return failure
    if kind == "==":
        return cursor.failure(
            "a comparison is not a statement",
            rule=rules.NOT_A_STATEMENT,
            hint="Use `=` to assign.",
        )
    if kind in ("+", "-") and cursor.kinds[at + 1] == kind and cursor.touches(at + 1):
        return cursor.failure(
            f"Lua has no `{kind}{kind}`",
            rule=rules.FOREIGN_SYNTAX,
            hint=f"Write `{cursor.tokens.span(first, at - 1).text} = … {kind} 1`.",
        )
    if kind == ":":
        return cursor.failure(
            "a type can only be written where a local is declared",
            hint="Write `local` before the name, or drop the type.",
        )
    if kind == NUMBER and cursor.touches(at) and cursor.text(at).startswith("."):
        index = cursor.text(at)[1:]
        return cursor.failure("a name must follow `.`", hint=f"Write `[{index}]` for an index.")
    span = cursor.tokens.span(first, max(first, at - 1))
    if cursor.kinds[first] == NAME and kind == NAME and not cursor.tokens.starts_line(at):
        return cursor.failure(
            f"expected `=` or a call after {cursor.describe(at - 1)}, found {cursor.describe(at)}"
        )
    hint = "Assign its value to a local, call it, or remove it."
    if any(comment.span.start == span.end for comment in cursor.tokens.comments):
        hint = f"`--` starts a comment; write `{span.text} = {span.text} - 1` to subtract."
    return SyntaxFailure(
        Diagnostic(
            rule=rules.NOT_A_STATEMENT,
            message="an expression is not a statement",
            span=span,
            hint=hint,
        )
    )


def stray_token(cursor: Cursor) -> SyntaxFailure:
    """Return the error for a token that no statement starts with."""
    at = cursor.at
    kind = cursor.kinds[at]
    if kind in (")", "]", "}"):
        return cursor.failure(f"`{kind}` closes nothing", rule=rules.UNEXPECTED_CLOSER)
    failure = foreign_comment(cursor)
    if failure is None and kind != END_OF_FILE:
        failure = foreign_operator(cursor, at + 1)
    if failure is not None:
        return failure
    follows = at > 0 and not cursor.tokens.starts_line(at)
    hint = ""
    if kind == STRING and follows and cursor.kinds[at - 1] == STRING:
        hint = "Join texts with `..`."
    elif kind == "==" and follows:
        hint = "Use `=` to assign."
    return cursor.failure(f"expected a statement, found {cursor.describe(at)}", hint=hint)


def expected_expression(cursor: Cursor) -> SyntaxFailure:
    """Return the error for a token that cannot start an expression."""
    at = cursor.at
    kind = cursor.kinds[at]
    message = f"expected an expression, found {cursor.describe(at)}"
    before = cursor.kinds[at - 1] if at > 0 else ""
    failure = foreign_operator(cursor, at)
    if failure is not None:
        return failure
    if kind == "[":
        return cursor.failure(message, hint="Write a list as `{a, b, c}`.")
    if before == "," and kind in (")", "}"):
        return cursor.failure(message, hint="Remove the `,` before it.")
    if kind == "=" and before in ("=", "~=", "<", ">"):
        return cursor.failure(message, hint="Lua compares with `==` and `~=`.")
    return cursor.failure(message, labels=cursor.missing_before(at, "an expression"))


def assignment_in_condition(cursor: Cursor) -> bool:
    """Report `if x = 1 then` and move past the `=`; return whether it stood here."""
    if cursor.kinds[cursor.at] != "=":
        return False
    if foreign_comparison(cursor):
        return True
    cursor.report(
        rules.UNEXPECTED_TOKEN,
        "`=` cannot stand in a condition",
        cursor.tokens.span(cursor.at),
        hint="Compare with `==`.",
    )
    cursor.at += 1
    return True


class BlockStack:
    """The open blocks, and the guess which of them lacks its `end`.

    When an `end` stands further left than the line that opened the innermost block, that block
    most likely lacks its own `end`.
    """

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._open: list[int] = []
        self._suspect: int | None = None

    def __len__(self) -> int:
        return len(self._open)

    def push(self, opener: int) -> None:
        """Open a block."""
        self._open.append(opener)

    def cut(self, size: int) -> None:
        """Forget the blocks opened since the stack had `size` entries."""
        del self._open[size:]

    def close(self, closer: str) -> None:
        """Consume the closer of the innermost block, or fail and point at its opener."""
        cursor = self._cursor
        opener = self._open.pop()
        at = cursor.at
        if cursor.kinds[at] == closer:
            if self._suspect is None and cursor.tokens.starts_line(at):
                source = cursor.tokens.source
                _, column = source.position(cursor.tokens.starts[at])
                if column < indentation(cursor, opener):
                    self._suspect = opener
            cursor.at = at + 1
            return
        raise self._failure(closer, opener)

    def _failure(self, closer: str, opener: int) -> SyntaxFailure:
        cursor = self._cursor
        at = cursor.at
        if self._suspect is not None and cursor.kinds[at] == END_OF_FILE:
            opener = self._suspect
        span = cursor.tokens.span(opener)
        word = cursor.text(opener)
        hint = ""
        if cursor.errors == 0 and cursor.kinds[at] == END_OF_FILE and _has_else_if(cursor, opener):
            hint = "`else if` opens a second `if`; write `elseif`."
        return cursor.failure(
            f"expected `{closer}` to close the `{word}` on line {span.line}, found "
            f"{cursor.describe(at)}",
            rule=rules.UNCLOSED_BLOCK,
            labels=(Label(span, f"this `{word}` has no `{closer}`"),),
            hint=hint,
        )


def indentation(cursor: Cursor, index: int) -> int:
    """Return the column of the first character of the line that a token stands on."""
    source, offset = cursor.tokens.source, cursor.tokens.starts[index]
    _, column = source.position(offset)
    first = offset - column + 1
    while source.text[first] in " \t" and first < offset:
        first += 1
    return source.position(first)[1]


def _has_else_if(cursor: Cursor, opener: int) -> bool:
    kinds = cursor.kinds
    return any(
        kinds[index] == "else"
        and kinds[index + 1] == "if"
        and not cursor.tokens.starts_line(index + 1)
        for index in range(max(0, opener - 1), len(kinds) - 1)
    )


def synchronise(cursor: Cursor, first: int, depth: int) -> None:
    """Move to where a statement can start again after an error.

    Args:
        cursor: Stands at the token in error.
        first: First token of the statement in error.
        depth: Blocks that statement had opened and not closed.
    """
    kinds, tokens = cursor.kinds, cursor.tokens
    if kinds[cursor.at] == END_OF_FILE:
        return
    margin = indentation(cursor, first)
    if cursor.at == first and kinds[first] not in BLOCK_ENDS:
        if kinds[first] in _BLOCK_OPENERS:
            depth += 1
        cursor.at += 1
    while (kind := kinds[cursor.at]) != END_OF_FILE:
        at = cursor.at
        if depth == 0:
            if kind in BLOCK_ENDS or kind == ";":
                return
            if tokens.starts_line(at):
                if kind in STATEMENT_KEYWORDS or (kind == "function" and kinds[at + 1] == NAME):
                    return
                if kind == NAME and indentation(cursor, at) <= margin:
                    return
        if kind in _BLOCK_OPENERS:
            depth += 1
        elif kind in ("end", "until") and depth > 0:
            depth -= 1
        cursor.at += 1


def skip_over(cursor: Cursor, word: str) -> None:
    """Move behind `word` if it stands on this line, before anything that a block holds."""
    at = cursor.at
    while cursor.kinds[at] != END_OF_FILE and cursor.kinds[at] not in STATEMENT_KEYWORDS:
        if cursor.kinds[at] == word:
            cursor.at = at + 1
            return
        at += 1
        if cursor.tokens.starts_line(at):
            return


def skip_to(cursor: Cursor, kinds: tuple[str, ...]) -> None:
    """Move to one of `kinds` on this line, or to the first token of the next line."""
    while cursor.kinds[cursor.at] != END_OF_FILE:
        if cursor.kinds[cursor.at] in kinds:
            return
        cursor.at += 1
        if cursor.tokens.starts_line(cursor.at):
            return
