"""Coroutines from which one value is taken each time they are resumed, and which take one.

local next_number = coroutine.wrap(function()      def body() -> …:
  for i = 1, 3 do coroutine.yield(i) end               for i in range(1, 4):
end)                                                       yield i
local x = next_number()                            x = next_number()

Where nobody takes a second value, what is yielded or returned is made one value, nil if there is
none, and needs no test of what it is. The same holds for what resuming passes to `coroutine.yield`.
All that resumes such a coroutine knows it: it has not escaped, and nothing tells which one runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wippyc.analyse.abstract_values.values import CreatedThread, Tag, Value, WrappedCoroutine
from wippyc.analyse.call_graph.generators import drops_sent_values, is_yield
from wippyc.analyse.call_graph.iterated import Iterated
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.yields import Yields
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, block_expressions, walk_statements

_NO_FUNCTIONS: frozenset[ir.Function] = frozenset()
_MAKERS = frozenset({"create", "wrap"})
_MANY = 9


@dataclass(frozen=True, eq=False)
class SingleValues:
    """Facts about coroutines with one value each way.

    Attributes:
        bodies: Functions that run as nothing but such coroutines.
        yielding: Functions that run in nothing but such coroutines.
        sites: The calls that make them.
        deaf: Those of the calls whose coroutines take no notice of what is passed to them.
    """

    bodies: frozenset[ir.Function] = _NO_FUNCTIONS
    yielding: frozenset[ir.Function] = _NO_FUNCTIONS
    sites: frozenset[ir.ApiCall] = frozenset()
    deaf: frozenset[ir.ApiCall] = frozenset()

    def resumes(self, thread: Value) -> bool:
        """Whether a value is a thread of such a coroutine."""
        return bool(thread.objects) and all(
            isinstance(each, CreatedThread) and each.site in self.sites for each in thread.objects
        )

    def is_deaf(self, function: object) -> bool:
        """Whether a function resumes a coroutine that takes no notice of what is passed to it."""
        return isinstance(function, WrappedCoroutine) and function.site in self.deaf

    def calls(self, function: object) -> bool:
        """Whether a function resumes such a coroutine."""
        return isinstance(function, WrappedCoroutine) and function.site in self.sites


def find_single_values(
    program: Program, flow: Flow, yields: Yields, iterated: Iterated
) -> SingleValues:
    """Find the coroutines of a program in which nothing tells which of them runs."""
    candidates = (flow.only_resumed & yields.generators) - flow.opened_bodies
    for site in iterated.sites:
        candidates.difference_update(
            each
            for each in flow.value(site.arguments[0]).functions
            if isinstance(each, ir.Function)
        )
    if not candidates:
        return SingleValues()
    return _Search(program, flow, candidates).run()


class _Search:
    def __init__(self, program: Program, flow: Flow, candidates: set[ir.Function]) -> None:
        self._flow = flow
        self._candidates = candidates
        self._functions = [
            function for unit in program.units.values() for function in all_functions(unit.main)
        ]
        # The functions that yield among those that run in the coroutines with a body.
        self._yielding: dict[ir.Function, set[ir.Function]] = {}
        self._sites: dict[ir.ApiCall, frozenset[ir.Function]] = {}
        self._resumed: list[Value] = []

    def run(self) -> SingleValues:
        """Return the facts."""
        for callees in set(self._flow.callees.values()):
            self._candidates.difference_update(
                each for each in callees if isinstance(each, ir.Function)
            )
        self._candidates = {each for each in self._candidates if not each.is_vararg}
        yielding: set[ir.Function] = set()
        indifferent: set[ir.Function] = set()
        attentive: set[ir.Function] = set()
        for function in self._functions:
            self._look_through(function, yielding, indifferent, attentive)
        bodies = {body for each in self._sites.values() for body in each}
        reached = {body: self._reach(body) & yielding for body in bodies}
        if self._reach(None) & yielding:
            return SingleValues()
        self._candidates -= {body for body in bodies if reached[body] & attentive}
        self._drop(reached, indifferent)
        sites = frozenset(
            site for site, made in self._sites.items() if made and made <= self._candidates
        )
        used = {each for body in self._candidates for each in reached[body]}
        shared = {each for body in bodies - self._candidates for each in reached[body]}
        return SingleValues(
            bodies=frozenset(self._candidates),
            yielding=frozenset(used - shared),
            sites=sites,
            deaf=frozenset(
                site
                for site in sites
                if all(
                    not body.parameters and all(map(drops_sent_values, reached[body]))
                    for body in self._sites[site]
                )
            ),
        )

    def _reach(self, place: ir.Function | None) -> set[ir.Function]:
        """Return the functions that may run where a function runs."""
        found: set[ir.Function] = set() if place is None else {place}
        waiting: list[ir.Function | None] = [place]
        while waiting:
            new = self._flow.coroutine_calls.get(waiting.pop(), set()) - found
            found |= new
            waiting.extend(new)
        return found

    def _drop(
        self, reached: Mapping[ir.Function, set[ir.Function]], indifferent: set[ir.Function]
    ) -> None:
        """Drop candidates that share something with others, until all agree."""
        groups = [set(made) for made in self._sites.values()]
        for thread in self._resumed:
            groups.append(
                {
                    body
                    for each in thread.objects
                    if isinstance(each, CreatedThread)
                    for body in self._sites.get(each.site, _NO_FUNCTIONS)
                }
            )
        for function in {each for all_ in reached.values() for each in all_} - indifferent:
            groups.append({body for body in reached if function in reached[body]})
        while True:
            size = len(self._candidates)
            for group in groups:
                if not group <= self._candidates:
                    self._candidates -= group
            if len(self._candidates) == size:
                return

    # --- uses -------------------------------------------------------------------------------

    def _look_through(
        self,
        function: ir.Function,
        yielding: set[ir.Function],
        indifferent: set[ir.Function],
        attentive: set[ir.Function],
    ) -> None:
        wanted = dict(_wanted(function))
        is_plain = drops_sent_values(function)
        for expr in block_expressions(function.body):
            match expr:
                case ir.ApiCall(module="coroutine", function=row, arguments=arguments):
                    if row.name in _MAKERS and arguments:
                        value = self._flow.value(arguments[0])
                        bodies = {each for each in value.functions if isinstance(each, ir.Function)}
                        self._sites[expr] = frozenset(bodies)
                        if len(bodies) < len(value.functions) or value.tags != Tag.FUNCTION:
                            self._candidates -= bodies
                    elif row.name == "resume" and arguments:
                        self._resume(arguments[0], wanted.get(expr, 1))
                    elif is_yield(expr):
                        yielding.add(function)
                        is_plain &= len(arguments) == 1 and not isinstance(arguments[0], ir.MULTI)
                        if wanted.get(expr, 1) > 1:
                            attentive.add(function)
                case ir.Call() | ir.MethodCall() if wanted.get(expr, 1) > 1:
                    self._take_many(self._flow.callees.get(expr, ()))
                case _:
                    pass
        if is_plain and function in yielding:
            indifferent.add(function)
        for statement in walk_statements(function.body):
            if isinstance(statement, ir.GenericFor) and len(statement.variables) > 1:
                self._take_many(self._flow.value(statement.iterators[0]).functions)

    def _resume(self, expr: ir.Expr, wanted: int) -> None:
        thread = self._flow.value(expr)
        self._resumed.append(thread)
        is_known = thread.tags == Tag.OBJECT and not isinstance(expr, ir.MULTI)
        if wanted > 2 or not is_known or any(isinstance(each, str) for each in thread.objects):
            for each in thread.objects:
                if isinstance(each, CreatedThread):
                    self._lose(each.site)

    def _take_many(self, functions: Iterable[object]) -> None:
        """Note that more than the first value of functions is taken."""
        for each in functions:
            if isinstance(each, WrappedCoroutine):
                self._lose(each.site)

    def _lose(self, site: ir.ApiCall) -> None:
        if site.arguments:
            self._candidates.difference_update(
                each
                for each in self._flow.value(site.arguments[0]).functions
                if isinstance(each, ir.Function)
            )


def _wanted(function: ir.Function) -> Iterator[tuple[ir.Expr, int]]:
    """Yield the calls of which another number of results than one is taken, and how many."""
    for statement in walk_statements(function.body):
        match statement:
            case ir.Local(variables=targets, values=(*_, last) as values):
                yield last, len(targets) - len(values) + 1
            case ir.Assign(targets=targets, values=(*_, last) as values):
                yield last, len(targets) - len(values) + 1
            case ir.Return(values=(*_, last)) | ir.GenericFor(iterators=(*_, last)):
                yield last, _MANY
            case _:
                pass
    for expr in block_expressions(function.body):
        match expr:
            case ir.Call(arguments=(*_, last)) | ir.MethodCall(arguments=(*_, last)):
                yield last, _MANY
            case ir.ApiCall(arguments=(*_, last)) | ir.CallActivity(arguments=(*_, last)):
                yield last, _MANY
            case ir.TableConstructor(items=(*_, ir.PositionalItem(value=last))):
                yield last, _MANY
            case _:
                pass
