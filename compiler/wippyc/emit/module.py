"""One unit: IR to a Python module tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from wippyc.analyse.facts import Facts
from wippyc.analyse.falling import can_fall_off
from wippyc.emit.build import assign, at, attribute, call, comment, constant, name, store
from wippyc.emit.context import FunctionContext, ModuleContext
from wippyc.emit.deep_blocks import awaits, outline_deep_loops
from wippyc.emit.deep_expressions import flatten_deep_expressions
from wippyc.emit.functions import any_type, emit_definition, load_library, method_name
from wippyc.emit.imports import Imports
from wippyc.emit.names import RUNTIME_NAMES, NameScope, class_name, safe_name
from wippyc.emit.patterns import pattern_definitions
from wippyc.emit.records import bind_records, emit_classes
from wippyc.emit.statements import emit_body
from wippyc.emit.type_values import bind_types, emit_type_definitions
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program, Unit
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


def module_names(facts: Facts, program: Program) -> dict[ir.Function, str]:
    """Decide the Python names of all module-level functions of a program."""
    names: dict[ir.Function, str] = {}
    for unit in program.units.values():
        scope = NameScope(reserved=_library_names(facts))
        names.update(_hoisted_names(facts, unit, scope))
    return names


def _library_names(facts: Facts) -> frozenset[str]:
    """Names that modules of the runtime's library are imported under."""
    return frozenset(module.python.rpartition(".")[2] for module in facts.api.values())


def _hoisted_names(facts: Facts, unit: Unit, scope: NameScope) -> dict[ir.Function, str]:
    layout = facts.layouts[unit.id]
    names: dict[ir.Function, str] = {}
    if unit.entry.kind == "workflow.lua":
        scope.fresh(class_name(unit.entry.id.name))
    if layout.has_state:
        scope.fresh("chunk")
    for statement in unit.main.body.statements:
        match statement:
            case ir.DeclareFunction(variable=variable, function=function):
                wanted = variable.name
            case ir.Assign(
                targets=[ir.VariableRef(variable=variable)], values=[ir.Function() as function]
            ):
                wanted = variable.name
            case ir.Assign(
                targets=[ir.Index(key=ir.Constant(value=str() as key)) as target],
                values=[ir.Function() as function],
            ):
                wanted = key if _is_member_store(facts, target) else method_name(function)
            case _:
                continue
        if function in layout.hoisted:
            names[function] = scope.fresh(wanted)
    for function in all_functions(unit.main):
        if function in layout.hoisted and function not in names:
            names[function] = scope.fresh(_member_name(facts, unit, function))
    return names


def _is_member_store(facts: Facts, target: ir.Index) -> bool:
    return isinstance(target.object, ir.VariableRef) and target.object.variable in facts.namespaces


def _member_name(facts: Facts, unit: Unit, function: ir.Function) -> str:
    """Name of a function literal in a namespace, an export table, or a plain `return`."""
    for namespace in facts.namespaces.values():
        for key, value in namespace.members.items():
            if value is function:
                return key
    for key, value in (facts.exports[unit.id].fields or {}).items():
        if value is function:
            return key
    return function.name.rpartition(".")[2] or "main"


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
    scope = NameScope(reserved=_library_names(facts) | RUNTIME_NAMES)
    module = ModuleContext(
        unit=unit,
        facts=facts,
        imports=Imports(runtime),
        paths=paths,
        names=scope,
        public_names=public_names,
    )
    module.bound.update(_hoisted_names(facts, unit, scope))
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
        body.append(_emit_chunk(context))
    public_name, entry = _emit_entry(context, layout.has_state)
    body.extend(entry)
    marker = assign(store("__lua_chunk__"), constant(unit.id))
    types = [*emit_type_definitions(module), *emit_classes(context)]
    flatten_deep_expressions(body)
    patterns = pattern_definitions(module)
    tree = ast.Module(
        body=[*module.imports.statements(), marker, *patterns, *types, *body],
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
        for function in _functions_of(statement):
            if function in layout.hoisted:
                done.add(function)
                _emit_bound(context, function, statement.comments)
    for function in context.module.bound:
        if function in layout.hoisted and function not in done:
            _emit_bound(context, function, NO_COMMENTS)


def _functions_of(statement: ir.Statement) -> tuple[ir.Function, ...]:
    match statement:
        case ir.DeclareFunction(function=function):
            return (function,)
        case ir.Assign(values=[ir.Function() as function]):
            return (function,)
        case _:
            return ()


def _emit_bound(context: FunctionContext, function: ir.Function, comments: Comments) -> None:
    definition = emit_definition(context, function, context.module.bound[function], comments)
    context.output.append(definition)


def _emit_chunk(context: FunctionContext) -> ast.stmt:
    """Emit `chunk()`: the top level of the Lua file, run once per execution."""
    module, facts = context.module, context.facts
    unit = module.unit
    layout = facts.layouts[unit.id]
    chunk = FunctionContext(
        module=module, function=unit.main, names=NameScope(context.names), parent=context
    )
    with chunk.block() as body:
        for variable in unit.globals:
            function = facts.declared.get(variable)
            if function is None or function not in layout.hoisted:
                python_name, _ = chunk.declare(variable)
                value = constant(None)
                node: ast.stmt = ast.AnnAssign(
                    target=store(python_name), annotation=any_type(chunk), value=value, simple=1
                )
                body.append(node)
        _name_library_values(chunk)
        first_of_libraries = len(body)
        statements = unit.main.body.statements
        last = statements[-1] if statements else None
        exports = facts.exports[unit.id]
        ends_with_return = exports.fields is not None or exports.single is not None
        rest = statements[:-1] if ends_with_return else statements
        inner = ir.Block(
            span=unit.main.body.span,
            statements=tuple(_without_comments(statement, layout.hoisted) for statement in rest),
        )
        _bind_methods(chunk)
        emit_body(chunk, inner)
        if ends_with_return or can_fall_off(unit.main.body):
            body.append(at(ast.Return(value=_exports(chunk)), None if last is None else last.span))
        if last is not None and ends_with_return:
            comment(body[-1], last.comments)
        body[first_of_libraries:first_of_libraries] = _load_libraries(chunk)
    if chunk.jump_name:
        body.insert(0, assign(store(chunk.jump_name), constant(0)))
    body = outline_deep_loops(body, set(), chunk.names.fresh, lambda: any_type(chunk))
    # A chunk runs in one piece, but what it calls may be a coroutine function for other callers.
    kind = ast.AsyncFunctionDef if awaits(body) else ast.FunctionDef
    definition: ast.stmt = kind(
        name="chunk",
        args=_no_arguments(),
        body=body,
        decorator_list=[],
        returns=any_type(context),
    )
    definition.lua_doc = "Run the Lua file; its state belongs to one execution."  # type: ignore[attr-defined]
    return at(definition, unit.main.body.span)


def _name_library_values(chunk: FunctionContext) -> None:
    """Name what libraries with state return, as the Lua file does."""
    module = chunk.module
    layouts = module.facts.layouts
    wanted = dict.fromkeys(layouts[module.unit.id].loads, "")
    for function in all_functions(module.unit.main):
        for expr in expressions_of(function.body, ir.LibraryRef):
            wanted[expr.entry_id] = expr.alias
    for statement in module.unit.main.body.statements:
        match statement:
            case ir.Local(variables=[variable], values=[ir.LibraryRef(entry_id=entry_id)]):
                wanted[entry_id] = variable.name
            case _:
                pass
    for entry_id, lua_name in wanted.items():
        if lua_name and entry_id in module.paths and layouts[entry_id].has_state:
            module.library_values[entry_id] = chunk.names.fresh(lua_name)


def _load_libraries(chunk: FunctionContext) -> Iterator[ast.stmt]:
    """Load the libraries that must run before the chunk, and those that it uses.

    When any other runs, nothing can tell.
    """
    module = chunk.module
    values = module.library_values
    loads = module.facts.layouts[module.unit.id].loads
    for entry_id in dict.fromkeys((*loads, *values)):
        if entry_id in module.used_libraries:
            yield assign(store(values[entry_id]), load_library(chunk, entry_id))
        elif entry_id in loads:
            yield ast.Expr(value=load_library(chunk, entry_id))


def _without_comments(statement: ir.Statement, hoisted: frozenset[ir.Function]) -> ir.Statement:
    """Leave the comments of a method to its definition at module level."""
    if isinstance(statement, ir.Assign) and not hoisted.isdisjoint(_functions_of(statement)):
        return replace(statement, comments=NO_COMMENTS)
    return statement


def _bind_methods(context: FunctionContext) -> None:
    """Give what is called by name its name before any of its callers is emitted."""
    module, facts = context.module, context.facts
    layout = facts.layouts[module.unit.id]
    for variable in layout.names_only & facts.namespaces.keys():
        for key, value in facts.namespaces[variable].members.items():
            if isinstance(value, ir.Function) and value not in module.bound:
                module.bound[value] = context.names.fresh(key)
                module.undefined.add(value)
    own = set(all_functions(module.unit.main))
    for function in dict.fromkeys(facts.flow.dispatched.values()):
        if function in own and function not in module.bound:
            module.bound[function] = context.names.fresh(method_name(function))
            module.undefined.add(function)


def _no_arguments() -> ast.arguments:
    return ast.arguments(
        posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
    )


def _exports(context: FunctionContext) -> ast.expr:
    """Emit what the chunk returns."""
    from wippyc.emit.expressions import emit_one

    exports = context.facts.exports[context.module.unit.id]
    if exports.fields is None:
        return constant(None) if exports.single is None else emit_one(context, exports.single)
    values = [emit_one(context, expr) for expr in exports.fields.values()]
    keys: list[ast.expr | None] = [constant(key) for key in exports.fields]
    return call(context.imports.helper("Table"), [ast.Dict(keys=keys, values=values)])


# --- entries -----------------------------------------------------------------------------------


def _emit_entry(context: FunctionContext, has_state: bool) -> tuple[str, list[ast.stmt]]:
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


def dynamic_libraries(facts: Facts) -> frozenset[str]:
    """Return libraries whose value some unit needs as a table."""
    found: set[str] = set()
    for unit in facts.program.units.values():
        for function in all_functions(unit.main):
            mentions = expressions_of(function.body, ir.LibraryRef)
            static = _statically_used(facts, function) if mentions else set()
            for expr in mentions:
                if expr not in static:
                    found.add(expr.entry_id)
    return frozenset(found)


def _statically_used(facts: Facts, function: ir.Function) -> set[ir.Expr]:
    """Library references that become direct references to functions of its module."""
    static: set[ir.Expr] = set()
    for expr in expressions_of(function.body, ir.Index, ir.Call):
        match expr:
            case ir.Index(object=ir.LibraryRef() as library, key=ir.Constant(value=str() as key)):
                member = facts.call_analysis.member(library, key)
                target = None if member is None else facts.named_function(member)
                layout = facts.layouts.get(library.entry_id)
                if target is not None and layout is not None and not layout.has_state:
                    static.add(library)
            case ir.Call(callee=ir.LibraryRef() as library):
                target = facts.named_function(library)
                layout = facts.layouts.get(library.entry_id)
                if target is not None and layout is not None and not layout.has_state:
                    static.add(library)
            case _:
                pass
    return static
