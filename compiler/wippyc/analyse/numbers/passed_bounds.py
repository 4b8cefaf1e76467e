"""Numbers that every call passes together with a table that is at least as long.

quicksort(list, 1, #list)      `high <= #list` holds at the beginning of each call, if the calls
quicksort(list, low, j)        inside the function keep to it too
"""

from __future__ import annotations

from dataclasses import dataclass

from wippyc.analyse.call_graph.calls import CallFacts
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.numbers.distance_facts import DistanceFacts
from wippyc.analyse.numbers.distances import Distances, Fact, Length
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, block_expressions, expressions_of


@dataclass(frozen=True, slots=True)
class _Pair:
    """Positions of a number and a table among the parameters of a function."""

    number: int
    table: int


class PassedBounds:
    """What is taken for granted at the beginning of functions until a call breaks it."""

    def __init__(
        self, program: Program, flow: Flow, calls: CallFacts, facts: DistanceFacts
    ) -> None:
        self._facts = facts
        self._flow = flow
        self._assumed: dict[ir.Function, set[_Pair]] = {}
        self._broken: list[tuple[ir.Function, _Pair]] = []
        for unit in program.units.values():
            for function in all_functions(unit.main):
                pairs = self._pairs(function) if function in calls.direct else set()
                if pairs:
                    self._assumed[function] = pairs
        self._unseen: set[ir.Expr] = set()
        self._sites: dict[ir.Expr, list[ir.Function]] = {}
        if self._assumed:
            for call, callees in flow.callees.items():
                reached = [each for each in callees if each in self._assumed]
                if reached:
                    self._sites[call] = [each for each in reached if isinstance(each, ir.Function)]
            self._unseen.update(self._sites)

    def _pairs(self, function: ir.Function) -> set[_Pair]:
        facts, parameters = self._facts, function.parameters
        numbers = [position for position, each in enumerate(parameters) if facts.is_integer(each)]
        if not numbers:
            return set()
        indexed = {
            expr.object.variable
            for expr in block_expressions(function.body)
            if isinstance(expr, ir.Index)
            and isinstance(expr.object, ir.VariableRef)
            and not (isinstance(expr.key, ir.Constant) and isinstance(expr.key.value, str))
        }
        return {
            _Pair(number, position)
            for position, each in enumerate(parameters)
            if each in indexed and facts.is_steady(each)
            for number in numbers
        }

    def is_concerned(self, function: ir.Function) -> bool:
        """Whether a function has calls to look at."""
        return bool(self._sites) and any(
            call in self._sites for call in expressions_of(function.body, ir.Call, ir.MethodCall)
        )

    def facts(self, function: ir.Function) -> list[Fact]:
        """Return what holds at the beginning of a function."""
        parameters = function.parameters
        return [
            (parameters[pair.number], Length(parameters[pair.table]), 0)
            for pair in self._assumed.get(function, ())
        ]

    def note(self, call: ir.Call | ir.MethodCall, state: Distances) -> None:
        """Look at a call.

        Args:
            call: The call.
            state: What is known where it is.
        """
        self._unseen.discard(call)
        for function in self._sites.get(call, ()):
            for pair in self._assumed.get(function, ()):
                if not self._keeps(call, pair, state):
                    self._broken.append((function, pair))

    def _keeps(self, call: ir.Call | ir.MethodCall, pair: _Pair, state: Distances) -> bool:
        arguments = call.arguments
        if isinstance(call, ir.MethodCall):
            arguments = (call.object, *arguments)
        is_open = bool(arguments) and isinstance(arguments[-1], ir.MULTI)
        if max(pair.number, pair.table) >= len(arguments) - is_open:
            return False
        return self._facts.is_passed_below(state, arguments[pair.number], arguments[pair.table])

    def settle(self, *, give_up: bool) -> bool:
        """Drop what calls have broken; say whether there was anything.

        Args:
            give_up: Whether to drop all then.
        """
        if not self._assumed:
            return False
        for call in self._unseen:
            for function in self._sites[call]:
                self._broken.extend((function, pair) for pair in self._assumed.get(function, ()))
        changed = bool(self._broken)
        for function, pair in self._broken:
            self._assumed[function].discard(pair)
        self._broken.clear()
        self._unseen = set(self._sites)
        if changed and give_up:
            self._assumed.clear()
        return changed
