"""Which values can reach where: a flow-insensitive analysis of the whole application.

Every variable, table slot and function result is a slot of abstract values; expressions are
evaluated into slots until nothing changes. Values from outside (arguments, decoded payloads) can
be any plain data but no function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wippyc.analyse.api_flow import ApiFlow
from wippyc.analyse.declarations import declared_functions
from wippyc.analyse.dispatch import find_dispatch
from wippyc.analyse.exports import Exports, Namespace
from wippyc.analyse.exposure import find_exposure
from wippyc.analyse.number_flow import arithmetic_value, literal_tag, unary_value
from wippyc.analyse.statement_flow import POSITIONS, StatementFlow
from wippyc.analyse.string_calls import StringCall
from wippyc.analyse.tables import TableModel, is_numeric
from wippyc.analyse.values import (
    ANY,
    BOOLEAN,
    EMPTY,
    NIL,
    NUMBER,
    OUTSIDE,
    PLAIN_VALUE,
    ApiFunctionValue,
    FunctionValue,
    Site,
    Tag,
    Value,
    WrappedCoroutine,
    named_value,
)
from wippyc.api.model import ModuleApi
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program, Unit
from wippyc.ir.walk import all_functions, block_expressions
from wippyc.project.components import connected_entries

# Built-in functions that call their first argument with the rest of their arguments.
PROTECTED_CALLS = frozenset({("base", "pcall"), ("base", "xpcall")})
# Metamethods whose first argument is always the table that has them.
OWNED_EVENTS = frozenset({"__index", "__newindex", "__call", "__len", "__unm", "__tostring"})
# A call that can reach more functions is treated as a call of unknown code.
_CROWD = 16


@dataclass(eq=False)
class Flow:
    """The result: what each slot can hold.

    Attributes:
        variables: Value of each variable.
        fields: Joined value under each constant field name, over all tables.
        globals: Value of each shared global.
        results: Value of the first result positions of each function.
        extra_results: Value of all further positions.
        varargs: Value of `...` of each function.
        escaped: Everything handed to built-in functions that may hand it back.
        expressions: Value of every expression (its first result).
        callees: What each `Call` and `MethodCall` can reach.
        open_calls: Calls that may also reach something the analysis does not see.
        coroutine_bodies: Functions that run as coroutines.
        called_by_runtime: Functions the runtime calls itself (callbacks, metamethods).
        objects: Sites of tables that may get a metatable.
        units_with_objects: Units in which tables from outside may have one.
        exposed_functions: Functions that may be called with any arguments.
        unfollowed: Tables that are not only used where the analysis sees it.
        dispatched: The function of each call of a method that always finds the same one.
    """

    variables: dict[ir.Variable, Value] = field(default_factory=dict)
    globals: dict[str, Value] = field(default_factory=dict)
    results: dict[tuple[ir.Function, int], Value] = field(default_factory=dict)
    extra_results: dict[ir.Function, Value] = field(default_factory=dict)
    varargs: dict[ir.Function, Value] = field(default_factory=dict)
    escaped: Value = EMPTY
    expressions: dict[ir.Expr, Value] = field(default_factory=dict)
    callees: dict[ir.Expr, frozenset[FunctionValue]] = field(default_factory=dict)
    open_calls: set[ir.Expr] = field(default_factory=set)
    coroutine_bodies: set[ir.Function] = field(default_factory=set)
    called_by_runtime: set[ir.Function] = field(default_factory=set)
    fields: Mapping[str, Value] = field(default_factory=dict)
    objects: set[Site] = field(default_factory=set)
    units_with_objects: set[str] = field(default_factory=set)
    exposed_functions: set[FunctionValue] = field(default_factory=set)
    unfollowed: set[Site] = field(default_factory=set)
    dispatched: dict[ir.Expr, ir.Function] = field(default_factory=dict)

    def is_plain(self, value: Value, unit_id: str) -> bool:
        """Whether the tables of a value in a unit never have a metatable."""
        if not value.tables or (OUTSIDE in value.tables and unit_id in self.units_with_objects):
            return False
        return self.objects.isdisjoint(value.tables)


class FlowAnalysis:
    """Runs the analysis to its fixed point."""

    def __init__(
        self,
        program: Program,
        namespaces: Mapping[ir.Variable, Namespace],
        exports: Mapping[str, Exports],
        api: Mapping[str, ModuleApi],
    ) -> None:
        self.flow = Flow()
        self.tables = TableModel()
        self.api = api
        self._program = program
        self._namespaces = namespaces
        self._exports = exports
        self._changed = True
        self._visited: set[ir.Expr] = set()
        self._function: ir.Function | None = None
        self._built_in = ApiFlow(self)
        self._statements = StatementFlow(self)
        self._declared = declared_functions(program)
        self._any_value = ANY
        self._has_global_table = False
        self._yielded: dict[int, Value] = {}
        self._yields_unseen = False

    def run(self) -> Flow:
        """Analyse every part of the program and return the result."""
        fields: dict[str, Value] = {}
        units = self._program.units
        for group in connected_entries(unit.entry for unit in units.values()):
            component = [units[str(entry.id)] for entry in group]
            self._run_component(component)
            for name, value in self.tables.named.items():
                fields[name] = fields.get(name, EMPTY).join(value)
            self.flow.unfollowed |= self.tables.unfollowed(self.flow.escaped)
            objects = self.tables.objects()
            if objects:
                # One that was handed to built-in functions comes back as a table from outside.
                self.flow.objects |= objects - {OUTSIDE}
                self.flow.units_with_objects.update(unit.id for unit in component)
            exposure = find_exposure(self, component)
            self.flow.exposed_functions |= exposure.functions
            for call, method in find_dispatch(self, component, exposure.sites).items():
                self.flow.dispatched[call] = method
                self.flow.callees[call] = frozenset({method})
                self.flow.open_calls.discard(call)
        self.flow.fields = fields
        return self.flow

    def _run_component(self, units: list[Unit]) -> None:
        """Iterate over units that share values until nothing changes."""
        self.tables = TableModel()
        self.flow.escaped = EMPTY
        self._any_value = ANY
        functions = [function for unit in units for function in all_functions(unit.main)]
        for unit in units:
            self._open_entry(unit)
        expressions = [expr for each in functions for expr in block_expressions(each.body)]
        self._has_global_table = any(
            isinstance(expr, ir.GlobalRef) and expr.name == "_G" for expr in expressions
        )
        self._yielded = {}
        self._yields_unseen = self._has_global_table or any(
            _may_be_yield(expr) for expr in expressions
        )
        self._changed = True
        while self._changed or self.tables.changed:
            self._changed = self.tables.changed = False
            for function in functions:
                self._function = function
                self._statements.run(function)
            self._call_metamethods()
            self._call_escaped()
            if not (self._changed or self.tables.changed):
                self._call_unreached(functions)

    def _call_unreached(self, functions: list[ir.Function]) -> None:
        """Let functions that nothing is seen to call take anything: they may be called unseen."""
        for function in functions:
            parameters = function.parameters
            if parameters and not any(parameter in self.flow.variables for parameter in parameters):
                self.call_from_outside(function, self.any())
            elif function.is_vararg and function not in self.flow.varargs:
                self.pass_varargs(function, self.any())

    def _open_entry(self, unit: Unit) -> None:
        """The parameters of an entry function come from outside."""
        for variable in unit.globals:
            self.join_variable(variable, NIL)
        self.flow.varargs[unit.main] = EMPTY
        if unit.entry.kind == "library.lua":
            return
        expr = self._exports[unit.id].entry_function(unit.entry.method)
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

    def start_statement(self) -> None:
        """Begin a statement: its expressions are evaluated anew, each once."""
        self._visited.clear()

    def join_global(self, name: str, value: Value) -> None:
        """Let a shared global hold a value."""
        old = self.flow.globals.get(name, EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.globals[name] = new
            self._changed = True
        if self._has_global_table:
            self.join_escaped(value)

    # --- slots --------------------------------------------------------------------------------

    def join_variable(self, variable: ir.Variable, value: Value) -> None:
        """Let a variable hold a value."""
        old = self.flow.variables.get(variable, EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.variables[variable] = new
            self._changed = True

    def join_escaped(self, value: Value) -> None:
        """Note that built-in functions may hand a value back later."""
        if not (value.functions or value.objects or value.tables):
            return
        new = self.tables.grow(self.flow.escaped, value)
        if new is not self.flow.escaped:
            self.flow.escaped = new
            self._any_value = ANY.join(new)
            self._changed = True

    def join_result(self, function: ir.Function, position: int, value: Value) -> None:
        """Let a function return a value at a position."""
        old = self.flow.results.get((function, position), EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.results[function, position] = new
            self._changed = True

    def join_extra(self, function: ir.Function, value: Value) -> None:
        """Let a function return a value at some further position."""
        old = self.flow.extra_results.get(function, EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.extra_results[function] = new
            self._changed = True

    def join_yielded(self, arguments: tuple[ir.Expr, ...]) -> None:
        """Let `coroutine.yield` give values to whoever resumes."""
        values = [self.evaluate(argument) for argument in arguments]
        if arguments and isinstance(arguments[-1], ir.MULTI):
            last = arguments[-1]
            values.extend(
                self.nth(last, offset) for offset in range(1, POSITIONS + 1 - len(arguments))
            )
            values.append(self.results_from(last, max(0, POSITIONS + 1 - len(arguments))))
        values.extend([NIL] * (POSITIONS + 1 - len(values)))
        for position, value in enumerate(values):
            slot = min(position, POSITIONS)
            old = self._yielded.get(slot, EMPTY)
            new = self.tables.grow(old, value.stored())
            if new is not old:
                self._yielded[slot] = new
                self._changed = True

    def resumed(self, coroutine: WrappedCoroutine, position: int) -> Value:
        """Return what a wrapped coroutine can yield or return at a position."""
        body = self.flow.expressions.get(coroutine.site.arguments[0], EMPTY)
        if self._yields_unseen or not body.only(Tag.FUNCTION):
            return self.any()
        if body.tags and not body.functions:
            return self.any()
        value = self._yielded.get(min(position, POSITIONS), EMPTY)
        for function in body.functions:
            if not isinstance(function, ir.Function):
                return self.any()
            value = value.join(self.result(function, position))
        return value

    def pass_varargs(self, function: ir.Function, value: Value) -> None:
        """Pass a value as one of `...`."""
        old = self.flow.varargs.get(function, EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.varargs[function] = new
            self._changed = True

    # --- calls --------------------------------------------------------------------------------

    def call_from_outside(self, function: ir.Function, value: Value) -> None:
        """Pass `value` (or nothing) for every parameter."""
        self._pass_everywhere(function, value)

    def _pass_everywhere(self, function: ir.Function, value: Value, *, skip: int = 0) -> None:
        for parameter in function.parameters[skip:]:
            self.join_variable(parameter, value.join(NIL))
        if function.is_vararg:
            self.pass_varargs(function, value)

    def any(self) -> Value:
        """A value the analysis does not follow: plain data or anything that escaped."""
        return self._any_value

    def _call_metamethods(self) -> None:
        operand = ANY.join(self.flow.escaped).join(self.tables.metatabled)
        owner = Value(Tag.TABLE, tables=self.tables.metatabled.tables)
        for event, functions in self.tables.metamethods():
            for function in functions:
                if isinstance(function, ir.Function):
                    self.note_runtime_call(function)
                    if event in OWNED_EVENTS and function.parameters:
                        self.join_variable(function.parameters[0], owner)
                        self._pass_everywhere(function, operand, skip=1)
                    else:
                        self._pass_everywhere(function, operand)
                    self.join_escaped(self.joined_results(function))

    def _call_escaped(self) -> None:
        for function in self.flow.escaped.functions:
            if isinstance(function, ir.Function):
                self.note_runtime_call(function)
                self.call_from_outside(function, self.any())
                self.join_escaped(self.joined_results(function))

    def note_runtime_call(self, function: ir.Function) -> None:
        """Note that the runtime calls a function itself."""
        if function not in self.flow.called_by_runtime:
            self.flow.called_by_runtime.add(function)
            self._changed = True

    def note_coroutine_body(self, function: ir.Function) -> None:
        """Note that a function runs as a coroutine."""
        if function not in self.flow.coroutine_bodies:
            self.flow.coroutine_bodies.add(function)
            self._changed = True

    def joined_results(self, function: ir.Function) -> Value:
        """Return the join of all results of a function."""
        value = self.flow.extra_results.get(function, EMPTY)
        for position in range(POSITIONS):
            value = value.join(self.flow.results.get((function, position), EMPTY))
        return value

    def result(self, function: ir.Function, position: int) -> Value:
        """Return what a function can return at a position."""
        if position < POSITIONS:
            return self.flow.results.get((function, position), EMPTY)
        return self.flow.extra_results.get(function, EMPTY).join(NIL)

    def pass_arguments(
        self, function: ir.Function, arguments: tuple[ir.Expr, ...], *, is_method: bool = False
    ) -> None:
        """Pass the values of argument expressions to a function's parameters.

        A function of the program is only ever found as a method in a table, so a receiver that
        gets there is one.
        """
        values = [self.evaluate(argument) for argument in arguments]
        if is_method:
            values[0] = Value(Tag.TABLE, tables=values[0].tables)
        open_end = bool(arguments) and isinstance(arguments[-1], ir.MULTI)
        for position, parameter in enumerate(function.parameters):
            if position < len(values) - open_end:
                self.join_variable(parameter, values[position])
            elif open_end:
                offset = position - (len(values) - 1)
                self.join_variable(parameter, self.nth(arguments[-1], offset))
            else:
                self.join_variable(parameter, NIL)
        if function.is_vararg:
            for value in values[len(function.parameters) :]:
                self.pass_varargs(function, value)
            if open_end:
                self.pass_varargs(function, self.all_results(arguments[-1]))

    # --- expressions --------------------------------------------------------------------------

    def evaluate(self, expr: ir.Expr) -> Value:
        """Evaluate an expression, once for each visit of its statement, and note its value."""
        old = self.flow.expressions.get(expr)
        if old is not None and expr in self._visited:
            return old
        value = self._evaluate(expr)
        self._visited.add(expr)
        old = self.flow.expressions.get(expr)
        if old is None:
            self.flow.expressions[expr] = value
            self._changed = True
            return value
        new = self.tables.grow(old, value)
        if new is not old:
            self.flow.expressions[expr] = new
            self._changed = True
        return new

    def _evaluate(self, expr: ir.Expr) -> Value:
        match expr:
            case ir.Constant(value=constant):
                return constant_value_of(constant)
            case ir.VariableRef(variable=variable):
                return self.flow.variables.get(variable, EMPTY)
            case ir.Index():
                return self._index(expr)
            case ir.Call() | ir.MethodCall() | ir.ApiCall() | ir.CallActivity() | ir.Sleep():
                self._call(expr)
                return self.nth(expr, 0)
            case ir.Function():
                return Value(Tag.FUNCTION, frozenset({expr}))
            case ir.Logical():
                return self._logical(expr)
            case ir.Not():
                self.evaluate(expr.operand)
                return Value(BOOLEAN)
            case ir.Compare():
                self.evaluate(expr.left)
                self.evaluate(expr.right)
                return Value(BOOLEAN)
            case ir.Arithmetic():
                left, right = self.evaluate(expr.left), self.evaluate(expr.right)
                return arithmetic_value(expr, left, right, self.any)
            case ir.Unary():
                return unary_value(
                    expr,
                    self.evaluate(expr.operand),
                    self.any,
                    has_length_metamethod="__len" in self.tables.named,
                )
            case ir.Concat():
                values = [self.evaluate(part) for part in expr.parts]
                if any(value.can_be(Tag.TABLE) for value in values) and self._concatenates():
                    return self.any()
                return Value(Tag.STRING)
            case ir.TableConstructor():
                return self._table(expr)
            case ir.First(inner=inner):
                return self.evaluate(inner)
            case ir.Vararg():
                assert self._function is not None
                return self.flow.varargs.get(self._function, EMPTY).join(NIL)
            case ir.GlobalRef(name=name):
                held = self.flow.globals.get(name)
                # The runtime has globals of its own, and `_G` reaches all of them.
                return ANY if held is None else held.join(ANY if self._has_global_table else NIL)
            case ir.ApiRef(module=module, function=row):
                function = ApiFunctionValue(module, row.name, row.yields)
                return Value(Tag.FUNCTION, frozenset({function}))
            case ir.ApiConstant(type=type_name):
                return named_value(type_name)
            case ir.ModuleRef(module=module):
                if self.api[module].is_object:
                    return Value(Tag.OBJECT, objects=frozenset({"?"}))
                return Value(Tag.TABLE, tables=frozenset({OUTSIDE}))
            case ir.LibraryRef(entry_id=entry_id):
                return self._library(entry_id)
            case ir.TypeRef():
                return Value(Tag.OBJECT, objects=frozenset({"Type"}))

    def _concatenates(self) -> bool:
        return "__concat" in self.tables.named

    def _library(self, entry_id: str) -> Value:
        exports = self._exports.get(entry_id)
        if exports is None:
            return ANY
        if exports.value is None:
            return NIL
        return self.flow.expressions.get(exports.value, EMPTY)

    def _index(self, expr: ir.Index) -> Value:
        base, key = expr.object, expr.key
        key_value = self.evaluate(key)
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            member = self.member(base, key.value)
            if member is not None:
                self.evaluate(base)
                return self._member_value(member)
        target = self.evaluate(base)
        if not target.tags:
            return EMPTY
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            value = self.tables.read_field(target, key.value)
        elif is_numeric(key_value):
            value = self.tables.read_number(target)
        else:
            value = self.tables.read_any(target)
        if target.can_be(Tag.OBJECT | Tag.STRING):
            value = value.join(ANY)
        if isinstance(base, ir.ModuleRef) and self._module_suspends(base.module):
            # Which of the module's functions a computed key picks is not known.
            value = value.join(named_value("yielding function"))
        return value

    def _module_suspends(self, module: str) -> bool:
        return any(row.yields for row in self.api[module].functions.values())

    def _member_value(self, member: ir.Expr) -> Value:
        if isinstance(member, ir.Function):
            return Value(Tag.FUNCTION, frozenset({member}))
        return self.flow.expressions.get(member, EMPTY)

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

    def _logical(self, expr: ir.Logical) -> Value:
        left = self.evaluate(expr.left)
        right = self.evaluate(expr.right)
        falsy = Tag.NIL | Tag.FALSE
        if expr.operator == "and":
            return Value(left.tags & falsy).join(right)
        return left.without(falsy).join(right)

    def _table(self, expr: ir.TableConstructor) -> Value:
        table = Value(Tag.TABLE, tables=frozenset({expr}))
        for position, item in enumerate(expr.items):
            value = self.evaluate(item.value)
            if isinstance(item, ir.KeyedItem):
                self.store(table, item.key, value)
            elif position == len(expr.items) - 1 and isinstance(item.value, ir.MULTI):
                self.tables.store_number(table, self.all_results(item.value))
            else:
                self.tables.store_number(table, value)
        return table

    def store(self, target: Value, key: ir.Expr, value: Value) -> None:
        """Store a value into tables under a key expression."""
        key_value = self.evaluate(key)
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            self.tables.store_field(target, key.value, value)
        elif is_numeric(key_value):
            self.tables.store_number(target, value)
        elif key_value.tags:
            self.tables.store_other(target, key_value, value)

    def _call(self, expr: ir.Expr) -> None:
        match expr:
            case ir.Call(callee=callee, arguments=arguments):
                target = self.evaluate(callee)
                self._reach(expr, target, arguments, ())
            case ir.MethodCall(object=receiver, method=method, arguments=arguments):
                self._method(expr, receiver, method, arguments)
            case ir.ApiCall():
                self._built_in.call(expr)
            case ir.CallActivity(arguments=arguments):
                for argument in arguments:
                    self.evaluate(argument)

    def _reach(
        self,
        expr: ir.Expr,
        target: Value,
        arguments: tuple[ir.Expr, ...],
        receiver: tuple[ir.Expr, ...],
    ) -> None:
        self.flow.callees[expr] = target.functions
        unseen = target.can_be(Tag.FUNCTION) and not target.functions
        if unseen or not target.only(Tag.FUNCTION | Tag.NIL):
            self.flow.open_calls.add(expr)
        passed = receiver + arguments
        for argument in passed:
            self.evaluate(argument)
        if target.can_be(Tag.TABLE) or (target.tags & ~Tag.NIL and not target.functions):
            for argument in passed:
                self.escape(argument)
        if len(target.functions) > _CROWD:
            # Not told apart: as if they were called by code that is not followed.
            self.join_escaped(Value(Tag.FUNCTION, target.functions))
            for argument in passed:
                self.escape(argument)
            return
        for function in target.functions:
            if isinstance(function, ir.Function):
                self.pass_arguments(function, passed, is_method=bool(receiver))
            else:
                self._built_in.call_value(function, passed)
                for argument in passed:
                    self.escape(argument)

    def escape(self, argument: ir.Expr) -> None:
        """Hand an argument to code that is not followed."""
        self.join_escaped(self.evaluate(argument))
        if isinstance(argument, ir.MULTI):
            self.join_escaped(self.all_results(argument))

    def _method(
        self, expr: ir.MethodCall, receiver: ir.Expr, method: str, arguments: tuple[ir.Expr, ...]
    ) -> None:
        value = self.evaluate(receiver)
        member = self.member(receiver, method)
        if member is None and value.only(Tag.STRING):
            self._string_method(expr, value, method, arguments)
            return
        if member is not None:
            target = self._member_value(member)
        else:
            found = self.tables.read_field(value, method)
            target = found.without(BOOLEAN | NUMBER | Tag.STRING)
            if not value.only(Tag.TABLE | Tag.NIL):
                self.flow.open_calls.add(expr)
            if self.tables.metatables(value).tables and found.can_be(Tag.OBJECT):
                # An `__index` function may return anything that escaped.
                target = target.join(self.any())
        self._reach(expr, target, arguments, (receiver,))
        if value.can_be(Tag.OBJECT | Tag.STRING):
            for argument in arguments:
                self.escape(argument)

    def _string_method(
        self, expr: ir.MethodCall, value: Value, method: str, arguments: tuple[ir.Expr, ...]
    ) -> None:
        """A method of a string, or of something no value has reached yet."""
        for argument in arguments:
            self.evaluate(argument)
        if value.tags:
            self.flow.open_calls.add(expr)
            self._built_in.string_call(StringCall(method, (expr.object, *arguments)))

    def nth(self, expr: ir.Expr, position: int) -> Value:
        """Value of one result of a multi expression."""
        match expr:
            case ir.Call() | ir.MethodCall():
                return self._call_result(expr, position)
            case ir.ApiCall():
                return self._built_in.result(expr, position)
            case ir.CallActivity():
                return PLAIN_VALUE if position == 0 else named_value("Error?")
            case ir.Sleep():
                return NIL
            case ir.Vararg():
                assert self._function is not None
                return self.flow.varargs.get(self._function, EMPTY).join(NIL)
            case _:
                return self.evaluate(expr) if position == 0 else NIL

    def _call_result(self, expr: ir.Call | ir.MethodCall, position: int) -> Value:
        value = EMPTY
        callees = self.flow.callees.get(expr, frozenset())
        if len(callees) > _CROWD:
            return self.any()
        for function in callees:
            if isinstance(function, ir.Function):
                value = value.join(self.result(function, position))
            elif isinstance(function, ApiFunctionValue):
                row = self.api[function.module].functions[function.name]
                value = value.join(self._built_in.row_result(row, position))
            elif isinstance(function, WrappedCoroutine):
                value = value.join(self.resumed(function, position))
            else:
                value = value.join(self.any())
        if isinstance(expr, ir.MethodCall):
            return value.join(self._built_in.method_result(expr, position, bool(callees)))
        callee = self.flow.expressions.get(expr.callee, EMPTY)
        if callee.can_be(Tag.OBJECT) or self._may_call_unknown(callee):
            value = value.join(self.any())
        return value

    def _may_call_unknown(self, callee: Value) -> bool:
        """Whether a callee may be a function or callable table the analysis does not see."""
        if callee.can_be(Tag.TABLE) and "__call" in self.tables.named:
            return True
        return callee.can_be(Tag.FUNCTION) and not callee.functions

    def results_in(self, function: ir.Function, expr: ir.Expr) -> Value:
        """Joined value of every result of a multi expression of a function."""
        self._function = function
        return self.all_results(expr)

    def results_from(self, expr: ir.Expr, start: int) -> Value:
        """Joined value of the results of a multi expression from a position on."""
        match expr:
            case ir.Call() | ir.MethodCall():
                value = NIL
                for position in range(start, max(start, POSITIONS) + 1):
                    value = value.join(self.nth(expr, position))
                if isinstance(expr, ir.MethodCall):
                    value = value.join(self._built_in.all_method_results(expr))
                return value
            case ir.ApiCall(function=row) if row.results is not None and start >= len(row.results):
                return NIL
            case _:
                return self.all_results(expr)

    def iterated(self, iterator: ir.Expr, position: int) -> Value | None:
        """Value a loop over an iterator gets at a position, if a built-in function tells."""
        return self._built_in.iterated(iterator, position)

    def all_results(self, expr: ir.Expr) -> Value:
        """Joined value of every result of a multi expression."""
        match expr:
            case ir.Call() | ir.MethodCall():
                value = self._call_result(expr, 0)
                if isinstance(expr, ir.MethodCall):
                    value = value.join(self._built_in.all_method_results(expr))
                callees = self.flow.callees.get(expr, frozenset())
                for function in callees if len(callees) <= _CROWD else ():
                    if isinstance(function, ir.Function):
                        value = value.join(self.joined_results(function))
                    else:
                        value = value.join(self.any())
                return value.join(NIL)
            case ir.ApiCall():
                return self._built_in.all_results(expr)
            case ir.CallActivity():
                return PLAIN_VALUE.join(named_value("Error?"))
            case _:
                return self.nth(expr, 0)


def _may_be_yield(expr: ir.Expr) -> bool:
    """Whether an expression gives `coroutine.yield` as a value, or the module as a table."""
    match expr:
        case ir.ModuleRef(module="coroutine"):
            return True
        case ir.ApiRef(module="coroutine", function=row):
            return row.name == "yield"
        case _:
            return False


def constant_value_of(constant: bool | int | float | str | None) -> Value:
    """Return the abstract value of a literal."""
    match constant:
        case None:
            return NIL
        case True:
            return Value(Tag.TRUE)
        case False:
            return Value(Tag.FALSE)
        case int():
            return Value(literal_tag(constant))
        case float():
            return Value(Tag.FLOAT)
        case _:
            return Value(Tag.STRING)
