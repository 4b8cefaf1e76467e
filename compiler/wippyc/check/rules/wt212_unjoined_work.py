"""## What it does
Reports futures of `funcs.async` that nobody looks at, and timers and tickers that are dropped at
once.

## Why is this bad?
An activity that still runs when its workflow ends is abandoned: its result and its error are
lost, and whether it ran at all depends on timing.

## Example
```lua
funcs.async("app:notify", order)
return "done"
```

## Use instead
```lua
local notified = funcs.async("app:notify", order)
notified:response():receive()
return "done"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule("WT212", "unjoined-work", Severity.WARNING, "Work is started and never looked at.")
_STARTS = {
    ("funcs", "async"): "the activity",
    ("time", "after"): "the timer",
    ("time", "timer"): "the timer",
    ("time", "ticker"): "the ticker",
}


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield work whose result is dropped."""
    for function in context.workflow_functions:
        used: set[ir.Variable] | None = None
        for statement in context.statements(function.body):
            match statement:
                case ir.Evaluate(call=call):
                    what = _started(context, call)
                case ir.Local(variables=variables, values=(call,)):
                    what = _started(context, call)
                    if what is not None:
                        if used is None:
                            used = {each.variable for each in context.references(function)}
                        if variables[0] in used:
                            what = None
                case _:
                    continue
            if what is not None:
                yield context.finding(
                    RULE,
                    function,
                    call.span,
                    f"nobody waits for {what}",
                    label="its result is dropped",
                    note="what still runs when the workflow ends is abandoned",
                    hint="keep the result and wait for it, or cancel it",
                )


def _started(context: CheckContext, call: ir.Expr) -> str | None:
    match call:
        case ir.ApiCall(module=module, function=row):
            return _STARTS.get((module, row.name))
        case ir.MethodCall(method="async"):
            is_executor = context.receiver_is(call, "Executor")
            return _STARTS["funcs", "async"] if is_executor else None
        case _:
            return None
