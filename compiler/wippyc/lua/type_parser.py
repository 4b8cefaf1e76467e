"""The parser of type expressions.

It accepts Wippy's grammar and is lenient beyond it where the meaning is clear: `;` between
fields, `["k"]: T` fields, a map entry beside named fields, parentheses around any type, a
leading `|`, negative literals, and qualified names of any depth.
"""

from __future__ import annotations

from abc import abstractmethod

from wippyc.lua import rules
from wippyc.lua.cursor import Cursor, SyntaxFailure
from wippyc.lua.foreign_syntax import foreign_operator
from wippyc.lua.lexer import END_OF_FILE, KEYWORDS, NAME, NUMBER, STRING
from wippyc.lua.literals import number_value, string_value
from wippyc.lua.types import (
    ArrayType,
    AssertsType,
    ConditionalType,
    FunctionParameter,
    FunctionType,
    IndexedType,
    IntersectionType,
    KeyofType,
    LiteralType,
    MapType,
    NamedType,
    OptionalType,
    RecordField,
    RecordType,
    TypeExpr,
    TypeofType,
    UnionType,
    ValidatedType,
    Validator,
)
from wippyc.source import Span

_CONSTANTS: dict[str, bool | None] = {"nil": None, "true": True, "false": False}


class TypeParser(Cursor):
    """Reads types at the cursor. Errors are raised as `SyntaxFailure`."""

    @abstractmethod
    def erased_expression(self) -> None:
        """Read a Lua expression that is part of a type."""

    def since(self, first: int) -> Span:
        """Return the span from token `first` to the last one read."""
        return self.tokens.span(first, self.at - 1)

    def type_expression(self) -> TypeExpr:
        """Read a full type: unions and intersections of equal rank, or a conditional."""
        first = self.at
        if self.kinds[self.at] in ("|", "&"):
            self.at += 1
        return self.rest_of_type(first, self.base_type())

    def rest_of_type(self, first: int, base: TypeExpr) -> TypeExpr:
        """Read what may follow a base type that started at token `first`."""
        self.enter()
        result = self.suffixed_type(first, base)
        while (operator := self.kinds[self.at]) in ("|", "&"):
            self.at += 1
            right = self.suffixed_type(self.at, self.base_type())
            result = _combine(operator, result, right, self.since(first))
        if self.is_word(self.at, "extends"):
            result = self.conditional(first, result)
        self.nesting -= 1
        return result

    def conditional(self, first: int, checked: TypeExpr) -> ConditionalType:
        self.at += 1
        # The `?` after the bound belongs to the conditional, not to the bound.
        bound_first = self.at
        bound = self.array_suffixes(bound_first, self.base_type())
        bound = self.validated_type(bound_first, bound)
        self.expect("?", "after the bound of a conditional type")
        then = self.type_expression()
        self.expect(":", "between the two results of a conditional type")
        otherwise = self.type_expression()
        return ConditionalType(
            span=self.since(first), checked=checked, bound=bound, then=then, otherwise=otherwise
        )

    def suffixed_type(self, first: int, base: TypeExpr) -> TypeExpr:
        """Read `[]`, `[K]`, validators and `?` after a base type."""
        result = self.array_suffixes(first, base)
        while True:
            if self.kinds[self.at] == "@":
                result = self.validated_type(first, result)
            elif self.kinds[self.at] == "?":
                self.at += 1
                result = OptionalType(span=self.since(first), inner=result)
            else:
                return result

    def validated_type(self, first: int, inner: TypeExpr) -> TypeExpr:
        validators: list[Validator] = []
        while self.kinds[self.at] == "@":
            validators.append(self.validator())
        if not validators:
            return inner
        return ValidatedType(span=self.since(first), inner=inner, validators=tuple(validators))

    def validator(self) -> Validator:
        first = self.at
        self.at += 1
        name = self.text(self.expect(NAME, "after `@`"))
        arguments: list[bool | int | float | str | None] = []
        if self.kinds[self.at] == "(":
            opener = self.at
            self.at += 1
            while self.kinds[self.at] != ")":
                arguments.append(self.constant())
                if self.kinds[self.at] != ",":
                    break
                self.at += 1
            self.expect_closer(")", opener)
        return Validator(span=self.since(first), name=name, arguments=tuple(arguments))

    def constant(self) -> bool | int | float | str | None:
        is_negative = self.kinds[self.at] == "-"
        if is_negative:
            self.at += 1
        at = self.at
        kind = self.kinds[at]
        if kind == NUMBER:
            self.at += 1
            try:
                value = number_value(self.text(at))
            except ValueError:
                return None  # the lexer has reported the numeral
            return -value if is_negative else value
        if not is_negative:
            if kind == STRING:
                self.at += 1
                return string_value(self.text(at))
            if kind in _CONSTANTS:
                self.at += 1
                return _CONSTANTS[kind]
        raise self.failure(
            f"expected a constant, found {self.describe(at)}", at=at, rule=rules.INVALID_TYPE
        )

    # --- primary types ------------------------------------------------------------------------

    def array_suffixes(self, first: int, base: TypeExpr) -> TypeExpr:
        """Read `[]` and `[K]` after a base type."""
        result = base
        while self.kinds[self.at] == "[":
            opener = self.at
            self.at += 1
            if self.kinds[self.at] == "]":
                self.at += 1
                result = ArrayType(span=self.since(first), element=result)
                continue
            key = self.type_expression()
            self.expect_closer("]", opener)
            result = IndexedType(span=self.since(first), object=result, key=key)
        return result

    def base_type(self) -> TypeExpr:
        """Read a type without anything that can follow one."""
        self.enter()
        at = self.at
        match self.kinds[at]:
            case "<name>":
                result = self.word_type()
            case "nil" | "true" | "false" | "<string>" | "<number>" | "-":
                value = self.constant()
                result = LiteralType(span=self.since(at), value=value)
            case "{":
                result = self.braces(at)
            case "(":
                result = self.parenthesised()
            case _:
                raise self.expected_type()
        self.nesting -= 1
        return result

    def expected_type(self) -> SyntaxFailure:
        failure = foreign_operator(self, self.at)
        if failure is not None:
            return failure
        hint = ""
        if self.kinds[self.at] == "function":
            hint = "Write the type of a function as `(a: A) -> R` or `fun(a: A): R`."
        return self.failure(
            f"expected a type, found {self.describe(self.at)}",
            rule=rules.INVALID_TYPE,
            hint=hint,
            labels=self.missing_before(self.at, "a type"),
        )

    def word_type(self) -> TypeExpr:
        """Read a type that starts with a name, which may be one of the soft keywords."""
        first = self.at
        follower = self.kinds[first + 1]
        match self.text(first), follower:
            case "fun", "(":
                self.at += 1
                parameters, vararg = self.parameter_list()
                results = None
                if self.kinds[self.at] == ":":
                    self.at += 1
                    results = self.function_result()
                return FunctionType(
                    span=self.since(first), parameters=parameters, vararg=vararg, results=results
                )
            case "typeof", "(":
                return self.typeof()
            case "keyof", "(":
                self.at += 2
                inner = self.type_expression()
                self.expect_closer(")", first + 1)
                return KeyofType(span=self.since(first), inner=inner)
            case "asserts", "<name>":
                self.at += 2
                bound = None
                if self.is_word(self.at, "is"):
                    self.at += 1
                    bound = self.type_expression()
                return AssertsType(
                    span=self.since(first), parameter=self.text(first + 1), type=bound
                )
            case "readonly", "{":
                self.at += 1
                return self.braces(first, is_readonly=True)
            case "interface", "{":
                self.at += 1
                return self.braces(first, is_interface=True)
        return self.named_type()

    def named_type(self) -> NamedType:
        first = self.at
        path = [self.text(self.expect(NAME, "of a type"))]
        while self.kinds[self.at] == ".":
            self.at += 1
            path.append(self.text(self.expect(NAME, "after `.`")))
        arguments: list[TypeExpr] = []
        if self.kinds[self.at] == "<":
            opener = self.at
            self.at += 1
            arguments.append(self.type_expression())
            while self.kinds[self.at] == ",":
                self.at += 1
                arguments.append(self.type_expression())
            self.close_angle(opener)
        return NamedType(span=self.since(first), path=tuple(path), arguments=tuple(arguments))

    def close_angle(self, opener: int) -> None:
        """Consume one `>`, splitting `>>` and `>=` that close a list of types."""
        at = self.at
        if self.kinds[at] in (">>", ">="):
            tokens = self.tokens
            middle = tokens.starts[at] + 1
            tokens.kinds.insert(at + 1, self.kinds[at][1])
            tokens.starts.insert(at + 1, middle)
            tokens.ends.insert(at, middle)
            tokens.kinds[at] = ">"
        self.expect_closer(">", opener)

    def typeof(self) -> TypeofType:
        first = self.at
        self.at += 2
        inner = self.at
        self.erased_expression()
        last = self.at - 1
        self.expect_closer(")", first + 1)
        pieces = range(inner, last + 1)
        wanted = [NAME if (index - inner) % 2 == 0 else "." for index in pieces]
        is_path = self.kinds[inner : last + 1] == wanted and len(pieces) % 2 == 1
        path = tuple(self.text(index) for index in pieces[::2]) if is_path else ()
        return TypeofType(
            span=self.since(first), expression=self.tokens.span(inner, last), path=path
        )

    # --- functions ----------------------------------------------------------------------------

    def parenthesised(self) -> TypeExpr:
        """Read a function type, or a type in parentheses."""
        first = self.at
        parameters, vararg = self.parameter_list()
        if self.kinds[self.at] == "->":
            return self.arrow(first, parameters, vararg)
        match parameters:
            case (FunctionParameter(name=None, type=inner),) if vararg is None:
                return inner
        raise self.failure(
            f"expected `->` after the parameters of a function type, found "
            f"{self.describe(self.at)}",
            rule=rules.INVALID_TYPE,
            hint="Write `->`." if self.kinds[self.at] == "=" else "",
        )

    def arrow(
        self, first: int, parameters: tuple[FunctionParameter, ...], vararg: TypeExpr | None
    ) -> FunctionType:
        self.at += 1
        results = self.function_result()
        return FunctionType(
            span=self.since(first), parameters=parameters, vararg=vararg, results=results
        )

    def parameter_list(self) -> tuple[tuple[FunctionParameter, ...], TypeExpr | None]:
        opener = self.at
        self.at += 1
        parameters: list[FunctionParameter] = []
        vararg: TypeExpr | None = None
        while self.kinds[self.at] != ")":
            first = self.at
            if self.kinds[first] == "...":
                self.at += 1
                if self.kinds[self.at] == ":":
                    self.at += 1
                if self.kinds[self.at] in (")", END_OF_FILE):
                    vararg = NamedType(span=self.since(first), path=("any",))
                else:
                    vararg = self.type_expression()
                break
            parameters.append(self.function_parameter())
            if self.kinds[self.at] != ",":
                break
            self.at += 1
        self.expect_closer(")", opener)
        return tuple(parameters), vararg

    def function_parameter(self) -> FunctionParameter:
        first = self.at
        name: str | None = None
        is_optional = False
        if self.kinds[first] == NAME:
            if self.kinds[first + 1] == ":":
                name = self.text(first)
                self.at += 2
            elif self.kinds[first + 1] == "?" and self.kinds[first + 2] == ":":
                name = self.text(first)
                is_optional = True
                self.at += 3
        type_ = self.type_expression()
        if is_optional:
            type_ = OptionalType(span=type_.span, inner=type_)
        return FunctionParameter(span=self.since(first), name=name, type=type_)

    def function_result(self) -> tuple[TypeExpr, ...]:
        """Read the result of a function type: `T`, `()`, or `(A, B)`."""
        self.enter()
        first = self.at
        results: tuple[TypeExpr, ...]
        if self.kinds[first] != "(":
            results = (self.type_expression(),)
        else:
            parameters, vararg = self.parameter_list()
            if self.kinds[self.at] == "->":
                function = self.arrow(first, parameters, vararg)
                results = (self.rest_of_type(first, function),)
            elif len(parameters) == 1 and vararg is None:
                results = (self.rest_of_type(first, parameters[0].type),)
            else:
                results = tuple(parameter.type for parameter in parameters)
        self.nesting -= 1
        return results

    # --- tables -------------------------------------------------------------------------------

    def braces(
        self, first: int, *, is_readonly: bool = False, is_interface: bool = False
    ) -> TypeExpr:
        """Read `{…}`: an array, a map or a record."""
        opener = self.at
        self.at += 1
        fields: list[RecordField] = []
        indexer: MapType | None = None
        while self.kinds[self.at] != "}":
            if self.kinds[self.at] == "[" and self.kinds[self.at + 1 : self.at + 3] != [
                STRING,
                "]",
            ]:
                indexer = self.map_entry(is_readonly)
            elif self.is_field_start(self.at):
                fields.append(self.record_field())
            elif not fields and indexer is None and not is_interface:
                element = self.type_expression()
                if self.kinds[self.at] in (",", ";"):
                    self.at += 1
                self.expect_closer("}", opener)
                return ArrayType(span=self.since(first), element=element, is_readonly=is_readonly)
            else:
                raise self.failure(
                    f"expected a field such as `name: string`, found {self.describe(self.at)}",
                    rule=rules.INVALID_TYPE,
                )
            if self.kinds[self.at] not in (",", ";"):
                break
            self.at += 1
        self.close_record(opener)
        span = self.since(first)
        if indexer is not None and not fields and not is_interface:
            return MapType(span=span, key=indexer.key, value=indexer.value, is_readonly=is_readonly)
        return RecordType(
            span=span,
            fields=tuple(fields),
            indexer=indexer,
            is_readonly=is_readonly,
            is_interface=is_interface,
        )

    def close_record(self, opener: int) -> None:
        if self.is_field_start(self.at) or self.kinds[self.at] == "[":
            raise self.failure(
                f"expected `,` between the fields of a type, found {self.describe(self.at)}",
                rule=rules.INVALID_TYPE,
                hint="Add a `,` after the field before.",
            )
        self.expect_closer("}", opener)

    def is_field_start(self, at: int) -> bool:
        if self.kinds[at] == "[":
            return True
        if self.kinds[at] != NAME and self.kinds[at] not in KEYWORDS:
            return False
        follower = self.kinds[at + 1]
        return follower == ":" or (follower == "?" and self.kinds[at + 2] == ":")

    def map_entry(self, is_readonly: bool) -> MapType:
        first = self.at
        self.at += 1
        key = self.type_expression()
        self.expect_closer("]", first)
        self.expect(":", "after the key type of a map")
        value = self.type_expression()
        return MapType(span=self.since(first), key=key, value=value, is_readonly=is_readonly)

    def record_field(self) -> RecordField:
        first = self.at
        if self.kinds[first] == "[":
            name = string_value(self.text(first + 1))
            name_span = self.tokens.span(first + 1)
            self.at += 3
        else:
            name = self.text(first)
            name_span = self.tokens.span(first)
            self.at += 1
        is_optional = self.kinds[self.at] == "?"
        if is_optional:
            self.at += 1
        self.expect(":", "after the name of a field")
        type_ = self.type_expression()
        return RecordField(
            span=self.since(first),
            name=name,
            name_span=name_span,
            type=type_,
            is_optional=is_optional,
        )


def _combine(operator: str, left: TypeExpr, right: TypeExpr, span: Span) -> TypeExpr:
    match operator, left:
        case "|", UnionType(members=members):
            return UnionType(span=span, members=(*members, right))
        case "|", _:
            return UnionType(span=span, members=(left, right))
        case _, IntersectionType(members=members):
            return IntersectionType(span=span, members=(*members, right))
        case _:
            return IntersectionType(span=span, members=(left, right))
