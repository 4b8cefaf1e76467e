"""## What it does
Reports activities that are called from a workflow of one task queue and served on another,
without the option `activity.task_queue`.

## Why is this bad?
An activity is scheduled on the queue of its workflow unless told otherwise. The worker named in
the activity's `meta` polls another queue, so the call waits until its timeout.

## Example
```lua
-- the workflow runs on queue "orders", the activity on queue "reports"
funcs.call("app:render_report", order)
```

## Use instead
```lua
funcs.new():with_options({
    ["activity.task_queue"] = "reports",
}):call("app:render_report", order)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.targets import TargetCall, target_calls
from wippyc.diagnostics.model import Edit, Fix, Label, Rule, Severity
from wippyc.project.model import ClientEntry, EntryId, Project, WorkerEntry
from wippyc.source import Span

RULE = Rule(
    "WT209", "queue-mismatch", Severity.WARNING, "An activity is scheduled on another queue."
)


@lint_rule(RULE, fix="safe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield calls that go to a queue on which nobody serves the activity."""
    for function in context.workflow_functions:
        for call in target_calls(context, function):
            if call.kind != "function" or call.options is None or "task_queue" in call.options:
                continue
            entry = context.entry(call.target or "")
            if entry is None or entry.activity is None or entry.options.keys() & _QUEUE_KEYS:
                continue
            served = task_queue(context.project, entry.activity.worker)
            for reach in context.reach.workflows:
                if function not in reach.steps or reach.unit.entry.workflow is None:
                    continue
                own = task_queue(context.project, reach.unit.entry.workflow.worker)
                if served is not None and own is not None and own != served:
                    yield _finding(context, call, own, served, entry.span)
                    break


_QUEUE_KEYS = frozenset({"task_queue", "activity.task_queue", "temporal.activity.task_queue"})


def task_queue(project: Project, worker_id: EntryId | None) -> str | None:
    """Return the queue a worker polls, as it is written, with the prefix of its client."""
    worker = project.entries.get(str(worker_id))
    if not isinstance(worker, WorkerEntry):
        return None
    client = project.entries.get(str(worker.client)) if worker.client is not None else None
    prefix = client.queue_prefix if isinstance(client, ClientEntry) else ""
    return prefix + worker.task_queue


def _finding(
    context: CheckContext, call: TargetCall, own: str, served: str, entry: Span
) -> Finding:
    return context.finding(
        RULE,
        call.function,
        call.target_span,
        f"{call.target} is served on queue {served!r}, but scheduled on {own!r}",
        labels=(Label(entry, f"served on {served!r}"),),
        note="an activity goes to the queue of its workflow unless an option says otherwise",
        hint=f'call it with `["activity.task_queue"] = "{served}"`',
        fix=_fix(call, served),
    )


def _fix(call: TargetCall, queue: str) -> Fix | None:
    span = call.node.span
    prefix = "funcs.call("
    if not span.text.startswith(prefix) or not queue.isprintable() or set('"\\$') & set(queue):
        return None
    executor = f'funcs.new():with_options({{ ["activity.task_queue"] = "{queue}" }}):call('
    edit = Edit(Span(span.source, span.start, span.start + len(prefix)), executor)
    return Fix(f"schedule it on {queue!r}", (edit,))
