"""## What it does
Reports modules that Lua uses without listing them, modules that Wippy does not have, and listed
modules that need no listing. The loader reports the rest of the wiring: workers and clients that
are missing or of another kind (E036, E037, E038, C019, C020, C021), workflows that are registered
nowhere (E040), two types of one name on a queue (E039), methods the source does not return
(E025), and workers that do not run what is assigned to them (C027, C028, C029).

## Why is this bad?
A module that is not listed is nil on Wippy, and `require` of it fails. An entry that lists a
module Wippy does not have is not loaded.

## Example
```yaml
- name: order_workflow
  kind: workflow.lua
  source: file://order_workflow.lua # local json = require("json")
  modules: [funcs]
```

## Use instead
```yaml
- name: order_workflow
  kind: workflow.lua
  source: file://order_workflow.lua
  modules: [funcs, json]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.api.tables.std_base import REQUIRE
from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.module_edits import add_module
from wippyc.check.wippy_modules import MODULES
from wippyc.diagnostics.model import Fix, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, expressions_of
from wippyc.lower.program import import_aliases, visible_modules
from wippyc.project.suggest import closest
from wippyc.source import Span

RULE = Rule("WR401", "wiring", Severity.WARNING, "An entry uses what it does not declare.")
_COVERS = (
    "C018", "C019", "C020", "C021", "C027", "C028", "C029", "E025", "E036", "E037", "E038",
    "E039", "E040", "E041",
)  # fmt: skip


@lint_rule(RULE, fix="sometimes safe", covers=_COVERS)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield modules that are used or listed wrongly."""
    for unit in context.units:
        yield from _listed(context, unit)
        yield from _used(context, unit)


def _listed(context: CheckContext, unit: Unit) -> Iterator[Finding]:
    for use in unit.entry.modules:
        module = MODULES.get(use.name)
        if module is None and use.name not in context.facts.api:
            guess = closest(use.name, MODULES)
            yield context.finding(
                RULE,
                None,
                use.span,
                f"Wippy has no module `{use.name}`",
                label=f"did you mean `{guess}`?" if guess else "",
                note="Wippy does not load an entry that lists it",
                hint=f"write `{guess}`" if guess else "remove it, or import it as a library",
                severity=Severity.ERROR,
                entry_id=unit.id,
            )
        elif module is not None and module.family == "global":
            yield context.finding(
                RULE,
                None,
                use.span,
                f"`{use.name}` is a global and cannot be listed",
                note="Wippy does not load an entry that lists it",
                hint="remove it from `modules`",
                entry_id=unit.id,
            )


# Expressions that name a module.
_MENTIONS = (ir.ApiCall, ir.ModuleRef, ir.ApiRef, ir.Index, ir.MethodCall)


def _used(context: CheckContext, unit: Unit) -> Iterator[Finding]:
    entry = unit.entry
    visible = visible_modules(context.project, entry)
    listed = {use.name for use in entry.modules}
    aliases = import_aliases(context.project, entry)
    seen: set[str] = set()
    for function in all_functions(unit.main):
        for expr in expressions_of(function.body, *_MENTIONS):
            found = _mention(expr)
            if found is None or found[0] in seen:
                continue
            name, span = found
            module = MODULES.get(name)
            if name in visible or name in listed or name in aliases:
                continue
            if module is None:
                if isinstance(expr, ir.ApiCall):
                    seen.add(name)
                    yield _unknown(context, unit, function, name, span)
                continue
            is_forbidden = module.family not in ("allowed", "global")
            if module.family == "global" or (is_forbidden and context.is_workflow(function)):
                continue
            seen.add(name)
            edit = add_module(entry, name)
            yield context.finding(
                RULE,
                function,
                span,
                f"`{name}` is used but not listed under `modules`",
                label="nil on Wippy",
                note="a module that is not listed cannot be required",
                hint=f"add `{name}` to the `modules` of {unit.id}",
                fix=None if edit is None else Fix(f"list `{name}`", (edit,)),
                entry_id=unit.id,
            )


def _mention(expr: ir.Expr) -> tuple[str, Span] | None:
    """Return the module an expression requires or names as a global, and where."""
    match expr:
        case ir.ApiCall(function=row, arguments=[ir.Constant(value=str() as name)]) if (
            row is REQUIRE
        ):
            return name, expr.span
        case ir.ModuleRef(module=name) | ir.ApiCall(module=name) | ir.ApiRef(module=name):
            return (name, expr.span) if name in MODULES else None
        case (
            ir.Index(object=ir.GlobalRef(name=name)) | ir.MethodCall(object=ir.GlobalRef(name=name))
        ):
            return (name, expr.span) if name in MODULES else None
        case _:
            return None


def _unknown(
    context: CheckContext, unit: Unit, function: ir.Function, name: str, span: Span
) -> Finding:
    aliases = import_aliases(context.project, unit.entry)
    guess = closest(name, {*MODULES, *aliases})
    return context.finding(
        RULE,
        function,
        span,
        f'require("{name}") is not declared in imports or modules',
        label=f"did you mean `{guess}`?" if guess else "",
        note="`require` only finds what the entry lists",
        hint=f"add `{name}` to `imports` or `modules` of {unit.id}",
        entry_id=unit.id,
    )
