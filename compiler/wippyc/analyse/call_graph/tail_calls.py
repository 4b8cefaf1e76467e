"""Calls that functions end with, and which of them must not let the stack grow.

local function count(n, sum)                      a call of the function itself: a round of a loop
  if n == 0 then return sum end
  return count(n - 1, sum + n)
end

function states.idle(job) return states[job.next](job) end      functions that only ever end with
function states.busy(job) … return states.idle(job) end         one another: the caller goes first

Functions that also call one another in other ways (parsers, visitors of trees) stay plain Python:
what they work on bounds their depth, and their frames are needed anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from wippyc.analyse.call_graph.calls import CallAnalysis
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.program.captures import Captures
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, block_expressions, walk_statements

_Call = ir.Call | ir.MethodCall


@dataclass(frozen=True, eq=False)
class TailCalls:
    """Tail calls that take no frame.

    Attributes:
        repeating: Functions that are loops, whose rounds are calls of themselves.
        rounds: These calls.
        passing: Functions that end with calls of one another and leave them to who called them.
        passed: These calls.
    """

    repeating: frozenset[ir.Function]
    rounds: frozenset[ir.Expr]
    passing: frozenset[ir.Function]
    passed: frozenset[ir.Expr]


class TailCallAnalysis:
    """Finds tail calls that take no frame."""

    def __init__(
        self, program: Program, flow: Flow, captures: Captures, calls: CallAnalysis
    ) -> None:
        self._program = program
        self._flow = flow
        self._captures = captures
        self._calls = calls

    def run(self) -> TailCalls:
        """Return the calls."""
        captures = self._captures
        owners = {captures.owner.get(variable) for variable in captures.captured}
        rounds: dict[ir.Expr, ir.Function] = {}
        others: dict[ir.Function, list[_Call]] = {}
        for unit in self._program.units.values():
            for function in all_functions(unit.main):
                if function is unit.main:
                    continue
                # Where closures keep its variables, each call must have its own.
                may_repeat = not function.is_vararg and function not in owners
                for call in _last_calls(function):
                    if may_repeat and self._is_of(call, function):
                        rounds[call] = function
                    elif self._agrees(call, function):
                        others.setdefault(function, []).append(call)
        passing = self._find_passing(others)
        called = _Callees(self._flow)
        passed = frozenset(
            call
            for function in passing
            for call in others[function]
            if not passing.isdisjoint(called.by_call(call))
        )
        return TailCalls(
            repeating=frozenset(rounds.values()),
            rounds=frozenset(rounds),
            passing=passing,
            passed=passed,
        )

    def _is_of(self, call: _Call, function: ir.Function) -> bool:
        """Whether a call certainly calls a function."""
        if self._flow.dispatched.get(call) is function:
            return True
        return isinstance(call, ir.Call) and self._calls.named_function(call.callee) is function

    def _agrees(self, call: _Call, function: ir.Function) -> bool:
        """Whether the results of a call can be passed on as those of a function as they are."""
        facts = self._calls.facts
        counts = set(map(facts.result_count, self._flow.callees.get(call, ())))
        count = facts.fixed.get(function) if function in facts.direct else None
        if call in self._flow.open_calls or len(counts) != 1:
            return count is None
        given = counts.pop()
        return given != 0 if count is None else given == count

    def _find_passing(
        self, last_calls: Mapping[ir.Function, list[_Call]]
    ) -> frozenset[ir.Function]:
        """Return functions that only end with one another."""
        called = _Callees(self._flow)
        edges = {
            function: {
                callee
                for call in calls
                if self._tells(call)
                for callee in called.by_call(call)
                if callee in last_calls
            }
            for function, calls in last_calls.items()
        }
        cyclic = _without_ends(edges)
        pure = {each for each in cyclic if not called.need_frame(each, frozenset(last_calls[each]))}
        return frozenset(_without_ends({each: edges[each] & pure for each in pure}))

    def _tells(self, call: _Call) -> bool:
        """Whether all that a call can call may well come to be called.

        Not where anything may be; and `local before = f`, on the way to another `f` that calls
        `before`, only seems to hold both.
        """
        flow, captures = self._flow, self._captures
        if call in flow.open_calls:
            return False
        if not all(isinstance(callee, ir.Function) for callee in flow.callees.get(call, ())):
            return False
        match call:
            case ir.Call(callee=ir.VariableRef(variable=variable)):
                is_kept = variable.kind == "local" and variable not in captures.assigned
                return not is_kept or variable in self._calls.facts.declared
            case _:
                return True


def _last_calls(function: ir.Function) -> Iterable[_Call]:
    for statement in walk_statements(function.body):
        match statement:
            case ir.Return(values=((ir.Call() | ir.MethodCall()) as call,)):
                yield call
            case _:
                pass


def _without_ends(edges: Mapping[ir.Function, Set[ir.Function]]) -> set[ir.Function]:
    """Return the functions in cycles and between them: nothing is left where there is no cycle."""
    left = set(edges)
    while True:
        reached = set().union(*(edges[function] for function in left))
        kept = {each for each in left & reached if not left.isdisjoint(edges[each])}
        if kept == left:
            return left
        left = kept


class _Callees:
    """The Lua functions that calls and functions can call."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._by_function: dict[ir.Function, Set[ir.Function]] = {}

    def by_call(self, call: ir.Expr) -> Set[ir.Function]:
        """Return what a call can call."""
        callees = self._flow.callees.get(call, frozenset())
        return {each for each in callees if isinstance(each, ir.Function)}

    def need_frame(self, function: ir.Function, last: Set[ir.Expr]) -> bool:
        """Whether a function may be called again, by way of others, before it has ended."""
        seen: set[ir.Function] = set()
        waiting = [
            callee
            for expr in block_expressions(function.body)
            if expr not in last
            for callee in self.by_call(expr)
        ]
        while waiting:
            callee = waiting.pop()
            if callee is function:
                return True
            if callee not in seen:
                seen.add(callee)
                waiting.extend(self._of_function(callee))
        return False

    def _of_function(self, function: ir.Function) -> Set[ir.Function]:
        known = self._by_function.get(function)
        if known is None:
            calls = block_expressions(function.body)
            known = {callee for expr in calls for callee in self.by_call(expr)}
            self._by_function[function] = known
        return known
