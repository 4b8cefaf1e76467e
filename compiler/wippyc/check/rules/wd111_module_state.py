"""## What it does
Reports functions that change a variable or a table of their file's top level, in code a workflow
runs.

## Why is this bad?
A chunk runs anew for each workflow execution, so nothing leaks from one execution into another.
But the same library in a function keeps the value from call to call, and who reads the code
cannot see which of the two is meant.

## Example
```lua
local attempts = 0

local function try(order)
    attempts = attempts + 1
    return funcs.call("app:ship", order)
end
```

## Use instead
```lua
local function try(state, order)
    state.attempts = state.attempts + 1
    return funcs.call("app:ship", order)
end
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Label, Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule("WD111", "module-state", Severity.HINT, "A function changes state of its chunk.")
_CHANGERS = frozenset({("table", "insert"), ("table", "remove"), ("base", "rawset")})


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield the first change of each chunk variable in each function."""
    for function in context.workflow_functions:
        if function is context.unit(function).main:
            continue
        seen: set[ir.Variable] = set()
        for expr in _changed(context, function):
            variable = expr.variable
            if variable in seen or variable.depth or variable.kind == "global":
                continue
            seen.add(variable)
            yield context.finding(
                RULE,
                function,
                expr.span,
                f"`{variable.name}` of the chunk changes in a function",
                labels=(Label(variable.span, "declared here"),),
                note="it lives as long as one execution in workflows, and longer in functions",
                hint="keep it in a table made in the entry function and pass that on",
            )


def _changed(context: CheckContext, function: ir.Function) -> Iterator[ir.VariableRef]:
    for statement in context.statements(function.body):
        if isinstance(statement, ir.Assign):
            for target in statement.targets:
                base: ir.Expr = target
                while isinstance(base, ir.Index):
                    base = base.object
                if isinstance(base, ir.VariableRef):
                    yield base
    for expr in context.expressions(function.body, ir.ApiCall):
        match expr:
            case ir.ApiCall(module=module, function=row, arguments=(ir.VariableRef() as base, *_)):
                if (module, row.name) in _CHANGERS:
                    yield base
            case _:
                pass
