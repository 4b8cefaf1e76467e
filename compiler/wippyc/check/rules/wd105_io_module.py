"""## What it does
Reports modules for files, streams and terminals (`fs`, `io`, `stream`, `excel`, `cloudstorage`,
`tty`, `logger`) in a workflow: listed under `modules` by the workflow or by a library it imports,
however far away, or used by its code without being listed.

`logger` is a warning: wippyc compiles it to a logger that is silent during replay.

## Why is this bad?
Wippy refuses to load such a workflow. Files are not part of the history: a replay on another
worker finds others, or none.

## Example
```yaml
- name: order_workflow
  kind: workflow.lua
  source: file://order_workflow.lua
  modules: [funcs, fs]
```

## Use instead
```yaml
- name: order_workflow
  kind: workflow.lua
  source: file://order_workflow.lua
  modules: [funcs]

- name: read_template        # funcs.call("app:read_template")
  kind: function.lua
  source: file://read_template.lua
  method: main
  modules: [fs]
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
from wippyc.check.forbidden_modules import forbidden_modules
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule("WD105", "io-module", Severity.ERROR, "A workflow uses files or terminals.")


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield modules for files and terminals."""
    yield from forbidden_modules(context, RULE, "io")
