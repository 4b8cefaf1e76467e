"""Indices that are within a list, as long as nothing is removed from it.

for i = 1, #list do … list[i] …         while head <= #queue do
for i, value in ipairs(list) do           local node = queue[head]
local n = #list                           head = head + 1           queue[head]: not any more
for i = 2, n do … list[i - 1] …
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wippyc.analyse.captures import Captures
from wippyc.analyse.falling import can_run_again
from wippyc.analyse.flow import Flow
from wippyc.analyse.number_ranges import NumberRanges, loop_ends
from wippyc.analyse.values import EMPTY, INTEGERS, SMALLS
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    block_expressions,
    child_blocks,
    statement_expressions,
    walk_expression,
    walk_statements,
)

# Larger numbers are not added to indices.
_FARTHEST = 1000


@dataclass(frozen=True, slots=True)
class _Offset:
    """A variable, or the length of one (`is_length`), and a number added to it."""

    variable: ir.Variable
    is_length: bool
    amount: int


@dataclass(frozen=True, slots=True)
class _Limit:
    """`counter + slack <= #table`."""

    counter: ir.Variable
    table: ir.Variable
    slack: int
    first: int


class ListBounds:
    """The indices `t[i]` that are within the list `t`, if that never gets shorter."""

    def __init__(
        self, program: Program, flow: Flow, captures: Captures, numbers: NumberRanges
    ) -> None:
        self._flow = flow
        self._captures = captures
        self._numbers = numbers
        self._lengths: dict[ir.Variable, _Offset] = {}
        self.within: set[ir.Index] = set()
        functions = [
            function for unit in program.units.values() for function in all_functions(unit.main)
        ]
        for function in functions:
            for statement in walk_statements(function.body):
                self._note_length(statement)
        for function in functions:
            for statement in walk_statements(function.body):
                self._statement(statement)
            for expr in block_expressions(function.body):
                if isinstance(expr, ir.Logical) and expr.operator == "and":
                    for limit in self._limits(expr.left):
                        self._expression(expr.right, limit)

    # --- what is known ------------------------------------------------------------------------

    def _note_length(self, statement: ir.Statement) -> None:
        """Note variables that keep the length of a list: it can only have become longer."""
        match statement:
            case ir.Local(variables=variables, values=values) if len(variables) == len(values):
                for variable, value in zip(variables, values, strict=True):
                    found = self._offset(value)
                    if variable not in self._captures.assigned and found and found.is_length:
                        self._lengths[variable] = found
            case _:
                pass

    def _offset(self, expr: ir.Expr) -> _Offset | None:
        """Return an expression as a variable or length plus a number."""
        match expr:
            case ir.VariableRef(variable=variable):
                return self._lengths.get(variable) or _Offset(variable, False, 0)
            case ir.Unary(operator="#", operand=ir.VariableRef(variable=table)):
                # A local that keeps it may outlive this value of the variable.
                return None if table in self._captures.assigned else _Offset(table, True, 0)
            case ir.Arithmetic(
                operator="+" | "-" as operator, left=left, right=ir.Constant(value=int() as number)
            ) if not isinstance(number, bool):
                amount = number if operator == "+" else -number
            case _:
                return None
        found = self._offset(left)
        if found is None or abs(amount) > _FARTHEST:
            return None
        if not found.is_length and not self._flow.variables.get(found.variable, EMPTY).only(SMALLS):
            # The sum may be wrapped.
            return None
        return _Offset(found.variable, found.is_length, found.amount + amount)

    def _is_steady(self, variable: ir.Variable) -> bool:
        """Whether only the statements of its own function change a variable."""
        captures = self._captures
        return variable not in captures.assigned or variable not in captures.captured

    def _limits(self, condition: ir.Expr) -> Iterator[_Limit]:
        """Yield what a condition that holds says of counters and lengths."""
        match condition:
            case ir.Logical(operator="and", left=left, right=right):
                yield from self._limits(left)
                yield from self._limits(right)
                return
            case ir.Compare(operator="<=" | "<" as operator, left=low, right=high):
                pass
            case ir.Compare(operator=">=" | ">" as operator, left=high, right=low):
                pass
            case _:
                return
        counter, length = self._offset(low), self._length(high)
        if counter is None or counter.is_length or length is None:
            return
        slack = counter.amount - length.amount + (operator in ("<", ">"))
        first = self._least(ir.VariableRef(span=low.span, variable=counter.variable))
        variables = (counter.variable, length.variable)
        if first is not None and all(map(self._is_steady, variables)):
            yield _Limit(counter.variable, length.variable, slack, first)

    def _length(self, expr: ir.Expr) -> _Offset | None:
        """Return an expression as the length of a variable that may change later."""
        match expr:
            case ir.Unary(operator="#", operand=ir.VariableRef(variable=table)):
                return _Offset(table, True, 0)
        found = self._offset(expr)
        return found if found is not None and found.is_length else None

    def _least(self, expr: ir.Expr) -> int | None:
        """Return a number that an integer is not below."""
        match expr:
            case ir.VariableRef(variable=variable):
                value = self._flow.variables.get(variable, EMPTY)
                if not value.tags or not value.only(INTEGERS):
                    return None
                loop = self._numbers.loops.get(variable)
                if loop is not None and variable not in self._captures.assigned:
                    return self._first_round(loop)
            case _:
                pass
        return self._numbers.least(expr)

    def _first_round(self, loop: ir.NumericFor) -> int | None:
        """Return the least value of a loop variable."""
        ends = loop_ends(loop)
        return None if ends is None else self._numbers.least(ends[0])

    # --- where it holds -----------------------------------------------------------------------

    def _statement(self, statement: ir.Statement) -> None:
        match statement:
            case ir.While(condition=condition, body=body):
                for limit in self._limits(condition):
                    self._block(body, limit)
            case ir.If(arms=arms):
                for arm in arms:
                    for limit in self._limits(arm.condition):
                        self._block(arm.body, limit)
            case ir.NumericFor(body=body):
                found = self._loop_limit(statement)
                if found is not None and not _assigns(statement, found):
                    self._block(body, found)
            case ir.GenericFor(
                variables=(counter, *_),
                iterators=(
                    ir.ApiCall(
                        module="base", function=row, arguments=(ir.VariableRef(variable=table),)
                    ),
                ),
                body=body,
            ) if row.name == "ipairs":
                limit = _Limit(counter, table, 0, 1)
                if (
                    counter not in self._captures.assigned
                    and self._is_steady(table)
                    and not _assigns(statement, limit)
                ):
                    self._block(body, limit)
            case _:
                pass

    def _loop_limit(self, loop: ir.NumericFor) -> _Limit | None:
        """Return what a counting loop says of its variable."""
        counter = loop.variable
        if counter in self._captures.assigned:
            return None
        ends = loop_ends(loop)
        if ends is None:
            return None
        first = self._least(ir.VariableRef(span=loop.span, variable=counter))
        length = self._length(ends[1])
        if first is None or length is None or not self._is_steady(length.variable):
            return None
        return _Limit(counter, length.variable, -length.amount, first)

    def _block(self, block: ir.Block, limit: _Limit) -> None:
        """Note the indices in a block, up to where its counter or table is assigned."""
        if can_run_again(block):
            return
        for statement in block.statements:
            if not _assigns(statement, limit):
                for expr in _own_expressions(statement):
                    self._expression(expr, limit)
                continue
            match statement:
                case ir.If(arms=arms, otherwise=otherwise):
                    self._expression(arms[0].condition, limit)
                    for arm in arms:
                        self._block(arm.body, limit)
                    if otherwise is not None:
                        self._block(otherwise, limit)
                case ir.Do(body=body):
                    self._block(body, limit)
                case ir.Assign(values=values):
                    for value in values:
                        self._expression(value, limit)
                case _:
                    pass
            return

    def _expression(self, expr: ir.Expr, limit: _Limit) -> None:
        for part in walk_expression(expr):
            match part:
                case ir.Index(object=ir.VariableRef(variable=table), key=key) if (
                    table is limit.table and part not in self.within
                ):
                    index = self._offset(key)
                    if (
                        index is not None
                        and not index.is_length
                        and index.variable is limit.counter
                        and index.amount <= limit.slack
                        and limit.first + index.amount >= 1
                    ):
                        self.within.add(part)
                case _:
                    pass


def _own_expressions(statement: ir.Statement) -> Iterator[ir.Expr]:
    """Yield the expressions of a statement and of the blocks in it."""
    yield from statement_expressions(statement)
    for block in child_blocks(statement):
        for inner in walk_statements(block):
            yield from statement_expressions(inner)


def _assigns(statement: ir.Statement, limit: _Limit) -> bool:
    """Whether a statement, or one in its blocks, assigns the counter or the table of a limit."""
    inside = (inner for block in child_blocks(statement) for inner in walk_statements(block))
    return any(
        isinstance(target, ir.VariableRef) and target.variable in (limit.counter, limit.table)
        for each in (statement, *inside)
        if isinstance(each, ir.Assign)
        for target in each.targets
    )
