"""## What it does
Reports modules for the network (`http`, `http_client`, `websocket`, `hub`) in a workflow: listed
under `modules` by the workflow or by a library it imports, however far away, or used by its code
without being listed.

## Why is this bad?
Wippy refuses to load such a workflow. A request would be sent again on every replay, and answered
differently.

## Example
```yaml
- name: order_workflow
  kind: workflow.lua
  source: file://order_workflow.lua
  modules: [funcs, http_client]
```

## Use instead
```lua
local answer, err = funcs.call("app:charge_payment", order) -- a function.lua with http_client
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.forbidden_modules import forbidden_modules
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule("WD106", "network-module", Severity.ERROR, "A workflow uses the network.")


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield modules for the network."""
    yield from forbidden_modules(context, RULE, "network")
