"""## What it does
Reports values in arguments of activities, workflows and messages that have no JSON form:
functions, coroutines, channels and other objects, infinities and NaN, and tables that mix list
and named elements.

## Why is this bad?
Functions and objects arrive as nil, infinities as null, and a mixed table fails the workflow,
which no `pcall` can catch.

## Example
```lua
funcs.call("app:notify", { order, urgent = true })
```

## Use instead
```lua
funcs.call("app:notify", { order = order, urgent = true })
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.abstract_values.values import Tag
from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.targets import target_calls
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule("WT210", "unserialisable-payload", Severity.WARNING, "An argument has no JSON form.")
_PLAIN_OBJECTS = frozenset({"Error", "Payload"})


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield values that cannot be sent."""
    for function in context.functions:
        sent = [value for call in target_calls(context, function) for value in call.payload]
        for expr in context.expressions(function.body, ir.ApiCall):
            match expr:
                case ir.ApiCall(module="process", function=row, arguments=arguments):
                    if row.name == "send":
                        sent.extend(arguments[2:])
                    elif row.name == "upgrade":
                        sent.extend(arguments[1:])
                case _:
                    pass
        for value in sent:
            yield from _value(context, function, value, 0)


def _value(
    context: CheckContext, function: ir.Function, expr: ir.Expr, depth: int
) -> Iterator[Finding]:
    table = context.table_of(expr)
    if table is not None and depth < 8:
        kinds = {_is_listed(item) for item in table.items}
        if len(kinds) > 1:
            yield _finding(
                context, function, expr, "a table with list elements and named ones",
                "the call fails the workflow, and no `pcall` can catch it",
                "give every element a name, or none",
            )  # fmt: skip
        for item in table.items:
            yield from _value(context, function, item.value, depth + 1)
        return
    what = _unsendable(context, expr)
    if what is not None:
        yield _finding(
            context, function, expr, what, "it arrives as nil or null",
            "send a number, a text, a boolean or a table of those",
        )  # fmt: skip


def _is_listed(item: ir.PositionalItem | ir.KeyedItem) -> bool:
    return isinstance(item, ir.PositionalItem) or (
        isinstance(item.key, ir.Constant)
        and isinstance(item.key.value, int)
        and not isinstance(item.key.value, bool)
    )


def _unsendable(context: CheckContext, expr: ir.Expr) -> str | None:
    match expr:
        case ir.ApiConstant(module="math", name="huge"):
            return "an infinity"
        case ir.Arithmetic(operator="/", left=ir.Constant(), right=ir.Constant(value=0)):
            return "an infinity or NaN"
        case ir.Unary(operator="-", operand=operand):
            return _unsendable(context, operand)
        case _:
            pass
    value = context.facts.value(expr)
    if value.tags and value.only(Tag.FUNCTION):
        return "a function"
    if value.tags and value.only(Tag.OBJECT) and not value.object_types() & {"?", *_PLAIN_OBJECTS}:
        return f"a {min(value.object_types(), default='userdata').lower()}"
    return None


def _finding(
    context: CheckContext, function: ir.Function, expr: ir.Expr, what: str, note: str, hint: str
) -> Finding:
    return context.finding(
        RULE, function, expr.span, f"{what} cannot be sent", note=note, hint=hint
    )
