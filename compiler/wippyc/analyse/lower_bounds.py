"""Integers that are known not to be negative, or to be at least 1.

local start = 1
local at = line:find(",", start, true)      at least 1
start = at + 1                              so start stays at least 1

A bound says something of integers only: whoever uses it asks for the type as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wippyc.analyse.flow import Flow
from wippyc.analyse.string_calls import StringCall, string_call
from wippyc.analyse.values import EMPTY, INTEGERS, NUMBER, Tag, Value
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, block_expressions, walk_expression, walk_statements

# The largest bound that is told apart; also the bound of what is no integer at all.
_MOST = 1
# Least integer of result positions of string functions.
_STRING_RESULTS: Mapping[str, tuple[int, ...]] = {
    "byte": (0, 0, 0, 0),
    "find": (1, 0),
    "gsub": (_MOST, 0),
    "len": (0,),
}

# An expression and which of its results is meant.
_Source = tuple[ir.Expr, int]


class LowerBounds:
    """Bounds of expressions, once `find_lower_bounds` has found those of variables."""

    def __init__(self, flow: Flow, assigned: set[ir.Variable]) -> None:
        self._flow = flow
        self._assigned = assigned
        self.loops: dict[ir.Variable, ir.NumericFor] = {}
        self.variables: dict[ir.Variable, int | None] = {}

    def is_position(self, index: ir.Expr, text: ir.Expr) -> bool:
        """Whether `index` counts through a string: `for index = 1, #text do`."""
        match index, text:
            case ir.VariableRef(variable=counter), ir.VariableRef(variable=subject):
                if counter in self._assigned or subject in self._assigned:
                    return False
                loop = self.loops.get(counter)
                return loop is not None and self._stays_within(loop, subject)
            case _:
                return False

    def gives_byte(self, called: StringCall) -> bool:
        """Whether a call of a string function certainly gives one byte of the string."""
        match called:
            case StringCall("byte", (text, index)):
                value = self._value(text)
                return value.only(Tag.STRING) and self.is_position(index, text)
            case _:
                return False

    def _stays_within(self, loop: ir.NumericFor, subject: ir.Variable) -> bool:
        match loop.step:
            case None:
                first, last = loop.start, loop.stop
            case ir.Constant(value=int() as step) if step:
                first, last = (loop.start, loop.stop) if step > 0 else (loop.stop, loop.start)
            case _:
                return False
        match last:
            case ir.Unary(operator="#", operand=ir.VariableRef(variable=measured)):
                bound = self.of(first)
                is_whole = self._value(first).only(INTEGERS)
                return measured is subject and is_whole and bound is not None and bound >= 1
            case _:
                return False

    def of(self, expr: ir.Expr, position: int = 0) -> int | None:
        """Return a number that no integer the expression gives is below; `None` if not known."""
        match expr:
            case ir.Constant(value=None | bool()):
                return _MOST
            case ir.Constant(value=int() as value):
                return value
            case ir.VariableRef(variable=variable):
                return self.variables.get(variable, _MOST)
            case ir.First(inner=inner):
                return self.of(inner)
            case ir.Logical(operator="and", right=right):
                return self.of(right)
            case ir.Logical(left=left, right=right):
                return _least(self.of(left), self.of(right))
            case ir.Arithmetic():
                return self._arithmetic(expr)
            case ir.Unary(operator="#"):
                size = self._value(expr)
                return 0 if size.tags and size.only(INTEGERS) else None
            case ir.MethodCall() | ir.ApiCall():
                return self._call(expr, position)
            case _:
                return None

    def _value(self, expr: ir.Expr) -> Value:
        return self._flow.expressions.get(expr, EMPTY)

    def _arithmetic(self, expr: ir.Arithmetic) -> int | None:
        value = self._value(expr)
        if not value.tags or value.can_be(Tag.WIDE) or not value.only(NUMBER):
            return None
        left = self.of(expr.left)
        match expr.operator, expr.right:
            case "+", right:
                other = self.of(right)
                return None if left is None or other is None else left + other
            case "-", ir.Constant(value=int() as amount) if not isinstance(amount, bool):
                return None if left is None else left - amount
            case "*", right:
                other = self.of(right)
                if left is None or other is None or left < 0 or other < 0:
                    return None
                return left * other
            case "%" | "//" | "&" as operator, ir.Constant(value=int() as amount) if amount > 0:
                if not self._value(expr.left).only(INTEGERS):
                    return None
                is_known = operator != "//" or (left is not None and left >= 0)
                return 0 if is_known else None
        return None

    def _call(self, expr: ir.MethodCall | ir.ApiCall, position: int) -> int | None:
        called = string_call(expr, self._value)
        if called is not None:
            known = _STRING_RESULTS.get(called.name, ())
            return known[position] if position < len(known) else None
        match expr:
            case ir.ApiCall(
                module="base", function=row, arguments=(ir.Constant(value="#"), *_)
            ) if row.name == "select":
                return 0
        return None


def find_lower_bounds(
    program: Program,
    flow: Flow,
    assigned: set[ir.Variable],
    direct: set[ir.Function],
) -> LowerBounds:
    """Find the bounds of all variables.

    Args:
        program: The program.
        flow: Its values.
        assigned: Variables assigned after their declaration.
        direct: Functions whose calls are all seen.
    """
    bounds = LowerBounds(flow, assigned)
    sources: dict[ir.Variable, list[_Source]] = {}
    parameters: set[ir.Variable] = set()
    for unit in program.units.values():
        for variable in unit.globals:
            bounds.variables[variable] = None
        for function in all_functions(unit.main):
            if function not in direct:
                bounds.variables.update(dict.fromkeys(function.parameters))
            parameters.update(function.parameters)
            for statement in walk_statements(function.body):
                if isinstance(statement, ir.NumericFor):
                    bounds.loops[statement.variable] = statement
            for variable, source in _function_sources(flow, function):
                if source is None:
                    bounds.variables[variable] = None
                else:
                    sources.setdefault(variable, []).append(source)
    for variable in parameters.difference(sources):
        # Nothing is seen to pass it anything.
        bounds.variables[variable] = None
    _lower(bounds, sources)
    return bounds


def _lower(bounds: LowerBounds, sources: Mapping[ir.Variable, list[_Source]]) -> None:
    """Lower the bounds of variables until each is that of its sources; they only ever sink."""
    readers: dict[ir.Variable, list[ir.Variable]] = {}
    for variable, found in sources.items():
        for expr, _ in found:
            for node in walk_expression(expr):
                if isinstance(node, ir.VariableRef):
                    readers.setdefault(node.variable, []).append(variable)
    waiting = list(sources)
    while waiting:
        variable = waiting.pop()
        old = bounds.variables.get(variable, _MOST)
        if old is None:
            continue
        new: int | None = old
        for expr, position in sources[variable]:
            new = _least(new, bounds.of(expr, position))
        if new is not None and new < 0:
            new = None
        if new != old:
            bounds.variables[variable] = new
            waiting.extend(readers.get(variable, ()))


def _least(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _function_sources(
    flow: Flow, function: ir.Function
) -> Iterator[tuple[ir.Variable, _Source | None]]:
    """Yield what the statements and calls of a function give to variables."""
    for statement in walk_statements(function.body):
        match statement:
            case ir.Local(variables=variables, values=values):
                yield from _spread(variables, values)
            case ir.Assign(targets=targets, values=values):
                written = [
                    target.variable if isinstance(target, ir.VariableRef) else None
                    for target in targets
                ]
                yield from _spread(written, values)
            case ir.NumericFor(variable=variable, start=start, stop=stop, step=step):
                yield variable, _loop_source(flow, start, stop, step)
            case ir.GenericFor(variables=variables, iterators=iterators):
                for position, variable in enumerate(variables):
                    if position or not _counts(iterators):
                        yield variable, None
    for expr in block_expressions(function.body):
        match expr:
            case ir.Call(arguments=passed):
                pass
            case ir.MethodCall(object=receiver, arguments=arguments):
                passed = (receiver, *arguments)
            case _:
                continue
        for callee in flow.callees.get(expr, frozenset()):
            if isinstance(callee, ir.Function):
                yield from _spread(callee.parameters, passed)


def _spread(
    variables: tuple[ir.Variable, ...] | list[ir.Variable | None], values: tuple[ir.Expr, ...]
) -> Iterator[tuple[ir.Variable, _Source | None]]:
    for position, variable in enumerate(variables):
        if variable is None:
            continue
        if position < len(values):
            yield variable, (values[position], 0)
        elif values and isinstance(values[-1], ir.MULTI):
            yield variable, (values[-1], position - len(values) + 1)


def _loop_source(flow: Flow, start: ir.Expr, stop: ir.Expr, step: ir.Expr | None) -> _Source | None:
    match step:
        case None:
            return start, 0
        case ir.Constant(value=int() as amount) if amount > 0:
            return start, 0
        case ir.Constant(value=int() as amount) if amount < 0:
            # A float has no bound, but integers are counted down to it.
            return (stop, 0) if flow.expressions.get(stop, EMPTY).only(INTEGERS) else None
        case _:
            return None


def _counts(iterators: tuple[ir.Expr, ...]) -> bool:
    """Whether the first variable of a loop over `iterators` counts from 1."""
    match iterators:
        case (ir.ApiCall(module="base", function=row),):
            return row.name == "ipairs"
        case _:
            return False
