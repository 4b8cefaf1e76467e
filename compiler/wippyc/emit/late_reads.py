"""Left operands that Lua reads after the right one has run.

total + next_amount()     `total` is a local of this function, and `next_amount` assigns it: Lua's
                          operators read a local where it lives, once both operands are there
node.left = parse()       so do stores and reads of fields, for their table also if it is an upvalue

Python reads the left operand first, so the right one goes in front: `(value := f(), total +
value)[1]`. Other operands (fields, results, globals) are copied when their turn comes.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from wippyc.analyse.dataflow.running_code import may_run_lua
from wippyc.emit.build import constant, subscript, tuple_of, walrus
from wippyc.emit.context import FunctionContext
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_expression


def emit_late_read(
    context: FunctionContext, expr: ir.Arithmetic | ir.Compare | ir.Index
) -> ast.expr | None:
    """Emit an operation whose left operand may change while the right one runs.

    Returns:
        The expression; `None` if the order of the source will do.
    """
    from wippyc.emit.expressions import emit_one, emit_ring

    left, right = (expr.object, expr.key) if isinstance(expr, ir.Index) else (expr.left, expr.right)
    if not isinstance(left, ir.VariableRef) or not _changes(context, left):
        return None
    is_late = is_read_late(context, left, is_table=isinstance(expr, ir.Index))
    if not is_late or not _runs_lua(context, right):
        return None
    variable = ir.Variable(
        name="value", span=right.span, kind="local", depth=context.function.depth + 1
    )
    value = emit_one(context, right)
    python_name = context.names.fresh("value")
    context.names.bind(variable, python_name)
    held = ir.VariableRef(span=right.span, variable=variable)
    rest: ir.Expr = (
        replace(expr, key=held) if isinstance(expr, ir.Index) else replace(expr, right=held)
    )
    known = context.facts.flow.expressions
    known[held], known[rest] = context.facts.value(right), context.facts.value(expr)
    method = context.facts.flow.dispatched.get(expr)
    if method is not None:
        context.facts.flow.dispatched[rest] = method
    return subscript(tuple_of([walrus(python_name, value), emit_ring(context, rest)]), constant(1))


def changes_place(context: FunctionContext, target: ir.Index, value: ir.Expr) -> bool:
    """Whether `table[key] = value` may assign `table` or `key` while it is evaluated."""
    if _changes(context, target.object):
        return _runs_lua(context, value) or _runs_lua(context, target.key)
    return _changes(context, target.key) and _runs_lua(context, value)


def is_read_late(context: FunctionContext, expr: ir.Expr, *, is_table: bool = False) -> bool:
    """Whether Lua reads an operand where it lives, and does not copy it in its turn.

    Args:
        context: The function.
        expr: The operand.
        is_table: Whether it is the table of a field.
    """
    if not isinstance(expr, ir.VariableRef) or expr.variable.kind == "global":
        return False
    return is_table or context.facts.captures.owner.get(expr.variable) is context.function


def _changes(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an operand is a variable that functions which are called may assign."""
    if not isinstance(expr, ir.VariableRef):
        return False
    captures = context.facts.captures
    if captures.owner.get(expr.variable) is context.function:
        return expr.variable in captures.changed_inside
    return expr.variable in captures.assigned


def _runs_lua(context: FunctionContext, expr: ir.Expr) -> bool:
    flow = context.facts.flow
    return any(may_run_lua(each, flow) for each in walk_expression(expr))
