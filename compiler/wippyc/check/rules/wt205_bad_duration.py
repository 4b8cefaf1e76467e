"""## What it does
Reports constant durations that are not in Go's syntax (`"1d"`, `"5 min"`), that are negative, or
whose unit is surely wrong: numbers are nanoseconds in the `time` module and milliseconds in
options.

## Why is this bad?
A wrong text is an error when the call runs, a wrong unit makes a timeout of 30 milliseconds out
of 30 seconds.

## Example
```lua
time.sleep("1d")
time.sleep(5)
```

## Use instead
```lua
time.sleep("24h")
time.sleep("5s")
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.duration_words import corrected_duration, duration_problem
from wippyc.check.finding import Finding
from wippyc.check.option_tables import DURATIONS, OLDER_RETRY_KEYS, option_tables
from wippyc.check.targets import quoted
from wippyc.diagnostics.model import Edit, Fix, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.lower.constants import NotConstant
from wippyc.source import Span

RULE = Rule("WT205", "bad-duration", Severity.WARNING, "A duration is not what it seems.")
_WAITS = frozenset({"sleep", "after", "timer", "ticker"})
_MILLISECOND = 1_000_000
_NUMBER = re.compile(r"\(\s*([0-9][0-9.]*)\s*\)$")


@lint_rule(RULE, fix="sometimes safe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield durations with a wrong text or unit."""
    for function in context.functions:
        for expr in context.expressions(function.body, ir.ApiCall, ir.Sleep):
            match expr:
                case ir.ApiCall(module="time", function=row, arguments=(argument,)) if (
                    row.name in _WAITS
                ):
                    yield from _time_argument(context, function, row.name, argument)
                case ir.Sleep(nanoseconds=nanoseconds) if nanoseconds < _MILLISECOND:
                    match_ = _NUMBER.search(expr.span.text)
                    if match_ is not None:
                        start = expr.span.start + match_.start(1)
                        span = Span(expr.span.source, start, start + len(match_[1]))
                        yield _nanoseconds(context, function, "sleep", span)
                case _:
                    pass
        for table in option_tables(context, function):
            for option in (*table.options, *table.retry):
                name = OLDER_RETRY_KEYS.get(option.name, option.name)
                if name in DURATIONS:
                    yield from _option_value(context, function, name, option.item.value)


def _time_argument(
    context: CheckContext, function: ir.Function, name: str, argument: ir.Expr
) -> Iterator[Finding]:
    try:
        value = context.constant(argument)
    except NotConstant:
        return
    if isinstance(value, str):
        yield from _text(context, function, argument.span, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        is_bare = isinstance(argument, ir.Constant)
        if is_bare and 0 < value < _MILLISECOND:
            yield _nanoseconds(context, function, name, argument.span)
        elif value < 0:
            yield _negative(context, function, argument.span)


def _nanoseconds(context: CheckContext, function: ir.Function, name: str, span: Span) -> Finding:
    number = span.text
    edit = Edit(span, f'"{number}s"')
    return context.finding(
        RULE,
        function,
        span,
        f"`time.{name}({number})` is {number} nanoseconds",
        note="numbers are nanoseconds in the `time` module",
        hint=f'write `"{number}s"` for seconds',
        fix=Fix(f'write `"{number}s"`', (edit,), safe=False),
    )


def _negative(context: CheckContext, function: ir.Function, span: Span) -> Finding:
    return context.finding(
        RULE,
        function,
        span,
        f"a duration of {span.text} has passed already",
        note="nothing waits for a negative duration",
        hint="write a positive duration",
    )


def _text(
    context: CheckContext, function: ir.Function, span: Span, value: str
) -> Iterator[Finding]:
    problem = duration_problem(value)
    if problem is None:
        return
    meant = corrected_duration(value)
    text = None if meant is None else quoted(span, meant)
    yield context.finding(
        RULE,
        function,
        span,
        f'"{value}" {problem}',
        note='durations are written as in Go: "1h30m", "250ms"; there are no days',
        hint=f'write "{meant}"' if meant else 'write something like "30s"',
        fix=None if text is None else Fix(f"write {text}", (Edit(span, text),)),
    )


def _option_value(
    context: CheckContext, function: ir.Function, name: str, expr: ir.Expr
) -> Iterator[Finding]:
    try:
        value = context.constant(expr)
    except NotConstant:
        return
    if isinstance(value, str):
        yield from _text(context, function, expr.span, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if value < 0:
            yield _negative(context, function, expr.span)
        elif 0 < value < 1000 and name.endswith("_timeout") and isinstance(expr, ir.Constant):
            number = expr.span.text
            edit = Edit(expr.span, f'"{number}s"')
            yield context.finding(
                RULE,
                function,
                expr.span,
                f"a timeout of {number} is {number} milliseconds",
                note="numbers are milliseconds in options",
                hint=f'write "{number}s" for seconds, or "{number}ms"',
                fix=Fix(f'write "{number}s"', (edit,), safe=False),
            )
