"""Which functions run inside workflows, and through which calls.

A workflow runs its chunk, the chunks of the libraries it imports, and whatever its entry function
reaches: calls by name, methods, functions in tables and variables, callbacks of built-in
functions, coroutine bodies, iterators and metamethods. A function of a library that the workflow
does not import cannot be reached, however it is called.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from wippyc.analyse.abstract_values.values import ApiFunctionValue, FunctionValue
from wippyc.analyse.facts import Facts
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import (
    all_functions,
    expressions_of,
    walk_statements,
)
from wippyc.project.model import LuaEntry
from wippyc.source import Span

CALLERS = frozenset(
    {
        ("base", "pcall"), ("base", "xpcall"), ("coroutine", "create"), ("coroutine", "spawn"),
        ("coroutine", "wrap"), ("string", "gsub"), ("table", "sort"),
    }
)  # fmt: skip
"""Built-in functions that call the functions they are given."""

WORKFLOW = "workflow.lua"


@dataclass(frozen=True, slots=True)
class Step:
    """One way from a function into another."""

    callee: ir.Function
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways from one place in a function into others.

    Attributes:
        callees: The functions, of the program and built-in.
        span: The place.
        verb: What the function does with them.
    """

    callees: frozenset[FunctionValue]
    span: Span
    verb: str


@dataclass(eq=False)
class WorkflowReach:
    """What one workflow runs.

    Attributes:
        unit: The workflow.
        closure: IDs of the workflow and of every library it imports, directly or not.
        steps: How each function is first reached: from which function, by which step. Roots have
            no caller.
    """

    unit: Unit
    closure: frozenset[str]
    steps: dict[ir.Function, tuple[ir.Function | None, Step]] = field(default_factory=dict)

    def chain(self, function: ir.Function) -> tuple[Step, ...]:
        """Return the calls that lead from the workflow's entry function to a function."""
        found: list[Step] = []
        current: ir.Function | None = function
        while current is not None and current in self.steps:
            caller, step = self.steps[current]
            if step.text:
                found.append(step)
            current = caller
        return tuple(reversed(found))


# Expressions that lead into other functions.
_CALLING = (ir.Call, ir.MethodCall, ir.ApiCall, ir.TableConstructor)


class Reach:
    """Reachability from every workflow of a program.

    Attributes:
        workflows: One result per workflow, in the order of the program.
        unit_of: The unit each function is written in.
    """

    def __init__(
        self,
        facts: Facts,
        is_trusted: Callable[[Unit, ir.Function], bool],
    ) -> None:
        self._facts = facts
        self._is_trusted = is_trusted
        self.unit_of: dict[ir.Function, Unit] = {
            function: unit
            for unit in facts.program.units.values()
            for function in all_functions(unit.main)
        }
        self._ways: dict[ir.Function, tuple[Ways, ...]] = {}
        self._edges: dict[ir.Function, tuple[Step, ...]] = {}
        self._sorted: dict[frozenset[FunctionValue], list[tuple[ir.Function, str]]] = {}
        self.workflows = tuple(
            self._reach(unit)
            for unit in facts.program.units.values()
            if unit.entry.kind == WORKFLOW
        )
        self._first: dict[ir.Function, WorkflowReach] = {}
        for reach in self.workflows:
            for function in reach.steps:
                self._first.setdefault(function, reach)

    def functions(self) -> Iterator[ir.Function]:
        """Yield every function some workflow runs, in the order of the source."""
        for function in self.unit_of:
            if function in self._first:
                yield function

    def owner(self, function: ir.Function) -> WorkflowReach | None:
        """Return the first workflow that runs a function."""
        own = self.unit_of[function]
        for reach in self.workflows:
            if reach.unit is own and function in reach.steps:
                return reach
        return self._first.get(function)

    def ways_from(self, function: ir.Function) -> tuple[Ways, ...]:
        """Return the places where a function may call others, in the order of the source."""
        if function not in self._ways:
            self._ways[function] = tuple(self._find_ways(function))
        return self._ways[function]

    def steps_from(self, function: ir.Function) -> tuple[Step, ...]:
        """Return everything a function may call, in the order of the source."""
        if function not in self._edges:
            name = self.name(function)
            self._edges[function] = tuple(
                Step(callee, ways.span, f"{name} {ways.verb} {callee_name}")
                for ways in self.ways_from(function)
                for callee, callee_name in self._named(ways.callees)
            )
        return self._edges[function]

    def _named(self, callees: frozenset[FunctionValue]) -> list[tuple[ir.Function, str]]:
        """Return the functions of the program with their names, in the order of the source."""
        found = self._sorted.get(callees)
        if found is None:
            functions = [callee for callee in callees if isinstance(callee, ir.Function)]
            functions.sort(key=self._place)
            found = [(callee, self.name(callee)) for callee in functions]
            self._sorted[callees] = found
        return found

    # --- one workflow -------------------------------------------------------------------------

    def _reach(self, unit: Unit) -> WorkflowReach:
        closure = import_closure(self._facts, unit)
        reach = WorkflowReach(unit, frozenset(closure))
        queue: deque[ir.Function] = deque()

        def enter(caller: ir.Function | None, step: Step) -> None:
            callee = step.callee
            if callee in reach.steps or self.unit_of[callee].id not in reach.closure:
                return
            if self._is_trusted(self.unit_of[callee], callee):
                return
            reach.steps[callee] = (caller, step)
            queue.append(callee)

        enter(None, Step(unit.main, unit.entry.span, ""))
        for function in self.entry_functions(unit):
            enter(None, Step(function, unit.entry.method_span, ""))
        self._drain(queue, enter)
        for entry_id, (importer, span) in closure.items():
            if importer is not None:
                text = f"{importer} imports {entry_id}"
                enter(None, Step(self._facts.program.units[entry_id].main, span, text))
        self._drain(queue, enter)
        return reach

    def _drain(
        self,
        queue: deque[ir.Function],
        enter: Callable[[ir.Function | None, Step], None],
    ) -> None:
        while queue:
            function = queue.popleft()
            for step in self.steps_from(function):
                enter(function, step)

    def entry_functions(self, unit: Unit) -> list[ir.Function]:
        """Return the functions that may be the entry function of a unit."""
        static = self._facts.entry_function(unit)
        if static is not None:
            return [static]
        exports = self._facts.exports[unit.id]
        expr = exports.entry_function(unit.entry.method)
        returned = exports.values if expr is None else (expr,)
        values = [function for each in returned for function in self._facts.value(each).functions]
        if returned and exports.fields is None:
            field_value = self._facts.flow.fields.get(unit.entry.method)
            values.extend([] if field_value is None else field_value.functions)
        found = {value for value in values if isinstance(value, ir.Function)}
        return sorted(found, key=self._place)

    def _place(self, function: ir.Function) -> tuple[str, int]:
        return (self.unit_of[function].id, function.span.start)

    # --- steps --------------------------------------------------------------------------------

    def _find_ways(self, function: ir.Function) -> Iterator[Ways]:
        for statement in walk_statements(function.body):
            if isinstance(statement, ir.GenericFor) and statement.iterators:
                yield self._into(statement.iterators[0], "iterates with")
            if isinstance(statement, ir.Assign):
                yield from self._metamethods(statement)
        for expr in expressions_of(function.body, *_CALLING):
            yield from self._expression(expr)

    def _expression(self, expr: ir.Expr) -> Iterator[Ways]:
        match expr:
            case ir.Call(arguments=arguments):
                callees = self._facts.flow.callees.get(expr, frozenset())
                yield Ways(callees, expr.span, "calls")
                if any(
                    isinstance(callee, ApiFunctionValue) and (callee.module, callee.name) in CALLERS
                    for callee in callees
                ):
                    for argument in arguments:
                        yield self._into(argument, "hands on")
            case ir.MethodCall(method=method, arguments=arguments):
                callees = self._facts.flow.callees.get(expr, frozenset())
                yield Ways(callees, expr.span, "calls")
                if method == "gsub":
                    for argument in arguments:
                        yield self._into(argument, "replaces with")
            case ir.ApiCall(module=module, function=row, arguments=arguments):
                if (module, row.name) in CALLERS:
                    verb = "spawns" if module == "coroutine" else f"{row.name} calls"
                    for argument in arguments:
                        yield self._into(argument, verb)
            case ir.TableConstructor(items=items):
                for item in items:
                    if isinstance(item, ir.KeyedItem) and _is_event(item.key):
                        yield self._into(item.value, "has the metamethod")
            case _:
                return

    def _metamethods(self, statement: ir.Assign) -> Iterator[Ways]:
        for target, value in zip(statement.targets, statement.values, strict=False):
            if isinstance(target, ir.Index) and _is_event(target.key):
                yield self._into(value, "has the metamethod")

    def _into(self, expr: ir.Expr, verb: str) -> Ways:
        return Ways(self._facts.value(expr).functions, expr.span, verb)

    def name(self, function: ir.Function) -> str:
        """Return what people call a function."""
        unit = self.unit_of[function]
        if function is unit.main:
            return unit.id
        return function.name or f"the function in line {function.span.line}"


def _is_event(key: ir.Expr) -> bool:
    return isinstance(key, ir.Constant) and str(key.value).startswith("__")


def import_closure(facts: Facts, unit: Unit) -> dict[str, tuple[str | None, Span]]:
    """Return the unit and all libraries it imports, with who imports each, and where."""
    found: dict[str, tuple[str | None, Span]] = {unit.id: (None, unit.entry.span)}
    pending: deque[LuaEntry] = deque([unit.entry])
    while pending:
        entry = pending.popleft()
        for imported in entry.imports:
            target = str(imported.target)
            if target in facts.program.units and target not in found:
                found[target] = (str(entry.id), imported.span)
                pending.append(facts.program.units[target].entry)
    return found
