"""Which functions are called only by name, and how many results each returns.

local function load(id)            every call of it is seen: a *direct* function
  if not id then return nil, "no id" end
  return items[id]                 callers take two results: it always returns a pair
end
local item, err = load(7)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wippyc.analyse.abstract_values.string_calls import result_count, string_call
from wippyc.analyse.abstract_values.values import ApiFunctionValue, FunctionValue
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.known_calls import OWN_PARAMETERS, Arity, find_known_calls
from wippyc.analyse.program.exports import Exports, Namespace, static_member
from wippyc.analyse.program.falling import can_fall_off
from wippyc.api.registry import modules
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    expressions_of,
    walk_statements,
)

# Expressions that pass on all results of a call.
_SPREADING = (ir.Call, ir.MethodCall, ir.ApiCall, ir.CallActivity, ir.TableConstructor)


@dataclass(eq=False)
class CallFacts:
    """Facts about functions and calls.

    Attributes:
        declared: Variables that always hold one function.
        direct: Functions only ever called where the analysis sees it, by calls that reach only
            such functions.
        arities: How many arguments those of them take that do not just take their parameters.
        known: For each call that reaches only direct functions, one of them.
        fixed: Number of results of functions that always return the same number.
        spread_uses: Functions some call of which passes all its results on.
    """

    declared: dict[ir.Variable, ir.Function]
    direct: set[ir.Function] = field(default_factory=set)
    arities: Mapping[ir.Function, Arity] = field(default_factory=dict)
    known: Mapping[ir.Expr, ir.Function] = field(default_factory=dict)
    fixed: dict[ir.Function, int] = field(default_factory=dict)
    spread_uses: set[ir.Function] = field(default_factory=set)

    def result_count(self, function: FunctionValue) -> int | None:
        """Return how many results a function always has; `None` if that varies."""
        match function:
            case ir.Function():
                return self.fixed.get(function)
            case ApiFunctionValue():
                return _single_result(function)
            case _:
                return None

    def arity(self, function: ir.Function) -> Arity:
        """Return how many arguments a direct function takes."""
        return self.arities.get(function, OWN_PARAMETERS)


class CallAnalysis:
    """Finds direct functions and fixed result counts."""

    def __init__(
        self,
        program: Program,
        flow: Flow,
        declared: dict[ir.Variable, ir.Function],
        namespaces: Mapping[ir.Variable, Namespace],
        exports: Mapping[str, Exports],
    ) -> None:
        self._program = program
        self._flow = flow
        self._namespaces = namespaces
        self._exports = exports
        self._groups: list[list[ir.Function]] = []
        self.facts = CallFacts(declared=declared)

    def run(self) -> CallFacts:
        """Return the facts."""
        functions = [
            function
            for unit in self._program.units.values()
            for function in all_functions(unit.main)
        ]
        mains = {unit.main for unit in self._program.units.values()}
        known = find_known_calls(self._flow, functions, mains | self._exported_by_entries())
        self.facts.direct = known.functions
        self.facts.known = known.calls
        self.facts.arities = known.arities
        self._groups = known.groups
        self._find_spread_uses(functions)
        self._find_result_counts(functions)
        return self.facts

    def named_function(self, callee: ir.Expr) -> ir.Function | None:
        """Return the one function a callee expression names, if it is static."""
        match callee:
            case ir.Function():
                return callee
            case ir.VariableRef(variable=variable):
                return self.facts.declared.get(variable)
            case ir.Index(object=base, key=ir.Constant(value=str() as name)):
                member = self.member(base, name)
                return None if member is None else self.named_function(member)
            case ir.LibraryRef(entry_id=entry_id):
                exports = self._exports.get(entry_id)
                if exports is not None and exports.single is not None:
                    return self.named_function(exports.single)
                return None
            case _:
                return None

    def member(self, base: ir.Expr, name: str) -> ir.Expr | None:
        """Return the expression behind `namespace.name` or `library.name`, if it is static."""
        return static_member(base, name, self._namespaces, self._exports)

    def _exported_by_entries(self) -> set[ir.Function]:
        found: set[ir.Function] = set()
        for unit in self._program.units.values():
            if unit.entry.kind != "library.lua":
                exports = self._exports[unit.id]
                exported = [*(exports.fields or {}).values(), exports.single]
                found.update(self._named([expr for expr in exported if expr is not None]))
        return found

    def _named(self, exprs: list[ir.Expr]) -> set[ir.Function]:
        found = (self.named_function(expr) for expr in exprs)
        return {function for function in found if function is not None}

    def _find_spread_uses(self, functions: list[ir.Function]) -> None:
        """Find functions of whose results somebody may notice the number."""
        handed_on: dict[ir.Function, set[ir.Function]] = {}
        for function in functions:
            for statement in walk_statements(function.body):
                match statement:
                    case ir.Return(values=[only]) if function in self.facts.direct:
                        handed_on.setdefault(function, set()).update(self._spreading(only))
                    case ir.Return(values=[*_, last]):
                        self.facts.spread_uses.update(self._spreading(last))
                    case _:
                        pass
            for expr in expressions_of(function.body, *_SPREADING):
                match expr:
                    case ir.Call(arguments=[*_, last]) | ir.MethodCall(arguments=[*_, last]):
                        if self._counts_arguments(expr):
                            self.facts.spread_uses.update(self._spreading(last))
                    case ir.ApiCall(arguments=[*_, last], function=row) if row.parameters is None:
                        self.facts.spread_uses.update(self._spreading(last))
                    case ir.CallActivity(arguments=[*_, last]):
                        self.facts.spread_uses.update(self._spreading(last))
                    case ir.TableConstructor(items=[*_, ir.PositionalItem(value=value)]):
                        self.facts.spread_uses.update(self._spreading(value))
                    case _:
                        pass
        waiting = [each for each in handed_on if each in self.facts.spread_uses]
        while waiting:
            for inner in handed_on.get(waiting.pop(), ()):
                if inner not in self.facts.spread_uses:
                    self.facts.spread_uses.add(inner)
                    waiting.append(inner)

    def _spreading(self, expr: ir.Expr) -> Iterator[ir.Function]:
        """Yield the functions whose results an expression passes on."""
        if isinstance(expr, ir.Call):
            function = self.named_function(expr.callee)
            if function is not None:
                yield function
        if isinstance(expr, ir.Call | ir.MethodCall):
            for callee in self._flow.callees.get(expr, frozenset()):
                if isinstance(callee, ir.Function):
                    yield callee

    def _counts_arguments(self, call: ir.Call | ir.MethodCall) -> bool:
        """Whether what a call reaches may notice how many arguments there are."""
        if call in self._flow.open_calls:
            return True
        callees = self._flow.callees.get(call)
        return not callees or any(
            not isinstance(callee, ir.Function) or callee.is_vararg for callee in callees
        )

    def _find_result_counts(self, functions: list[ir.Function]) -> None:
        """Compute result counts to a fixed point; `None` stands for a number that varies."""
        counts: dict[ir.Function, int | None] = {}
        changed = True
        while changed:
            changed = False
            for function in functions:
                found = self._result_count(function, counts)
                if found == -1:
                    continue
                count = found
                if function in counts:
                    count = _merge(self, function, counts[function], found)
                    if count == counts[function]:
                        continue
                counts[function] = count
                changed = True
            changed |= self._agree(counts)
        self._complete(counts)
        self.facts.fixed = {
            function: count for function, count in counts.items() if count is not None
        }

    def _agree(self, counts: dict[ir.Function, int | None]) -> bool:
        """Give functions that meet at calls the same number of results."""
        changed = False
        for group in self._groups:
            found = {counts[function] for function in group if function in counts}
            if len(found) < 2:
                continue
            known = [count for count in found if count is not None]
            pads = len(known) == len(found) and all(map(self.pads_results, group))
            for function in group:
                if function in counts:
                    counts[function] = max(known) if pads else None
            changed = True
        return changed

    def _complete(self, counts: dict[ir.Function, int | None]) -> None:
        """Let functions that never return pass for functions like those they meet at calls."""
        for group in self._groups:
            known = [counts[function] for function in group if function in counts]
            for function in group if known else ():
                counts.setdefault(function, known[0])

    def pads_results(self, function: ir.Function) -> bool:
        """Whether adding nils to a function's results cannot be noticed."""
        return function in self.facts.direct and function not in self.facts.spread_uses

    def _result_count(
        self, function: ir.Function, counts: Mapping[ir.Function, int | None]
    ) -> int | None:
        """Return the number of results, `None` if it varies, -1 if not known yet."""
        found: set[int] = set()
        for statement in walk_statements(function.body):
            if not isinstance(statement, ir.Return):
                continue
            count = self._count_of(statement.values, function, counts)
            if count is None:
                return None
            if count >= 0:
                found.add(count)
        if can_fall_off(function.body, self._flow.raising.calls):
            found.add(0)
        if not found:
            return -1
        if len(found) == 1:
            return found.pop()
        return max(found) if self.pads_results(function) else None

    def _count_of(
        self,
        values: tuple[ir.Expr, ...],
        function: ir.Function,
        counts: Mapping[ir.Function, int | None],
    ) -> int | None:
        if not values or not isinstance(values[-1], ir.MULTI):
            return len(values)
        last = values[-1]
        before = len(values) - 1
        match last:
            case ir.Call(callee=callee):
                target = self.named_function(callee)
                if target is None:
                    return self._common_count(last, before, counts)
                if target is function and before == 0:
                    return -1
                count = counts.get(target, -1)
                if count is None or count == -1:
                    return count
                return before + count
            case ir.MethodCall() | ir.ApiCall(module="string"):
                called = string_call(last, self._flow.value)
                if called is not None:
                    own = result_count(called)
                    return None if own is None else before + own
                return self._common_count(last, before, counts)
            case ir.ApiCall(function=row):
                return None if row.results is None else before + len(row.results)
            case ir.CallActivity():
                return before + 2
            case ir.Sleep():
                return before
            case _:
                return None

    def _common_count(
        self,
        expr: ir.Expr,
        before: int,
        counts: Mapping[ir.Function, int | None],
    ) -> int | None:
        """Return the count when every function a call can reach returns as many results."""
        if expr in self._flow.open_calls:
            return None
        found: set[int | None] = set()
        for function in self._flow.callees.get(expr, frozenset()):
            if isinstance(function, ir.Function):
                found.add(counts.get(function, -1))
            else:
                found.add(self.facts.result_count(function))
        known = found - {-1}
        if None in known or len(known) > 1:
            return None
        if not known:
            return -1 if found else None
        count = known.pop()
        return None if count is None else before + count


def _single_result(function: ApiFunctionValue) -> int | None:
    """Return 1 for a built-in function that always has one result, and does not suspend."""
    module = modules().get(function.module)
    row = None if module is None else module.functions.get(function.name)
    if row is None or function.yields or row.yields or row.results is None:
        return None
    return 1 if len(row.results) == 1 else None


def _merge(
    analysis: CallAnalysis, function: ir.Function, old: int | None, new: int | None
) -> int | None:
    if old is None or new is None:
        return None
    if old == new:
        return old
    return max(old, new) if analysis.pads_results(function) else None
