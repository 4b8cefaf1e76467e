"""Calls in the flow analysis: where arguments go, and what comes back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from wippyc.analyse.abstract_values.string_calls import StringCall, has_only_text_methods
from wippyc.analyse.abstract_values.values import (
    BOOLEAN,
    EMPTY,
    NIL,
    NUMBER,
    PLAIN_VALUE,
    ApiFunctionValue,
    ResumingFunction,
    Tag,
    Value,
    WrappedCoroutine,
    named_value,
)
from wippyc.analyse.dataflow.api_flow import ApiFlow
from wippyc.analyse.dataflow.flow_slots import FlowSlots
from wippyc.analyse.dataflow.statement_flow import CROWD, POSITIONS
from wippyc.analyse.program.falling import can_fall_off
from wippyc.api.model import ModuleApi
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_statements


class FlowCalls(FlowSlots, ABC):
    """Passes the arguments of calls, and gives the values of their results."""

    api: Mapping[str, ModuleApi]
    waiting_methods: frozenset[str]
    _built_in: ApiFlow

    def __init__(self) -> None:
        super().__init__()
        self._returning_one: dict[ir.Function, bool] = {}

    @abstractmethod
    def evaluate(self, expr: ir.Expr) -> Value:
        """Return the value of an expression."""

    @abstractmethod
    def member(self, base: ir.Expr, name: str) -> ir.Expr | None:
        """Return the expression behind a name of a namespace or library, if it is static."""

    @abstractmethod
    def _member_value(self, member: ir.Expr) -> Value:
        """Return the value of such an expression."""

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
            for value in values[len(function.parameters) : len(values) - open_end]:
                self.pass_varargs(function, value)
            if open_end:
                self.pass_varargs(function, self._handed_on(arguments[-1]))

    def _handed_on(self, expr: ir.Expr) -> Value:
        """Return what the results of a last argument are, as far as there are any."""
        match expr:
            case ir.Vararg():
                assert self._function is not None
                return self.varargs(self._function, padded=False)
            case ir.Call() | ir.MethodCall() if expr not in self.flow.open_calls and all(
                isinstance(callee, ir.Function) and self._returns_one(callee)
                for callee in self.flow.callees.get(expr, ())
            ):
                return self.nth(expr, 0)
            case _:
                return self.all_results(expr)

    def _returns_one(self, function: ir.Function) -> bool:
        """Whether a function returns one value, as it is written."""
        found = self._returning_one.get(function)
        if found is None:
            returned = [
                statement.values
                for statement in walk_statements(function.body)
                if isinstance(statement, ir.Return)
            ]
            found = self._returning_one[function] = all(
                len(values) == 1 and not isinstance(values[0], ir.MULTI) for values in returned
            ) and not can_fall_off(function.body)
        return found

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
        if len(target.functions) > CROWD:
            # Not told apart: as if they were called by code that is not followed.
            self.join_escaped(Value(Tag.FUNCTION, target.functions))
            for argument in passed:
                self.escape(argument)
            return
        for function in target.functions:
            if isinstance(function, ir.Function):
                self.note_caller(function)
                self.pass_arguments(function, passed, is_method=bool(receiver))
            elif isinstance(function, WrappedCoroutine):
                self.coroutines.send(function, passed)
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
        if member is None and (not value.tags or has_only_text_methods(value)):
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
                return self.varargs(self._function)
            case _:
                return self.evaluate(expr) if position == 0 else NIL

    def _call_result(self, expr: ir.Call | ir.MethodCall, position: int) -> Value:
        value = EMPTY
        callees = self.flow.callees.get(expr, frozenset())
        if len(callees) > CROWD:
            return self.any()
        for function in callees:
            if isinstance(function, ir.Function):
                value = value.join(self.result(function, position))
            elif isinstance(function, ApiFunctionValue):
                row = self.api[function.module].functions[function.name]
                given = self._built_in.row_result(row, position)
                if given.can_be(Tag.TABLE):
                    # It may be an argument, as that of `setmetatable` is.
                    given = given.join(self.escaped())
                value = value.join(given)
                if (function.module, function.name) == ("coroutine", "wrap"):
                    value = value.join(Value(Tag.FUNCTION, frozenset({ResumingFunction()})))
            elif isinstance(function, WrappedCoroutine):
                value = value.join(self.coroutines.resumed(function, position))
            else:
                value = value.join(self.any())
        if isinstance(expr, ir.MethodCall):
            return value.join(self._built_in.method_result(expr, position, bool(callees)))
        callee = self.flow.value(expr.callee)
        if callee.can_be(Tag.OBJECT) or self._may_call_unknown(callee):
            value = value.join(self.any())
        return value

    def _may_call_unknown(self, callee: Value) -> bool:
        """Whether a callee may be a function or callable table the analysis does not see."""
        if callee.can_be(Tag.TABLE) and self.tables.metamethod_value("__call").tags:
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
                for function in callees if len(callees) <= CROWD else ():
                    if isinstance(function, ir.Function):
                        value = value.join(self.joined_results(function))
                    elif isinstance(function, WrappedCoroutine):
                        value = value.join(self.coroutines.all_resumed(function))
                    else:
                        value = value.join(self.any())
                return value.join(NIL)
            case ir.ApiCall():
                return self._built_in.all_results(expr)
            case ir.CallActivity():
                return PLAIN_VALUE.join(named_value("Error?"))
            case _:
                return self.nth(expr, 0)

    def give(self, arguments: tuple[ir.Expr, ...]) -> None:
        """Let `coroutine.yield` give values to whoever resumes."""
        assert self._function is not None
        self.coroutines.give(self._function, arguments)

    def given(self, position: int) -> Value:
        """Return what `coroutine.yield` returns at a position."""
        assert self._function is not None
        return self.coroutines.given(self._function, position)
