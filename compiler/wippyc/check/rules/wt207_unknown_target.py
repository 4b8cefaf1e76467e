"""## What it does
Reports calls and spawns of a registry ID that no entry has, and spawns on a worker that does not
exist.

## Why is this bad?
Nobody serves the activity or workflow: the call waits until its timeout, or fails as not found.
An ID in a namespace the application does not have may be served by another worker, so that is
only a hint.

## Example
```lua
funcs.call("app:chargepayment", order)
```

## Use instead
```lua
funcs.call("app:charge_payment", order)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.targets import TargetCall, quoted, target_calls
from wippyc.diagnostics.model import Edit, Fix, Rule, Severity
from wippyc.project.model import LuaEntry, WorkerEntry
from wippyc.project.suggest import closest_id
from wippyc.source import Span

RULE = Rule("WT207", "unknown-target", Severity.WARNING, "A call names no entry.")


@lint_rule(RULE, fix="unsafe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield IDs that name nothing."""
    project = context.project
    known = {*project.entries, *(str(entry.id) for entry in project.skipped)}
    namespaces = {name.partition(":")[0] for name in known}
    callable_ids = [
        str(entry.id)
        for entry in project.entries.values()
        if isinstance(entry, LuaEntry) and entry.kind != "library.lua"
    ]
    for function in context.functions:
        for call in target_calls(context, function):
            target = call.target
            if target is not None and ":" in target and target not in known:
                yield _target(context, call, target, callable_ids, namespaces)
            yield from _host(context, call, known, namespaces)


def _target(
    context: CheckContext,
    call: TargetCall,
    target: str,
    known: list[str],
    namespaces: set[str],
) -> Finding:
    guess = closest_id(target, known)
    is_own = target.partition(":")[0] in namespaces
    return context.finding(
        RULE,
        call.function,
        call.target_span,
        f"no entry is called {target}",
        label=f"did you mean {guess}?" if guess else "",
        note="the call waits for a worker that serves it, or fails as not found",
        hint=f"write {guess}" if guess else "add the entry, or correct the ID",
        severity=None if is_own or guess else Severity.HINT,
        fix=_rename(call.target_span, guess),
    )


def _rename(span: Span, guess: str | None) -> Fix | None:
    text = None if guess is None else quoted(span, guess)
    return None if text is None else Fix(f"write {text}", (Edit(span, text),), safe=False)


def _host(
    context: CheckContext, call: TargetCall, known: set[str], namespaces: set[str]
) -> Iterator[Finding]:
    host, span = call.host, call.host_span
    if host is None or span is None or host in known or host.startswith("temporal:"):
        return
    if host.partition(":")[0] not in namespaces or ":" not in host:
        return
    workers = [
        str(entry.id)
        for entry in context.project.entries.values()
        if isinstance(entry, WorkerEntry)
    ]
    guess = closest_id(host, workers)
    yield context.finding(
        RULE,
        call.function,
        span,
        f"no worker is called {host}",
        label=f"did you mean {guess}?" if guess else "",
        note="it is taken for the name of a task queue that nobody polls",
        hint=f"write {guess}" if guess else "name a temporal.worker entry",
        fix=_rename(span, guess),
    )
