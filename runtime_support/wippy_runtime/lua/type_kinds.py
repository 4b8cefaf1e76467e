"""The kinds of type values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from .table import Table
from .type_validators import violation
from .type_value import Mismatch, Place, TypeValue
from .values import type_name

_DEEPEST = 64


def _is_integral(value: Any) -> bool:
    return type(value) is int or (type(value) is float and value.is_integer())


PRIMITIVES: dict[str, Callable[[Any], bool]] = {
    "any": lambda value: True,
    "boolean": lambda value: type(value) is bool,
    "function": lambda value: type_name(value) == "function",
    "integer": _is_integral,
    "never": lambda value: False,
    "nil": lambda value: value is None,
    "number": lambda value: type(value) is int or type(value) is float,
    "string": lambda value: type(value) is str,
    "table": lambda value: isinstance(value, Table),
    "thread": lambda value: type_name(value) == "thread",
    "unknown": lambda value: True,
    "userdata": lambda value: type_name(value) == "userdata",
}


@dataclass(frozen=True, slots=True, eq=False)
class PrimitiveType(TypeValue):
    """`string`, `integer`, `any` …"""

    name: str

    def text(self) -> str:
        """The name."""
        return self.name

    def kind_name(self) -> str:
        """The name is the kind."""
        return self.name

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept what the primitive stands for."""
        return None if PRIMITIVES[self.name](value) else self.mismatch(value, place)


@dataclass(frozen=True, slots=True, eq=False)
class OpaqueType(TypeValue):
    """A type of a Wippy module, such as `Channel<string>`: accepts every value."""

    name: str
    kind: ClassVar[str] = "opaque"

    def text(self) -> str:
        """The name."""
        return self.name

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept every value."""
        return None


@dataclass(frozen=True, slots=True, eq=False)
class LiteralType(TypeValue):
    """One value as a type."""

    value: bool | int | float | str
    kind: ClassVar[str] = "literal"

    def text(self) -> str:
        """The value as in source."""
        if type(self.value) is str:
            return f'"{self.value}"'
        return str(self.value).lower() if type(self.value) is bool else f"{self.value:g}"

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept the value; numbers by value, whatever their subtype."""
        is_equal = (type(value) is bool) == (type(self.value) is bool) and value == self.value
        return None if is_equal else self.mismatch(value, place)


@dataclass(frozen=True, slots=True, eq=False)
class OptionalType(TypeValue):
    """`T?`"""

    inner: TypeValue
    kind: ClassVar[str] = "optional"

    def text(self) -> str:
        """`T?`"""
        return f"{self.inner.text()}?"

    def structure(self, seen: frozenset[str]) -> str:
        """`T?`"""
        return f"({self.inner.structure(seen)})?"

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept nil and what the inner type accepts."""
        return None if value is None else self.inner.check(value, place)


@dataclass(frozen=True, slots=True, eq=False)
class UnionType(TypeValue):
    """`A | B`"""

    members: tuple[TypeValue, ...]
    kind: ClassVar[str] = "union"

    def text(self) -> str:
        """`A | B`"""
        return " | ".join(member.text() for member in self.members)

    def structure(self, seen: frozenset[str]) -> str:
        """The members in a fixed order."""
        return "|".join(sorted(f"({member.structure(seen)})" for member in self.members))

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept what any member accepts."""
        if any(member.check(value, place) is None for member in self.members):
            return None
        return self.mismatch(value, place)


@dataclass(frozen=True, slots=True, eq=False)
class IntersectionType(TypeValue):
    """`A & B`"""

    members: tuple[TypeValue, ...]
    kind: ClassVar[str] = "intersection"

    def text(self) -> str:
        """`A & B`"""
        return " & ".join(member.text() for member in self.members)

    def structure(self, seen: frozenset[str]) -> str:
        """The members in a fixed order."""
        return "&".join(sorted(f"({member.structure(seen)})" for member in self.members))

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept what all members accept."""
        return _first(member.check(value, place) for member in self.members)


@dataclass(frozen=True, slots=True, eq=False)
class ArrayType(TypeValue):
    """`{T}`"""

    element: TypeValue
    kind: ClassVar[str] = "array"

    def text(self) -> str:
        """`{T}`"""
        return f"{{{self.element.text()}}}"

    def structure(self, seen: frozenset[str]) -> str:
        """`{T}`"""
        return f"{{{self.element.structure(seen)}}}"

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept tables whose elements match; named fields are not looked at."""
        if not isinstance(value, Table):
            return self.mismatch(value, place)
        return _check_elements(self.element, value, place)


@dataclass(frozen=True, slots=True, eq=False)
class MapType(TypeValue):
    """`{[K]: V}`"""

    key: TypeValue
    value: TypeValue
    kind: ClassVar[str] = "map"

    def text(self) -> str:
        """`{[K]: V}`"""
        return f"{{[{self.key.text()}]: {self.value.text()}}}"

    def structure(self, seen: frozenset[str]) -> str:
        """`{[K]: V}`"""
        return f"{{[{self.key.structure(seen)}]:{self.value.structure(seen)}}}"

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept tables; named fields count if K is `string`, elements if K is a number or any."""
        if not isinstance(value, Table):
            return self.mismatch(value, place)
        key = self.key.resolved()
        key_name = key.name if isinstance(key, PrimitiveType) else ""
        if key_name == "string":
            return _first(
                _check(self.value, item, place.field(name))
                for name, item in value.items_in_order()
                if type(name) is str
            )
        if key_name in ("number", "integer", "any"):
            return _check_elements(self.value, value, place)
        return None


@dataclass(frozen=True, slots=True, eq=False)
class RecordType(TypeValue):
    """`{name: T, other?: U}`; further fields are allowed."""

    fields: Mapping[str, TypeValue]
    optional: frozenset[str]
    kind: ClassVar[str] = "record"

    def text(self) -> str:
        """The fields as in source."""
        return (
            "{" + ", ".join(f"{self._label(n)}: {t.text()}" for n, t in self.fields.items()) + "}"
        )

    def structure(self, seen: frozenset[str]) -> str:
        """The fields by name."""
        fields = sorted(self.fields.items())
        return "{" + ",".join(f"{self._label(n)}:{t.structure(seen)}" for n, t in fields) + "}"

    def _label(self, name: str) -> str:
        return f"{name}?" if name in self.optional else name

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept tables whose fields match."""
        if not isinstance(value, Table):
            return self.mismatch(value, place)
        return _first(
            self._check_field(name, expected, value.get(name), place.field(name))
            for name, expected in self.fields.items()
        )

    def _check_field(
        self, name: str, expected: TypeValue, value: Any, place: Place
    ) -> Mismatch | None:
        if value is None and name in self.optional:
            return None
        mismatch = _check(expected, value, place)
        if mismatch is not None and value is None:
            problem = "required field missing"
            return Mismatch(place.path, problem, expected.text(), "nil", "required")
        return mismatch


@dataclass(frozen=True, slots=True, eq=False)
class InterfaceType(TypeValue):
    """`interface {…}`: any table."""

    methods: tuple[str, ...]
    kind: ClassVar[str] = "interface"

    def text(self) -> str:
        """`interface {a, b}`"""
        return f"interface {{{', '.join(self.methods)}}}"

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept any table."""
        return None if isinstance(value, Table) else self.mismatch(value, place)


@dataclass(frozen=True, slots=True, eq=False)
class FunctionType(TypeValue):
    """`(A, B) -> R`"""

    parameters: tuple[TypeValue, ...]
    results: tuple[TypeValue, ...]
    kind: ClassVar[str] = "function"

    def text(self) -> str:
        """`(A, B) -> R`"""
        results = ", ".join(result.text() for result in self.results)
        shown = results if len(self.results) == 1 else f"({results})"
        return f"({', '.join(parameter.text() for parameter in self.parameters)}) -> {shown}"

    def structure(self, seen: frozenset[str]) -> str:
        """Parameters and results."""
        parameters = ",".join(parameter.structure(seen) for parameter in self.parameters)
        return f"({parameters})->({','.join(result.structure(seen) for result in self.results)})"

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept any function."""
        return None if type_name(value) == "function" else self.mismatch(value, place)


@dataclass(frozen=True, slots=True, eq=False)
class NamedType(TypeValue):
    """A declared type; its definition may refer to it and to types declared later."""

    name: str
    definition: Callable[[], TypeValue]

    def text(self) -> str:
        """The name."""
        return self.name

    def resolved(self) -> TypeValue:
        """The definition."""
        return self.definition().resolved()

    def structure(self, seen: frozenset[str]) -> str:
        """The structure of the definition; the name where it recurs."""
        if self.name in seen:
            return self.name
        return self.definition().structure(seen | {self.name})

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept what the definition accepts; a wrong kind of value is reported by name."""
        mismatch = self.definition().check(value, place)
        if mismatch is not None and mismatch.path == place.path and mismatch.constraint == "type":
            return self.mismatch(value, place)
        return mismatch


@dataclass(frozen=True, slots=True, eq=False)
class GenericType(TypeValue):
    """A generic type without its arguments; accepts nothing."""

    name: str
    parameters: tuple[str, ...]
    build: Callable[..., TypeValue]
    kind: ClassVar[str] = "generic"

    def text(self) -> str:
        """The name."""
        return self.name

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Accept nothing."""
        return self.mismatch(value, place)

    def applied(self, *arguments: TypeValue) -> TypeValue:
        """Return the type for given arguments; missing ones are `any`."""
        missing = len(self.parameters) - len(arguments)
        given = (*arguments, *[ANY] * missing)[: len(self.parameters)]
        name = f"{self.name}<{', '.join(argument.text() for argument in given)}>"
        return NamedType(name, lambda: self.build(*given))


@dataclass(frozen=True, slots=True, eq=False)
class ValidatedType(TypeValue):
    """A type with validators such as `@min(1)`."""

    inner: TypeValue
    validators: tuple[tuple[Any, ...], ...]
    kind: ClassVar[str] = "validated"

    def text(self) -> str:
        """The type without validators."""
        return self.inner.text()

    def kind_name(self) -> str:
        """The kind of the inner type."""
        return self.inner.resolved().kind_name()

    def structure(self, seen: frozenset[str]) -> str:
        """The type and its validators."""
        return f"{self.inner.structure(seen)}@{self.validators!r}"

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Check the type, then each validator; nil passes validators."""
        mismatch = self.inner.check(value, place)
        if mismatch is not None:
            return mismatch
        for name, *arguments in self.validators:
            problem = violation(name, value, arguments)
            if problem is not None:
                return Mismatch(place.path, problem, self.text(), type_name(value), name)
        return None


def _first(mismatches: Iterator[Mismatch | None]) -> Mismatch | None:
    return next((mismatch for mismatch in mismatches if mismatch is not None), None)


def _check(expected: TypeValue, value: Any, place: Place) -> Mismatch | None:
    if place.depth > _DEEPEST:
        return Mismatch(place.path, "nested too deep", expected.text(), type_name(value), "depth")
    return expected.check(value, place)


def _check_elements(element: TypeValue, table: Table, place: Place) -> Mismatch | None:
    return _first(
        _check(element, table.get_raw(index), place.element(index))
        for index in range(1, table.length() + 1)
    )


ANY = PrimitiveType("any")
NIL = PrimitiveType("nil")
