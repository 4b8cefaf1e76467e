"""## What it does
Reports endless loops in workflow code that issue commands and neither end, nor continue as new
(`process.upgrade`), nor look at the size of the history.

## Why is this bad?
Every activity, timer and signal adds to the history. Temporal warns at 10,240 events and
terminates the workflow at 51,200, or at 50 MB.

## Example
```lua
while true do
    time.sleep("1m")
    funcs.call("app:poll", account)
end
```

## Use instead
```lua
while true do
    time.sleep("1m")
    funcs.call("app:poll", account)
    if workflow.history_length() > 5000 then
        process.upgrade(nil, account)
    end
end
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.loops import can_leave, is_endless, loops_in
from wippyc.diagnostics.model import Label, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.source import Span

RULE = Rule(
    "WT201", "unbounded-history", Severity.WARNING, "An endless loop lets the history grow."
)
_LIMITS = frozenset(
    {("process", "upgrade"), ("workflow", "history_length"), ("workflow", "history_size")}
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield endless loops without a limit."""
    limited = context.closure_of(
        lambda function: any((use.module, use.name) in _LIMITS for use in context.uses.of(function))
    )
    for function in context.workflow_functions:
        for loop in loops_in(function.body):
            if not is_endless(loop) or can_leave(loop.body):
                continue
            command = next(
                (expr for expr in context.expressions(loop.body) if context.is_command(expr)), None
            )
            if command is None or _is_limited(context, function, loop, limited):
                continue
            length = len("while true" if isinstance(loop, ir.While) else "repeat")
            yield context.finding(
                RULE,
                function,
                Span(loop.span.source, loop.span.start, loop.span.start + length),
                "this loop lets the history grow without limit",
                labels=(Label(command.span, "adds to the history each time"),),
                note="Temporal terminates a workflow whose history has 51,200 events",
                hint="continue as new with `process.upgrade(nil, state)` after a number of rounds",
            )


def _is_limited(
    context: CheckContext, function: ir.Function, loop: ir.Statement, limited: set[ir.Function]
) -> bool:
    span = loop.span
    inside = [
        use
        for use in context.uses.of(function)
        if (use.module, use.name) in _LIMITS and span.start <= use.span.start < span.end
    ]
    return bool(inside) or any(
        step.callee in limited and span.start <= step.span.start < span.end
        for step in context.reach.steps_from(function)
    )
