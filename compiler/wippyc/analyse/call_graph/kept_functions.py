"""Functions that are values, seen from how they are written.

local function each(t) … end
each(list)                        a call by name keeps nothing
coroutine.wrap(each)              neither does this: the body of a coroutine
register(each)                    the function is a value: it may be called anywhere
"""

from __future__ import annotations

from collections.abc import Mapping

from wippyc.analyse.call_graph.calls import CallAnalysis
from wippyc.analyse.program.exports import Exports, Namespace
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, walk_statements

_MENTIONS = (ir.Function, ir.VariableRef, ir.Index, ir.LibraryRef)
_COROUTINE_MAKERS = frozenset({"create", "wrap"})


def find_kept_functions(
    program: Program,
    calls: CallAnalysis,
    namespaces: Mapping[ir.Variable, Namespace],
    exports: Mapping[str, Exports],
) -> frozenset[ir.Function]:
    """Return functions that are values other than as bodies of coroutines, or are exported."""
    mentioned: list[ir.Expr] = [
        member for namespace in namespaces.values() for member in namespace.members.values()
    ]
    for unit in program.units.values():
        exported = exports[unit.id]
        mentioned.extend((exported.fields or {}).values())
        if exported.single is not None:
            mentioned.append(exported.single)
        for function in all_functions(unit.main):
            quiet = _quiet_positions(function, calls)
            mentions = expressions_of(function.body, *_MENTIONS)
            mentioned.extend(expr for expr in mentions if expr not in quiet)
    found = (calls.named_function(expr) for expr in mentioned)
    return frozenset(function for function in found if function is not None)


def _quiet_positions(function: ir.Function, calls: CallAnalysis) -> set[ir.Expr]:
    """Return expressions that mention a function without keeping it."""
    quiet: set[ir.Expr] = set()
    for statement in walk_statements(function.body):
        match statement:
            case ir.DeclareFunction(variable=variable, function=body):
                if variable in calls.facts.declared:
                    quiet.add(body)
            case ir.Assign(targets=targets, values=values):
                quiet.update(targets)
                match targets, values:
                    case (ir.VariableRef(variable=variable),), (value,):
                        if variable in calls.facts.declared:
                            quiet.add(value)
            case _:
                pass
    for expr in expressions_of(function.body, ir.Call, ir.ApiCall):
        match expr:
            case ir.Call(callee=callee):
                quiet.add(callee)
            case ir.ApiCall(module="coroutine", function=row, arguments=[argument, *_]):
                if row.name in _COROUTINE_MAKERS:
                    quiet.add(argument)
            case _:
                pass
    return quiet
