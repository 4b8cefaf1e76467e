"""`return f(…)` that takes no frame: rounds of a loop, and calls that are left to the caller."""

from __future__ import annotations

import ast

from wippyc.emit.build import call
from wippyc.emit.context import FunctionContext
from wippyc.ir import nodes as ir


def is_round(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether a function that ends with a call starts over instead."""
    return expr in context.facts.tail_calls.rounds


def is_passed_on(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether a call is made by the caller of the function that ends with it.

    Not where its result, a list, becomes a table first.
    """
    return expr in context.facts.tail_calls.passed and expr not in context.facts.lists.leaving


def pass_on(context: FunctionContext, callee: ast.expr, arguments: list[ast.expr]) -> ast.expr:
    """Emit a call that the caller makes."""
    return call(context.imports.helper("tail_call"), [callee, *arguments])


def decorators(context: FunctionContext) -> list[ast.expr]:
    """Return what makes the calls that a function passes on."""
    if context.function not in context.facts.tail_calls.passing:
        return []
    return [context.imports.helper("async_tail_calls" if context.is_async else "tail_calls")]
