"""## What it does
Reports the call by which a workflow enters a library that is not deterministic, directly or
through further calls. The finding shows every call down to the place at fault. Functions that
`declarations` name `nondeterministic` count as well; those named `deterministic` are not entered.

## Why is this bad?
A workflow runs again from its history, with everything it calls. A library that reads a clock or
a random number makes the workflow take another branch than the one recorded, and Temporal stops
it. The severity is that of the worst finding behind the call.

## Example
```lua
local helpers = require("helpers") -- helpers.pick uses math.random

local function main(items)
    return helpers.pick(items)
end
```

## Use instead
```lua
local funcs = require("funcs")

local function main(items)
    local item, err = funcs.call("app:pick", items)
    if err then
        return nil, err
    end
    return item
end
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule(
    "WD109",
    "transitive-nondeterminism",
    Severity.ERROR,
    "A workflow calls a library that is not deterministic.",
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield calls of functions the user declared non-deterministic."""
    if not context.settings.declarations:
        return
    for function in context.workflow_functions:
        for step in context.reach.steps_from(function):
            unit = context.unit(step.callee)
            name = context.qualified_name(unit, step.callee)
            if context.settings.declared(name) == "nondeterministic":
                yield context.finding(
                    RULE,
                    function,
                    step.span,
                    f"{name} is declared non-deterministic",
                    note="the project's `declarations` say so",
                    hint="call it in a `function.lua` activity",
                )
        for use in context.uses.of(function):
            if context.settings.declared(use.title) == "nondeterministic":
                yield context.finding(
                    RULE,
                    function,
                    use.span,
                    f"{use.title} is declared non-deterministic",
                    note="the project's `declarations` say so",
                    hint="call it in a `function.lua` activity",
                )
