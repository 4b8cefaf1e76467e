"""Calls of `workflow.version`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wippyc.check.context import CheckContext
from wippyc.ir import nodes as ir
from wippyc.lower.constants import NotConstant
from wippyc.source import Span


@dataclass(frozen=True, slots=True)
class VersionCall:
    """One `workflow.version(change, minimum, maximum)`.

    Attributes:
        function: The function it is in.
        node: The call.
        change: The change ID, if it is constant.
        minimum: Lowest supported version, if it is a constant.
        maximum: Highest supported version, if it is a constant.
    """

    function: ir.Function
    node: ir.Expr
    change: str | None
    minimum: object
    maximum: object
    span: Span


def version_calls(context: CheckContext) -> Iterator[VersionCall]:
    """Yield the version calls of workflow code."""
    for function, use in context.workflow_uses(("workflow", "version")):
        arguments = use.arguments
        yield VersionCall(
            function,
            use.node,
            context.constant_text(arguments[0]) if arguments else None,
            _constant(context, arguments, 1),
            _constant(context, arguments, 2),
            use.span,
        )


def _constant(context: CheckContext, arguments: tuple[ir.Expr, ...], position: int) -> object:
    if position >= len(arguments):
        return None
    expr = arguments[position]
    if isinstance(expr, ir.VariableRef):
        expr = context.constants.get(expr.variable, expr)
    try:
        return context.constant(expr)
    except NotConstant:
        return ...
