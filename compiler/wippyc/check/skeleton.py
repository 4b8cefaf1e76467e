"""Command skeletons: which Temporal commands a workflow issues, in which structure.

    main
      activity app:charge_payment
      if
        activity app:refund_payment
      sleep
      activity app:ship_order

Code that changes its skeleton changes the commands of executions that still run. Functions that
issue no command leave no trace, so refactoring them is free.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wippyc.analyse.abstract_values.values import ApiFunctionValue
from wippyc.api.model import Kind
from wippyc.check.context import CheckContext
from wippyc.check.reach import WorkflowReach
from wippyc.ir import nodes as ir
from wippyc.ir.walk import child_blocks, statement_expressions, walk_expression
from wippyc.source import Span

_QUIET: Final = frozenset({("workflow", "attrs"), ("workflow", "version")})
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class SkeletonLine:
    """One command, or a structure around commands.

    Attributes:
        depth: Nesting.
        text: What it is.
        span: Where it is written.
        changes: Change IDs whose branch it stands in.
    """

    depth: int
    text: str
    span: Span
    changes: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return "  " * self.depth + self.text


def skeletons(context: CheckContext) -> Mapping[str, tuple[SkeletonLine, ...]]:
    """Return the skeleton of every workflow by entry ID."""
    return {
        reach.unit.id: tuple(_Walker(context, reach).run()) for reach in context.reach.workflows
    }


def skeleton_text(found: Mapping[str, tuple[SkeletonLine, ...]]) -> str:
    """Return skeletons as the text of a golden file."""
    document = {
        "format": 1,
        "workflows": {
            entry_id: [str(line) for line in lines] for entry_id, lines in sorted(found.items())
        },
    }
    return json.dumps(document, indent=2) + "\n"


class _Walker:
    """Walks one workflow in the order of evaluation, into the functions it calls."""

    def __init__(self, context: CheckContext, reach: WorkflowReach) -> None:
        self._context = context
        self._reach = reach
        self._open: list[ir.Function] = []
        self._versions = _version_variables(context)

    def run(self) -> Iterator[SkeletonLine]:
        for function in self._context.reach.entry_functions(self._reach.unit):
            yield from self._function(function, 0, frozenset())

    def _function(
        self, function: ir.Function, depth: int, changes: frozenset[str]
    ) -> Iterator[SkeletonLine]:
        if function in self._open or len(self._open) > _DEEPEST:
            name = self._context.reach.name(function)
            yield SkeletonLine(depth, f"again {name}", function.span, changes)
            return
        self._open.append(function)
        yield from self._block(function.body, depth, changes)
        self._open.pop()

    def _block(
        self, block: ir.Block, depth: int, changes: frozenset[str]
    ) -> Iterator[SkeletonLine]:
        for statement in block.statements:
            for expr in statement_expressions(statement):
                for node in reversed(list(walk_expression(expr))):
                    yield from self._expression(node, depth, changes)
            word = _structure(statement)
            for child, condition in _branches(statement):
                inner = changes | self._asked(condition)
                lines = list(self._block(child, depth + bool(word), inner))
                if lines and word:
                    yield SkeletonLine(depth, word, statement.span, inner)
                yield from lines

    def _expression(
        self, expr: ir.Expr, depth: int, changes: frozenset[str]
    ) -> Iterator[SkeletonLine]:
        text = self._command(expr)
        if text is not None:
            yield SkeletonLine(depth, text, expr.span, changes)
            return
        if not isinstance(expr, ir.Call | ir.MethodCall | ir.ApiCall):
            return
        for step in self._context.reach.steps_from(self._open[-1]):
            span = expr.span
            inside = span.start <= step.span.start and step.span.end <= span.end
            is_own = step.span == span or isinstance(expr, ir.ApiCall)
            if inside and is_own and step.callee in self._reach.steps:
                yield from self._function(step.callee, depth, changes)

    def _command(self, expr: ir.Expr) -> str | None:
        match expr:
            case ir.CallActivity(target=target):
                return f"activity {target}"
            case ir.Sleep():
                return "time.sleep"
            case ir.ApiCall(module=module, function=row, arguments=arguments):
                if row.kind is not Kind.COMMAND or (module, row.name) in _QUIET:
                    return None
                return self._named(f"{module}.{row.name}", arguments)
            case ir.Call(arguments=arguments):
                for callee in self._context.facts.flow.callees.get(expr, frozenset()):
                    if isinstance(callee, ApiFunctionValue):
                        row = self._context.facts.api[callee.module].functions[callee.name]
                        if row.kind is Kind.COMMAND:
                            return self._named(f"{callee.module}.{callee.name}", arguments)
                return None
            case ir.MethodCall(method=method, arguments=arguments):
                is_command = self._context.is_method_command(expr)
                return self._named(f":{method}", arguments) if is_command else None
            case _:
                return None

    def _named(self, title: str, arguments: tuple[ir.Expr, ...]) -> str:
        target = self._context.constant_text(arguments[0]) if arguments else None
        word = "activity" if title in ("funcs.call", ":call") else title
        return word if target is None else f"{word} {target}"

    def _asked(self, condition: ir.Expr | None) -> frozenset[str]:
        """Return the change IDs a condition asks about."""
        if condition is None:
            return frozenset()
        return frozenset(
            self._versions[node.variable]
            for node in walk_expression(condition)
            if isinstance(node, ir.VariableRef) and node.variable in self._versions
        )


def _version_variables(context: CheckContext) -> dict[ir.Variable, str]:
    found: dict[ir.Variable, str] = {}
    for function in context.workflow_functions:
        for statement in context.statements(function.body):
            match statement:
                case ir.Local(
                    variables=(variable, *_),
                    values=(ir.ApiCall(module="workflow", function=row, arguments=(change, *_)),),
                ) if row.name == "version":
                    found[variable] = context.constant_text(change) or "?"
                case _:
                    pass
    return found


def _structure(statement: ir.Statement) -> str:
    match statement:
        case ir.If():
            return "if"
        case ir.While() | ir.Repeat() | ir.NumericFor() | ir.GenericFor():
            return "loop"
        case _:
            return ""


def _branches(statement: ir.Statement) -> Iterator[tuple[ir.Block, ir.Expr | None]]:
    if isinstance(statement, ir.If):
        seen: list[ir.Expr] = []
        for arm in statement.arms:
            seen.append(arm.condition)
            yield arm.body, arm.condition
        if statement.otherwise is not None:
            yield statement.otherwise, seen[0]
        return
    for child in child_blocks(statement):
        yield child, None
