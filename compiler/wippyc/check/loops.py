"""What loops do: where they end, what they change, what leaves them."""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.ir import nodes as ir
from wippyc.ir.walk import (
    block_expressions,
    child_blocks,
    walk_expression,
    walk_statements,
)

Loop = ir.While | ir.Repeat | ir.NumericFor | ir.GenericFor
LOOPS = (ir.While, ir.Repeat, ir.NumericFor, ir.GenericFor)


def is_endless(loop: ir.Statement) -> bool:
    """Whether nothing but a jump ends a loop: `while true`, `repeat … until false`."""
    match loop:
        case ir.While(condition=ir.Constant(value=value)):
            return value is not None and value is not False
        case ir.Repeat(condition=ir.Constant(value=value)):
            return value is None or value is False
        case _:
            return False


def breaks(block: ir.Block) -> Iterator[ir.Break]:
    """Yield the `break`s that leave the loop whose body this is."""
    for statement in block.statements:
        if isinstance(statement, ir.Break):
            yield statement
        elif not isinstance(statement, LOOPS):
            for child in child_blocks(statement):
                yield from breaks(child)


def can_leave(block: ir.Block) -> bool:
    """Whether a jump written in a loop's body may end the loop."""
    if any(True for _ in breaks(block)):
        return True
    for statement in walk_statements(block):
        if isinstance(statement, ir.Return | ir.Goto):
            return True
    return any(
        isinstance(expr, ir.ApiCall)
        and (expr.module, expr.function.name)
        in (("base", "error"), ("base", "assert"), ("process", "upgrade"))
        for expr in block_expressions(block)
    )


def loops_in(block: ir.Block) -> Iterator[Loop]:
    """Yield every loop of a function's own body."""
    for statement in walk_statements(block):
        if isinstance(statement, LOOPS):
            yield statement


def declared_in(block: ir.Block) -> set[ir.Variable]:
    """Return the variables a block declares, at any depth."""
    found: set[ir.Variable] = set()
    for statement in walk_statements(block):
        match statement:
            case ir.Local(variables=variables) | ir.GenericFor(variables=variables):
                found.update(variables)
            case ir.DeclareFunction(variable=variable) | ir.NumericFor(variable=variable):
                found.add(variable)
            case _:
                pass
    return found


def mentions(expr: ir.Expr, variables: set[ir.Variable]) -> bool:
    """Whether an expression reads one of some variables."""
    return any(
        isinstance(node, ir.VariableRef) and node.variable in variables
        for node in walk_expression(expr)
    )
