"""## What it does
Reports `print` in code a workflow runs.

## Why is this bad?
On Wippy it prints again on every replay. Compiled workflows write it to the workflow's logger,
which is silent during replay, so it is safe to keep.

## Example
```lua
print("charging", order.id)
```

## Use instead
```lua
-- log in the activity, where it happens once
funcs.call("app:charge_payment", order)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Edit, Fix, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_statements
from wippyc.source import Span

RULE = Rule("WT202", "print-in-workflow", Severity.HINT, "A workflow prints.")


@lint_rule(RULE, fix="unsafe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield prints."""
    for function, use in context.workflow_uses(("base", "print")):
        yield context.finding(
            RULE,
            function,
            use.span,
            "`print` in a workflow repeats on every replay",
            note="here it goes to the workflow's logger, which is silent during replay",
            hint="log in an activity, or keep it",
            fix=_removal(function, use.node),
        )


def _removal(function: ir.Function, call: ir.Expr) -> Fix | None:
    """Return the change that removes a statement that stands alone on its lines."""
    for statement in walk_statements(function.body):
        if not isinstance(statement, ir.Evaluate) or statement.call is not call:
            continue
        text, start, end = call.span.source.text, statement.span.start, statement.span.end
        while start > 0 and text[start - 1] in " \t":
            start -= 1
        is_alone = (start == 0 or text[start - 1] == "\n") and text[end : end + 1] in ("\n", "")
        if is_alone:
            whole = Span(call.span.source, start, min(end + 1, len(text)))
            return Fix("remove the line", (Edit(whole, ""),), safe=False)
    return None
