"""Which built-in functions a function uses, however it reaches them.

os.time()                            by name
local t = os.time; t()               through an alias
local clock = { now = os.time }      through a table
clock.now()
pcall(os.time)                       handed to a function that calls it
_G.os.time()                         through the table of globals
local function f(o) o.time() end     through the module as a value
f(os)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wippyc.analyse.abstract_values.values import ApiFunctionValue, FunctionValue, Tag
from wippyc.analyse.facts import Facts
from wippyc.check.reach import CALLERS, import_closure
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import (
    all_functions,
    expressions_of,
    statement_expressions,
    walk_statements,
)
from wippyc.source import Span


@dataclass(frozen=True, slots=True)
class ApiUse:
    """A call of a built-in function.

    Attributes:
        module: Its module; `base` for functions that are globals.
        name: Its name in the module.
        span: The call.
        arguments: What it is given, as far as that can be seen.
        node: The expression.
        is_direct: Whether it is called by its own name here.
    """

    module: str
    name: str
    span: Span
    arguments: tuple[ir.Expr, ...]
    node: ir.Expr
    is_direct: bool = False

    @property
    def title(self) -> str:
        """What people call the function."""
        return self.name if self.module == "base" else f"{self.module}.{self.name}"


# Expressions that call something.
_CALLS = (ir.ApiCall, ir.CallActivity, ir.Sleep, ir.Call, ir.MethodCall)


class ApiUses:
    """Finds uses, function by function."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._found: dict[ir.Function, tuple[ApiUse, ...]] = {}
        self._as_values = self._modules_as_values()

    def of(self, function: ir.Function) -> tuple[ApiUse, ...]:
        """Return the uses in a function's own body, in the order of the source."""
        if function not in self._found:
            found: dict[tuple[str, str, int, int], ApiUse] = {}
            for expr in expressions_of(function.body, *_CALLS):
                for use in self._expression(function, expr):
                    key = (use.module, use.name, use.span.start, use.span.end)
                    found.setdefault(key, use)
            for statement in walk_statements(function.body):
                if isinstance(statement, ir.GenericFor) and statement.iterators:
                    for use in self._handed(statement.iterators[0], ()):
                        key = (use.module, use.name, use.span.start, use.span.end)
                        found.setdefault(key, use)
            self._found[function] = tuple(found.values())
        return self._found[function]

    def _modules_as_values(self) -> dict[ir.Function, tuple[str, ...]]:
        """Modules that a function may be given as values.

        A module that is stored or passed on somewhere can reach every unit that runs together
        with the one that does it.
        """
        units = self._facts.program.units
        passed = {entry_id: self._passed_on(unit) for entry_id, unit in units.items()}
        if not any(passed.values()):
            return {}
        visible: dict[str, set[str]] = {entry_id: set() for entry_id in units}
        for unit in units.values():
            together = import_closure(self._facts, unit)
            found = set().union(*(passed[entry_id] for entry_id in together))
            for entry_id in together:
                visible[entry_id] |= found
        return {
            function: tuple(sorted(visible[entry_id]))
            for entry_id, unit in units.items()
            if visible[entry_id]
            for function in all_functions(unit.main)
        }

    def _passed_on(self, unit: Unit) -> set[str]:
        found: set[str] = set()
        for function in all_functions(unit.main):
            mentioned = [
                expr for expr in expressions_of(function.body, ir.ModuleRef) if not expr.path
            ]
            if not mentioned:
                continue
            bindings = {
                top
                for statement in walk_statements(function.body)
                for top in statement_expressions(statement)
                if self._is_binding(statement, top)
            }
            found.update(expr.module for expr in mentioned if expr not in bindings)
        return found

    def _is_binding(self, statement: ir.Statement, value: ir.Expr) -> bool:
        return (
            isinstance(statement, ir.Local)
            and isinstance(value, ir.ModuleRef)
            and len(statement.variables) == 1
            and statement.variables[0] not in self._facts.captures.assigned
        )

    def _expression(self, function: ir.Function, expr: ir.Expr) -> Iterator[ApiUse]:
        match expr:
            case ir.ApiCall(module=module, function=row, arguments=arguments):
                yield ApiUse(module, row.name, expr.span, arguments, expr, True)
                if (module, row.name) in CALLERS:
                    for argument in arguments:
                        yield from self._handed(argument, ())
            case ir.CallActivity():
                target = ir.Constant(span=expr.span, value=expr.target)
                yield ApiUse("funcs", "call", expr.span, (target, *expr.arguments), expr, True)
            case ir.Sleep():
                yield ApiUse("time", "sleep", expr.span, (), expr, True)
            case ir.Call(callee=callee, arguments=arguments):
                yield from self._call(function, expr, callee, arguments)
            case ir.MethodCall(object=receiver, method=method, arguments=arguments):
                for found in _built_in(self._facts.flow.callees.get(expr, frozenset())):
                    passed = (receiver, *arguments)
                    yield ApiUse(found.module, found.name, expr.span, passed, expr)
                value = self._facts.value(receiver)
                names = self._facts.api["string"].functions
                if value.certainly(Tag.STRING) and method in names:
                    yield ApiUse("string", method, expr.span, (receiver, *arguments), expr)
            case _:
                return

    def _call(
        self,
        function: ir.Function,
        expr: ir.Call,
        callee: ir.Expr,
        arguments: tuple[ir.Expr, ...],
    ) -> Iterator[ApiUse]:
        callees = self._facts.flow.callees.get(expr, frozenset())
        for found in _built_in(callees):
            yield ApiUse(found.module, found.name, expr.span, arguments, expr)
            if (found.module, found.name) in CALLERS:
                for argument in arguments:
                    yield from self._handed(argument, ())
        if callees or not isinstance(callee, ir.Index):
            return
        module = self.module_of(callee.object)
        match callee.key:
            case ir.Constant(value=str() as name) if module is not None:
                yield ApiUse(module, name, expr.span, arguments, expr)
            case ir.Constant(value=str() as name) if not _is_static(callee.object):
                for each in self._as_values.get(function, ()):
                    if name in self._facts.api[each].functions:
                        yield ApiUse(each, name, expr.span, arguments, expr)
            case _:
                return

    def _handed(self, argument: ir.Expr, arguments: tuple[ir.Expr, ...]) -> Iterator[ApiUse]:
        for found in _built_in(self._facts.value(argument).functions):
            yield ApiUse(found.module, found.name, argument.span, arguments, argument)

    def module_of(self, expr: ir.Expr) -> str | None:
        """Return the module an expression certainly is, also through `_G`."""
        match expr:
            case ir.ModuleRef(module=module, path=""):
                return module
            case ir.Index(
                object=ir.GlobalRef(name="_G") | ir.ApiConstant(name="_G"),
                key=ir.Constant(value=str() as name),
            ) if name in self._facts.api:
                return name
            case _:
                return None


def _built_in(functions: frozenset[FunctionValue]) -> list[ApiFunctionValue]:
    found = [each for each in functions if isinstance(each, ApiFunctionValue)]
    return sorted(found, key=lambda each: (each.module, each.name))


def _is_static(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.ModuleRef | ir.LibraryRef | ir.GlobalRef)
