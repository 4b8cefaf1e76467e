"""Type expressions: what the author wrote after `:`, `::`, `as` and in `type` statements.

Wippy erases types when it compiles, except that the name of a type is a run-time value. The
tree keeps what was written, resolved in no way; nodes compare by identity.
"""

from __future__ import annotations

from wippyc.node import node
from wippyc.source import Span


@node
class NamedType:
    """`number`, `User`, `time.Time`, `Channel<string>`; `nil` is a `LiteralType`.

    Attributes:
        path: The dotted parts, usually one.
        arguments: The types between `<` and `>`.
    """

    span: Span
    path: tuple[str, ...]
    arguments: tuple[TypeExpr, ...] = ()

    @property
    def name(self) -> str:
        """The dotted name."""
        return ".".join(self.path)


@node
class LiteralType:
    """One value as a type: `nil`, `true`, `"open"`, `-1`. Strings hold bytes as Latin-1."""

    span: Span
    value: bool | int | float | str | None


@node
class OptionalType:
    """`T?`"""

    span: Span
    inner: TypeExpr


@node
class UnionType:
    """`A | B | …`; at least two members."""

    span: Span
    members: tuple[TypeExpr, ...]


@node
class IntersectionType:
    """`A & B & …`; at least two members."""

    span: Span
    members: tuple[TypeExpr, ...]


@node
class ArrayType:
    """`{T}` or `T[]`"""

    span: Span
    element: TypeExpr
    is_readonly: bool = False


@node
class MapType:
    """`{[K]: V}`"""

    span: Span
    key: TypeExpr
    value: TypeExpr
    is_readonly: bool = False


@node
class RecordField:
    """`name: T`, or `name?: T` when the field may be absent."""

    span: Span
    name: str
    name_span: Span
    type: TypeExpr
    is_optional: bool = False


@node
class RecordType:
    """`{name: T, other?: U}`, and `interface {…}`.

    Attributes:
        fields: The named fields, in order.
        indexer: A `[K]: V` written beside them, if any.
        is_interface: Whether it was written with `interface`, which accepts any table.
    """

    span: Span
    fields: tuple[RecordField, ...]
    indexer: MapType | None = None
    is_readonly: bool = False
    is_interface: bool = False


@node
class FunctionParameter:
    """A parameter of a function type; the name is optional."""

    span: Span
    name: str | None
    type: TypeExpr


@node
class FunctionType:
    """`(a: A, ...B) -> R` or `fun(a: A): R`.

    Attributes:
        parameters: The parameters before `...`.
        vararg: The type of the further arguments, or `None` when there are none.
        results: The result types, or `None` when nothing was written.
    """

    span: Span
    parameters: tuple[FunctionParameter, ...]
    vararg: TypeExpr | None
    results: tuple[TypeExpr, ...] | None


@node
class IndexedType:
    """`T[K]`: the type of a field."""

    span: Span
    object: TypeExpr
    key: TypeExpr


@node
class TypeofType:
    """`typeof(expression)`.

    Attributes:
        expression: Where the expression stands; its text is `expression.text`.
        path: The parts when it is a plain dotted name, else empty.
    """

    span: Span
    expression: Span
    path: tuple[str, ...] = ()


@node
class KeyofType:
    """`keyof(T)`"""

    span: Span
    inner: TypeExpr


@node
class AssertsType:
    """`asserts name is T`; `type` is `None` for a plain `asserts name`."""

    span: Span
    parameter: str
    type: TypeExpr | None


@node
class ConditionalType:
    """`T extends U ? A : B`"""

    span: Span
    checked: TypeExpr
    bound: TypeExpr
    then: TypeExpr
    otherwise: TypeExpr


@node
class Validator:
    """`@min(0)`: a rule that values must meet when the type is asked at run time.

    Attributes:
        name: `min`, `max`, `min_len`, `pattern` …
        arguments: Constant arguments; strings hold bytes as Latin-1.
    """

    span: Span
    name: str
    arguments: tuple[bool | int | float | str | None, ...] = ()


@node
class ValidatedType:
    """A type followed by one or more validators."""

    span: Span
    inner: TypeExpr
    validators: tuple[Validator, ...]


@node
class InterfaceMethod:
    """`function name(a: A): R` inside an `interface` statement; `type` is its function type."""

    span: Span
    name: str
    name_span: Span
    type: FunctionType


@node
class InterfaceType:
    """The body of `interface Name: Base … end`."""

    span: Span
    bases: tuple[NamedType, ...]
    methods: tuple[InterfaceMethod, ...]


TypeExpr = (
    NamedType | LiteralType | OptionalType | UnionType | IntersectionType | ArrayType | MapType
    | RecordType | FunctionType | IndexedType | TypeofType | KeyofType | AssertsType
    | ConditionalType | ValidatedType | InterfaceType
)  # fmt: skip


@node
class TypeParameter:
    """`T` or `T: Bound` between `<` and `>` after the name of a function or type."""

    span: Span
    name: str
    bound: TypeExpr | None = None
