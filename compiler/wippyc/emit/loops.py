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

from wippyc.analyse.falling import can_fall_off
from wippyc.analyse.iterated import Yielded
from wippyc.analyse.values import INTEGERS
from wippyc.emit import calls
from wippyc.emit.build import (
    assign,
    at,
    call,
    compare,
    constant,
    is_none,
    name,
    star,
    store,
    store_tuple,
)
from wippyc.emit.context import FunctionContext, Loop
from wippyc.emit.expressions import emit_condition, emit_exactly, emit_one
from wippyc.emit.functions import unused_name
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
    match statement:
        case ir.While():
            _while(context, statement)
        case ir.Repeat():
            _repeat(context, statement)
        case ir.NumericFor():
            _numeric_for(context, statement)
        case ir.GenericFor():
            _generic_for(context, statement)


def _loop_body(context: FunctionContext, block: ir.Block, loop: Loop) -> None:
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


def _finish_loop(context: FunctionContext, node: ast.stmt, loop: Loop) -> None:
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
        _loop_body(context, statement.body, loop)
    _finish_loop(context, ast.While(test=test, body=_filled(body), orelse=[]), loop)


def _filled(body: list[ast.stmt]) -> list[ast.stmt]:
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
    _finish_loop(context, ast.While(test=constant(True), body=_filled(body), orelse=[]), loop)


def _numeric_for(context: FunctionContext, statement: ir.NumericFor) -> None:
    iterator = _range(context, statement)
    loop = Loop(is_lua=True)
    with context.lua_block():
        target, prologue = _loop_variable(context, statement.variable)
        with context.block() as body:
            body.extend(prologue)
            _loop_body(context, statement.body, loop)
    node = ast.For(target=target, iter=iterator, body=_filled(body), orelse=[])
    _finish_loop(context, _delegated(context, node), loop)


def _delegated(context: FunctionContext, node: ast.For) -> ast.stmt:
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


def _loop_variable(
    context: FunctionContext, variable: ir.Variable
) -> tuple[ast.expr, list[ast.stmt]]:
    python_name, _ = context.declare(variable)
    if variable in context.facts.captures.cells:
        cell = call(context.imports.helper("Cell"), [name(python_name)])
        return store(python_name), [assign(store(python_name), cell)]
    return store(python_name), []


def _range(context: FunctionContext, statement: ir.NumericFor) -> ast.expr:
    bounds = [statement.start, statement.stop]
    step = 1
    if statement.step is not None:
        if not (
            isinstance(statement.step, ir.Constant)
            and isinstance(statement.step.value, int)
            and not isinstance(statement.step.value, bool)
            and statement.step.value
        ):
            return _general_range(context, statement)
        step = statement.step.value
    values = [context.facts.value(bound) for bound in bounds]
    if not all(value.tags and value.only(INTEGERS) for value in values):
        return _general_range(context, statement)
    start = emit_one(context, statement.start)
    stop = _next_integer(emit_one(context, statement.stop), 1 if step > 0 else -1)
    arguments = [stop] if step == 1 and _is_zero(start) else [start, stop]
    if step != 1:
        arguments.append(constant(step))
    return call(name("range"), arguments)


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


def _next_integer(node: ast.expr, offset: int) -> ast.expr:
    """The exclusive bound of a `range`."""
    match node:
        case ast.Constant(value=int() as value):
            return constant(value + offset)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return constant(-value + offset)
        case ast.BinOp(left=left, op=ast.Sub(), right=ast.Constant(value=1)) if offset == 1:
            return left
        case ast.BinOp(left=left, op=ast.Add(), right=ast.Constant(value=1)) if offset == -1:
            return left
    operator: ast.operator = ast.Add() if offset > 0 else ast.Sub()
    return ast.BinOp(left=node, op=operator, right=constant(1))


def _general_range(context: FunctionContext, statement: ir.NumericFor) -> ast.expr:
    arguments = [emit_one(context, statement.start), emit_one(context, statement.stop)]
    arguments.append(constant(1) if statement.step is None else emit_one(context, statement.step))
    return at(call(context.imports.helper("for_range"), arguments), statement.span)


# --- generic for -------------------------------------------------------------------------------


def _generic_for(context: FunctionContext, statement: ir.GenericFor) -> None:
    if len(statement.iterators) == 1:
        yielded = context.facts.iterated.loop(context.facts.value(statement.iterators[0]))
        if yielded is not None:
            _generator_loop(context, statement, yielded)
            return
    direct = _table_iterator(context, statement)
    is_async = False
    if direct is None:
        iterator, is_async = _general_iterator(context, statement)
    else:
        iterator = direct
    with context.lua_block():
        node, loop = _generic_body(context, statement, iterator, direct is not None, is_async)
    _finish_loop(context, node, loop)


def _generic_body(
    context: FunctionContext,
    statement: ir.GenericFor,
    iterator: ast.expr,
    gives_pairs: bool,
    is_async: bool,
) -> tuple[ast.stmt, Loop]:
    loop = Loop(is_lua=True)
    variables = statement.variables
    prologue: list[ast.stmt] = []
    targets: list[ast.expr] = []
    for variable in variables:
        target, extra = _loop_variable(context, variable)
        targets.append(target)
        prologue.extend(extra)
    if gives_pairs:
        target = store_tuple(_two_targets(context, targets, prologue))
    else:
        row = context.names.fresh("row")
        target = store(row)
        if len(variables) == 1:
            taken: ast.expr = ast.Subscript(value=name(row), slice=constant(0), ctx=ast.Load())
            prologue.insert(0, assign(targets[0], taken))
        else:
            taken = call(context.imports.helper("take"), [name(row), constant(len(variables))])
            prologue.insert(0, assign(store_tuple(targets), taken))
    with context.block() as body:
        body.extend(prologue)
        _loop_body(context, statement.body, loop)
    kind = ast.AsyncFor if is_async else ast.For
    return kind(target=target, iter=iterator, body=_filled(body), orelse=[]), loop


def _generator_loop(context: FunctionContext, statement: ir.GenericFor, yielded: Yielded) -> None:
    """Emit a loop over a coroutine that is a Python generator."""
    iterator = emit_one(context, statement.iterators[0])
    loop = Loop(is_lua=True)
    with context.lua_block():
        targets: list[ast.expr] = []
        prologue: list[ast.stmt] = []
        for variable in statement.variables:
            target, extra = _loop_variable(context, variable)
            targets.append(target)
            prologue.extend(extra)
        target = targets[0] if len(targets) == 1 else store_tuple(targets)
        if yielded.width != len(targets):
            row = name(context.names.fresh("row"))
            helper = context.imports.helper("first" if len(targets) == 1 else "take")
            count = [] if len(targets) == 1 else [constant(len(targets))]
            prologue.insert(0, assign(target, call(helper, [row, *count])))
            target = store(row.id)
        first = targets[0]
        assert isinstance(first, ast.Name)
        if yielded.can_be_nil or not yielded.width:
            stop = ast.If(test=is_none(name(first.id)), body=[ast.Break()], orelse=[])
            prologue.insert(yielded.width != len(targets), stop)
        with context.block() as body:
            body.extend(prologue)
            _loop_body(context, statement.body, loop)
    node = ast.For(target=target, iter=iterator, body=_filled(body), orelse=[])
    _finish_loop(context, _delegated(context, node), loop)


def _two_targets(
    context: FunctionContext, targets: list[ast.expr], prologue: list[ast.stmt]
) -> list[ast.expr]:
    """Adjust loop targets to the pairs that table iterators give."""
    if len(targets) == 1:
        return [targets[0], store(unused_name(context))]
    for extra in reversed(targets[2:]):
        prologue.insert(0, assign(extra, constant(None)))
    return targets[:2]


def _table_iterator(context: FunctionContext, statement: ir.GenericFor) -> ast.expr | None:
    match statement.iterators:
        case (ir.ApiCall(module="base", function=row, arguments=[table, *_]) as expr,) if (
            row.name in ("pairs", "ipairs")
        ):
            if len(expr.arguments) != 1:
                return None
            helper = context.imports.helper(f"iter_{row.name}")
            return at(call(helper, [emit_one(context, table)]), expr.span)
        case (ir.ApiRef(module="base", function=row), table) if row.name == "next":
            if isinstance(table, ir.MULTI):
                return None
            helper = context.imports.helper("iter_pairs")
            return at(call(helper, [emit_one(context, table)]), statement.span)
        case _:
            return None


def _general_iterator(context: FunctionContext, statement: ir.GenericFor) -> tuple[ast.expr, bool]:
    iterators = statement.iterators
    yields = context.facts.yields
    callees = context.facts.value(iterators[0]).functions
    suspends = any(yields.callee_is_async(callee) for callee in callees)
    suspends |= "__call" in yields.metamethods
    helper = context.imports.helper("aiterate" if suspends else "iterate")
    if len(iterators) == 1 and isinstance(iterators[0], ir.MULTI):
        if _gives_one(context, iterators[0]):
            arguments = [emit_one(context, iterators[0])]
        else:
            arguments = [star(calls.emit_take(context, iterators[0], 3))]
    elif isinstance(iterators[-1], ir.MULTI) and len(iterators) < 3:
        arguments = emit_exactly(context, iterators, 3)
    else:
        arguments = [emit_one(context, iterator) for iterator in iterators]
    return at(call(helper, arguments), statement.span), suspends


def _gives_one(context: FunctionContext, expr: ir.Expr) -> bool:
    match expr:
        case ir.ApiCall(function=row):
            return row.results is not None and len(row.results) == 1
        case ir.Call(callee=callee):
            function = context.facts.named_function(callee)
            return function is not None and context.facts.calls.fixed.get(function) == 1
        case _:
            return False


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
    _finish_loop(context, ast.While(test=constant(True), body=_filled(body), orelse=[]), loop)
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
    _finish_loop(context, ast.While(test=constant(True), body=_filled(body), orelse=[]), loop)


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
    _finish_loop(context, ast.While(test=constant(True), body=body, orelse=[]), loop)
