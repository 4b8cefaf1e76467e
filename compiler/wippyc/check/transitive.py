"""Findings at the calls through which a workflow reaches trouble in a library."""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.rules.wd109_transitive_nondeterminism import RULE
from wippyc.diagnostics.model import Diagnostic, Label, Severity
from wippyc.ir import nodes as ir
from wippyc.source import Span


def transitive_findings(context: CheckContext, findings: list[Finding]) -> Iterator[Diagnostic]:
    """Yield one finding for each call by which a workflow enters a library that has findings.

    Hints do not count, and neither do findings that stand in the workflow's own file.
    """
    if not context.settings.is_selected(RULE.code, RULE.name, is_default=True):
        return
    sources: dict[ir.Function, list[Diagnostic]] = {}
    for found in findings:
        each = found.diagnostic
        is_source = each.rule.code.startswith("WD") and each.rule.code != RULE.code
        if found.function is not None and is_source and each.level > Severity.HINT:
            sources.setdefault(found.function, []).append(each)
    for reach in context.reach.workflows:
        crossings: dict[tuple[str, int, int], tuple[Span, str, list[Diagnostic]]] = {}
        labels: dict[tuple[str, int, int], tuple[Label, ...]] = {}
        for function, causes in sources.items():
            if function not in reach.steps or context.unit(function) is reach.unit:
                continue
            chain = reach.chain(function)
            caller = reach.unit
            for at, step in enumerate(chain):
                callee = context.unit(step.callee)
                if caller is reach.unit and callee is not reach.unit:
                    key = (step.span.source.path, step.span.start, step.span.end)
                    name = context.reach.name(step.callee)
                    crossings.setdefault(key, (step.span, name, []))[2].extend(causes)
                    rest = tuple(Label(each.span, each.text) for each in chain[at + 1 :])
                    labels.setdefault(key, rest)
                    break
                caller = callee
        for key, (span, name, causes) in crossings.items():
            yield _finding(context, reach.unit.id, span, name, causes, labels[key])


def _finding(
    context: CheckContext,
    workflow: str,
    span: Span,
    name: str,
    causes: list[Diagnostic],
    labels: tuple[Label, ...],
) -> Diagnostic:
    worst = max(causes, key=lambda cause: cause.level)
    assert worst.span is not None
    more = len({(cause.span, cause.rule.code) for cause in causes}) - 1
    also = f" and {more} more" if more else ""
    return Diagnostic(
        rule=RULE,
        message=f"{name} is not deterministic: {worst.message}{also}",
        span=span,
        label="a workflow reaches it from here",
        labels=(*labels, Label(worst.span, f"{worst.rule.code} {worst.rule.name}")),
        note="a workflow runs again from its history, with everything it calls",
        hint=worst.hint
        + f"; or declare {name!r} deterministic under `declarations` when you know better",
        severity=worst.level,
        entry_id=workflow,
    )
