"""Declarations and assignments: IR to Python."""

from __future__ import annotations

import ast
from itertools import chain, repeat

from wippyc.analyse.abstract_values.values import EMPTY, Tag
from wippyc.analyse.dataflow.appends import is_append
from wippyc.analyse.dataflow.plain_places import is_nil
from wippyc.emit.annotations import note_variable
from wippyc.emit.build import (
    annotated,
    assign,
    at,
    attribute,
    call,
    constant,
    name,
    simple,
    store,
    store_tuple,
    tuple_of,
)
from wippyc.emit.context import FunctionContext
from wippyc.emit.counters import emit_assigned
from wippyc.emit.expressions import (
    emit_exactly,
    emit_one,
    variable_target,
)
from wippyc.emit.functions import any_type, emit_definition, emit_function_value, unused_name
from wippyc.emit.item_stores import (
    emit_item_assignment,
    emit_parallel_items,
    is_calm,
    stores_natively,
    takes_any_order,
    takes_item_assignment,
)
from wippyc.emit.late_reads import changes_place, is_read_late
from wippyc.emit.lists import emit_list_store, list_position, may_miss, store_element
from wippyc.emit.maps import emit_removal
from wippyc.emit.operators import emit_extension, emit_update
from wippyc.emit.string_calls import emit_optional
from wippyc.emit.tables import appends_plainly, emit_store
from wippyc.emit.varargs import note_count
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_expression


def _initial(context: FunctionContext, variable: ir.Variable, value: ast.expr) -> ast.expr:
    if variable in context.facts.captures.cells:
        return call(context.imports.helper("Cell"), [value])
    return value


def _needs_annotation(
    context: FunctionContext, variable: ir.Variable, value: ast.expr | None
) -> bool:
    """Whether Python's type checker would infer too narrow a type from the first value.

    Args:
        context: Where that is.
        variable: The variable.
        value: The value; `None` if it is part of another.
    """
    if variable in context.facts.captures.cells:
        return False
    if value is not None and may_miss(value):
        return True
    if variable in context.facts.lists.variables:
        return isinstance(value, ast.List) or context.kind_of(variable) == "any"
    if variable in context.facts.lists.map_variables:
        return isinstance(value, ast.Dict) or context.kind_of(variable) == "any"
    return variable in context.facts.captures.assigned and context.kind_of(variable) in (
        "any", "int?", "str?",
    )  # fmt: skip


def _optional(context: FunctionContext, variable: ir.Variable, value: ir.Expr) -> ast.expr | None:
    """Emit a search whose result may be nil, for a variable that holds nothing else."""
    return emit_optional(context, value) if context.kind_of(variable).endswith("?") else None


def emit_local(context: FunctionContext, statement: ir.Local) -> None:
    variables = tuple(
        variable for variable in statement.variables if not _is_name_only(context, variable)
    )
    values = statement.values
    if not variables and len(statement.variables) == 1:
        _emit_members(context, values)
        return
    if not context.facts.type_names.keys().isdisjoint(variables):
        return
    note_count(context, statement)
    context.declaring = frozenset(variable.name for variable in statement.variables)
    optional = (
        _optional(context, variables[0], values[0]) if len(values) == len(variables) == 1 else None
    )
    emitted = (
        [at(optional, values[0].span)]
        if optional is not None
        else emit_assigned(context, statement.variables, values)
        if values
        else [constant(None) for _ in statement.variables]
    )
    context.declaring = frozenset()
    declared = [context.declare(variable) for variable in statement.variables]
    plain = not any(isinstance(value, ast.Starred) for value in emitted)
    if (
        plain
        and len(emitted) == len(declared)
        and (len(declared) == 1 or not values or _are_new_lists(context, statement, emitted))
    ):
        for variable, (python_name, existed), value in zip(
            statement.variables, declared, emitted, strict=True
        ):
            initial = _initial(context, variable, value)
            needs_annotation = optional is not None or _needs_annotation(context, variable, value)
            if not existed and needs_annotation:
                node: ast.stmt = annotated(python_name, initial, any_type(context))
                note_variable(node, context, variable)
            else:
                node = assign(store(python_name), initial)
            context.output.append(node)
        return
    targets: list[ast.expr] = [store(python_name) for python_name, _ in declared]
    targets.extend(store(unused_name(context)) for _ in range(len(emitted) - len(targets)))
    for position, (variable, (python_name, existed)) in enumerate(
        zip(statement.variables, declared, strict=True)
    ):
        known = emitted[position] if plain and position < len(emitted) else None
        if not existed and _needs_annotation(context, variable, known):
            declaration = ast.AnnAssign(
                target=store(python_name), annotation=any_type(context), value=None, simple=1
            )
            note_variable(declaration, context, variable)
            context.output.append(declaration)
    context.output.append(assign(store_tuple(targets), packed(emitted)))
    for variable, (python_name, _) in zip(statement.variables, declared, strict=True):
        if variable in context.facts.captures.cells:
            cell = call(context.imports.helper("Cell"), [name(python_name)])
            context.output.append(assign(store(python_name), cell))


def _are_new_lists(context: FunctionContext, statement: ir.Local, values: list[ast.expr]) -> bool:
    """Whether the values are literals, and some of them lists or dicts.

    Those can be assigned one by one.
    """
    are_literals = all(
        isinstance(part, ast.Constant)
        for value in values
        for part in (
            value.elts
            if isinstance(value, ast.List)
            else value.values
            if isinstance(value, ast.Dict)
            else [value]
        )
    )
    lists = context.facts.lists
    collections = lists.variables | lists.map_variables.keys()
    return are_literals and not collections.isdisjoint(statement.variables)


def packed(values: list[ast.expr]) -> ast.expr:
    """The right side of a tuple assignment; `*x` alone is just `x`."""
    if len(values) == 1:
        only = values[0]
        return only.value if isinstance(only, ast.Starred) else only
    return tuple_of(values)


def _is_name_only(context: FunctionContext, variable: ir.Variable) -> bool:
    """Whether a variable needs no Python variable."""
    unit = context.module.unit
    layout = context.facts.layouts[unit.id]
    return variable in unit.spent or variable in layout.names_only or variable in layout.constants


def _emit_members(context: FunctionContext, values: tuple[ir.Expr, ...]) -> None:
    """Define the functions of a namespace's constructor that have no definition yet."""
    for value in values:
        if isinstance(value, ir.TableConstructor):
            for item in value.items:
                if isinstance(item.value, ir.Function):
                    emit_function_value(context, item.value)


def emit_function_declaration(context: FunctionContext, statement: ir.DeclareFunction) -> None:
    function, variable = statement.function, statement.variable
    if function in context.module.bound:
        context.names.bind(variable, context.module.bound[function])
        return
    captures = context.facts.captures
    if variable in captures.cells:
        python_name, _ = context.declare(variable)
        context.output.append(assign(store(python_name), call(context.imports.helper("Cell"))))
        inner = context.names.fresh(variable.name)
        context.output.append(emit_definition(context, function, inner))
        context.output.append(assign(variable_target(context, variable), name(inner)))
        return
    python_name, _ = context.declare(variable)
    if variable in captures.assigned:
        # A `def` would fix the type of the name; the variable changes later.
        inner = context.names.fresh(variable.name)
        context.output.append(emit_definition(context, function, inner))
        context.output.append(annotated(python_name, name(inner), any_type(context)))
        return
    context.output.append(emit_definition(context, function, python_name))


def emit_assignment(context: FunctionContext, statement: ir.Assign) -> None:
    targets = statement.targets
    if len(targets) == 1 and len(statement.values) == 1:
        _assign_one(context, targets[0], statement.values[0])
        return
    if all(isinstance(target, ir.VariableRef) for target in targets) and not _repeats(targets):
        variables = [each.variable for each in targets if isinstance(each, ir.VariableRef)]
        emitted = emit_assigned(context, variables, statement.values)
        written = [variable_target(context, variable) for variable in variables]
        written.extend(store(unused_name(context)) for _ in range(len(emitted) - len(written)))
        context.output.append(assign(store_tuple(written), packed(emitted)))
        return
    _assign_in_order(context, statement)


def _repeats(targets: tuple[ir.Target, ...]) -> bool:
    variables = [target.variable for target in targets if isinstance(target, ir.VariableRef)]
    return len(set(variables)) != len(variables)


def _assign_one(context: FunctionContext, target: ir.Target, value: ir.Expr) -> None:
    match target:
        case ir.VariableRef(variable=variable):
            if isinstance(value, ir.Function) and value in context.module.bound:
                context.names.bind(variable, context.module.bound[value])
                return
            optional = _optional(context, variable, value) if variable.kind == "local" else None
            if optional is not None:
                emitted = at(optional, value.span)
            elif variable in context.facts.accumulators and isinstance(value, ir.Arithmetic):
                emitted = emit_update(context, variable, value)
            else:
                extended = emit_extension(context, variable, value)
                emitted = extended or emit_assigned(context, (variable,), (value,))[0]
            context.output.append(assign(variable_target(context, variable), emitted))
        case ir.GlobalRef(name=global_name):
            emitted = emit_one(context, value)
            globals_table = call(context.imports.helper("lua_globals"))
            key = ast.Subscript(value=globals_table, slice=constant(global_name), ctx=ast.Store())
            context.output.append(assign(key, emitted))
        case ir.Index(object=base, key=key_expr):
            if _is_namespace_member(context, target, value):
                return
            if context.facts.lists.holds(base):
                context.output.append(emit_list_store(context, target, value))
                return
            base_node = emit_one(context, base)
            plain_index = not context.facts.flow.fields.get("__index", EMPTY).functions
            appends = (
                is_append(target, value, context.facts.flow)
                and appends_plainly(context, base, allowed=Tag.TABLE | Tag.NIL)
                and (plain_index or isinstance(base, ir.VariableRef))
            ) or target in context.facts.appending
            if appends:
                appended = call(attribute(base_node, "append"), [emit_one(context, value)])
                context.output.append(ast.Expr(value=at(appended, target.span)))
                return
            key_node = emit_one(context, key_expr)
            if changes_place(context, target, value):
                if not is_read_late(context, base, is_table=True):
                    base_node = _hold(context, base_node, "target")
                if not is_read_late(context, key_expr):
                    key_node = _hold(context, key_node, "key")
                value_node = _hold(context, emit_one(context, value), "value")
            else:
                value_node = emit_one(context, value)
            is_map = context.facts.lists.holds_map(base)
            if is_map and is_nil(value):
                context.output.append(emit_removal(context, base_node, key_node, target))
                return
            if takes_item_assignment(context, target, value):
                context.output.append(emit_item_assignment(base_node, key_node, value_node, target))
                return
            is_same_early = simple(value_node) and is_calm(context, value)
            is_native = is_map or context.facts.value(key_expr).certainly(Tag.STRING)
            if is_native and not is_same_early:
                # Python evaluates the right side first, Lua the table and the key.
                is_key_late = not simple(key_node) and not takes_any_order(context, key_expr, value)
                is_base_late = base not in context.facts.lists.raising and not takes_any_order(
                    context, base, value
                )
                if not simple(base_node) and (is_key_late or is_base_late):
                    base_node = _hold(context, base_node, "target")
                if is_key_late:
                    key_node = _hold(context, key_node, "key")
            context.output.append(
                emit_store(
                    context,
                    base_node,
                    key_node,
                    value_node,
                    target,
                    may_be_nil=context.facts.may_be_nil(value),
                )
            )


def _is_namespace_member(context: FunctionContext, target: ir.Index, value: ir.Expr) -> bool:
    """Emit `M.f = function` of a namespace as the definition of a function; say whether it was."""
    if not isinstance(target.object, ir.VariableRef):
        return False
    variable = target.object.variable
    if variable not in context.facts.namespaces and variable not in context.facts.unread_classes:
        return False
    if isinstance(value, ir.Function):
        emit_function_value(context, value)
    return True


def _hold(context: FunctionContext, value: ast.expr, wanted: str) -> ast.expr:
    """Evaluate a value now, into a temporary."""
    if simple(value) and isinstance(value, ast.Constant):
        return value
    temporary = context.names.fresh(wanted)
    context.output.append(assign(store(temporary), value))
    return name(temporary)


def _settled(
    context: FunctionContext,
    expr: ir.Expr,
    stored_before: tuple[ir.Target, ...],
    wanted: str,
    *,
    is_late: bool,
) -> ast.expr:
    """Evaluate part of a target before the values, unless nothing can change it meanwhile.

    What `is_late` is read when it is stored, unless targets that are stored before assign it.
    """
    emitted = emit_one(context, expr)
    if isinstance(expr, ir.VariableRef):
        variable = expr.variable
        written = any(
            isinstance(target, ir.VariableRef) and target.variable is variable
            for target in stored_before
        )
        is_kept = is_calm(context, expr) and variable not in context.facts.captures.cells
        if not written and (is_late or is_kept):
            return emitted
    return _hold(context, emitted, wanted)


def _assign_in_order(context: FunctionContext, statement: ir.Assign) -> None:
    """Lua evaluates targets, then values, then stores from right to left."""
    if _fills_lists(context, statement):
        for target, value in zip(statement.targets, statement.values, strict=True):
            _assign_one(context, target, value)
        return
    at_once = emit_parallel_items(context, statement)
    if at_once is not None:
        context.output.append(at_once)
        return
    places: list[tuple[ast.expr, ast.expr] | None] = []
    for position, target in enumerate(statement.targets):
        if isinstance(target, ir.Index):
            before = statement.targets[position + 1 :]
            is_late = is_read_late(context, target.object, is_table=True)
            base = _settled(context, target.object, before, "target", is_late=is_late)
            lists = context.facts.lists
            if not lists.holds(target.object):
                is_late = is_read_late(context, target.key)
                key = _settled(context, target.key, before, "key", is_late=is_late)
            elif target in lists.within:
                key = _hold(context, list_position(context, target), "key")
            else:
                # It is appended.
                key = constant(None)
            places.append((base, key))
        else:
            places.append(None)
    emitted = emit_exactly(context, statement.values, len(statement.targets))
    values: list[ast.expr] = []
    temporaries: list[ast.expr] = []
    held: list[ast.expr] = []
    is_spread = any(isinstance(value, ast.Starred) for value in emitted)
    count = len(statement.targets)
    news = [None] * count if is_spread or len(emitted) < count else emitted
    for new, expr in zip(news, chain(statement.values, repeat(None)), strict=False):
        if new is not None and (_is_literal(new) or _keeps_value(context, statement, expr, new)):
            values.append(new)
            continue
        is_wanted = len(values) < count
        temporary = context.names.fresh("new") if is_wanted else unused_name(context)
        values.append(name(temporary))
        temporaries.append(store(temporary))
        held += [] if new is None else [new]
    if temporaries:
        context.output.append(assign(store_tuple(temporaries), packed(held or emitted)))
    _store_backwards(context, statement, places, values[:count])


def _keeps_value(
    context: FunctionContext, statement: ir.Assign, value: ir.Expr | None, emitted: ast.expr
) -> bool:
    """Whether a value is a variable that nothing assigns until it is stored."""
    match value, emitted:
        case ir.VariableRef(variable=variable), ast.Name():
            return is_calm(context, value) and not any(
                isinstance(target, ir.VariableRef) and target.variable is variable
                for target in statement.targets
            )
        case _:
            return False


def _is_literal(value: ast.expr) -> bool:
    match value:
        case ast.Constant() | ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case _:
            return False


def _fills_lists(context: FunctionContext, statement: ir.Assign) -> bool:
    """Whether new lists, which nothing else can reach, get elements that no order changes."""
    lists = context.facts.lists
    filled: set[ir.Variable] = set()
    for target in statement.targets:
        match target:
            case ir.Index(object=ir.VariableRef(variable=table)) if (
                table in lists.variables and target not in lists.within
            ):
                filled.add(table)
            case _:
                return False
    parts = [part for value in statement.values for part in walk_expression(value)]
    return len(filled) == len(statement.values) and not any(
        isinstance(part, ir.Function)
        or (isinstance(part, ir.VariableRef) and part.variable in filled)
        for part in parts
    )


def _store_backwards(
    context: FunctionContext,
    statement: ir.Assign,
    places: list[tuple[ast.expr, ast.expr] | None],
    values: list[ast.expr],
) -> None:
    """Store values that are evaluated already, the last target first."""
    steps = list(zip(statement.targets, places, values, strict=True))
    for position, (target, place, value) in reversed(list(enumerate(steps))):
        match target:
            case ir.VariableRef(variable=variable):
                context.output.append(assign(variable_target(context, variable), value))
            case ir.GlobalRef(name=global_name):
                table = call(context.imports.helper("lua_globals"))
                key_node = ast.Subscript(value=table, slice=constant(global_name), ctx=ast.Store())
                context.output.append(assign(key_node, value))
            case ir.Index():
                assert place is not None
                if context.facts.lists.holds(target.object):
                    context.output.append(store_element(context, *place, value, target))
                    continue
                known = position < len(statement.values)
                expr = statement.values[position] if known else None
                if expr is not None and stores_natively(context, target, expr):
                    context.output.append(emit_item_assignment(*place, value, target))
                    continue
                may_be_nil = expr is None or context.facts.may_be_nil(expr)
                context.output.append(
                    emit_store(context, place[0], place[1], value, target, may_be_nil=may_be_nil)
                )
