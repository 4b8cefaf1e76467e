"""The flow analysis of a whole application, to its fixed point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from wippyc.analyse.abstract_values.births import find_births
from wippyc.analyse.abstract_values.narrowing import find_narrowings
from wippyc.analyse.abstract_values.values import (
    EMPTY,
    NIL,
    OUTSIDE,
    PLAIN_VALUE,
    ApiFunctionValue,
    FunctionValue,
    Site,
    Tag,
    Value,
    forget_unions,
    named_value,
)
from wippyc.analyse.dataflow.api_flow import ApiFlow
from wippyc.analyse.dataflow.changed_libraries import find_changed_libraries
from wippyc.analyse.dataflow.coroutine_flow import CoroutineFlow
from wippyc.analyse.dataflow.dispatch import find_dispatch
from wippyc.analyse.dataflow.exposure import find_exposure
from wippyc.analyse.dataflow.flow import Component, Flow
from wippyc.analyse.dataflow.flow_expressions import FlowExpressions
from wippyc.analyse.dataflow.module_tables import ModuleTables
from wippyc.analyse.dataflow.readers import Readers
from wippyc.analyse.dataflow.statement_flow import StatementFlow
from wippyc.analyse.dataflow.tables import TableModel
from wippyc.analyse.dataflow.yields import ARITHMETIC_EVENTS
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.exports import find_all_exports
from wippyc.analyse.program.raising_calls import find_raising_calls
from wippyc.analyse.program.used_shapes import shapes_in_use
from wippyc.api.model import ModuleApi
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program, Unit
from wippyc.ir.walk import all_functions, block_expressions
from wippyc.project.components import connected_entries

# Metamethods that nothing but operators calls, the operands of which are followed.
_OPERATOR_EVENTS: Final = frozenset({*ARITHMETIC_EVENTS.values(), "__concat", "__eq", "__unm"})
# Metamethods that both operands have, and of whose result only the truth matters.
_ORDER_EVENTS: Final = frozenset({"__lt", "__le"})
# Metamethods whose first argument is always the table that has them.
_OWNED_EVENTS: Final = frozenset({"__index", "__newindex", "__call", "__len", "__tostring"})
# Texts that others may be put behind, so that the name of a metamethod comes of it.
_BEGINS_EVENT: Final = re.compile(r"__(?:$|%)")
# Expressions that tell what a program may get hold of.
_TELLING: Final = frozenset({ir.ApiCall, ir.ApiRef, ir.Constant, ir.GlobalRef, ir.ModuleRef})
# Built-in functions that change a table they are given.
_TABLE_CHANGERS: Final = Value(
    Tag.FUNCTION,
    frozenset(
        ApiFunctionValue(module, name, yields=False)
        for module, name in (("base", "rawset"), ("base", "setmetatable"), ("table", "insert"))
    ),
)


class FlowAnalysis(FlowExpressions):
    """Runs the analysis to its fixed point."""

    def __init__(
        self,
        program: Program,
        api: Mapping[str, ModuleApi],
        captures: Captures,
        declared: Mapping[ir.Variable, ir.Function],
    ) -> None:
        super().__init__()
        self.api = api
        self._program = program
        self.namespaces, self.exports = find_all_exports(program.units.values(), frozenset())
        self._built_in = ApiFlow(self)
        self._statements = StatementFlow(self)
        self.flow.raising = find_raising_calls(program, declared)
        narrowings = find_narrowings(program, captures, self.flow.raising.calls)
        self._narrowings = narrowings.uses
        self._field_narrowings = narrowings.fields
        self.flow.same_types = narrowings.same_types
        self.flow.type_names = narrowings.type_names
        self._declared = declared

    def run(self) -> Flow:
        """Analyse every part of the program and return the result."""
        fields: dict[str, Value] = {}
        units = self._program.units
        for group in connected_entries(unit.entry for unit in units.values()):
            component = [units[str(entry.id)] for entry in group]
            self._run_component(component)
            for name, value in self.tables.named.items():
                fields[name] = fields.get(name, EMPTY).join(value)
            self.flow.escaped_functions |= self.flow.escaped.functions
            self.flow.unfollowed |= self.tables.unfollowed(self.flow.escaped)
            self.flow.inheriting |= self.tables.inheriting(self.flow.escaped)
            self.flow.lists |= self.tables.lists()
            objects = self.tables.objects()
            if objects:
                # One that was handed to built-in functions comes back as a table from outside.
                self.flow.objects |= objects - {OUTSIDE}
                self.flow.units_with_objects.update(unit.id for unit in component)
            exposure = find_exposure(self, component)
            self.flow.exposed_functions |= exposure.functions
            if self.coroutines.is_followed:
                bodies = self.coroutines.bodies - self.flow.called_by_runtime
                self.flow.only_resumed |= bodies - exposure.reached
                self.flow.opened_bodies |= self.coroutines.opened
                for caller, called in self.coroutines.callees.items():
                    self.flow.coroutine_calls.setdefault(caller, set()).update(called)
            self.flow.components.append(
                Component(
                    tuple(component), self.tables, exposure.sites, self.coroutines.is_followed
                )
            )
            for expr, method in find_dispatch(self, component, exposure).items():
                self.flow.dispatched[expr] = method
                if isinstance(expr, ir.Call | ir.MethodCall):
                    self.flow.callees[expr] = frozenset({method})
                    self.flow.open_calls.discard(expr)
        self.flow.fields = fields
        forget_unions()
        self.flow.narrowings = self._narrowings
        return self.flow

    def _run_component(self, units: list[Unit]) -> None:
        """Iterate over units that share values until nothing changes."""
        functions = [function for unit in units for function in all_functions(unit.main)]
        self.readers = Readers(functions)
        self.tables = TableModel(self.readers, find_births(functions))
        self.module_tables = ModuleTables()
        self.flow.escaped = self._shown = EMPTY
        self._handed = {}
        for unit in units:
            self._open_entry(unit)
        expressions = [expr for each in functions for expr in block_expressions(each.body)]
        telling = [expr for expr in expressions if type(expr) in _TELLING]
        self.waiting_methods = frozenset(
            row.name
            for shape in shapes_in_use(telling, self.api)
            for row in shape.methods.values()
            if row.yields
        )
        self._has_global_table = any(
            isinstance(expr, ir.GlobalRef) and expr.name == "_G" for expr in telling
        )
        if self._has_global_table or any(map(_is_table_module, telling)):
            self.tables.built_in = _TABLE_CHANGERS
        self._operands = EMPTY
        self._operator_sides = {}
        self._unfollowed_events = set()
        self.coroutines = CoroutineFlow(self, telling, has_global_table=self._has_global_table)
        computed_events = _events_in(telling)
        is_last = False
        while True:
            self._changed = self.tables.changed = False
            self.show_escaped()
            for function in self.readers.round():
                self._function = function
                self._statements.run(function)
            self.tables.name_computed(computed_events)
            self._call_metamethods()
            self._call_escaped()
            self.coroutines.resume_opened()
            if not (self._changed or self.tables.changed or self._look_up_changes(units)):
                self._call_unreached(functions)
                exposure = find_exposure(self, units)
                self.tables.open(exposure.sites)
                self._expose(exposure.reached)
            if self._changed or self.tables.changed or self._open_unreached(expressions):
                is_last = False
            elif is_last:
                return
            else:
                is_last = True
                self.readers.wait_all()

    def _look_up_changes(self, units: list[Unit]) -> bool:
        """Look up from now on what libraries hold that other code changes.

        Functions that are never called as long as nobody looks are not called by code unseen.
        """
        changed = find_changed_libraries(units, self.exports, self.flow, self.tables)
        if changed <= self.flow.changed_libraries:
            return False
        self.flow.changed_libraries |= changed
        self.namespaces, self.exports = find_all_exports(
            self._program.units.values(), self.flow.changed_libraries
        )
        self.readers.wait_all()
        self._changed = True
        return True

    def _call_unreached(self, functions: list[ir.Function]) -> None:
        """Let functions that nothing is seen to call take anything: they may be called unseen."""
        for function in functions:
            parameters = function.parameters
            if parameters and not any(parameter in self.flow.variables for parameter in parameters):
                self.call_from_outside(function, self.any())
            elif function.is_vararg and function not in self.flow.varargs:
                self.pass_varargs(function, self.any())

    def _open_unreached(self, expressions: list[ir.Expr]) -> bool:
        """Let code that tests seem to rule out count as reached, with all a variable can be."""
        found = False
        narrowed = self._narrowings.keys() | self._field_narrowings.keys()
        for expr in [each for each in expressions if each in narrowed]:
            if isinstance(expr, ir.VariableRef) and expr in self._narrowings:
                value = self.flow.value(expr)
                if not value.tags and self.flow.variables.get(expr.variable, EMPTY).tags:
                    del self._narrowings[expr]
                    self.readers.grow(expr.variable)
                    found = True
            if isinstance(expr, ir.Index) and expr in self._field_narrowings:
                value = self.flow.value(expr)
                if not value.tags and self.flow.value(expr.object).tags:
                    del self._field_narrowings[expr]
                    self.readers.wait_all()
                    found = True
        return found

    def _open_entry(self, unit: Unit) -> None:
        """The parameters of an entry function come from outside."""
        for variable in unit.globals:
            self.join_variable(variable, NIL)
        self.flow.varargs[unit.main] = EMPTY
        if unit.entry.kind == "library.lua":
            return
        expr = self.exports[unit.id].entry_function(unit.entry.method)
        function = self._static_function(expr)
        if function is not None:
            # A direct call of a function may pass errors besides data.
            is_workflow = unit.entry.kind == "workflow.lua"
            passed = PLAIN_VALUE if is_workflow else PLAIN_VALUE.join(named_value("Error"))
            self.call_from_outside(function, passed)

    def _static_function(self, expr: ir.Expr | None) -> ir.Function | None:
        match expr:
            case ir.Function():
                return expr
            case ir.VariableRef(variable=variable):
                return self._declared.get(variable)
            case _:
                return None

    def _call_metamethods(self) -> None:
        operand = self.any().join(self.tables.metatabled).join(self._operands)
        for event, functions in self.tables.metamethods():
            owners = self.tables.owners(event)
            own = [function for function in functions if isinstance(function, ir.Function)]
            if len(own) < len(functions) and event != "__newindex":
                # Built-in functions may hand back what they are passed, or what that holds.
                for value in (operand, *self._operator_sides.values()):
                    self.join_escaped(value)
                self.coroutines.open(functions)
            for function in own:
                if event in _OPERATOR_EVENTS:
                    self._call_operator(event, function)
                elif event in _ORDER_EVENTS:
                    self._call_order(function, owners(function))
                else:
                    self.note_runtime_call(function)
                    if event in _OWNED_EVENTS and function.parameters:
                        owner = Value(Tag.TABLE, tables=owners(function))
                        self.join_variable(function.parameters[0], owner)
                        self._pass_everywhere(function, operand, skip=1)
                    else:
                        self._pass_everywhere(function, operand)
                    self.join_escaped(self.joined_results(function))

    def _call_operator(self, event: str, function: ir.Function) -> None:
        """Pass the operands of all operators of a kind to a metamethod."""
        sides = tuple(self._operator_sides.get((event, side), EMPTY) for side in (0, 1))
        if self._passed_operands.get((event, function)) != sides:
            self._passed_operands[event, function] = sides
            for side, parameter in enumerate(function.parameters):
                self.join_variable(parameter, sides[side] if side < 2 else NIL)
            if function.is_vararg:
                for value in sides:
                    self.pass_varargs(function, value)
        if event in self._unfollowed_events:
            self.note_runtime_call(function)
            self.join_escaped(self.joined_results(function))
        else:
            self.note_operator(function)

    def _call_order(self, function: ir.Function, owners: frozenset[Site]) -> None:
        """Pass the tables that have a metamethod to it: operators and sorting may call it."""
        self.note_operator(function)
        passed = Value(Tag.TABLE, tables=owners)
        for position, parameter in enumerate(function.parameters):
            self.join_variable(parameter, passed if position < 2 else NIL)
        if function.is_vararg:
            self.pass_varargs(function, passed)

    def _call_escaped(self) -> None:
        for function in self.flow.escaped.functions:
            if isinstance(function, ir.Function):
                self.note_runtime_call(function)
                self.call_from_outside(function, self.any())
                self.join_escaped(self.joined_results(function))
        self.coroutines.open(self.flow.escaped.functions)
        self.coroutines.open(self.flow.escaped.objects)

    def _expose(self, functions: Iterable[FunctionValue]) -> None:
        """Let code out of sight call functions, whatever runs at that time."""
        self.coroutines.open(functions)
        for function in functions:
            if isinstance(function, ir.Function):
                self.note_stray(function)


def _events_in(expressions: list[ir.Expr]) -> frozenset[str]:
    """Return the names of metamethods that may be made of the texts of a program."""
    texts = {
        expr.value
        for expr in expressions
        if isinstance(expr, ir.Constant) and isinstance(expr.value, str) and "__" in expr.value
    }
    events = _OPERATOR_EVENTS | _ORDER_EVENTS | _OWNED_EVENTS | {"__metatable"}
    return events if any(map(_BEGINS_EVENT.search, texts)) else events & texts


def _is_table_module(expr: ir.Expr) -> bool:
    """Whether an expression gives the module `table` as a value."""
    return isinstance(expr, ir.ModuleRef) and expr.module == "table"
