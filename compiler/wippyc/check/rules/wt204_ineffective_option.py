"""## What it does
Reports option keys that nothing reads, and a `with_options` whose result is dropped (warnings).
Older spellings (`start_to_close_timeout` without `activity.`, `max_attempts`) work here and get a
hint with a safe fix, because Wippy itself ignores them.

## Why is this bad?
Wippy ignores keys it does not know: the call runs with the defaults, and nobody notices until the
timeout that was never set does not come. Executors do not change: `with_options` returns a new
one.

## Example
```lua
local executor = funcs.new():with_options({
    start_to_close_timout = "30s",
    retry_policy = { max_attempts = 3 },
})
```

## Use instead
```lua
local executor = funcs.new():with_options({
    ["activity.start_to_close_timeout"] = "30s",
    ["activity.retry_policy"] = { maximum_attempts = 3 },
})
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.option_tables import (
    KEYS,
    OLDER_RETRY_KEYS,
    RETRY_KEYS,
    Option,
    OptionTable,
    option_tables,
)
from wippyc.diagnostics.model import Edit, Fix, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.project.suggest import closest

RULE = Rule("WT204", "ineffective-option", Severity.WARNING, "An option has no effect.")


@lint_rule(RULE, fix="sometimes safe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield options without effect, and older spellings."""
    for function in context.functions:
        for table in option_tables(context, function):
            names = {option.name for option in table.options if option.is_prefixed}
            for option in table.options:
                yield from _option(context, function, table, option, names)
            for option in table.retry:
                yield from _retry_option(context, function, option)
        for statement in context.statements(function.body):
            match statement:
                case ir.Evaluate(call=ir.MethodCall(method=method) as call) if method.startswith(
                    "with_"
                ) and context.receiver_is(call, "Executor", "Spawner"):
                    yield context.finding(
                        RULE,
                        function,
                        call.span,
                        f"`:{method}` changes nothing: its result is dropped",
                        note="executors do not change; each `with_…` returns a new one",
                        hint="assign the result and call with it",
                    )
                case _:
                    pass


def _option(
    context: CheckContext,
    function: ir.Function,
    table: OptionTable,
    option: Option,
    prefixed: set[str],
) -> Iterator[Finding]:
    if option.name in KEYS[table.family]:
        if option.is_prefixed:
            return
        current = f"{table.family}.{option.name}"
        is_shadowed = option.name in prefixed
        yield context.finding(
            RULE,
            function,
            option.item.key.span,
            f"`{option.key}` is an older spelling of `{current}`",
            note="`" + current + "` is set as well and wins"
            if is_shadowed
            else "Wippy ignores the older spelling",
            hint=f'write `["{current}"]`',
            severity=Severity.HINT,
            fix=None if is_shadowed else _rename(option, current),
        )
        return
    other = "workflow" if table.family == "activity" else "activity"
    bare = option.key.removeprefix("temporal.").removeprefix(f"{other}.")
    if bare != option.key and bare in KEYS[table.family]:
        guess: str | None = bare
    else:
        guess = closest(bare, KEYS[table.family])
    current = f"{table.family}.{guess}"
    yield context.finding(
        RULE,
        function,
        option.item.key.span,
        f"no {table.family} option is called `{option.key}`",
        label="has no effect",
        note="unknown options are ignored without a word",
        hint=f"did you mean `{current}`?" if guess else "remove it",
        fix=_rename(option, current, safe=False) if guess else None,
    )


def _retry_option(
    context: CheckContext, function: ir.Function, option: Option
) -> Iterator[Finding]:
    current = OLDER_RETRY_KEYS.get(option.name)
    if current is not None:
        yield context.finding(
            RULE,
            function,
            option.item.key.span,
            f"`{option.key}` is an older spelling of `{current}`",
            note="Wippy ignores the older spelling",
            hint=f"write `{current}`",
            severity=Severity.HINT,
            fix=_rename(option, current),
        )
    elif option.name not in RETRY_KEYS:
        guess = closest(option.name, RETRY_KEYS)
        yield context.finding(
            RULE,
            function,
            option.item.key.span,
            f"a retry policy has no `{option.key}`",
            label="has no effect",
            note="unknown keys are ignored without a word",
            hint=f"did you mean `{guess}`?" if guess else "remove it",
            fix=_rename(option, guess, safe=False) if guess else None,
        )


def _rename(option: Option, name: str, *, safe: bool = True) -> Fix | None:
    span = option.item.key.span
    written = span.text
    if written == option.key:
        text = f'["{name}"]' if "." in name else name
    elif written[:1] in ("'", '"') and written[1:-1] == option.key:
        text = f"{written[0]}{name}{written[0]}"
    else:
        return None
    return Fix(f"write `{name}`", (Edit(span, text),), safe=safe)
