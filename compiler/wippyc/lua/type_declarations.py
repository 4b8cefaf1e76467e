"""Types in declarations: type parameters, results of functions, `interface` statements."""

from __future__ import annotations

from wippyc.lua.lexer import NAME
from wippyc.lua.type_parser import TypeParser
from wippyc.lua.types import (
    FunctionParameter,
    FunctionType,
    InterfaceMethod,
    NamedType,
    TypeExpr,
    TypeParameter,
)


class DeclarationParser(TypeParser):
    """Reads what declarations write beside plain types."""

    def type_parameters(self) -> tuple[TypeParameter, ...]:
        """Read `<T, U: Bound>` if it stands here."""
        if self.kinds[self.at] != "<":
            return ()
        opener = self.at
        self.at += 1
        parameters: list[TypeParameter] = []
        while True:
            first = self.expect(NAME, "of a type parameter")
            bound = None
            if self.kinds[self.at] == ":":
                self.at += 1
                bound = self.type_expression()
            parameters.append(
                TypeParameter(span=self.since(first), name=self.text(first), bound=bound)
            )
            if self.kinds[self.at] != ",":
                break
            self.at += 1
        self.close_angle(opener)
        return tuple(parameters)

    def result_types(self) -> tuple[TypeExpr, ...]:
        """Read what stands after the `:` of a function: `T`, `()`, `(A, B)` or `A, B`."""
        first_results = self.function_result()
        if self.kinds[self.at] != "," or len(first_results) != 1:
            return first_results
        results = list(first_results)
        while self.kinds[self.at] == ",":
            self.at += 1
            results.append(self.type_expression())
        return tuple(results)

    def interface_parts(self) -> tuple[tuple[NamedType, ...], tuple[InterfaceMethod, ...]]:
        """Read the bases and methods of an `interface`, up to its `end`."""
        bases: list[NamedType] = []
        if self.kinds[self.at] == ":":
            self.at += 1
            bases.append(self.named_type())
            while self.kinds[self.at] == ",":
                self.at += 1
                bases.append(self.named_type())
        methods: list[InterfaceMethod] = []
        while self.kinds[self.at] == "function":
            methods.append(self.interface_method())
            if self.kinds[self.at] == ";":
                self.at += 1
        return tuple(bases), tuple(methods)

    def interface_method(self) -> InterfaceMethod:
        first = self.at
        self.at += 1
        name = self.expect(NAME, "of a method")
        opener = self.expect("(", "after the name of the method")
        parameters: list[FunctionParameter] = []
        vararg: TypeExpr | None = None
        while self.kinds[self.at] != ")":
            at = self.at
            if self.kinds[at] != "...":
                self.expect(NAME, "of a parameter")
            else:
                self.at += 1
            type_: TypeExpr = NamedType(span=self.tokens.span(at), path=("any",))
            if self.kinds[self.at] == ":":
                self.at += 1
                type_ = self.type_expression()
            if self.kinds[at] == "...":
                vararg = type_
                break
            parameters.append(
                FunctionParameter(span=self.since(at), name=self.text(at), type=type_)
            )
            if self.kinds[self.at] != ",":
                break
            self.at += 1
        self.expect_closer(")", opener)
        results: tuple[TypeExpr, ...] | None = None
        if self.kinds[self.at] == ":":
            self.at += 1
            results = self.result_types()
        span = self.since(first)
        return InterfaceMethod(
            span=span,
            name=self.text(name),
            name_span=self.tokens.span(name),
            type=FunctionType(
                span=span, parameters=tuple(parameters), vararg=vararg, results=results
            ),
        )
