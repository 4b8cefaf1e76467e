"""What the outcome of a condition says of the types of the variables in it.

type(order) == "table" and order.items      where the right side runs, `order` is a table
if not name then … else … end               in the `else`, `name` is neither nil nor false
if math.type(x) == "integer" then           inside it `x` is an integer
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from wippyc.analyse.abstract_values.kept_fields import Place, is_silent, place_of
from wippyc.analyse.abstract_values.values import ANY_TAGS, BOOLEAN, INT64, Tag, Tags
from wippyc.ir import nodes as ir

# Types that what is at each place can only have.
Masks = Mapping[Place, Tags]

_FALSY = Tag.NIL | Tag.FALSE
_INTEGER = INT64
_NUMBER = _INTEGER | Tag.FLOAT
# All that can be known of a value no test has seen.
ALL_TAGS = ANY_TAGS | Tag.OPEN
# Answers of `type`. What a table or function of unknown origin gives back can be anything: it
# stays a value of unknown type.
_TYPES: Mapping[str, Tags] = {
    "nil": Tag.NIL,
    "boolean": BOOLEAN,
    "number": _NUMBER,
    "string": Tag.STRING,
    "table": Tag.TABLE | Tag.OPEN,
    "function": Tag.FUNCTION | Tag.OPEN,
}
_NUMBER_TYPES: Mapping[str, Tags] = {"integer": _INTEGER, "float": Tag.FLOAT}
# What belongs to each type that `type` tells apart.
_KINDS: tuple[Tags, ...] = (*_TYPES.values(), Tag.OBJECT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a condition says when it is true, or when it is false.

    Attributes:
        masks: Types that what is at each place can only have.
        alike: Pairs of variables that have the same type.
    """

    masks: Masks
    alike: frozenset[tuple[ir.Variable, ir.Variable]] = frozenset()

    def before(self, later: ir.Expr) -> Outcome:
        """Return what still holds when another expression has been evaluated."""
        if is_silent(later) or not any(isinstance(place, tuple) for place in self.masks):
            return self
        masks: Masks = {
            place: tags for place, tags in self.masks.items() if not isinstance(place, tuple)
        }
        return Outcome(masks, self.alike)


_NOTHING: Final = Outcome({})


def same_types(tags: Tags) -> Tags:
    """Return the types of values for which `type` says the same as for one of some types."""
    found = tags & Tag.OPEN
    for kind in _KINDS:
        if tags & kind & ~Tag.OPEN:
            found |= kind
    return found


class Conditions:
    """Reads conditions; those of one program are read once.

    Attributes:
        type_names: Variables that keep what `type` says of a variable that nothing assigns.
    """

    def __init__(self, assigned: Set[ir.Variable]) -> None:
        self._assigned = assigned
        self._outcomes: dict[ir.Expr, tuple[Outcome, Outcome]] = {}
        self.type_names: dict[ir.Variable, ir.Expr] = {}

    def note_local(self, statement: ir.Local) -> None:
        """Remember `local kind = type(value)`."""
        for variable, value in zip(statement.variables, statement.values, strict=False):
            measured = _measured(value)
            if measured is None or isinstance(measured[0], tuple):
                continue
            if self._assigned.isdisjoint((variable, measured[0])):
                self.type_names[variable] = value

    def outcomes(self, condition: ir.Expr) -> tuple[Outcome, Outcome]:
        """Return what holds if a condition is true, and what if it is false."""
        known = self._outcomes.get(condition)
        if known is None:
            known = self._outcomes[condition] = self._read(condition)
        return known

    def _read(self, condition: ir.Expr) -> tuple[Outcome, Outcome]:
        match condition:
            case ir.VariableRef() | ir.Index():
                place = place_of(condition)
                if place is None:
                    return _NOTHING, _NOTHING
                return Outcome({place: ALL_TAGS & ~_FALSY}), Outcome({place: _FALSY})
            case ir.First(inner=inner):
                return self.outcomes(inner)
            case ir.Not(operand=operand):
                if_true, if_false = self.outcomes(operand)
                return if_false, if_true
            case ir.Logical(operator="and", left=left, right=right):
                first, second = self.outcomes(left), self.outcomes(right)
                kept = first[0].before(right)
                return _both(kept, second[0]), _either(first[1], _both(kept, second[1]))
            case ir.Logical(left=left, right=right):
                first, second = self.outcomes(left), self.outcomes(right)
                kept = first[1].before(right)
                return _either(first[0], _both(kept, second[0])), _both(kept, second[1])
            case ir.Compare(operator="==" | "~=" as operator, left=left, right=right):
                if isinstance(left, ir.Constant):
                    left, right = right, left
                if isinstance(right, ir.Constant):
                    equal, different = self._equality(left, right.value)
                else:
                    equal, different = self._equal_values(left, right), _NOTHING
                return (equal, different) if operator == "==" else (different, equal)
            case ir.Compare(left=left, right=right):
                after = Outcome(_after_order(left, right))
                return after, after
            case _:
                return _NOTHING, _NOTHING

    def _equality(
        self, operand: ir.Expr, constant: bool | int | float | str | None
    ) -> tuple[Outcome, Outcome]:
        """Return what `operand == constant` says when it holds, and when not."""
        measured = self._measured(operand)
        place = place_of(operand)
        if measured is None and place is not None:
            tags = _constant_tags(constant)
            single = constant is None or isinstance(constant, bool)
            different = Outcome({place: ALL_TAGS & ~tags}) if single else _NOTHING
            return Outcome({place: tags}), different
        if measured is None or not isinstance(constant, str):
            return _NOTHING, _NOTHING
        place, types = measured
        found = types.get(constant)
        if found is None:
            return _NOTHING, _NOTHING
        return Outcome({place: found}), Outcome({place: ALL_TAGS & ~found | Tag.OPEN})

    def _equal_values(self, left: ir.Expr, right: ir.Expr) -> Outcome:
        """Return what `left == right` says: values that are equal have the same type."""
        one, other = self._measured(left), self._measured(right)
        match one, other, left, right:
            case (ir.Variable() as first, types), (ir.Variable() as second, other_types), _, _:
                if types is _TYPES and other_types is _TYPES:
                    return Outcome({}, frozenset({(first, second)}))
            case None, None, ir.VariableRef(variable=first), ir.VariableRef(variable=second):
                return Outcome({}, frozenset({(first, second)}))
        return _NOTHING

    def _measured(self, expr: ir.Expr) -> tuple[Place, Mapping[str, Tags]] | None:
        """Return the place whose type an expression gives, and the answers it can give."""
        if isinstance(expr, ir.VariableRef):
            kind = self.type_names.get(expr.variable)
            return None if kind is None else _measured(kind)
        return _measured(expr)


def _measured(expr: ir.Expr) -> tuple[Place, Mapping[str, Tags]] | None:
    """Return the place whose type a call gives, and the answers it can give."""
    match expr:
        case ir.First(inner=inner):
            return _measured(inner)
        case ir.ApiCall(
            module="base" | "math" as module,
            function=row,
            arguments=[argument],
        ) if row.name == "type":
            place = place_of(argument)
            types = _TYPES if module == "base" else _NUMBER_TYPES
            return None if place is None else (place, types)
        case _:
            return None


def _constant_tags(constant: bool | int | float | str | None) -> Tags:
    """Return the types of values that equal a constant."""
    match constant:
        case None:
            return Tag.NIL
        case bool():
            return Tag.TRUE if constant else Tag.FALSE
        case str():
            return Tag.STRING
        case _:
            return _NUMBER


def _after_order(left: ir.Expr, right: ir.Expr) -> Masks:
    """Return what holds after `left < right`, which raises unless both are of one type."""
    if isinstance(left, ir.Constant):
        left, right = right, left
    place = place_of(left)
    if place is None:
        return {}
    match right:
        case ir.Constant(value=bool() | None):
            return {}
        case ir.Constant(value=str()):
            return {place: Tag.STRING}
        case ir.Constant():
            return {place: _NUMBER}
        case _:
            return {}


def _both(one: Outcome, other: Outcome) -> Outcome:
    if one is _NOTHING or other is _NOTHING:
        return other if one is _NOTHING else one
    masks = {
        place: one.masks.get(place, ALL_TAGS) & other.masks.get(place, ALL_TAGS)
        for place in (*one.masks, *other.masks)
    }
    return Outcome(masks, one.alike | other.alike)


def _either(one: Outcome, other: Outcome) -> Outcome:
    masks = {
        place: tags | other.masks[place]
        for place, tags in one.masks.items()
        if place in other.masks
    }
    return Outcome(masks, one.alike & other.alike)
