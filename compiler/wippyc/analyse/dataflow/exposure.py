"""What code that the analysis does not follow can get hold of.

funcs.call("app:audit", account)     the other function may call `account:owner()` in its own way:
                                     the account, its class and their functions are exposed
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wippyc.analyse.abstract_values.values import EMPTY, OUTSIDE, FunctionValue, Site, Tag, Value
from wippyc.analyse.dataflow.coroutine_flow import PASSING
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, expressions_of

if TYPE_CHECKING:
    from wippyc.analyse.dataflow.flow_analysis import FlowAnalysis

# Modules whose functions neither keep nor pass on what they get, unless they note that themselves.
_DISCREET_MODULES = frozenset({"base", "json", "math", "string", "table"})


@dataclass(frozen=True, eq=False)
class Exposure:
    """What is exposed in one component of the program.

    Attributes:
        sites: Sites of exposed tables.
        functions: Functions that may be called with any arguments.
        reached: Those of them that code out of sight can get hold of.
    """

    sites: frozenset[Site]
    functions: frozenset[FunctionValue]
    reached: frozenset[FunctionValue]


def find_exposure(analysis: FlowAnalysis, units: Iterable[Unit]) -> Exposure:
    """Return what leaves the part of the program that the analysis follows."""
    roots = Value(Tag.TABLE, tables=frozenset({OUTSIDE})).join(analysis.flow.escaped)
    is_followed = analysis.coroutines.is_followed
    for unit in units:
        if unit.entry.kind != "library.lua":
            roots = roots.join(analysis.joined_results(unit.main))
        for function in all_functions(unit.main):
            for expr in expressions_of(function.body, ir.ApiCall, ir.CallActivity):
                match expr:
                    case ir.ApiCall(module=module, function=row, arguments=arguments):
                        if module == "coroutine" and is_followed and row.name in PASSING:
                            continue
                        if module not in _DISCREET_MODULES:
                            roots = roots.join(_passed(analysis, function, arguments))
                    case ir.CallActivity(arguments=arguments):
                        roots = roots.join(_passed(analysis, function, arguments))
                    case _:
                        pass
    known = -1
    while True:
        sites, reached = analysis.tables.reachable(roots)
        flow = analysis.flow
        functions = reached | (flow.called_by_runtime - flow.followed_metamethods)
        if not is_followed:
            functions |= flow.coroutine_bodies
        if len(functions) == known:
            called_so = frozenset(functions | flow.followed_metamethods | flow.coroutine_bodies)
            return Exposure(frozenset(sites), called_so, frozenset(reached))
        known = len(functions)
        for called in functions:
            if isinstance(called, ir.Function):
                roots = roots.join(analysis.joined_results(called))


def _passed(analysis: FlowAnalysis, function: ir.Function, arguments: tuple[ir.Expr, ...]) -> Value:
    value = EMPTY
    for argument in arguments:
        value = value.join(analysis.flow.value(argument))
    if arguments and isinstance(arguments[-1], ir.MULTI):
        value = value.join(analysis.results_in(function, arguments[-1]))
    return value
