"""The base of type values: checking, comparison and reflection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from .errors import runtime_error
from .table import Table, array, object_table
from .userdata import Userdata
from .values import compare_error, type_name


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a value is not of a type.

    Attributes:
        path: Where in the value, e.g. `items[2].price`; empty for the value itself.
        problem: `expected string, got nil`, `required field missing`, `value below minimum` …
        expected: Text of the type.
        got: Type of the value there.
        constraint: Name of the violated validator, `required`, or `type`.
    """

    path: str
    problem: str
    expected: str
    got: str
    constraint: str = "type"

    @property
    def message(self) -> str:
        """`path: problem`."""
        return f"{self.path}: {self.problem}" if self.path else self.problem


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the value being checked."""

    path: str = ""
    depth: int = 0

    def field(self, name: str) -> Place:
        """The place of a named field."""
        return Place(f"{self.path}.{name}" if self.path else name, self.depth + 1)

    def element(self, index: int) -> Place:
        """The place of an element."""
        return Place(f"{self.path}[{index}]", self.depth + 1)


class TypeValue(Userdata):
    """A Lua value of type `type`."""

    lua_type: ClassVar[str] = "type"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: f"reflect_{name}"
        for name in (
            "is", "kind", "name", "elem", "key", "val", "inner", "ret", "fields", "variants",
            "params", "tparams",
        )
    }  # fmt: skip
    kind: ClassVar[str] = "type"

    def text(self) -> str:
        """The type as error messages name it."""
        raise NotImplementedError

    def structure(self, seen: frozenset[str]) -> str:
        """Text that is equal for structurally equal types; `seen` names end a recursion."""
        return self.text()

    def check(self, value: Any, place: Place) -> Mismatch | None:
        """Return why a value is not of this type, or None."""
        raise NotImplementedError

    def mismatch(self, value: Any, place: Place) -> Mismatch:
        """Return `expected T, got U`."""
        got = type_name(value)
        return Mismatch(place.path, f"expected {self.text()}, got {got}", self.text(), got)

    def resolved(self) -> TypeValue:
        """The type behind a name."""
        return self

    def __call__(self, *arguments: Any) -> Any:
        """Check a value, as generated code calls a function."""
        return self.lua_call(*arguments)

    def lua_call(self, *arguments: Any) -> Any:
        """Return the argument if it is of this type.

        Raises:
            LuaError: `expected User, got table`.
        """
        value = arguments[0] if arguments else None
        if self.check(value, Place()) is not None:
            raise runtime_error(f"expected {self.text()}, got {type_name(value)}")
        return value

    def lua_tostring(self) -> str:
        """Return the text of the type."""
        return self.text()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TypeValue):
            return NotImplemented
        return self is other or self.structure(frozenset()) == other.structure(frozenset())

    def __hash__(self) -> int:
        return hash(self.structure(frozenset()))

    def __le__(self, other: object) -> bool:
        if not isinstance(other, TypeValue):
            raise compare_error(self, other)
        from .type_relations import is_subtype

        return is_subtype(self, other)

    def __lt__(self, other: object) -> bool:
        return self <= other and self != other

    # Lua computes `T > x` as `x < T`; Python asks for it as well where `x` has no `<`.
    def __ge__(self, other: object) -> bool:
        if not isinstance(other, TypeValue):
            raise compare_error(other, self)
        return other <= self

    def __gt__(self, other: object) -> bool:
        return self >= other and self != other

    def reflect_is(self, value: Any = None) -> tuple[Any, Any]:
        """`T:is(x)`: `x, nil`, or `nil` and an error of kind `Invalid` that says why."""
        mismatch = self.check(value, Place())
        if mismatch is None:
            return value, None
        from ..lib.errors import INVALID, Error

        details = Table(
            {
                "field": mismatch.path,
                "expected": mismatch.expected,
                "got": mismatch.got,
                "constraint": mismatch.constraint,
            }
        )
        return None, Error(mismatch.message, kind=INVALID, retryable=False, details=details)

    def reflect_kind(self) -> str:
        """`T:kind()`: `string`, `record`, `array`, `union` …"""
        return self.resolved().kind_name()

    def kind_name(self) -> str:
        """The kind of this type."""
        return self.kind

    def reflect_name(self) -> str:
        """`T:name()`: the declared name, or the text of the type."""
        return self.text()

    def _part(self, kinds: tuple[str, ...], attribute: str) -> Any:
        target = self.resolved()
        return getattr(target, attribute) if target.kind in kinds else None

    def reflect_elem(self) -> Any:
        """`T:elem()`: the element type of an array."""
        return self._part(("array",), "element")

    def reflect_key(self) -> Any:
        """`T:key()`: the key type of a map."""
        return self._part(("map",), "key")

    def reflect_val(self) -> Any:
        """`T:val()`: the value type of a map."""
        return self._part(("map",), "value")

    def reflect_inner(self) -> Any:
        """`T:inner()`: the type without `?` or validators."""
        return self._part(("optional", "validated"), "inner")

    def reflect_ret(self) -> Any:
        """`T:ret()`: the first result type of a function type."""
        found = self._part(("function",), "results")
        return found[0] if found else None

    def reflect_fields(self) -> Any:
        """`T:fields()`: field name → type of a record."""
        found = self._part(("record",), "fields")
        return None if found is None else object_table(found)

    def reflect_variants(self) -> Any:
        """`T:variants()`: the members of a union or intersection."""
        found = self._part(("union", "intersection"), "members")
        return None if found is None else array(list(found))

    def reflect_params(self) -> Any:
        """`T:params()`: the parameter types of a function type."""
        found = self._part(("function",), "parameters")
        return None if found is None else array(list(found))

    def reflect_tparams(self) -> Any:
        """`T:tparams()`: the names of the type parameters of a generic type."""
        found = self._part(("generic",), "parameters")
        return None if found is None else array(list(found))
