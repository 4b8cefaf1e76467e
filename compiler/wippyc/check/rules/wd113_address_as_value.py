"""## What it does
Reports the text of a table, function or coroutine (`tostring(t)`, `("%s"):format(t)`, `%p`) that
is used as a value in workflow code. Printing it is fine, and so is a table whose metatable has
`__tostring`.

## Why is this bad?
Such a text holds a memory address: another one in each process and in each replay. As a key, a
payload or in a comparison it makes the replay differ from the history.

## Example
```lua
local key = tostring(order) -- table: 0x14000a1c2d0
```

## Use instead
```lua
local key = order.id
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.abstract_values.values import Tag, Tags
from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.uses import ApiUse
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_expression

RULE = Rule("WD113", "address-as-value", Severity.ERROR, "A memory address is used as a value.")
_ADDRESSED = Tag.TABLE | Tag.FUNCTION


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield texts of things that have no text of their own."""
    has_text = "__tostring" in context.facts.flow.fields
    addressed = Tag.FUNCTION if has_text else _ADDRESSED
    for function in context.workflow_functions:
        printed = _printed(context, function)
        for use in context.uses.of(function):
            operand = _operand(context, use, addressed)
            if operand is None or use.node in printed:
                continue
            what = "function" if context.facts.value(operand).can_be(Tag.FUNCTION) else "table"
            if context.facts.value(operand).can_be(Tag.OBJECT):
                what = "coroutine"
            yield context.finding(
                RULE,
                function,
                use.span,
                f"`{use.title}` of a {what} gives a memory address",
                label="another text in each process",
                note="as a key, a payload or in a comparison it differs from the history",
                hint="use an ID of your own, or encode the value with `json.encode`",
            )


def _operand(context: CheckContext, use: ApiUse, addressed: Tags) -> ir.Expr | None:
    candidates: tuple[ir.Expr, ...] = ()
    if (use.module, use.name) == ("base", "tostring"):
        candidates = use.arguments[:1]
    elif (use.module, use.name) == ("string", "format") and use.arguments:
        text = context.constant_text(use.arguments[0])
        if text is not None and ("%s" in text or "%p" in text):
            candidates = use.arguments[1:]
            if "%p" in text:
                return candidates[0] if candidates else None
    for each in candidates:
        value = context.facts.value(each)
        is_thread = value.only(Tag.OBJECT) and value.object_types() <= {"Thread", "thread"}
        if value.tags and (value.only(addressed) or is_thread):
            return each
    return None


def _printed(context: CheckContext, function: ir.Function) -> set[ir.Expr]:
    """Expressions whose value only goes into a log."""
    found: set[ir.Expr] = set()
    for expr in context.expressions(function.body, ir.ApiCall):
        match expr:
            case ir.ApiCall(module=module, function=row, arguments=arguments) if (
                module == "logger" or (module, row.name) == ("base", "print")
            ):
                for argument in arguments:
                    found.update(walk_expression(argument))
            case _:
                pass
    return found
