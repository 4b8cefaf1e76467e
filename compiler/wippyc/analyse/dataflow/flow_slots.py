"""The slots of the flow analysis: what variables, results and escaped values hold so far."""

from __future__ import annotations

from wippyc.analyse.abstract_values.values import ANY, EMPTY, NIL, Value
from wippyc.analyse.dataflow.coroutine_flow import CoroutineFlow
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.readers import ESCAPED, Readers
from wippyc.analyse.dataflow.statement_flow import POSITIONS
from wippyc.analyse.dataflow.tables import TableModel
from wippyc.ir import nodes as ir


class FlowSlots:
    """Holds what is known so far, and notes when it grows."""

    coroutines: CoroutineFlow

    def __init__(self) -> None:
        self.flow = Flow()
        self._function: ir.Function | None = None
        self.readers = Readers()
        self.tables = TableModel(self.readers, {})
        self._changed = True
        self._visited: set[ir.Expr] = set()
        self._has_global_table = False
        self._shown = EMPTY
        # Values that are among those that escaped, by their identity.
        self._handed: dict[int, Value] = {}
        self._operands = EMPTY
        # Operands of arithmetic, by event and side, and the events of which results get lost.
        self._operator_sides: dict[tuple[str, int], Value] = {}
        self._unfollowed_events: set[str] = set()
        # What was passed for all parameters of a function last time, but for the first ones.
        self._passed: dict[tuple[ir.Function, int], Value] = {}
        # The operands that were passed to a metamethod last time.
        self._passed_operands: dict[tuple[str, ir.Function], tuple[Value, ...]] = {}
        self.loop_iterators: set[ir.Expr] = set()

    def note_stray(self, function: ir.Function) -> None:
        """Note that a function may run in any coroutine."""
        self.coroutines.note_call(function)

    def note_caller(self, function: ir.Function) -> None:
        """Note that the function that is analysed may run another one."""
        assert self._function is not None
        self.coroutines.note_call(function, self._function)

    def note_growth(self, slot: object) -> None:
        """Note that a slot holds more than before."""
        self.readers.grow(slot)
        self._changed = True

    def start_statement(self, statement: ir.Statement) -> bool:
        """Begin a statement, unless it is as it was: its expressions are evaluated, each once."""
        if not self.readers.start(statement):
            return False
        self._visited.clear()
        return True

    def join_global(self, name: str, value: Value) -> None:
        """Let a shared global hold a value."""
        old = self.flow.globals.get(name, EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.globals[name] = new
            self.readers.grow(name)
            self._changed = True
        if self._has_global_table:
            self.join_escaped(value)

    def join_variable(self, variable: ir.Variable, value: Value) -> None:
        """Let a variable hold a value."""
        old = self.flow.variables.get(variable, EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.variables[variable] = new
            self.readers.grow(variable)
            self._changed = True

    def join_escaped(self, value: Value) -> None:
        """Note that built-in functions may hand a value back later."""
        if id(value) in self._handed or not (value.functions or value.objects or value.tables):
            return
        self._handed[id(value)] = value
        new = self.tables.grow(self.flow.escaped, value)
        if new is not self.flow.escaped:
            self.flow.escaped = new
            self._changed = True

    def show_escaped(self) -> None:
        """Let statements find what has escaped so far.

        Not each time that something does: most of them would hold a set of its own otherwise.
        """
        if self._shown is not self.flow.escaped:
            self._shown = self.flow.escaped
            self.tables.unseen = ANY.join(self._shown)
            self.readers.grow(ESCAPED)

    def join_operands(self, *values: Value) -> None:
        """Note what metamethods may be passed besides the tables that have them."""
        for value in values:
            if value.functions or value.objects or value.tables:
                new = self.tables.grow(self._operands, value)
                if new is not self._operands:
                    self._operands = new
                    self._changed = True

    def join_result(self, function: ir.Function, position: int, value: Value) -> None:
        """Let a function return a value at a position."""
        old = self.flow.results.get((function, position), EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.results[function, position] = new
            self.readers.grow(function)
            self._changed = True

    def join_extra(self, function: ir.Function, value: Value) -> None:
        """Let a function return a value at some further position."""
        old = self.flow.extra_results.get(function, EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.extra_results[function] = new
            self.readers.grow(function)
            self._changed = True

    def pass_varargs(self, function: ir.Function, value: Value) -> None:
        """Pass a value as one of `...`."""
        old = self.flow.varargs.get(function, EMPTY)
        new = self.tables.grow(old, value.stored())
        if new is not old:
            self.flow.varargs[function] = new
            self.readers.grow(function)
            self._changed = True

    def call_from_outside(self, function: ir.Function, value: Value) -> None:
        """Pass `value` (or nothing) for every parameter."""
        self._pass_everywhere(function, value)

    def _pass_everywhere(self, function: ir.Function, value: Value, *, skip: int = 0) -> None:
        if self._passed.get((function, skip)) == value:
            # What is passed in every round seldom grows.
            return
        self._passed[function, skip] = value
        for parameter in function.parameters[skip:]:
            self.join_variable(parameter, value.join(NIL))
        if function.is_vararg:
            self.pass_varargs(function, value)

    def any(self) -> Value:
        """A value the analysis does not follow: plain data or anything that escaped."""
        return self.tables.any()

    def escaped(self) -> Value:
        """Everything that built-in functions may hand back."""
        self.readers.read(ESCAPED)
        return self._shown

    def varargs(self, function: ir.Function, *, padded: bool = True) -> Value:
        """What `...` of a function can give.

        Args:
            function: The function.
            padded: Whether it may be asked for more than is there.
        """
        self.readers.read(function)
        given = self.flow.varargs.get(function, EMPTY)
        return given.join(NIL) if padded else given

    def value_elsewhere(self, expr: ir.Expr) -> Value:
        """What is known of an expression of another statement."""
        self.readers.read(expr)
        return self.flow.value(expr)

    def note_runtime_call(self, function: ir.Function) -> None:
        """Note that the runtime calls a function itself, whatever runs at that time."""
        self.note_stray(function)
        self._note_runtime_call(function)

    def note_followed_call(self, function: ir.Function) -> None:
        """Note that a built-in function calls one for the function that is analysed."""
        self.note_caller(function)
        self._note_runtime_call(function)

    def _note_runtime_call(self, function: ir.Function) -> None:
        if (
            function not in self.flow.called_by_runtime
            or function in self.flow.followed_metamethods
        ):
            self.flow.called_by_runtime.add(function)
            self.flow.followed_metamethods.discard(function)
            self._changed = True

    def note_operator(self, function: ir.Function) -> None:
        """Note that operators call a function, and that their values are followed."""
        self.note_stray(function)
        if function not in self.flow.called_by_runtime:
            self.flow.called_by_runtime.add(function)
            self.flow.followed_metamethods.add(function)
            self._changed = True

    def join_operator(self, event: str, left: Value, right: Value) -> None:
        """Note the operands of an operator that may have a metamethod."""
        for side, value in enumerate((left, right)):
            old = self._operator_sides.get((event, side), EMPTY)
            new = self.tables.grow(old, value.stored())
            if new is not old:
                self._operator_sides[event, side] = new
                self._changed = True

    def note_coroutine_body(self, function: ir.Function) -> None:
        """Note that a function runs as a coroutine."""
        self.coroutines.bodies.add(function)
        if function not in self.flow.coroutine_bodies:
            self.flow.coroutine_bodies.add(function)
            self._changed = True

    def joined_results(self, function: ir.Function) -> Value:
        """Return the join of all results of a function."""
        return self.readers.find((function, "results"), lambda: self._join_results(function))

    def _join_results(self, function: ir.Function) -> Value:
        self.readers.read(function)
        value = self.flow.extra_results.get(function, EMPTY)
        for position in range(POSITIONS):
            value = value.join(self.flow.results.get((function, position), EMPTY))
        return value

    def result(self, function: ir.Function, position: int) -> Value:
        """Return what a function can return at a position."""
        self.readers.read(function)
        if position < POSITIONS:
            return self.flow.results.get((function, position), EMPTY)
        return self.flow.extra_results.get(function, EMPTY).join(NIL)
