"""The type pass: one walk over the tokens that checks the grammar and takes the types out.

Every type stands at a place that the grammar names, so the walk that finds them is a full
check of typed Lua. It reports all syntax errors of a file; luaparser then sees correct, plain
Lua only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wippyc.diagnostics.model import Diagnostic, Label, Severity, Sink
from wippyc.lua import rules
from wippyc.lua.cursor import MAXIMUM_ERRORS, SyntaxFailure
from wippyc.lua.foreign_syntax import braced_interface, compound_assignment, foreign_statement
from wippyc.lua.function_pass import FunctionPass
from wippyc.lua.lexer import END_OF_FILE, NAME, STRING, Tokens
from wippyc.lua.outline import Anchor, DeclarationMark, Outline
from wippyc.lua.syntax_errors import (
    BLOCK_ENDS,
    STATEMENT_KEYWORDS,
    BlockStack,
    assignment_in_condition,
    not_a_statement,
    skip_over,
    skip_to,
    stray_token,
    synchronise,
)
from wippyc.lua.types import InterfaceType, TypeExpr

_STRUCTURE_RULES = (rules.UNCLOSED_BLOCK, rules.UNCLOSED_BRACKET, rules.UNEXPECTED_CLOSER)


class TypePass(FunctionPass):
    """Reads statements at the cursor."""

    def __init__(self, tokens: Tokens, sink: Sink) -> None:
        super().__init__(tokens, sink)
        self.blocks = BlockStack(self)
        # Where the last error stood that ended a construct.
        self.last_place = -1
        self.readers: dict[str, Callable[[], None]] = {
            "local": self.local,
            "function": self.function,
            "if": self.if_,
            "for": self.for_,
            "while": self.while_,
            "repeat": self.repeat,
            "do": self.do,
            "return": self.return_,
            "break": self.break_,
            "goto": self.goto,
            "::": self.label,
        }

    def run(self) -> Outline:
        """Read the whole file."""
        while True:
            self.block()
            if self.kinds[self.at] == END_OF_FILE:
                break
            self.report_failure(
                self.failure(
                    f"`{self.kinds[self.at]}` closes nothing", rule=rules.UNEXPECTED_CLOSER
                )
            )
            if self.kinds[self.at] in ("until", "elseif"):
                skip_to(self, ())
            else:
                self.at += 1
        self.outline.erased.sort()
        return replace(self.outline, has_deep_expressions=self.has_deep_expressions)

    # --- errors -------------------------------------------------------------------------------

    def report_failure(self, failure: SyntaxFailure) -> None:
        """Report an error, unless it is only the echo of an earlier one."""
        diagnostic = failure.diagnostic
        is_echo = self.errors > 0 and (
            diagnostic.rule in _STRUCTURE_RULES
            or (diagnostic.span is not None and diagnostic.span.start == self.last_place)
        )
        self.last_place = -1 if diagnostic.span is None else diagnostic.span.start
        self.errors += 1
        if not is_echo:
            self.sink.report(diagnostic)
        if diagnostic.rule is rules.TOO_COMPLEX or self.errors >= MAXIMUM_ERRORS:
            self.errors = MAXIMUM_ERRORS
            self.at = len(self.kinds) - 1

    def header(self, read: Callable[[], None], *closers: str) -> bool:
        """Read the head of a block; after an error in it go on at a closer or the next line.

        Returns:
            Whether it was read without an error.
        """
        try:
            read()
        except SyntaxFailure as failure:
            self.report_failure(failure)
            skip_to(self, closers)
            return False
        return True

    def head_word(self, word: str, opener: int) -> None:
        """Consume the `then` or `do` of a block; a missing one is reported and supposed."""
        if self.kinds[self.at] == word:
            self.at += 1
            return
        if self.errors == 0 or not self.tokens.starts_line(self.at):
            found = self.describe(self.at)
            opened = self.kinds[opener]
            label = Label(self.tokens.span(opener), f"`{opened}` starts here")
            message = f"expected `{word}` after the head of the `{opened}`, found {found}"
            self.report_failure(self.failure(message, labels=(label,)))
        if not self.tokens.starts_line(self.at):
            skip_over(self, word)

    # --- blocks -------------------------------------------------------------------------------

    def block(self) -> None:
        """Read statements up to a token that ends a block."""
        kinds = self.kinds
        readers = self.readers
        append = self.outline.anchors.append
        while (kind := kinds[self.at]) not in BLOCK_ENDS:
            first = self.at
            if kind == ";":
                self.at = first + 1
                continue
            depth, nesting = len(self.blocks), self.nesting
            try:
                readers.get(kind, self.expression_statement)()
            except SyntaxFailure as failure:
                self.report_failure(failure)
                opened = len(self.blocks) - depth
                self.blocks.cut(depth)
                self.nesting = nesting
                synchronise(self, first, opened)
            else:
                append(Anchor(first, self.at - 1))

    def closed_block(self, opener: int, closer: str) -> None:
        """Read a block and its closer."""
        self.blocks.push(opener)
        self.enter()
        self.block()
        self.blocks.close(closer)
        self.nesting -= 1

    def do(self) -> None:
        opener = self.at
        self.at += 1
        self.closed_block(opener, "end")

    def while_(self) -> None:
        opener = self.at
        self.at += 1
        self.header(self.condition, "do")
        self.head_word("do", opener)
        self.closed_block(opener, "end")

    def repeat(self) -> None:
        opener = self.at
        self.at += 1
        self.closed_block(opener, "until")
        self.condition()

    def condition(self) -> None:
        self.expression()
        while assignment_in_condition(self):
            self.expression()

    def if_(self) -> None:
        opener = self.at
        self.blocks.push(opener)
        self.enter()
        self.arm(opener)
        while (kind := self.kinds[self.at]) == "elseif":
            first = self.at
            self.arm(first)
            self.outline.anchors.append(Anchor(first, self.at - 1, is_arm=True))
        if kind == "else":
            self.at += 1
            self.block()
        self.blocks.close("end")
        self.nesting -= 1

    def arm(self, opener: int) -> None:
        self.at += 1
        self.header(self.condition, "then")
        self.head_word("then", opener)
        self.block()

    def for_(self) -> None:
        opener = self.at
        self.at += 1
        self.header(self.for_head, "do")
        self.head_word("do", opener)
        self.closed_block(opener, "end")

    def for_head(self) -> None:
        self.expect(NAME, "after `for`")
        if self.kinds[self.at] == "=":
            first = self.at
            self.at += 1
            self.expression()
            commas = 0
            while self.kinds[self.at] == ",":
                self.at += 1
                self.expression()
                commas += 1
            if not 1 <= commas <= 2:
                raise self.failure(
                    "a numeric `for` takes a start, a limit and an optional step",
                    at=first,
                    hint="Write `for i = start, limit do`.",
                )
            return
        while self.kinds[self.at] == ",":
            self.at += 1
            self.expect(NAME, "after `,`")
        if self.kinds[self.at] == ":":
            raise self.failure(
                "the variables of a `for` take no types",
                rule=rules.INVALID_TYPE,
                hint="Remove the type.",
            )
        self.expect("in", "or `=` after the variables of a `for`")
        self.expressions()

    # --- simple statements --------------------------------------------------------------------

    def local(self) -> None:
        opener = self.at
        self.at += 1
        if self.kinds[self.at] == "function":
            self.at += 1
            self.header(self.local_function_name, "(")
            self.function_body(opener + 1)
            return
        self.header(self.local_names, "=")
        if self.kinds[self.at] == "=":
            self.at += 1
            self.expressions()

    def local_names(self) -> None:
        if self.kinds[self.at] in ("{", "["):
            raise self.failure(
                f"expected a name after `local`, found {self.describe(self.at)}",
                hint="Write `local a, b = t.a, t.b`.",
            )
        while True:
            name = self.expect(NAME, "after `local`")
            self.annotation(name, self.outline.annotations)
            if self.kinds[self.at] == "<":
                self.attribute()
            if self.kinds[self.at] != ",":
                return
            self.at += 1

    def attribute(self) -> None:
        first = self.at
        self.at += 1
        self.expect(NAME, "after `<`")
        self.expect(">", "after an attribute")
        span = self.since(first)
        self.report(
            rules.UNSUPPORTED_ATTRIBUTE,
            f"Wippy has no `{span.text}`",
            span,
            hint="Remove it.",
        )

    def return_(self) -> None:
        first = self.at
        self.at += 1
        kind = self.kinds[self.at]
        if kind not in BLOCK_ENDS and kind not in STATEMENT_KEYWORDS and kind not in (";", "::"):
            self.expressions()
        if self.kinds[self.at] == ";":
            self.at += 1
        if self.kinds[self.at] in BLOCK_ENDS:
            return
        follows = self.kinds[self.at - 1] == ";" or self.tokens.starts_line(self.at)
        if not follows and self.kinds[self.at] not in STATEMENT_KEYWORDS:
            raise self.failure(
                f"expected the end of the block after `return`, found {self.describe(self.at)}"
            )
        self.report(
            rules.CODE_AFTER_RETURN,
            "`return` must be the last statement of its block",
            self.tokens.span(first),
            labels=(Label(self.tokens.span(self.at), "this statement follows it"),),
            hint="Write `do return … end` to leave early, or remove what follows.",
        )

    def break_(self) -> None:
        first = self.at
        self.at += 1
        if self.kinds[self.at] == ";":
            self.at += 1
        if self.kinds[self.at] not in BLOCK_ENDS:
            self.report(
                rules.CODE_AFTER_BREAK,
                "the statements after this `break` never run, and Wippy rejects them",
                self.tokens.span(first),
                hint="Remove them, or write `do break end`.",
            )

    def goto(self) -> None:
        self.at += 1
        self.expect(NAME, "of a label after `goto`")

    def label(self) -> None:
        self.at += 1
        self.expect(NAME, "of a label after `::`")
        self.expect("::", "after the name of a label")

    def expression_statement(self) -> None:
        """Read an assignment, a call, or a `type` or `interface` declaration."""
        first = self.at
        kinds = self.kinds
        kind = kinds[first]
        if kind == NAME:
            if kinds[first + 1] == NAME and self.declaration():
                return
            self.at = first + 1
            last = self.suffixes()
        elif kind == "(":
            self.group()
            last = self.suffixes() or "group"
        else:
            raise stray_token(self)
        kind = kinds[self.at]
        if kind == "=" or kind == ",":
            self.assignment(first, last)
        elif last != "call":
            if last != "group" and compound_assignment(self, first):
                self.expressions()
                return
            raise not_a_statement(self, first)
        elif not self.is_statement_end():
            raise stray_token(self)
        else:
            self.outline.call_statements.add(first)

    def is_statement_end(self) -> bool:
        """Whether what follows a call can start a statement (operators cannot)."""
        kind = self.kinds[self.at]
        return kind in (NAME, ";", "(") or kind in BLOCK_ENDS or kind in self.readers

    def assignment(self, first: int, last: str) -> None:
        """Read the rest of an assignment whose first target has been read."""
        self.check_target(first, last)
        while self.kinds[self.at] == ",":
            self.at += 1
            target = self.at
            if self.kinds[target] == NAME:
                self.at += 1
                last = self.suffixes()
            elif self.kinds[target] == "(":
                self.group()
                last = self.suffixes() or "group"
            else:
                raise self.failure(f"expected a variable or field, found {self.describe(target)}")
            self.check_target(target, last)
        self.expect("=", "after the targets of the assignment")
        self.expressions()

    def check_target(self, first: int, last: str) -> None:
        if last == "index":
            self.outline.indexes.pop(self.last_index, None)
        elif last in ("call", "group"):
            what = "the result of a call" if last == "call" else "an expression in parentheses"
            message = f"cannot assign to {what}"
            span = self.since(first)
            is_bare = self.kinds[self.at - 1] == STRING and self.kinds[self.at] == ","
            hint = "Put several arguments in parentheses." if is_bare else ""
            raise SyntaxFailure(
                Diagnostic(rule=rules.NOT_A_STATEMENT, message=message, span=span, hint=hint)
            )

    # --- declarations -------------------------------------------------------------------------

    def declaration(self) -> bool:
        """Read a `type` or `interface` statement if one stands here."""
        first = self.at
        match self.text(first):
            case "type":
                self.at = first + 2
                parameters = self.type_parameters()
                self.expect("=", "after the name of the type")
                type_: TypeExpr = self.type_expression()
            case "interface":
                self.at = first + 2
                parameters = self.type_parameters()
                if self.kinds[self.at] == "{":
                    raise braced_interface(self)
                self.blocks.push(first)
                bases, methods = self.interface_parts()
                self.blocks.close("end")
                type_ = InterfaceType(span=self.since(first), bases=bases, methods=methods)
            case _:
                failure = foreign_statement(self)
                if failure is not None:
                    raise failure
                return False
        self.erase(first)
        self.outline.declarations[first] = DeclarationMark(
            name=first + 1,
            last=self.at - 1,
            parameters=parameters,
            type=type_,
            is_interface=isinstance(type_, InterfaceType),
        )
        return True


def outline_types(tokens: Tokens, sink: Sink) -> Outline | None:
    """Check the grammar of a file and collect its types.

    Args:
        tokens: The tokens of the file; `>>` that close two type lists are split in place.
        sink: Receives the syntax errors.

    Returns:
        The outline, or `None` when there were errors.
    """
    own = Sink()
    outline = TypePass(tokens, own).run()
    sink.extend(own)
    has_errors = any(found.level is Severity.ERROR for found in own)
    return None if has_errors else outline
