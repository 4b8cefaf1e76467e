"""What the outcome of a condition says of the types of the variables in it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Final

from wippyc.analyse.values import ANY_TAGS, BOOLEAN, INT64, Tag, Tags
from wippyc.ir import nodes as ir

# Types each variable can only have.
Masks = Mapping[ir.Variable, Tags]

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
_NOTHING: Final[Masks] = {}


class Conditions:
    """Reads conditions; those of one program are read once."""

    def __init__(self, assigned: Set[ir.Variable]) -> None:
        self._assigned = assigned
        self._outcomes: dict[ir.Expr, tuple[Masks, Masks]] = {}
        self._kinds: dict[ir.Variable, ir.Expr] = {}

    def note_local(self, statement: ir.Local) -> None:
        """Remember `local kind = type(value)`."""
        if len(statement.variables) == len(statement.values) == 1:
            variable, value = statement.variables[0], statement.values[0]
            measured = _measured(value)
            if measured is not None and not {variable, measured[0]} & self._assigned:
                self._kinds[variable] = value

    def outcomes(self, condition: ir.Expr) -> tuple[Masks, Masks]:
        """Return what holds if a condition is true, and what if it is false."""
        known = self._outcomes.get(condition)
        if known is None:
            known = self._outcomes[condition] = self._read(condition)
        return known

    def _read(self, condition: ir.Expr) -> tuple[Masks, Masks]:
        match condition:
            case ir.VariableRef(variable=variable):
                return {variable: ALL_TAGS & ~_FALSY}, {variable: _FALSY}
            case ir.First(inner=inner):
                return self.outcomes(inner)
            case ir.Not(operand=operand):
                if_true, if_false = self.outcomes(operand)
                return if_false, if_true
            case ir.Logical(operator="and", left=left, right=right):
                first, second = self.outcomes(left), self.outcomes(right)
                return _both(first[0], second[0]), _either(first[1], _both(first[0], second[1]))
            case ir.Logical(left=left, right=right):
                first, second = self.outcomes(left), self.outcomes(right)
                return _either(first[0], _both(first[1], second[0])), _both(first[1], second[1])
            case ir.Compare(operator="==" | "~=" as operator, left=left, right=right):
                if isinstance(left, ir.Constant):
                    left, right = right, left
                if not isinstance(right, ir.Constant):
                    return _NOTHING, _NOTHING
                equal, different = self._equality(left, right.value)
                return (equal, different) if operator == "==" else (different, equal)
            case ir.Compare(left=left, right=right):
                after = _after_order(left, right)
                return after, after
            case _:
                return _NOTHING, _NOTHING

    def _equality(
        self, operand: ir.Expr, constant: bool | int | float | str | None
    ) -> tuple[Masks, Masks]:
        """Return what `operand == constant` says when it holds, and when not."""
        if isinstance(operand, ir.VariableRef) and operand.variable not in self._kinds:
            tags = _constant_tags(constant)
            single = constant is None or isinstance(constant, bool)
            different = {operand.variable: ALL_TAGS & ~tags} if single else _NOTHING
            return {operand.variable: tags}, different
        if isinstance(operand, ir.VariableRef):
            operand = self._kinds[operand.variable]
        measured = _measured(operand)
        if measured is None or not isinstance(constant, str):
            return _NOTHING, _NOTHING
        variable, types = measured
        found = types.get(constant)
        if found is None:
            return _NOTHING, _NOTHING
        return {variable: found}, {variable: ALL_TAGS & ~found | Tag.OPEN}


def _measured(expr: ir.Expr) -> tuple[ir.Variable, Mapping[str, Tags]] | None:
    """Return the variable whose type a call gives, and the answers it can give."""
    match expr:
        case ir.First(inner=inner):
            return _measured(inner)
        case ir.ApiCall(
            module="base" | "math" as module,
            function=row,
            arguments=[ir.VariableRef(variable=variable)],
        ) if row.name == "type":
            return variable, _TYPES if module == "base" else _NUMBER_TYPES
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
    match left, right:
        case ir.VariableRef(), ir.Constant(value=bool() | None):
            return _NOTHING
        case ir.VariableRef(variable=variable), ir.Constant(value=str()):
            return {variable: Tag.STRING}
        case ir.VariableRef(variable=variable), ir.Constant():
            return {variable: _NUMBER}
        case _:
            return _NOTHING


def _both(one: Masks, other: Masks) -> Masks:
    if not one or not other:
        return one or other
    return {
        variable: one.get(variable, ALL_TAGS) & other.get(variable, ALL_TAGS)
        for variable in (*one, *other)
    }


def _either(one: Masks, other: Masks) -> Masks:
    return {variable: tags | other[variable] for variable, tags in one.items() if variable in other}
