"""What rules may ask about a program, computed once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from wippyc.analyse.abstract_values.values import ApiFunctionValue, FunctionValue
from wippyc.analyse.facts import Facts
from wippyc.api.model import Kind
from wippyc.check.finding import Finding
from wippyc.check.reach import WORKFLOW, Reach, WorkflowReach
from wippyc.check.settings import LintSettings
from wippyc.check.uses import ApiUse, ApiUses
from wippyc.diagnostics.model import Diagnostic, Fix, Label, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, block_expressions, expressions_of, walk_statements
from wippyc.lower.constants import NotConstant, constant_value
from wippyc.project.model import LuaEntry, Project
from wippyc.source import Span

if TYPE_CHECKING:
    from wippyc.check.targets import TargetCall


class CheckContext:
    """A program as rules see it.

    Attributes:
        facts: Everything analysis found.
        settings: What the user configured.
        reach: Which functions run in workflows.
        uses: Which built-in functions each function uses.
        target_calls: Calls by registry ID of the functions asked about so far.
    """

    def __init__(self, facts: Facts, settings: LintSettings) -> None:
        self.facts = facts
        self.settings = settings
        self.target_calls: dict[ir.Function, tuple[TargetCall, ...]] = {}
        self.reach = Reach(facts, self.is_trusted)
        self.uses = ApiUses(facts)

    @property
    def project(self) -> Project:
        """The application."""
        return self.facts.program.project

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every Lua entry."""
        return tuple(self.facts.program.units.values())

    @cached_property
    def workflow_functions(self) -> tuple[ir.Function, ...]:
        """Every function some workflow runs."""
        return tuple(self.reach.functions())

    @cached_property
    def functions(self) -> tuple[ir.Function, ...]:
        """Every function of the program."""
        return tuple(self.reach.unit_of)

    def expressions(self, block: ir.Block, *classes: type) -> Sequence[ir.Expr]:
        """Return the expressions of a block, without those inside functions.

        Args:
            block: The block.
            classes: Their classes; all by default.
        """
        return expressions_of(block, *classes) if classes else block_expressions(block)

    def statements(self, block: ir.Block) -> tuple[ir.Statement, ...]:
        """Return every statement of a block and its nested blocks, without functions."""
        return walk_statements(block)

    def unit(self, function: ir.Function) -> Unit:
        """Return the unit a function is written in."""
        return self.reach.unit_of[function]

    def is_workflow(self, function: ir.Function) -> bool:
        """Whether some workflow runs a function."""
        return self.reach.owner(function) is not None

    def workflow_uses(self, *names: tuple[str, str]) -> Iterator[tuple[ir.Function, ApiUse]]:
        """Yield the uses of built-in functions in workflow code; all of them without names."""
        wanted = frozenset(names)
        for function in self.workflow_functions:
            for use in self.uses.of(function):
                if (not wanted or (use.module, use.name) in wanted) and (
                    self.settings.declared(use.title) != "deterministic"
                ):
                    yield function, use

    def all_uses(self, *names: tuple[str, str]) -> Iterator[tuple[ir.Function, ApiUse]]:
        """Yield the uses of built-in functions in the whole application."""
        wanted = frozenset(names)
        for function in self.functions:
            for use in self.uses.of(function):
                if not wanted or (use.module, use.name) in wanted:
                    yield function, use

    def is_trusted(self, unit: Unit, function: ir.Function) -> bool:
        """Whether the user declared a function, or its whole entry, deterministic.

        Workflows are what is checked, so no declaration covers their own functions.
        """
        if not self.settings.declarations or unit.entry.kind == WORKFLOW:
            return False
        return self.settings.declared(self.qualified_name(unit, function)) == "deterministic"

    def qualified_name(self, unit: Unit, function: ir.Function) -> str:
        """Return the name users declare a function by: `app.lib:clock.now`."""
        if function is unit.main:
            return unit.id
        name = function.name.replace(":", ".").rpartition(".")[2]
        fields = self.facts.exports[unit.id].fields or {}
        for field, expr in fields.items():
            if self.facts.named_function(expr) is function:
                name = field
        return f"{unit.id}.{name}"

    # --- findings -----------------------------------------------------------------------------

    def finding(
        self,
        rule: Rule,
        function: ir.Function | None,
        span: Span,
        message: str,
        *,
        label: str = "",
        labels: tuple[Label, ...] = (),
        note: str,
        hint: str,
        severity: Severity | None = None,
        fix: Fix | None = None,
        entry_id: str = "",
    ) -> Finding:
        """Return a finding; the chain of calls is added to those in workflow code."""
        owner = None if function is None else self.reach.owner(function)
        if not entry_id and function is not None:
            entry_id = owner.unit.id if owner is not None else self.unit(function).id
        diagnostic = Diagnostic(
            rule=rule,
            message=message,
            span=span,
            label=label,
            labels=(*labels, *self.chain_labels(function, owner)),
            note=note,
            hint=hint,
            severity=severity,
            entry_id=entry_id,
            fix=fix,
        )
        return Finding(diagnostic, function)

    def chain_labels(
        self, function: ir.Function | None, owner: WorkflowReach | None
    ) -> tuple[Label, ...]:
        """Return one label for each call that leads from the workflow to the function."""
        if function is None or owner is None:
            return ()
        labels = []
        unit = owner.unit
        for step in owner.chain(function):
            label = f"{step.text} ({unit.id})" if step.text.split(" ")[0] != unit.id else step.text
            labels.append(Label(step.span, label))
            unit = self.reach.unit_of[step.callee]
        return tuple(labels)

    # --- values -------------------------------------------------------------------------------

    def constant(self, expr: ir.Expr) -> object:
        """Return the value of a constant expression.

        Raises:
            NotConstant: It depends on something only known at run time.
        """
        return constant_value(expr)

    def constant_text(self, expr: ir.Expr) -> str | None:
        """Return the text of a constant string, or `None`."""
        if isinstance(expr, ir.VariableRef):
            expr = self.constants.get(expr.variable, expr)
        try:
            value = constant_value(expr)
        except NotConstant:
            return None
        return value if isinstance(value, str) else None

    @cached_property
    def constants(self) -> dict[ir.Variable, ir.Expr]:
        """Locals that are declared with a constant or a table and never assigned again."""
        found: dict[ir.Variable, ir.Expr] = {}
        for function in self.functions:
            for statement in self.statements(function.body):
                if isinstance(statement, ir.Local) and len(statement.values) == len(
                    statement.variables
                ):
                    for variable, value in zip(statement.variables, statement.values, strict=True):
                        if isinstance(value, ir.Constant | ir.TableConstructor) and (
                            variable not in self.facts.captures.assigned
                        ):
                            found[variable] = value
        return found

    def table_of(self, expr: ir.Expr) -> ir.TableConstructor | None:
        """Return the table constructor an expression is, also through a local."""
        if isinstance(expr, ir.VariableRef):
            expr = self.constants.get(expr.variable, expr)
        return expr if isinstance(expr, ir.TableConstructor) else None

    def receiver_is(self, call: ir.MethodCall, *objects: str) -> bool:
        """Whether the object of a method call is of one of these userdata types."""
        return bool(self.facts.value(call.object).objects & frozenset(objects))

    def references(self, function: ir.Function) -> Iterator[ir.VariableRef]:
        """Yield every use of a variable in a function and in those inside it."""
        for inner in all_functions(function):
            for expr in self.expressions(inner.body):
                if isinstance(expr, ir.VariableRef):
                    yield expr

    # --- what expressions do ------------------------------------------------------------------

    def suspends(self, expr: ir.Expr) -> bool:
        """Whether evaluating one expression itself (not its operands) may suspend."""
        match expr:
            case ir.CallActivity() | ir.Sleep():
                return True
            case ir.ApiCall(module=module, function=row, arguments=arguments):
                if (module, row.name) in (("base", "pcall"), ("base", "xpcall")) and arguments:
                    return self._any_suspends(arguments[0])
                return row.yields
            case ir.Call():
                callees = self.facts.flow.callees.get(expr, frozenset())
                return self.facts.yields.any_is_async(callees)
            case ir.MethodCall(object=receiver, method=method):
                callees = self.facts.flow.callees.get(expr, frozenset())
                return self.facts.yields.any_is_async(
                    callees
                ) or self.facts.yield_analysis.method_yields(self.facts.value(receiver), method)
            case _:
                return False

    def _any_suspends(self, argument: ir.Expr) -> bool:
        functions = self.facts.value(argument).functions
        return self.facts.yields.any_is_async(functions)

    def block_suspends(self, block: ir.Block) -> bool:
        """Whether running a block may suspend."""
        return any(self.suspends(expr) for expr in self.expressions(block)) or any(
            isinstance(statement, ir.GenericFor)
            and statement.iterators
            and self._any_suspends(statement.iterators[0])
            for statement in self.statements(block)
        )

    def is_command(self, expr: ir.Expr) -> bool:
        """Whether evaluating one expression itself issues a Temporal command."""
        match expr:
            case ir.CallActivity() | ir.Sleep():
                return True
            case ir.ApiCall(function=row):
                return row.kind is Kind.COMMAND
            case ir.Call() | ir.MethodCall():
                for callee in self.facts.flow.callees.get(expr, frozenset()):
                    if isinstance(callee, ir.Function) and callee in self._commanding:
                        return True
                    if isinstance(callee, ApiFunctionValue):
                        row = self.facts.api[callee.module].functions[callee.name]
                        if row.kind is Kind.COMMAND:
                            return True
                return isinstance(expr, ir.MethodCall) and self.is_method_command(expr)
            case _:
                return False

    def is_method_command(self, expr: ir.MethodCall) -> bool:
        """Whether a method of a built-in object issues a Temporal command."""
        names = self.facts.value(expr.object).objects
        for module in self.facts.api.values():
            for name, shape in module.objects.items():
                if name in names and expr.method in shape.methods:
                    return shape.methods[expr.method].kind is Kind.COMMAND
        return False

    @cached_property
    def _commanding(self) -> set[ir.Function]:
        """Functions that issue a command, themselves or through what they call."""
        return self.closure_of(
            lambda function: any(
                self._is_direct_command(expr) for expr in self.expressions(function.body)
            )
        )

    def _is_direct_command(self, expr: ir.Expr) -> bool:
        match expr:
            case ir.CallActivity() | ir.Sleep():
                return True
            case ir.ApiCall(function=row):
                return row.kind is Kind.COMMAND
            case ir.MethodCall():
                return self.is_method_command(expr)
            case _:
                return False

    def closure_of(self, starts: Callable[[ir.Function], bool]) -> set[ir.Function]:
        """Return the functions a predicate holds for, and all that may call them."""
        found = {function for function in self.functions if starts(function)}
        if not found:
            return found
        # Many calls reach the same functions.
        callers: dict[frozenset[FunctionValue], list[ir.Function]] = {}
        for function in self.functions:
            for callees in {ways.callees for ways in self.reach.ways_from(function)}:
                callers.setdefault(callees, []).append(function)
        reaching: dict[FunctionValue, list[frozenset[FunctionValue]]] = {}
        for callees in callers:
            for callee in callees:
                reaching.setdefault(callee, []).append(callees)
        pending = list(found)
        while pending:
            for callees in reaching.get(pending.pop(), ()):
                for caller in callers.pop(callees, ()):
                    if caller not in found:
                        found.add(caller)
                        pending.append(caller)
        return found

    def workflow_units(self) -> Iterator[Unit]:
        """Yield the workflows."""
        for unit in self.units:
            if unit.entry.kind == WORKFLOW:
                yield unit

    def entry(self, entry_id: str) -> LuaEntry | None:
        """Return a Lua entry by full ID."""
        found = self.project.entries.get(entry_id)
        return found if isinstance(found, LuaEntry) else None
