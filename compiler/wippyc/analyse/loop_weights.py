"""How often code runs, roughly: how many loops are around it, in its function and its callers."""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.flow import Flow
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, child_blocks, statement_expressions, walk_expression

# Deeper nesting says nothing more about where the time goes.
_DEEPEST = 4

Placed = tuple[ir.Statement, int]


def loop_depths(program: Program, flow: Flow) -> dict[ir.Function, int]:
    """Return the number of loops around the calls of each function.

    A function that calls itself counts as a loop, and so does one the runtime calls (comparators,
    iterators).
    """
    functions = [
        function for unit in program.units.values() for function in all_functions(unit.main)
    ]
    depths = {function: int(function in flow.called_by_runtime) for function in functions}
    calls = [
        (function, callee, depth + (callee is function))
        for function in functions
        for expr, depth in placed_expressions(function)
        if isinstance(expr, ir.Call | ir.MethodCall)
        for callee in flow.callees.get(expr, ())
        if isinstance(callee, ir.Function)
    ]
    changed = True
    while changed:
        changed = False
        for caller, callee, depth in calls:
            wanted = min(depths[caller] + depth, _DEEPEST)
            if callee in depths and wanted > depths[callee]:
                depths[callee] = wanted
                changed = True
    return depths


def placed_statements(function: ir.Function) -> Iterator[Placed]:
    """Yield the statements of a function with the number of loops around each."""
    stack = [(function.body, 0)]
    while stack:
        block, depth = stack.pop()
        for statement in block.statements:
            yield statement, depth
            inner = depth + isinstance(
                statement, ir.While | ir.Repeat | ir.NumericFor | ir.GenericFor
            )
            stack.extend((child, inner) for child in child_blocks(statement))


def placed_expressions(function: ir.Function) -> Iterator[tuple[ir.Expr, int]]:
    """Yield the expressions of a function with the number of loops around each."""
    for statement, depth in placed_statements(function):
        # A condition is evaluated in every round.
        repeated = depth + isinstance(statement, ir.While | ir.Repeat)
        for whole in statement_expressions(statement):
            for expr in walk_expression(whole):
                yield expr, repeated
