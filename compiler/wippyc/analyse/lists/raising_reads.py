"""Reads `t[i]` that Python may leave to fail where Lua fails for nil.

total = total + prices[i]        prices[i - 1] raises IndexError where Lua cannot add nil
rows[i].name, rows[i][j], #t[i]  the same

An index below 1, which counts from the end in Python, is tested first if there may be one. And
nothing that Lua evaluates between the read and the operation may be told: it has no effects, and
raises nothing that is not found when the error is described. The other operand of an operation is
looked at then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wippyc.analyse.abstract_values.values import EMPTY, INTEGERS, NUMBER, Tag
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.plain_places import is_plain_key
from wippyc.analyse.dataflow.running_code import may_run_lua
from wippyc.analyse.lists.list_bounds import ListBounds
from wippyc.analyse.numbers.number_ranges import NumberRanges
from wippyc.analyse.program.captures import Captures
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    block_expressions,
    expressions_of,
    walk_expression,
    walk_statements,
)

# Operators whose errors are told afterwards.
_REFUSING = frozenset({"+", "-", "*", "/", "//", "%", "&", "|", "~"})
# Functions that refuse everything but numbers.
_NUMBER_FUNCTIONS = frozenset({"abs", "max", "min"})
# Types that operators refuse in Python as in Lua.
_REFUSED = Tag.NIL | Tag.FUNCTION


@dataclass(frozen=True, slots=True)
class RaisingReads:
    """Reads that fail at once where there is no element.

    Attributes:
        reads: All of them.
        testable: Those whose index is an integer not below 1, the length, or can be tested first.
    """

    reads: frozenset[ir.Index]
    testable: frozenset[ir.Index]


def find_raising_reads(
    program: Program,
    flow: Flow,
    captures: Captures,
    numbers: NumberRanges,
    bounds: ListBounds,
) -> RaisingReads:
    """Return the reads whose value must not be nil because of what is done with it at once.

    Args:
        program: The program.
        flow: Its values.
        captures: Variable facts.
        numbers: Ranges of numbers.
        bounds: What is known of indices.
    """
    search = _Search(flow, captures, numbers, bounds)
    reads = frozenset(
        read
        for unit in program.units.values()
        for function in all_functions(unit.main)
        for read in search.reads_of(function)
    )
    return RaisingReads(reads, frozenset(filter(search.is_testable, reads)))


class _Search:
    def __init__(
        self, flow: Flow, captures: Captures, numbers: NumberRanges, bounds: ListBounds
    ) -> None:
        self._flow = flow
        self._captures = captures
        self._numbers = numbers
        self._bounds = bounds

    def reads_of(self, function: ir.Function) -> Iterator[ir.Index]:
        """Yield the reads in a function."""
        if not any(map(self._is_element, expressions_of(function.body, ir.Index))):
            return
        stored = {
            target
            for statement in walk_statements(function.body)
            if isinstance(statement, ir.Assign)
            for target in statement.targets
        }
        for expr in block_expressions(function.body):
            if expr in stored:
                continue
            for operand in self._operands(expr):
                if isinstance(operand, ir.Index) and self._is_element(operand):
                    yield operand
        for statement in walk_statements(function.body):
            match statement:
                # Lua looks at the table after the value.
                case ir.Assign(
                    targets=(ir.Index(object=ir.Index() as base, key=key),), values=(value,)
                ) if self._is_element(base) and self._is_calm(key) and self._is_quiet(value):
                    yield base
                case _:
                    pass

    def is_testable(self, read: ir.Index) -> bool:
        """Whether an index is an integer not below 1, the length, or can be tested first."""
        if not self._flow.value(read.key).only(INTEGERS):
            return False
        return read in self._bounds.positive or is_plain_key(read.key, read.object)

    def _is_element(self, read: ir.Index) -> bool:
        """Whether an index is computed, and is no boolean."""
        if isinstance(read.key, ir.Constant) and isinstance(read.key.value, str):
            return False
        key = self._flow.value(read.key)
        return bool(key.tags) and key.only(NUMBER | Tag.STRING | Tag.NIL)

    def _operands(self, expr: ir.Expr) -> Iterator[ir.Expr]:
        """Yield the operands of an operation that raises at once if they are nil."""
        match expr:
            case ir.Index(object=base, key=key) if self._is_calm(key):
                yield base
            case ir.Unary(operator="#", operand=operand):
                if self._flow.value(operand).only(Tag.TABLE | Tag.STRING | Tag.NIL):
                    yield operand
            case ir.Unary(operator="-", operand=operand):
                if self._is_number(operand):
                    yield operand
            case ir.Arithmetic(operator=operator, left=left, right=right) if operator in _REFUSING:
                yield from self._both(left, right)
            case ir.ApiCall(module="math", function=row, arguments=arguments) if (
                row.name in _NUMBER_FUNCTIONS
            ):
                if all(map(self._is_number, arguments)) and all(map(self._is_calm, arguments)):
                    yield from arguments
            case ir.Compare(operator="<" | "<=" | ">" | ">=", left=left, right=right):
                yield from self._both(left, right)
            case _:
                pass

    def _both(self, left: ir.Expr, right: ir.Expr) -> Iterator[ir.Expr]:
        if not (self._is_number(left) and self._is_number(right)):
            return
        if self._is_calm(right):
            yield left
        if self._is_calm(left) or self._flow.value(left).only(NUMBER):
            yield right

    def _is_number(self, expr: ir.Expr) -> bool:
        """Whether an operand is a number, or is refused."""
        value = self._flow.value(expr)
        return value.can_be(NUMBER) and value.only(NUMBER | _REFUSED)

    def _is_quiet(self, expr: ir.Expr) -> bool:
        """Whether evaluating a value changes nothing: it may raise."""
        return not any(may_run_lua(part, self._flow) for part in walk_expression(expr))

    def _is_calm(self, expr: ir.Expr) -> bool:
        """Whether an operand has no effects and can be looked at again later.

        It may only raise because something without fields is indexed, or is no number.
        """
        match expr:
            case ir.Constant():
                return True
            case ir.VariableRef(variable=variable):
                captures = self._captures
                return variable not in captures.assigned or variable not in captures.captured
            case ir.Arithmetic(operator="+" | "-" | "*", left=left, right=right):
                return all(self._is_number(each) and self._is_calm(each) for each in (left, right))
            case ir.Arithmetic(
                operator="//" | "%", left=left, right=ir.Constant(value=int() as by)
            ):
                return by > 0 and by is not True and self._is_number(left) and self._is_calm(left)
            case ir.Index(object=table, key=key):
                value = self._flow.value(table)
                return (
                    bool(value.tags)
                    and value.only(Tag.TABLE | Tag.NIL)
                    and not self._flow.fields.get("__index", EMPTY).functions
                    and self._is_calm(table)
                    and self._is_calm(key)
                )
            case _:
                return False
