"""## What it does
Reports comparisons of a version with a number that decide nothing, because no supported version
makes them true, or every one does.

## Why is this bad?
The branch is dead, or its other side is. Usually the range was changed and the branch was
forgotten.

## Example
```lua
local v = workflow.version("pricing", 1, 2)
if v == 3 then
    return new_price(order)
end
```

## Use instead
```lua
local v = workflow.version("pricing", 1, 3)
if v == 3 then
    return new_price(order)
end
```
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.versions import VersionCall, version_calls
from wippyc.diagnostics.model import Label, Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule(
    "WV303", "dead-version-branch", Severity.WARNING, "A comparison with a version decides nothing."
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "~=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_WIDEST = 1000


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield comparisons that are always true or always false."""
    calls = {call.node: call for call in version_calls(context)}
    if not calls:
        return
    held: dict[ir.Variable, VersionCall] = {}
    for function in context.workflow_functions:
        for statement in context.statements(function.body):
            if isinstance(statement, ir.Local) and statement.values:
                call = calls.get(statement.values[0])
                variable = statement.variables[0]
                if call is not None and variable not in context.facts.captures.assigned:
                    held[variable] = call
    for function in context.workflow_functions:
        for expr in context.expressions(function.body, ir.Compare):
            if isinstance(expr, ir.Compare):
                yield from _comparison(context, function, expr, calls, held)


def _comparison(
    context: CheckContext,
    function: ir.Function,
    expr: ir.Compare,
    calls: dict[ir.Expr, VersionCall],
    held: dict[ir.Variable, VersionCall],
) -> Iterator[Finding]:
    test = _COMPARE[expr.operator]
    left, right = _version(expr.left, calls, held), _version(expr.right, calls, held)
    call, literal = (left, expr.right) if left is not None else (right, expr.left)
    if call is None or not isinstance(literal, ir.Constant):
        return
    number = literal.value
    low, high = call.minimum, call.maximum
    if not isinstance(number, int | float) or not isinstance(low, int) or not isinstance(high, int):
        return
    if isinstance(number, bool) or not 0 <= high - low < _WIDEST:
        return
    answers = {
        test(version, number) if left is not None else test(number, version)
        for version in range(low, high + 1)
    }
    if len(answers) == 1 and low != high:
        answer = "true" if answers.pop() else "false"
        yield context.finding(
            RULE,
            function,
            expr.span,
            f"this is always {answer} for versions {low} to {high}",
            labels=(Label(call.span, "the supported versions"),),
            note="one side of the branch is dead",
            hint="correct the range or the number, or remove the branch",
        )


def _version(
    expr: ir.Expr, calls: dict[ir.Expr, VersionCall], held: dict[ir.Variable, VersionCall]
) -> VersionCall | None:
    if isinstance(expr, ir.First):
        expr = expr.inner
    if isinstance(expr, ir.VariableRef):
        return held.get(expr.variable)
    return calls.get(expr)
