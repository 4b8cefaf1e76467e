"""## What it does
Reports arguments of activities, workflows and messages whose constant texts alone are larger than
256 KiB.

## Why is this bad?
Temporal refuses payloads above 2 MB, warns above 256 KiB, and every argument is stored in the
history of every execution.

## Example
```lua
funcs.call("app:render", { template = "<html> … 300 KiB … </html>" })
```

## Use instead
```lua
funcs.call("app:render", { template = "invoice" }) -- the activity holds the texts
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.targets import target_calls
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule(
    "WT211", "large-literal-payload", Severity.WARNING, "A constant argument is very large."
)
_LIMIT = 256 * 1024


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield large constant arguments."""
    for function in context.functions:
        for call in target_calls(context, function):
            for value in call.payload:
                size = _size(context, value, 0)
                if size > _LIMIT:
                    yield context.finding(
                        RULE,
                        function,
                        value.span,
                        f"this argument holds {size // 1024} KiB of constant text",
                        note="it is stored in the history of every execution",
                        hint="send a name, and keep the text where it is used",
                    )


def _size(context: CheckContext, expr: ir.Expr, depth: int) -> int:
    """Return the number of bytes of the constant texts in a value."""
    text = context.constant_text(expr)
    if text is not None:
        return len(text)
    table = context.table_of(expr)
    if table is None or depth > 8:
        if isinstance(expr, ir.Concat):
            return sum(_size(context, part, depth + 1) for part in expr.parts)
        return 0
    return sum(_size(context, item.value, depth + 1) for item in table.items)
