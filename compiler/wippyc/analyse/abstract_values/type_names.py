"""Variables that hold what `type` says and are only compared: the comparisons test the value.

local kind = type(value)
if kind == "table" then …            if isinstance(value, Table): …
elseif kind == "string" then …       elif isinstance(value, str): …

The value must still be there, under its own name, wherever the comparisons are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from wippyc.analyse.abstract_values.values import Tag, Value
from wippyc.analyse.program.captures import Captures
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, walk_statements

TESTED_TYPES: Final = frozenset({"boolean", "nil", "number", "string", "table"})
"""Answers of `type` for which Python has a test."""


def find_type_names(
    program: Program, captures: Captures, candidates: Mapping[ir.Variable, ir.Expr]
) -> dict[ir.Variable, ir.ApiCall]:
    """Return the variables, with the call of `type` that each stands for.

    Args:
        program: The program.
        captures: Variable facts.
        candidates: Variables that keep the type of another that is never assigned.
    """
    found: dict[ir.Variable, ir.ApiCall] = {}
    if not candidates:
        return found
    owners = {captures.owner[variable] for variable in candidates}
    for unit in program.units.values():
        for function in all_functions(unit.main):
            if function in owners:
                found.update(_of_function(function, captures, candidates))
    return found


def is_table_or_nil(value: Value) -> bool:
    """Whether a value is nothing else than a table or nil."""
    return bool(value.tags) and value.only(Tag.TABLE | Tag.NIL)


def presence_test(expr: ir.Compare, value_of: Callable[[ir.Expr], Value]) -> ir.ApiCall | None:
    """Return the call in `type(t) == "table"` if `t` is a table or nil, in any form.

    Such a test only tells the table from nil.

    Args:
        expr: A comparison.
        value_of: Gives the value of an operand.
    """
    match compared_type(expr):
        case ir.ApiCall(module="base", function=row, arguments=(operand,)) as call, name if (
            row.name == "type" and name in TESTED_TYPES and not isinstance(operand, ir.MULTI)
        ):
            return call if is_table_or_nil(value_of(operand)) else None
        case _:
            return None


def compared_type(expr: ir.Compare) -> tuple[ir.Expr, str] | None:
    """Return what is compared with a name of a type, and that name; `None` for others."""
    if expr.operator not in ("==", "~="):
        return None
    match expr.left, expr.right:
        case (operand, ir.Constant(value=str(name))) | (ir.Constant(value=str(name)), operand):
            return operand, name
        case _:
            return None


def _of_function(
    function: ir.Function, captures: Captures, candidates: Mapping[ir.Variable, ir.Expr]
) -> Iterator[tuple[ir.Variable, ir.ApiCall]]:
    declared = list(_declared(function))
    names = [variable.name for variable, _ in declared]
    uses: dict[ir.Variable, int] = {}
    for reference in expressions_of(function.body, ir.VariableRef):
        uses[reference.variable] = uses.get(reference.variable, 0) + 1
    tests: dict[ir.Variable, int] = {}
    for expr in expressions_of(function.body, ir.Compare):
        match compared_type(expr):
            case ir.VariableRef(variable=variable), name if name in TESTED_TYPES:
                tests[variable] = tests.get(variable, 0) + 1
            case _:
                pass
    for variable, is_alone in declared:
        measured = candidates.get(variable)
        if measured is None or not is_alone or variable in captures.captured:
            continue
        match measured:
            case ir.ApiCall(module="base", arguments=(ir.VariableRef(variable=value),)) as call if (
                tests.get(variable, 0) == uses.get(variable, 0)
                and value.kind in ("local", "parameter")
                and captures.owner[value] is function
                and names.count(value.name) == 1
                and variable.name != value.name
            ):
                yield variable, call
            case _:
                pass


def _declared(function: ir.Function) -> Iterator[tuple[ir.Variable, bool]]:
    """Yield the variables of a function, and whether one is all that a `local` declares."""
    for parameter in function.parameters:
        yield parameter, False
    for statement in walk_statements(function.body):
        match statement:
            case ir.Local(variables=variables, values=values):
                for variable in variables:
                    yield variable, len(variables) == len(values) == 1
            case ir.NumericFor(variable=variable) | ir.DeclareFunction(variable=variable):
                yield variable, False
            case ir.GenericFor(variables=variables):
                for variable in variables:
                    yield variable, False
            case _:
                pass
