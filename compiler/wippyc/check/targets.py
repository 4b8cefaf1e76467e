"""Calls that start an activity, a workflow or a process by registry ID."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from wippyc.check.context import CheckContext
from wippyc.ir import nodes as ir
from wippyc.source import Span

TargetKind = Literal["function", "process", "workflow"]

_SPAWNS: Final = ("spawn", "spawn_monitored", "spawn_linked", "spawn_linked_monitored", "exec")
_CALLS: Final[Mapping[tuple[str, str], TargetKind]] = {
    ("funcs", "call"): "function",
    ("funcs", "async"): "function",
    ("workflow", "exec"): "workflow",
    **{("process", name): "process" for name in _SPAWNS},
}
_METHODS: Final[Mapping[tuple[str, str], TargetKind]] = {
    ("Executor", "call"): "function",
    ("Executor", "async"): "function",
    **{("Spawner", name): "process" for name in _SPAWNS},
}


@dataclass(frozen=True, slots=True)
class TargetCall:
    """A call with a registry ID.

    Attributes:
        function: The function the call is in.
        node: The call.
        title: What people call the function.
        kind: What the ID must name.
        target: The ID, if it is constant.
        target_span: Where the ID is written.
        host: The host argument of a spawn, if it is constant.
        host_span: Where the host is written.
        payload: The values that are sent.
        options: Constant options in force, by plain name; `None` when they are not known.
    """

    function: ir.Function
    node: ir.Expr
    title: str
    kind: TargetKind
    target: str | None
    target_span: Span
    host: str | None
    host_span: Span | None
    payload: tuple[ir.Expr, ...]
    options: Mapping[str, object] | None


def target_calls(context: CheckContext, function: ir.Function) -> tuple[TargetCall, ...]:
    """Return the calls by ID in a function's own body."""
    if function not in context.target_calls:
        context.target_calls[function] = tuple(_find(context, function))
    return context.target_calls[function]


def _find(context: CheckContext, function: ir.Function) -> Iterator[TargetCall]:
    for expr in context.expressions(function.body, ir.CallActivity, ir.ApiCall, ir.MethodCall):
        match expr:
            case ir.CallActivity():
                yield TargetCall(
                    function, expr, "funcs.call", "function", expr.target,
                    _literal(expr.span, expr.target), None, None, expr.arguments, expr.options,
                )  # fmt: skip
            case ir.ApiCall(module=module, function=row, arguments=arguments):
                kind = _CALLS.get((module, row.name))
                if kind is not None:
                    title = f"{module}.{row.name}"
                    yield _target(context, function, expr, title, kind, arguments, {})
            case ir.MethodCall(method=method, arguments=arguments):
                for name in sorted(context.facts.value(expr.object).object_types()):
                    kind = _METHODS.get((name, method))
                    if kind is not None:
                        yield _target(context, function, expr, f":{method}", kind, arguments, None)
            case _:
                pass


def _target(
    context: CheckContext,
    function: ir.Function,
    node: ir.Expr,
    title: str,
    kind: TargetKind,
    arguments: tuple[ir.Expr, ...],
    options: Mapping[str, object] | None,
) -> TargetCall:
    target = context.constant_text(arguments[0]) if arguments else None
    has_host = kind == "process"
    host = arguments[1] if has_host and len(arguments) > 1 else None
    return TargetCall(
        function=function,
        node=node,
        title=title,
        kind=kind,
        target=target,
        target_span=arguments[0].span if arguments else node.span,
        host=None if host is None else context.constant_text(host),
        host_span=None if host is None else host.span,
        payload=arguments[2 if has_host else 1 :],
        options=options,
    )


def _literal(span: Span, text: str) -> Span:
    """Return where a text is written between quotes in a call, or the call."""
    match = re.search(rf"(['\"]){re.escape(text)}\1", span.text)
    if match is None:
        return span
    return Span(span.source, span.start + match.start(), span.start + match.end())


def quoted(span: Span, text: str) -> str | None:
    """Return a text in the quotes that a literal is written in."""
    quote = span.text[:1]
    return f"{quote}{text}{quote}" if quote in ("'", '"') and span.text[-1:] == quote else None
