"""Findings at the calls through which a workflow reaches trouble in a library."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.reach import Step, WorkflowReach
from wippyc.check.rules.wd109_transitive_nondeterminism import RULE
from wippyc.diagnostics.model import Diagnostic, Label, Severity
from wippyc.ir import nodes as ir

# A library function → the call that leads on towards trouble, `None` where the trouble is.
Ways = dict[ir.Function, Step | None]


def transitive_findings(context: CheckContext, findings: list[Finding]) -> Iterator[Diagnostic]:
    """Yield one finding for each call by which a workflow enters a library that has findings.

    Hints do not count, and neither do findings that stand in the workflow's own file.
    """
    if not context.settings.is_selected(RULE.code, RULE.name, is_default=True):
        return
    causes: dict[ir.Function, list[Diagnostic]] = {}
    for found in findings:
        each = found.diagnostic
        is_cause = each.rule.code.startswith("WD") and each.rule.code != RULE.code
        if found.function is not None and is_cause and each.level > Severity.HINT:
            causes.setdefault(found.function, []).append(each)
    if not causes:
        return
    for reach in context.reach.workflows:
        ways = _ways(context, reach, causes)
        for function in reach.steps:
            if context.unit(function) is not reach.unit:
                continue
            seen: set[tuple[str, int, int]] = set()
            for step in context.reach.steps_from(function):
                key = (step.span.source.path, step.span.start, step.span.end)
                if step.callee in ways and key not in seen:
                    seen.add(key)
                    yield _finding(context, reach, step, ways, causes)


def _ways(
    context: CheckContext, reach: WorkflowReach, causes: dict[ir.Function, list[Diagnostic]]
) -> Ways:
    """Return every library function of a workflow from which trouble can be reached."""
    inside = [each for each in reach.steps if context.unit(each) is not reach.unit]
    callers: dict[ir.Function, list[tuple[ir.Function, Step]]] = {}
    for function in inside:
        for step in context.reach.steps_from(function):
            callers.setdefault(step.callee, []).append((function, step))
    ways: Ways = {function: None for function in inside if function in causes}
    queue = deque(ways)
    while queue:
        for caller, step in callers.get(queue.popleft(), ()):
            if caller not in ways:
                ways[caller] = step
                queue.append(caller)
    return ways


def _finding(
    context: CheckContext,
    reach: WorkflowReach,
    entering: Step,
    ways: Ways,
    causes: dict[ir.Function, list[Diagnostic]],
) -> Diagnostic:
    labels: list[Label] = []
    function = entering.callee
    step = ways[function]
    while step is not None:
        labels.append(Label(step.span, step.text))
        function = step.callee
        step = ways[function]
    worst = max(causes[function], key=lambda cause: cause.level)
    assert worst.span is not None
    labels.append(Label(worst.span, f"{worst.rule.code} {worst.rule.name}"))
    name = context.reach.name(entering.callee)
    more = len(causes[function]) - 1
    also = f" and {more} more" if more else ""
    unit = context.unit(entering.callee)
    return Diagnostic(
        rule=RULE,
        message=f"{name} of {unit.id} is not deterministic: {worst.message}{also}",
        span=entering.span,
        label="a workflow reaches it from here",
        labels=tuple(labels),
        note="a workflow runs again from its history, with everything it calls",
        hint=f"{worst.hint}; or put {context.qualified_name(unit, entering.callee)} under "
        "`declarations` when you know better",
        severity=worst.level,
        entry_id=reach.unit.id,
    )
