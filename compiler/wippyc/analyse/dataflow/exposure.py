"""What code that the analysis does not follow can get hold of.

funcs.call("app:audit", account)     the other function may call `account:owner()` in its own way:
                                     the account, its class and their functions are exposed
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wippyc.analyse.abstract_values.values import EMPTY, OUTSIDE, FunctionValue, Site, Tag, Value
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
    """

    sites: frozenset[Site]
    functions: frozenset[FunctionValue]


def find_exposure(analysis: FlowAnalysis, units: Iterable[Unit]) -> Exposure:
    """Return what leaves the part of the program that the analysis follows."""
    roots = Value(Tag.TABLE, tables=frozenset({OUTSIDE})).join(analysis.flow.escaped)
    for unit in units:
        if unit.entry.kind != "library.lua":
            roots = roots.join(analysis.joined_results(unit.main))
        for function in all_functions(unit.main):
            for expr in expressions_of(function.body, ir.ApiCall, ir.CallActivity):
                match expr:
                    case ir.ApiCall(module=module, arguments=arguments):
                        if module not in _DISCREET_MODULES:
                            roots = roots.join(_passed(analysis, function, arguments))
                    case ir.CallActivity(arguments=arguments):
                        roots = roots.join(_passed(analysis, function, arguments))
                    case _:
                        pass
    known = -1
    while True:
        sites, functions = analysis.tables.reachable(roots)
        flow = analysis.flow
        functions |= flow.called_by_runtime - flow.followed_metamethods
        functions |= flow.coroutine_bodies
        if len(functions) == known:
            return Exposure(frozenset(sites), frozenset(functions).union(flow.followed_metamethods))
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
