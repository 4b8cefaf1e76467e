"""Tables that go on from one place to another: by assignments, calls and returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wippyc.analyse.lists.list_kinds import Kind, united
from wippyc.analyse.lists.list_places import ListFacts, ListPlaces, Result
from wippyc.ir import nodes as ir

# An expression and which of its results is meant.
Source = tuple[ir.Expr, int]
# Where a value goes: a kind stands for a field or elements; `None` is a place where only a `Table`
# can be.
Place = ir.Variable | Result | Kind | None


@dataclass(frozen=True, slots=True)
class Move:
    """A table that goes on to another place.

    Attributes:
        expr: The expression that gives it.
        function: The function in which that is.
        target: The kind of the place; `None` if only a `Table` can go there.
        parameters: The parameters it is passed for; empty for other places.
    """

    expr: ir.Expr
    function: ir.Function
    target: Kind | None
    parameters: tuple[ir.Variable, ...] = ()


class ListMoves(ListPlaces):
    """Notes where tables go.

    Attributes:
        moves: Tables that go on to other places.
        sources: What is assigned to each variable, and returned as each result.
    """

    def __init__(
        self,
        known: ListFacts,
    ) -> None:
        super().__init__(known)
        self._function: ir.Function
        self.moves: list[Move] = []
        self.sources: dict[ir.Variable | Result, list[Source]] = {}

    def _demote(self, expr: ir.Expr) -> None:
        """Note that an expression is used as only a `Table` can be."""
        kind = self.kind_of(expr)
        if kind is not None:
            kind.open()

    def _receive(self, call: ir.MethodCall, receiver: ir.Expr) -> None:
        """Note that a table is the receiver of a method."""
        kind = self.kind_of(receiver)
        callees = self.callees(call)
        if kind is not None:
            kind.make_record()
            if not callees:
                kind.open()
        for callee in callees:
            own = self._kind_of_variable(callee.parameters[0]) if callee.parameters else None
            if own is not None and kind is not None:
                own.unite(kind)
            elif own is not None:
                own.open()
            elif kind is not None:
                kind.open()

    def _demote_results(self, expr: ir.Expr) -> None:
        """Note that all results of an expression are used as only a `Table` can be."""
        if isinstance(expr, ir.Call | ir.MethodCall):
            for function in self.callees(expr):
                for position in range(self._calls.fixed.get(function, 1)):
                    kind = self._kind_returned((function, position))
                    if kind is not None:
                        kind.open()
        else:
            self._demote(expr)

    def _be_record(self, expr: ir.Expr) -> None:
        """Note that an expression gives a `Table`, of which nothing gets at the fields."""
        kind = self.kind_of(expr)
        if kind is not None:
            kind.make_record()

    def _leave(self, expr: ir.Expr) -> None:
        """Note that a table goes where only a `Table` can be."""
        expr = _inner(expr)
        if self.kind_of(expr) is not None:
            self.moves.append(Move(expr, self._function, None))

    def _leave_all(self, exprs: tuple[ir.Expr, ...]) -> None:
        """Note the same of a list of expressions, of which the last may have several results."""
        for expr in exprs[:-1]:
            self._leave(expr)
        if exprs and isinstance(exprs[-1], ir.MULTI):
            self._demote_results(exprs[-1])
        elif exprs:
            self._leave(exprs[-1])

    def _move(
        self, expr: ir.Expr, target: Kind | None, parameters: tuple[ir.Variable, ...] = ()
    ) -> None:
        expr = _inner(expr)
        kind = self.kind_of(expr)
        if kind is not None and target is not None:
            self.moves.append(Move(expr, self._function, target, parameters))
        elif kind is not None:
            kind.open()

    def _move_result(self, expr: ir.Expr, position: int, target: Kind | None) -> None:
        """Note where one of several results of a call goes."""
        kind = None
        if isinstance(expr, ir.Call | ir.MethodCall):
            kind = self._kind_of_result(expr, position)
        elif position == 0:
            kind = self.kind_of(expr)
        else:
            kind = self._tables
        if kind is not None and target is not None:
            kind.unite(target)
        elif kind is not None:
            kind.open()

    def _spread(
        self,
        values: tuple[ir.Expr, ...],
        places: list[Place],
    ) -> None:
        """Note how values go to places; `None` is one where only a `Table` can be."""
        for position, place in enumerate(places):
            is_last = position == len(values) - 1
            is_one = not is_last or len(places) == len(values)
            if position < len(values) and (is_one or not isinstance(values[position], ir.MULTI)):
                source: Source = (values[position], 0)
                if place is None:
                    self._leave(values[position])
                else:
                    self._move(values[position], self._kind_at(place))
            elif values and isinstance(values[-1], ir.MULTI):
                source = (values[-1], position - len(values) + 1)
                self._move_result(*source, None if place is None else self._kind_at(place))
            else:
                if isinstance(place, tuple):
                    kind = self._kind_at(place)
                    if kind is not None:
                        kind.be_no_list()
                continue
            if place is not None and not isinstance(place, Kind):
                self.sources.setdefault(place, []).append(source)
        for value in values[len(places) :]:
            self._demote(value)

    def _kind_at(self, place: ir.Variable | Result | Kind) -> Kind | None:
        if isinstance(place, Kind):
            return place
        if isinstance(place, ir.Variable):
            return self._kind_of_variable(place)
        return self._kind_returned(place)

    def _pass(self, call: ir.Call | ir.MethodCall, skipped: int) -> None:
        """Note where the arguments of a call go."""
        callees = self._callees(call)
        if not callees or self._calls.arity(callees[0]).varies:
            self._leave_all(call.arguments)
            return
        count = max(max(len(callee.parameters) for callee in callees) - skipped, 0)
        for position, argument in enumerate(call.arguments):
            is_last = position == len(call.arguments) - 1
            is_open = is_last and isinstance(argument, ir.MULTI)
            if is_open and (position + 1 != count or callees[0].is_vararg):
                for offset in range(max(count - position, 0)):
                    self._move_result(
                        argument, offset, self._kind_passed(callees, position + offset + skipped)
                    )
                if callees[0].is_vararg or position >= count:
                    self._demote_results(argument)
            elif position < count:
                kind = self._kind_passed(callees, position + skipped)
                parameters = tuple(_at(callees, position + skipped))
                self._move(argument, kind, parameters)
            else:
                self._demote(argument)

    def _kind_passed(self, callees: list[ir.Function], position: int) -> Kind | None:
        """Return the kind of a parameter that functions have in common."""
        return united(map(self._kind_of_variable, _at(callees, position)))


def _at(callees: list[ir.Function], position: int) -> Iterator[ir.Variable]:
    """Yield the parameters at a position: some functions may have fewer."""
    for callee in callees:
        if position < len(callee.parameters):
            yield callee.parameters[position]


def _inner(expr: ir.Expr) -> ir.Expr:
    """Return what stands in parentheses."""
    while isinstance(expr, ir.First):
        expr = expr.inner
    return expr
