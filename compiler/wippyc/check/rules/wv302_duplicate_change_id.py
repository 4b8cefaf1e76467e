"""## What it does
Reports one change ID with two different ranges in one workflow, and (as a hint) version calls in
loops.

## Why is this bad?
The first call decides for the whole execution. A second range cannot be honoured, and a call in a
loop gives the same answer in every round.

## Example
```lua
local a = workflow.version("pricing", 1, 2)
local b = workflow.version("pricing", 1, 3)
```

## Use instead
```lua
local a = workflow.version("pricing", 1, 2)
local b = workflow.version("pricing-rounding", 1, 2)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.loops import loops_in
from wippyc.check.versions import VersionCall, version_calls
from wippyc.diagnostics.model import Label, Rule, Severity

RULE = Rule(
    "WV302", "duplicate-change-id", Severity.WARNING, "One change ID stands for two changes."
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield change IDs that are used twice or in loops."""
    calls = list(version_calls(context))
    reported: set[VersionCall] = set()
    for reach in context.reach.workflows:
        first: dict[str, VersionCall] = {}
        order = {function: at for at, function in enumerate(reach.steps)}
        own = [call for call in calls if call.function in order]
        for call in sorted(own, key=lambda each: (order[each.function], each.span.start)):
            if call.change is None:
                continue
            other = first.setdefault(call.change, call)
            same = (other.minimum, other.maximum) == (call.minimum, call.maximum)
            if not same and call not in reported:
                reported.add(call)
                yield context.finding(
                    RULE,
                    call.function,
                    call.span,
                    f"change {call.change!r} already has another range",
                    labels=(Label(other.span, "decides for the whole execution"),),
                    note="the first call decides; the second range cannot be honoured",
                    hint="use a new change ID",
                )
    for call in calls:
        for loop in loops_in(call.function.body):
            if loop.span.start <= call.span.start < loop.span.end:
                yield context.finding(
                    RULE,
                    call.function,
                    call.span,
                    "a version in a loop is the same in every round",
                    note="the first call decides for the whole execution",
                    hint="ask before the loop",
                    severity=Severity.HINT,
                )
                break
