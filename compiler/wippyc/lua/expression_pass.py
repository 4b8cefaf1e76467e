"""Expressions in the type pass: checked against the grammar, their types collected.

Nothing is built here; luaparser builds the tree. Operators need no ranks for that, so a chain
of them is a loop.
"""

from __future__ import annotations

from abc import abstractmethod

from wippyc.diagnostics.model import Label, Sink
from wippyc.lua import rules
from wippyc.lua.foreign_syntax import (
    after_expression,
    foreign_field,
    foreign_inequality,
    foreign_logic,
    foreign_negation,
    foreign_operator,
)
from wippyc.lua.lexer import END_OF_FILE, KEYWORDS, NAME, NUMBER, STRING, Tokens
from wippyc.lua.outline import Anchor, CastMark, Outline
from wippyc.lua.syntax_errors import (
    BLOCK_ENDS,
    STATEMENT_KEYWORDS,
    expected_expression,
    indentation,
)
from wippyc.lua.type_declarations import DeclarationParser

_BINARY = frozenset(
    ("+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=",
     "and", "or", "&", "|", "~", "<<", ">>")
)  # fmt: skip
_UNARY = frozenset(("-", "not", "#", "~"))
_ATOMS = frozenset((NUMBER, STRING, "nil", "true", "false", "..."))
_CAST_STARTS = frozenset(("::", "!", NAME))
_ARGUMENT_STARTS = frozenset(("(", "{", STRING))
# A name `as` before one of these is a variable, not a cast.
_NOT_AFTER_AS = frozenset(("=", ",", ".", ":", "==", ")", "}", "]"))
_FIELD_STARTS = frozenset(
    (NAME, NUMBER, STRING, "nil", "true", "false", "...", "[", "{", "(", "function", "not", "#")
)


class ExpressionPass(DeclarationParser):
    """Reads expressions at the cursor."""

    def __init__(self, tokens: Tokens, sink: Sink) -> None:
        super().__init__(tokens, sink)
        self.outline = Outline(tokens)
        # The `[` of the last index read, if that was how it was written.
        self.last_index = -1

    @abstractmethod
    def function_body(self, opener: int) -> None:
        """Read a function from its type parameters to its `end`."""

    def erase(self, first: int) -> None:
        """Mark the tokens from `first` to the last one read as types."""
        self.outline.erased.append((first, self.at - 1))

    def erased_expression(self) -> None:
        """Read an expression inside `typeof`, leaving no traces of it in the outline."""
        erased, anchors = len(self.outline.erased), len(self.outline.anchors)
        self.expression()
        del self.outline.erased[erased:]
        del self.outline.anchors[anchors:]

    def expression(self) -> None:
        """Read one expression."""
        kinds = self.kinds
        operators = 0
        while True:
            kind = kinds[self.at]
            while kind in _UNARY:
                operators += 1
                self.at += 1
                kind = kinds[self.at]
            self.check_chain(operators)
            self.operand()
            kind = kinds[self.at]
            if kind in _BINARY:
                self.at += 1
                if kind in "&|":
                    foreign_logic(self)
            elif kind == "!" and foreign_inequality(self):
                pass
            else:
                if kind == "?":
                    failure = after_expression(self)
                    if failure is not None:
                        raise failure
                return
            operators += 1
            self.check_chain(operators)

    def expressions(self) -> None:
        """Read one or more expressions between commas."""
        self.expression()
        while self.kinds[self.at] == ",":
            self.at += 1
            self.expression()

    def operand(self) -> None:
        """Read an operand with the casts after it."""
        at = self.at
        kind = self.kinds[at]
        if kind == NAME:
            self.at = at + 1
            self.suffixes()
        elif kind in _ATOMS:
            self.at = at + 1
        elif kind == "(":
            self.group()
            self.suffixes()
        elif kind == "{":
            self.table()
        elif kind == "function":
            self.at = at + 1
            self.function_body(at)
        elif foreign_negation(self):
            self.enter()
            self.operand()
            self.nesting -= 1
            return
        else:
            raise expected_expression(self)
        if self.kinds[self.at] in _CAST_STARTS:
            self.casts(at)

    def group(self) -> None:
        """Read `( expression )`."""
        self.enter()
        opener = self.at
        self.at += 1
        self.expression()
        self.expect_closer(")", opener)
        self.outline.groups.add(opener)
        self.nesting -= 1

    def suffixes(self) -> str:
        """Read indexes and calls after a prefix; return the kind of the last one.

        Returns:
            `"index"`, `"call"`, or `""` when nothing follows.
        """
        kinds = self.kinds
        last = ""
        links = 0
        while True:
            at = self.at
            kind = kinds[at]
            links += 1
            self.check_chain(links)
            if kind == ".":
                if kinds[at + 1] != NAME:
                    self.bad_member(at + 1)
                self.at = at + 2
                self.last_index = -1
                last = "index"
            elif kind == "(":
                if kinds[at - 1] == ")" and self.tokens.starts_line(at):
                    self.report_ambiguity(at)
                self.outline.calls.add(at)
                self.arguments()
                last = "call"
            elif kind == ":":
                if kinds[at + 1] != NAME:
                    self.bad_member(at + 1)
                if kinds[at + 2] not in _ARGUMENT_STARTS:
                    # `name: type` of a declaration without `local`; the caller knows.
                    return last if last or self.is_annotation(at) else self.no_arguments(at)
                self.at = at + 2
                self.arguments()
                last = "call"
            elif kind == "[":
                self.enter()
                self.at = at + 1
                self.expression()
                self.outline.indexes[at] = self.expect_closer("]", at)
                self.last_index = at
                self.nesting -= 1
                last = "index"
            elif kind == STRING or kind == "{":
                self.outline.calls.add(at)
                self.arguments()
                last = "call"
            else:
                return last

    def is_annotation(self, colon: int) -> bool:
        return self.kinds[colon + 2] in ("=", "?", "|")

    def no_arguments(self, colon: int) -> str:
        method = self.text(colon + 1)
        raise self.failure(
            f"expected arguments after the method `{method}`, found {self.describe(colon + 2)}",
            at=colon + 2,
            hint="Use `.` to read a field.",
        )

    def bad_member(self, at: int) -> None:
        """Report a keyword after `.` or `:` and take it as a name, or fail."""
        failure = foreign_operator(self, at)
        if failure is not None:
            raise failure
        message = f"expected a name after `{self.kinds[at - 1]}`, found {self.describe(at)}"
        if self.kinds[at] not in KEYWORDS or self.tokens.starts_line(at):
            raise self.failure(message, at=at, labels=self.missing_before(at, "a name"))
        hint = f'Write `["{self.text(at)}"]` for a field named like a keyword.'
        self.report(rules.UNEXPECTED_TOKEN, message, self.tokens.span(at), hint=hint)

    def report_ambiguity(self, opener: int) -> None:
        self.report(
            rules.AMBIGUOUS_CALL,
            "this `(` continues the call of the line before",
            self.tokens.span(opener),
            labels=(Label(self.tokens.span(opener - 1), "the call goes on after this"),),
            hint="Put a `;` between the two statements, or move the `(` up.",
        )

    def arguments(self) -> None:
        """Read the arguments of a call: `(…)`, a table or a string."""
        at = self.at
        kind = self.kinds[at]
        if kind == STRING:
            self.at = at + 1
            return
        if kind == "{":
            self.table()
            return
        self.at = at + 1
        if self.kinds[self.at] in (")", END_OF_FILE):
            self.expect_closer(")", at)
            return
        self.enter()
        self.expressions()
        if self.kinds[self.at] in _FIELD_STARTS and not self.tokens.starts_line(self.at):
            raise self.failure(
                f"expected `,` or `)` in the arguments, found {self.describe(self.at)}",
                hint=self.spread_hint(),
            )
        self.expect_closer(")", at)
        self.nesting -= 1

    def table(self) -> None:
        """Read a table constructor."""
        self.enter()
        kinds = self.kinds
        anchors = self.outline.anchors
        opener = self.at
        self.at += 1
        while kinds[self.at] not in ("}", END_OF_FILE):
            first = self.at
            kind = kinds[first]
            if kind == "[":
                self.at = first + 1
                self.expression()
                self.expect_closer("]", first)
                self.expect("=", "after the key of a field")
                self.expression()
            elif kind == NAME and kinds[first + 1] == "=":
                self.at = first + 2
                self.expression()
            elif kind in KEYWORDS and kinds[first + 1] == "=":
                self.keyword_field()
            elif kind in STATEMENT_KEYWORDS or kind in BLOCK_ENDS:
                break
            else:
                failure = foreign_field(self)
                if failure is not None:
                    raise failure
                self.expression()
            anchors.append(Anchor(first, self.at - 1))
            kind = kinds[self.at]
            if kind == "," or kind == ";":
                self.at += 1
            elif kind in _FIELD_STARTS:
                self.missing_comma(opener)
            else:
                break
        self.expect_closer("}", opener)
        self.nesting -= 1

    def keyword_field(self) -> None:
        word = self.text(self.at)
        self.report(
            rules.UNEXPECTED_TOKEN,
            f"`{word}` is a keyword, no name of a field",
            self.tokens.span(self.at),
            hint=f'Write `["{word}"] = …`.',
        )
        self.at += 2
        self.expression()

    def missing_comma(self, opener: int) -> None:
        if self.tokens.starts_line(self.at) and (
            indentation(self, self.at) <= indentation(self, opener)
        ):
            # The next line is no deeper than the table: more likely it is the next statement.
            self.expect_closer("}", opener)
        before = self.tokens.span(self.at - 1)
        self.report(
            rules.UNEXPECTED_TOKEN,
            f"expected `,` or `}}` in the table, found {self.describe(self.at)}",
            self.tokens.span(self.at),
            labels=(Label(before, "a `,` is missing after this"),),
            hint=self.spread_hint() or "Separate fields with `,`.",
        )

    def spread_hint(self) -> str:
        """Return what to write for `...t`."""
        is_spread = self.kinds[self.at - 1] == "..." and self.touches(self.at)
        return f"Write `unpack({self.text(self.at)})`." if is_spread else ""

    # --- casts --------------------------------------------------------------------------------

    def casts(self, first: int) -> None:
        """Read the casts after the operand that started at token `first`."""
        operand_last = self.at - 1
        doubles = casts = 0
        while True:
            casts += 1
            self.check_chain(casts)
            at = self.at
            kind = self.kinds[at]
            if kind == "::" and not self.is_label(at):
                doubles += 1
                if doubles == 2:
                    self.report(
                        rules.CAST_CHAIN,
                        "two `::` casts in a row, which Wippy rejects",
                        self.tokens.span(at),
                        hint="Put the first one in parentheses.",
                    )
                self.at = at + 1
                type_ = self.type_expression()
            elif kind == "!" and not self.is_inequality(at):
                self.at = at + 1
                type_ = None
            elif kind == NAME and self.is_cast_word(at):
                self.at = at + 1
                type_ = self.type_expression()
            else:
                break
            self.erase(at)
            self.outline.casts.setdefault(operand_last, []).append(CastMark(type_, self.at - 1))
        if self.at - 1 > operand_last and self.kinds[self.at] in (".", "["):
            operand = self.tokens.span(first, self.at - 1).text
            shown = operand if len(operand) <= 30 and "\n" not in operand else "…"
            raise self.failure(
                f"`{self.kinds[self.at]}` cannot follow a cast",
                hint=f"Put the cast in parentheses: `({shown}){self.kinds[self.at]}…`.",
            )

    def is_label(self, at: int) -> bool:
        """Whether the `::` at token `at` starts a label.

        `a :: b ::` ends with a label `b`, except where another label follows directly.
        """
        kinds = self.kinds
        if kinds[at + 1] != NAME or kinds[at + 2] != "::":
            return False
        return not (kinds[at + 3] == NAME and kinds[at + 4] == "::")

    def is_inequality(self, at: int) -> bool:
        return self.kinds[at + 1] in ("=", "==") and self.touches(at + 1)

    def is_cast_word(self, at: int) -> bool:
        return self.kinds[at + 1] not in _NOT_AFTER_AS and self.text(at) == "as"
