"""Which variables a piece of code mentions.

for i, row in ipairs(rows) do      the body mentions `total` and `row`, and not `i`
  total = total + row.size
end
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.ir import nodes as ir
from wippyc.ir.walk import (
    all_functions,
    child_blocks,
    expressions_of,
    statement_expressions,
    walk_expression,
    walk_statements,
)


def blocks_of(body: ir.Block) -> Iterator[ir.Block]:
    """Yield a block and those in it, without those of functions."""
    yield body
    for statement in walk_statements(body):
        yield from child_blocks(statement)


class Mentions:
    """The variables that statements mention, also in the functions written there."""

    def __init__(self) -> None:
        self._statements: dict[ir.Statement, frozenset[ir.Variable]] = {}
        self._functions: dict[ir.Function, frozenset[ir.Variable]] = {}
        self._jumps: dict[ir.Statement, bool] = {}

    def has_jump(self, statement: ir.Statement) -> bool:
        """Whether a statement is a `goto` or label, or holds one."""
        found = self._jumps.get(statement)
        if found is None:
            blocks = child_blocks(statement)
            found = isinstance(statement, ir.Goto | ir.Label) or any(
                self.has_jump(inner) for block in blocks for inner in block.statements
            )
            self._jumps[statement] = found
        return found

    def of(self, statement: ir.Statement) -> frozenset[ir.Variable]:
        """Return the variables of a statement and the blocks in it."""
        found = self._statements.get(statement)
        if found is None:
            names = set[ir.Variable]()
            for expr in statement_expressions(statement):
                names |= self.in_expression(expr)
            for block in child_blocks(statement):
                names.update(*map(self.of, block.statements))
            found = self._statements[statement] = frozenset(names)
        return found

    def in_block(self, block: ir.Block) -> frozenset[ir.Variable]:
        """Return the variables of a block's statements."""
        return frozenset[ir.Variable]().union(*map(self.of, block.statements))

    def in_expression(self, expr: ir.Expr) -> set[ir.Variable]:
        """Return the variables of an expression."""
        names = set[ir.Variable]()
        for part in walk_expression(expr):
            match part:
                case ir.VariableRef(variable=variable):
                    names.add(variable)
                case ir.Function():
                    names |= self.in_function(part)
                case _:
                    pass
        return names

    def in_function(self, function: ir.Function) -> frozenset[ir.Variable]:
        """Return the variables of a function's body."""
        found = self._functions.get(function)
        if found is None:
            names = set[ir.Variable]()
            for inner in all_functions(function):
                names.update(each.variable for each in expressions_of(inner.body, ir.VariableRef))
            found = self._functions[function] = frozenset(names)
        return found
