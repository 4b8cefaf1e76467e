"""## What it does
Reports `#t`, `ipairs(t)` and `unpack(t)` of a list from which an element was removed by setting
it to nil, or that was written with a nil in the middle.

## Why is this bad?
A list with a hole has several borders, and Lua may give any of them. Which one depends on how the
table grew, and that differs between implementations.

## Example
```lua
queue[2] = nil
for i = 1, #queue do
    ship(queue[i])
end
```

## Use instead
```lua
table.remove(queue, 2)
for i = 1, #queue do
    ship(queue[i])
end
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.abstract_values.values import NUMBER
from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Label, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.source import Span

RULE = Rule("WD119", "holey-length", Severity.WARNING, "The length of a list with holes is used.")
_MEASURES = frozenset({("base", "ipairs"), ("base", "unpack"), ("table", "unpack")})


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield the first use of the length of each list that has a hole."""
    for function in context.workflow_functions:
        holes = dict(reversed(list(_holes(context, function))))
        seen: set[ir.Variable] = set()
        for expr in context.expressions(function.body):
            variable = _measured(expr)
            if variable is None or variable in seen or variable not in holes:
                continue
            hole = holes[variable]
            if expr.span.start > hole.end:
                seen.add(variable)
                yield context.finding(
                    RULE,
                    function,
                    expr.span,
                    f"`{variable.name}` may have holes here",
                    label="any border may be taken for its length",
                    labels=(Label(hole, "makes a hole"),),
                    note="the length of a list with holes is not defined",
                    hint="remove elements with `table.remove`, or keep a count",
                )


def _measured(expr: ir.Expr) -> ir.Variable | None:
    match expr:
        case ir.Unary(operator="#", operand=ir.VariableRef(variable=variable)):
            return variable
        case ir.ApiCall(
            module=module, function=row, arguments=(ir.VariableRef(variable=variable), *rest)
        ) if (module, row.name) in _MEASURES and len(rest) < 2:
            return variable
        case _:
            return None


def _holes(context: CheckContext, function: ir.Function) -> Iterator[tuple[ir.Variable, Span]]:
    for statement in context.statements(function.body):
        match statement:
            case ir.Assign(
                targets=(ir.Index(object=ir.VariableRef(variable=variable), key=key),),
                values=(ir.Constant(value=None),),
            ) if _may_be_inside(context, variable, key):
                yield variable, statement.span
            case ir.Local(variables=variables, values=values):
                for variable, value in zip(variables, values, strict=False):
                    if isinstance(value, ir.TableConstructor) and _is_sparse(value):
                        yield variable, value.span
            case _:
                pass


def _may_be_inside(context: CheckContext, list_: ir.Variable, key: ir.Expr) -> bool:
    """Whether a key may name an element before the last one."""
    match key:
        case ir.Constant(value=int()):
            return True
        case ir.Unary(operator="#", operand=ir.VariableRef(variable=variable)):
            return variable is not list_
        case _:
            value = context.facts.value(key)
            return bool(value.tags) and value.only(NUMBER)


def _is_sparse(table: ir.TableConstructor) -> bool:
    values = [item.value for item in table.items if isinstance(item, ir.PositionalItem)]
    is_nil = [isinstance(value, ir.Constant) and value.value is None for value in values]
    return any(is_nil[:-1])
