"""Operations of tables that are Python lists.

#out                 len(out)               out[#out + 1] = v     out.append(v)
out[i]               out[i - 1]             table.remove(out)     out.pop() if out else None
table.concat(out)    "".join(out)           #out == 0             not out
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.values import INTEGERS, NUMBER, Tag
from wippyc.analyse.dataflow.plain_places import is_front, is_last_place
from wippyc.emit.build import (
    at,
    attribute,
    call,
    compare,
    constant,
    counting_from_zero,
    is_none,
    name,
    simple,
    subscript,
    walrus,
)
from wippyc.emit.context import FunctionContext
from wippyc.emit.counters import counts_from_zero, emit_plus
from wippyc.ir import nodes as ir


def bare(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit a list as it is, also where it is about to become a table."""
    from wippyc.emit.expressions import emit_ring

    return _checked(context, expr, emit_ring(context, expr))


def _checked(context: FunctionContext, expr: ir.Expr, node: ast.expr) -> ast.expr:
    """Let a function that takes a list refuse nil as it does."""
    function = context.facts.lists.unsure.get(expr, "#")
    if function == "#":
        return node
    return at(call(context.imports.helper("checked_list"), [node, constant(function)]), expr.span)


def as_table(context: FunctionContext, expr: ir.Expr, node: ast.expr) -> ast.expr:
    """Emit what an expression gives; a list that leaves becomes a table."""
    if expr not in context.facts.lists.leaving:
        return node
    indexed = context.facts.indexed.sites
    is_indexed = any(site in indexed for site in context.facts.value(expr).tables)
    node = _checked(context, expr, node)
    helper = "indexed_array" if is_indexed and expr not in context.facts.lists.borrowed else "array"
    return at(call(context.imports.helper(helper), [node]), expr.span)


def emit_length(context: FunctionContext, operand: ir.Expr) -> ast.expr:
    """Emit `#list`."""
    return call(name("len"), [bare(context, operand)])


def emit_element(context: FunctionContext, expr: ir.Index) -> ast.expr:
    """Emit `list[i]`."""
    from wippyc.emit.expressions import emit_one

    items = bare(context, expr.object)
    lists = context.facts.lists
    is_positive = expr in lists.positive
    is_reached = expr in lists.reached or expr in lists.raising
    if expr in lists.within or (is_positive and is_reached):
        return _element(context, expr, subscript(items, list_position(context, expr)))
    match expr.key:
        case ir.Constant(value=int() as index):
            if index < 1:
                return _nil(context, expr)
            if is_reached:
                return _element(context, expr, subscript(items, constant(index - 1)))
            test = items if index == 1 else compare(_length(items), ast.GtE(), constant(index))
            return _if_there(context, expr, test, subscript(items, constant(index - 1)))
        case ir.Unary(operator="#") if is_reached and expr in lists.raising:
            return at(subscript(items, constant(-1)), expr.span)
        case ir.Unary(operator="#"):
            return _if_there(context, expr, items, subscript(items, constant(-1)))
        case ir.Arithmetic(
            operator=operator,
            left=ir.Unary(operator="#"),
            right=ir.Constant(value=int() as distance),
        ):
            distance = -distance if operator == "+" else distance
            if distance < 0:
                return _nil(context, expr)
            test = compare(_length(items), ast.Gt(), constant(distance))
            return _if_there(context, expr, test, subscript(items, constant(-1 - distance)))
        case key:
            position = list_position(context, expr)
            has_position = counts_from_zero(context, key)
            counted = position if has_position else emit_one(context, key)
            below, above = (ast.LtE(), ast.Lt()) if has_position else (ast.Lt(), ast.LtE())
            if is_reached:
                test = compare(counted, ast.GtE() if has_position else ast.Gt(), constant(0))
            elif is_positive:
                test = compare(counted, above, _length(items))
            else:
                test = ast.Compare(
                    left=constant(0), ops=[below, above], comparators=[counted, _length(items)]
                )
            return _if_there(context, expr, test, subscript(items, position))


def _element(context: FunctionContext, expr: ir.Index, node: ast.Subscript) -> ast.Subscript:
    """Note where an element comes from, for messages about a list that is nil."""
    match expr.object:
        case ir.VariableRef(variable=variable) if variable not in context.facts.lists.nilable:
            return at(node, expr.span)
        case _:
            return at(counting_from_zero(node), expr.span)


def _if_there(
    context: FunctionContext, expr: ir.Expr, test: ast.expr, element: ast.expr
) -> ast.expr:
    """Emit an element that may not be there."""
    return missing(ast.IfExp(test=test, body=element, orelse=_nil(context, expr)))


def missing(node: ast.expr) -> ast.expr:
    """Note that a node may give the `None` of a type, which its use need not allow for."""
    node.lua_may_miss = True  # type: ignore[attr-defined]
    return node


def may_miss(node: ast.expr) -> bool:
    """Whether a node reads what may not be there."""
    return hasattr(node, "lua_may_miss")


def _nil(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit nil; what is done with it raises an error a type checker need not foresee."""
    if expr in context.facts.lists.operands:
        return context.imports.helper("nil")
    return constant(None)


def _length(items: ast.expr) -> ast.expr:
    return call(name("len"), [items])


def list_position(context: FunctionContext, place: ir.Index) -> ast.expr:
    """Emit the index of an element as Python counts: from 0."""
    from wippyc.emit.operators import computes_natively

    match place.key:
        case ir.Constant(value=int() as index):
            return constant(index - 1)
        case ir.Unary(operator="#") if is_last_place(place):
            return constant(-1)
        case ir.Arithmetic(
            operator="+" | "-" as operator, left=left, right=ir.Constant(value=int() as number)
        ) if computes_natively(context.facts.value(left)):
            # Without a number to add, nil is an index that Python refuses. It takes `True`.
            return emit_plus(context, left, (number if operator == "+" else -number) - 1)
        case _:
            return emit_plus(context, place.key, -1)


def emit_list_store(context: FunctionContext, target: ir.Index, value: ir.Expr) -> ast.stmt:
    """Emit a store into a list: within it, behind its end, or nil as its last element."""
    from wippyc.emit.expressions import emit_one

    items = bare(context, target.object)
    if isinstance(value, ir.Constant) and value.value is None:
        # Behind the end, nil changes nothing.
        return _pop(items, target) if isinstance(target.key, ir.Unary) else ast.Pass()
    if value in context.facts.lists.optional:
        return _append_optional(context, items, value, target)
    emitted = emit_one(context, value)
    if target in context.facts.lists.within:
        return store_element(context, items, list_position(context, target), emitted, target)
    return ast.Expr(value=at(call(attribute(items, "append"), [emitted]), target.span))


def store_element(
    context: FunctionContext,
    items: ast.expr,
    position: ast.expr,
    value: ast.expr,
    target: ir.Index,
) -> ast.stmt:
    """Emit a store of what is evaluated already: of an element that is there, or the next one."""
    if target not in context.facts.lists.within:
        return ast.Expr(value=at(call(attribute(items, "append"), [value]), target.span))
    place = element_target(context, items, position, target)
    return at(ast.Assign(targets=[place], value=value), target.span)


def element_target(
    context: FunctionContext, items: ast.expr, position: ast.expr, target: ir.Index
) -> ast.Subscript:
    """Emit an element that is there as the target of an assignment."""
    node = ast.Subscript(value=items, slice=position, ctx=ast.Store())
    return _element(context, target, node)


def _append_optional(
    context: FunctionContext, items: ast.expr, value: ir.Expr, place: ir.Expr
) -> ast.stmt:
    """Emit an append of a value that may be nil, which changes nothing."""
    test, again = _present(context, value)
    appended = at(call(attribute(items, "append"), [again]), place.span)
    return at(ast.If(test=test, body=[ast.Expr(value=appended)], orelse=[]), place.span)


def _present(context: FunctionContext, value: ir.Expr) -> tuple[ast.expr, ast.expr]:
    """Emit a test whether a value is there, and the value again."""
    from wippyc.emit.expressions import emit_one, temporary_name

    emitted = emit_one(context, value)
    if simple(emitted):
        return is_none(emitted, negated=True), emitted
    temporary = context.names.fresh(temporary_name(context, value))
    return is_none(walrus(temporary, emitted), negated=True), name(temporary)


def _pop(items: ast.expr, expr: ir.Expr, *arguments: ast.expr) -> ast.stmt:
    """Emit the removal of an element that nobody wants, if there is one."""
    removal = at(call(attribute(items, "pop"), arguments), expr.span)
    return at(ast.If(test=items, body=[ast.Expr(value=removal)], orelse=[]), expr.span)


def emit_list_change(context: FunctionContext, expr: ir.Expr) -> ast.stmt | None:
    """Emit a built-in function that changes a list as a statement, where that is a better form."""
    match expr:
        case ir.ApiCall(module="table", function=row, arguments=(items, value)) if (
            row.name == "insert"
            and _takes_list(context, items)
            and value in context.facts.lists.optional
        ):
            return _append_optional(context, bare(context, items), value, expr)
        case ir.ApiCall(module="table", function=row, arguments=(items, *position)) if (
            row.name == "remove" and _takes_list(context, items) and all(map(is_front, position))
        ):
            return _pop(bare(context, items), expr, *([constant(0)] if position else []))
        case _:
            return None


def emit_list_call(context: FunctionContext, expr: ir.ApiCall) -> tuple[ast.expr, int] | None:
    """Emit a built-in function of a list and its number of results; `None` for the general form."""
    from wippyc.emit.expressions import emit_one

    if not expr.arguments or not _takes_list(context, expr.arguments[0]):
        return None
    items = bare(context, expr.arguments[0])
    match (expr.module, expr.function.name), expr.arguments:
        case ("table", "insert"), (_, value) if value in context.facts.lists.optional:
            test, again = _present(context, value)
            appended = at(call(attribute(items, "append"), [again]), expr.span)
            return ast.IfExp(test=test, body=appended, orelse=constant(None)), 0
        case ("table", "insert"), (_, value):
            return call(attribute(items, "append"), [emit_one(context, value)]), 0
        case ("table", "insert"), (_, place, value):
            index = constant(0) if is_front(place) else emit_plus(context, place, -1)
            return call(attribute(items, "insert"), [index, emit_one(context, value)]), 0
        case ("table", "remove"), (_, position) if not is_front(position):
            remove = attribute(_library(context), "remove_element")
            return missing(call(remove, [items, emit_one(context, position)])), 1
        case ("table", "remove"), (_, *position):
            removal = call(attribute(items, "pop"), [constant(0)] if position else [])
            return _if_there(context, expr, items, at(removal, expr.span)), 1
        case ("table", "concat"), (_, *separator) if len(separator) < 2:
            joined = _join(context, expr, items, separator)
            return None if joined is None else (joined, 1)
        case ("table", "sort"), (_,):
            tags = context.facts.lists.element_tags(expr.arguments[0])
            if tags & ~Tag.STRING and tags & ~NUMBER:
                return _sort(context, items, []), 0
            return call(attribute(items, "sort")), 0
        case ("table", "sort"), (_, comparator) if not isinstance(comparator, ir.MULTI):
            return _sort(context, items, [emit_one(context, comparator)]), 0
        case _:
            return None


def _takes_list(context: FunctionContext, items: ir.Expr) -> bool:
    """Whether a built-in function gets a list as it is, and no `Table` made of it."""
    lists = context.facts.lists
    return lists.holds(items) and (items not in lists.leaving or items in lists.borrowed)


def _sort(context: FunctionContext, items: ast.expr, comparator: list[ast.expr]) -> ast.expr:
    """Emit `table.sort` of elements of any type, or by a function."""
    return call(attribute(_library(context), "sort_list"), [items, *comparator])


def _library(context: FunctionContext) -> ast.expr:
    from wippyc.emit.api_calls import library

    return library(context, "table")


def _join(
    context: FunctionContext, expr: ir.ApiCall, items: ast.expr, separator: list[ir.Expr]
) -> ast.expr | None:
    """Emit `table.concat` of texts and integers; `None` where elements have to be looked at."""
    from wippyc.emit.expressions import emit_one

    tags = context.facts.lists.element_tags(expr.arguments[0])
    if tags & ~(Tag.STRING | INTEGERS):
        return None
    between = constant("")
    for each in separator:
        known = context.facts.value(each)
        between = emit_one(context, each)
        if not simple(between) or not known.certainly(Tag.STRING):
            return None
    if tags & INTEGERS:
        items = call(name("map"), [name("str"), items])
    return at(call(attribute(between, "join"), [items]), expr.span)


def emit_emptiness(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit a test whether a table is empty, or is not, as a boolean; `None` for others."""
    from wippyc.emit.expressions import emit_one

    is_truth = False
    tested: ir.Expr | None
    match expr:
        case ir.Compare(
            operator="==",
            left=ir.Unary(operator="#", operand=items),
            right=ir.Constant(value=0 as number),
        ) if (
            not isinstance(number, bool)
            and context.facts.lists.holds(items)
            and items not in context.facts.lists.unsure
        ):
            tested, is_empty = items, True
        case ir.Compare(
            operator="==" | "~=" as operator,
            left=ir.ApiCall() as test,
            right=ir.Constant(value=None),
        ):
            tested, is_empty = _tested_table(test), operator == "=="
        case ir.Not(operand=ir.ApiCall() as test) | (ir.ApiCall() as test):
            tested, is_empty = _tested_table(test), isinstance(expr, ir.Not)
            is_truth = True
        case _:
            return None
    if tested is None:
        return None
    lists = context.facts.lists
    if lists.holds(tested) or lists.holds_map(tested):
        node = bare(context, tested)
        if is_empty:
            return at(ast.UnaryOp(op=ast.Not(), operand=node), expr.span)
        return at(compare(_length(node), ast.Gt(), constant(0)), expr.span)
    if context.facts.value(tested).tags != Tag.TABLE or isinstance(tested, ir.MULTI):
        return None
    if is_truth and context.facts.value(test).can_be(Tag.FALSE):
        # The first key may be `false`.
        return None
    found = at(call(attribute(emit_one(context, tested), "is_empty")), expr.span)
    return found if is_empty else at(ast.UnaryOp(op=ast.Not(), operand=found), expr.span)


def _tested_table(test: ir.ApiCall) -> ir.Expr | None:
    """Return the table of which `next(table)` is asked for."""
    match test:
        case ir.ApiCall(module="base", function=row, arguments=(items,)) if row.name == "next":
            return items
        case _:
            return None
