"""`chunk()`: what a Lua file does at its top level, run once per execution.

local registry = require("registry")    def chunk():
local handlers = {}                         registry = load_library("app:registry", …)
return { main = main }                      handlers = Table()
                                            return Table({"main": main})
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from wippyc.analyse.facts import Facts
from wippyc.analyse.program.falling import can_fall_off
from wippyc.emit.build import assign, at, call, comment, constant, store
from wippyc.emit.context import FunctionContext
from wippyc.emit.deep_blocks import awaits, outline_deep_loops
from wippyc.emit.functions import any_type, load_library, method_name
from wippyc.emit.names import NameScope
from wippyc.emit.statements import emit_body
from wippyc.ir import nodes as ir
from wippyc.ir.walk import all_functions, expressions_of
from wippyc.lua.syntax import NO_COMMENTS


def emit_chunk(context: FunctionContext) -> ast.stmt:
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
    if isinstance(statement, ir.Assign) and not hoisted.isdisjoint(defined_functions(statement)):
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


def defined_functions(statement: ir.Statement) -> tuple[ir.Function, ...]:
    """Return the functions that a statement defines under a name."""
    match statement:
        case ir.DeclareFunction(function=function):
            return (function,)
        case ir.Assign(values=[ir.Function() as function]):
            return (function,)
        case _:
            return ()


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
