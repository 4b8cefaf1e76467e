"""## What it does
Reports `coroutine.create` and `coroutine.wrap` in workflow code around a function that calls
activities, sleeps or uses channels.

## Why is this bad?
The resumer and the function then take turns with the workflow's scheduler in between: a `resume`
that looks immediate may wait for days. On Wippy such a call bypasses the scheduler.

## Example
```lua
local worker = coroutine.wrap(function()
    time.sleep("1h")
    return "done"
end)
worker()
```

## Use instead
```lua
local done = channel.new(1)
coroutine.spawn(function()
    time.sleep("1h")
    done:send("done")
end)
done:receive()
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.reasons import reason_labels
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule(
    "WD117", "native-coroutine", Severity.WARNING, "A plain coroutine waits for the system."
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield plain coroutines whose body waits."""
    for function, use in context.workflow_uses(("coroutine", "create"), ("coroutine", "wrap")):
        if not use.arguments:
            continue
        bodies = [
            body
            for body in context.facts.value(use.arguments[0]).functions
            if isinstance(body, ir.Function) and body in context.facts.yields.system
        ]
        if bodies:
            body = min(bodies, key=lambda each: each.span.start)
            yield context.finding(
                RULE,
                function,
                use.span,
                f"`{use.title}` around a function that waits",
                labels=reason_labels(context, body),
                note="resuming it may take as long as what it waits for",
                hint="use `coroutine.spawn` and a channel",
            )
