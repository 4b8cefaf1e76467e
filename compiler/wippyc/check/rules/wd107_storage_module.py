"""## What it does
Reports modules for stored data (`sql`, `store`, `queue`, `registry`, `cdc`, `loader`) in a
workflow: listed under `modules` by the workflow or by a library it imports, however far away, or
used by its code without being listed.

## Why is this bad?
Wippy refuses to load such a workflow. What is stored changes between a run and its replay, and
writes would be made twice.

## Example
```yaml
- name: order_workflow
  kind: workflow.lua
  source: file://order_workflow.lua
  modules: [funcs, sql]
```

## Use instead
```lua
local customer, err = funcs.call("app:load_customer", order.customer_id) -- with sql
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.forbidden_modules import forbidden_modules
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule("WD107", "storage-module", Severity.ERROR, "A workflow uses stored data.")


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield modules for stored data."""
    yield from forbidden_modules(context, RULE, "storage")
