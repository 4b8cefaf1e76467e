"""Statements: IR to Python."""

from __future__ import annotations

import ast
from typing import TypeGuard, assert_never

from wippyc.emit import calls, loops, tail_calls
from wippyc.emit.annotation_types import note_final
from wippyc.emit.assignments import emit_assignment, emit_function_declaration, emit_local, packed
from wippyc.emit.build import (
    assign,
    at,
    call,
    comment,
    constant,
    store,
    store_tuple,
    tuple_of,
)
from wippyc.emit.context import FunctionContext
from wippyc.emit.expressions import (
    emit_condition,
    emit_exactly,
    emit_list,
    emit_one,
)
from wippyc.emit.functions import unused_name
from wippyc.emit.lists import emit_list_change
from wippyc.ir import nodes as ir
from wippyc.lua.syntax import Comments


def emit_body(context: FunctionContext, block: ir.Block) -> None:
    """Emit the statements of a block into the current Python block."""
    with context.lua_block():
        if loops.has_labels(block):
            loops.emit_labelled_block(context, block)
        else:
            emit_statements(context, block.statements)
    _dangling(context, block)


def emit_statements(context: FunctionContext, statements: tuple[ir.Statement, ...]) -> None:
    """Emit statements in order; what follows a jump is unreachable and left out."""
    for statement in statements:
        emit_statement(context, statement)
        if isinstance(statement, ir.Return | ir.Break | ir.Goto):
            return


def _dangling(context: FunctionContext, block: ir.Block) -> None:
    if block.dangling and context.output:
        last = context.output[-1]
        last.lua_dangling = block.dangling  # type: ignore[attr-defined]


def emit_statement(context: FunctionContext, statement: ir.Statement) -> None:
    """Emit one statement, with what it needs above it, and its comments."""
    start = len(context.output)
    _emit(context, statement)
    emitted = context.output[start:]
    for node in emitted:
        if not hasattr(node, "lua_span"):
            at(node, statement.span)
    comments = statement.comments
    if emitted and (comments.leading or comments.trailing):
        if len(emitted) == 1:
            comment(emitted[0], comments)
        else:
            comment(emitted[0], Comments(leading=comments.leading))
            comment(emitted[-1], Comments(trailing=comments.trailing))


def _emit(context: FunctionContext, statement: ir.Statement) -> None:
    match statement:
        case ir.Local():
            emit_local(context, statement)
        case ir.DeclareFunction():
            emit_function_declaration(context, statement)
        case ir.Assign():
            emit_assignment(context, statement)
        case ir.Evaluate(call=expr):
            _evaluate(context, expr)
        case ir.Do(body=body):
            emit_body(context, body)
        case ir.While() | ir.Repeat() | ir.NumericFor() | ir.GenericFor():
            loops.emit_loop(context, statement)
        case ir.If():
            _if(context, statement)
        case ir.Return(values=values):
            _return(context, values)
        case ir.Break():
            loops.emit_break(context)
        case ir.Goto(label=label):
            loops.emit_goto(context, label)
        case ir.Label() | ir.DeclareType():
            pass
        case _:
            assert_never(statement)


# --- calls, branches, returns ------------------------------------------------------------------


def _evaluate(context: FunctionContext, expr: ir.Expr) -> None:
    if isinstance(expr, ir.ApiCall) and (expr.module, expr.function.name) == ("base", "error"):
        error = call(context.imports.helper("error"), emit_list(context, expr.arguments))
        context.output.append(at(ast.Raise(exc=at(error, expr.span), cause=None), expr.span))
        return
    change = emit_list_change(context, expr)
    if change is not None:
        context.output.append(change)
        return
    if isinstance(expr, calls.MultiCall):
        node, _ = calls.emit_call(context, expr)
    else:
        node = emit_one(context, expr)
    if not isinstance(node, ast.Name):
        evaluated = ast.Expr(value=node)
        if expr in context.facts.final_calls:
            note_final(evaluated)
        context.output.append(evaluated)


def _if(context: FunctionContext, statement: ir.If) -> None:
    _if_arms(context, statement.arms, statement.otherwise)


def _if_arms(
    context: FunctionContext, arms: tuple[ir.IfArm, ...], otherwise: ir.Block | None
) -> None:
    arm = arms[0]
    test = emit_condition(context, arm.condition)
    with context.block() as body:
        emit_body(context, arm.body)
    if not body:
        body.append(_empty_body(arm.body))
    node = ast.If(test=test, body=body, orelse=[])
    context.output.append(at(node, arm.span))
    if len(arms) > 1:
        with context.block() as rest:
            _if_arms(context, arms[1:], otherwise)
        if rest and (arms[1].comments.leading or arms[1].comments.trailing):
            comment(rest[0], arms[1].comments)
        node.orelse = rest
    elif otherwise is not None:
        with context.block() as rest:
            emit_body(context, otherwise)
        if not rest and otherwise.dangling:
            rest.append(_empty_body(otherwise))
        node.orelse = rest


def _empty_body(block: ir.Block) -> ast.stmt:
    node = ast.Pass()
    if block.dangling:
        node.lua_dangling = block.dangling  # type: ignore[attr-defined]
    return node


def _return(context: FunctionContext, values: tuple[ir.Expr, ...]) -> None:
    count = _result_count(context)
    match values:
        case ((ir.Call() | ir.MethodCall()) as last,) if tail_calls.is_round(context, last):
            _next_round(context, last)
        case ((ir.Call() | ir.MethodCall()) as last,) if tail_calls.is_passed_on(context, last):
            context.output.append(ast.Return(value=calls.emit_call(context, last)[0]))
        case (only,) if count is not None and _gives_nothing(only, context, count):
            _return_nothing(context, only, count)
        case (_, *_) if count == 0:
            # The last of them never returns.
            node = tuple_of(emit_list(context, values))
            context.output.append(ast.Expr(value=node))
            context.output.append(ast.Return(value=None))
        case _:
            context.output.append(ast.Return(value=_return_value(context, values)))


def _gives_nothing(
    expr: ir.Expr, context: FunctionContext, count: int
) -> TypeGuard[calls.MultiCall]:
    """Whether an expression that a function with `count` results returns has no results."""
    if count == 0:
        return isinstance(expr, calls.MultiCall)
    return isinstance(expr, ir.Call | ir.MethodCall) and calls.returns_nothing(context, expr)


def _result_count(context: FunctionContext) -> int | None:
    """Return how many results the function always has, if all its calls are seen."""
    if context.function in context.facts.single_values.bodies:
        return 1
    calls_seen = context.facts.calls
    return calls_seen.fixed.get(context.function) if context.function in calls_seen.direct else None


def _return_nothing(context: FunctionContext, expr: calls.MultiCall, count: int) -> None:
    """`return f(…)` of a function without results, in one that has `count`."""
    node, _ = calls.emit_call(context, expr)
    context.output.append(at(ast.Expr(value=node), expr.span))
    nothing = constant(None) if count < 2 else tuple_of([constant(None)] * count)
    context.output.append(ast.Return(value=nothing if count else None))


def _next_round(context: FunctionContext, expr: ir.Call | ir.MethodCall) -> None:
    """`return f(…)` inside `f` itself: give the parameters their new values and start over."""
    parameters = context.function.parameters
    receiver = (expr.object,) if isinstance(expr, ir.MethodCall) else ()
    emitted = emit_exactly(context, (*receiver, *expr.arguments), len(parameters))
    targets: list[ast.expr] = [store(context.names.name_of(each)) for each in parameters]
    targets.extend(store(unused_name(context)) for _ in range(len(emitted) - len(targets)))
    if targets:
        node = at(assign(store_tuple(targets), packed(emitted)), expr.span)
        context.output.append(node)
    loops.emit_restart(context)


def _return_value(context: FunctionContext, values: tuple[ir.Expr, ...]) -> ast.expr | None:
    count = _result_count(context)
    if count is not None:
        return _fixed_return(context, values, count)
    is_open = bool(values) and isinstance(values[-1], ir.MULTI)
    if context.function is context.module.entry and not is_open:
        results = [_result(context, value) for value in values]
        return results[0] if len(results) == 1 else tuple_of(results)
    return calls.emit_values(context, values)


def _result(context: FunctionContext, value: ir.Expr) -> ast.expr:
    """Emit what an entry function returns; its literal table may be a plain dict."""
    from wippyc.emit.tables import emit_plain_table

    if isinstance(value, ir.TableConstructor):
        plain = emit_plain_table(context, value)
        if plain is not None:
            return plain
    return emit_one(context, value)


def _fixed_return(
    context: FunctionContext, values: tuple[ir.Expr, ...], count: int
) -> ast.expr | None:
    if count == 0:
        return None
    if count == 1 and len(values) == 1:
        return emit_one(context, values[0])
    emitted = emit_exactly(context, values, count)
    if len(emitted) > count:
        window = ast.Slice(lower=None, upper=constant(count), step=None)
        cut = ast.Subscript(value=tuple_of(emitted), slice=window, ctx=ast.Load())
        return (
            cut
            if count != 1
            else ast.Subscript(value=tuple_of(emitted), slice=constant(0), ctx=ast.Load())
        )
    if count == 1:
        return emitted[0]
    return packed(emitted)
