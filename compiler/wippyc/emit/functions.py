"""Functions: definitions, closures, references across modules."""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.lua_patterns import LuaPattern
from wippyc.analyse.abstract_values.values import Tag
from wippyc.analyse.call_graph.generators import drops_sent_values
from wippyc.analyse.facts import Facts
from wippyc.analyse.program.falling import can_fall_off
from wippyc.emit.annotations import iterator_annotation, note_signature
from wippyc.emit.build import at, attribute, call, constant, name, subscript, tuple_of
from wippyc.emit.context import FunctionContext, Loop
from wippyc.emit.deep_blocks import has_yield, outline_deep_loops
from wippyc.emit.names import NameScope
from wippyc.emit.patterns import take_match
from wippyc.emit.tail_calls import decorators
from wippyc.ir import nodes as ir
from wippyc.ir.walk import all_functions, block_expressions, expressions_of, walk_statements
from wippyc.lua.syntax import NO_COMMENTS, Comments


def function_ref(
    context: FunctionContext, function: ir.Function, callee: ir.Expr
) -> ast.expr | None:
    """Emit a reference to a statically named function; `None` if it has no Python name here."""
    if isinstance(callee, ir.Function):
        return emit_function_value(context, callee)
    if isinstance(callee, ir.VariableRef):
        if callee.variable in context.facts.captures.cells:
            return attribute(name(context.names.name_of(callee.variable)), "value")
        return name(context.names.name_of(callee.variable))
    if isinstance(callee, ir.Index) and isinstance(callee.key, ir.Constant):
        member = context.facts.call_analysis.member(callee.object, str(callee.key.value))
        if member is None:
            return None
        return emit_member(context, callee.object, str(callee.key.value), member)
    if isinstance(callee, ir.LibraryRef):
        return _public(context, callee, function)
    return None


def emit_member(
    context: FunctionContext, base: ir.Expr, key: str, member: ir.Expr
) -> ast.expr | None:
    """Emit `namespace.key` or `library.key` as a direct reference, where that is possible."""
    if isinstance(base, ir.LibraryRef):
        function = context.facts.named_function(member)
        if function is None:
            return None
        return _public(context, base, function)
    if isinstance(member, ir.Function):
        bound = context.module.bound.get(member)
        return None if bound is None else name(bound)
    if isinstance(member, ir.Constant):
        return constant(member.value)
    return None


def _public(
    context: FunctionContext, library: ir.LibraryRef, function: ir.Function
) -> ast.expr | None:
    """Reference a module-level function of a library's module."""
    layout = context.facts.layouts[library.entry_id]
    if layout.has_state or function not in layout.hoisted:
        return None
    public = context.module.public_names.get(function)
    if public is None:
        return None
    return attribute(_library_module(context, library.entry_id), public)


def _library_module(context: FunctionContext, entry_id: str) -> ast.expr:
    path = context.module.paths[entry_id]
    alias = context.module.library_alias(entry_id)
    return context.imports.unit(path.parent.as_posix().replace("/", "."), path.stem, alias)


def emit_library_value(context: FunctionContext, entry_id: str) -> ast.expr:
    """Emit the value of a library: made once per execution from its `chunk`."""
    module = context.module
    if entry_id in module.library_values:
        module.used_libraries.add(entry_id)
        return name(module.library_values[entry_id])
    return load_library(context, entry_id)


def load_library(context: FunctionContext, entry_id: str) -> ast.expr:
    """Emit the call that runs the `chunk` of a library, if the execution has not yet."""
    if entry_id not in context.module.paths:
        return constant(None)
    chunk = attribute(_library_module(context, entry_id), "chunk")
    return call(context.imports.helper("load_library"), [constant(entry_id), chunk])


def emit_function_value(context: FunctionContext, function: ir.Function) -> ast.expr:
    """Emit a function in an expression: its definition goes above the current statement."""
    bound = context.module.bound.get(function)
    if bound is not None:
        if function in context.module.undefined:
            context.module.undefined.discard(function)
            context.output.append(emit_definition(context, function, bound))
        return name(bound)
    python_name = context.names.fresh(_wanted_name(context, function))
    context.output.append(emit_definition(context, function, python_name))
    return name(python_name)


def dispatched_ref(context: FunctionContext, expr: ir.Expr) -> tuple[ir.Function, ast.expr] | None:
    """Return the method that a call or operator always finds, if it has a Python name here."""
    function = context.facts.flow.dispatched.get(expr)
    python_name = None if function is None else context.module.bound.get(function)
    if function is None or python_name is None:
        return None
    hoisted = context.facts.layouts[context.module.unit.id].hoisted
    if function not in hoisted and any(each.function in hoisted for each in context.around()):
        # A function of the module cannot see those of `chunk`.
        return None
    return function, name(python_name)


def method_name(function: ir.Function) -> str:
    """Return the name that a method called by name should have."""
    return function.name.replace(".__", "_").replace(":", "_").replace(".", "_") or "method"


def _wanted_name(context: FunctionContext, function: ir.Function) -> str:
    if not function.name:
        return context.module.roles.get(function, "function")
    return function.name.replace(":", "_").rpartition(".")[2] or "function"


def emit_definition(
    parent: FunctionContext,
    function: ir.Function,
    python_name: str,
    comments: Comments = NO_COMMENTS,
    replaces: LuaPattern | None = None,
) -> ast.stmt:
    """Emit `def` or `async def` for a Lua function.

    Args:
        parent: What the function stands in.
        function: The function.
        python_name: Its name.
        comments: Comments of its definition.
        replaces: A pattern: the function gets matches of it and not what they captured.
    """
    from wippyc.emit.statements import emit_body

    facts = parent.facts
    outer = frozenset(
        parent.names.name_of(variable)
        for variable in facts.captures.free[function]
        if parent.names.has(variable)
    )
    outer |= frozenset(parent.module.bound.values())
    outer |= frozenset(parent.module.library_values.values())
    names = NameScope(parent.names, outer=outer)
    context = FunctionContext(module=parent.module, function=function, names=names, parent=parent)
    for variable in facts.captures.free[function]:
        guarded = parent.guarded.get(variable)
        if guarded is not None and guarded == parent.names.name_of(variable):
            context.guarded[variable] = guarded
    is_direct = function in facts.calls.direct
    arguments, prologue = _parameters(context, parent)
    if replaces is not None:
        prologue = [*take_match(context, arguments, replaces), *prologue]
    repeats = function in facts.tail_calls.repeating
    if repeats:
        context.loops.append(Loop(is_lua=False, is_function=True))
    with context.block() as body:
        body.extend(prologue)
        emit_body(context, function.body)
        falls_off = can_fall_off(function.body, facts.final_calls)
        if falls_off:
            body.extend(_final_return(context, is_direct, repeats))
        elif not repeats and len(body) > 1 and _is_bare_return(body[-1]):
            body.pop()
    if repeats:
        if len(body) > 1 and isinstance(body[-1], ast.Continue):
            body.pop()
        body = [ast.While(test=constant(True), body=body, orelse=[])]
    written = [
        names.name_of(variable)
        for variable in facts.captures.nonlocal_writes[function]
        if variable not in facts.captures.cells
    ]
    if written:
        body.insert(0, ast.Nonlocal(names=sorted(written)))
    if context.jump_name:
        body.insert(1 if written else 0, _jump_declaration(context))
    bound = set(written) | {each.arg for each in (*arguments.args, *arguments.kwonlyargs)}
    body = outline_deep_loops(body, bound, names.fresh, lambda: any_type(context))
    if context.is_generator and not has_yield(body):
        # Everything that yields is out of reach; the callers iterate all the same.
        body.insert(0, ast.Expr(value=ast.YieldFrom(value=tuple_of([]))))
    if not body:
        body.append(ast.Pass())
    if arguments.vararg is not None and arguments.vararg.arg in _assigned_names(body):
        # `*_` is a tuple for type checkers; a variable `_` of the body is not.
        arguments.vararg.arg = names.fresh("rest")
    returns = _return_annotation(context, is_direct)
    kind: type[ast.FunctionDef] | type[ast.AsyncFunctionDef] = (
        ast.AsyncFunctionDef if context.is_async else ast.FunctionDef
    )
    definition = kind(
        name=python_name,
        args=arguments,
        body=body,
        decorator_list=decorators(context),
        returns=returns,
    )
    note_signature(definition, context)
    if comments.leading or comments.trailing:
        definition.lua_comments = comments  # type: ignore[union-attr]
    return at(definition, function.span)


def _is_bare_return(statement: ast.stmt) -> bool:
    is_bare = isinstance(statement, ast.Return) and statement.value is None
    return is_bare and not hasattr(statement, "lua_comments")


def _assigned_names(body: list[ast.stmt]) -> set[str]:
    """Return the names a body binds itself, inner functions aside."""
    found: set[str] = set()
    waiting: list[ast.AST] = [*body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        waiting.extend(ast.iter_child_nodes(node))
    return found


def _jump_declaration(context: FunctionContext) -> ast.stmt:
    return ast.Assign(targets=[ast.Name(id=context.jump_name, ctx=ast.Store())], value=constant(0))


def _final_return(context: FunctionContext, is_direct: bool, repeats: bool) -> list[ast.stmt]:
    """Emit what falling off the end returns, unless that is Python's `None`."""
    count = context.facts.calls.fixed.get(context.function) if is_direct else None
    if context.function in context.facts.single_values.bodies:
        count = 1
    if count is None:
        return [ast.Return(value=tuple_of([]))]
    if count >= 2:
        return [ast.Return(value=tuple_of([constant(None)] * count))]
    return [ast.Return(value=None)] if repeats else []


def unused_name(context: FunctionContext) -> str:
    """Return a name for a value nobody reads: `_`, unless Lua reads a variable of that name."""
    return "_" if context.names.is_for_nothing("_") else context.names.fresh("unused")


def any_type(context: FunctionContext) -> ast.expr:
    """`Any`"""
    return context.imports.standard("typing", "Any")


def _parameters(
    context: FunctionContext, parent: FunctionContext
) -> tuple[ast.arguments, list[ast.stmt]]:
    facts = context.facts
    function = context.function
    arity = facts.calls.arity(function)
    takes_any_number = function not in facts.calls.direct or arity.varies
    prologue: list[ast.stmt] = []
    positional: list[ast.arg] = []
    for position, variable in enumerate(function.parameters):
        if any(later.name == variable.name for later in function.parameters[position + 1 :]):
            # Out of reach behind a later parameter of the same name, which Python refuses.
            python_name = context.names.fresh("unused")
            context.names.bind(variable, python_name)
        else:
            python_name, _ = context.declare(variable)
        positional.append(ast.arg(arg=python_name, annotation=any_type(context)))
        if variable in facts.captures.cells:
            wrapped = call(context.imports.helper("Cell"), [name(python_name)])
            prologue.append(
                ast.Assign(targets=[ast.Name(id=python_name, ctx=ast.Store())], value=wrapped)
            )
        elif _deserves_guard(context, variable):
            is_only_read = _is_only_read(function, variable)
            fields = python_name if is_only_read else context.names.fresh(f"{variable.name}_fields")
            context.guarded[variable] = fields
            guard = call(context.imports.helper("indexable"), [name(python_name)])
            prologue.append(ast.Assign(targets=[ast.Name(id=fields, ctx=ast.Store())], value=guard))
    vararg: ast.arg | None = None
    if function.is_vararg:
        context.varargs = context.names.fresh("arguments")
        vararg = ast.arg(arg=context.varargs, annotation=any_type(context))
    elif takes_any_number:
        # No parameter may have the same name.
        surplus = context.names.fresh("unused") if context.names.is_taken("_") else "_"
        vararg = ast.arg(arg=surplus, annotation=any_type(context))
    keyword_only = _captured_by_value(context, parent)
    for unread in arity.unread:
        python_name = context.names.fresh(f"_{unread.strip('_')}")
        positional.append(ast.arg(arg=python_name, annotation=any_type(context)))
    defaults: list[ast.expr] = [constant(None) for _ in positional] if takes_any_number else []
    arguments = ast.arguments(
        posonlyargs=[],
        args=positional,
        vararg=vararg,
        kwonlyargs=[ast.arg(arg=each, annotation=any_type(context)) for each in keyword_only],
        kw_defaults=[name(each) for each in keyword_only],
        kwarg=None,
        defaults=defaults,
    )
    return arguments, prologue


def _deserves_guard(context: FunctionContext, variable: ir.Variable) -> bool:
    """Whether a parameter's type is open and it is indexed more than once.

    One `indexable` at the entry then makes every `parameter["field"]` exact.
    """
    facts = context.facts
    if variable in facts.captures.assigned:
        return False
    value = facts.flow.variables.get(variable)
    if value is None or not value.can_be(Tag.STRING | Tag.OBJECT) or not value.can_be(Tag.TABLE):
        return False
    if "__index" in facts.yields.metamethods:
        return False
    uses = 0
    for expr in expressions_of(context.function.body, ir.Index):
        match expr:
            case ir.Index(
                object=ir.VariableRef(variable=used) as base, key=ir.Constant(value=str())
            ):
                # Tests may have shown that it is a table.
                is_open = facts.value(base).can_be(Tag.STRING | Tag.OBJECT)
                uses += used is variable and is_open
    return uses > 1


def _is_only_read(function: ir.Function, variable: ir.Variable) -> bool:
    """Whether all uses of a variable are reads of its fields, and tests.

    Anything else may be handed on: it must not get the form of a string whose fields are read.
    """
    uses = reads = 0
    for inner in all_functions(function):
        for expr in block_expressions(inner.body):
            match expr:
                case ir.VariableRef(variable=used) if used is variable:
                    uses += 1
                case (
                    ir.Index(object=ir.VariableRef(variable=used), key=ir.Constant(value=str()))
                    | ir.ApiCall(arguments=(ir.VariableRef(variable=used),))
                    | ir.Compare(left=ir.VariableRef(variable=used), right=ir.Constant())
                    | ir.Not(operand=ir.VariableRef(variable=used))
                ) if used is variable and _keeps_nothing(expr):
                    reads += 1
                case _:
                    pass
    return uses == reads


def _keeps_nothing(expr: ir.Expr) -> bool:
    return not isinstance(expr, ir.ApiCall) or (
        expr.module == "base" and expr.function.name == "type"
    )


def _hands_on_anything(facts: Facts, function: ir.Function, seen: set[ir.Function]) -> bool:
    """Whether a function returns what a type checker knows nothing of, as all its results."""
    if function in facts.tail_calls.passing:
        return True
    seen.add(function)
    for statement in walk_statements(function.body):
        match statement:
            case ir.Return(values=(ir.MethodCall(),)):
                return True
            case ir.Return(values=(ir.Call(callee=callee),)):
                named = facts.named_function(callee)
                if named is None or (named not in seen and _hands_on_anything(facts, named, seen)):
                    return True
            case _:
                pass
    return False


def _captured_by_value(context: FunctionContext, parent: FunctionContext) -> list[str]:
    """Python names of loop variables that the closure must keep as they are now."""
    captures = context.facts.captures
    found: list[str] = []
    for variable in captures.free[context.function]:
        if captures.owner.get(variable) is parent.function and variable in captures.in_loop:
            found.append(parent.names.name_of(variable))
    return sorted(found)


def _return_annotation(context: FunctionContext, is_direct: bool) -> ast.expr:
    count = context.facts.calls.fixed.get(context.function)
    if context.is_generator:
        if is_direct and count == 0 and drops_sent_values(context.function):
            return iterator_annotation(context.imports)
        result: ast.expr = constant(None) if is_direct and count == 0 else any_type(context)
        generator = context.imports.standard("collections.abc", "Generator")
        return subscript(generator, tuple_of([any_type(context), any_type(context), result]))
    if context.function in context.facts.tail_calls.passing:
        return any_type(context)
    if context.function in context.facts.flow.raising.functions:
        return context.imports.standard("typing", "NoReturn")
    if not is_direct or count is None:
        return any_type(context)
    if count == 0:
        return constant(None)
    if count >= 2 and not _hands_on_anything(context.facts, context.function, set()):
        elements: list[ast.expr] = [any_type(context) for _ in range(count)]
        return ast.Subscript(value=name("tuple"), slice=tuple_of(elements), ctx=ast.Load())
    return any_type(context)
