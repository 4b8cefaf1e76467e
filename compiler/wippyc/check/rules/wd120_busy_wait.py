"""## What it does
Reports endless loops in workflow code that never wait (an error), and loops that wait for a time
or for the history by asking again and again (a warning).

## Why is this bad?
The clock of a workflow stands still while its code runs, so a loop that polls it never ends. A
workflow task that runs for two seconds is aborted as a deadlock (TMPRL1101) and tried again
forever.

## Example
```lua
while time.now():before(deadline) do
end
```

## Use instead
```lua
time.sleep(deadline:sub(time.now()))
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.loops import Loop, can_leave, is_endless, loops_in
from wippyc.diagnostics.model import Label, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_expression
from wippyc.source import Span

RULE = Rule("WD120", "busy-wait", Severity.ERROR, "A loop in a workflow never waits.")
_CLOCKS = frozenset(
    {
        ("os", "clock"), ("os", "date"), ("os", "time"), ("time", "now"),
        ("workflow", "history_length"), ("workflow", "history_size"),
    }
)  # fmt: skip


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield loops that never wait."""
    for function in context.workflow_functions:
        for loop in loops_in(function.body):
            if not isinstance(loop, ir.While | ir.Repeat) or _waits(context, loop):
                continue
            if is_endless(loop) and not can_leave(loop.body) and not _calls(context, loop):
                yield context.finding(
                    RULE,
                    function,
                    _head(loop),
                    "this loop never ends and never waits",
                    label="nothing in it lets the workflow go on",
                    note="the workflow task is aborted after two seconds and tried again forever",
                    hint="wait in it: `time.sleep`, a channel, or `channel.select`",
                )
                continue
            poll = _polls(context, function, loop)
            if poll is not None:
                yield context.finding(
                    RULE,
                    function,
                    _head(loop),
                    "this loop asks again and again instead of waiting",
                    labels=(Label(poll, "does not change while the workflow's code runs"),),
                    note="the clock and the history of a workflow stand still until it waits",
                    hint="wait with `time.sleep`, a timer, or `channel.select`",
                    severity=Severity.WARNING,
                )


def _head(loop: ir.While | ir.Repeat) -> Span:
    """Return `while …` or `repeat`, without the body."""
    start = loop.span.start
    if isinstance(loop, ir.While):
        return Span(loop.span.source, start, max(loop.condition.span.end, start + 5))
    return Span(loop.span.source, start, start + len("repeat"))


def _waits(context: CheckContext, loop: ir.While | ir.Repeat) -> bool:
    return context.block_suspends(loop.body) or any(
        context.suspends(expr) for expr in walk_expression(loop.condition)
    )


def _calls(context: CheckContext, loop: Loop) -> bool:
    """Whether the body calls a function that may raise, of which nothing is known."""
    return any(
        isinstance(expr, ir.Call | ir.MethodCall) and not context.facts.flow.callees.get(expr)
        for expr in context.expressions(loop.body)
    )


def _polls(context: CheckContext, function: ir.Function, loop: ir.While | ir.Repeat) -> Span | None:
    """Return where the end of the loop depends on a clock that stands still."""
    clocks = {
        use.node: use.span for use in context.uses.of(function) if (use.module, use.name) in _CLOCKS
    }
    conditions: list[ir.Expr] = [loop.condition]
    if is_endless(loop):
        conditions = list(_exits(loop.body))
    for condition in conditions:
        for expr in walk_expression(condition):
            if expr in clocks:
                return clocks[expr]
    return None


def _exits(block: ir.Block) -> Iterator[ir.Expr]:
    for statement in block.statements:
        if isinstance(statement, ir.If):
            for arm in statement.arms:
                if can_leave(arm.body):
                    yield arm.condition
