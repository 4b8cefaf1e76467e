"""Indices that are within a list, as long as nothing is removed from it.

for i = 1, #list do … list[i] …         while head <= #queue do
for i, value in ipairs(list) do           local node = queue[head]
local n = #list                           head = head + 1           queue[head]: not any more
for i = 2, n do … list[i - 1] …
                                        while list[i] < pivot do i = i + 1 end
for i = 1, n do squares[i] = i * i end  list[i] = pivot             it was compared: it is there
squares[n]

A walk through each function keeps what is known of the distances between variables and lengths.
Lengths only grow: that something is below one stays true.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from wippyc.analyse.abstract_values.values import INTEGERS
from wippyc.analyse.call_graph.calls import CallFacts
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.lists.list_walk import ListWalk
from wippyc.analyse.numbers.distance_facts import DistanceFacts
from wippyc.analyse.numbers.distances import Distances
from wippyc.analyse.numbers.number_ranges import NumberRanges
from wippyc.analyse.numbers.passed_bounds import PassedBounds
from wippyc.analyse.program.captures import Captures
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import expressions_of, inner_functions


@dataclass(frozen=True, eq=False)
class ListBounds:
    """Places `t[i]` and their bounds, if `t` is a list that never gets shorter.

    Attributes:
        positive: Places whose index is not below 1.
        reached: Places whose index is not above the length.
    """

    positive: frozenset[ir.Index]
    reached: frozenset[ir.Index]

    @cached_property
    def within(self) -> frozenset[ir.Index]:
        """Places that are certainly in the list."""
        return self.positive & self.reached


# Rounds until what calls pass is settled.
_PASSES = 4


def find_list_bounds(
    program: Program,
    flow: Flow,
    captures: Captures,
    numbers: NumberRanges,
    calls: CallFacts,
    filling: Set[ir.Index],
) -> ListBounds:
    """Return what is known of the places `t[i]` of a program.

    Args:
        program: The program.
        flow: Its values.
        captures: Variable facts.
        numbers: Ranges of numbers.
        calls: Functions all of whose calls are seen.
        filling: Places whose stores append.
    """
    facts = DistanceFacts(flow, captures, numbers)
    passed = PassedBounds(program, flow, calls, facts)
    telling = _telling_functions(program, flow, passed)
    for attempt in range(_PASSES):
        walk = _Walk(facts, captures, filling, passed, telling)
        for unit in program.units.values():
            walk.function(unit.main, Distances())
        if not passed.settle(give_up=attempt == _PASSES - 2):
            break
    return ListBounds(frozenset(walk.positive), frozenset(walk.reached))


def _telling_functions(
    program: Program, flow: Flow, passed: PassedBounds
) -> frozenset[ir.Function]:
    """Return the functions in which a walk may note anything, and those around them."""
    found = set[ir.Function]()

    def look(function: ir.Function) -> None:
        is_telling = passed.is_concerned(function) or any(
            flow.value(index.key).only(INTEGERS)
            for index in expressions_of(function.body, ir.Index)
        )
        for inner in inner_functions(function):
            look(inner)
            is_telling = is_telling or inner in found
        if is_telling:
            found.add(function)

    for unit in program.units.values():
        look(unit.main)
    return frozenset(found)


class _Walk(ListWalk):
    """One walk through the program.

    Attributes:
        positive: Places whose index is not below 1.
        reached: Places whose index is not above the length.
    """

    def __init__(
        self,
        facts: DistanceFacts,
        captures: Captures,
        filling: Set[ir.Index],
        passed: PassedBounds,
        telling: Set[ir.Function],
    ) -> None:
        super().__init__(facts, captures, filling)
        self._passed = passed
        self._telling = telling
        self.positive: set[ir.Index] = set()
        self.reached: set[ir.Index] = set()

    def function(self, function: ir.Function, outside: Distances) -> None:
        if self._trials or function not in self._telling:
            return
        breaks, self._breaks = self._breaks, []
        assigned = self._captures.assigned
        steady = outside.where(lambda variable: variable not in assigned)
        self._block(function.body, steady.adding(*self._passed.facts(function)))
        self._breaks = breaks

    def _look(self, expr: ir.Expr, state: Distances) -> None:
        if self._trials:
            return
        if isinstance(expr, ir.Index):
            is_positive, is_reached = self._facts.bounds(state, expr)
            if is_positive:
                self.positive.add(expr)
            if is_reached:
                self.reached.add(expr)
        elif isinstance(expr, ir.Call | ir.MethodCall):
            self._passed.note(expr, state)
