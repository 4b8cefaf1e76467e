"""Depth of blocks and expressions: Python has limits for indentation and for nested brackets."""

from __future__ import annotations

from collections.abc import Mapping

from wippyc.analyse.facts import Facts
from wippyc.diagnostics.model import Diagnostic, Sink
from wippyc.ir import nodes as ir
from wippyc.ir.walk import (
    child_blocks,
    child_expressions,
    inner_functions,
    statement_expressions,
    walk_expression,
    walk_statements,
)
from wippyc.lua.rules import TOO_COMPLEX
from wippyc.source import Span

MAXIMUM_BLOCKS = 80
"""Blocks and functions inside each other; some become two levels of Python."""

_MOST_BRACKETS = 195
# Python refuses 200. A call may be `first(call(f, …))`, a table `array([…])`.
_BRACKETS: Mapping[type, int] = {
    ir.Call: 2,
    ir.MethodCall: 2,
    ir.CallActivity: 2,
    ir.TableConstructor: 2,
    ir.First: 0,
}
# What is emitted in steps as deep as it goes: the operand that is evaluated first.
_STEPWISE = (
    ir.Index, ir.Call, ir.MethodCall, ir.Arithmetic, ir.Compare, ir.Logical, ir.Concat, ir.Unary,
    ir.Not, ir.First,
)  # fmt: skip


def check_nesting(facts: Facts, sink: Sink) -> None:
    """Report the first block and expression of each unit that is nested too deep to be compiled."""
    _check_brackets(facts, sink)
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


def _check_brackets(facts: Facts, sink: Sink) -> None:
    """Report the first expression of each unit that has more brackets than Python allows."""
    for unit in facts.program.units.values():
        if not unit.chunk.has_deep_expressions:
            continue
        span = _too_many_brackets(facts, unit.main)
        if span is not None:
            sink.report(
                Diagnostic(
                    rule=TOO_COMPLEX,
                    message="an expression is nested too deep for Python",
                    span=span,
                    hint="Put inner parts into locals before.",
                    entry_id=unit.id,
                )
            )


def _too_many_brackets(facts: Facts, main: ir.Function) -> Span | None:
    functions = [main]
    while functions:
        function = functions.pop()
        functions.extend(inner_functions(function))
        for statement in walk_statements(function.body):
            stack = [(expr, 0) for expr in statement_expressions(statement)]
            while stack:
                expr, depth = stack.pop()
                if depth > _MOST_BRACKETS:
                    return statement.span
                inner = depth + _brackets(facts, expr)
                for position, part in enumerate(child_expressions(expr)):
                    is_first = position == 0 and isinstance(expr, _STEPWISE)
                    stack.append((part, depth if is_first else inner))
    return None


def _brackets(facts: Facts, expr: ir.Expr) -> int:
    """Return how many brackets of Python an expression may put around its parts."""
    match expr:
        case ir.Call() | ir.MethodCall() if expr in facts.calls.known:
            return 1
        case ir.ApiCall(function=row):
            return 1 if row.results is not None and len(row.results) == 1 else 2
        case _:
            return _BRACKETS.get(type(expr), 1)


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
