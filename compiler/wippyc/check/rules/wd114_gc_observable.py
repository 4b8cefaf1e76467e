"""## What it does
Reports weak tables (`__mode`), finalisers (`__gc`) and `collectgarbage` in workflow code.

## Why is this bad?
When memory is collected depends on the process, not on the history. An entry that has vanished
from a weak table on one worker is still there on another.

## Example
```lua
local cache = setmetatable({}, { __mode = "k" })
```

## Use instead
```lua
local cache = {}
cache[order.id] = nil -- when the order is done
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule(
    "WD114", "gc-observable", Severity.ERROR, "A workflow can see when memory is collected."
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield weak tables, finalisers and questions to the collector."""
    for function in context.workflow_functions:
        for expr in context.expressions(function.body, ir.TableConstructor, ir.Index, ir.Call):
            match expr:
                case ir.TableConstructor(items=items):
                    keys = [item.key for item in items if isinstance(item, ir.KeyedItem)]
                case ir.Index(key=key):
                    keys = [key]
                case ir.Call(callee=ir.GlobalRef(name="collectgarbage") as callee):
                    yield _finding(context, function, callee, "`collectgarbage`")
                    continue
                case _:
                    continue
            for key in keys:
                if isinstance(key, ir.Constant) and key.value in ("__gc", "__mode"):
                    yield _finding(context, function, key, f"`{key.value}`")


def _finding(context: CheckContext, function: ir.Function, expr: ir.Expr, what: str) -> Finding:
    return context.finding(
        RULE,
        function,
        expr.span,
        f"{what} lets the workflow see when memory is collected",
        note="collection depends on the process, not on the history",
        hint="remove entries yourself when they are done",
    )
