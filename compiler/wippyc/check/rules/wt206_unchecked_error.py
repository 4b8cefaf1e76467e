"""## What it does
Reports results of `funcs.call`, `workflow.exec` and `process.exec` that are indexed although
their error was never looked at.

## Why is this bad?
When the call fails its first result is nil. Indexing it raises "attempt to index a nil value",
which hides what went wrong.

## Example
```lua
local payment = funcs.call("app:charge", order)
return payment.id
```

## Use instead
```lua
local payment, err = funcs.call("app:charge", order)
if err then
    return nil, err
end
return payment.id
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Edit, Fix, Label, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.walk import all_functions, walk_expression, walk_statements
from wippyc.source import Span

RULE = Rule(
    "WT206", "unchecked-error", Severity.WARNING, "A result is used without a look at its error."
)
_FALLIBLE = frozenset({("funcs", "call"), ("process", "exec"), ("workflow", "exec")})
_CHECKS = frozenset({("base", "assert"), ("base", "type")})


@lint_rule(RULE, fix="unsafe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield results that are indexed unchecked."""
    for function in context.functions:
        for statement in context.statements(function.body):
            match statement:
                case ir.Local(variables=variables, values=(call,)) if (
                    _is_fallible(context, call) and len(variables) <= 2
                ):
                    yield from _result(context, function, statement, call)
                case _:
                    pass
        for expr in context.expressions(function.body, ir.Index, ir.MethodCall):
            if isinstance(expr, ir.Index | ir.MethodCall):
                base = expr.object.inner if isinstance(expr.object, ir.First) else expr.object
                if _is_fallible(context, base):
                    yield _finding(context, function, base.span, expr.span, None)


def _is_fallible(context: CheckContext, call: ir.Expr) -> bool:
    match call:
        case ir.CallActivity():
            return True
        case ir.ApiCall(module=module, function=row):
            return (module, row.name) in _FALLIBLE
        case ir.MethodCall(method="call"):
            return context.facts.value(call.object).objects == {"Executor"}
        case ir.First(inner=inner):
            return _is_fallible(context, inner)
        case _:
            return False


def _result(
    context: CheckContext, function: ir.Function, statement: ir.Local, call: ir.Expr
) -> Iterator[Finding]:
    result = statement.variables[0]
    error = statement.variables[1] if len(statement.variables) == 2 else None
    index: Span | None = None
    for inner in all_functions(function):
        for expr in context.expressions(inner.body):
            match expr:
                case ir.VariableRef(variable=variable) if variable is error:
                    return
                case (
                    ir.Index(object=ir.VariableRef(variable=variable))
                    | ir.MethodCall(object=ir.VariableRef(variable=variable))
                ) if variable is result:
                    index = expr.span if index is None else index
                case ir.ApiCall(module=module, function=row, arguments=arguments) if (
                    module,
                    row.name,
                ) in _CHECKS and _mentions(arguments, result):
                    return
                case ir.Logical(left=left) if _mentions((left,), result, bare=True):
                    return
                case ir.Compare() | ir.Not() if _mentions((expr,), result, bare=True):
                    return
                case _:
                    pass
        if _is_tested(inner, result):
            return
    if index is not None:
        fix = _fix(statement, error)
        yield _finding(context, function, call.span, index, fix)


def _mentions(exprs: tuple[ir.Expr, ...], variable: ir.Variable, *, bare: bool = False) -> bool:
    """Whether a variable occurs; with `bare`, only as an operand and not as a table."""
    for expr in exprs:
        bases = {node.object for node in walk_expression(expr) if isinstance(node, ir.Index)}
        for node in walk_expression(expr):
            is_use = isinstance(node, ir.VariableRef) and node.variable is variable
            if is_use and not (bare and node in bases):
                return True
    return False


def _is_tested(function: ir.Function, variable: ir.Variable) -> bool:
    for statement in walk_statements(function.body):
        conditions: tuple[ir.Expr, ...] = ()
        if isinstance(statement, ir.If):
            conditions = tuple(arm.condition for arm in statement.arms)
        elif isinstance(statement, ir.While | ir.Repeat):
            conditions = (statement.condition,)
        for condition in conditions:
            if _mentions((condition,), variable, bare=True):
                return True
    return False


def _fix(statement: ir.Local, error: ir.Variable | None) -> Fix | None:
    """Return the change that adds `err` and a check below the statement."""
    source = statement.span.source
    line = source.line_text(statement.span.line)
    indent = line[: len(line) - len(line.lstrip())]
    after = source.text[statement.span.end : statement.span.end + 1]
    if line[: statement.span.column - 1] != indent or after not in ("\n", ""):
        return None
    name = "err" if error is None or error.name == "_" else error.name
    check_ = f"\n{indent}if {name} then\n{indent}    return nil, {name}\n{indent}end"
    edits = [Edit(Span(source, statement.span.end, statement.span.end), check_)]
    if error is None:
        end = statement.variables[0].span.end
        edits.insert(0, Edit(Span(source, end, end), f", {name}"))
    elif error.name == "_":
        edits.insert(0, Edit(error.span, name))
    return Fix(f"return when there is an error in `{name}`", tuple(edits), safe=False)


def _finding(
    context: CheckContext, function: ir.Function, call: Span, index: Span, fix: Fix | None
) -> Finding:
    return context.finding(
        RULE,
        function,
        call,
        "the error of this call is never looked at",
        label="the first result is nil when it fails",
        labels=(Label(index, "fails here instead, with another message"),),
        note="indexing nil hides what went wrong",
        hint="take the second result and check it: `if err then return nil, err end`",
        fix=fix,
    )
