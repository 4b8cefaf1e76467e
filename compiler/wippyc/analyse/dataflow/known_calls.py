"""Functions all of whose calls are seen, also those found in tables.

function Queue:push(item) … end      every `x:push(…)` that can reach it reaches only such methods:
inbox:push(packet)                   it takes exactly two arguments, and calls pass exactly two

Functions that meet at a call agree on the number of arguments: those with fewer parameters get
parameters that they do not read.

on("paid", function(order, by) … end)         def paid(order, by):
on("sent", function(order) … end)             def sent(order, _by):
handlers[event](order, user)                  handlers[event](order, user)

Where that is not possible, as the number of arguments varies, they take any number (`Arity`). A
function that code out of sight may call (`exposure`) takes any number of arguments, and so do all
that share a call with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wippyc.analyse.abstract_values.values import FunctionValue
from wippyc.analyse.dataflow.flow import Flow
from wippyc.ir import nodes as ir

# No function gets more parameters than this that it does not read.
_MOST_UNREAD = 4


@dataclass(frozen=True, slots=True)
class Arity:
    """How many arguments the calls of a known function pass.

    Attributes:
        unread: Names of further parameters, which other functions have that it meets.
        varies: Whether calls pass what they have: it takes any number.
    """

    unread: tuple[str, ...] = ()
    varies: bool = False


OWN_PARAMETERS = Arity()
_VARYING = Arity(varies=True)


@dataclass(eq=False)
class KnownCalls:
    """Which functions are known, and which calls reach only known functions.

    Attributes:
        functions: The functions.
        calls: For each call that reaches only such functions, one of them.
        groups: Functions that meet at some call.
        arities: How many arguments those take that do not just take their parameters.
    """

    functions: set[ir.Function] = field(default_factory=set)
    calls: dict[ir.Expr, ir.Function] = field(default_factory=dict)
    groups: list[list[ir.Function]] = field(default_factory=list)
    arities: dict[ir.Function, Arity] = field(default_factory=dict)


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


@dataclass(eq=False)
class _Passed:
    """What calls of a group of functions pass.

    Attributes:
        varargs: Whether all of them end with `...`.
        receivers: Whether some of them pass a receiver.
    """

    varargs: bool = True
    receivers: bool = False


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
    passed: dict[frozenset[FunctionValue], _Passed] = {}
    for expr, callees in flow.callees.items():
        if callees not in lua_functions:
            lua_functions[callees] = [each for each in callees if isinstance(each, ir.Function)]
            passed[callees] = _Passed()
            if lua_functions[callees]:
                groups.join(lua_functions[callees])
        reached = lua_functions[callees]
        if not reached:
            continue
        if expr in flow.open_calls or len(reached) != len(callees):
            unknown.update(reached)
        _note_arguments(passed[callees], expr)
    by_root: dict[ir.Function, _Passed] = {}
    for callees, reached in lua_functions.items():
        if reached:
            whole = by_root.setdefault(groups.root(reached[0]), _Passed())
            whole.varargs &= passed[callees].varargs
            whole.receivers |= passed[callees].receivers
    result = KnownCalls()
    for members in groups.members():
        if unknown.isdisjoint(members):
            result.functions.update(members)
            result.groups.append(members)
            found = by_root.get(groups.root(members[0]))
            if found is not None:
                result.arities.update(_arities(members, found))
    known = {
        callees: [each for each in reached if each in result.functions]
        for callees, reached in lua_functions.items()
    }
    for expr, callees in flow.callees.items():
        if known[callees]:
            result.calls[expr] = known[callees][-1]
    return result


def _note_arguments(passed: _Passed, call: ir.Expr) -> None:
    match call:
        case ir.MethodCall(arguments=arguments):
            passed.receivers = True
        case ir.Call(arguments=arguments):
            pass
        case _:
            arguments = ()
    if not arguments or not isinstance(arguments[-1], ir.Vararg):
        passed.varargs = False


def _arities(members: list[ir.Function], passed: _Passed) -> Mapping[ir.Function, Arity]:
    """Return how many arguments the functions of a group take."""
    forms = {(len(member.parameters), member.is_vararg) for member in members}
    some_varargs = any(is_vararg for _, is_vararg in forms)
    if len(forms) == 1 and (some_varargs or not passed.varargs):
        count, _ = forms.pop()
        if some_varargs or count > 0 or not passed.receivers:
            return {}
    counts = [count for count, _ in forms]
    if some_varargs or passed.varargs or (counts and max(counts) - min(counts) > _MOST_UNREAD):
        return dict.fromkeys(members, _VARYING)
    widest = max(members, key=lambda member: len(member.parameters))
    names = tuple(parameter.name for parameter in widest.parameters) or ("self",)
    return {
        member: Arity(names[len(member.parameters) :])
        for member in members
        if len(member.parameters) < len(names)
    }
