"""## What it does
Reports `os.time()` and `os.date()` of the present moment in code a workflow runs.

## Why is this bad?
Both are safe here and on Wippy: in a workflow they give the time of the recorded workflow task.
They only have whole seconds, look like the machine's clock to whoever reads the code, and are
the machine's clock as soon as the same function runs in an activity. `time.now()` says what is
meant.

## Example
```lua
local function main(order)
    order.received_at = os.time()
    return order
end
```

## Use instead
```lua
local time = require("time")

local function main(order)
    order.received_at = time.now():unix()
    return order
end
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.time_fix import time_fix
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule("WD101", "wall-clock-read", Severity.HINT, "A workflow reads the time through `os`.")


@lint_rule(RULE, fix="unsafe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield reads of the present moment."""
    for function, use in context.workflow_uses(("os", "time"), ("os", "date")):
        is_time = use.name == "time"
        if (is_time and use.arguments) or len(use.arguments) > 1:
            continue
        yield context.finding(
            RULE,
            function,
            use.span,
            f"`{use.title}` reads the time of the workflow task",
            label="whole seconds, by the recorded clock",
            note="it is replayed correctly, but reads like the machine's clock",
            hint="use `time.now():unix()`" if is_time else "use `time.now():format(…)`",
            fix=time_fix(context, function, use, "time.now():unix()") if is_time else None,
        )
