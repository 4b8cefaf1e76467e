"""## What it does
Reports comparators of `table.sort` that are no order: they answer with `<=`, `>=`, `==`, `~=` or
a constant.

## Why is this bad?
A comparator must say whether the first element comes strictly before the second. With any other
answer the sort may fail with "invalid order function", and the order of equal elements is
whatever the algorithm of the day makes of it.

## Example
```lua
table.sort(orders, function(a, b) return a.rank <= b.rank end)
```

## Use instead
```lua
table.sort(orders, function(a, b) return a.rank < b.rank end)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Edit, Fix, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.source import Span

RULE = Rule("WD118", "sort-comparator", Severity.WARNING, "A comparator gives no strict order.")


@lint_rule(RULE, fix="unsafe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield comparators that give no order."""
    for function, use in context.workflow_uses(("table", "sort")):
        for argument in use.arguments[1:2]:
            for callee in context.facts.value(argument).functions:
                if isinstance(callee, ir.Function):
                    yield from _comparator(context, function, callee)


def _comparator(
    context: CheckContext, function: ir.Function, comparator: ir.Function
) -> Iterator[Finding]:
    returns = [each for each in context.statements(comparator.body) if isinstance(each, ir.Return)]
    answers = [each.values[0] for each in returns if each.values]
    for answer in answers:
        match answer:
            case ir.Compare(operator="<=" | ">=" as operator):
                strict = operator[0]
                gap = Span(answer.span.source, answer.left.span.end, answer.right.span.start)
                fix = None
                if gap.text.count(operator) == 1:
                    edit = Edit(gap, gap.text.replace(operator, strict))
                    fix = Fix(f"write `{strict}`", (edit,), safe=False)
                yield _finding(
                    context, function, answer, f"`{operator}` also answers yes for equals",
                    f"use `{strict}`", fix,
                )  # fmt: skip
            case ir.Compare(operator="==" | "~=" as operator) if len(answers) == 1:
                yield _finding(
                    context, function, answer, f"`{operator}` does not say what comes first",
                    "compare with `<`", None,
                )  # fmt: skip
            case ir.Constant(value=value) if len(answers) == 1:
                text = "nil" if value is None else str(value).lower()
                yield _finding(
                    context, function, answer, f"a comparator that is always `{text}`",
                    "compare the elements with `<`", None,
                )  # fmt: skip
            case _:
                pass


def _finding(
    context: CheckContext,
    function: ir.Function,
    expr: ir.Expr,
    what: str,
    hint: str,
    fix: Fix | None,
) -> Finding:
    return context.finding(
        RULE,
        function,
        expr.span,
        f"this is no strict order: {what}",
        note="the sort may fail, and the order of equal elements is not specified",
        hint=hint,
        fix=fix,
    )
