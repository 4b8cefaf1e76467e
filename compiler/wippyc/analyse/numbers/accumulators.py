"""Variables that only add up: `sum = sum + x` in a loop, `hash = hash * 31 + byte`.

Lua wraps each operation at 64 bits. Sums and products are ring operations, so Python may compute
without wrapping and wrap once, where the variable is read. A sum grows by one 64-bit number per
round; an update of another shape could double it each time, so only its low 64 bits are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wippyc.analyse.abstract_values.values import INTEGERS, NUMBER, Tag, Tags
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.places import Loop
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    child_blocks,
    expressions_of,
    statement_expressions,
    walk_expression,
    walk_statements,
)

_RAISING = Tag.NIL | Tag.FUNCTION


@dataclass(frozen=True, slots=True)
class _Update:
    """A new value of a variable that is computed from the old one.

    Attributes:
        variable: The variable.
        operands: What the old value is added to or multiplied by.
        is_wide: Whether the result can leave the 64-bit range at all.
        is_sum: Whether it is the old value and other numbers, added or taken away.
    """

    variable: ir.Variable
    operands: tuple[ir.Expr, ...]
    is_wide: bool
    is_sum: bool


_Shape = Literal["absent", "sum", "product", "other"]


def is_sum(variable: ir.Variable, value: ir.Expr) -> bool:
    """Whether a value adds numbers to the variable's own once, or takes them away."""
    return _combined(variable, value)[0] == "sum"


def find_accumulators(program: Program, flow: Flow, captures: Captures) -> frozenset[ir.Variable]:
    """Return the local variables that may hold integers beyond 64 bits between reads."""
    search = _Search(flow, captures)
    for unit in program.units.values():
        functions = tuple(all_functions(unit.main))
        for function in functions:
            search.declarations(function.body, 0)
        # No unit reads variables of another.
        wide = {variable for function in functions for variable in search.added_up(function)}
        for function in functions if wide else ():
            if any(each.variable in wide for each in expressions_of(function.body, ir.VariableRef)):
                search.uses(function.body, 0)
    return frozenset(search.found)


class _Search:
    """Looks through all functions: first for variables, then for what is done with them."""

    def __init__(self, flow: Flow, captures: Captures) -> None:
        self._flow = flow
        self._captures = captures
        # Number of loops around the declaration of each variable.
        self._declared: dict[ir.Variable, int] = {}
        self._updated: set[ir.Variable] = set()
        self._rejected: set[ir.Variable] = set()

    @property
    def found(self) -> set[ir.Variable]:
        return self._updated - self._rejected

    def declarations(self, block: ir.Block, depth: int) -> None:
        for statement in block.statements:
            if isinstance(statement, ir.Local):
                for variable in statement.variables:
                    if variable not in self._captures.cells:
                        self._declared[variable] = depth
            for child in child_blocks(statement):
                self.declarations(child, depth + isinstance(statement, Loop))

    def added_up(self, function: ir.Function) -> Iterator[ir.Variable]:
        """Yield the variables whose new values in a function may need more than 64 bits."""
        for statement in walk_statements(function.body):
            updated = self._update(statement) if isinstance(statement, ir.Assign) else None
            if updated is not None and updated.is_wide:
                yield updated.variable

    def uses(self, block: ir.Block, depth: int) -> None:
        for statement in block.statements:
            updated = self._update(statement)
            if updated is not None:
                if updated.is_wide:
                    self._updated.add(updated.variable)
                if not updated.is_sum and depth <= self._declared[updated.variable]:
                    # It would be cut here and wrapped where it is read, both once.
                    self._rejected.add(updated.variable)
                for operand in updated.operands:
                    self._reads(operand, depth)
            else:
                self._other(statement, depth)
            for child in child_blocks(statement):
                self.uses(child, depth + isinstance(statement, Loop))

    def _other(self, statement: ir.Statement, depth: int) -> None:
        match statement:
            case ir.Assign(targets=targets):
                for target in targets:
                    if isinstance(target, ir.VariableRef):
                        self._rejected.add(target.variable)
            case ir.Return():
                # Whatever loops it stands in: it ends them.
                depth = 0
            case _:
                pass
        for expr in statement_expressions(statement):
            self._reads(expr, depth + isinstance(statement, ir.While | ir.Repeat))

    def _reads(self, expr: ir.Expr, depth: int) -> None:
        """A read in a loop inside the declaration's block would wrap on every round."""
        for node in walk_expression(expr):
            if isinstance(node, ir.VariableRef):
                declared = self._declared.get(node.variable)
                if declared is None or depth > declared:
                    self._rejected.add(node.variable)

    def _update(self, statement: ir.Statement) -> _Update | None:
        """Return what `v = v + e`, `v = e + v`, `v = v - e` and `v = v * e + f` compute."""
        match statement:
            case ir.Assign(
                targets=[ir.VariableRef(variable=variable)],
                values=[ir.Arithmetic(operator="+" | "-" | "*") as total],
            ) if variable in self._declared:
                shape, operands = _combined(variable, total)
                # Floats have no bits to cut off, and are not the same in another order.
                is_increment = shape == "sum" and _is_increment(variable, total)
                allowed = (NUMBER if is_increment else INTEGERS) | _RAISING
                if shape in ("absent", "other") or not self._are_native(
                    variable, operands, allowed
                ):
                    return None
                value = self._flow.expressions.get(total)
                is_wide = value is None or value.can_be(Tag.WIDE)
                return _Update(variable, operands, is_wide, shape == "sum")
            case _:
                return None

    def _are_native(
        self, variable: ir.Variable, operands: tuple[ir.Expr, ...], allowed: Tags
    ) -> bool:
        values = [self._flow.variables.get(variable)]
        values += [self._flow.expressions.get(operand) for operand in operands]
        return all(
            value is not None and value.can_be(NUMBER) and value.only(allowed) for value in values
        )


def _is_increment(variable: ir.Variable, total: ir.Arithmetic) -> bool:
    """Whether a sum with a variable is `v + e`, `e + v` or `v - e`."""
    match total:
        case ir.Arithmetic(left=ir.VariableRef(variable=read)) if read is variable:
            return True
        case ir.Arithmetic(operator="+", right=ir.VariableRef(variable=read)):
            return read is variable
        case _:
            return False


def _combined(variable: ir.Variable, expr: ir.Expr) -> tuple[_Shape, tuple[ir.Expr, ...]]:
    """Return how an expression computes with a variable, and what it combines that with.

    The shape is `sum` if it adds numbers to the variable once, `product` for other sums and
    products of it, `absent` without it.
    """
    match expr:
        case ir.VariableRef(variable=read) if read is variable:
            return "sum", ()
        case ir.Arithmetic(operator="+" | "-" | "*" as operator, left=left, right=right):
            one, operands = _combined(variable, left)
            other, more = _combined(variable, right)
            if "other" in (one, other):
                return "other", ()
            if one == other == "absent":
                return "absent", (expr,)
            is_added = operator != "*" and {one, other} == {"absent", "sum"}
            return "sum" if is_added else "product", operands + more
        case _:
            is_read = any(
                isinstance(node, ir.VariableRef) and node.variable is variable
                for node in walk_expression(expr)
            )
            return ("other", ()) if is_read else ("absent", (expr,))
