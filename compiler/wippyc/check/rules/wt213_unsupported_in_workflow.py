"""## What it does
Reports `process.link`, `process.unlink`, `process.monitor` and `process.unmonitor` in workflow
code.

## Why is this bad?
They always return an error in a workflow. Children started with `spawn_monitored` or
`spawn_linked` report their end as an event without them.

## Example
```lua
local pid = process.spawn("app:child", "app:worker")
process.monitor(pid)
```

## Use instead
```lua
local pid = process.spawn_monitored("app:child", "app:worker")
local event = process.events():receive()
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule(
    "WT213", "unsupported-in-workflow", Severity.WARNING, "A call always fails in a workflow."
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield calls that workflows do not support."""
    names = ("link", "unlink", "monitor", "unmonitor")
    for function, use in context.workflow_uses(*(("process", name) for name in names)):
        yield context.finding(
            RULE,
            function,
            use.span,
            f"`{use.title}` always returns an error in a workflow",
            note="a workflow hears of its own children only",
            hint="start the child with `process.spawn_monitored` and receive `process.events()`",
        )
