"""## What it does
Reports `pairs` and `next` loops in workflow code whose order can be seen: the body issues a
command, appends to a list that is not sorted afterwards, joins a text, or leaves early with what
it happens to find first. Loops that only count, sum, copy or look up a key are fine.

## Why is this bad?
A table that came as an argument, a result or a signal has its keys in random order on Wippy. Two
replays then issue the same commands in different orders, and Temporal stops the workflow.

## Example
```lua
for name, amount in pairs(order.shares) do
    funcs.call("app:pay", name, amount)
end
```

## Use instead
```lua
local names = {}
for name in pairs(order.shares) do
    names[#names + 1] = name
end
table.sort(names)
for _, name in ipairs(names) do
    funcs.call("app:pay", name, order.shares[name])
end
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.abstract_values.values import ApiFunctionValue
from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.loops import breaks, declared_in, mentions
from wippyc.diagnostics.model import Label, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.walk import block_expressions, walk_statements
from wippyc.source import Span

RULE = Rule(
    "WD112", "unordered-iteration", Severity.WARNING, "The order of a table's keys can be seen."
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield loops over keys whose order matters."""
    for function in context.workflow_functions:
        for statement in context.statements(function.body):
            if not isinstance(statement, ir.GenericFor) or not _is_unordered(context, statement):
                continue
            reason = _reason(context, function, statement)
            if reason is not None:
                span, text = reason
                yield context.finding(
                    RULE,
                    function,
                    statement.iterators[0].span,
                    f"the order of these keys is seen: {text}",
                    labels=(Label(span, text),),
                    note="the keys of a decoded table have no fixed order on Wippy",
                    hint="collect the keys, `table.sort` them, and loop over the sorted list",
                )


def _is_unordered(context: CheckContext, loop: ir.GenericFor) -> bool:
    if not loop.iterators:
        return False
    iterator = loop.iterators[0]
    match iterator:
        case ir.ApiCall(module="base", function=row, arguments=arguments) if row.name == "pairs":
            table = arguments[0] if arguments else None
        case ir.ApiRef(module="base", function=row) if row.name == "next":
            table = loop.iterators[1] if len(loop.iterators) > 1 else None
        case ir.Call():
            callees = context.facts.flow.callees.get(iterator, frozenset())
            return any(
                isinstance(callee, ApiFunctionValue) and callee.name == "pairs"
                for callee in callees
            )
        case _:
            return False
    return not _is_list(table)


def _is_list(table: ir.Expr | None) -> bool:
    return isinstance(table, ir.TableConstructor) and all(
        isinstance(item, ir.PositionalItem) for item in table.items
    )


def _reason(
    context: CheckContext, function: ir.Function, loop: ir.GenericFor
) -> tuple[Span, str] | None:
    """Return where the order of the loop shows, and how."""
    own = declared_in(loop.body) | set(loop.variables)
    for expr in context.expressions(loop.body):
        if context.is_command(expr):
            return expr.span, "a command is issued for each"
    for expr in context.expressions(loop.body):
        match expr:
            case ir.ApiCall(
                module="table", function=row, arguments=(ir.VariableRef(variable=list_), _)
            ) if row.name == "insert" and list_ not in own:
                if not _is_sorted_later(function, list_, loop):
                    return expr.span, "they are appended to a list that is not sorted"
            case _:
                pass
    for statement in context.statements(loop.body):
        if isinstance(statement, ir.Assign):
            found = _ordered_assignment(function, loop, own, statement)
            if found is not None:
                return found
    return _early_exit(loop, own)


def _ordered_assignment(
    function: ir.Function, loop: ir.GenericFor, own: set[ir.Variable], statement: ir.Assign
) -> tuple[Span, str] | None:
    for target, value in zip(statement.targets, statement.values, strict=False):
        match target:
            case ir.Index(object=ir.VariableRef(variable=list_), key=key) if (
                list_ not in own and _is_append(list_, key)
            ):
                if not _is_sorted_later(function, list_, loop):
                    return statement.span, "they are appended to a list that is not sorted"
            case ir.VariableRef(variable=text) if (
                text not in own and isinstance(value, ir.Concat) and mentions(value, {text})
            ):
                return statement.span, "a text is joined in this order"
            case _:
                pass
    return None


def _is_append(list_: ir.Variable, key: ir.Expr) -> bool:
    """Whether a key is `#list + 1`."""
    match key:
        case ir.Arithmetic(
            operator="+",
            left=ir.Unary(operator="#", operand=ir.VariableRef(variable=variable)),
            right=ir.Constant(value=1),
        ):
            return variable is list_
        case _:
            return False


def _is_sorted_later(function: ir.Function, list_: ir.Variable, loop: ir.GenericFor) -> bool:
    for expr in block_expressions(function.body):
        match expr:
            case ir.ApiCall(
                module="table", function=row, arguments=(ir.VariableRef(variable=variable), *_)
            ) if row.name == "sort" and variable is list_ and expr.span.start > loop.span.start:
                return True
            case _:
                pass
    return False


def _early_exit(loop: ir.GenericFor, own: set[ir.Variable]) -> tuple[Span, str] | None:
    keys = set(loop.variables)
    for statement in walk_statements(loop.body):
        if isinstance(statement, ir.Return) and any(
            mentions(value, keys) and not _is_lookup(loop.body, statement, keys)
            for value in statement.values
        ):
            return statement.span, "the first match is returned"
    for jump in breaks(loop.body):
        if _is_lookup(loop.body, jump, keys):
            continue
        for statement in walk_statements(loop.body):
            if isinstance(statement, ir.Assign) and any(
                isinstance(target, ir.VariableRef)
                and target.variable not in own
                and any(mentions(value, keys) for value in statement.values)
                for target in statement.targets
            ):
                return jump.span, "the first match is kept"
    return None


def _is_lookup(block: ir.Block, wanted: ir.Statement, keys: set[ir.Variable]) -> bool:
    """Whether a statement only runs where a key or value was compared for equality."""
    for statement in walk_statements(block):
        if not isinstance(statement, ir.If):
            continue
        for arm in statement.arms:
            if any(inner is wanted for inner in walk_statements(arm.body)) and _is_equality(
                arm.condition, keys
            ):
                return True
    return False


def _is_equality(condition: ir.Expr, keys: set[ir.Variable]) -> bool:
    match condition:
        case ir.Compare(operator="==", left=left, right=right):
            return mentions(left, keys) or mentions(right, keys)
        case ir.Logical(operator="and", left=left, right=right):
            return _is_equality(left, keys) or _is_equality(right, keys)
        case _:
            return False
