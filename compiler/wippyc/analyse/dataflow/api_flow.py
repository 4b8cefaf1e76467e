"""What built-in functions do with values: which they call, keep, and give back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wippyc.analyse.abstract_values.attempts import is_attempt
from wippyc.analyse.abstract_values.characters import CHARACTER, is_one_character
from wippyc.analyse.abstract_values.math_flow import math_value
from wippyc.analyse.abstract_values.string_calls import (
    StringCall,
    captured_value,
    iterated_value,
    joined_results,
    result_value,
    string_call,
)
from wippyc.analyse.abstract_values.values import (
    BOOLEAN,
    EMPTY,
    INTEGERS,
    METHOD_VALUE,
    NIL,
    ApiFunctionValue,
    CreatedThread,
    FunctionValue,
    Tag,
    Value,
    WrappedCoroutine,
    named_value,
)
from wippyc.analyse.dataflow.coroutine_flow import HARMLESS
from wippyc.analyse.dataflow.statement_flow import POSITIONS
from wippyc.api.model import ApiFunction, ApiObject
from wippyc.ir import nodes as ir

if TYPE_CHECKING:
    from wippyc.analyse.dataflow.flow_analysis import FlowAnalysis

_COROUTINE_MAKERS = frozenset({"create", "wrap"})
# Modules whose functions may hand a table or object they were given to other code.
_KEEPERS = frozenset({"base", "coroutine"})
# Functions of those that keep nothing of what they get.
_FORGETTERS = frozenset({"tostring", "tonumber", "type", "print", "rawequal"})


class ApiFlow:
    """Effects and results of calls of built-in functions."""

    def __init__(self, analysis: FlowAnalysis) -> None:
        self._analysis = analysis
        self._objects = {
            name: shape
            for module in analysis.api.values()
            for name, shape in module.objects.items()
        }

    # --- effects ------------------------------------------------------------------------------

    def call(self, expr: ir.ApiCall) -> None:
        """Pass the arguments of a call where the function puts them."""
        analysis, tables = self._analysis, self._analysis.tables
        values = [analysis.evaluate(argument) for argument in expr.arguments]
        match expr.module, expr.function.name:
            case "base", "pcall" | "xpcall" if values:
                self._protected(expr, values)
            case "base", "setmetatable" if values:
                self._set_metatable(expr.arguments)
            case "base", "rawset" if len(values) == 3:
                tables.store_other(values[0], values[1], values[2])
            case "table", "insert" if len(values) >= 2:
                # With a value behind it, the second argument is a position.
                has_position = len(values) == 3 and not isinstance(expr.arguments[2], ir.MULTI)
                for value in values[2 if has_position else 1 :]:
                    tables.store_number(values[0], value)
                if isinstance(expr.arguments[-1], ir.MULTI):
                    tables.store_number(values[0], analysis.all_results(expr.arguments[-1]))
            case "table", "sort" if len(values) == 2:
                element = tables.read_number(values[0]).without(Tag.NIL)
                self._callback(values[1], element)
            case "coroutine", "create" | "wrap" | "spawn" as name if values:
                self._start(expr, name, values[0])
            case "coroutine", "resume" if values and analysis.coroutines.is_followed:
                self._resume(expr.arguments, values[0])
            case "coroutine", name if name in HARMLESS and analysis.coroutines.is_followed:
                pass
            case "base", "pairs" | "ipairs" if expr in analysis.loop_iterators:
                pass
            case "coroutine", "yield":
                analysis.give(expr.arguments)
                if not analysis.coroutines.is_followed:
                    for argument in expr.arguments:
                        self._hand_over(argument, keeps=True)
            case "string", name:
                self.string_call(StringCall(name, tuple(expr.arguments)))
            case module, name:
                for argument in expr.arguments:
                    self._hand_over(argument, keeps=module in _KEEPERS and name not in _FORGETTERS)

    def call_value(self, function: FunctionValue, arguments: tuple[ir.Expr, ...]) -> None:
        """Apply what a built-in function that is called as a value does to tables."""
        tables = self._analysis.tables
        match function:
            case ApiFunctionValue(module="base", name="setmetatable") if arguments:
                self._set_metatable(arguments)
            case ApiFunctionValue(module="base", name="rawset") if arguments:
                values = [self._analysis.evaluate(argument) for argument in arguments]
                if isinstance(arguments[-1], ir.MULTI) or len(values) < 3:
                    values.extend([self._analysis.any()] * 3)
                tables.store_other(values[0], values[1], values[2])
            case ApiFunctionValue(module="table", name="insert") if arguments:
                for argument in arguments[1:] or arguments:
                    tables.store_number(
                        self._analysis.evaluate(arguments[0]), self._passed(argument)
                    )
            case ApiFunctionValue(module="coroutine", name="create" | "wrap" | "spawn" as name):
                if arguments:
                    self._start(None, name, self._analysis.evaluate(arguments[0]))
            case _:
                pass

    def _passed(self, argument: ir.Expr) -> Value:
        """Return everything that an argument may pass."""
        value = self._analysis.evaluate(argument)
        if isinstance(argument, ir.MULTI):
            value = value.join(self._analysis.all_results(argument))
        return value

    def _set_metatable(self, arguments: tuple[ir.Expr, ...]) -> None:
        analysis = self._analysis
        target = analysis.evaluate(arguments[0])
        if len(arguments) > 1:
            metatable = analysis.evaluate(arguments[1])
        elif isinstance(arguments[0], ir.MULTI):
            metatable = analysis.nth(arguments[0], 1)
        else:
            return
        analysis.tables.set_metatable(target, metatable)

    def _hand_over(self, argument: ir.Expr, *, keeps: bool) -> None:
        analysis = self._analysis
        value = self._passed(argument)
        if keeps:
            analysis.join_escaped(value)
        elif value.functions:
            analysis.join_escaped(Value(Tag.FUNCTION, value.functions))

    def string_call(self, call: StringCall) -> None:
        """Pass the arguments of a string function: `gsub` calls its third."""
        for position, argument in enumerate(call.arguments):
            if call.name == "gsub" and position == 2 and not isinstance(argument, ir.MULTI):
                self._replacement(call, self._analysis.evaluate(argument))
            else:
                self._hand_over(argument, keeps=False)

    def _replacement(self, call: StringCall, replacement: Value) -> None:
        analysis = self._analysis
        for function in replacement.functions:
            if not isinstance(function, ir.Function):
                continue
            analysis.note_runtime_call(function)
            if function.is_vararg:
                analysis.call_from_outside(function, analysis.any())
            for position, parameter in enumerate(function.parameters):
                analysis.join_variable(parameter, captured_value(call, position))

    def _callback(self, callback: Value, argument: Value) -> None:
        analysis = self._analysis
        for function in callback.functions:
            if isinstance(function, ir.Function):
                analysis.note_runtime_call(function)
                analysis.call_from_outside(function, argument)

    def _protected(self, expr: ir.ApiCall, values: list[Value]) -> None:
        analysis = self._analysis
        skipped = 1 if expr.function.name == "pcall" else 2
        if skipped == 2 and len(values) > 1:
            self._callback(values[1], analysis.any())
        for function in values[0].functions:
            if isinstance(function, ir.Function):
                analysis.pass_arguments(function, expr.arguments[skipped:])
                analysis.note_followed_call(function)
                analysis.join_escaped(analysis.joined_results(function))
            else:
                self.call_value(function, expr.arguments[skipped:])
                analysis.join_escaped(Value(Tag.FUNCTION, frozenset({function})))
        for argument in expr.arguments[skipped:]:
            analysis.escape(argument)

    def _start(self, site: ir.ApiCall | None, maker: str, body: Value) -> None:
        """Make a coroutine.

        Args:
            site: The call; `None` if the function of the module is called as a value.
            maker: The name of the function.
            body: What runs as the coroutine.
        """
        analysis = self._analysis
        bodies = [each for each in body.functions if isinstance(each, ir.Function)]
        for function in bodies:
            if maker in _COROUTINE_MAKERS:
                analysis.note_coroutine_body(function)
            else:
                analysis.note_runtime_call(function)
                analysis.call_from_outside(function, analysis.any())
                analysis.join_escaped(analysis.joined_results(function))
        if site is None:
            analysis.coroutines.open_bodies(bodies)
        elif maker in _COROUTINE_MAKERS:
            is_wrapped = maker == "wrap"
            analysis.coroutines.start(WrappedCoroutine(site) if is_wrapped else CreatedThread(site))

    def _resume(self, arguments: tuple[ir.Expr, ...], thread: Value) -> None:
        analysis = self._analysis
        if any(isinstance(each, str) for each in thread.objects):
            for argument in arguments:
                self._hand_over(argument, keeps=True)
        for each in thread.objects:
            if isinstance(each, CreatedThread):
                analysis.coroutines.send(each, arguments[1:])

    # --- results ------------------------------------------------------------------------------

    def result(self, expr: ir.ApiCall, position: int) -> Value:
        """Return one result of a call."""
        analysis, tables = self._analysis, self._analysis.tables
        arguments = expr.arguments
        first = analysis.evaluate(arguments[0]) if arguments else EMPTY
        if expr.module == "string":
            found = self._text_result(StringCall(expr.function.name, tuple(arguments)), position)
            if found is not None:
                return found
        if expr.module == "math" and position == 0:
            found = math_value(expr.function.name, arguments, analysis.evaluate)
            if found is not None:
                return found
        match expr.module, expr.function.name:
            case "coroutine", "wrap" if position == 0:
                return Value(Tag.FUNCTION, frozenset({WrappedCoroutine(expr)}))
            case "coroutine", "create" if position == 0:
                return Value(Tag.OBJECT, objects=frozenset({CreatedThread(expr)}))
            case "coroutine", "resume":
                if position == 0:
                    return Value(BOOLEAN)
                return analysis.any().join(self.successful(expr, position))
            case "coroutine", "yield":
                return analysis.given(position)
            case "base", "setmetatable" | "rawset" if position == 0 and arguments:
                return first
            case "base", "pairs" | "ipairs" if position == 1 and arguments:
                return first
            case "base", "getmetatable" if position == 0 and arguments:
                if tables.metamethod_value("__metatable").tags:
                    return analysis.any()
                return tables.metatables(first).join(NIL)
            case "table", "freeze" if position == 0 and arguments:
                return first
            case "base", "assert" if (
                arguments and position >= len(arguments) - 1 and isinstance(arguments[-1], ir.MULTI)
            ):
                return self._asserted(arguments[-1], position, len(arguments) - 1)
            case "base", "assert" if position < len(arguments):
                value = analysis.evaluate(arguments[position])
                return value.without(Tag.NIL | Tag.FALSE) if position == 0 else value
            case "base", "pcall" | "xpcall":
                return self._protected_result(expr, position)
            case "base", "rawget" if position == 0:
                return tables.contents(first)
            case "base", "next":
                return (tables.keys(first) if position == 0 else tables.contents(first)).join(NIL)
            case "base" | "table", "unpack":
                return tables.read_number(first)
            case "table", "remove" if position == 0:
                return tables.read_number(first)
            case "base", "select":
                return self._selected(expr)
            case "base", "tonumber" if position == 0 and len(arguments) == 2:
                base = analysis.evaluate(arguments[1])
                if base.tags and base.only(INTEGERS):
                    return named_value("integer?")
        return self.row_result(expr.function, position)

    def _protected_result(self, expr: ir.ApiCall, position: int) -> Value:
        if position == 0:
            return Value(BOOLEAN)
        return self._analysis.any().join(self.successful(expr, position))

    def successful(self, expr: ir.ApiCall, position: int) -> Value:
        """Return what a call that catches errors gives at a position if there is none."""
        analysis = self._analysis
        first = analysis.value_elsewhere(expr.arguments[0]) if expr.arguments else EMPTY
        value = EMPTY
        if expr.module == "coroutine":
            if any(isinstance(each, str) for each in first.objects):
                return analysis.any()
            for thread in first.objects:
                if isinstance(thread, CreatedThread):
                    value = value.join(analysis.coroutines.resumed(thread, position - 1))
            return value
        if first.can_be(Tag.FUNCTION) and not first.functions:
            return analysis.any()
        if first.can_be(Tag.TABLE) and analysis.tables.metamethod_value("__call").tags:
            return analysis.any()
        for function in first.functions:
            if isinstance(function, ir.Function):
                value = value.join(analysis.result(function, position - 1))
            elif isinstance(function, WrappedCoroutine):
                value = value.join(analysis.coroutines.resumed(function, position - 1))
            else:
                return analysis.any()
        return value

    def _asserted(self, last: ir.Expr, position: int, before: int) -> Value:
        """Return a result of `assert` that is one of its last argument, a call."""
        if position == 0:
            return self._analysis.evaluate(last).without(Tag.NIL | Tag.FALSE)
        if not before and isinstance(last, ir.ApiCall) and is_attempt(last):
            return self.successful(last, position)
        return self._analysis.nth(last, position - before)

    def _selected(self, expr: ir.ApiCall) -> Value:
        match expr.arguments:
            case (ir.Constant(value="#"), *_):
                return Value(Tag.SMALL)
            case (_, *rest):
                value = NIL
                for argument in rest:
                    value = value.join(self._analysis.evaluate(argument))
                if rest and isinstance(rest[-1], ir.MULTI):
                    value = value.join(self._analysis.all_results(rest[-1]))
                return value
            case _:
                return self._analysis.any()

    def row_result(self, row: ApiFunction, position: int) -> Value:
        """Return one result as the function's row describes it."""
        if row.results is None:
            return self._analysis.any()
        if position >= len(row.results):
            return NIL
        value = named_value(row.results[position])
        if row.results[position].startswith("any"):
            return value.join(self._analysis.escaped())
        return value

    def method_result(self, expr: ir.MethodCall, position: int, is_known: bool) -> Value:
        """Return one result of a method as far as the receiver is a string or userdata."""
        analysis = self._analysis
        receiver = analysis.flow.value(expr.object)
        value = EMPTY
        if receiver.can_be(Tag.STRING) and "string" in analysis.api:
            row = analysis.api["string"].functions.get(expr.method)
            call = StringCall(expr.method, (expr.object, *expr.arguments))
            found = None if row is None else self._text_result(call, position)
            if found is not None:
                value = found
            else:
                value = NIL if row is None else self.row_result(row, position)
        if receiver.can_be(Tag.OBJECT):
            for name in receiver.object_types():
                shape = self._objects.get(name)
                row = None if shape is None else shape.methods.get(expr.method)
                value = value.join(
                    analysis.any() if row is None else self.row_result(row, position)
                )
                if shape is None:
                    value = value.join(self._of_unknown_object(expr.method, position))
        if receiver.can_be(Tag.TABLE) and analysis.tables.metamethod_value("__call").tags:
            value = value.join(analysis.any())
        return value

    def _text_result(self, call: StringCall, position: int) -> Value | None:
        """Return what a string function gives at a position; `None` if its row says all."""
        analysis = self._analysis
        if position == 0 and call.name in ("sub", "char"):
            runs_code = analysis.tables.metamethod_value("__index").can_be(
                Tag.FUNCTION | Tag.OBJECT
            )
            if is_one_character(
                call.name, call.arguments, analysis.evaluate, is_plain=not runs_code
            ):
                return CHARACTER
        return result_value(call, position)

    def all_method_results(self, expr: ir.MethodCall) -> Value:
        """Return the join of all results of a method of a string or userdata."""
        receiver = self._analysis.flow.value(expr.object)
        value = EMPTY
        if receiver.can_be(Tag.STRING):
            call = StringCall(expr.method, (expr.object, *expr.arguments))
            value = joined_results(call) or EMPTY
        if receiver.can_be(Tag.STRING | Tag.OBJECT):
            for position in range(POSITIONS):
                value = value.join(self.method_result(expr, position, is_known=False))
        return value

    def field(self, target: Value, name: str | None) -> Value:
        """Return what a field of userdata can be.

        Args:
            target: The userdata.
            name: The field; `None` if it is computed.
        """
        value = METHOD_VALUE
        for type_name in target.object_types():
            shape = self._objects.get(type_name)
            if shape is None or shape.has_fields or shape.has_other_methods:
                value = value.join(self._analysis.any())
            if shape is not None:
                waits = _may_wait(shape, name)
            else:
                # Computed names of values of any type are those of plain data nearly always.
                waits = name is not None and name in self._analysis.waiting_methods
            if waits:
                value = value.join(named_value("yielding function"))
        return value

    def iterated(self, iterator: ir.Expr, position: int) -> Value | None:
        """Return what a loop over an expression gets, if that is a call that tells."""
        call = string_call(iterator, self._analysis.evaluate)
        return None if call is None else iterated_value(call, position)

    def _of_unknown_object(self, method: str, position: int) -> Value:
        """Return the suspending functions that a method of that name gives on some object."""
        value = EMPTY
        for shape in self._objects.values():
            row = shape.methods.get(method)
            if row is not None and row.results and len(row.results) > position:
                result = named_value(row.results[position])
                if result.functions:
                    value = value.join(result)
        return value

    def all_results(self, expr: ir.ApiCall) -> Value:
        """Return the join of all results of a call."""
        row = expr.function
        if expr.module == "string":
            joined = joined_results(StringCall(row.name, tuple(expr.arguments)))
            if joined is not None:
                return joined
        count = 4 if row.results is None else len(row.results)
        value = NIL
        for position in range(max(count, 1)):
            value = value.join(self.result(expr, position))
        return value


def _may_wait(shape: ApiObject, name: str | None) -> bool:
    """Whether a method, or any if the name is not known, may suspend."""
    if name is None:
        return shape.has_other_methods or any(row.yields for row in shape.methods.values())
    row = shape.methods.get(name)
    return shape.has_other_methods if row is None else row.yields
