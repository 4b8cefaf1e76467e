"""Wrapped coroutines that are only iterated: a Python generator takes the function's place.

local function range(from, to)                 def range_(from_, to):
  return coroutine.wrap(function()                 def function():
    for i = from, to do                                for i in range(from_, to + 1):
      coroutine.yield(i)                                   yield i
    end
  end)                                             return function()
end
for i in range(1, 3) do … end                  for i in range_(1, 3): …

It must not be noticed that there is no Lua coroutine and no function. A wrapped coroutine counts
when
* its body is a generator that takes no notice of the values a resume passes, returns none, and
  raises no error with the position of a caller;
* it only passes through variables that are used once, parameters and results of functions called
  by name, to the one `for` loop that runs it (afterwards, Lua's function would raise an error);
* nothing in the program asks which coroutine is running.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wippyc.analyse.abstract_values.values import Tag, Value, WrappedCoroutine
from wippyc.analyse.call_graph.calls import CallFacts
from wippyc.analyse.call_graph.generators import drops_sent_values, is_yield
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.yields import Yields
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.error_levels import error_level, looks_beyond_callers
from wippyc.analyse.program.places import Places
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, block_expressions, expressions_of, walk_statements

# Functions that tell which coroutine runs.
_NOTICING = ("close", "isyieldable", "running")
# States that are told from all others alike, whether a coroutine is counted or not.
_PLAIN_STATES = ("dead", "suspended")


@dataclass(frozen=True, slots=True)
class Yielded:
    """What the loops over a generator get.

    Attributes:
        width: Number of values of each round; `None` if it varies.
        can_be_nil: Whether the first of them can be nil, which ends a loop.
    """

    width: int | None
    can_be_nil: bool


@dataclass(frozen=True, slots=True)
class Iterated:
    """Facts about coroutines that are only iterated.

    Attributes:
        sites: The calls of `coroutine.wrap` that give a generator.
        bodies: Functions that run as no other coroutines.
        unsent: Generators that are never resumed with values.
        is_noticed: Whether the program may ask which coroutine runs.
    """

    sites: Mapping[ir.ApiCall, Yielded] = field(default_factory=dict)
    bodies: frozenset[ir.Function] = frozenset()
    unsent: frozenset[ir.Function] = frozenset()
    is_noticed: bool = False

    def loop(self, value: Value) -> Yielded | None:
        """Return what a loop gets whose only iterator has this value, if it is a generator."""
        found = [
            self.sites.get(each.site) if isinstance(each, WrappedCoroutine) else None
            for each in value.functions
        ]
        if not found or None in found or not value.only(Tag.FUNCTION):
            return None
        rounds = [each for each in found if each is not None]
        widths = {each.width for each in rounds}
        return Yielded(
            width=widths.pop() if len(widths) == 1 else None,
            can_be_nil=any(each.can_be_nil for each in rounds),
        )


class IteratedAnalysis:
    """Finds the coroutines that are only iterated."""

    def __init__(
        self,
        program: Program,
        flow: Flow,
        yields: Yields,
        calls: CallFacts,
        captures: Captures,
    ) -> None:
        self._functions = [
            function for unit in program.units.values() for function in all_functions(unit.main)
        ]
        self._flow = flow
        self._yields = yields
        self._calls = calls
        self._captures = captures
        self._bodies: dict[ir.ApiCall, ir.Function] = {}

    @cached_property
    def _places(self) -> Places:
        """The places of everything; few programs have coroutines that are looked into so far."""
        return Places(self._functions)

    def run(self) -> Iterated:
        """Return the facts."""
        if not self._yields.generators:
            return Iterated()
        if any(
            self._notices(expr) for each in self._functions for expr in block_expressions(each.body)
        ):
            return Iterated(is_noticed=True)
        sites: dict[ir.ApiCall, Yielded] = {}
        for function in self._functions:
            for expr in block_expressions(function.body):
                body = self._body(expr)
                if body is not None and isinstance(expr, ir.ApiCall):
                    yielded = self._yielded(body)
                    if yielded is not None:
                        sites[expr] = yielded
                        self._bodies[expr] = body
        kept = self._kept(sites)
        bodies = {self._bodies[site] for site in kept}
        generators = self._yields.generators
        others: set[ir.Function] = set()
        for function in self._functions:
            for expr in block_expressions(function.body):
                match expr:
                    case ir.ApiCall(module="coroutine", arguments=[argument, *_]):
                        if expr not in kept:
                            value = self._flow.value(argument)
                            others.update(each for each in value.functions if each in generators)
                    case _:
                        pass
        return Iterated(
            sites=kept,
            bodies=frozenset(bodies - others),
            unsent=generators.difference(*(self._reached(body) for body in others)),
        )

    def _notices(self, expr: ir.Expr) -> bool:
        """Whether an expression can tell which coroutine runs, or whose caller is whose."""
        match expr:
            case ir.ApiRef(module="coroutine", function=row):
                return row.name in (*_NOTICING, "status")
            case ir.ModuleRef(module="coroutine"):
                return True
            case ir.ApiCall(module="coroutine", function=row) if row.name in _NOTICING:
                return True
            case ir.ApiCall(module="coroutine", function=row) if row.name == "status":
                return not self._is_plain_test(expr)
            case _:
                return looks_beyond_callers(expr)

    def _is_plain_test(self, expr: ir.Expr) -> bool:
        match self._places.of(expr).parent:
            case ir.Compare(operator="==" | "~=", left=left, right=right):
                other = right if left is expr else left
                return isinstance(other, ir.Constant) and other.value in _PLAIN_STATES
            case _:
                return False

    # --- bodies -------------------------------------------------------------------------------

    def _body(self, expr: ir.Expr) -> ir.Function | None:
        """Return the body of a `coroutine.wrap` whose generator could take its place."""
        match expr:
            case ir.ApiCall(module="coroutine", function=row, arguments=[argument]):
                if row.name != "wrap":
                    return None
            case _:
                return None
        match argument:
            case ir.Function():
                body = argument
            case ir.VariableRef(variable=variable) if variable.kind != "global":
                found = self._calls.declared.get(variable)
                if found is None:
                    return None
                body = found
            case _:
                return None
        if body not in self._yields.generators or body.is_vararg:
            return None
        for statement in walk_statements(body.body):
            if isinstance(statement, ir.Return) and not self._returns_nothing(statement):
                return None
        return body

    def _returns_nothing(self, statement: ir.Return) -> bool:
        match statement.values:
            case ():
                return True
            case (ir.Call() as call,):
                target = self._generator(call)
                return target is not None and self._calls.fixed.get(target) == 0
            case _:
                return False

    def _generator(self, call: ir.Call) -> ir.Function | None:
        match call.callee:
            case ir.VariableRef(variable=variable):
                target = self._calls.declared.get(variable)
            case ir.Function():
                target = call.callee
            case _:
                return None
        return target if target in self._yields.generators else None

    def _reached(self, body: ir.Function) -> list[ir.Function]:
        """Return a body and the generators it runs."""
        reached = [body]
        for function in reached:
            for expr in expressions_of(function.body, ir.Call, ir.MethodCall):
                callees = self._flow.callees.get(expr, frozenset()) & self._yields.generators
                named = self._generator(expr) if isinstance(expr, ir.Call) else None
                if named is not None:
                    callees |= {named}
                ordered = sorted(
                    (each for each in callees if isinstance(each, ir.Function)),
                    key=lambda each: each.span.start,
                )
                reached.extend(each for each in ordered if each not in reached)
        return reached

    def _yielded(self, body: ir.Function) -> Yielded | None:
        """Return what the yields of a body give, if it takes no notice of its resumer."""
        widths: set[int | None] = set()
        can_be_nil = False
        for function in self._reached(body):
            if not drops_sent_values(function):
                return None
            for expr in block_expressions(function.body):
                match expr:
                    case ir.ApiCall(arguments=arguments) if is_yield(expr):
                        widths.add(self._width(arguments))
                        first = self._flow.expressions.get(arguments[0]) if arguments else None
                        can_be_nil |= first is None or not first.tags or first.can_be(Tag.NIL)
                    case ir.ApiCall(module="base", function=row) if row.name == "error":
                        if error_level(expr) not in (0, 1):
                            return None
                    case _:
                        pass
        return Yielded(widths.pop() if len(widths) == 1 else None, can_be_nil)

    def _width(self, values: tuple[ir.Expr, ...]) -> int | None:
        if not values or not isinstance(values[-1], ir.MULTI):
            return len(values)
        match values[-1]:
            case ir.ApiCall(function=row) if row.results is not None and len(row.results) == 1:
                return len(values)
            case ir.Call() | ir.MethodCall() as call if call not in self._flow.open_calls:
                callees = self._flow.callees.get(call, frozenset())
                counts = set(map(self._calls.result_count, callees))
                return len(values) if counts == {1} else None
            case _:
                return None

    # --- ways -------------------------------------------------------------------------------

    def _kept(self, sites: dict[ir.ApiCall, Yielded]) -> dict[ir.ApiCall, Yielded]:
        """Drop coroutines that get anywhere but into loops of their own, to a fixed point."""
        for value in (
            *(value for (_, position), value in self._flow.results.items() if position),
            *self._flow.extra_results.values(),
            *self._flow.varargs.values(),
        ):
            sites = _without(sites, value)
        while True:
            left = sites
            for function in self._functions:
                for expr in block_expressions(function.body):
                    value = self._flow.value(expr)
                    if _sites_of(value) and not self._is_moved(expr, value, left):
                        left = _without(left, value)
            if len(left) == len(sites):
                return left
            sites = left

    def _is_moved(self, expr: ir.Expr, value: Value, sites: Mapping[ir.ApiCall, Yielded]) -> bool:
        """Whether a coroutine goes on from an expression to no more than one place."""
        place = self._places.of(expr)
        match place.parent:
            case ir.First():
                return True
            case ir.Evaluate():
                return True
            case ir.GenericFor(iterators=(_,)):
                return Iterated(sites).loop(value) is not None
            case ir.Return(values=(_,)):
                return place.function in self._calls.direct
            case ir.Local(variables=variables, values=values):
                position = values.index(expr)
                if position >= len(variables):
                    return False
                return self._is_used_once(variables[position], sites)
            case ir.Call(arguments=arguments) as call if expr is not call.callee:
                return all(
                    self._is_used_once(parameter, sites)
                    for parameter in self._parameters(call, arguments.index(expr))
                )
            case _:
                return False

    def _parameters(self, call: ir.Call, position: int) -> Iterator[ir.Variable | None]:
        """Yield the parameters that an argument of a call reaches; `None` for something else."""
        callees = self._flow.callees.get(call, frozenset())
        if call in self._flow.open_calls or not callees:
            yield None
        for callee in callees:
            is_parameter = isinstance(callee, ir.Function) and position < len(callee.parameters)
            yield callee.parameters[position] if is_parameter else None  # type: ignore[union-attr]

    def _is_used_once(
        self, variable: ir.Variable | None, sites: Mapping[ir.ApiCall, Yielded]
    ) -> bool:
        """Whether a variable is read at most once for each time it is declared."""
        if variable is None or variable.kind not in ("local", "parameter"):
            return False
        if variable in self._captures.assigned:
            return False
        references = self._places.references(variable)
        if not references:
            return True
        if len(references) > 1:
            return False
        owner = self._captures.owner[variable]
        declared = self._places.declaration(variable)
        place = self._places.of(references[0])
        while place.function is not owner:
            # Inside a body of a coroutine, which runs once: where is that made?
            if place.loops or place.function.body in self._places.jumps:
                return False
            site = self._places.of(place.function).parent
            if not isinstance(site, ir.ApiCall) or site not in sites:
                return False
            place = self._places.of(site)
        return place.loops == declared and owner.body not in self._places.jumps


def _sites_of(value: Value) -> list[ir.ApiCall]:
    return [each.site for each in value.functions if isinstance(each, WrappedCoroutine)]


def _without(sites: dict[ir.ApiCall, Yielded], value: Value) -> dict[ir.ApiCall, Yielded]:
    dropped = [site for site in _sites_of(value) if site in sites]
    if not dropped:
        return sites
    return {site: yielded for site, yielded in sites.items() if site not in dropped}
