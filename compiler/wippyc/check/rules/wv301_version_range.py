"""## What it does
Reports `workflow.version` calls whose range is empty or not made of whole numbers, and change IDs
that are not literal.

## Why is this bad?
An impossible range is an error when the call runs. An ID that is put together at run time cannot
be found when somebody asks which executions still run the old code.

## Example
```lua
local v = workflow.version("ship-first-" .. order.kind, 2, 1)
```

## Use instead
```lua
local v = workflow.version("ship-first", 1, 2)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.versions import VersionCall, version_calls
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule("WV301", "version-range", Severity.WARNING, "A version call cannot be right.")


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield version calls with wrong arguments."""
    for call in version_calls(context):
        for what, hint in _problems(call):
            yield context.finding(
                RULE,
                call.function,
                call.span,
                what,
                note="`workflow.version` takes an ID, the oldest and the newest supported version",
                hint=hint,
            )


def _problems(call: VersionCall) -> Iterator[tuple[str, str]]:
    if call.change is None:
        yield "the change ID is not a literal", "write the ID as a literal text"
    elif not call.change:
        yield "the change ID is empty", "name the change"
    for word, value in (("oldest", call.minimum), ("newest", call.maximum)):
        if value is not ... and not _is_whole(value):
            yield f"the {word} supported version is not a whole number", "write whole numbers"
    low, high = call.minimum, call.maximum
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield f"no version is between {low} and {high}", f"write the range as {high}, {low}"


def _is_whole(value: object) -> bool:
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)
