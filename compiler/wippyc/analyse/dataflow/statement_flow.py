"""What statements do to the slots of the flow analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wippyc.analyse.abstract_values.values import (
    EMPTY,
    INT64,
    INTEGERS,
    NIL,
    SMALLS,
    Tag,
    Value,
    WrappedCoroutine,
)
from wippyc.analyse.program.falling import can_fall_off
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_statements

if TYPE_CHECKING:
    from wippyc.analyse.dataflow.flow_analysis import FlowAnalysis

# Result positions of a function that are told apart.
POSITIONS = 4
# A call that can reach more functions is treated as a call of unknown code.
CROWD = 16


class StatementFlow:
    """Evaluates the statements of functions."""

    def __init__(self, analysis: FlowAnalysis) -> None:
        self._analysis = analysis

    def run(self, function: ir.Function) -> None:
        """Evaluate the statements of a function once."""
        analysis = self._analysis
        for statement in walk_statements(function.body):
            if analysis.start_statement(statement):
                self._statement(function, statement)
        if can_fall_off(function.body, analysis.flow.raising.calls):
            for position in range(POSITIONS):
                analysis.join_result(function, position, NIL)

    def _statement(self, function: ir.Function, statement: ir.Statement) -> None:
        analysis = self._analysis
        match statement:
            case ir.Local(variables=variables, values=values):
                spread = self._spread(values, len(variables)) if values else [NIL] * len(variables)
                for variable, value in zip(variables, spread, strict=True):
                    analysis.join_variable(variable, value)
            case ir.DeclareFunction(variable=variable, function=body):
                analysis.join_variable(variable, analysis.evaluate(body))
            case ir.Assign(targets=targets, values=values):
                spread = self._spread(values, len(targets))
                for target, value in zip(targets, spread, strict=True):
                    self._assign(target, value)
            case ir.Evaluate(call=call):
                analysis.evaluate(call)
            case ir.While(condition=condition) | ir.Repeat(condition=condition):
                analysis.evaluate(condition)
            case ir.If(arms=arms):
                for arm in arms:
                    analysis.evaluate(arm.condition)
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
        analysis = self._analysis
        found = [analysis.evaluate(value) for value in values]
        if values and isinstance(values[-1], ir.MULTI):
            last = values[-1]
            found.extend(analysis.nth(last, offset) for offset in range(1, count - len(values) + 1))
        found.extend([NIL] * (count - len(found)))
        return found[:count]

    def _assign(self, target: ir.Target, value: Value) -> None:
        analysis = self._analysis
        match target:
            case ir.VariableRef(variable=variable):
                analysis.join_variable(variable, value)
                analysis.flow.expressions[target] = value
            case ir.GlobalRef(name=name):
                analysis.join_global(name, value)
            case ir.Index(object=base, key=key):
                table = analysis.evaluate(base)
                analysis.store(table, key, value)
                if analysis.tables.metatables(table).tables:
                    analysis.join_operands(analysis.evaluate(key), value)
                analysis.flow.expressions.setdefault(target, EMPTY)

    def _numeric_for(self, loop: ir.NumericFor) -> None:
        analysis = self._analysis
        start, stop = analysis.evaluate(loop.start), analysis.evaluate(loop.stop)
        step = Value(Tag.TINY) if loop.step is None else analysis.evaluate(loop.step)
        if not (start.tags and stop.tags and step.tags):
            return
        if start.only(Tag.FLOAT) or step.only(Tag.FLOAT):
            tags = Tag.FLOAT
        elif not (start.only(INTEGERS) and step.only(INTEGERS)):
            tags = INT64 | Tag.FLOAT
        elif stop.only(INTEGERS):
            # The variable stays between the first two bounds.
            tags = (start.tags | stop.tags) & INT64
            tags |= Tag.INTEGER if (start.tags | stop.tags) & Tag.WIDE else 0
        else:
            # Rounds are counted with integers up to a float too: as with repeated additions.
            is_slow = start.only(SMALLS) and step.only(Tag.TINY)
            tags = Tag.SMALL if is_slow else Tag.INTEGER
        analysis.join_variable(loop.variable, Value(tags))

    def _generic_for(self, loop: ir.GenericFor) -> None:
        analysis = self._analysis
        if len(loop.iterators) == 1:
            analysis.loop_iterators.update(loop.iterators)
        for expr in loop.iterators:
            analysis.evaluate(expr)
        match loop.iterators:
            case (ir.ApiCall(module="base", function=row, arguments=[table, *_]),) if row.name in (
                "pairs",
                "ipairs",
            ):
                self._table_loop(loop, analysis.evaluate(table), by_index=row.name == "ipairs")
            case (ir.ApiRef(module="base", function=row), table, *_) if row.name == "next":
                self._table_loop(loop, analysis.evaluate(table), by_index=False)
            case (iterator, *_):
                self._function_loop(loop, iterator)

    def _table_loop(self, loop: ir.GenericFor, table: Value, *, by_index: bool) -> None:
        analysis = self._analysis
        if by_index:
            key, value = Value(Tag.SMALL), analysis.tables.read_number(table)
        else:
            key, value = analysis.tables.keys(table), analysis.tables.contents(table)
        values = [key, value.without(Tag.NIL), NIL]
        for position, variable in enumerate(loop.variables):
            analysis.join_variable(variable, values[min(position, 2)])

    def _function_loop(self, loop: ir.GenericFor, iterator: ir.Expr) -> None:
        """A loop over an iterator function: the loop's values are the function's results."""
        analysis = self._analysis
        if len(loop.iterators) == 1:
            if isinstance(iterator, ir.MethodCall) and not analysis.evaluate(iterator.object).tags:
                return
            known = [analysis.iterated(iterator, n) for n, _ in enumerate(loop.variables)]
            if None not in known:
                for variable, value in zip(loop.variables, known, strict=True):
                    analysis.join_variable(variable, value or EMPTY)
                return
        callee, state, control = self._spread(loop.iterators, 3)
        unknown = bool(callee.tags) and (
            not callee.functions or not callee.only(Tag.FUNCTION | Tag.NIL)
        )
        functions = callee.functions
        if len(functions) > CROWD:
            # Not told apart: as if they were called by code that is not followed.
            analysis.join_escaped(Value(Tag.FUNCTION, functions))
            functions, unknown = frozenset(), True
        for function in functions:
            if isinstance(function, ir.Function):
                analysis.note_followed_call(function)
                self._pass_state(function, state, control)
            elif isinstance(function, WrappedCoroutine):
                analysis.coroutines.iterate(function, state, control)
            else:
                unknown = True
        for position, variable in enumerate(loop.variables):
            value = analysis.any() if unknown else EMPTY
            for function in functions:
                if isinstance(function, ir.Function):
                    value = value.join(analysis.result(function, position))
                elif isinstance(function, WrappedCoroutine):
                    value = value.join(analysis.coroutines.resumed(function, position))
            analysis.join_variable(variable, value.without(Tag.NIL) if position == 0 else value)
        if unknown:
            for expr in loop.iterators[1:] or (iterator,):
                analysis.escape(expr)

    def _pass_state(self, function: ir.Function, state: Value, control: Value) -> None:
        """An iterator function is called with the state and its own last first result."""
        analysis = self._analysis
        passed = [state, control.join(analysis.result(function, 0))]
        for position, parameter in enumerate(function.parameters):
            analysis.join_variable(parameter, passed[position] if position < 2 else NIL)
        if function.is_vararg:
            analysis.pass_varargs(function, passed[0].join(passed[1]).join(NIL))

    def _return(self, function: ir.Function, values: tuple[ir.Expr, ...]) -> None:
        analysis = self._analysis
        found = [analysis.evaluate(value) for value in values]
        last = values[-1] if values else None
        if isinstance(last, ir.MULTI):
            for offset in range(1, POSITIONS + 1 - len(values)):
                found.append(analysis.nth(last, offset))
            start = max(0, POSITIONS + 1 - len(values))
            analysis.join_extra(function, analysis.results_from(last, start))
        found.extend([NIL] * (POSITIONS - len(found)))
        for position, value in enumerate(found):
            if position < POSITIONS:
                analysis.join_result(function, position, value)
            else:
                analysis.join_extra(function, value)
