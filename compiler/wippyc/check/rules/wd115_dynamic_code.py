"""## What it does
Reports code that is only known at run time: `load`, `loadstring`, `loadfile`, `dofile`, and
`require` of something other than a literal name.

## Why is this bad?
Wippy has none of the first four, and nobody can check such code.

## Example
```lua
local step = require("steps_" .. order.kind)
```

## Use instead
```lua
local steps = {
    express = require("steps_express"),
    normal = require("steps_normal"),
}
local step = steps[order.kind]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.api.tables.std_base import REQUIRER
from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir

RULE = Rule("WD115", "dynamic-code", Severity.ERROR, "A workflow runs code nobody can see.")
_LOADERS = frozenset({"load", "loadstring", "loadfile", "dofile"})


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield calls that load code."""
    for function in context.workflow_functions:
        for expr in context.expressions(function.body, ir.Call):
            match expr:
                case ir.Call(callee=ir.GlobalRef(name=name)) if name in _LOADERS:
                    yield context.finding(
                        RULE,
                        function,
                        expr.span,
                        f"`{name}` runs code that is only known at run time",
                        label="nil on Wippy",
                        note="such code can neither be checked nor compiled",
                        hint="write the code in a library and import it",
                    )
                case ir.Call(callee=ir.ApiCall(function=row), arguments=arguments):
                    if (
                        row is REQUIRER
                        and arguments
                        and context.constant_text(arguments[0]) is None
                    ):
                        yield context.finding(
                            RULE,
                            function,
                            expr.span,
                            "`require` of a name that is only known at run time",
                            note="nobody sees what it loads",
                            hint="require every candidate by name and choose from a table",
                        )
                case _:
                    pass
