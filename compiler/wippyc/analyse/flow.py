"""Which values can reach where: a flow-insensitive analysis of the whole application.

Every variable, field name, function result and the execution's outside is a slot; expressions are
evaluated abstractly into slots until nothing changes. Tables are not told apart: a field name is
one slot for the whole program, which is precise enough to find the functions a call can reach.
Values from outside (arguments, decoded payloads) can be any plain data but no function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wippyc.analyse.exports import Exports, Namespace
from wippyc.analyse.number_flow import arithmetic_value, unary_value
from wippyc.analyse.values import (
    ANY,
    ANY_TAGS,
    BOOLEAN,
    EMPTY,
    NIL,
    PLAIN_VALUE,
    ApiFunctionValue,
    FunctionValue,
    Tag,
    Value,
    WrappedCoroutine,
    named_value,
)
from wippyc.api.model import ApiFunction, ModuleApi
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program, Unit
from wippyc.ir.walk import all_functions, walk_statements

# Built-in functions that call their first argument with the rest of their arguments.
PROTECTED_CALLS = frozenset({("base", "pcall"), ("base", "xpcall")})
COROUTINE_MAKERS = frozenset({("coroutine", "create"), ("coroutine", "wrap")})
_WRAPPED = Value(Tag.FUNCTION, frozenset({WrappedCoroutine()}))


@dataclass(eq=False)
class Flow:
    """The result: what each slot can hold.

    Attributes:
        variables: Value of each variable.
        fields: Functions and objects stored under each constant field name.
        elements: … under any other key.
        results: Joined value of each result position of each function.
        extra_results: Value of result positions that are not told apart.
        varargs: Value of `...` of each function.
        escaped: Everything handed to built-in functions or returned to them.
        expressions: Value of every expression (its first result).
        callees: What each `Call` and `MethodCall` can reach.
        coroutine_bodies: Functions that run as coroutines.
        called_by_runtime: Functions the runtime calls itself (callbacks, metamethods).
    """

    variables: dict[ir.Variable, Value] = field(default_factory=dict)
    fields: dict[str, Value] = field(default_factory=dict)
    elements: Value = EMPTY
    globals: dict[str, Value] = field(default_factory=dict)
    results: dict[tuple[ir.Function, int], Value] = field(default_factory=dict)
    extra_results: dict[ir.Function, Value] = field(default_factory=dict)
    varargs: dict[ir.Function, Value] = field(default_factory=dict)
    escaped: Value = EMPTY
    expressions: dict[ir.Expr, Value] = field(default_factory=dict)
    callees: dict[ir.Expr, frozenset[FunctionValue]] = field(default_factory=dict)
    coroutine_bodies: set[ir.Function] = field(default_factory=set)
    called_by_runtime: set[ir.Function] = field(default_factory=set)


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
        self._program = program
        self._namespaces = namespaces
        self._exports = exports
        self._api = api
        self._changed = True
        self._function: ir.Function | None = None
        self._objects = {
            name: shape for module in api.values() for name, shape in module.objects.items()
        }
        self._functions = [
            function for unit in program.units.values() for function in all_functions(unit.main)
        ]

    def run(self) -> Flow:
        """Iterate until nothing changes and return the result."""
        for unit in self._program.units.values():
            self._open_entry(unit)
        while self._changed:
            self._changed = False
            for function in self._functions:
                self._function = function
                self._run_function(function)
            self._call_metamethods()
            self._call_escaped()
        return self.flow

    def _open_entry(self, unit: Unit) -> None:
        """The parameters of an entry function come from outside."""
        for variable in unit.globals:
            self._join_variable(variable, NIL)
        self.flow.varargs[unit.main] = EMPTY
        if unit.entry.kind == "library.lua":
            return
        function = self.exported_function(unit)
        if function is not None:
            self._call_from_outside(function, PLAIN_VALUE)

    def exported_function(self, unit: Unit) -> ir.Function | None:
        """Return the entry function of a unit, when it can be seen statically."""
        expr = self._exports[unit.id].entry_function(unit.entry.method)
        return self.static_function(expr)

    def static_function(self, expr: ir.Expr | None) -> ir.Function | None:
        """Return the function an expression names, when that never changes."""
        match expr:
            case ir.Function():
                return expr
            case ir.VariableRef(variable=variable):
                return self._declared.get(variable)
            case _:
                return None

    @property
    def _declared(self) -> dict[ir.Variable, ir.Function]:
        if not hasattr(self, "_declared_cache"):
            self._declared_cache = declared_functions(self._program)
        return self._declared_cache

    # --- slots --------------------------------------------------------------------------------

    def _join_variable(self, variable: ir.Variable, value: Value) -> None:
        old = self.flow.variables.get(variable, EMPTY)
        new = old.join(value.stored())
        if new is not old:
            self.flow.variables[variable] = new
            self._changed = True

    def _join_field(self, name: str, value: Value) -> None:
        old = self.flow.fields.get(name, EMPTY)
        new = old.join(value)
        if new is not old:
            self.flow.fields[name] = new
            self._changed = True

    def _join_elements(self, value: Value) -> None:
        new = self.flow.elements.join(value)
        if new is not self.flow.elements:
            self.flow.elements = new
            self._changed = True

    def _join_escaped(self, value: Value) -> None:
        if not (value.functions or value.objects):
            return
        new = self.flow.escaped.join(value)
        if new is not self.flow.escaped:
            self.flow.escaped = new
            self._changed = True

    def _join_result(self, function: ir.Function, position: int, value: Value) -> None:
        old = self.flow.results.get((function, position), EMPTY)
        new = old.join(value.stored())
        if new is not old:
            self.flow.results[function, position] = new
            self._changed = True

    def _join_extra(self, function: ir.Function, value: Value) -> None:
        old = self.flow.extra_results.get(function, EMPTY)
        new = old.join(value)
        if new is not old:
            self.flow.extra_results[function] = new
            self._changed = True

    def _join_vararg(self, function: ir.Function, value: Value) -> None:
        old = self.flow.varargs.get(function, EMPTY)
        new = old.join(value)
        if new is not old:
            self.flow.varargs[function] = new
            self._changed = True

    # --- calls --------------------------------------------------------------------------------

    def _call_from_outside(self, function: ir.Function, value: Value) -> None:
        for parameter in function.parameters:
            self._join_variable(parameter, value.join(NIL))
        self._join_vararg(function, value)

    def _any(self) -> Value:
        """A value the analysis does not follow: plain data or anything that escaped."""
        return ANY.join(self.flow.escaped)

    def _stored(self) -> Value:
        """What a table can hold under an unknown key."""
        value = ANY.join(self.flow.elements)
        for stored in self.flow.fields.values():
            value = value.join(stored)
        return value

    def _call_metamethods(self) -> None:
        for name, value in list(self.flow.fields.items()):
            if not name.startswith("__"):
                continue
            for function in value.functions:
                if isinstance(function, ir.Function):
                    self._note_runtime_call(function)
                    self._call_from_outside(function, self._stored().join(self.flow.escaped))
                    self._join_escaped(self._joined_results(function))

    def _call_escaped(self) -> None:
        for function in self.flow.escaped.functions:
            if isinstance(function, ir.Function):
                self._note_runtime_call(function)
                self._call_from_outside(function, self._any())
                self._join_escaped(self._joined_results(function))

    def _note_runtime_call(self, function: ir.Function) -> None:
        if function not in self.flow.called_by_runtime:
            self.flow.called_by_runtime.add(function)
            self._changed = True

    def _joined_results(self, function: ir.Function) -> Value:
        value = self.flow.extra_results.get(function, EMPTY)
        position = 0
        while (function, position) in self.flow.results:
            value = value.join(self.flow.results[function, position])
            position += 1
        return value

    def _result(self, function: ir.Function, position: int) -> Value:
        value = self.flow.results.get((function, position), NIL)
        return value.join(self.flow.extra_results.get(function, EMPTY))

    def _pass_arguments(self, function: ir.Function, arguments: tuple[ir.Expr, ...]) -> None:
        values = [self.evaluate(argument) for argument in arguments]
        open_end = bool(arguments) and isinstance(arguments[-1], ir.MULTI)
        for position, parameter in enumerate(function.parameters):
            if position < len(values) - open_end:
                self._join_variable(parameter, values[position])
            elif open_end:
                offset = position - (len(values) - 1)
                self._join_variable(parameter, self._nth(arguments[-1], offset).join(NIL))
            else:
                self._join_variable(parameter, NIL)
        if function.is_vararg:
            for value in values[len(function.parameters) :]:
                self._join_vararg(function, value)
            if open_end:
                self._join_vararg(function, self._all_results(arguments[-1]))

    # --- expressions --------------------------------------------------------------------------

    def evaluate(self, expr: ir.Expr) -> Value:
        """Evaluate an expression and note its value."""
        value = self._evaluate(expr)
        old = self.flow.expressions.get(expr)
        if old is None:
            self.flow.expressions[expr] = value
            self._changed = True
            return value
        new = old.join(value)
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
                return self._nth(expr, 0)
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
                return arithmetic_value(
                    expr, self.evaluate(expr.left), self.evaluate(expr.right), self._any
                )
            case ir.Unary():
                return unary_value(
                    expr,
                    self.evaluate(expr.operand),
                    self._any,
                    has_length_metamethod="__len" in self.flow.fields,
                )
            case ir.Concat():
                values = [self.evaluate(part) for part in expr.parts]
                if any(value.can_be(Tag.TABLE) for value in values):
                    return self._any()
                return Value(Tag.STRING)
            case ir.TableConstructor():
                self._table(expr)
                return Value(Tag.TABLE)
            case ir.First(inner=inner):
                return self.evaluate(inner)
            case ir.Vararg():
                assert self._function is not None
                return self.flow.varargs.get(self._function, EMPTY).join(NIL)
            case ir.GlobalRef(name=name):
                return self.flow.globals.get(name, EMPTY).join(NIL)
            case ir.ApiRef(module=module, function=row):
                function = ApiFunctionValue(module, row.name, row.yields)
                return Value(Tag.FUNCTION, frozenset({function}))
            case ir.ApiConstant(type=type_name):
                return named_value(type_name)
            case ir.ModuleRef(module=module):
                if self._api[module].is_object:
                    return Value(Tag.OBJECT, objects=frozenset({"?"}))
                return Value(Tag.TABLE)
            case ir.LibraryRef(entry_id=entry_id):
                return self._library(entry_id)
            case ir.TypeRef():
                return Value(Tag.OBJECT, objects=frozenset({"Type"}))

    def _library(self, entry_id: str) -> Value:
        exports = self._exports.get(entry_id)
        if exports is None:
            return ANY
        if exports.fields is not None:
            for name, expr in exports.fields.items():
                self._join_field(name, self.flow.expressions.get(expr, EMPTY))
            return Value(Tag.TABLE)
        if exports.single is None:
            return NIL
        return self.flow.expressions.get(exports.single, EMPTY)

    def _index(self, expr: ir.Index) -> Value:
        base = expr.object
        key = expr.key
        self.evaluate(key)
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            member = self.member(base, key.value)
            if member is not None:
                return (
                    self.evaluate(member)
                    if isinstance(base, ir.VariableRef)
                    else (self.flow.expressions.get(member, EMPTY))
                )
            self.evaluate(base)
            stored = self.flow.fields.get(key.value, EMPTY)
            meta = self.flow.fields.get("__index", EMPTY)
            value = ANY.join(stored).join(self.flow.elements)
            return value.join(self.flow.escaped) if meta.functions else value
        self.evaluate(base)
        return self._stored()

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
        return Value(left.tags & ~falsy, left.functions, left.objects).join(right)

    def _table(self, expr: ir.TableConstructor) -> None:
        for position, item in enumerate(expr.items):
            value = self.evaluate(item.value)
            if isinstance(item, ir.KeyedItem):
                self.evaluate(item.key)
                self._store(item.key, value)
            elif position == len(expr.items) - 1 and isinstance(item.value, ir.MULTI):
                self._join_elements(self._all_results(item.value))
            else:
                self._join_elements(value)

    def _store(self, key: ir.Expr, value: Value) -> None:
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            self._join_field(key.value, value)
        else:
            self._join_elements(value)

    def _call(self, expr: ir.Expr) -> None:
        match expr:
            case ir.Call(callee=callee, arguments=arguments):
                target = self.evaluate(callee)
                self._reach(expr, target, arguments, ())
            case ir.MethodCall(object=receiver, method=method, arguments=arguments):
                self._method(expr, receiver, method, arguments)
            case ir.ApiCall():
                self._api_call(expr)
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
        passed = receiver + arguments
        if not target.functions or target.can_be(Tag.TABLE):
            for argument in passed:
                self._escape(argument)
        for function in target.functions:
            if isinstance(function, ir.Function):
                self._pass_arguments(function, passed)
            else:
                for argument in passed:
                    self._escape(argument)

    def _escape(self, argument: ir.Expr) -> None:
        value = self.evaluate(argument)
        self._join_escaped(value)
        if isinstance(argument, ir.MULTI):
            self._join_escaped(self._all_results(argument))

    def _method(
        self, expr: ir.Expr, receiver: ir.Expr, method: str, arguments: tuple[ir.Expr, ...]
    ) -> None:
        member = self.member(receiver, method)
        value = self.evaluate(receiver)
        if member is not None:
            target = self.flow.expressions.get(member, EMPTY)
        else:
            target = self.flow.fields.get(method, EMPTY).join(self.flow.elements)
            target = Value(target.tags, target.functions)
            if self.flow.fields.get("__index", EMPTY).functions:
                target = target.join(self.flow.escaped)
        if not value.can_be(Tag.TABLE):
            target = EMPTY
        self._reach(expr, target, arguments, (receiver,))
        if value.can_be(Tag.OBJECT | Tag.STRING):
            for argument in arguments:
                self._escape(argument)

    def _api_call(self, expr: ir.ApiCall) -> None:
        key = (expr.module, expr.function.name)
        values = [self.evaluate(argument) for argument in expr.arguments]
        if key in PROTECTED_CALLS and values:
            for function in values[0].functions:
                if isinstance(function, ir.Function):
                    passed = expr.arguments[1:] if key[1] == "pcall" else expr.arguments[2:]
                    self._pass_arguments(function, passed)
                    self._note_runtime_call(function)
                    self._join_escaped(self._joined_results(function))
                else:
                    self._join_escaped(values[0])
            for argument in expr.arguments[1:]:
                self._escape(argument)
            return
        if key == ("base", "setmetatable") and len(values) == 2:
            # The table itself comes back; its metatable's functions are found by field name.
            return
        if key == ("base", "rawset") and len(values) == 3:
            self._store(expr.arguments[1], values[2])
        if key == ("table", "insert"):
            for value in values[1:]:
                self._join_elements(value)
            return
        starts = key in COROUTINE_MAKERS or key == ("coroutine", "spawn")
        for argument in expr.arguments[1 if starts else 0 :]:
            self._escape(argument)
        if starts and values:
            for function in values[0].functions:
                if isinstance(function, ir.Function):
                    self._note_runtime_call(function)
                    self._call_from_outside(function, self._any())
                    self._join_escaped(self._joined_results(function))
        if key in COROUTINE_MAKERS and values:
            bodies = {found for found in values[0].functions if isinstance(found, ir.Function)}
            if not bodies <= self.flow.coroutine_bodies:
                self.flow.coroutine_bodies |= bodies
                self._changed = True

    def _nth(self, expr: ir.Expr, position: int) -> Value:
        """Value of one result of a multi expression."""
        match expr:
            case ir.Call() | ir.MethodCall():
                return self._call_result(expr, position)
            case ir.ApiCall(module=module, function=row):
                return self._api_result(expr, module, row, position)
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
        for function in self.flow.callees.get(expr, frozenset()):
            if isinstance(function, ir.Function):
                value = value.join(self._result(function, position))
            elif isinstance(function, ApiFunctionValue):
                row = self._api[function.module].functions[function.name]
                value = value.join(self._row_result(row, position))
            else:
                value = value.join(self._any())
        if isinstance(expr, ir.MethodCall):
            return value.join(self._object_method_result(expr, position))
        callee = self.flow.expressions.get(expr.callee, EMPTY)
        if not callee.functions or callee.can_be(Tag.TABLE | Tag.OBJECT):
            value = value.join(self._any())
        return value

    def _object_method_result(self, expr: ir.MethodCall, position: int) -> Value:
        receiver = self.flow.expressions.get(expr.object, EMPTY)
        value = EMPTY
        if receiver.can_be(Tag.STRING) and "string" in self._api:
            row = self._api["string"].functions.get(expr.method)
            value = NIL if row is None else self._row_result(row, position)
        if receiver.can_be(Tag.OBJECT):
            rows = [self._method_row(name, expr.method) for name in receiver.objects]
            for row in rows:
                value = value.join(self._any() if row is None else self._row_result(row, position))
        if receiver.can_be(Tag.TABLE):
            value = value.join(self._any())
        return value

    def _method_row(self, object_type: str, method: str) -> ApiFunction | None:
        shape = self._objects.get(object_type)
        return None if shape is None else shape.methods.get(method)

    def _api_result(self, expr: ir.ApiCall, module: str, row: ApiFunction, position: int) -> Value:
        match module, row.name:
            case "coroutine", "wrap" if position == 0:
                return _WRAPPED
            case "base", "setmetatable" if position == 0 and expr.arguments:
                return self.evaluate(expr.arguments[0])
            case "base", "assert" if expr.arguments and position == 0:
                value = self.evaluate(expr.arguments[0])
                kept = value.tags & ~(Tag.NIL | Tag.FALSE)
                return Value(kept, value.functions, value.objects)
            case "base", "pcall" | "xpcall" if position == 0:
                return Value(BOOLEAN)
            case "base", "pcall" | "xpcall":
                return self._stored().join(self.flow.escaped)
            case "base", "rawget" | "next" | "select" | "unpack":
                return self._stored()
            case "table", "unpack" | "remove":
                return self._stored()
        return self._row_result(row, position)

    def _row_result(self, row: ApiFunction, position: int) -> Value:
        if row.results is None:
            return self._any()
        if position >= len(row.results):
            return NIL
        value = named_value(row.results[position])
        return value.join(self.flow.escaped) if row.results[position].startswith("any") else value

    def _all_results(self, expr: ir.Expr) -> Value:
        """Joined value of every result of a multi expression."""
        match expr:
            case ir.Call() | ir.MethodCall():
                value = self._call_result(expr, 0).join(NIL)
                for function in self.flow.callees.get(expr, frozenset()):
                    if isinstance(function, ir.Function):
                        value = value.join(self._joined_results(function))
                    else:
                        value = value.join(self._any())
                return value
            case ir.ApiCall(function=row) if row.results is not None:
                value = EMPTY
                for position in range(len(row.results)):
                    value = value.join(self._nth(expr, position))
                return value
            case ir.ApiCall():
                return self._stored()
            case ir.CallActivity():
                return PLAIN_VALUE.join(named_value("Error?"))
            case _:
                return self._nth(expr, 0)

    # --- statements ---------------------------------------------------------------------------

    def _run_function(self, function: ir.Function) -> None:
        for statement in walk_statements(function.body):
            self._statement(function, statement)

    def _statement(self, function: ir.Function, statement: ir.Statement) -> None:
        match statement:
            case ir.Local(variables=variables, values=values):
                if not values:
                    for variable in variables:
                        self._join_variable(variable, NIL)
                else:
                    for position, value in enumerate(self._spread(values, len(variables))):
                        self._join_variable(variables[position], value)
            case ir.DeclareFunction(variable=variable, function=body):
                self._join_variable(variable, self.evaluate(body))
            case ir.Assign(targets=targets, values=values):
                spread = self._spread(values, len(targets))
                for target, value in zip(targets, spread, strict=True):
                    self._assign(target, value)
            case ir.Evaluate(call=call):
                self.evaluate(call)
            case ir.While(condition=condition) | ir.Repeat(condition=condition):
                self.evaluate(condition)
            case ir.If(arms=arms):
                for arm in arms:
                    self.evaluate(arm.condition)
            case ir.NumericFor():
                self._numeric_for(statement)
            case ir.GenericFor():
                self._generic_for(statement)
            case ir.Return(values=values):
                self._return(function, values)
            case _:
                pass

    def _spread(self, values: tuple[ir.Expr, ...], count: int) -> list[Value]:
        """Evaluate a list of expressions and adjust it to `count` values."""
        found = [self.evaluate(value) for value in values]
        if values and isinstance(values[-1], ir.MULTI):
            last = values[-1]
            found.extend(self._nth(last, offset) for offset in range(1, count - len(values) + 1))
        found.extend([NIL] * (count - len(found)))
        return found[:count]

    def _assign(self, target: ir.Target, value: Value) -> None:
        match target:
            case ir.VariableRef(variable=variable):
                self._join_variable(variable, value)
                self.flow.expressions[target] = value
            case ir.GlobalRef(name=name):
                old = self.flow.globals.get(name, EMPTY)
                new = old.join(value)
                if new is not old:
                    self.flow.globals[name] = new
                    self._changed = True
            case ir.Index(object=base, key=key):
                self.evaluate(base)
                self.evaluate(key)
                self._store(key, value)

    def _numeric_for(self, loop: ir.NumericFor) -> None:
        bounds = [self.evaluate(loop.start), self.evaluate(loop.stop)]
        if loop.step is not None:
            bounds.append(self.evaluate(loop.step))
        integers = Tag.SMALL | Tag.INTEGER | Tag.WIDE
        if all(bound.only(Tag.SMALL) for bound in bounds):
            tags = Tag.SMALL
        elif all(bound.only(integers) for bound in bounds):
            tags = Tag.SMALL | Tag.INTEGER
        elif all(bound.only(Tag.FLOAT) for bound in bounds):
            tags = Tag.FLOAT
        else:
            tags = Tag.SMALL | Tag.INTEGER | Tag.FLOAT
        self._join_variable(loop.variable, Value(tags))

    def _generic_for(self, loop: ir.GenericFor) -> None:
        for expr in loop.iterators:
            self.evaluate(expr)
        value = self._stored()
        first = value
        match loop.iterators:
            case (ir.ApiCall(module="base", function=row), *_) if row.name == "ipairs":
                first = Value(Tag.SMALL)
                value = Value(value.tags & ~Tag.NIL, value.functions, value.objects)
            case (ir.ApiCall(module="base", function=row), *_) if row.name == "pairs":
                first = Value(value.tags & ~Tag.NIL, value.functions, value.objects)
                value = first
            case (ir.Call() | ir.MethodCall() as call, *_):
                # The iterator function's own results are the loop's values.
                for function in self._nth(call, 0).functions:
                    if isinstance(function, ir.Function):
                        self._pass_loop_state(function, value)
            case (iterator, *_):
                for function in self.evaluate(iterator).functions:
                    if isinstance(function, ir.Function):
                        self._pass_loop_state(function, value)
        for position, variable in enumerate(loop.variables):
            self._join_variable(variable, first if position == 0 else value.join(NIL))

    def _pass_loop_state(self, function: ir.Function, value: Value) -> None:
        self._note_runtime_call(function)
        self._call_from_outside(function, value)

    def _return(self, function: ir.Function, values: tuple[ir.Expr, ...]) -> None:
        found = [self.evaluate(value) for value in values]
        for position, value in enumerate(found):
            self._join_result(function, position, value)
        if values and isinstance(values[-1], ir.MULTI):
            last = values[-1]
            for offset in range(1, 4):
                self._join_result(function, len(values) - 1 + offset, self._nth(last, offset))
            self._join_extra(function, self._rest(last))
        else:
            # Another `return` may give more values; this one gives nil there.
            for position in range(len(found), 4):
                if (function, position) in self.flow.results:
                    self._join_result(function, position, NIL)

    def _rest(self, expr: ir.Expr) -> Value:
        """What result positions after the third can hold."""
        match expr:
            case ir.ApiCall(function=row) if row.results is not None and len(row.results) <= 4:
                return EMPTY
            case ir.CallActivity() | ir.Sleep():
                return EMPTY
            case ir.Call() | ir.MethodCall():
                callees = self.flow.callees.get(expr, frozenset())
                value = EMPTY
                for function in callees:
                    if isinstance(function, ir.Function):
                        value = value.join(self.flow.extra_results.get(function, EMPTY))
                    else:
                        value = value.join(self._any())
                return value if callees else self._any()
            case _:
                return self._all_results(expr)


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
            small = -(2**53) < constant < 2**53
            return Value(Tag.SMALL if small else Tag.INTEGER)
        case float():
            return Value(Tag.FLOAT)
        case _:
            return Value(Tag.STRING)


def declared_functions(program: Program) -> dict[ir.Variable, ir.Function]:
    """Return the functions of variables that are declared with one and never reassigned.

    A global variable of a chunk counts when its only assignment is a function at the top level.
    """
    found: dict[ir.Variable, ir.Function] = {}
    assigned: dict[ir.Variable, int] = {}
    for unit in program.units.values():
        top_level = set(unit.main.body.statements)
        for function in all_functions(unit.main):
            for statement in walk_statements(function.body):
                match statement:
                    case ir.DeclareFunction(variable=variable, function=body):
                        found[variable] = body
                    case ir.Assign(targets=targets, values=values):
                        for target in targets:
                            if isinstance(target, ir.VariableRef):
                                count = assigned.get(target.variable, 0) + 1
                                assigned[target.variable] = count
                        match targets, values:
                            case (ir.VariableRef(variable=variable),), (ir.Function() as body,):
                                if variable.kind == "global" and statement in top_level:
                                    found[variable] = body
    return {
        variable: body
        for variable, body in found.items()
        if assigned.get(variable, 0) == (1 if variable.kind == "global" else 0)
    }


__all__ = ["ANY_TAGS", "Flow", "FlowAnalysis", "constant_value_of", "declared_functions"]
