"""Tables: constructors, reading and writing fields."""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.values import INTEGERS, Tag, Tags
from wippyc.emit.build import (
    at,
    attribute,
    call,
    constant,
    is_literal,
    is_named_key,
    simple,
    subscript,
    tuple_of,
    walrus,
)
from wippyc.emit.build import name as python_name
from wippyc.emit.constant_fields import emit_constant_read, emit_item
from wippyc.emit.context import FunctionContext
from wippyc.emit.lists import emit_element
from wippyc.emit.maps import emit_entry, emit_entry_store, emit_map
from wippyc.emit.records import emit_field, emit_field_store, emit_record
from wippyc.ir import nodes as ir


def emit_index(context: FunctionContext, expr: ir.Index) -> ast.expr:
    """Emit a field read."""
    from wippyc.emit.expressions import emit_one
    from wippyc.emit.functions import emit_member

    if isinstance(expr.key, ir.Constant) and isinstance(expr.key.value, str):
        member = context.facts.call_analysis.member(expr.object, expr.key.value)
        if member is not None:
            emitted = emit_member(context, expr.object, expr.key.value, member)
            if emitted is not None:
                return emitted
    unchanging = emit_constant_read(context, expr)
    if unchanging is not None:
        return unchanging
    if context.facts.lists.holds(expr.object):
        return emit_element(context, expr)
    if context.facts.lists.holds_map(expr.object):
        return emit_entry(context, expr)
    target = _with_fields(context, expr.object)
    if isinstance(expr.key, ir.Constant) and isinstance(expr.key.value, str):
        field = emit_field(context, expr, expr.object, target, expr.key.value)
        if field is not None:
            return field
    key = emit_one(context, expr.key)
    value = context.facts.value(expr.object)
    if context.metamethod_suspends(expr.object, "__index"):
        return at(ast.Await(value=call(context.imports.helper("aindex"), [target, key])), expr.span)
    named_key = value.only(Tag.TABLE) or has_named_key(context, expr, key)
    # Python warns of a literal that is indexed; it raises anyway.
    indexable = not is_literal(target) and is_natively_indexable(context, expr.object)
    if named_key and indexable:
        return at(subscript(target, key), expr.span)
    return at(call(context.imports.helper("index"), [target, key]), expr.span)


def has_named_key(context: FunctionContext, index: ir.Index, key: ast.expr) -> bool:
    """Whether an error message can tell afterwards which key was computed."""
    if simple(key):
        return True
    return context.facts.value(index.key).only(INTEGERS) and is_named_key(key)


def _with_fields(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit a value whose fields are read."""
    from wippyc.emit.expressions import emit_one

    guarded = context.guarded.get(expr.variable) if isinstance(expr, ir.VariableRef) else None
    return emit_one(context, expr) if guarded is None else python_name(guarded)


def is_natively_indexable(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether Python's `x[key]` is exact: for everything but strings and typed userdata."""
    if isinstance(expr, ir.VariableRef) and expr.variable in context.guarded:
        return True
    value = context.facts.value(expr)
    # Fields of userdata would be exact too, but a type checker refuses `Response | None`.
    return bool(value.tags) and not value.can_be(Tag.STRING | Tag.OBJECT)


def appends_plainly(context: FunctionContext, table: ir.Expr, *, allowed: Tags = Tag.TABLE) -> bool:
    """Whether storing behind the last element of a value of the `allowed` types is `append`."""
    stored = context.facts.flow.fields
    if "__newindex" in stored or "__len" in stored:
        return False
    target = context.facts.value(table)
    return target.can_be(Tag.TABLE) and target.only(allowed)


def emit_store(
    context: FunctionContext,
    target: ast.expr,
    key: ast.expr,
    value: ast.expr,
    index: ir.Index,
    *,
    may_be_nil: bool,
) -> ast.stmt:
    """Emit a field store of values that are already evaluated in the right order."""
    in_record = emit_field_store(context, target, value, index)
    if in_record is not None:
        return in_record
    if context.facts.lists.holds_map(index.object):
        return emit_entry_store(context, target, key, value, index)
    if context.metamethod_suspends(index.object, "__newindex"):
        helper = call(context.imports.helper("asetindex"), [target, key, value])
        return at(ast.Expr(value=at(ast.Await(value=helper), index.span)), index.span)
    owner = context.facts.value(index.object)
    named_key = isinstance(index.key, ir.Constant) and isinstance(index.key.value, str)
    # A native store of nil leaves a `None` behind, which would hide an inherited field.
    if named_key and (not may_be_nil or context.facts.flow.is_plain(owner, context.module.unit.id)):
        store = ast.Subscript(value=target, slice=key, ctx=ast.Store())
        return at(ast.Assign(targets=[at(store, index.span)], value=value), index.span)
    is_table = owner.can_be(Tag.TABLE) and owner.only(Tag.TABLE | Tag.NIL)
    key_value = context.facts.value(index.key)
    is_named = is_table and (owner.only(Tag.TABLE) or has_named_key(context, index, key))
    if is_named and not may_be_nil and key_value.certainly(Tag.STRING):
        store = ast.Subscript(value=target, slice=key, ctx=ast.Store())
        return at(ast.Assign(targets=[at(store, index.span)], value=value), index.span)
    # Python looks the method up before it evaluates the value: nil has none.
    is_there = owner.only(Tag.TABLE) or simple(value)
    if is_named and is_there and "__newindex" not in context.facts.flow.fields:
        store_raw = call(attribute(target, "set"), [key, value])
        return at(ast.Expr(value=at(store_raw, index.span)), index.span)
    helper = call(context.imports.helper("setindex"), [target, key, value])
    return at(ast.Expr(value=at(helper, index.span)), index.span)


def _constant_text_key(item: ir.KeyedItem) -> str | None:
    if isinstance(item.key, ir.Constant) and isinstance(item.key.value, str):
        return item.key.value
    return None


def emit_table(context: FunctionContext, expr: ir.TableConstructor) -> ast.expr:
    """Emit a table constructor."""
    from wippyc.emit.expressions import emit_one

    if context.facts.lists.holds(expr):
        if expr.items and isinstance(expr.items[-1].value, ir.Vararg):
            return element_list(context, expr)
        elements = [emit_one(context, item.value) for item in expr.items]
        return ast.List(elts=elements, ctx=ast.Load())
    if context.facts.lists.holds_map(expr):
        return emit_map(context, expr)
    record = emit_record(context, expr)
    if record is not None:
        return record
    is_indexed = expr in context.facts.indexed.sites
    table = "indexed_table" if is_indexed else "Table"
    if not expr.items:
        flow = context.facts.flow
        if not is_indexed and expr in flow.lists and expr not in flow.objects:
            # The list is there for the first element; a table with a metatable is faster without.
            return call(context.imports.helper("array"), [ast.List(elts=[], ctx=ast.Load())])
        return call(context.imports.helper(table))
    positional = [item for item in expr.items if isinstance(item, ir.PositionalItem)]
    keyed = [item for item in expr.items if isinstance(item, ir.KeyedItem)]
    if not keyed:
        helper = context.imports.helper("indexed_array" if is_indexed else "array")
        return call(helper, [element_list(context, expr)])
    fields = emit_fields(context, expr)
    if fields is None and is_indexed and not positional:
        fields = _emit_entries(context, keyed)
    if fields is not None:
        return call(context.imports.helper(table), [fields])
    return _mixed_table(context, expr, positional, keyed)


def emit_fields(context: FunctionContext, expr: ir.TableConstructor) -> ast.expr | None:
    """Emit a constructor that only has fields of distinct names as a dict."""
    names: list[str] = []
    fields: list[ir.KeyedItem] = []
    for item in expr.items:
        text = _constant_text_key(item) if isinstance(item, ir.KeyedItem) else None
        if not isinstance(item, ir.KeyedItem) or text is None or text in names:
            return None
        names.append(text)
        fields.append(item)
    keys: list[ast.expr | None] = [constant(text) for text in names]
    values = [emit_item(context, expr, item) for item in fields]
    return commented(expr, ast.Dict(keys=keys, values=values))


def _emit_entries(context: FunctionContext, items: list[ir.KeyedItem]) -> ast.expr:
    """Emit values under names and integers as a dict."""
    from wippyc.emit.expressions import emit_one

    keys: list[ast.expr | None] = []
    values: list[ast.expr] = []
    for item in items:
        keys.append(emit_one(context, item.key))
        values.append(emit_one(context, item.value))
    return ast.Dict(keys=keys, values=values)


def element_list(context: FunctionContext, expr: ir.TableConstructor) -> ast.expr:
    """Emit the values of a constructor that only has positional ones as a list."""
    from wippyc.emit.expressions import emit_list

    values = tuple(item.value for item in expr.items)
    elements = emit_list(context, values)
    if len(elements) == 1 and isinstance(elements[0], ast.Starred):
        return call(python_name("list"), [elements[0].value])
    return ast.List(elts=elements, ctx=ast.Load())


def commented(expr: ir.TableConstructor, node: ast.expr) -> ast.expr:
    """Remember the comments of fields, to be printed above them."""
    if any(item.comments.leading or item.comments.trailing for item in expr.items):
        node.lua_item_comments = [item.comments for item in expr.items]  # type: ignore[attr-defined]
    return node


def _mixed_table(
    context: FunctionContext,
    expr: ir.TableConstructor,
    positional: list[ir.PositionalItem],
    keyed: list[ir.KeyedItem],
) -> ast.expr:
    """Emit positional and keyed values together; fields are evaluated in the source's order."""
    from wippyc.emit.expressions import emit_list, emit_one

    is_in_order = list(expr.items) == [*positional, *keyed]
    if not (is_in_order or not positional or _take_any_order(context, positional, keyed)):
        return _table_of_temporaries(context, expr)
    elements = emit_list(context, tuple(item.value for item in positional))
    if positional and expr.items[-1] is not positional[-1]:
        # Not the last field: cut to one value.
        elements[-1:] = [emit_one(context, positional[-1].value)]
    pairs = [(emit_one(context, item.key), emit_one(context, item.value)) for item in keyed]
    return _built(context, expr, elements, pairs)


def _take_any_order(
    context: FunctionContext, positional: list[ir.PositionalItem], keyed: list[ir.KeyedItem]
) -> bool:
    """Whether nothing tells if the positional values are evaluated before the others."""
    from wippyc.emit.item_stores import is_calm

    fields = all(is_calm(context, item.key) and is_calm(context, item.value) for item in keyed)
    return fields or all(is_calm(context, item.value) for item in positional)


def _built(
    context: FunctionContext,
    expr: ir.TableConstructor,
    elements: list[ast.expr],
    pairs: list[tuple[ast.expr, ast.expr]],
) -> ast.expr:
    """Make the table of values that need no order any more."""
    listed = ast.List(elts=elements, ctx=ast.Load())
    if expr in context.facts.indexed.sites:
        fields = ast.Dict(keys=[key for key, _ in pairs], values=[value for _, value in pairs])
        return call(context.imports.helper("indexed_array"), [listed, fields])
    entries = ast.List(elts=[tuple_of(pair) for pair in pairs], ctx=ast.Load())
    return call(context.imports.helper("make_table"), [listed, entries])


def _table_of_temporaries(context: FunctionContext, expr: ir.TableConstructor) -> ast.expr:
    """Evaluate everything in order into temporaries, then build."""
    from wippyc.emit.expressions import emit_list, emit_one

    steps: list[ast.expr] = []

    def held(wanted: str, value: ast.expr) -> ast.expr:
        if isinstance(value, ast.Constant):
            return value
        temporary = context.names.fresh(wanted)
        steps.append(walrus(temporary, value))
        return python_name(temporary)

    elements: list[ast.expr] = []
    pairs: list[tuple[ast.expr, ast.expr]] = []
    for position, item in enumerate(expr.items):
        is_last = position == len(expr.items) - 1
        if isinstance(item, ir.KeyedItem):
            key = held("key", emit_one(context, item.key))
            pairs.append((key, held("field", emit_one(context, item.value))))
        elif is_last and isinstance(item.value, ir.MULTI):
            spread = ast.List(elts=emit_list(context, (item.value,)), ctx=ast.Load())
            rest = held("rest", spread)
            elements.append(ast.Starred(value=rest, ctx=ast.Load()))
        else:
            elements.append(held("element", emit_one(context, item.value)))
    return subscript(tuple_of([*steps, _built(context, expr, elements, pairs)]), constant(-1))


def emit_plain_table(context: FunctionContext, expr: ir.TableConstructor) -> ast.expr | None:
    """Emit a literal that only flows into a payload as a plain dict or list.

    Returns `None` where only a `Table` gives the right payload (mixed or computed keys, values
    that may be absent in a list).
    """
    from wippyc.emit.expressions import emit_one

    if not expr.items:
        return ast.List(elts=[], ctx=ast.Load())
    keyed = [item for item in expr.items if isinstance(item, ir.KeyedItem)]
    if len(keyed) == len(expr.items):
        texts = [_constant_text_key(item) for item in keyed]
        if None in texts or len(set(texts)) != len(texts):
            return None
        values = [_plain_value(context, item.value) for item in keyed]
        node = ast.Dict(keys=[constant(text) for text in texts], values=values)
        return commented(expr, node)
    if keyed:
        return None
    if any(isinstance(item.value, ir.MULTI) for item in expr.items[-1:]):
        return None
    if any(context.facts.value(item.value).can_be(Tag.NIL) for item in expr.items):
        return None
    elements = [emit_one(context, item.value) for item in expr.items]
    return ast.List(elts=elements, ctx=ast.Load())


def _plain_value(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    from wippyc.emit.expressions import emit_one

    if isinstance(expr, ir.TableConstructor):
        plain = emit_plain_table(context, expr)
        if plain is not None:
            return plain
    return emit_one(context, expr)
