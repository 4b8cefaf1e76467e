"""Stores into indexed tables and lists: `t[i] = v` and swaps as Python's own statements.

Python evaluates the value first, then the table and the key, and stores from left to right; Lua
evaluates tables and keys before values, and stores from right to left. Where something could tell
the difference, the general forms are used instead.
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.values import EMPTY, INTEGERS, NUMBER, Site, Tag
from wippyc.analyse.dataflow.appends import is_same_place
from wippyc.emit.build import at, store_tuple, tuple_of
from wippyc.emit.context import FunctionContext
from wippyc.emit.lists import bare, element_target, list_position
from wippyc.ir import nodes as ir

_QUIET_MODULES = frozenset({"math", "string"})


def _takes_native_store(context: FunctionContext, target: ir.Index, value: ir.Expr | None) -> bool:
    """Whether `t[i] = v` of Python is exact for a store."""
    if target.object in context.facts.lists.numbered:
        return context.facts.value(target.key).only(INTEGERS)
    return context.facts.indexed.takes_native_store(target, value)


def takes_item_assignment(context: FunctionContext, target: ir.Index, value: ir.Expr) -> bool:
    """Whether a store can be `t[i] = v`."""
    if not _takes_native_store(context, target, value):
        return False
    # A computed key has no name that an error message could look up afterwards.
    named_key = isinstance(target.key, ir.VariableRef | ir.Constant)
    if not named_key and not context.facts.value(target.object).only(Tag.TABLE):
        return False
    if is_calm(context, value):
        return True
    if not is_calm(context, target.key):
        return False
    if is_calm(context, target.object):
        return True
    return _is_plain_read(context, target.object) and _is_quiet(context, value)


def takes_any_order(context: FunctionContext, place: ir.Expr, value: ir.Expr) -> bool:
    """Whether nothing tells in which order a table or key and the value to store are evaluated."""
    return (
        is_calm(context, place)
        or (_is_quiet(context, place) and _is_sure(context, value))
        or (_is_plain_read(context, place) and _is_quiet(context, value))
    )


def emit_item_assignment(
    target: ast.expr, key: ast.expr, value: ast.expr, index: ir.Index
) -> ast.stmt:
    """Emit `t[i] = v` as it is."""
    item = ast.Subscript(value=target, slice=key, ctx=ast.Store())
    return at(ast.Assign(targets=[at(item, index.span)], value=value), index.span)


def emit_parallel_items(context: FunctionContext, statement: ir.Assign) -> ast.stmt | None:
    """Emit `t[i], t[j] = t[j], t[i]` as Python's statement, if nothing can tell the difference."""
    from wippyc.emit.expressions import emit_one

    if len(statement.targets) != len(statement.values):
        return None
    pairs = list(zip(statement.targets, statement.values, strict=True))
    items: list[tuple[ir.Index, ir.Expr]] = []
    for target, value in pairs:
        if not isinstance(target, ir.Index):
            return None
        if not (_is_replaced(context, target) or _takes_native_store(context, target, value)):
            return None
        items.append((target, value))
    if not _is_swap(context, items) and not _are_apart(context, items):
        if not all(_is_safe(context, target, value) for target, value in items):
            return None
        # Lua stores from right to left.
        items.reverse()
    stores: list[ast.expr] = []
    for target, _ in items:
        if _is_replaced(context, target):
            table, key = bare(context, target.object), list_position(context, target)
            stores.append(element_target(context, table, key, target))
            continue
        table, key = emit_one(context, target.object), emit_one(context, target.key)
        stores.append(at(ast.Subscript(value=table, slice=key, ctx=ast.Store()), target.span))
    emitted = [emit_one(context, value) for _, value in items]
    return ast.Assign(targets=[store_tuple(stores)], value=tuple_of(emitted))


def stores_natively(context: FunctionContext, target: ir.Index, value: ir.Expr | None) -> bool:
    """Whether `t[i] = v` of Python stores a value that is evaluated already."""
    is_table = context.facts.value(target.object).only(Tag.TABLE)
    return is_table and _takes_native_store(context, target, value)


def _are_apart(context: FunctionContext, items: list[tuple[ir.Index, ir.Expr]]) -> bool:
    """Whether elements of different tables are stored, which is seen in no order.

    What the values do changes neither tables nor keys; all of them are there before the first
    store.
    """
    seen: set[Site] = set()
    are_quiet = all(_is_quiet(context, value) for _, value in items)
    for target, _ in items:
        sites = context.facts.value(target.object).tables
        if not seen.isdisjoint(sites) or not _is_item(context, target):
            return False
        if _is_replaced(context, target) and not are_quiet:
            return False
        seen |= sites
    return True


def _is_replaced(context: FunctionContext, target: ir.Index) -> bool:
    """Whether a place is an element of a list that is there."""
    return target in context.facts.lists.within and context.facts.lists.holds(target.object)


def _is_safe(context: FunctionContext, target: ir.Index, value: ir.Expr) -> bool:
    """Whether neither part of a store has effects or raises."""
    is_value_safe = is_calm(context, value) or _is_item(context, value)
    return _is_item(context, target) and is_value_safe


def _is_item(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression is an element of an indexed table or a list, and does not raise."""
    if not isinstance(expr, ir.Index):
        return False
    table = context.facts.value(expr.object)
    is_indexed = table.only(Tag.TABLE) and (
        expr.object in context.facts.lists.numbered or context.facts.indexed.are_indexed(table)
    )
    is_sure = is_indexed or _is_replaced(context, expr)
    return is_sure and is_calm(context, expr.object) and is_calm(context, expr.key)


def _is_swap(context: FunctionContext, items: list[tuple[ir.Index, ir.Expr]]) -> bool:
    """Whether two elements of one table change places.

    The values are read first, in the order of the source: they raise what Lua raises. Then the
    order of the stores does not matter, and neither finds another table or key than the other: the
    table is a local or fields of one, which no function finds, since any table may be what that
    finds.
    """
    match items:
        case [
            (ir.Index(object=table) as left, ir.Index() as new_left),
            (ir.Index() as right, ir.Index() as new_right),
        ]:
            places = (left, new_left, right, new_right)
            return (
                all(is_same_place(table, each.object) for each in places)
                and _is_same_key(left.key, new_right.key)
                and _is_same_key(right.key, new_left.key)
                and all(is_calm(context, each.key) for each in places)
            )
        case _:
            return False


def _is_same_key(one: ir.Expr, other: ir.Expr) -> bool:
    match one, other:
        case ir.VariableRef(variable=first), ir.VariableRef(variable=second):
            return first is second
        case ir.Constant(value=int() as first_key), ir.Constant(value=int() as second_key):
            return first_key == second_key
        case (
            ir.Arithmetic(operator=operator, left=left, right=right),
            ir.Arithmetic(operator=other_operator, left=other_left, right=other_right),
        ):
            is_same = operator == other_operator and _is_same_key(left, other_left)
            return is_same and _is_same_key(right, other_right)
        case _:
            return False


def is_calm(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression has no effects, cannot raise, and is the same before and after others.

    Locals that closures assign are not.
    """
    match expr:
        case ir.Constant():
            return True
        case ir.VariableRef(variable=variable):
            captures = context.facts.captures
            return not (variable in captures.captured and variable in captures.assigned)
        case ir.Arithmetic(operator="+" | "-" | "*", left=left, right=right):
            return all(
                context.facts.value(each).only(INTEGERS) and is_calm(context, each)
                for each in (left, right)
            )
        case ir.Concat(parts=parts):
            return all(
                context.facts.value(part).tags
                and context.facts.value(part).only(NUMBER | Tag.STRING)
                and is_calm(context, part)
                for part in parts
            )
        case ir.Arithmetic(operator="//" | "%", left=left, right=ir.Constant(value=int() as by)):
            return by > 0 and context.facts.value(left).only(INTEGERS) and is_calm(context, left)
        case _:
            return False


def _is_sure(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression can neither raise nor change anything."""
    match expr:
        case ir.Constant() | ir.VariableRef():
            return True
        case ir.Unary(operator="-", operand=operand):
            operands = [operand]
        case ir.Arithmetic(operator="+" | "-" | "*", left=left, right=right):
            operands = [left, right]
        case ir.Arithmetic(operator="/" | "%" | "//", left=left, right=right):
            if not context.facts.numbers.excludes_zero(right):
                return False
            operands = [left, right]
        case _:
            return False
    values = [context.facts.value(operand) for operand in operands]
    return all(value.tags and value.only(NUMBER) for value in values) and all(
        _is_sure(context, operand) for operand in operands
    )


def _is_plain_read(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression reads elements or fields, and neither raises nor runs code."""
    match expr:
        case ir.Index(object=table, key=key) if is_calm(context, key):
            if context.facts.flow.fields.get("__index", EMPTY).functions:
                return False
            is_table = context.facts.value(table).only(Tag.TABLE)
            return is_table and (is_calm(context, table) or _is_plain_read(context, table))
        case _:
            return False


def _is_quiet(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression can change nothing: only raise, or give a value."""
    match expr:
        case ir.Constant() | ir.VariableRef() | ir.Function():
            return True
        case ir.Index(object=table, key=key):
            if context.facts.flow.fields.get("__index", EMPTY).functions:
                return False
            is_table = context.facts.value(table).only(Tag.TABLE | Tag.NIL)
            return is_table and _is_quiet(context, table) and _is_quiet(context, key)
        case ir.Arithmetic(left=left, right=right) | ir.Compare(left=left, right=right):
            return all(
                not context.facts.value(each).can_be(Tag.TABLE | Tag.OBJECT)
                and _is_quiet(context, each)
                for each in (left, right)
            )
        case ir.Logical(left=left, right=right):
            return _is_quiet(context, left) and _is_quiet(context, right)
        case ir.Not(operand=operand):
            return _is_quiet(context, operand)
        case ir.Concat(parts=parts):
            known = [context.facts.value(part) for part in parts]
            return all(not value.can_be(Tag.TABLE | Tag.OBJECT) for value in known) and all(
                _is_quiet(context, part) for part in parts
            )
        case ir.TableConstructor(items=items):
            return all(
                _is_quiet(context, item.value)
                and (isinstance(item, ir.PositionalItem) or _is_quiet(context, item.key))
                for item in items
            )
        case ir.ApiCall(module=module, arguments=arguments) if module in _QUIET_MODULES:
            known = [context.facts.value(argument) for argument in arguments]
            return all(not value.can_be(Tag.TABLE | Tag.FUNCTION) for value in known) and all(
                _is_quiet(context, argument) for argument in arguments
            )
        case _:
            return False
