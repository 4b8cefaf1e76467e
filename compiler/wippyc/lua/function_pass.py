"""Functions in the type pass: their names, parameters and results."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from wippyc.lua import rules
from wippyc.lua.expression_pass import ExpressionPass
from wippyc.lua.lexer import NAME
from wippyc.lua.types import TypeExpr


class FunctionPass(ExpressionPass):
    """Reads functions at the cursor."""

    last_parameter = 0

    @abstractmethod
    def header(self, read: Callable[[], None], *closers: str) -> bool:
        """Read the head of a block; return whether it was read without an error."""

    @abstractmethod
    def closed_block(self, opener: int, closer: str) -> None:
        """Read a block and its closer."""

    def function(self) -> None:
        opener = self.at
        self.at += 1
        self.header(self.function_name, "(")
        self.function_body(opener)

    def function_name(self) -> None:
        self.expect(NAME, "after `function`")
        while self.kinds[self.at] == ".":
            self.at += 1
            self.expect(NAME, "after `.`")
        if self.kinds[self.at] == ":":
            self.at += 1
            self.expect(NAME, "after `:`")

    def function_body(self, opener: int) -> None:
        """Read a function from its type parameters to its `end`."""
        if not self.header(self.signature, ")") and self.kinds[self.at] == ")":
            self.at += 1
            self.header(self.results)
        self.closed_block(opener, "end")

    def signature(self) -> None:
        """Read `<T>(parameters): results`."""
        first = self.at
        type_parameters = self.type_parameters()
        if type_parameters:
            self.erase(first)
            self.outline.type_parameters[self.at] = type_parameters
        opener = self.expect("(", "to start the parameters of the function")
        if self.kinds[self.at] != ")":
            self.parameter()
            while self.kinds[self.at] == ",":
                if self.kinds[self.at - 1] == "..." or self.is_after_vararg():
                    raise self.failure("`...` must be the last parameter")
                self.at += 1
                self.parameter()
        if self.kinds[self.at] == NAME and not self.tokens.starts_line(self.at):
            before, found = self.text(self.at - 1), self.text(self.at)
            raise self.failure(
                f"expected `,` or `)` in the parameters, found {self.describe(self.at)}",
                hint=f"Write `{before}: {found}` for a type.",
            )
        if self.kinds[self.at] == "=":
            name = self.tokens.text(self.last_parameter)
            raise self.failure(
                "parameters have no default values", hint=f"Write `{name} = {name} or …` inside."
            )
        self.expect_closer(")", opener)
        self.results()

    def results(self) -> None:
        """Read the `: results` of a function, if it says any."""
        first = self.at
        if self.kinds[first] == "->":
            self.report(
                rules.INVALID_TYPE,
                "the results of a function stand after `:`, not `->`",
                self.tokens.span(first),
                hint="Write `(…): T`.",
            )
        elif self.kinds[first] != ":":
            return
        self.at += 1
        self.outline.results[first - 1] = self.result_types()
        self.erase(first)

    def is_after_vararg(self) -> bool:
        erased = self.outline.erased
        return (
            bool(erased)
            and erased[-1][1] == self.at - 1
            and (self.kinds[erased[-1][0] - 1] == "...")
        )

    def parameter(self) -> None:
        at = self.at
        if self.kinds[at] == "...":
            self.at = at + 1
            self.annotation(at, self.outline.vararg_types)
        elif self.kinds[at] == NAME:
            self.last_parameter = at
            self.at = at + 1
            self.annotation(at, self.outline.annotations)
        else:
            hint = "Remove the `,` before it." if self.kinds[at - 1] == "," else ""
            message = f"expected a parameter name or `...`, found {self.describe(at)}"
            raise self.failure(message, hint=hint)

    def annotation(self, owner: int, table: dict[int, TypeExpr]) -> None:
        """Read `: type` after token `owner` if it stands here."""
        if self.kinds[self.at] != ":":
            return
        first = self.at
        self.at += 1
        table[owner] = self.type_expression()
        self.erase(first)

    def local_function_name(self) -> None:
        self.expect(NAME, "after `local function`")
        if self.kinds[self.at] in (".", ":"):
            raise self.failure(
                "a local function has a plain name",
                hint="Remove `local` to define a field.",
            )
