"""## What it does
Reports modules for the state of the host (`env`, `system`, `exec`, `events`, `metrics`,
`security`, `pg`, `eval_runner`) in a workflow: listed under `modules` by the workflow or by a
library it imports, however far away, or used by its code without being listed.

`channel` is a warning with a fix: it is a global and need not be listed. Functions of `os` that
reach the host (`os.getenv`, `os.execute`, `os.exit`, `os.remove`, `os.rename`, `os.tmpname`) and
those of `debug` are reported too.

## Why is this bad?
Wippy refuses to load such a workflow. Environment and machine differ from worker to worker and
change between a run and its replay.

## Example
```yaml
- name: order_workflow
  kind: workflow.lua
  source: file://order_workflow.lua
  modules: [funcs, env]
```

## Use instead
```lua
local function main(input)
    return funcs.call("app:ship", input.region) -- the starter reads the environment
end
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.forbidden_modules import forbidden_modules
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule("WD108", "host-state-module", Severity.ERROR, "A workflow reads or changes its host.")

_HOST_FUNCTIONS = frozenset(
    {"execute", "exit", "getenv", "remove", "rename", "setlocale", "tmpname"}
)


@lint_rule(RULE, fix="sometimes safe")
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield modules for the state of the host."""
    yield from forbidden_modules(context, RULE, "host")
    for function in context.workflow_functions:
        for expr in context.expressions(function.body):
            name = _host_function(expr)
            if name is not None:
                yield context.finding(
                    RULE,
                    function,
                    expr.span,
                    f"`{name}` reaches the host; Wippy does not have it",
                    label="nil on Wippy",
                    note="the call fails at run time, and its result would not be recorded",
                    hint="pass the value in the workflow's input, or call an activity",
                )


def _host_function(expr: ir.Expr) -> str | None:
    match expr:
        case ir.Call(
            callee=ir.Index(object=ir.ModuleRef(module="os"), key=ir.Constant(value=str() as name))
        ) if name in _HOST_FUNCTIONS:
            return f"os.{name}"
        case ir.Call(
            callee=ir.Index(object=ir.GlobalRef(name="debug"), key=ir.Constant(value=str() as name))
        ):
            return f"debug.{name}"
        case _:
            return None
