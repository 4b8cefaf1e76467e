"""Which Lua coroutines are Python generators.

local function walk(node)               def walk(node):
  if node then                              if node is not None:
    walk(node.left)                             yield from walk(node["left"])
    coroutine.yield(node.value)                 yield node["value"]
  end                                       …
end
coroutine.wrap(function() walk(tree) end)

A function is one when `coroutine.yield` is all it suspends by, itself or through other generators
it calls, and when only generators call it, which call nothing else at the same place. If it is a
value, all its calls are seen, or it is called by nothing but coroutines whose body it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.call_graph.calls import CallAnalysis
from wippyc.analyse.dataflow.flow import PROTECTED_CALLS, Flow
from wippyc.analyse.dataflow.yields import Yields
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, block_expressions, expressions_of, walk_statements


def is_yield(expr: ir.Expr) -> bool:
    """Whether an expression is a call of `coroutine.yield`."""
    match expr:
        case ir.ApiCall(module="coroutine", function=row):
            return row.name == "yield"
        case _:
            return False


def drops_sent_values(function: ir.Function) -> bool:
    """Whether a function takes no notice of what any `coroutine.yield` in it returns."""
    dropped = {
        statement.call
        for statement in walk_statements(function.body)
        if isinstance(statement, ir.Evaluate)
    }
    return all(expr in dropped for expr in block_expressions(function.body) if is_yield(expr))


def find_generators(
    program: Program,
    flow: Flow,
    yields: Yields,
    calls: CallAnalysis,
    kept: frozenset[ir.Function],
    passing: frozenset[ir.Function],
) -> frozenset[ir.Function]:
    """Return the functions that are emitted as generators.

    Args:
        program: The program.
        flow: What each call can reach.
        yields: Which functions suspend.
        calls: Functions all of whose calls are seen.
        kept: Functions that are values.
        passing: Functions that leave calls they end with to who called them.
    """
    functions = [
        function for unit in program.units.values() for function in all_functions(unit.main)
    ]
    mains = {unit.main for unit in program.units.values()}
    callees = {function: list(_suspending(function, flow, yields, calls)) for function in functions}
    found = {
        function
        for function in functions
        if function in yields.user
        and function not in yields.system
        and (function not in kept or function in calls.facts.direct | flow.only_resumed)
        and function not in passing
        and function not in mains
    }
    while True:
        awaited = {
            callee
            for function in functions
            if function not in found
            for callee in callees[function]
            if callee is not None
        }
        left = {
            function
            for function in found - awaited
            if all(callee in found for callee in callees[function])
        }
        if left == found:
            return frozenset(found)
        found = left


def _suspending(
    function: ir.Function, flow: Flow, yields: Yields, calls: CallAnalysis
) -> Iterator[ir.Function | None]:
    """Yield what a function suspends by: functions called by name, `None` for anything else."""
    for statement in walk_statements(function.body):
        if isinstance(statement, ir.GenericFor):
            for iterator in statement.iterators:
                if _may_suspend(iterator, flow, yields):
                    yield None
    for expr in expressions_of(function.body, ir.Call, ir.MethodCall, ir.ApiCall):
        match expr:
            case ir.Call() | ir.MethodCall():
                target = calls.named_function(expr.callee) if isinstance(expr, ir.Call) else None
                callees = flow.callees.get(expr, frozenset())
                if target is not None and target in yields.user:
                    yield target
                elif yields.any_is_async(callees):
                    for callee in callees:
                        is_seen = expr not in flow.open_calls
                        yield callee if is_seen and isinstance(callee, ir.Function) else None
            case ir.ApiCall(module=module, function=row) if (module, row.name) in PROTECTED_CALLS:
                if any(_may_suspend(argument, flow, yields) for argument in expr.arguments[:2]):
                    yield None
            case _:
                pass


def _may_suspend(expr: ir.Expr, flow: Flow, yields: Yields) -> bool:
    value = flow.expressions.get(expr)
    return value is not None and yields.any_is_async(value.functions)
