"""## What it does
Reports assignments to globals in code a workflow runs, except functions declared once at the top
of a file.

## Why is this bad?
Wippy's documentation lists global state among what workflows must not use. A chunk runs anew for
each execution, so the value is not shared; but a forgotten `local` makes one name mean the same
variable in every function of the file.

## Example
```lua
local function main(order)
    total = order.price * order.count
    return total
end
```

## Use instead
```lua
local function main(order)
    local total = order.price * order.count
    return total
end
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Edit, Fix, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.walk import all_functions, child_blocks
from wippyc.source import Span

RULE = Rule("WD110", "global-write", Severity.HINT, "A workflow assigns a global.")


@lint_rule(RULE, fix="sometimes safe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield the first assignment of each global in each function."""
    for function in context.workflow_functions:
        unit = context.unit(function)
        seen: set[str] = set()
        for statement in context.statements(function.body):
            if not isinstance(statement, ir.Assign):
                continue
            if function is unit.main and isinstance(statement.values[0], ir.Function):
                continue
            for target in statement.targets:
                name = _global_name(target)
                if name is None or name in seen:
                    continue
                seen.add(name)
                yield context.finding(
                    RULE,
                    function,
                    target.span,
                    f"`{name}` is a global",
                    label="assigned without `local`",
                    note="every function of the chunk shares it",
                    hint=f"write `local {name}`, or pass it as an argument",
                    fix=_fix(context, unit.main, function, statement, target),
                )


def _global_name(target: ir.Target) -> str | None:
    match target:
        case ir.GlobalRef(name=name):
            return name
        case ir.VariableRef(variable=ir.Variable(kind="global", name=name)):
            return name
        case _:
            return None


def _fix(
    context: CheckContext,
    main: ir.Function,
    function: ir.Function,
    statement: ir.Assign,
    target: ir.Target,
) -> Fix | None:
    """Return `local name = …`, where the assignment's own block holds every later use."""
    if not isinstance(target, ir.VariableRef) or len(statement.targets) != 1:
        return None
    block = _block_of(function.body, statement)
    if block is None or (context.facts.declared.get(target.variable) is not None):
        return None
    for inner in all_functions(main):
        for expr in context.expressions(inner.body):
            if isinstance(expr, ir.VariableRef) and expr.variable is target.variable:
                is_after = statement.span.end <= expr.span.start <= block.span.end
                if expr is not target and not is_after:
                    return None
    at = Span(statement.span.source, statement.span.start, statement.span.start)
    return Fix(f"write `local {target.variable.name}`", (Edit(at, "local "),))


def _block_of(block: ir.Block, wanted: ir.Statement) -> ir.Block | None:
    for statement in block.statements:
        if statement is wanted:
            return block
        for child in child_blocks(statement):
            found = _block_of(child, wanted)
            if found is not None:
                return found
    return None
