"""Loops, `break` and `goto`.

A jump that leaves several Python loops at once sets a number and breaks; after each loop the number
is tested and the jump goes on. A block with labels becomes a loop of its own:

    ::again::                 while True:
      work()                      work()
      if more then goto again end     if more: continue
                                  break
"""

from __future__ import annotations

import ast

from wippyc.analyse.lists.zero_based import range_sign
from wippyc.analyse.program.falling import can_fall_off
from wippyc.emit.build import (
    assign,
    at,
    call,
    compare,
    constant,
    name,
    store,
)
from wippyc.emit.context import FunctionContext, Loop
from wippyc.emit.counters import emit_plus, is_zero_based
from wippyc.emit.expressions import emit_condition, emit_one
from wippyc.emit.varargs import note_positions
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_statements

LoopStatement = ir.While | ir.Repeat | ir.NumericFor | ir.GenericFor


def has_labels(block: ir.Block) -> bool:
    """Whether a block has labels that a `goto` inside it uses."""
    labels = _labels(block)
    return bool(labels) and any(
        isinstance(statement, ir.Goto) and statement.label in labels
        for statement in walk_statements(block)
    )


def _labels(block: ir.Block) -> list[str]:
    return [statement.name for statement in block.statements if isinstance(statement, ir.Label)]


def emit_loop(context: FunctionContext, statement: LoopStatement) -> None:
    """Emit a Lua loop."""
    from wippyc.emit.generic_loops import emit_generic_for

    match statement:
        case ir.While():
            _while(context, statement)
        case ir.Repeat():
            _repeat(context, statement)
        case ir.NumericFor():
            _numeric_for(context, statement)
        case ir.GenericFor():
            emit_generic_for(context, statement)


def emit_loop_body(context: FunctionContext, block: ir.Block, loop: Loop) -> None:
    """Emit a loop's body; labels at its very end are reached by `continue`."""
    from wippyc.emit.statements import emit_body, emit_statements

    statements = block.statements
    end = len(statements)
    while end and isinstance(statements[end - 1], ir.Label):
        end -= 1
    final = [each.name for each in statements[end:] if isinstance(each, ir.Label)]
    inner = ir.Block(span=block.span, statements=statements[:end], dangling=block.dangling)
    loop.restart_labels |= frozenset(final)
    context.loops.append(loop)
    if has_labels(inner):
        emit_body(context, inner)
    else:
        with context.lua_block():
            emit_statements(context, inner.statements)
        if inner.dangling and context.output:
            context.output[-1].lua_dangling = inner.dangling  # type: ignore[attr-defined]
    context.loops.pop()


def finish_loop(context: FunctionContext, node: ast.stmt, loop: Loop) -> None:
    """Append a loop and what carries on the jumps that leave it for loops further out."""
    context.output.append(node)
    _continue_jumps(context, loop)


def _while(context: FunctionContext, statement: ir.While) -> None:
    loop = Loop(is_lua=True)
    with context.block() as above:
        test = emit_condition(context, statement.condition)
    with context.block() as body:
        if above:
            # The condition needs statements of its own, on every round.
            body.extend(above)
            stop = ast.If(
                test=ast.UnaryOp(op=ast.Not(), operand=test), body=[ast.Break()], orelse=[]
            )
            body.append(at(stop, statement.condition.span))
            test = constant(True)
        emit_loop_body(context, statement.body, loop)
    finish_loop(context, ast.While(test=test, body=filled(body), orelse=[]), loop)


def filled(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return a block's statements, `pass` for none."""
    return body or [ast.Pass()]


def _repeat(context: FunctionContext, statement: ir.Repeat) -> None:
    """`repeat … until c`: the condition sees the body's locals, also after `goto continue`."""
    from wippyc.emit.statements import emit_statements

    loop = Loop(is_lua=True)
    with context.block() as body, context.lua_block():
        context.loops.append(loop)
        if has_labels(statement.body):
            emit_labelled_block(context, statement.body)
        else:
            emit_statements(context, statement.body.statements)
        if can_fall_off(statement.body) or has_labels(statement.body):
            test = emit_condition(context, statement.condition)
            if not (isinstance(test, ast.Constant) and test.value is False):
                stop = ast.If(test=test, body=[ast.Break()], orelse=[])
                context.output.append(at(stop, statement.condition.span))
        context.loops.pop()
    finish_loop(context, ast.While(test=constant(True), body=filled(body), orelse=[]), loop)


def _numeric_for(context: FunctionContext, statement: ir.NumericFor) -> None:
    note_positions(context, statement)
    iterator = _range(context, statement)
    loop = Loop(is_lua=True)
    with context.lua_block():
        target, prologue = declare_loop_variable(context, statement.variable)
        with context.block() as body:
            body.extend(prologue)
            emit_loop_body(context, statement.body, loop)
    node = ast.For(target=target, iter=iterator, body=filled(body), orelse=[])
    finish_loop(context, delegated(context, node), loop)


def delegated(context: FunctionContext, node: ast.For) -> ast.stmt:
    """Emit `for x in …: yield x` as `yield from …` where no value is ever sent."""
    match node:
        case ast.For(
            target=ast.Name(id=given),
            body=[ast.Expr(value=ast.Yield(value=ast.Name(id=taken))) as only],
        ) if given == taken and context.function in context.facts.iterated.unsent:
            has_comments = hasattr(only, "lua_comments") or hasattr(only, "lua_dangling")
            return node if has_comments else ast.Expr(value=ast.YieldFrom(value=node.iter))
        case _:
            return node


def declare_loop_variable(
    context: FunctionContext, variable: ir.Variable
) -> tuple[ast.Name, list[ast.stmt]]:
    """Declare a loop variable; return the target and what the body starts with."""
    python_name, _ = context.declare(variable)
    if variable in context.facts.captures.cells:
        value = context.names.fresh(f"{python_name.rstrip('_')}_value")
        cell = call(context.imports.helper("Cell"), [name(value)])
        return store(value), [assign(store(python_name), cell)]
    return store(python_name), []


def _range(context: FunctionContext, statement: ir.NumericFor) -> ast.expr:
    sign = range_sign(context.facts.flow, context.facts.numbers, statement)
    if not sign:
        return _general_range(context, statement)
    first = 1 if is_zero_based(context, statement.variable) else 0
    start = emit_plus(context, statement.start, -first)
    stop = emit_plus(context, statement.stop, sign - first)
    if statement.step is None or _is_literal(statement.step, 1):
        return call(name("range"), [stop] if _is_zero(start) else [start, stop])
    return call(name("range"), [start, stop, emit_one(context, statement.step)])


def _is_literal(expr: ir.Expr, value: int) -> bool:
    match expr:
        case ir.Constant(value=int() as written):
            return not isinstance(written, bool) and written == value
        case _:
            return False


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


def _general_range(context: FunctionContext, statement: ir.NumericFor) -> ast.expr:
    arguments = [emit_one(context, statement.start), emit_one(context, statement.stop)]
    arguments.append(constant(1) if statement.step is None else emit_one(context, statement.step))
    return at(call(context.imports.helper("for_range"), arguments), statement.span)


# --- jumps -------------------------------------------------------------------------------------


def emit_break(context: FunctionContext) -> None:
    """Emit `break` of the innermost Lua loop."""
    for loop in reversed(context.loops):
        if loop.is_lua:
            _jump(context, loop, "break")
            return


def emit_restart(context: FunctionContext) -> None:
    """Start the loop around the whole function over."""
    _jump(context, context.loops[0], "continue")


def emit_goto(context: FunctionContext, label: str) -> None:
    """Emit a jump to a visible label."""
    for loop in reversed(context.loops):
        if label in loop.restart_labels or label in loop.exit_labels or label in loop.states:
            if label in loop.states:
                context.output.append(assign(store(loop.state_name), constant(loop.states[label])))
            _jump(context, loop, "break" if label in loop.exit_labels else "continue")
            return


def _jump(context: FunctionContext, target: Loop, action: str) -> None:
    innermost = context.loops[-1]
    if target is innermost:
        context.output.append(ast.Break() if action == "break" else ast.Continue())
        return
    if not context.jump_name:
        context.jump_name = context.names.fresh("jump_to")
    context.jump_ids += 1
    number = context.jump_ids
    innermost.pending[number] = (target, action)
    context.output.append(assign(store(context.jump_name), constant(number)))
    context.output.append(ast.Break())


def _continue_jumps(context: FunctionContext, finished: Loop) -> None:
    """After a loop: go on with the jumps that left it for a loop further out."""
    for number, (target, action) in finished.pending.items():
        with context.block() as body:
            body.append(assign(store(context.jump_name), constant(0)))
            _jump(context, target, action)
        test = compare(name(context.jump_name), ast.Eq(), constant(number))
        context.output.append(ast.If(test=test, body=body, orelse=[]))


# --- labels ------------------------------------------------------------------------------------


def emit_labelled_block(context: FunctionContext, block: ir.Block) -> None:
    """Emit a block whose labels are jumped to."""
    labels = _labels(block)
    segments = _segments(block)
    if len(labels) == 1:
        forward = _has_goto(segments[0], labels[0])
        backward = _has_goto(segments[1], labels[0])
        if forward and not backward:
            _forward_label(context, segments, labels[0])
            return
        if backward and not forward:
            _backward_label(context, segments, labels[0])
            return
    _state_machine(context, segments, labels)


def _segments(block: ir.Block) -> list[tuple[ir.Statement, ...]]:
    segments: list[list[ir.Statement]] = [[]]
    for statement in block.statements:
        if isinstance(statement, ir.Label):
            segments.append([])
        else:
            segments[-1].append(statement)
    return [tuple(segment) for segment in segments]


def _has_goto(statements: tuple[ir.Statement, ...], label: str) -> bool:
    span = statements[0].span if statements else None
    if span is None:
        return False
    block = ir.Block(span=span, statements=statements)
    return any(
        isinstance(inner, ir.Goto) and inner.label == label for inner in walk_statements(block)
    )


def _segment(context: FunctionContext, statements: tuple[ir.Statement, ...]) -> bool:
    """Emit one segment; say whether control can reach its end."""
    from wippyc.emit.statements import emit_statements

    emit_statements(context, statements)
    if not statements:
        return True
    if any(isinstance(each, ir.Return | ir.Break | ir.Goto) for each in statements):
        return False
    return can_fall_off(ir.Block(span=statements[0].span, statements=statements))


def _forward_label(
    context: FunctionContext, segments: list[tuple[ir.Statement, ...]], label: str
) -> None:
    """`goto` forward: leave a loop that runs once."""
    loop = Loop(is_lua=False, exit_labels=frozenset({label}))
    with context.block() as body:
        context.loops.append(loop)
        if _segment(context, segments[0]):
            body.append(ast.Break())
        context.loops.pop()
    finish_loop(context, ast.While(test=constant(True), body=filled(body), orelse=[]), loop)
    _segment(context, segments[1])


def _backward_label(
    context: FunctionContext, segments: list[tuple[ir.Statement, ...]], label: str
) -> None:
    """`goto` backward: restart a loop that otherwise runs once."""
    _segment(context, segments[0])
    loop = Loop(is_lua=False, restart_labels=frozenset({label}))
    with context.block() as body:
        context.loops.append(loop)
        if _segment(context, segments[1]):
            body.append(ast.Break())
        context.loops.pop()
    finish_loop(context, ast.While(test=constant(True), body=filled(body), orelse=[]), loop)


def _state_machine(
    context: FunctionContext, segments: list[tuple[ir.Statement, ...]], labels: list[str]
) -> None:
    """Several labels: a loop whose state says from which segment to go on."""
    state = context.names.fresh("state")
    loop = Loop(
        is_lua=False,
        states={label: position + 1 for position, label in enumerate(labels)},
        state_name=state,
    )
    context.output.append(assign(store(state), constant(0)))
    with context.block() as body:
        context.loops.append(loop)
        for position, statements in enumerate(segments):
            with context.block() as segment:
                _segment(context, statements)
            if not segment:
                continue
            test = compare(name(state), ast.LtE(), constant(position))
            context.output.append(ast.If(test=test, body=segment, orelse=[]))
        body.append(ast.Break())
        context.loops.pop()
    finish_loop(context, ast.While(test=constant(True), body=body, orelse=[]), loop)
