"""Loops over iterators: `for … in …`.

for key, value in pairs(x) do          for key, value in iter_pairs(x):
for key, value in pairs(t) do          for key, value in t.items_in_order():   certainly a table
for key in pairs(t) do                 for key in t.keys_in_order():           the value is not used
for key, value in pairs(t) do          for key, value in t.entries():          does not change `t`
for _, item in ipairs(t) do            for item in t.leading_values():         nor is the index
for _, item in ipairs(list) do         for item in list.elements():            no gaps
for item in queue_items do             for item in iter(queue_items, None):     one result, no state
for i, item in step, list, 0 do        for i, item in iterate(step, list, 0):   always two results
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from wippyc.analyse.abstract_values.values import Tag
from wippyc.analyse.call_graph.iterated import Yielded
from wippyc.emit import calls
from wippyc.emit.build import (
    assign,
    at,
    attribute,
    call,
    constant,
    is_none,
    name,
    star,
    store,
    store_tuple,
    subscript,
)
from wippyc.emit.context import FunctionContext, Loop
from wippyc.emit.counters import is_zero_based
from wippyc.emit.expressions import emit_exactly, emit_one
from wippyc.emit.functions import unused_name
from wippyc.emit.gathered import gather
from wippyc.emit.lists import bare
from wippyc.emit.loops import (
    declare_loop_variable,
    delegated,
    emit_loop_body,
    filled,
    finish_loop,
)
from wippyc.emit.maps import emit_walk
from wippyc.emit.match_loops import matches_of
from wippyc.emit.tables import element_list
from wippyc.ir import nodes as ir

# What `pairs` is for any value, and for one that is certainly a table.
_TRAVERSALS = {
    "both": ("iter_pairs", "items_in_order"),
    "keys": ("iter_keys", "keys_in_order"),
}
# The same if the loop does not change the table: it looks for removed entries itself.
_CALM_TRAVERSAL = ("iter_entries", "entries")


@dataclass(frozen=True, slots=True)
class _Source:
    """A Python iterator behind a Lua loop.

    Attributes:
        iterator: The iterator.
        yielded: What its elements are; one value is bare, others are tuples.
        is_async: Whether it is for `async for`.
        captured: Makes the values of the loop's variables from an element that is a match.
    """

    iterator: ast.expr
    yielded: Yielded
    is_async: bool = False
    captured: Callable[[ast.expr], ast.expr] | None = None


_Takes = Literal["both", "keys", "values"]


@dataclass(frozen=True)
class _Entries:
    """The entries of a table in a loop.

    Attributes:
        iterator: Gives them.
        takes: What of each entry it gives.
        values: The dict in which the value of each key is.
        has_removed: Whether it gives removed entries too, whose values are nil.
        elements: What gives only the values, for loops that need no keys.
    """

    iterator: ast.expr
    takes: _Takes
    values: ast.expr | None = None
    has_removed: bool = False
    elements: ast.expr | None = None

    def target(self, pair: list[ast.Name]) -> ast.expr:
        """Return the target of a loop whose first two variables are `pair`."""
        match self.takes:
            case "keys":
                return pair[0]
            case "values":
                return pair[1]
            case "both":
                return store_tuple(pair)


def emit_generic_for(context: FunctionContext, statement: ir.GenericFor) -> None:
    """Emit `for … in …`."""
    entries = _entries(context, statement)
    source = None if entries is not None else _source(context, statement)
    loop = Loop(is_lua=True)
    with context.lua_block():
        targets: list[ast.Name] = []
        prologue: list[ast.stmt] = []
        for variable in statement.variables:
            declared, extra = declare_loop_variable(context, variable)
            targets.append(declared)
            prologue.extend(extra)
        if entries is not None:
            pair = _two_targets(context, targets, prologue, is_tested=entries.has_removed)
            target = entries.target(pair)
            if entries.has_removed:
                test = is_none(name(pair[1].id))
                prologue.insert(0, ast.If(test=test, body=[ast.Continue()], orelse=[]))
            if entries.values is not None:
                read = subscript(entries.values, name(pair[0].id))
                prologue.insert(0, assign(pair[1], read))
            iterator = entries.iterator
        else:
            assert source is not None
            target = _target(context, targets, prologue, source)
            iterator = source.iterator
        with context.block() as body:
            body.extend(prologue)
            emit_loop_body(context, statement.body, loop)
        if entries is not None and entries.elements is not None and not _uses(body, pair[0].id):
            # It was only the index of stores that append.
            target, iterator = pair[1], entries.elements
    if source is not None and source.is_async:
        node: ast.stmt = ast.AsyncFor(target=target, iter=iterator, body=filled(body), orelse=[])
    else:
        plain = ast.For(target=target, iter=iterator, body=filled(body), orelse=[])
        if not (statement.comments.leading or statement.comments.trailing) and gather(
            context.output, plain
        ):
            return
        node = delegated(context, plain)
    finish_loop(context, node, loop)


def _target(
    context: FunctionContext, targets: list[ast.Name], prologue: list[ast.stmt], source: _Source
) -> ast.expr:
    """Return the target of a loop; what adjusts the values goes to the front of the prologue."""
    target: ast.expr = targets[0] if len(targets) == 1 else store_tuple(targets)
    yielded = source.yielded
    if source.captured is not None:
        found = context.names.fresh("found")
        prologue.insert(0, assign(target, source.captured(name(found))))
        return store(found)
    if yielded.can_be_nil or not yielded.width:
        first = name(targets[0].id)
        prologue.insert(0, ast.If(test=is_none(first), body=[ast.Break()], orelse=[]))
    if yielded.width == len(targets):
        return target
    row = context.names.fresh("row")
    if len(targets) == 1:
        taken = call(context.imports.helper("first"), [name(row)])
    else:
        taken = call(context.imports.helper("take"), [name(row), constant(len(targets))])
    prologue.insert(0, assign(target, taken))
    return store(row)


# --- tables --------------------------------------------------------------------------------------


def _two_targets(
    context: FunctionContext,
    targets: list[ast.Name],
    prologue: list[ast.stmt],
    *,
    is_tested: bool,
) -> list[ast.Name]:
    """Adjust loop targets to the pairs that table iterators give.

    Args:
        context: Where the loop is.
        targets: The loop's own targets.
        prologue: What the loop does first.
        is_tested: Whether it looks at the second.
    """
    if len(targets) == 1:
        second = context.names.fresh("value") if is_tested else unused_name(context)
        return [targets[0], store(second)]
    for extra in reversed(targets[2:]):
        prologue.insert(0, assign(extra, constant(None)))
    return targets[:2]


def _entries(context: FunctionContext, statement: ir.GenericFor) -> _Entries | None:
    """Return how a loop over `pairs`, `ipairs` or `next` gets its entries; `None` for others."""
    takes = _takes(context, statement)
    match statement.iterators:
        case (ir.ApiCall(module="base", function=row, arguments=(table,)) as expr,) if row.name in (
            "pairs",
            "ipairs",
        ):
            span = expr.span
        case (ir.ApiRef(module="base", function=row), table) if row.name == "next":
            if isinstance(table, ir.MULTI):
                return None
            span = statement.span
        case _:
            return None
    if context.facts.lists.holds(table):
        first = 0 if is_zero_based(context, statement.variables[0]) else 1
        return _of_list(at(bare(context, table), table.span), takes, first)
    if context.facts.lists.holds_map(table):
        return _of_map(context, statement, table, takes)
    if row.name != "ipairs":
        is_calm = statement in context.facts.lists.calm
        takes = "keys" if takes == "keys" and not is_calm else "both"
        helper, method = _CALM_TRAVERSAL if is_calm else _TRAVERSALS[takes]
        if _is_table(context, table):
            iterator = call(attribute(emit_one(context, table), method))
        else:
            iterator = call(context.imports.helper(helper), [emit_one(context, table)])
        return _Entries(at(iterator, span), takes, has_removed=is_calm)
    elements = _list_behind(context, table)
    if elements is not None:
        return _of_list(elements, takes)
    if _is_table(context, table):
        values = call(attribute(emit_one(context, table), "leading_values"))
        return _of_list(at(values, span), takes)
    helper, takes = ("iter_values", "values") if takes == "values" else ("iter_ipairs", "both")
    return _Entries(
        at(call(context.imports.helper(helper), [emit_one(context, table)]), span), takes
    )


def _of_map(
    context: FunctionContext, statement: ir.GenericFor, table: ir.Expr, takes: _Takes
) -> _Entries:
    """Return the entries of a Python dict."""
    only_keys = takes == "keys"
    iterator, entries = emit_walk(context, statement, table, only_keys=only_keys)
    if only_keys or entries is not None:
        return _Entries(iterator, "keys", entries)
    return _Entries(iterator, "both")


def _of_list(elements: ast.expr, takes: _Takes, first: int = 1) -> _Entries:
    """Return the entries of a Python list, or of an iterator over one."""
    if takes == "values":
        return _Entries(elements, takes)
    start = [constant(first)] if first else []
    counted = call(name("enumerate"), [elements, *start])
    return _Entries(counted, "both", elements=elements)


def _is_table(context: FunctionContext, expr: ir.Expr) -> bool:
    value = context.facts.value(expr)
    return value.tags == Tag.TABLE


def _uses(body: list[ast.stmt], identifier: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == identifier
        for statement in body
        for node in ast.walk(statement)
    )


def _takes(context: FunctionContext, statement: ir.GenericFor) -> _Takes:
    """Return which of the first two loop variables the body uses."""
    used = context.module.mentions.in_block(statement.body)
    key, *others = statement.variables
    if not others or others[0] not in used:
        return "keys"
    return "both" if key in used else "values"


def _list_behind(context: FunctionContext, table: ir.Expr) -> ast.expr | None:
    """Return the list of a table without gaps: its iterator sees changes as `ipairs` does."""
    value = context.facts.value(table)
    if not (value.tables and value.only(Tag.TABLE) and value.tables <= context.facts.dense):
        return None
    if isinstance(table, ir.TableConstructor) and not any(
        isinstance(item, ir.KeyedItem) for item in table.items
    ):
        return at(element_list(context, table), table.span)
    return at(call(attribute(emit_one(context, table), "elements")), table.span)


# --- functions -----------------------------------------------------------------------------------


def _source(context: FunctionContext, statement: ir.GenericFor) -> _Source:
    iterators = statement.iterators
    if len(iterators) == 1:
        yielded = context.facts.iterated.loop(context.facts.value(iterators[0]))
        if yielded is not None:
            return _Source(emit_one(context, iterators[0]), yielded)
        matches = matches_of(context, statement)
        if matches is not None:
            yielded = Yielded(matches.width, can_be_nil=False)
            return _Source(matches.iterator, yielded, captured=matches.captured)
    yields = context.facts.yields
    callees = context.facts.value(iterators[0]).functions
    suspends = yields.any_is_async(callees)
    suspends |= context.metamethod_suspends(iterators[0], "__call")
    if suspends:
        helper = context.imports.helper("aiterate")
        iterator = at(call(helper, _arguments(context, iterators)), statement.span)
        return _Source(iterator, Yielded(width=None, can_be_nil=False), is_async=True)
    width = _width(context, iterators[0])
    if width == 1 and len(iterators) == 1 and _takes_nothing(context, iterators[0]):
        iterator = call(name("iter"), [emit_one(context, iterators[0]), constant(None)])
    else:
        is_single = len(statement.variables) == 1
        width = 1 if is_single else width
        helper = context.imports.helper("iterate_first" if is_single else "iterate")
        iterator = call(helper, _arguments(context, iterators))
    return _Source(at(iterator, statement.span), Yielded(width=width, can_be_nil=False))


def _width(context: FunctionContext, expr: ir.Expr) -> int | None:
    """Return how many results an iterator function always has."""
    value = context.facts.value(expr)
    widths = {calls.value_shape(context, each) for each in value.functions}
    return widths.pop() if len(widths) == 1 and value.only(Tag.FUNCTION) else None


def _takes_nothing(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether iterator functions cannot tell that state and control variable are not passed."""
    return all(
        not each.parameters and not each.is_vararg
        if isinstance(each, ir.Function)
        else context.facts.single_values.is_deaf(each)
        for each in context.facts.value(expr).functions
    )


def _arguments(context: FunctionContext, iterators: tuple[ir.Expr, ...]) -> list[ast.expr]:
    """Emit iterator function, state and control variable."""
    if len(iterators) == 1 and isinstance(iterators[0], ir.MULTI):
        if _gives_one(context, iterators[0]):
            return [emit_one(context, iterators[0])]
        return [star(calls.emit_take(context, iterators[0], 3))]
    if isinstance(iterators[-1], ir.MULTI) and len(iterators) < 3:
        return emit_exactly(context, iterators, 3)
    return [emit_one(context, iterator) for iterator in iterators]


def _gives_one(context: FunctionContext, expr: ir.Expr) -> bool:
    match expr:
        case ir.ApiCall(function=row):
            return row.results is not None and len(row.results) == 1
        case ir.Call(callee=callee):
            function = context.facts.named_function(callee)
            return function is not None and context.facts.calls.fixed.get(function) == 1
        case _:
            return False
