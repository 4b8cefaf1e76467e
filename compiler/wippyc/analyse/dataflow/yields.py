"""Which functions may suspend, and why: those become `async def`.

A function suspends to the system (a Temporal command, a channel, I/O) or to the resumer of its Lua
coroutine. A system suspension passes through `coroutine.resume`; a `coroutine.yield` ends there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wippyc.analyse.abstract_values.values import (
    UNKNOWN_OBJECT,
    ApiFunctionValue,
    FunctionValue,
    ResumingFunction,
    Tag,
    Value,
    WrappedCoroutine,
    YieldingFunction,
)
from wippyc.analyse.dataflow.flow import PROTECTED_CALLS, Flow
from wippyc.analyse.program.used_shapes import API_EXPRESSIONS, shapes_in_use
from wippyc.api.model import ModuleApi
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, walk_statements
from wippyc.source import Span

# Metamethods that an operation may call, by kind of expression.
ARITHMETIC_EVENTS = {
    "+": "__add", "-": "__sub", "*": "__mul", "/": "__div", "%": "__mod", "^": "__pow",
}  # fmt: skip
COMPARE_EVENTS = {
    "==": "__eq", "~=": "__eq", "<": "__lt", ">": "__lt", "<=": "__le", ">=": "__le",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a function may suspend.

    Attributes:
        span: The expression.
        text: What suspends there.
        callee: The function that is called, if any.
        is_certain: Whether the call can reach nothing else.
    """

    span: Span
    text: str
    callee: ir.Function | None = None
    is_certain: bool = False


@dataclass(eq=False)
class Yields:
    """Suspension facts.

    Attributes:
        system: Functions that may suspend to the system, with the first reason found.
        user: Functions that may `coroutine.yield`.
        resumes_system: Whether resuming a coroutine may suspend to the system, or is done by the
            functions of the module's table, which are made for that.
        suspending_wraps: Calls of `coroutine.wrap` whose coroutine may suspend to the system.
        protects_waits: Whether `pcall`, called as a value, may call a function that suspends.
        metamethods: Metamethod events some implementation of which may suspend.
        generators: Functions that are emitted as generators.
    """

    system: dict[ir.Function, Reason] = field(default_factory=dict)
    user: dict[ir.Function, Reason] = field(default_factory=dict)
    resumes_system: bool = False
    suspending_wraps: set[ir.ApiCall] = field(default_factory=set)
    protects_waits: bool = False
    metamethods: set[str] = field(default_factory=set)
    generators: frozenset[ir.Function] = frozenset()
    _known: dict[frozenset[FunctionValue], tuple[bool, bool]] = field(default_factory=dict)

    def make_generators(self, functions: frozenset[ir.Function]) -> None:
        """Note functions that are generators instead."""
        self.generators = functions
        self._known.clear()

    def any_is_async(self, callees: frozenset[FunctionValue]) -> bool:
        """Whether calling some of the functions gives something to await, once all is known."""
        return self._asked(callees)[0]

    def all_are_async(self, callees: frozenset[FunctionValue]) -> bool:
        """Whether calling each of the functions gives something to await, once all is known."""
        return self._asked(callees)[1]

    def _asked(self, callees: frozenset[FunctionValue]) -> tuple[bool, bool]:
        answer = self._known.get(callees)
        if answer is None:
            each = [self.callee_is_async(callee) for callee in callees]
            answer = self._known[callees] = any(each), all(each)
        return answer

    def is_async(self, function: ir.Function) -> bool:
        """Whether a function is emitted as `async def`."""
        if function in self.generators:
            return False
        return function in self.system or function in self.user

    def callee_is_async(self, callee: object) -> bool:
        """Whether calling an abstract function gives something to await."""
        match callee:
            case ir.Function():
                return self.is_async(callee)
            case ApiFunctionValue(module="coroutine", name="yield"):
                return True
            case ApiFunctionValue(module="coroutine", name="resume"):
                return self.resumes_system
            case ApiFunctionValue(module="base", name="pcall" | "xpcall"):
                return self.protects_waits
            case ApiFunctionValue(yields=yields):
                return yields
            case WrappedCoroutine(site=site):
                return site in self.suspending_wraps
            case YieldingFunction():
                return True
            case ResumingFunction():
                return self.resumes_system
            case _:
                return False


# Expressions that may run other code, and so suspend.
_VISITED = (
    ir.CallActivity, ir.Sleep, ir.ApiCall, ir.Call, ir.MethodCall, ir.Index, ir.Arithmetic,
    ir.Compare, ir.Concat, ir.Unary,
)  # fmt: skip


class YieldAnalysis:
    """Propagates suspension from callees to callers."""

    def __init__(self, program: Program, flow: Flow, api: Mapping[str, ModuleApi]) -> None:
        self._flow = flow
        self._units = {
            function: unit.id
            for unit in program.units.values()
            for function in all_functions(unit.main)
        }
        self._functions = list(self._units)
        self._others: dict[frozenset[FunctionValue], list[FunctionValue]] = {}
        self._wraps = [
            expr
            for function in self._functions
            for expr in expressions_of(function.body, ir.ApiCall)
            if (expr.module, expr.function.name) == ("coroutine", "wrap")
        ]
        self._module_is_value = any(
            expr.module == "coroutine"
            for function in self._functions
            for expr in expressions_of(function.body, ir.ModuleRef)
        )
        self.result = Yields()
        shapes = shapes_in_use(
            (
                expr
                for function in self._functions
                for expr in expressions_of(function.body, *API_EXPRESSIONS)
            ),
            api,
        )
        self._yielding_methods = {
            method.name for shape in shapes for method in shape.methods.values() if method.yields
        }
        self._any_method_yields = any(shape.has_other_methods for shape in shapes)
        self._objects = {
            name: shape for module in api.values() for name, shape in module.objects.items()
        }

    def run(self) -> Yields:
        """Iterate until nothing changes."""
        size = -1
        while size != self._size():
            size = self._size()
            for function in self._functions:
                if function not in self.result.system or function not in self.result.user:
                    self._visit(function)
            self.result.resumes_system = self._module_is_value or any(
                body in self.result.system for body in self._flow.coroutine_bodies
            )
            # What such a `pcall` is given has escaped.
            self.result.protects_waits = any(
                self.result.callee_is_async(callee) for callee in self._flow.escaped_functions
            )
            self.result.suspending_wraps = {
                site for site in self._wraps if self._wrap_suspends(site)
            }
            self.result.metamethods = {
                name
                for name, value in self._flow.fields.items()
                if name.startswith("__")
                and any(self.result.callee_is_async(found) for found in value.functions)
            }
        return self.result

    def _wrap_suspends(self, site: ir.ApiCall) -> bool:
        if len(site.arguments) != 1:
            # Emitted as a call of the function value, which exists once for all coroutines.
            return self.result.resumes_system
        value = self._flow.expressions.get(site.arguments[0])
        return value is not None and any(
            body in self.result.system
            if isinstance(body, ir.Function)
            else self.result.callee_is_async(body)
            for body in value.functions
        )

    def _size(self) -> int:
        result = self.result
        return (
            len(result.system) + len(result.user) + len(result.metamethods)
            + len(result.suspending_wraps) + result.resumes_system + result.protects_waits
        )  # fmt: skip

    def _note(self, function: ir.Function, reason: Reason, *, user: bool) -> None:
        target = self.result.user if user else self.result.system
        known = target.get(function)
        if known is None or (reason.is_certain and not known.is_certain):
            target[function] = reason

    def _visit(self, function: ir.Function) -> None:
        for statement in walk_statements(function.body):
            if isinstance(statement, ir.GenericFor):
                self._iterator(function, statement)
        for expr in expressions_of(function.body, *_VISITED):
            self._expression(function, expr)

    def _iterator(self, function: ir.Function, loop: ir.GenericFor) -> None:
        for expr in loop.iterators:
            value = self._flow.expressions.get(expr)
            if value is not None:
                self._callees(function, loop.span, value.functions, "iterator")
        self._metamethod(function, loop.span, loop.iterators[0], "__call")

    def _callees(
        self, function: ir.Function, span: Span, callees: frozenset[FunctionValue], what: str
    ) -> None:
        is_certain = len(callees) == 1
        for known, user in ((self.result.system, False), (self.result.user, True)):
            if (function in known and not is_certain) or known.keys().isdisjoint(callees):
                continue
            callee = next(each for each in known if each in callees)
            text = f"calls {callee.name or 'a function'}"
            certain = is_certain and known[callee].is_certain
            self._note(function, Reason(span, text, callee, certain), user=user)
        for built_in in self._built_in(callees):
            if self.result.callee_is_async(built_in):
                is_user = isinstance(built_in, ApiFunctionValue) and built_in.name == "yield"
                reason = Reason(span, f"{what} suspends", is_certain=is_certain)
                self._note(function, reason, user=is_user)

    def _built_in(self, callees: frozenset[FunctionValue]) -> list[FunctionValue]:
        """Return the functions that are not written in the program."""
        found = self._others.get(callees)
        if found is None:
            found = [callee for callee in callees if not isinstance(callee, ir.Function)]
            self._others[callees] = found
        return found

    def _expression(self, function: ir.Function, expr: ir.Expr) -> None:
        match expr:
            case ir.CallActivity(target=target):
                reason = Reason(expr.span, f"activity {target}", is_certain=True)
                self._note(function, reason, user=False)
            case ir.Sleep():
                self._note(function, Reason(expr.span, "time.sleep", is_certain=True), user=False)
            case ir.ApiCall():
                self._api_call(function, expr)
            case ir.Call():
                self._callees(
                    function, expr.span, self._flow.callees.get(expr, frozenset()), "call"
                )
                self._metamethod(function, expr.span, expr.callee, "__call")
            case ir.MethodCall():
                self._method(function, expr)
            case ir.Index(object=base):
                self._metamethod(function, expr.span, base, "__index", "__newindex")
            case ir.Arithmetic(operator=operator) if operator in ARITHMETIC_EVENTS:
                event = ARITHMETIC_EVENTS[operator]
                self._metamethod(function, expr.span, expr.left, event)
                self._metamethod(function, expr.span, expr.right, event)
            case ir.Compare(operator=operator):
                events = [COMPARE_EVENTS[operator]]
                if operator in ("<=", ">="):
                    events.append("__lt")
                self._metamethod(function, expr.span, expr.left, *events)
                self._metamethod(function, expr.span, expr.right, *events)
            case ir.Concat(parts=parts):
                for part in parts:
                    self._metamethod(function, expr.span, part, "__concat")
            case ir.Unary(operator=operator, operand=operand):
                event = {"-": "__unm", "#": "__len"}.get(operator, "")
                self._metamethod(function, expr.span, operand, event)
            case _:
                pass

    def _metamethod(
        self, function: ir.Function, span: Span, operand: ir.Expr, *events: str
    ) -> None:
        for event in events:
            if self.metamethod_suspends(self._units[function], operand, event):
                self._note(function, Reason(span, f"metamethod {event} suspends"), user=False)

    def _api_call(self, function: ir.Function, expr: ir.ApiCall) -> None:
        key = (expr.module, expr.function.name)
        if key == ("coroutine", "yield"):
            self._note(function, Reason(expr.span, "coroutine.yield", is_certain=True), user=True)
        elif key == ("coroutine", "resume"):
            if self.result.resumes_system:
                self._note(function, Reason(expr.span, "coroutine.resume"), user=False)
        elif key in PROTECTED_CALLS:
            for argument in expr.arguments[: 2 if key[1] == "xpcall" else 1]:
                value = self._flow.expressions.get(argument)
                if value is not None:
                    self._callees(function, expr.span, value.functions, key[1])
                self._metamethod(function, expr.span, argument, "__call")
        elif key == ("base", "tostring") and expr.arguments:
            self._metamethod(function, expr.span, expr.arguments[0], "__tostring")
        elif expr.function.yields:
            name = f"{expr.module}.{expr.function.name}"
            self._note(function, Reason(expr.span, name, is_certain=True), user=False)

    def _method(self, function: ir.Function, expr: ir.MethodCall) -> None:
        self._callees(function, expr.span, self._flow.callees.get(expr, frozenset()), "method")
        self._metamethod(function, expr.span, expr.object, "__index")
        if self.method_may_be_table(expr) and "__call" in self.result.metamethods:
            self._note(function, Reason(expr.span, "metamethod __call suspends"), user=False)
        receiver = self._flow.expressions.get(expr.object)
        if self.method_yields(receiver, expr.method):
            reason = Reason(expr.span, f":{expr.method}", is_certain=_is_known(receiver))
            self._note(function, reason, user=False)

    def metamethod_suspends(self, unit_id: str, operand: ir.Expr, event: str) -> bool:
        """Whether an operation of a unit on an operand may run a metamethod that suspends."""
        if event not in self.result.metamethods:
            return False
        value = self._flow.expressions.get(operand)
        if value is None:
            return True
        return value.can_be(Tag.TABLE) and not self._flow.is_plain(value, unit_id)

    def method_may_be_table(self, expr: ir.MethodCall) -> bool:
        """Whether a method may be found in a table, where it can be a callable table itself."""
        value = self._flow.expressions.get(expr.object)
        return value is None or value.can_be(Tag.TABLE)

    def method_yields(self, receiver: Value | None, method: str) -> bool:
        """Whether a userdata method of that name may suspend."""
        is_unknown_yielding = self._any_method_yields or method in self._yielding_methods
        if receiver is None:
            return is_unknown_yielding
        if not receiver.can_be(Tag.OBJECT):
            return False
        for name in receiver.object_types():
            shape = self._objects.get(name)
            if shape is None:
                if is_unknown_yielding:
                    return True
            elif method not in shape.methods:
                if shape.has_other_methods:
                    return True
            elif shape.methods[method].yields:
                return True
        return False


def _is_known(receiver: Value | None) -> bool:
    """Whether a receiver is userdata of a known type, or nil."""
    return (
        receiver is not None
        and receiver.only(Tag.OBJECT | Tag.NIL)
        and UNKNOWN_OBJECT not in receiver.objects
    )
