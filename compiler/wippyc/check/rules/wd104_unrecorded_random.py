"""## What it does
Reports `math.random` and `math.randomseed` in code a workflow runs.

## Why is this bad?
Wippy does not record the numbers: a replay gets others. Compiled workflows draw them from the
generator that Temporal seeds for each execution, so they replay; but inserting one call shifts
all later numbers of running executions, and they are no secret.

## Example
```lua
local winner = entries[math.random(#entries)]
```

## Use instead
```lua
-- recorded in the history
local id = uuid.v4()
local token = crypto.random.string(16)
-- or drawn by an activity
local winner, err = funcs.call("app:draw_winner", entries)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule(
    "WD104", "unrecorded-random", Severity.WARNING, "A workflow draws unrecorded random numbers."
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield draws from Lua's generator."""
    for function, use in context.workflow_uses(("math", "random"), ("math", "randomseed")):
        yield context.finding(
            RULE,
            function,
            use.span,
            f"`{use.title}` is not recorded in the history",
            label="other numbers when the calls around it change",
            note="Wippy draws new numbers when it replays the workflow",
            hint="use `uuid.v4()` or `crypto.random`, or draw in an activity",
        )
