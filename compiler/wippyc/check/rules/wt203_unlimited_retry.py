"""## What it does
Reports activity calls without a limit to their retries: neither `maximum_attempts` nor
`schedule_to_close_timeout`. Off by default.

## Why is this bad?
An activity that fails for a reason that does not go away (a poisoned input) is tried again
forever, and the workflow waits with it.

## Example
```lua
local payment, err = funcs.call("app:charge", order)
```

## Use instead
```lua
local executor = funcs.new():with_options({
    ["activity.retry_policy"] = { maximum_attempts = 5 },
})
local payment, err = executor:call("app:charge", order)
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.targets import target_calls
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule("WT203", "unlimited-retry", Severity.HINT, "An activity may be retried forever.")


@lint_rule(RULE, is_default=False)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield calls whose retries have no limit."""
    for function in context.workflow_functions:
        for call in target_calls(context, function):
            if call.kind != "function" or call.options is None or _is_limited(call.options):
                continue
            yield context.finding(
                RULE,
                function,
                call.node.span,
                f"{call.target or 'this activity'} may be retried forever",
                note="the server's default policy has no limit",
                hint="set `activity.retry_policy` with `maximum_attempts`",
            )


def _is_limited(options: Mapping[str, object]) -> bool:
    policy = options.get("retry_policy")
    if isinstance(policy, Mapping) and policy.get("maximum_attempts"):
        return True
    return bool(options.get("schedule_to_close_timeout"))
