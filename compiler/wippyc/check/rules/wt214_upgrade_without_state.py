"""## What it does
Reports `process.upgrade()` without arguments in a loop that holds state.

## Why is this bad?
`process.upgrade` continues as new: the same workflow starts again with the arguments given here.
What the loop has collected is gone, and so is the original input.

## Example
```lua
local total = 0
while true do
    total = total + inbox:receive():payload():data().amount
    if workflow.history_length() > 5000 then
        process.upgrade()
    end
end
```

## Use instead
```lua
if workflow.history_length() > 5000 then
    process.upgrade(nil, { total = total })
end
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.loops import Loop, declared_in, loops_in
from wippyc.diagnostics.model import Label, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.walk import block_expressions, walk_statements
from wippyc.source import Span

RULE = Rule(
    "WT214", "upgrade-without-state", Severity.WARNING, "Continuing as new drops the state."
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield upgrades that pass no state on."""
    for function in context.workflow_functions:
        for use in context.uses.of(function):
            if (use.module, use.name) != ("process", "upgrade") or len(use.arguments) > 1:
                continue
            for loop in loops_in(function.body):
                inside = loop.span.start <= use.span.start < loop.span.end
                state = _state(loop) if inside else None
                if state is not None:
                    yield context.finding(
                        RULE,
                        function,
                        use.span,
                        "the workflow starts again without its state",
                        labels=(Label(state, "changes in the loop"),),
                        note="`process.upgrade` passes only its own arguments on",
                        hint="pass the state: `process.upgrade(nil, state)`",
                    )
                    break


def _state(loop: Loop) -> Span | None:
    """Return a place where the loop changes something declared outside."""
    own = declared_in(loop.body)
    if isinstance(loop, ir.NumericFor):
        own.add(loop.variable)
    elif isinstance(loop, ir.GenericFor):
        own.update(loop.variables)
    for statement in walk_statements(loop.body):
        if not isinstance(statement, ir.Assign):
            continue
        for target in statement.targets:
            base: ir.Expr = target
            while isinstance(base, ir.Index):
                base = base.object
            if isinstance(base, ir.VariableRef) and base.variable not in own:
                return target.span
    for expr in block_expressions(loop.body):
        match expr:
            case ir.ApiCall(
                module="table", function=row, arguments=(ir.VariableRef(variable=list_), *_)
            ) if row.name in ("insert", "remove") and list_ not in own:
                return expr.span
            case _:
                pass
    return None
