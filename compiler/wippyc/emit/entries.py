"""What Temporal runs: the workflow class or the activity of an entry.

kind: workflow.lua     @workflow.defn(name="app:order_workflow")
method: main           class OrderWorkflow(WippyWorkflow): …
kind: function.lua     charge_payment = lua_activity("app:charge_payment", charge)
"""

from __future__ import annotations

import ast

from wippyc.emit.build import assign, at, attribute, call, constant, name, store
from wippyc.emit.context import FunctionContext
from wippyc.emit.functions import any_type
from wippyc.emit.names import class_name, safe_name
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions


def emit_entry(context: FunctionContext, has_state: bool) -> tuple[str, list[ast.stmt]]:
    """Emit the workflow class or activity of an entry."""
    unit = context.module.unit
    match unit.entry.kind:
        case "workflow.lua":
            return _emit_workflow(context, has_state)
        case "library.lua":
            return "", []
        case _:
            return _emit_activity(context, has_state)


def _emit_workflow(context: FunctionContext, has_state: bool) -> tuple[str, list[ast.stmt]]:
    unit = context.module.unit
    imports = context.imports
    workflow = imports.standard("temporalio", "workflow")
    python_name = class_name(unit.entry.id.name)
    receiver = name("self")
    if has_state or context.module.entry is None:
        arguments = [name("chunk"), constant(unit.entry.method), name("args")]
        execution = call(attribute(receiver, "execute_chunk"), arguments)
    else:
        main = name(context.module.bound[context.module.entry])
        execution = call(attribute(receiver, "execute"), [main, name("args")])
    run = ast.AsyncFunctionDef(
        name="run",
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(arg="self", annotation=None)],
            vararg=ast.arg(arg="args", annotation=any_type(context)),
            kwonlyargs=[],
            kw_defaults=[],
            kwarg=None,
            defaults=[],
        ),
        body=[ast.Return(value=ast.Await(value=execution))],
        decorator_list=[attribute(workflow, "run")],
        returns=any_type(context),
    )
    definition = ast.ClassDef(
        name=python_name,
        bases=[imports.helper("WippyWorkflow")],
        keywords=[],
        body=[assign(store("entry_id"), constant(unit.id)), run],
        decorator_list=[call(attribute(workflow, "defn"), keywords=[("name", constant(unit.id))])],
    )
    span = unit.main.body.span if context.module.entry is None else context.module.entry.span
    where = f"{span.source.path}:{span.line}"
    definition.lua_doc = f"Workflow `{unit.entry.method}` of {where}."  # type: ignore[attr-defined]
    statements: list[ast.stmt] = [at(definition, span)]
    custom = unit.entry.workflow.name if unit.entry.workflow else None
    if custom and custom != unit.id:
        alias = f"{python_name}Alias"
        made = call(imports.helper("alias_of"), [name(python_name), constant(custom)])
        statements.append(assign(store(alias), made))
    return python_name, statements


def _emit_activity(context: FunctionContext, has_state: bool) -> tuple[str, list[ast.stmt]]:
    unit = context.module.unit
    python_name = safe_name(unit.entry.id.name)
    if context.names.is_taken(python_name):
        # The Lua function keeps its name.
        python_name = f"{python_name.rstrip('_')}_activity"
    python_name = context.names.fresh(python_name)
    arguments: list[ast.expr] = [constant(unit.id)]
    keywords: list[tuple[str, ast.expr]] = []
    if has_state or context.module.entry is None:
        arguments += [name("chunk"), constant(unit.entry.method)]
        suspends = _any_function_suspends(context)
        keywords.append(("yields", constant(suspends)))
    else:
        arguments.append(name(context.module.bound[context.module.entry]))
    size = _pool_size(unit)
    if size is not None:
        keywords.append(("pool", constant(size)))
    made = call(context.imports.helper("lua_activity"), arguments, keywords)
    return python_name, [assign(store(python_name), made)]


def _any_function_suspends(context: FunctionContext) -> bool:
    facts, unit = context.facts, context.module.unit
    if context.module.entry is not None:
        return facts.yields.is_async(context.module.entry)
    return any(facts.yields.is_async(function) for function in all_functions(unit.main))


def _pool_size(unit: Unit) -> int | None:
    pool = unit.entry.pool
    if pool.type == "static":
        return pool.workers or pool.size
    return pool.max_size
