"""One unit: IR to a Python module tree."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from wippyc.analyse.facts import Facts
from wippyc.emit.build import assign, at, comment, constant, store
from wippyc.emit.chunks import defined_functions, emit_chunk
from wippyc.emit.constant_fields import field_definitions
from wippyc.emit.context import FunctionContext, ModuleContext
from wippyc.emit.deep_expressions import flatten_deep_expressions
from wippyc.emit.entries import emit_entry
from wippyc.emit.functions import emit_definition
from wippyc.emit.imports import Imports
from wippyc.emit.module_names import hoisted_names, library_names, open_module
from wippyc.emit.patterns import pattern_definitions
from wippyc.emit.records import bind_records, emit_classes
from wippyc.emit.type_values import bind_types, emit_type_definitions
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, expressions_of
from wippyc.lua.syntax import NO_COMMENTS, Comment, Comments


@dataclass(frozen=True, eq=False, kw_only=True)
class ModuleTree:
    """An emitted module before printing.

    Attributes:
        module: What its functions share.
        tree: The Python syntax tree; imports are part of it.
        header: Comments of the Lua file's head.
        public_name: The workflow class or activity to register; empty for libraries.
        runtime_modules: Modules below the runtime package that it imports.
        yields: Whether the entry function may suspend.
    """

    module: ModuleContext
    tree: ast.Module
    header: tuple[Comment, ...]
    public_name: str
    runtime_modules: frozenset[str]
    yields: bool


def emit_module(
    facts: Facts,
    unit: Unit,
    paths: Mapping[str, PurePosixPath],
    public_names: Mapping[ir.Function, str],
    *,
    runtime: str,
    is_loaded_dynamically: bool,
) -> ModuleTree:
    """Emit the Python module of one unit.

    Args:
        facts: Analysis of the program.
        unit: The unit.
        paths: Module path of every unit.
        public_names: Names of module-level functions, from `module_names`.
        runtime: `vendor` or `dependency`: where the runtime is imported from.
        is_loaded_dynamically: Whether some unit uses this library's value as a table.
    """
    libraries = library_names(facts, unit)
    scope = open_module(facts, libraries)
    module = ModuleContext(
        unit=unit,
        facts=facts,
        imports=Imports(runtime, libraries),
        paths=paths,
        names=scope,
        public_names=public_names,
    )
    module.bound.update(hoisted_names(facts, unit, scope))
    module.entry = facts.entry_function(unit) if unit.entry.kind != "library.lua" else None
    context = FunctionContext(module=module, function=unit.main, names=scope, parent=None)
    _bind_module_names(context)
    _bind_variables(context)
    layout = facts.layouts[unit.id]
    body: list[ast.stmt] = []
    with context.block() as definitions:
        _emit_constants(context)
        _emit_hoisted(context)
        body = definitions
    needs_chunk = layout.has_state or is_loaded_dynamically
    if needs_chunk:
        body.append(emit_chunk(context))
    public_name, entry = emit_entry(context, layout.has_state)
    body.extend(entry)
    marker = assign(store("__lua_chunk__"), constant(unit.id))
    types = [*emit_type_definitions(module), *emit_classes(context)]
    flatten_deep_expressions(body, everywhere=unit.chunk.has_deep_expressions)
    constants = [*field_definitions(module), *pattern_definitions(module)]
    tree = ast.Module(
        body=[*module.imports.statements(), marker, *constants, *types, *body],
        type_ignores=[],
    )
    yields = module.entry is not None and facts.yields.is_async(module.entry)
    return ModuleTree(
        module=module,
        tree=tree,
        header=unit.chunk.header,
        public_name=public_name,
        runtime_modules=frozenset(module.imports.runtime_modules),
        yields=yields or (layout.has_state and module.entry is None),
    )


def _bind_module_names(context: FunctionContext) -> None:
    """Take the module-level names of types and libraries before any function takes its own."""
    module = context.module
    bind_types(module)
    bind_records(module)
    for function in all_functions(module.unit.main):
        for expr in expressions_of(function.body, ir.LibraryRef):
            if expr.entry_id in module.paths:
                module.library_alias(expr.entry_id)
    for entry_id in module.facts.layouts[module.unit.id].loads:
        module.library_alias(entry_id)


def _bind_variables(context: FunctionContext) -> None:
    """Give chunk variables that live at module level their names."""
    facts, unit = context.facts, context.module.unit
    layout = facts.layouts[unit.id]
    for variable, function in facts.declared.items():
        if function in context.module.bound and function in layout.hoisted:
            context.names.bind(variable, context.module.bound[function])


def _emit_constants(context: FunctionContext) -> None:
    from wippyc.emit.expressions import emit_one

    layout = context.facts.layouts[context.module.unit.id]
    for statement in context.module.unit.main.body.statements:
        if not isinstance(statement, ir.Local):
            continue
        for variable, value in zip(statement.variables, statement.values, strict=False):
            if variable not in layout.constants:
                continue
            python_name = context.names.fresh(variable.name)
            context.names.bind(variable, python_name)
            node = at(assign(store(python_name), emit_one(context, value)), statement.span)
            context.output.append(comment(node, statement.comments))


def _emit_hoisted(context: FunctionContext) -> None:
    layout = context.facts.layouts[context.module.unit.id]
    done: set[ir.Function] = set()
    for statement in context.module.unit.main.body.statements:
        for function in defined_functions(statement):
            if function in layout.hoisted:
                done.add(function)
                _emit_bound(context, function, statement.comments)
    for function in context.module.bound:
        if function in layout.hoisted and function not in done:
            _emit_bound(context, function, NO_COMMENTS)


def _emit_bound(context: FunctionContext, function: ir.Function, comments: Comments) -> None:
    definition = emit_definition(context, function, context.module.bound[function], comments)
    context.output.append(definition)
