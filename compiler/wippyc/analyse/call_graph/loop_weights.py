"""How often code runs, roughly: how many loops are around it, in its function and its callers.

for i = 1, n do visit(rows[i]) end      `visit` runs in one loop
local function visit(row)
  for _, cell in ipairs(row) do … end   and this in two
end
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.abstract_values.values import FunctionValue
from wippyc.analyse.dataflow.flow import Flow
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    expressions_of,
    placed_statements,
)

# Deeper nesting says nothing more about where the time goes.
_DEEPEST = 4


def loop_depths(program: Program, flow: Flow) -> dict[ir.Function, int]:
    """Return the number of loops around the calls of each function.

    A function that calls itself counts as a loop, and so does one the runtime calls (comparators,
    iterators).
    """
    functions = [
        function for unit in program.units.values() for function in all_functions(unit.main)
    ]
    called = flow.called_by_runtime | flow.coroutine_bodies
    depths = {function: int(function in called) for function in functions}
    # The most loops around calls by a function of the same functions; calls of itself.
    calls: dict[tuple[ir.Function, frozenset[FunctionValue]], int] = {}
    recursive: dict[ir.Function, int] = {}
    for function in functions:
        if not expressions_of(function.body, ir.Call, ir.MethodCall):
            continue
        for expr, depth in placed_expressions(function):
            callees = flow.callees.get(expr)
            if callees and isinstance(expr, ir.Call | ir.MethodCall):
                key = (function, callees)
                calls[key] = max(depth, calls.get(key, 0))
                if function in callees:
                    recursive[function] = max(depth + 1, recursive.get(function, 0))
    # All of the functions are at least that deep.
    spread: dict[frozenset[FunctionValue], int] = {}
    changed = True
    while changed:
        changed = False
        for function, depth in recursive.items():
            wanted = min(depths[function] + depth, _DEEPEST)
            if wanted > depths[function]:
                depths[function] = wanted
                changed = True
        for (caller, callees), depth in calls.items():
            wanted = min(depths[caller] + depth, _DEEPEST)
            if wanted <= spread.get(callees, 0):
                continue
            spread[callees] = wanted
            changed = True
            for callee in callees:
                if isinstance(callee, ir.Function) and wanted > depths.get(callee, _DEEPEST):
                    depths[callee] = wanted
    return depths


def placed_expressions(function: ir.Function) -> Iterator[tuple[ir.Expr, int]]:
    """Yield the expressions of a function with the number of loops around each."""
    for statement, depth, expressions in placed_statements(function.body):
        # A condition is evaluated in every round.
        repeated = depth + isinstance(statement, ir.While | ir.Repeat)
        for expr in expressions:
            yield expr, repeated
