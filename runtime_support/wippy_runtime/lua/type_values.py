"""Type values: what a type name (`string`, `User`) is at run time.

A type value can be called to check a value, asked with `T:is(x)`, compared (`==` is structural,
`<=` means subtype) and inspected. Generated code builds them with these functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from .type_kinds import (
    NIL,
    PRIMITIVES,
    ArrayType,
    FunctionType,
    GenericType,
    InterfaceType,
    IntersectionType,
    LiteralType,
    MapType,
    NamedType,
    OpaqueType,
    OptionalType,
    PrimitiveType,
    RecordType,
    UnionType,
    ValidatedType,
)
from .type_value import TypeValue


@cache
def primitive(name: str) -> TypeValue:
    """Return `string`, `number`, `any` …; a name that is none of them accepts everything."""
    return PrimitiveType(name) if name in PRIMITIVES else OpaqueType(name)


def literal(value: bool | int | float | str | None) -> TypeValue:
    """Return the type of one value."""
    return NIL if value is None else LiteralType(value)


def optional(inner: TypeValue) -> TypeValue:
    """Return `inner?`."""
    return OptionalType(inner)


def union(*members: TypeValue) -> TypeValue:
    """Return `a | b | …`."""
    return UnionType(members)


def intersection(*members: TypeValue) -> TypeValue:
    """Return `a & b & …`."""
    return IntersectionType(members)


def array_of(element: TypeValue) -> TypeValue:
    """Return `{element}`."""
    return ArrayType(element)


def map_of(key: TypeValue, value: TypeValue) -> TypeValue:
    """Return `{[key]: value}`."""
    return MapType(key, value)


def record(fields: Mapping[str, TypeValue], optional: tuple[str, ...] = ()) -> TypeValue:
    """Return a record type; `optional` names the fields written `name?:`."""
    return RecordType(fields, frozenset(optional))


def interface(*methods: str) -> TypeValue:
    """Return an interface type with the given method names."""
    return InterfaceType(methods)


def function_type(
    parameters: tuple[TypeValue, ...] = (), results: tuple[TypeValue, ...] = ()
) -> TypeValue:
    """Return a function type."""
    return FunctionType(parameters, results)


def named(name: str, definition: Callable[[], TypeValue]) -> TypeValue:
    """Return a declared type; `definition` is called when the type is first asked."""
    return NamedType(name, cache(definition))


def generic(name: str, parameters: tuple[str, ...], build: Callable[..., TypeValue]) -> GenericType:
    """Return a declared generic type; `build` makes the definition for given arguments."""
    return GenericType(name, parameters, build)


def validated(inner: TypeValue, *validators: tuple[Any, ...]) -> TypeValue:
    """Return a type with validators, each a tuple of its name and arguments."""
    return ValidatedType(inner, validators)
