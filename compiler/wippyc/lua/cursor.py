"""The position in a token list that the grammar and the type parser share."""

from __future__ import annotations

from wippyc.diagnostics.model import Diagnostic, Label, Rule, Severity, Sink
from wippyc.lua import rules
from wippyc.lua.lexer import END_OF_FILE, NAME, NUMBER, STRING, Tokens
from wippyc.source import Span

MAXIMUM_NESTING = 200
"""Levels of brackets, blocks, functions and types, as in stock Lua. Deeper code is refused, so
that no stage of the compiler, nor Python reading its output, runs out of stack."""

MAXIMUM_CHAIN = 1000
"""Operators in one expression, or indexes, calls and casts after one operand."""

DEEP = 30
"""From so many operators or levels on, an expression may have to be computed in steps."""

MAXIMUM_ERRORS = 20
"""Syntax errors reported for one file; a file with more is probably not Lua."""


class SyntaxFailure(Exception):
    """An error the current construct cannot go on after; it carries the finding."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Cursor:
    """Walks over tokens. `at` is the index of the next token."""

    def __init__(self, tokens: Tokens, sink: Sink) -> None:
        self.tokens = tokens
        self.kinds = tokens.kinds
        self.sink = sink
        self.at = 0
        self.nesting = 0
        self.has_deep_expressions = False
        self.errors = 0

    def text(self, index: int) -> str:
        """Return the source text of a token."""
        return self.tokens.text(index)

    def is_word(self, index: int, word: str) -> bool:
        """Whether a token is the name `word` (used for words that are not keywords)."""
        return self.kinds[index] == NAME and self.tokens.text(index) == word

    def touches(self, index: int) -> bool:
        """Whether a token follows the one before it without a gap."""
        return self.tokens.ends[index - 1] == self.tokens.starts[index]

    def describe(self, index: int) -> str:
        """Return how a message names a token."""
        match self.kinds[index]:
            case "<eof>":
                return "the end of the file"
            case "<string>":
                return "a string"
            case "<number>":
                return f"the number `{_short(self.text(index))}`"
            case "<name>":
                return f"the name `{_short(self.text(index))}`"
            case kind:
                return f"`{kind}`"

    def expect(self, kind: str, context: str) -> int:
        """Consume a token of `kind` and return its index, or fail: expected X `context`."""
        at = self.at
        if self.kinds[at] == kind:
            self.at = at + 1
            return at
        wanted = _KIND_NAMES.get(kind, f"`{kind}`")
        raise self.failure(f"expected {wanted} {context}, found {self.describe(at)}")

    def expect_closer(self, kind: str, opener: int) -> int:
        """Consume the bracket that closes `opener`, or fail and point at both."""
        at = self.at
        if self.kinds[at] == kind:
            self.at = at + 1
            return at
        opened = self.kinds[opener]
        message = f"expected `{kind}` to close `{opened}`, found {self.describe(at)}"
        rule = rules.UNCLOSED_BRACKET
        label = Label(self.tokens.span(opener), f"`{opened}` opened here")
        raise self.failure(message, rule=rule, labels=(label,))

    def failure(
        self,
        message: str,
        *,
        at: int | None = None,
        rule: Rule = rules.UNEXPECTED_TOKEN,
        hint: str = "",
        label: str = "",
        labels: tuple[Label, ...] = (),
    ) -> SyntaxFailure:
        """Return the exception for an error at the next token (or at token `at`)."""
        span = self.place(self.at if at is None else at)
        return SyntaxFailure(
            Diagnostic(rule=rule, message=message, span=span, hint=hint, label=label, labels=labels)
        )

    def report(
        self,
        rule: Rule,
        message: str,
        span: Span,
        *,
        hint: str = "",
        labels: tuple[Label, ...] = (),
    ) -> None:
        """Report a finding after which the construct goes on as if it had been right."""
        if rule.severity is Severity.ERROR:
            self.errors += 1
            if self.errors > MAXIMUM_ERRORS:
                return
        self.sink.report(
            Diagnostic(rule=rule, message=message, span=span, hint=hint, labels=labels)
        )

    def missing_before(self, index: int, what: str) -> tuple[Label, ...]:
        """Return a label behind the line before, if a token that starts a line is in error."""
        if index == 0 or not self.tokens.starts_line(index):
            return ()
        return (Label(self.tokens.span(index - 1), f"{what} is missing after this"),)

    def place(self, index: int) -> Span:
        """Return the span for an error at a token; the end of file shows its last token."""
        if self.kinds[index] == END_OF_FILE and index > 0:
            last = self.tokens.ends[index - 1]
            return Span(self.tokens.source, last, last)
        return self.tokens.span(index)

    def enter(self) -> None:
        """Go one level deeper; raises `SyntaxFailure` above the limit."""
        self.nesting += 1
        if self.nesting > DEEP:
            self.has_deep_expressions = True
        if self.nesting > MAXIMUM_NESTING:
            raise self.failure(
                f"the code is nested more than {MAXIMUM_NESTING} levels deep",
                rule=rules.TOO_COMPLEX,
                hint="Move inner parts into locals or functions of their own.",
            )

    def check_chain(self, length: int) -> None:
        """Raise `SyntaxFailure` when an expression is longer than later stages can take."""
        if length > DEEP:
            self.has_deep_expressions = True
        if length > MAXIMUM_CHAIN:
            raise self.failure(
                f"an expression with more than {MAXIMUM_CHAIN} operators in a row",
                rule=rules.TOO_COMPLEX,
                hint="Build the value in several statements.",
            )


_KIND_NAMES = {NAME: "a name", NUMBER: "a number", STRING: "a string"}


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
