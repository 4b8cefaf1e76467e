"""## What it does
Reports calls from workflow code whose target is not served that way: `funcs.call` of an entry
that is no activity, `workflow.exec` or `process.spawn` of one that is no workflow.

## Why is this bad?
No worker registers the entry under that name. The call fails as not found, or waits until its
timeout.

## Example
```yaml
- name: charge_payment
  kind: function.lua
  source: file://payment.lua
  method: charge
```

## Use instead
```yaml
- name: charge_payment
  kind: function.lua
  source: file://payment.lua
  method: charge
  meta:
    temporal:
      activity:
        worker: app:worker
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.reach import WORKFLOW
from wippyc.check.targets import TargetCall, target_calls
from wippyc.diagnostics.model import Label, Rule, Severity
from wippyc.project.model import LuaEntry, OtherEntry

RULE = Rule("WT208", "wrong-target", Severity.WARNING, "A call names an entry of another kind.")


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield calls of entries that are not served that way."""
    for function in context.functions:
        for call in target_calls(context, function):
            entry = None if call.target is None else context.project.entries.get(call.target)
            if entry is None:
                continue
            if isinstance(entry, LuaEntry):
                problem = _problem(call, entry, in_workflow=context.is_workflow(function))
            else:
                kind = entry.kind if isinstance(entry, OtherEntry) else "temporal entry"
                problem = (f"is a {kind}, which cannot be called", "name a Lua entry")
            if problem is not None:
                what, hint = problem
                yield context.finding(
                    RULE,
                    function,
                    call.target_span,
                    f"{call.target} {what}",
                    labels=(Label(entry.span, "this entry"),),
                    note="no worker serves it under this name",
                    hint=hint,
                )


def _problem(call: TargetCall, entry: LuaEntry, *, in_workflow: bool) -> tuple[str, str] | None:
    """Return what is wrong with a target, and what to do."""
    if entry.kind == "library.lua":
        return "is a library, which is imported and not called", "add it to `imports`"
    if call.kind == "function":
        if entry.kind == WORKFLOW:
            return "is a workflow, not an activity", "start it with `workflow.exec`"
        if in_workflow and entry.activity is None:
            return (
                "is no activity: it has no `meta.temporal.activity`",
                "add `meta: {temporal: {activity: {worker: …}}}` to the entry",
            )
        return None
    if entry.kind == "function.lua":
        return "is a function, not a workflow", "call it with `funcs.call`"
    if entry.kind == "process.lua" and (call.kind == "workflow" or in_workflow):
        return "is a process, not a workflow", "make it a workflow.lua, or call it as an activity"
    if entry.kind == WORKFLOW and entry.workflow is None:
        return (
            "is registered with no worker: it has no `meta.temporal.workflow`",
            "add `meta: {temporal: {workflow: {worker: …}}}` to the entry",
        )
    return None
