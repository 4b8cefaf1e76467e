"""Which functions are called only by name, and how many results each returns.

local function load(id)            called by name, never kept as a value: a *direct* function
  if not id then return nil, "no id" end
  return items[id]                 callers take two results: it always returns a pair
end
local item, err = load(7)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wippyc.analyse.exports import Exports, Namespace
from wippyc.analyse.falling import can_fall_off
from wippyc.analyse.flow import Flow
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    block_expressions,
    walk_statements,
)


@dataclass(eq=False)
class CallFacts:
    """Facts about functions and calls.

    Attributes:
        declared: Variables that always hold one function.
        direct: Functions only ever called by name.
        fixed: Number of results of functions that always return the same number.
        spread_uses: Functions some call of which passes all its results on.
    """

    declared: dict[ir.Variable, ir.Function]
    direct: set[ir.Function] = field(default_factory=set)
    fixed: dict[ir.Function, int] = field(default_factory=dict)
    spread_uses: set[ir.Function] = field(default_factory=set)


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
        self.facts = CallFacts(declared=declared)

    def run(self) -> CallFacts:
        """Return the facts."""
        functions = [
            function
            for unit in self._program.units.values()
            for function in all_functions(unit.main)
        ]
        kept = self._functions_kept_as_values()
        outside = self._flow.called_by_runtime | self._flow.coroutine_bodies
        mains = {unit.main for unit in self._program.units.values()}
        self.facts.direct = {
            function
            for function in functions
            if function not in kept and function not in outside and function not in mains
        }
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
        match base:
            case ir.VariableRef(variable=variable) if variable in self._namespaces:
                return self._namespaces[variable].members.get(name)
            case ir.LibraryRef(entry_id=entry_id) if entry_id in self._exports:
                fields = self._exports[entry_id].fields
                return None if fields is None else fields.get(name)
            case _:
                return None

    def _functions_kept_as_values(self) -> set[ir.Function]:
        kept: set[ir.Function] = set()
        for unit in self._program.units.values():
            exports = self._exports[unit.id]
            exported = list((exports.fields or {}).values())
            if exports.single is not None:
                exported.append(exports.single)
            if unit.entry.kind != "library.lua":
                kept.update(self._named(exported))
            quiet = self._quiet_positions(unit.main, exported)
            for function in all_functions(unit.main):
                for expr in block_expressions(function.body):
                    kept.update(self._kept_by(expr, quiet))
        return kept

    def _named(self, exprs: list[ir.Expr]) -> set[ir.Function]:
        found = (self.named_function(expr) for expr in exprs)
        return {function for function in found if function is not None}

    def _quiet_positions(self, main: ir.Function, exported: list[ir.Expr]) -> set[ir.Expr]:
        """Expressions that mention a function without keeping it: callees, declarations."""
        quiet: set[ir.Expr] = set(exported)
        last = main.body.statements[-1] if main.body.statements else None
        if isinstance(last, ir.Return):
            quiet.update(last.values)
        for namespace in self._namespaces.values():
            quiet.update(namespace.members.values())
        for function in all_functions(main):
            for statement in walk_statements(function.body):
                match statement:
                    case ir.DeclareFunction(function=body):
                        quiet.add(body)
                    case ir.Assign(targets=[ir.VariableRef(variable=variable)], values=[value]):
                        if variable in self.facts.declared:
                            quiet.add(value)
                    case _:
                        pass
                if isinstance(statement, ir.Assign):
                    quiet.update(statement.targets)
            for expr in block_expressions(function.body):
                match expr:
                    case ir.Call(callee=callee):
                        quiet.add(callee)
                        if isinstance(callee, ir.Index):
                            quiet.add(callee.object)
                    case (
                        ir.Index(object=ir.LibraryRef() as base)
                        | ir.MethodCall(object=ir.LibraryRef() as base)
                    ):
                        quiet.add(base)
                    case _:
                        pass
        return quiet

    def _kept_by(self, expr: ir.Expr, quiet: set[ir.Expr]) -> set[ir.Function]:
        if isinstance(expr, ir.MethodCall):
            member = self.member(expr.object, expr.method)
            return self._named([member] if member is not None else [])
        if expr in quiet:
            return set()
        match expr:
            case ir.LibraryRef(entry_id=entry_id) if entry_id in self._exports:
                exports = self._exports[entry_id]
                exprs = list((exports.fields or {}).values())
                if exports.single is not None:
                    exprs.append(exports.single)
                return self._named(exprs)
            case ir.Function() | ir.VariableRef() | ir.Index():
                return self._named([expr])
            case _:
                return set()

    def _find_spread_uses(self, functions: list[ir.Function]) -> None:
        for function in functions:
            for statement in walk_statements(function.body):
                if isinstance(statement, ir.Return) and statement.values:
                    self._note_spread(statement.values[-1])
            for expr in block_expressions(function.body):
                match expr:
                    case ir.Call(arguments=arguments) | ir.MethodCall(arguments=arguments):
                        if arguments:
                            self._note_spread(arguments[-1])
                    case ir.ApiCall(arguments=arguments, function=row):
                        if arguments and row.parameters is None:
                            self._note_spread(arguments[-1])
                    case ir.CallActivity(arguments=arguments):
                        if arguments:
                            self._note_spread(arguments[-1])
                    case ir.TableConstructor(items=[*_, ir.PositionalItem(value=value)]):
                        self._note_spread(value)
                    case _:
                        pass

    def _note_spread(self, expr: ir.Expr) -> None:
        if isinstance(expr, ir.Call):
            function = self.named_function(expr.callee)
            if function is not None:
                self.facts.spread_uses.add(function)

    def _find_result_counts(self, functions: list[ir.Function]) -> None:
        """Compute result counts to a fixed point; `None` stands for a number that varies."""
        counts: dict[ir.Function, int | None] = {}
        changed = True
        while changed:
            changed = False
            for function in functions:
                found = self._result_count(function, counts)
                if found != -1 and counts.get(function, -1) != found:
                    if function in counts and counts[function] is None:
                        continue
                    counts[function] = (
                        found
                        if function not in counts
                        else _merge(self, function, counts[function], found)
                    )
                    changed = True
        self.facts.fixed = {
            function: count for function, count in counts.items() if count is not None
        }

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
        if can_fall_off(function.body):
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
            case ir.MethodCall():
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
        expr: ir.Call | ir.MethodCall,
        before: int,
        counts: Mapping[ir.Function, int | None],
    ) -> int | None:
        """Return the count when every function a call can reach returns as many results."""
        if expr in self._flow.open_calls:
            return None
        found: set[int | None] = set()
        for function in self._flow.callees.get(expr, frozenset()):
            found.add(counts.get(function, -1) if isinstance(function, ir.Function) else None)
        known = found - {-1}
        if None in known or len(known) > 1:
            return None
        if not known:
            return -1 if found else None
        count = known.pop()
        return None if count is None else before + count


def _merge(
    analysis: CallAnalysis, function: ir.Function, old: int | None, new: int | None
) -> int | None:
    if old is None or new is None:
        return None
    if old == new:
        return old
    return max(old, new) if analysis.pads_results(function) else None
