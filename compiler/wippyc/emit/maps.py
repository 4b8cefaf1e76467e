"""Operations of tables that are Python dicts, with texts or numbers as their keys.

counts[word]                counts.get(word)        counts[word] = nil      counts.pop(word, None)
counts[word] or 0           counts.get(word, 0)     seen[word] == nil       word not in seen
for k, v in pairs(t) do     for k, v in t.items():  next(t) == nil          not t
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.values import INTEGERS, NUMBER, Tag
from wippyc.emit.build import (
    assign,
    at,
    attribute,
    call,
    compare,
    constant,
    is_none,
    name,
    simple,
    store,
    subscript,
)
from wippyc.emit.constant_fields import emit_item
from wippyc.emit.context import FunctionContext
from wippyc.emit.lists import missing
from wippyc.ir import nodes as ir


def emit_map(context: FunctionContext, expr: ir.TableConstructor) -> ast.expr:
    """Emit a constructor."""
    from wippyc.emit.expressions import emit_one
    from wippyc.emit.tables import commented

    keys: list[ast.expr | None] = []
    values: list[ast.expr] = []
    for position, item in enumerate(expr.items, 1):
        if isinstance(item, ir.KeyedItem):
            keys.append(emit_one(context, item.key))
            values.append(emit_item(context, expr, item))
        else:
            keys.append(constant(position))
            values.append(emit_one(context, item.value))
    return commented(expr, ast.Dict(keys=keys, values=values))


def emit_entry(context: FunctionContext, expr: ir.Index) -> ast.expr:
    """Emit `map[key]`: what is not nil is there."""
    from wippyc.emit.expressions import emit_one

    entries, key = emit_one(context, expr.object), emit_one(context, expr.key)
    if not context.facts.may_be_nil(expr) or expr in context.facts.lists.raising:
        return at(subscript(entries, key), expr.span)
    arguments = [key]
    if expr in context.facts.lists.operands:
        # A type checker need not foresee the error that is raised.
        arguments.append(context.imports.helper("nil"))
    return missing(at(call(attribute(entries, "get"), arguments), expr.span))


def emit_entry_or(context: FunctionContext, expr: ir.Logical) -> ast.expr | None:
    """Emit `map[key] or default`; `None` if it is something else."""
    from wippyc.emit.expressions import emit_one

    entry, default = expr.left, expr.right
    if expr.operator != "or" or not isinstance(entry, ir.Index) or not _is_entry(context, entry):
        return None
    if context.facts.value(entry).can_be(Tag.FALSE) or not context.facts.may_be_nil(entry):
        return None
    if entry.object in context.facts.lists.gapped:
        return None
    match default:
        case ir.TableConstructor(items=()):
            pass
        case ir.Constant() if default.value is not None:
            pass
        case _:
            return None
    entries, key = emit_one(context, entry.object), emit_one(context, entry.key)
    return at(call(attribute(entries, "get"), [key, emit_one(context, default)]), entry.span)


def emit_presence(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit whether `map[key]` is not nil; `None` for the general form."""
    from wippyc.emit.expressions import emit_one

    if not isinstance(expr, ir.Index) or not _is_entry(context, expr):
        return None
    if not context.facts.may_be_nil(expr):
        return None
    entries, key = emit_one(context, expr.object), emit_one(context, expr.key)
    is_certain = (
        context.facts.value(expr.object).only(Tag.TABLE)
        and expr.object not in context.facts.lists.gapped
    )
    if not is_certain or not (simple(entries) and simple(key)):
        # Python looks at the key first.
        return is_none(at(call(attribute(entries, "get"), [key]), expr.span), negated=True)
    return at(compare(key, ast.In(), entries), expr.span)


def emit_truth(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit whether `map[key]` is true; `None` for the general form."""
    value = context.facts.value(expr)
    return None if not value.tags or value.can_be(Tag.FALSE) else emit_presence(context, expr)


def _is_entry(context: FunctionContext, expr: ir.Index) -> bool:
    return context.facts.lists.holds_map(expr.object)


def emit_removal(
    context: FunctionContext, entries: ast.expr, key: ast.expr, target: ir.Index
) -> ast.stmt:
    """Emit `map[key] = nil`."""
    removed = stored_key(context, key, target.key)
    removal = call(attribute(entries, "pop"), [removed, constant(None)])
    return at(ast.Expr(value=at(removal, target.span)), target.span)


def emit_entry_store(
    context: FunctionContext, entries: ast.expr, key: ast.expr, value: ast.expr, target: ir.Index
) -> ast.stmt:
    """Emit `map[key] = value` of a value that is not nil."""
    place = ast.Subscript(
        value=entries, slice=stored_key(context, key, target.key), ctx=ast.Store()
    )
    return at(ast.Assign(targets=[at(place, target.span)], value=value), target.span)


def stored_key(context: FunctionContext, key: ast.expr, expr: ir.Expr) -> ast.expr:
    """Emit the key of a store: neither nil nor a float that is no number is one."""
    value = context.facts.value(expr)
    if value.only(Tag.STRING) or value.only(INTEGERS):
        return key
    helper = "number_key" if value.can_be(NUMBER) else "text_key"
    return at(call(context.imports.helper(helper), [key]), expr.span)


def emit_walk(
    context: FunctionContext, statement: ir.GenericFor, table: ir.Expr, *, only_keys: bool
) -> tuple[ast.expr, ast.expr | None]:
    """Emit what a loop over `pairs` runs over.

    Returns:
        The iterator, and the dict if its values are still to be read: those of a dict that the
        loop may change are read when their turn comes.
    """
    from wippyc.emit.expressions import emit_one

    entries = emit_one(context, table)
    if statement in context.facts.lists.calm:
        return (entries if only_keys else at(call(attribute(entries, "items")), table.span)), None
    if only_keys:
        return call(name("list"), [entries]), None
    if not simple(entries) or _changes(context, table):
        temporary = context.names.fresh("entries")
        context.output.append(assign(store(temporary), entries))
        entries = name(temporary)
    return call(name("list"), [entries]), entries


def _changes(context: FunctionContext, table: ir.Expr) -> bool:
    """Whether a variable may have another value later."""
    return not isinstance(table, ir.VariableRef) or table.variable in (
        context.facts.captures.assigned
    )
