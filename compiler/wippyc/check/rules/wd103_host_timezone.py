"""## What it does
Reports local time in code a workflow runs: `os.date` without a leading `!`, `os.time` of a table,
`time.localtz` and `:in_local()`.

## Why is this bad?
The result depends on the time zone of the worker that happens to run the code. Another worker, or
the same one after a move, gives another text for the same recorded moment.

## Example
```lua
local day = os.date("%Y-%m-%d", order.created)
```

## Use instead
```lua
local day = os.date("!%Y-%m-%d", order.created)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.dataflow.plain_places import is_nil
from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Edit, Fix, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.source import Span

RULE = Rule(
    "WD103", "host-timezone", Severity.WARNING, "A workflow depends on the worker's time zone."
)
_NOTE = "workers in another time zone give another result for the same moment"


@lint_rule(RULE, fix="unsafe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield conversions that use the local time zone."""
    for function, use in context.workflow_uses(("os", "date")):
        if not use.arguments and use.is_direct:
            yield _date(context, function, use.span, None)
        elif use.arguments:
            text = context.constant_text(use.arguments[0])
            if text is not None and not text.startswith("!"):
                yield _date(context, function, use.span, use.arguments[0])
    for function, use in context.workflow_uses(("os", "time")):
        if use.arguments and not is_nil(use.arguments[0]):
            yield context.finding(
                RULE,
                function,
                use.span,
                "`os.time` reads its table in the worker's time zone",
                note=_NOTE,
                hint="use `time.date(…, time.utc):unix()`",
            )
    for function in context.workflow_functions:
        for expr in context.expressions(function.body, ir.ApiConstant, ir.MethodCall):
            match expr:
                case ir.ApiConstant(module="time", name="localtz"):
                    name = "time.localtz"
                case ir.MethodCall(method="in_local") if context.receiver_is(expr, "Time"):
                    name = ":in_local"
                case _:
                    continue
            yield context.finding(
                RULE,
                function,
                expr.span,
                f"`{name}` is the worker's time zone",
                note=_NOTE,
                hint="use `time.utc`, or a zone by name with `time.load_location`",
            )


def _date(
    context: CheckContext, function: ir.Function, span: Span, text: ir.Expr | None
) -> Finding:
    fix = None
    if text is not None and isinstance(text, ir.Constant) and text.span.text[:1] in ("'", '"'):
        at = text.span.start + 1
        edit = Edit(Span(text.span.source, at, at), "!")
        fix = Fix("write the format with `!`, for UTC", (edit,), safe=False)
    return context.finding(
        RULE,
        function,
        span,
        "`os.date` without `!` gives the worker's local time",
        note=_NOTE,
        hint='begin the format with `!`, as in `os.date("!%Y-%m-%d")`',
        fix=fix,
    )
