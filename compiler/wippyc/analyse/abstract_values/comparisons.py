"""What the outcome of a condition says of the numbers in it.

while i <= count and i * i < limit do … end      inside it both comparisons have held
if size <= 0 then return end                     behind it `size <= 0` has not held

A comparison is kept for each variable it bounds: one that is an operand itself, with a constant
added to it, or the square of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wippyc.ir import nodes as ir


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of numbers that was made, and whether it held."""

    compare: ir.Compare
    holds: bool


# What was compared with each variable.
Comparisons = Mapping[ir.Variable, frozenset[Comparison]]

_NOTHING: Final[Comparisons] = {}


def compared(condition: ir.Expr) -> tuple[Comparisons, Comparisons]:
    """Return the comparisons that were made if a condition is true, and if it is false."""
    match condition:
        case ir.First(inner=inner):
            return compared(inner)
        case ir.Not(operand=operand):
            if_true, if_false = compared(operand)
            return if_false, if_true
        case ir.Logical(operator="and", left=left, right=right):
            first, second = compared(left), compared(right)
            return _both(first[0], second[0]), _either(first[1], second[1])
        case ir.Logical(left=left, right=right):
            first, second = compared(left), compared(right)
            return _either(first[0], second[0]), _both(first[1], second[1])
        case ir.Compare():
            variables = {
                variable
                for operand, other in _sides(condition)
                if not _is_no_number(other)
                for variable in [bounded_variable(operand)]
                if variable is not None
            }
            if not variables:
                return _NOTHING, _NOTHING
            held = frozenset({Comparison(condition, holds=True)})
            failed = frozenset({Comparison(condition, holds=False)})
            return dict.fromkeys(variables, held), dict.fromkeys(variables, failed)
        case _:
            return _NOTHING, _NOTHING


def bounded_variable(operand: ir.Expr) -> ir.Variable | None:
    """Return the variable that a bound of an operand bounds as well."""
    match operand:
        case ir.Arithmetic(operator="*", left=left) if is_square(operand):
            moved = moved_variable(left)
        case _:
            moved = moved_variable(operand)
    return None if moved is None else moved[0]


def is_square(product: ir.Arithmetic) -> bool:
    """Whether both factors are the same variable, with the same constant added to it."""
    moved = moved_variable(product.left)
    return moved is not None and moved == moved_variable(product.right)


def moved_variable(expr: ir.Expr) -> tuple[ir.Variable, int] | None:
    """Return the variable and the constant of `x`, `x + 1` and `x - 1`."""
    match expr:
        case ir.VariableRef(variable=variable):
            return variable, 0
        case ir.Arithmetic(
            operator="+" | "-" as sign,
            left=ir.VariableRef(variable=variable),
            right=ir.Constant(value=int() as step),
        ) if not isinstance(step, bool):
            return variable, step if sign == "+" else -step
        case _:
            return None


def _sides(comparison: ir.Compare) -> Iterator[tuple[ir.Expr, ir.Expr]]:
    yield comparison.left, comparison.right
    yield comparison.right, comparison.left


def _is_no_number(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Constant) and (
        expr.value is None or isinstance(expr.value, bool | str)
    )


def _both(one: Comparisons, other: Comparisons) -> Comparisons:
    if not one or not other:
        return one or other
    none: frozenset[Comparison] = frozenset()
    return {
        variable: one.get(variable, none) | other.get(variable, none) for variable in (*one, *other)
    }


def _either(one: Comparisons, other: Comparisons) -> Comparisons:
    found = {
        variable: made & other[variable] for variable, made in one.items() if variable in other
    }
    return {variable: made for variable, made in found.items() if made}
