"""Depth of nested blocks: Python indents code by at most 100 levels."""

from __future__ import annotations

from wippyc.analyse.facts import Facts
from wippyc.diagnostics.model import Diagnostic, Sink
from wippyc.ir import nodes as ir
from wippyc.ir.walk import child_blocks, inner_functions, statement_expressions, walk_expression
from wippyc.lua.rules import TOO_COMPLEX
from wippyc.source import Span

MAXIMUM_BLOCKS = 80
"""Blocks and functions inside each other; some become two levels of Python."""


def check_nesting(facts: Facts, sink: Sink) -> None:
    """Report the first block of each unit that is nested too deep to be compiled."""
    for unit in facts.program.units.values():
        span = _too_deep(unit.main.body) if _most_blocks(unit.main) > MAXIMUM_BLOCKS else None
        if span is not None:
            sink.report(
                Diagnostic(
                    rule=TOO_COMPLEX,
                    message=f"more than {MAXIMUM_BLOCKS} blocks inside each other",
                    span=span,
                    hint="Move the inner ones into a function of its own.",
                    entry_id=unit.id,
                )
            )


def _most_blocks(function: ir.Function) -> int:
    """Return how many blocks there are at most inside each other in a function."""
    deepest = 0
    stack = [(function.body, 1)]
    while stack:
        block, depth = stack.pop()
        deepest = max(deepest, depth)
        for statement in block.statements:
            stack.extend((inner, depth + 1) for inner in child_blocks(statement))
    # As if all functions were in the innermost block.
    return deepest + max(map(_most_blocks, inner_functions(function)), default=0)


def _too_deep(body: ir.Block) -> Span | None:
    stack = [(body, 1)]
    while stack:
        block, depth = stack.pop()
        for statement in block.statements:
            if depth > MAXIMUM_BLOCKS:
                return statement.span
            stack.extend((inner, depth + 1) for inner in child_blocks(statement))
            for expr in statement_expressions(statement):
                stack.extend(
                    (part.body, depth + 1)
                    for part in walk_expression(expr)
                    if isinstance(part, ir.Function)
                )
    return None
