"""Why a function may wait, as labels."""

from __future__ import annotations

from wippyc.check.context import CheckContext
from wippyc.diagnostics.model import Label
from wippyc.ir import nodes as ir


def reason_labels(
    context: CheckContext, function: ir.Function, *, skip: bool = False
) -> tuple[Label, ...]:
    """Return one label for each call from a function down to what waits.

    Args:
        context: The program.
        function: A function that may wait.
        skip: Whether the first place is already shown.
    """
    labels: list[Label] = []
    seen: set[ir.Function] = set()
    current: ir.Function | None = function
    while current is not None and current not in seen:
        seen.add(current)
        reason = context.facts.yields.system.get(current)
        if reason is None:
            break
        labels.append(Label(reason.span, reason.text))
        current = reason.callee
    return tuple(labels[1:] if skip else labels)
