"""The subtype relation between type values, behind `A <= B`."""

from __future__ import annotations

from .type_kinds import (
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
from .type_value import Place, TypeValue

_Assumed = frozenset[tuple[str, str]]


def is_subtype(lower: TypeValue, upper: TypeValue) -> bool:
    """Whether each value of `lower` is a value of `upper`."""
    return _is_subtype(lower, upper, frozenset())


def _is_subtype(lower: TypeValue, upper: TypeValue, assumed: _Assumed) -> bool:
    if isinstance(lower, NamedType) or isinstance(upper, NamedType):
        # A recursive question is answered by assuming that it holds.
        question = (lower.structure(frozenset()), upper.structure(frozenset()))
        if question in assumed:
            return True
        assumed |= {question}
        lower, upper = lower.resolved(), upper.resolved()
    if _is_top(upper) or _is_primitive(lower, "never"):
        return True
    match lower:
        case UnionType(members=members):
            return all(_is_subtype(member, upper, assumed) for member in members)
        case OptionalType(inner=inner):
            return _is_subtype(PrimitiveType("nil"), upper, assumed) and _is_subtype(
                inner, upper, assumed
            )
        case ValidatedType(inner=inner):
            return lower == upper or _is_subtype(inner, upper, assumed)
        case _:
            return _is_simple_subtype(lower, upper, assumed)


def _is_simple_subtype(lower: TypeValue, upper: TypeValue, assumed: _Assumed) -> bool:
    """Decide for a lower type that is one alternative."""
    match upper:
        case UnionType(members=members):
            return any(_is_subtype(lower, member, assumed) for member in members)
        case IntersectionType(members=members):
            return all(_is_subtype(lower, member, assumed) for member in members)
        case OptionalType(inner=inner):
            return _is_primitive(lower, "nil") or _is_subtype(lower, inner, assumed)
        case _:
            pass
    match lower, upper:
        case IntersectionType(members=members), _:
            return any(_is_subtype(member, upper, assumed) for member in members)
        case PrimitiveType(name=left), PrimitiveType(name=right):
            return left == right or (left, right) == ("integer", "number")
        case LiteralType(), PrimitiveType():
            return upper.check(lower.value, Place()) is None
        case ArrayType(element=left), ArrayType(element=right):
            return _is_subtype(left, right, assumed)
        case MapType(), MapType():
            return _is_subtype(lower.key, upper.key, assumed) and _is_subtype(
                lower.value, upper.value, assumed
            )
        case RecordType(), RecordType():
            return _is_record_subtype(lower, upper, assumed)
        case FunctionType(), FunctionType():
            return _is_function_subtype(lower, upper, assumed)
        case ArrayType() | MapType() | RecordType() | InterfaceType(), PrimitiveType(name="table"):
            return True
        case FunctionType(), PrimitiveType(name="function"):
            return True
        case ArrayType() | MapType() | RecordType(), InterfaceType():
            return True
        case GenericType() | OpaqueType() | LiteralType() | InterfaceType(), _:
            return lower == upper
        case _:
            return False


def _is_record_subtype(lower: RecordType, upper: RecordType, assumed: _Assumed) -> bool:
    for name, expected in upper.fields.items():
        found = lower.fields.get(name)
        may_be_absent = name in upper.optional
        if found is None:
            if not may_be_absent:
                return False
        elif (name in lower.optional and not may_be_absent) or not _is_subtype(
            found, expected, assumed
        ):
            return False
    return True


def _is_function_subtype(lower: FunctionType, upper: FunctionType, assumed: _Assumed) -> bool:
    """Fewer parameters are fine; parameters are contravariant, results covariant."""
    if len(lower.parameters) > len(upper.parameters) or len(lower.results) < len(upper.results):
        return False
    return all(
        _is_subtype(wanted, own, assumed)
        for own, wanted in zip(lower.parameters, upper.parameters, strict=False)
    ) and all(
        _is_subtype(own, wanted, assumed)
        for own, wanted in zip(lower.results, upper.results, strict=False)
    )


def _is_primitive(candidate: TypeValue, name: str) -> bool:
    return isinstance(candidate, PrimitiveType) and candidate.name == name


def _is_top(candidate: TypeValue) -> bool:
    return _is_primitive(candidate, "any") or _is_primitive(candidate, "unknown")
