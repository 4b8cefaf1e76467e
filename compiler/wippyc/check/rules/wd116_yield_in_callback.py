"""## What it does
Reports calls that wait (activities, timers, channels) inside a `table.sort` comparator or a
`string.gsub` replacement, directly or through further calls.

## Why is this bad?
Both functions run in one piece, on Wippy and here: nothing in them can wait. Iterators,
metamethods and `pcall` may. Where the call that waits is only one of several that the program
may make there, or a method of a value of unknown type, this is a warning; a call that really
waits then fails.

## Example
```lua
table.sort(orders, function(a, b)
    return funcs.call("app:rank", a) < funcs.call("app:rank", b)
end)
```

## Use instead
```lua
for _, order in ipairs(orders) do
    order.rank = funcs.call("app:rank", order)
end
table.sort(orders, function(a, b)
    return a.rank < b.rank
end)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.reasons import reason_labels
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule("WD116", "yield-in-callback", Severity.ERROR, "A comparator or replacement waits.")
_CALLBACKS = {("table", "sort"): 1, ("string", "gsub"): 2}


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield callbacks that wait, in every function of the application."""
    seen: set[tuple[str, int]] = set()
    for function, use in context.all_uses(*_CALLBACKS):
        position = _CALLBACKS[use.module, use.name]
        if isinstance(use.node, ir.MethodCall) and len(use.arguments) == position:
            position -= 1
        for argument in use.arguments[position : position + 1]:
            callees = context.facts.value(argument).functions
            waiting = [
                callee
                for callee in callees
                if isinstance(callee, ir.Function) and callee in context.facts.yields.system
            ]
            key = (argument.span.source.path, argument.span.start)
            if not waiting or key in seen:
                continue
            seen.add(key)
            callee = min(waiting, key=lambda each: each.span.start)
            is_certain = len(callees) == 1 and context.facts.yields.system[callee].is_certain
            span = argument.span
            if isinstance(argument, ir.Function):
                span = context.facts.yields.system[callee].span
            yield context.finding(
                RULE,
                function,
                span,
                f"nothing can wait inside `{use.title}`",
                label="waits here" if isinstance(argument, ir.Function) else "this function waits",
                labels=reason_labels(context, callee, skip=isinstance(argument, ir.Function)),
                note="the function that calls it runs in one piece",
                severity=None if is_certain else Severity.WARNING,
                hint="call before, keep the results, and compare or replace with those",
            )
