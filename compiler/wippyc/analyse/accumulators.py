"""Variables that only add up: `sum = sum + x` in a loop.

Lua wraps each addition at 64 bits. Additions are ring operations, so Python may add without
wrapping and wrap once, where the variable is read. That holds while the value grows by one 64-bit
number per round: an update of another shape (`a = a + a`) could double it each time.
"""

from __future__ import annotations

from wippyc.analyse.captures import Captures
from wippyc.analyse.flow import Flow
from wippyc.analyse.places import Loop
from wippyc.analyse.values import NUMBER, Tag
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    child_blocks,
    statement_expressions,
    walk_expression,
    walk_statements,
)

_RAISING = Tag.NIL | Tag.FUNCTION


def find_accumulators(program: Program, flow: Flow, captures: Captures) -> frozenset[ir.Variable]:
    """Return the local variables that may hold integers beyond 64 bits between reads."""
    search = _Search(flow, captures)
    for unit in program.units.values():
        functions = tuple(all_functions(unit.main))
        for function in functions:
            search.declarations(function.body, 0)
        # No unit reads variables of another.
        if any(map(search.adds_up, functions)):
            for function in functions:
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

    def adds_up(self, function: ir.Function) -> bool:
        """Whether a function has a sum of integers that may need more than 64 bits."""
        for statement in walk_statements(function.body):
            updated = self._update(statement) if isinstance(statement, ir.Assign) else None
            if updated is not None and updated[2]:
                return True
        return False

    def uses(self, block: ir.Block, depth: int) -> None:
        for statement in block.statements:
            updated = self._update(statement)
            if updated is not None:
                variable, increment, is_wide = updated
                if is_wide:
                    self._updated.add(variable)
                self._reads(increment, depth)
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

    def _update(self, statement: ir.Statement) -> tuple[ir.Variable, ir.Expr, bool] | None:
        """Return the variable and the increment of `v = v + e`, `v = e + v`, `v = v - e`.

        The third item says whether the sum can leave the 64-bit range at all.
        """
        match statement:
            case ir.Assign(
                targets=[ir.VariableRef(variable=variable)],
                values=[
                    ir.Arithmetic(operator="+" | "-" as operator, left=left, right=right) as total
                ],
            ) if variable in self._declared:
                if isinstance(left, ir.VariableRef) and left.variable is variable:
                    increment = right
                elif (
                    operator == "+" and isinstance(right, ir.VariableRef)
                ) and right.variable is variable:
                    increment = left
                else:
                    return None
                if not self._is_native(variable, increment):
                    return None
                value = self._flow.expressions.get(total)
                return variable, increment, value is None or value.can_be(Tag.WIDE)
            case _:
                return None

    def _is_native(self, variable: ir.Variable, increment: ir.Expr) -> bool:
        held = self._flow.variables.get(variable)
        added = self._flow.expressions.get(increment)
        if held is None or added is None:
            return False
        allowed = NUMBER | _RAISING
        mentions = any(
            isinstance(node, ir.VariableRef) and node.variable is variable
            for node in walk_expression(increment)
        )
        return (
            held.can_be(NUMBER)
            and held.only(allowed)
            and added.can_be(NUMBER)
            and added.only(allowed)
            and not mentions
        )
