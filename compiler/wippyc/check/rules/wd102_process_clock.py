"""## What it does
Reports `os.clock()` in code a workflow runs.

## Why is this bad?
It is the time since the worker process started, by the real clock. Every worker, and every
replay on the same one, gives another number; a branch or a payload that depends on it differs
from the recorded history and Temporal stops the workflow.

## Example
```lua
local started = os.clock()
do_work()
local seconds = os.clock() - started
```

## Use instead
```lua
local started = time.now()
do_work()
local seconds = time.now():sub(started):seconds()
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.time_fix import time_fix
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule(
    "WD102", "process-clock", Severity.WARNING, "A workflow reads the clock of its process."
)


@lint_rule(RULE, fix="unsafe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield reads of the process clock."""
    for function, use in context.workflow_uses(("os", "clock")):
        yield context.finding(
            RULE,
            function,
            use.span,
            "`os.clock` differs on every worker and on every replay",
            label="read from the process, not from the history",
            note="what depends on it takes another way when the workflow is replayed",
            hint="measure with `time.now():sub(started)`",
            fix=time_fix(context, function, use, "time.now():unix_nano() / 1e9"),
        )
