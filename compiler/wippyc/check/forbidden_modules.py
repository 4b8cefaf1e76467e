"""Modules Wippy refuses in workflows: what the four rules about them share."""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.api.tables.std_base import REQUIRE
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.reach import import_closure
from wippyc.check.wippy_modules import MODULES, TOLERATED, Family
from wippyc.diagnostics.model import Edit, Fix, Label, Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions
from wippyc.project.model import ModuleUse
from wippyc.source import Span


def forbidden_modules(context: CheckContext, rule: Rule, family: Family) -> Iterator[Finding]:
    """Yield modules of one family that workflows list, or that their libraries list."""
    seen: set[tuple[str, str]] = set()
    for unit in context.workflow_units():
        closure = import_closure(context.facts, unit)
        for entry_id in closure:
            listed = context.facts.program.units[entry_id]
            for use in listed.entry.modules:
                module = MODULES.get(use.name)
                if module is None or module.family != family or (entry_id, use.name) in seen:
                    continue
                seen.add((entry_id, use.name))
                yield _listed(context, rule, unit, listed, use, closure)
    yield from _required(context, rule, family)


def _listed(
    context: CheckContext,
    rule: Rule,
    workflow: Unit,
    listed: Unit,
    use: ModuleUse,
    closure: dict[str, tuple[str | None, Span]],
) -> Finding:
    tolerated = use.name in TOLERATED
    labels = _imports(listed.id, closure)
    first = _first_use(context, listed, use.name)
    if first is not None:
        labels = (Label(first, f"`{use.name}` is used here"), *labels)
    owner = f"workflow {workflow.id}"
    if listed is not workflow:
        owner += f", which imports {listed.id},"
    verb = "lists" if listed is workflow else "gets"
    fix = None
    if use.name == "channel":
        fix = _removal(use)
    return context.finding(
        rule,
        None,
        use.span,
        f"{owner} {verb} the module `{use.name}`",
        label="Wippy refuses the workflow"
        if not tolerated
        else "Wippy refuses it; wippyc does not",
        labels=labels,
        note="a workflow may only list modules that are deterministic or made for workflows",
        hint=MODULES[use.name].instead,
        severity=Severity.WARNING if tolerated else None,
        entry_id=workflow.id,
        fix=fix,
    )


def _removal(use: ModuleUse) -> Fix | None:
    """Return the change that takes a module off a list with one name a line."""
    source, line = use.span.source, use.span.line
    text = source.line_text(line)
    if text.strip().removeprefix("-").strip() != use.span.text:
        return None
    start = use.span.start - (use.span.column - 1)
    end = start + len(text)
    if source.text[end : end + 1] == "\n":
        end += 1
    return Fix(f"do not list `{use.name}`", (Edit(Span(source, start, end), ""),))


def _imports(entry_id: str, closure: dict[str, tuple[str | None, Span]]) -> tuple[Label, ...]:
    labels: list[Label] = []
    importer, span = closure[entry_id]
    while importer is not None:
        labels.append(Label(span, f"{importer} imports {entry_id}"))
        entry_id = importer
        importer, span = closure[entry_id]
    return tuple(reversed(labels))


def _first_use(context: CheckContext, unit: Unit, module: str) -> Span | None:
    for function in all_functions(unit.main):
        for expr in context.expressions(function.body):
            match expr:
                case ir.ApiCall(module=name) | ir.ApiRef(module=name) if name == module:
                    return expr.span
                case ir.Call(callee=ir.Index(object=ir.GlobalRef(name=name))) if name == module:
                    return expr.span
                case ir.ModuleRef(module=name) if name == module:
                    if "require" not in expr.span.text:
                        return expr.span
                case _:
                    pass
    return None


def _required(context: CheckContext, rule: Rule, family: Family) -> Iterator[Finding]:
    """Yield uses of modules that nobody lists, in code a workflow runs."""
    for function in context.workflow_functions:
        unit = context.unit(function)
        listed = {
            use.name
            for entry_id in import_closure(context.facts, unit)
            for use in context.facts.program.units[entry_id].entry.modules
        }
        done: set[str] = set()
        for expr in context.expressions(function.body):
            name = module_mentioned(expr)
            if name is None or name in listed or name in done:
                continue
            if MODULES[name].family != family or name in TOLERATED:
                continue
            done.add(name)
            yield context.finding(
                rule,
                function,
                expr.span,
                f"workflow code uses the module `{name}`",
                label="not available in a workflow",
                note="a workflow may only use modules that are deterministic or made for workflows",
                hint=MODULES[name].instead,
            )


def module_mentioned(expr: ir.Expr) -> str | None:
    """Return the module of Wippy that an expression calls into or requires."""
    match expr:
        case ir.ApiCall(function=row, arguments=[ir.Constant(value=name)]) if row is REQUIRE:
            return name if isinstance(name, str) and name in MODULES else None
        case (
            ir.Call(callee=ir.Index(object=ir.GlobalRef(name=name)))
            | ir.MethodCall(object=ir.GlobalRef(name=name))
        ):
            return name if name in MODULES else None
        case ir.ModuleRef(module=name):
            return name if name in MODULES else None
        case ir.ApiCall(module=name) | ir.ApiRef(module=name):
            return name if name in MODULES else None
        case _:
            return None
