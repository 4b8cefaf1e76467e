"""Tables that are Python objects: their classes, constructors, fields.

{ x = 0, mass = m }          Body(0, m)
setmetatable({ … }, Queue)   Queue(…)
body.x = 1                   body.x = 1
self:handle(p)               self.metatable["handle"](self, p)
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.births import given_fields
from wippyc.analyse.objects.records import METATABLE, Record, attribute_of
from wippyc.emit.build import assign, at, attribute, call, constant, name, store, tuple_of
from wippyc.emit.context import FunctionContext, ModuleContext
from wippyc.emit.names import class_name
from wippyc.ir import nodes as ir
from wippyc.lua.syntax import NO_COMMENTS


def bind_records(module: ModuleContext) -> None:
    """Name the classes of a module."""
    for record in module.facts.records.by_unit.get(module.unit.id, ()):
        module.records[record] = module.names.fresh(class_name(record.name))


def emit_classes(context: FunctionContext) -> list[ast.stmt]:
    """Emit the classes of a module's records."""
    return [
        _class(context, record, python_name)
        for record, python_name in context.module.records.items()
    ]


def _class(context: FunctionContext, record: Record, python_name: str) -> ast.stmt:
    anything = context.imports.standard("typing", "Any")
    parameters = [attribute_of(each) for each in (*record.required, *record.optional)]
    own = [METATABLE] if record.inherited else []
    slots = [*own, *map(attribute_of, record.fields)]
    body: list[ast.stmt] = []
    for each in slots:
        target = attribute(name("self"), each)
        target.ctx = ast.Store()
        if each in parameters or each in own:
            body.append(assign(target, name(each)))
        else:
            body.append(
                ast.AnnAssign(target=target, annotation=anything, value=constant(None), simple=0)
            )
    arguments = ["self", *own, *parameters]
    initialise = ast.FunctionDef(
        name="__init__",
        args=ast.arguments(
            posonlyargs=[],
            args=[
                ast.arg(arg=each, annotation=None if each == "self" else anything)
                for each in arguments
            ],
            vararg=None,
            kwonlyargs=[],
            kw_defaults=[],
            kwarg=None,
            defaults=[constant(None) for _ in record.optional],
        ),
        body=body,
        decorator_list=[],
        returns=constant(None),
    )
    definition = ast.ClassDef(
        name=python_name,
        bases=[],
        keywords=[],
        body=[
            assign(store("__slots__"), tuple_of([constant(each) for each in slots])),
            initialise,
        ],
        decorator_list=[],
    )
    return at(definition, record.sites[0].span)


def emit_record(
    context: FunctionContext, expr: ir.TableConstructor, metatable: ir.Expr | None = None
) -> ast.expr | None:
    """Emit a constructor as a call of its class; `None` if it makes no record.

    Args:
        context: Where it is.
        expr: The constructor.
        metatable: The metatable it is given at once.
    """
    from wippyc.emit.expressions import emit_one

    record = context.facts.records.by_site.get(expr)
    if record is None:
        return None
    values = [emit_one(context, item.value) for item in expr.items]
    arguments: list[ast.expr] = []
    keywords: list[tuple[str, ast.expr]] = []
    if record.inherited:
        arguments.append(constant(None) if metatable is None else emit_one(context, metatable))
    order = (*record.required, *record.optional)
    for position, (field, value) in enumerate(zip(given_fields(expr), values, strict=True)):
        if not keywords and order[position] == field:
            arguments.append(value)
        else:
            keywords.append((attribute_of(field), value))
    node = call(name(context.module.records[record]), arguments, keywords)
    comments = [item.comments for item in expr.items]
    if any(each.leading or each.trailing for each in comments):
        own = [NO_COMMENTS] if record.inherited else []
        node.lua_item_comments = [*own, *comments]  # type: ignore[attr-defined]
    return at(node, expr.span)


def emit_blessing(context: FunctionContext, expr: ir.ApiCall) -> ast.expr | None:
    """Emit `setmetatable` of a record; `None` for other tables."""
    from wippyc.emit.expressions import emit_one

    target, metatable = expr.arguments
    record = context.facts.records.of(context.facts.value(target))
    if record is None:
        return None
    if isinstance(target, ir.TableConstructor):
        return emit_record(context, target, metatable)
    emitted = emit_one(context, target)
    if not record.inherited:
        return emitted
    helper = context.imports.helper("give_metatable")
    return call(helper, [emitted, emit_one(context, metatable)])


def emit_field(
    context: FunctionContext, expr: ir.Expr, table: ir.Expr, target: ast.expr, field: str
) -> ast.expr | None:
    """Emit a field of a record, its own or of its class; `None` for other tables.

    Args:
        context: Where it is.
        expr: The read, or the call of a method.
        table: The table.
        target: The same, emitted.
        field: Name of the field.
    """
    record = context.facts.records.of(context.facts.value(table))
    if record is None:
        return None
    if field in record.inherited:
        methods = at(attribute(target, METATABLE), expr.span)
        return at(ast.Subscript(value=methods, slice=constant(field), ctx=ast.Load()), expr.span)
    return at(attribute(target, attribute_of(field)), expr.span)


def emit_field_store(
    context: FunctionContext, target: ast.expr, value: ast.expr, index: ir.Index
) -> ast.stmt | None:
    """Emit a store into a record; `None` for other tables."""
    record = context.facts.records.of(context.facts.value(index.object))
    if record is None:
        return None
    assert isinstance(index.key, ir.Constant)
    place = attribute(target, attribute_of(str(index.key.value)))
    place.ctx = ast.Store()
    return at(assign(at(place, index.span), value), index.span)
