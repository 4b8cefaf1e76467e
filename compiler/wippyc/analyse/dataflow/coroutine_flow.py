"""What goes into coroutines and comes out of them.

local source = coroutine.wrap(function(first)      `first` is 1, or any other first argument
  local sent = coroutine.yield(first)              `sent` is what later calls of `source` pass
end)
source(1)                                          what its body yields or returns

A value that is yielded goes to whatever resumes a coroutine in which the function with the
`coroutine.yield` may be running: one whose body calls it, directly or through other functions.
Functions that the runtime calls, such as metamethods, may run in any coroutine. Threads and wrapped
coroutines that code out of sight gets hold of may be resumed by it with anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from wippyc.analyse.abstract_values.values import (
    EMPTY,
    NIL,
    CreatedThread,
    Tag,
    Value,
    WrappedCoroutine,
)
from wippyc.analyse.dataflow.statement_flow import POSITIONS
from wippyc.ir import nodes as ir

if TYPE_CHECKING:
    from wippyc.analyse.dataflow.flow_analysis import FlowAnalysis

# A thread, or a function that resumes one.
Coroutine = CreatedThread | WrappedCoroutine
# Functions of the module that leave coroutines and values alone.
HARMLESS: Final = frozenset({"close", "isyieldable", "status"})
# Functions that pass values on to where the analysis sees them arrive.
PASSING: Final = HARMLESS | {"create", "resume", "wrap", "yield"}
# Stands for all coroutines.
_ANYWHERE: Final = None
_Place = ir.Function | None
# The slots of a place, as `Readers` knows them.
_YIELDED: Final = "yielded"
_SENT: Final = "sent"


class CoroutineFlow:
    """The values that functions yield, and those that resuming passes to them.

    Args:
        analysis: The analysis of the program.
        telling: Expressions that tell what the program may get hold of.
        has_global_table: Whether the program may look up built-in functions by their names.

    Attributes:
        is_followed: Whether all that is done with coroutines is seen.
        bodies: Functions that run as coroutines.
        opened: Those of them that code out of sight may resume.
        callees: The functions that each function calls; for `None` those that may run anywhere.
    """

    def __init__(
        self, analysis: FlowAnalysis, telling: Iterable[ir.Expr], *, has_global_table: bool
    ) -> None:
        self._analysis = analysis
        found = list(telling)
        self.is_followed = not (has_global_table or any(map(_hides_coroutines, found)))
        self._has_coroutines = any(
            isinstance(expr, ir.ApiCall) and expr.module == "coroutine" for expr in found
        )
        # Which functions call a function.
        self._callers: dict[ir.Function, set[_Place]] = {}
        self.callees: dict[_Place, set[ir.Function]] = {}
        self._yielded: dict[tuple[_Place, int], Value] = {}
        self._sent: dict[tuple[_Place, int], Value] = {}
        self.bodies: set[ir.Function] = set()
        self.opened: set[ir.Function] = set()
        self._opened: dict[Coroutine, None] = {}

    # --- who calls whom -----------------------------------------------------------------------

    def note_call(self, function: ir.Function, caller: _Place = _ANYWHERE) -> None:
        """Note that a function may run in the coroutines in which another one does.

        Args:
            function: The function.
            caller: What calls it; `None` for code out of sight.
        """
        if not self._has_coroutines:
            return
        callers = self._callers.setdefault(function, set())
        if caller in callers:
            return
        callers.add(caller)
        self.callees.setdefault(caller, set()).add(function)
        for slot in range(POSITIONS + 1):
            self._join_yielded(caller, slot, self._yielded.get((function, slot), EMPTY))
            self._join_sent(function, slot, self._sent.get((caller, slot), EMPTY))

    # --- values -------------------------------------------------------------------------------

    def give(self, function: ir.Function, arguments: tuple[ir.Expr, ...]) -> None:
        """Let `coroutine.yield` in a function give values to whoever resumes."""
        for slot, value in enumerate(self._slots(arguments)):
            self._join_yielded(function, slot, value)

    def given(self, function: ir.Function, position: int) -> Value:
        """Return what `coroutine.yield` in a function returns."""
        if not self.is_followed:
            return self._analysis.any()
        self._analysis.readers.read((_SENT, function))
        return self._sent.get((function, min(position, POSITIONS)), EMPTY)

    def send(self, coroutine: Coroutine, arguments: tuple[ir.Expr, ...]) -> None:
        """Resume a coroutine with values."""
        bodies = self._bodies(coroutine)
        if bodies is None:
            for argument in arguments:
                self._analysis.escape(argument)
            return
        slots = self._slots(arguments)
        for body in bodies:
            self._analysis.pass_arguments(body, arguments)
            self._send_all(body, slots)

    def iterate(self, coroutine: Coroutine, state: Value, control: Value) -> None:
        """Let a loop call a wrapped coroutine."""
        control = control.join(self.resumed(coroutine, 0))
        values = [state, control]
        bodies = self._bodies(coroutine)
        if bodies is None:
            for value in values:
                self._analysis.join_escaped(value)
            return
        for body in bodies:
            for position, parameter in enumerate(body.parameters):
                self._analysis.join_variable(parameter, values[position] if position < 2 else NIL)
            if body.is_vararg:
                self._analysis.pass_varargs(body, state.join(control))
            self._send_all(body, [*values, *[NIL] * (POSITIONS - 1)])

    def resumed(self, coroutine: Coroutine, position: int) -> Value:
        """Return what a coroutine can yield or return at a position."""
        bodies = self._bodies(coroutine)
        analysis = self._analysis
        if bodies is None:
            return analysis.any()
        slot = min(position, POSITIONS)
        analysis.readers.read((_YIELDED, _ANYWHERE))
        value = self._yielded.get((_ANYWHERE, slot), EMPTY)
        for body in bodies:
            analysis.readers.read((_YIELDED, body))
            value = value.join(self._yielded.get((body, slot), EMPTY))
            value = value.join(analysis.result(body, position))
        return value

    def all_resumed(self, coroutine: Coroutine) -> Value:
        """Return the join of all that a coroutine can yield or return."""
        value = NIL
        for position in range(POSITIONS + 1):
            value = value.join(self.resumed(coroutine, position))
        return value

    def open(self, coroutines: Iterable[object]) -> None:
        """Let code out of sight resume those coroutines that are among some values."""
        for each in coroutines:
            if isinstance(each, CreatedThread | WrappedCoroutine):
                self._opened[each] = None

    def resume_opened(self) -> None:
        """Pass anything to the coroutines that code out of sight may resume."""
        for coroutine in self._opened:
            self.open_bodies(self._bodies(coroutine) or ())
            self._analysis.join_escaped(self.all_resumed(coroutine))

    def start(self, coroutine: Coroutine) -> None:
        """Make a coroutine; one that may be a built-in function is not followed."""
        if self._bodies(coroutine) is None and coroutine.site.arguments:
            value = self._analysis.evaluate(coroutine.site.arguments[0])
            self.open_bodies(each for each in value.functions if isinstance(each, ir.Function))

    def open_bodies(self, bodies: Iterable[ir.Function]) -> None:
        """Pass anything to functions that run as coroutines, and let what they give go anywhere."""
        analysis = self._analysis
        for body in bodies:
            self.opened.add(body)
            unknown = analysis.any()
            analysis.call_from_outside(body, unknown)
            self._send_all(body, [unknown] * (POSITIONS + 1))
            analysis.join_escaped(analysis.joined_results(body))
            for slot in range(POSITIONS + 1):
                analysis.join_escaped(self._yielded.get((body, slot), EMPTY))

    # --- slots --------------------------------------------------------------------------------

    def _bodies(self, coroutine: Coroutine) -> list[ir.Function] | None:
        """Return the functions that may run as a coroutine; `None` if not all are known."""
        arguments = coroutine.site.arguments
        if not (self.is_followed and arguments):
            return None
        value = self._analysis.value_elsewhere(arguments[0])
        if value.can_be(Tag.FUNCTION) and not value.functions:
            return None
        bodies = [each for each in value.functions if isinstance(each, ir.Function)]
        return bodies if len(bodies) == len(value.functions) else None

    def _slots(self, arguments: tuple[ir.Expr, ...]) -> list[Value]:
        """Return the values of arguments by position, and all further ones joined."""
        analysis = self._analysis
        values = [analysis.evaluate(argument) for argument in arguments]
        if arguments and isinstance(arguments[-1], ir.MULTI):
            last = arguments[-1]
            values.extend(
                analysis.nth(last, offset) for offset in range(1, POSITIONS + 1 - len(arguments))
            )
            start = max(0, POSITIONS + 1 - len(arguments))
            values.append(analysis.results_from(last, start))
        values.extend([NIL] * (POSITIONS + 1 - len(values)))
        further = NIL
        for value in values[POSITIONS:]:
            further = further.join(value)
        return [*values[:POSITIONS], further]

    def _send_all(self, body: ir.Function, slots: list[Value]) -> None:
        for slot, value in enumerate(slots):
            self._join_sent(body, slot, value)
            self._join_sent(_ANYWHERE, slot, value)

    def _join_yielded(self, place: _Place, slot: int, value: Value) -> None:
        """Let a function, and all that run it, yield a value."""
        waiting = [place]
        while waiting:
            place = waiting.pop()
            if self._grow(self._yielded, _YIELDED, place, slot, value) and place is not _ANYWHERE:
                waiting.extend(self._callers.get(place, ()))

    def _join_sent(self, place: _Place, slot: int, value: Value) -> None:
        """Let a value be sent to a function, and to all that it runs."""
        waiting = [place]
        while waiting:
            place = waiting.pop()
            if self._grow(self._sent, _SENT, place, slot, value):
                waiting.extend(self.callees.get(place, ()))

    def _grow(
        self,
        slots: dict[tuple[_Place, int], Value],
        name: str,
        place: _Place,
        slot: int,
        value: Value,
    ) -> bool:
        old = slots.get((place, slot), EMPTY)
        new = self._analysis.tables.grow(old, value.stored())
        if new is old:
            return False
        slots[place, slot] = new
        self._analysis.note_growth((name, place))
        return True


def _hides_coroutines(expr: ir.Expr) -> bool:
    """Whether an expression gives functions of the module as values, or threads out of nowhere."""
    match expr:
        case ir.ModuleRef(module="coroutine"):
            return True
        case ir.ApiRef(module="coroutine", function=row):
            return row.name not in HARMLESS
        case ir.ApiCall(module="coroutine", function=row):
            return row.name == "running"
        case _:
            return False
