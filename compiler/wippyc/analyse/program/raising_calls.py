"""Calls of functions that never return: what is behind them is out of reach.

local function fail(message) error({ message = message }) end
local number = tonumber(text)
if not number then fail("no number") end              behind it `number` is not nil
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wippyc.analyse.program.falling import can_fall_off
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, walk_statements


@dataclass(frozen=True, slots=True)
class Raising:
    """What never returns.

    Attributes:
        functions: Functions that end with an error, if they end.
        calls: Calls of them that are statements.
    """

    functions: frozenset[ir.Function] = frozenset()
    calls: frozenset[ir.Expr] = frozenset()


def find_raising_calls(program: Program, declared: Mapping[ir.Variable, ir.Function]) -> Raising:
    """Return the functions of a program that never return, and their calls.

    Args:
        program: The program.
        declared: Variables that always hold the same function.
    """
    # Those that return are told at once; few are left.
    waiting = {
        variable: function
        for variable, function in declared.items()
        if not any(isinstance(each, ir.Return) for each in walk_statements(function.body))
    }
    functions: set[ir.Function] = set()
    calls: set[ir.Expr] = set()
    found = _without_end(waiting, calls)
    while found:
        functions.update(waiting.pop(variable) for variable in found)
        calls.update(_calls(program, found))
        found = _without_end(waiting, calls)
    return Raising(frozenset(functions), frozenset(calls))


def _without_end(
    waiting: Mapping[ir.Variable, ir.Function], calls: set[ir.Expr]
) -> set[ir.Variable]:
    return {
        variable for variable, function in waiting.items() if not can_fall_off(function.body, calls)
    }


def _calls(program: Program, variables: set[ir.Variable]) -> Iterator[ir.Expr]:
    for unit in program.units.values():
        for function in all_functions(unit.main):
            for statement in walk_statements(function.body):
                match statement:
                    case ir.Evaluate(call=ir.Call(callee=ir.VariableRef(variable=called)) as call):
                        if called in variables:
                            yield call
                    case _:
                        pass
