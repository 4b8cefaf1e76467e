"""Functions all of whose calls are seen, also those found in tables.

function Queue:push(item) … end      every `x:push(…)` that can reach it reaches only such methods:
inbox:push(packet)                   it takes exactly two arguments, and calls pass exactly two

Functions that meet at a call must agree; a function that code out of sight may call (`exposure`)
takes any number of arguments, and so do all that share a call with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wippyc.analyse.abstract_values.values import FunctionValue
from wippyc.analyse.dataflow.flow import Flow
from wippyc.ir import nodes as ir


@dataclass(eq=False)
class KnownCalls:
    """Which functions are known, and which calls reach only known functions.

    Attributes:
        functions: The functions.
        calls: For each call that reaches only such functions, one of them.
        groups: Functions that meet at some call.
    """

    functions: set[ir.Function] = field(default_factory=set)
    calls: dict[ir.Expr, ir.Function] = field(default_factory=dict)
    groups: list[list[ir.Function]] = field(default_factory=list)


class _Groups:
    """Disjoint sets of functions."""

    def __init__(self) -> None:
        self._parents: dict[ir.Function, ir.Function] = {}

    def root(self, function: ir.Function) -> ir.Function:
        parent = self._parents.setdefault(function, function)
        while parent is not function:
            function, parent = parent, self._parents[parent]
        return function

    def join(self, functions: list[ir.Function]) -> None:
        first = self.root(functions[0])
        for other in functions[1:]:
            self._parents[self.root(other)] = first

    def members(self) -> list[list[ir.Function]]:
        found: dict[ir.Function, list[ir.Function]] = {}
        for function in self._parents:
            found.setdefault(self.root(function), []).append(function)
        return list(found.values())


def find_known_calls(
    flow: Flow, functions: Iterable[ir.Function], outside: Iterable[ir.Function]
) -> KnownCalls:
    """Find known functions and their calls.

    Args:
        flow: What each call can reach.
        functions: All functions of the program.
        outside: Functions that are called in other ways than by calls of the program.
    """
    groups = _Groups()
    unknown: set[FunctionValue] = {*outside, *flow.exposed_functions}
    for function in functions:
        groups.root(function)
    lua_functions: dict[frozenset[FunctionValue], list[ir.Function]] = {}
    for expr, callees in flow.callees.items():
        if callees not in lua_functions:
            lua_functions[callees] = [each for each in callees if isinstance(each, ir.Function)]
            if lua_functions[callees]:
                groups.join(lua_functions[callees])
        reached = lua_functions[callees]
        if not reached:
            continue
        if expr in flow.open_calls or len(reached) != len(callees):
            unknown.update(reached)
        elif isinstance(expr, ir.MethodCall):
            # These could not even take the receiver.
            unknown.update(each for each in reached if not (each.parameters or each.is_vararg))
    result = KnownCalls()
    for members in groups.members():
        forms = {(len(member.parameters), member.is_vararg) for member in members}
        if len(forms) == 1 and unknown.isdisjoint(members):
            result.functions.update(members)
            result.groups.append(members)
    known = {
        callees: [each for each in reached if each in result.functions]
        for callees, reached in lua_functions.items()
    }
    for expr, callees in flow.callees.items():
        if known[callees]:
            result.calls[expr] = known[callees][-1]
    return result
