"""Elements that are inserted in the middle of a list, or behind its last element.

local position = #list + 1                    position = len(list_)
for i, other in ipairs(list) do               for i, other in enumerate(list_):
  if other.rank < entry.rank then                 if other.rank < entry.rank:
    position = i                                      position = i
    break                                             break
  end
end
table.insert(list, position, entry)           list_.insert(position, entry)

Any other position is that of a plain store. Elements may be removed from such a list: what is known
of lengths is forgotten where that may happen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wippyc.analyse.abstract_values.values import INTEGERS
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.plain_places import is_front
from wippyc.analyse.dataflow.running_code import may_have_event, may_run_lua
from wippyc.analyse.lists.list_walk import ListWalk, State
from wippyc.analyse.numbers.distance_facts import DistanceFacts, Offset
from wippyc.analyse.numbers.distances import Distances, Length
from wippyc.analyse.numbers.number_ranges import NumberRanges
from wippyc.analyse.program.captures import Captures
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    expressions_of,
    statement_expressions,
    walk_expression,
    walk_statements,
)

# Built-in functions that neither remove elements nor call anything.
_QUIET: Final = frozenset({"next", "rawequal", "rawget", "rawlen", "select", "tonumber", "type"})
_READERS: Final = frozenset({"ipairs", "pairs"})
_READER_EVENTS: Final = ("__index", "__ipairs", "__pairs")
_LOOPS: Final = (ir.GenericFor, ir.NumericFor, ir.Repeat, ir.While)


def find_insertions(
    program: Program, flow: Flow, captures: Captures, numbers: NumberRanges
) -> frozenset[ir.Expr]:
    """Return the calls `table.insert(t, position, value)` that move elements, or none."""
    facts = DistanceFacts(flow, captures, numbers)
    walk = _InsertionWalk(facts, captures, flow, numbers)
    for unit in program.units.values():
        for function in all_functions(unit.main):
            calls = expressions_of(function.body, ir.ApiCall)
            if any(_inserted(call) is not None for call in calls):
                walk.look_into(function)
    return frozenset(walk.found)


def _inserted(call: ir.Expr) -> tuple[ir.Variable, ir.Expr, ir.Expr] | None:
    """Return the table, position and value of a call that inserts in the middle."""
    match call:
        case ir.ApiCall(
            module="table",
            function=row,
            arguments=(ir.VariableRef(variable=table), position, value),
        ) if row.name == "insert" and not is_front(position):
            return table, position, value
        case _:
            return None


class _InsertionWalk(ListWalk):
    """A walk that forgets lengths.

    Attributes:
        found: Calls whose position is that of an element, or the one behind the last.
    """

    def __init__(
        self, facts: DistanceFacts, captures: Captures, flow: Flow, numbers: NumberRanges
    ) -> None:
        super().__init__(facts, captures, frozenset())
        self._flow = flow
        self._numbers = numbers
        self._shrinking: dict[ir.Statement, bool] = {}
        self.found: set[ir.Expr] = set()

    def look_into(self, function: ir.Function) -> None:
        """Walk through a function that inserts elements."""
        self._block(function.body, Distances())

    def function(self, function: ir.Function, outside: Distances) -> None:
        """Pass over a function inside another: it has a walk of its own."""

    def _look(self, expr: ir.Expr, state: Distances) -> None:
        inserted = None if self._trials else _inserted(expr)
        if inserted is None:
            return
        table, position, value = inserted
        least, key = self._numbers.least(position), self._facts.offset(position)
        if key is not None and isinstance(key.term, Length) and self._any_shrinks((value,)):
            # It is counted before the value is there.
            return
        if (
            key is not None
            and least is not None
            and least >= 1
            and self._flow.value(position).only(INTEGERS)
            and self._facts.is_steady(table)
            and self._facts.is_below(state, Offset(key.term, key.amount - 1), Length(table))
        ):
            self.found.add(expr)

    def _statement(self, statement: ir.Statement, state: Distances) -> State:
        if isinstance(statement, _LOOPS) and self._may_shrink(statement):
            return self._shrinking_loop(statement)
        if isinstance(statement, ir.If) and self._any_shrinks(statement_expressions(statement)):
            blocks = [arm.body for arm in statement.arms]
            if statement.otherwise is not None:
                blocks.append(statement.otherwise)
            for block in blocks:
                self._block(block, Distances())
            return Distances()
        after = super()._statement(statement, state)
        if after is None or isinstance(statement, (*_LOOPS, ir.If, ir.Do)):
            return after
        return after.without_lengths() if self._may_shrink(statement) else after

    def _shrinking_loop(self, loop: ir.Statement) -> Distances:
        """Walk through a loop of which nothing is known at the beginning of a round."""
        assert isinstance(loop, _LOOPS)
        self._breaks.append([])
        self._block(loop.body, Distances())
        self._breaks.pop()
        return Distances()

    def _evaluate(self, expr: ir.Expr, state: Distances) -> Distances:
        # Tests inside an expression are not told apart from what has changed since.
        is_tested = isinstance(expr, ir.Logical) and self._any_shrinks((expr,))
        after = super()._evaluate(expr, Distances() if is_tested else state)
        return after.without_lengths() if is_tested or self._shrinks(expr) else after

    # --- what may make lists shorter -----------------------------------------------------------

    def _may_shrink(self, statement: ir.Statement) -> bool:
        """Whether a statement, or one in it, may remove elements or call anything."""
        found = self._shrinking.get(statement)
        if found is None:
            inner = walk_statements(statement.body) if isinstance(statement, _LOOPS) else ()
            found = self._shrinking[statement] = any(
                self._any_shrinks(statement_expressions(each)) or self._stores(each)
                for each in (statement, *inner)
            )
        return found

    def _any_shrinks(self, exprs: Iterable[ir.Expr]) -> bool:
        return any(self._shrinks(part) for expr in exprs for part in walk_expression(expr))

    def _shrinks(self, expr: ir.Expr) -> bool:
        """Whether evaluating this node itself may remove elements or call anything."""
        match expr:
            case ir.ApiCall(module="table", function=row, arguments=(_, _) | (_, _, _)):
                return row.name != "insert"
            case ir.ApiCall(module="base", function=row) if row.name in _QUIET:
                return False
            case ir.ApiCall(module="base", function=row, arguments=(table,)) if (
                row.name in _READERS
            ):
                return may_have_event(table, _READER_EVENTS, self._flow)
            case _:
                return may_run_lua(expr, self._flow)

    def _stores(self, statement: ir.Statement) -> bool:
        """Whether a statement may store nil as an element, or call anything to store something."""
        match statement:
            case ir.Assign(targets=targets, values=values):
                pass
            case ir.GenericFor(iterators=iterators):
                # Each round calls what the loop runs over.
                return not (
                    len(iterators) == 1
                    and isinstance(iterators[0], ir.ApiCall)
                    and iterators[0].function.name in _READERS
                )
            case _:
                return False
        for position, target in enumerate(targets):
            if not isinstance(target, ir.Index):
                continue
            if may_have_event(target.object, ("__newindex",), self._flow):
                return True
            is_field = isinstance(target.key, ir.Constant) and isinstance(target.key.value, str)
            is_paired = len(targets) == len(values)
            if not is_field and not (is_paired and self._facts.is_never_nil(values[position])):
                return True
        return False
