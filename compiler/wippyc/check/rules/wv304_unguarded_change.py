"""## What it does
Compares the commands of each workflow with its accepted skeleton (`skeletons.json` in the golden
folder, written by `wippyc golden --update`) and reports a change that no `workflow.version`
guards. Branches on a version of a change ID that is new since then are guarded; what stands in
the old branch must be what was there before.

## Why is this bad?
Executions that started with the old code have its commands in their history. When they are
replayed with other commands, Temporal stops them with TMPRL1100.

## Example
```lua
funcs.call("app:check_stock", order) -- new
funcs.call("app:charge_payment", order)
```

## Use instead
```lua
if workflow.version("check-stock", -1, 1) >= 1 then
    funcs.call("app:check_stock", order)
end
funcs.call("app:charge_payment", order)
```
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.skeleton import SkeletonLine, skeletons
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir.program import Unit

RULE = Rule(
    "WV304",
    "unguarded-change",
    Severity.ERROR,
    "A workflow issues other commands than its running executions.",
)


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield the first unguarded change of each workflow."""
    accepted = context.settings.skeletons
    if not accepted:
        return
    for entry_id, lines in skeletons(context).items():
        old = accepted.get(entry_id)
        if old is None or old == tuple(str(line) for line in lines):
            continue
        unit = context.facts.program.units[entry_id]
        yield from _compare(context, unit, old, lines)


def _compare(
    context: CheckContext, unit: Unit, old: tuple[str, ...], lines: tuple[SkeletonLine, ...]
) -> Iterator[Finding]:
    # What stands under a guard is compared by its commands, not by its place.
    new = [str(line).strip() for line in lines if not (line.text == "if" and line.changes)]
    where = [line for line in lines if not (line.text == "if" and line.changes)]
    before = [line.strip() for line in old]
    for operation, old_at, old_end, at, end in SequenceMatcher(
        a=before, b=new, autojunk=False
    ).get_opcodes():
        if operation == "equal":
            continue
        unguarded = [line for line in where[at:end] if not line.changes]
        if operation != "delete" and not unguarded:
            continue
        gone = ", ".join(before[old_at:old_end])
        if unguarded:
            line = unguarded[0]
            what = f"`{line.text}` is new" if not gone else f"`{line.text}` replaces `{gone}`"
            span = line.span
        else:
            what, span = f"`{gone}` is gone", unit.entry.span
        yield context.finding(
            RULE,
            None,
            span,
            f"running executions of {unit.id} cannot go on: {what}",
            note="their history holds the commands of the accepted skeleton, in its order",
            hint="branch on `workflow.version` and keep the old commands; or accept the change "
            "with `wippyc golden --update` when no execution runs",
            entry_id=unit.id,
        )
        return
